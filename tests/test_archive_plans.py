"""How the database looks for rows: a page must not walk through the whole archive to show a part of it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from archive.gazette import gazette
from archive.models import Article
from archive.views import years
from archive.views.visible import visible_prints
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
        found = Article.objects.for_list().published_in_bulk(numbers)
        shown = Article.objects.shown(reversed(numbers))
    assert sorted(found) == numbers
    assert [article.pk for article in shown] == numbers[::-1]
    assert all("ORDER BY" not in query["sql"] for query in asked.captured_queries)


def test_twenty_articles_are_looked_up_by_their_numbers_not_among_all_that_is_published() -> None:
    published, draft = factories.article(), factories.article(status=Article.Status.DRAFT)
    numbers = [published.pk, draft.pk, *range(9_000, 9_018)]
    with CaptureQueriesContext(connection) as asked:
        found = Article.objects.for_list().with_prints().published_in_bulk(numbers)
    assert list(found) == [published.pk]
    assert [query["sql"].rpartition("WHERE")[2].strip() for query in asked.captured_queries] == [
        f'"archive_article"."id" IN ({", ".join(map(str, numbers))})'
    ]


def test_prints_of_an_article_are_looked_up_by_it_and_drafts_are_for_editors_alone(
    rf: RequestFactory,
) -> None:
    first = factories.article()
    later = factories.article(reprint_of=first, published_on=date(2020, 3, 1))
    earlier = factories.article(reprint_of=first, published_on=date(2020, 2, 1))
    draft = factories.article(reprint_of=first, published_on=date(2020, 4, 1), status=Article.Status.DRAFT)
    factories.article(reprint_of=first, status=Article.Status.TRASHED)
    assert "status" not in plan(Article.objects.kept().other_prints(first))
    request = rf.get("/")
    request.user = AnonymousUser()
    assert visible_prints(request, first) == [earlier, later]
    request.user = User.objects.create_superuser("editor")
    assert visible_prints(request, first) == [earlier, later, draft]


def test_articles_beside_a_place_are_looked_up_by_its_neighbours() -> None:
    place = factories.region("990102")
    own, beside = factories.article(place="990102"), factories.article(place="990103")
    factories.article(place="990200")
    rows = Article.objects.listed().of_places(gazette().beside(place))
    assert own not in rows and list(rows) == [beside]
    assert "region_id=?" in plan(rows.covering(2019, 2019).order_by("region__code", "pk")[:12])


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


def test_a_period_that_nobody_knows_comes_last_everywhere() -> None:
    unknown, known = factories.article(years=None), factories.article(years=(2018, 2018))
    assert list(Article.objects.listed()) == [known, unknown]
    assert list(Article.objects.listed().reverse()) == [unknown, known]


@pytest.mark.parametrize("looked_at", [500, 2])
def test_the_last_that_were_added_of_a_year_are_the_same_however_they_are_found(
    client: Client, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    monkeypatch.setattr(years, "LAST_LOOKED_AT", looked_at)
    of_year = [factories.article(years=(2018 + n % 2, 2019)) for n in range(7)]
    factories.article(years=(2020, 2020))
    assert list(client.get("/years/2019/").context["newest"]) == of_year[:1:-1]
