"""Exact hits and wider ones: counted apart, listed one after the other, told on every page."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from search import lexicon
from tests import factories
from tests.test_search_page import index, page_of, plain, titles_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(client: Client) -> None:
    factories.article(title="原样一", years=(2018, 2018), sections=[(None, "工会服务职工在身边。")])
    factories.article(title="原样二", years=(2019, 2019), sections=[(None, "工会服务职工不停步。")])
    factories.article(
        title="分开的", years=(2021, 2021), sections=[(None, "职工说工会好。"), (None, "优质服务。")]
    )
    index()


def test_exact_and_wider_hits_are_counted_apart_and_the_wider_come_last(client: Client, apart: None) -> None:
    for sort in ("relevance", "period", "region", "added"):
        page = page_of(client, url("工会服务职工", sort=sort))
        assert "原样含有 2 篇 · 另有 1 篇分开写到，总排在后面" in plain(page)
        assert titles_of(page)[-1] == "分开的", sort
    assert titles_of(page_of(client, url("工会服务职工", sort="period"))) == ["原样二", "原样一", "分开的"]


def test_every_wider_hit_is_said_to_be_one(client: Client, apart: None) -> None:
    hits = page_of(client, url("工会服务职工")).split('<li class="hit"')[1:]
    assert [("tag-wider" in hit, "从这里起是分开写到的" in hit) for hit in hits] == [
        (False, False),
        (False, False),
        (True, True),
    ]
    address = re.findall(r'class="hit-title"><a href="([^"]+)"', hits[2])[0]
    assert "分开写到" in plain(page_of(client, unescape(address)))


def test_wider_hits_can_be_left_out_and_listed_again_by_links(client: Client, apart: None) -> None:
    (leave_out,) = re.findall(r'<a href="([^"]+)">只看原样含有的', page_of(client, url("工会服务职工")))
    page = page_of(client, unescape(leave_out))
    assert set(titles_of(page)) == {"原样一", "原样二"}
    assert "原样含有 2 篇 · 另有 1 篇分开写到，没有列出" in plain(page)
    assert "2021" not in page.split('class="facets"')[1].split("</aside>")[0]
    (again,) = re.findall(r'<a href="([^"]+)">也列出来', page)
    assert unescape(again) == url("工会服务职工")


def test_nothing_exact_is_no_not_found_for_what_is_written_apart(client: Client, apart: None) -> None:
    page = plain(page_of(client, url("优质服务工会", exact="1")))
    assert "原样含有“优质服务工会”" in page
    assert "另有 1 篇分开写到" in page


def test_a_feed_tells_both_kinds_apart_in_the_order_of_addition(client: Client, apart: None) -> None:
    feed = client.get(url("工会服务职工").replace("/search/", "/search/feed/")).content
    root = ElementTree.fromstring(feed)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert root.findtext("a:subtitle", namespaces=names) == "原样含有 2 篇 · 另有 1 篇分开写到"
    entries = [
        (entry.findtext("a:title", namespaces=names), entry.findtext("a:summary", namespaces=names) or "")
        for entry in root.findall("a:entry", names)
    ]
    assert [(title, summary.startswith("（分开写到）")) for title, summary in entries] == [
        ("分开的", True),
        ("原样二", False),
        ("原样一", False),
    ]


def test_a_suggestion_of_the_same_sound_tells_both_kinds_apart(client: Client, apart: None) -> None:
    lexicon.forget()  # other tests left theirs
    page = page_of(client, url("工惠服务职工"))
    shown = re.findall(r'class="corrections">(.*?)</p>', page, re.DOTALL)
    assert shown != []
    assert all("原样含有 2 篇 · 另有 1 篇分开写到" in plain(part) for part in shown)


def test_what_a_constraint_takes_away_tells_both_kinds_apart(client: Client, apart: None) -> None:
    page = plain(page_of(client, url("工会服务职工 年份:1999")))
    assert "去掉后有 原样含有 2 篇 · 另有 1 篇分开写到" in page
