"""How the database looks for rows: a page must not walk through the whole archive to show a part of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article
from archive.views import years
from tests import factories

pytestmark = pytest.mark.django_db


def plan(rows: Any) -> str:
    if connection.vendor != "sqlite":
        pytest.skip("EXPLAIN QUERY PLAN is SQLite's")
    return str(rows.explain())


def test_articles_by_their_numbers_are_looked_up_in_no_order() -> None:
    made = [factories.article(years=(2019, 2019)) for _ in range(3)]
    numbers = [article.pk for article in made]
    with CaptureQueriesContext(connection) as asked:
        found = Article.objects.published().for_list().in_bulk(numbers)
        shown = Article.objects.shown(reversed(numbers))
    assert sorted(found) == numbers
    assert [article.pk for article in shown] == numbers[::-1]
    assert all("ORDER BY" not in query["sql"] for query in asked.captured_queries)


def test_articles_of_a_place_are_looked_up_by_the_place() -> None:
    place = factories.region("990102")
    for rows in (
        Article.objects.listed().of_places([place.pk])[:60],
        Article.objects.listed().for_list().with_prints().of_places([place.pk, place.pk + 1])[:40],
    ):
        assert "region_id=?" in plan(rows)


def test_lists_of_a_place_begin_with_the_newest_period() -> None:
    years = [(2018, 2018), (2021, 2021), (2016, 2021), None, (2019, 2019)]
    for period in years:
        factories.article(place="990102", years=period)
    rows = Article.objects.of_places([factories.region("990102").pk])
    assert [(row.period_start, row.period_end) for row in rows] == [
        *((2021, 2021), (2016, 2021), (2019, 2019), (2018, 2018), (None, None)),
    ]


@pytest.mark.parametrize("looked_at", [500, 2])
def test_the_last_that_were_added_of_a_year_are_the_same_however_they_are_found(
    client: Client, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    monkeypatch.setattr(years, "LAST_LOOKED_AT", looked_at)
    of_year = [factories.article(years=(2018 + n % 2, 2019)) for n in range(7)]
    factories.article(years=(2020, 2020))
    assert list(client.get("/years/2019/").context["newest"]) == of_year[:1:-1]
