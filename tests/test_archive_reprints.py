"""Reprints stand with the article that they are of: listed once, counted once, reached from its page."""

import pytest
from django.test import Client

from archive.models import Article, IndexChange
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> tuple[Article, Article]:
    first = factories.article(title="春风化雨", newspaper="云川日报")
    reprint = factories.article(title="春风化雨在青禾", newspaper="示例工人报", reprint_of=first)
    return first, reprint


@pytest.mark.parametrize("address", ["/", "/regions/990102/", "/regions/990102/2019/", "/years/2019/"])
def test_a_list_shows_the_first_print_and_says_that_there_is_another(
    client: Client, family: tuple[Article, Article], address: str
) -> None:
    page = client.get(address).content.decode()
    first, reprint = family
    assert first.get_absolute_url() in page
    assert "另有 1 篇转载" in page
    assert f'"{reprint.get_absolute_url()}"' not in page


def test_counts_and_coverage_count_the_family_once(client: Client, family: tuple[Article, Article]) -> None:
    assert client.get("/").context["total"] == 1
    (row,) = [
        row
        for row in client.get("/coverage/?region=990100").context["matrix"].rows
        if row.region.code == "990102"
    ]
    assert [cell.count for cell in row.cells if cell.year == 2019] == [1]


def test_both_pages_lead_to_each_other(client: Client, family: tuple[Article, Article]) -> None:
    first, reprint = family
    assert reprint.get_absolute_url() in client.get(first.get_absolute_url()).content.decode()
    page = client.get(reprint.get_absolute_url()).content.decode()
    assert first.get_absolute_url() in page
    assert "转载自" in page


def test_the_page_of_a_print_names_no_other_print_as_another_article_of_the_region(
    client: Client, family: tuple[Article, Article]
) -> None:
    other = factories.article(title="另一篇综述")
    for article in family:
        neighbours = client.get(article.get_absolute_url()).context["neighbours"]
        assert list(neighbours.same_place) == [other]
        assert {neighbours.earlier, neighbours.later, *neighbours.same_year}.isdisjoint(family)


def test_a_reprint_of_what_is_withdrawn_is_listed_itself(
    client: Client, family: tuple[Article, Article]
) -> None:
    first, reprint = family
    Article.objects.filter(pk=first.pk).update(status=Article.Status.WITHDRAWN)
    assert list(Article.objects.listed()) == [reprint]
    page = client.get(reprint.get_absolute_url()).content.decode()
    assert first.get_absolute_url() not in page


def test_reprints_of_what_is_deleted_stand_for_themselves_and_the_index_hears_of_it(
    family: tuple[Article, Article],
) -> None:
    first, reprint = family
    IndexChange.objects.all().delete()
    first.delete()
    reprint.refresh_from_db()
    assert reprint.reprint_of is None
    assert IndexChange.objects.filter(article_id=reprint.pk).exists()
