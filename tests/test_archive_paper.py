"""Pages on paper, for screen readers and for search engines: nothing is cut, nothing rests on colour alone."""

import re
from collections.abc import Sequence

import pytest
from django.test import Client

from archive.models import Article, Section
from archive.section_ranks import heading_ranks
from search import outbox
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def with_levels(levels: Sequence[int | None]) -> Article:
    """An article with a section of each level; None is the lead, which has no heading."""
    created = factories.article(sections=())
    for order, level in enumerate(levels):
        heading = f"小节{order}" if level else None
        Section.objects.create(article=created, order=order, level=level or 1, heading=heading, text="正文。")
    return created


def test_headings_have_the_levels_of_the_text(client: Client) -> None:
    page = text_of(client, with_levels([None, 1, 2, 2, 1]).get_absolute_url())
    assert re.findall(r'<(h[2-6]) class="heading">(小节\d)', page) == [
        ("h2", "小节1"),
        ("h3", "小节2"),
        ("h3", "小节3"),
        ("h2", "小节4"),
    ]


@pytest.mark.parametrize(
    ("levels", "ranks"), [([2, 2], [2, 2]), ([2, 1, 2], [2, 2, 3]), ([1, 3, 2, 3], [2, 3, 3, 4])]
)
def test_no_rank_of_headings_is_skipped(levels: list[int], ranks: list[int]) -> None:
    assert heading_ranks(Section(level=level, heading="小节") for level in levels) == ranks


def test_links_of_paragraphs_are_shown_to_whom_asks(client: Client) -> None:
    url = factories.article().get_absolute_url()
    assert "with-permalinks" not in text_of(client, url)
    assert "?permalinks=1" in text_of(client, url)
    assert "with-permalinks" in text_of(client, f"{url}?permalinks=1")


def test_coverage_begins_with_the_newest_year(client: Client) -> None:
    factories.article(years=(2018, 2018))
    factories.article(years=(2021, 2021))
    years = client.get("/coverage/?region=990100").context["matrix"].years
    assert years == (2021, 2020, 2019, 2018)


def test_a_year_with_nothing_but_a_span_says_so_without_colour(client: Client) -> None:
    factories.article(years=(2018, 2019))
    factories.article(years=(2020, 2020))
    page = text_of(client, "/coverage/?region=990102")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert ["跨" in cell for cell in cells[:3]] == [False, True, True]


@pytest.mark.parametrize(
    "url",
    [
        "/coverage/?region=990100",
        "/regions/990100/",
        "/regions/990102/2019/",
        "/years/2019/",
        "/search/?q=工会",
    ],
)
def test_a_printed_page_says_where_it_came_from(client: Client, url: str) -> None:
    factories.article()
    outbox.rebuild(lock_seconds=10)
    page = text_of(client, url)
    footer = re.search(r'<footer class="printed-source">(.*?)</footer>', page, re.DOTALL)
    assert footer is not None
    assert "http://testserver/" in footer[1]


def test_a_printed_article_names_its_own_address_not_the_search_that_led_to_it(client: Client) -> None:
    url = factories.article().get_absolute_url()
    assert f"http://testserver{url}　" in text_of(client, f"{url}?q=工会&hit=1")


def test_painted_stretches_of_the_original_have_words_for_paper(client: Client) -> None:
    article = factories.article(provenance={"title": [[0, 2]]})
    assert 'data-role="标题"' in text_of(client, f"{article.get_absolute_url()}original/")


# --- search engines


def test_robots_are_kept_out_of_searches_and_the_editors_pages(client: Client) -> None:
    page = text_of(client, "/robots.txt")
    assert "Disallow: /search/" in page
    assert "Disallow: /admin/" in page
    assert "Sitemap: http://testserver/sitemap.xml" in page


def test_the_sitemap_lists_published_articles_and_no_others(client: Client) -> None:
    published = factories.article()
    draft = factories.article(status=Article.Status.DRAFT)
    assert "http://testserver/sitemap-articles.xml" in text_of(client, "/sitemap.xml")
    page = text_of(client, "/sitemap-articles.xml")
    assert f"<loc>http://testserver{published.get_absolute_url()}</loc>" in page
    assert draft.get_absolute_url() not in page
