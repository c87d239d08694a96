"""What is followed by feed: a place, a year, and the gaps that were filled; each found from its page."""

import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive import outbox
from archive.models import Article
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def titles(client: Client, address: str) -> list[str]:
    outbox.wait_until_applied()
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)
    return [found.text or "" for found in root.findall("a:entry/a:title", ATOM)]


def feeds_of(client: Client, page: str) -> list[str]:
    links = re.findall(
        r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"',
        client.get(page).content.decode(),
    )
    return [unescape(link) for link in links]


def published(
    days_ago: int,
    *,
    title: str,
    place: str | None = "990102",
    years: tuple[int, int] | None = (2019, 2019),
) -> Article:
    article = factories.article(title=title, place=place, years=years)
    Article.objects.filter(pk=article.pk).update(first_published_at=timezone.now() - timedelta(days=days_ago))
    return article


def test_a_region_a_year_and_both_are_followed_from_their_pages(client: Client) -> None:
    factories.article(title="青禾 2019")
    factories.article(title="青禾 2020", years=(2020, 2020))
    factories.article(title="别处 2019", place="990202")
    for page, expected in {
        "/regions/990102/": {"青禾 2019", "青禾 2020"},
        "/years/2019/": {"青禾 2019", "别处 2019"},
        "/regions/990102/2019/": {"青禾 2019"},
        "/": {"青禾 2019", "青禾 2020", "别处 2019"},
    }.items():
        assert set(titles(client, feeds_of(client, page)[0])) == expected, page


def test_a_gap_is_filled_by_the_first_review_of_a_year_only(client: Client) -> None:
    published(9, title="头一篇")
    published(5, title="同年又一篇")
    published(3, title="补上的一年", years=(2015, 2015))
    published(1, title="年份不详的", years=None)
    published(1, title="地区不详的", place=None)
    published(2, title="别处", place="990202")
    factories.article(title="草稿", years=(2012, 2012), status=Article.Status.DRAFT)
    assert titles(client, "/coverage/feed/") == ["别处", "补上的一年", "头一篇"]
    assert titles(client, "/coverage/feed/?region=990100") == ["补上的一年", "头一篇"]
    assert titles(client, "/coverage/feed/?region=990100&year=2015") == ["补上的一年"]


def test_a_year_that_a_review_of_several_told_before_was_no_gap(client: Client) -> None:
    published(9, title="五年", years=(2015, 2019))
    published(3, title="其中一年", years=(2018, 2018))
    published(2, title="下一年", years=(2020, 2020))
    assert titles(client, "/coverage/feed/") == ["下一年", "五年"]


def test_the_table_of_a_place_leads_to_the_gaps_that_are_filled_there(client: Client) -> None:
    factories.article()
    assert feeds_of(client, "/coverage/?region=990100") == ["/coverage/feed/?region=990100"]
    assert "/coverage/feed/?region=990102" in feeds_of(client, "/regions/990102/")


@pytest.mark.parametrize(
    ("asked", "status"), [("region=x", 404), ("year=x", 400), ("region=%00", 404), ("", 200)]
)
def test_nonsense_is_no_feed(client: Client, asked: str, status: int) -> None:
    assert client.get(f"/coverage/feed/?{asked}").status_code == status


def test_a_feed_is_sent_once_and_asks_as_often_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    factories.article(place="990122")
    first = client.get("/coverage/feed/")
    assert client.get("/coverage/feed/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304

    def counted() -> int:
        with django_assert_max_num_queries(6) as asked:
            client.get("/coverage/feed/")
        return len(asked)

    before = counted()
    for place in ("990102", "990202", "990221", "990181"):
        factories.article(place=place)
    assert counted() == before
