"""The numbers of an article on a page of their own: text and table lead to each other."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.article_figures import passages_of
from archive.models import Article
from tests import factories

TEXT = "全区基层工会总数517家，会员总数4.6万人，其中农民工会员2.1万人。\n2021年，石桥县总工会新建爱心驿站24处；计划明年慰问困难职工3至5户。"


@pytest.fixture
def article(db: None) -> Article:
    return factories.article(
        issuer="青禾区总工会", years=(2022, 2022), sections=[(None, TEXT), ("走访8个车间", "参加者无数。")]
    )


def page_of(client: Client, article: Article) -> str:
    return client.get(reverse("archive:article-figures", args=[article.pk])).content.decode()


def row_of(page: str, words: str) -> str:
    """The row that tells the number with these words, without its tags."""
    row = next(row for row in re.findall(r'<tr id="f\d+">.*?</tr>', page, re.S) if f">{words}</a>" in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_a_number_leads_to_its_row_and_the_row_to_the_number(client: Client, article: Article) -> None:
    page = page_of(client, article)
    numbers = dict(re.findall(r'id="n(\d+)" href="#f(\d+)"', page))
    assert len(numbers) == 6
    for number, row in numbers.items():
        assert number == row
        assert page.count(f'id="f{row}"') == page.count(f'href="#n{number}"') == 1


def test_a_row_says_indicator_value_scope_and_years(client: Client, article: Article) -> None:
    page = page_of(client, article)
    assert row_of(page, "4.6万人") == "4.6万人 会员人数 46,000 人 存量 2022"
    assert row_of(page, "2.1万人") == "2.1万人 农民工会员数 21,000 人 其中 2022"
    assert row_of(page, "24处") == "24处 石桥县 户外劳动者服务站点数 24 处 当期 2021 本句写明"
    assert row_of(page, "3至5户") == "3至5户 慰问户数 3—5 户 当期 · 计划 2021 本段写明"
    assert row_of(page, "8个") == "8个 8 个 2022"


def test_the_text_stands_as_it_is_with_its_headings(client: Client, article: Article) -> None:
    text = re.sub(r"<[^>]+>", "", page_of(client, article))
    assert all(line in text for line in [*TEXT.splitlines(), "走访8个车间"])


def test_indicators_are_defined(client: Client, article: Article) -> None:
    assert "统计时点上在册的工会会员的人数" in page_of(client, article)


def test_the_page_follows_an_edit_above(client: Client, article: Article) -> None:
    section = article.sections.first()
    assert section is not None
    section.text = f"新的一段，走访12家企业。\n{section.text}"
    section.save()
    assert row_of(page_of(client, article), "4.6万人").startswith("4.6万人 会员人数 46,000 人")
    assert "12家" in page_of(client, article)


def test_an_article_without_numbers_says_so(client: Client, db: None) -> None:
    page = page_of(client, factories.article(sections=[(None, "工作扎实推进。")]))
    assert "文中没有读出数字" in page


def test_text_is_never_markup(client: Client, db: None) -> None:
    page = page_of(
        client, factories.article(sections=[(None, "<script>alert(1)</script>会员5人，<b>3家</b>")])
    )
    assert "<script>alert" not in page and "<b>3" not in page


def test_drafts_are_not_for_readers(client: Client, db: None) -> None:
    draft = factories.article(status=Article.Status.DRAFT, sections=[(None, TEXT)])
    assert client.get(reverse("archive:article-figures", args=[draft.pk])).status_code == 404


def test_the_article_page_leads_there(client: Client, article: Article) -> None:
    address = reverse("archive:article-figures", args=[article.pk])
    assert f'href="{address}"' in client.get(article.get_absolute_url()).content.decode()


def test_queries_do_not_grow_with_the_text(
    client: Client, article: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    long = factories.article(sections=[(None, TEXT)] * 20)
    assert sum(len(passage.figures) for passage in passages_of(long)) == 100
    page_of(client, article)
    with django_assert_max_num_queries(12):
        page_of(client, long)
