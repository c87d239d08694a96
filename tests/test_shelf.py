"""The shelf: what a reader put aside, made of its address alone."""

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, *numbers: object, status: int = 200) -> str:
    response = client.get("/shelf/?" + "&".join(f"article={number}" for number in numbers))
    assert response.status_code == status
    return unescape(response.content.decode())


def test_articles_stand_in_the_order_of_the_address_with_their_references(client: Client) -> None:
    one, two = factories.article(title="甲篇"), factories.article(title="乙篇", years=(2020, 2020))
    text = page(client, two.pk, one.pk, two.pk)
    assert text.index("乙篇") < text.index("甲篇")
    assert text.count('name="article"') == 2
    assert f"http://testserver{one.get_absolute_url()}" in text
    assert f"/shelf/cite/ris/?article={two.pk}&article={one.pk}" in text


def test_references_to_all_of_them_are_one_file(client: Client) -> None:
    articles = [factories.article(title=f"第{n}篇") for n in range(2)]
    asked = "&".join(f"article={article.pk}" for article in articles)
    response = client.get(f"/shelf/cite/ris/?{asked}")
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.decode().count("ER  -") == 2
    assert client.get(f"/shelf/cite/nostyle/?{asked}").status_code == 404


def test_what_is_not_there_is_told_and_a_draft_is_not_there(client: Client) -> None:
    draft = factories.article(title="草稿一篇", status=Article.Status.DRAFT)
    text = page(client, factories.article().pk, draft.pk, 99999999)
    assert "有 2 篇已不在库中" in text
    assert "草稿一篇" not in text


def test_an_empty_shelf_says_how_it_is_filled(client: Client) -> None:
    assert "书架上还没有综述" in page(client)
    assert "data-shelf-article" in client.get(factories.article().get_absolute_url()).content.decode()


@pytest.mark.parametrize("asked", ["x", "-1", "²", "%00", "9" * 30])
def test_nonsense_is_refused(client: Client, asked: str) -> None:
    page(client, asked, status=400)


def test_queries_do_not_grow_with_the_shelf(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def counted(number: int) -> int:
        numbers = [factories.article(place=place).pk for place in ("990102", "990202", "990122")[:number]]
        with django_assert_max_num_queries(6) as asked:
            page(client, *numbers)
        return len(asked)

    assert counted(1) == counted(3)
