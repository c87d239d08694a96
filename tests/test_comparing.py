"""Articles beside each other: what belongs together stands in one row, and what they have in common is marked."""

import re
from html import unescape
from pathlib import Path
from typing import Unpack

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from archive.comparing.clauses import Clauses, Mark, marked
from archive.comparing.laying import laid_out
from archive.comparing.parts import MOST_CHARACTERS, MOST_PARTS, Part
from archive.comparing.words import Asked, shown
from archive.ingest.pipeline import read_file
from archive.models import Article
from tests import factories
from tests.factories import ArticleFields

DEMO = Path(__file__).parent.parent / "fixtures" / "demo"
COMPARE = "/compare/"


# --- what belongs together


def part(heading: str | None, *paragraphs: str, is_lead: bool = False) -> Part:
    headings = (("s1", heading),) if heading else ()
    return Part(headings, tuple((f"p{n}", text) for n, text in enumerate(paragraphs)), is_lead=is_lead)


def demo(name: str) -> list[Part]:
    record = read_file((DEMO / name).read_bytes(), name).records[0]
    return [
        part(
            section.heading.text if section.heading else None,
            *(paragraph.text for paragraph in section.paragraphs),
            is_lead=section.heading is None,
        )
        for section in record.sections
    ]


def beside(*articles: list[Part]) -> list[tuple[list[str], ...]]:
    """The headings of each row, those of an opening as 导语."""
    return [
        tuple([one.headings[-1][1] if one.headings else "导语" for one in cell] for cell in row.cells)
        for row in laid_out(articles)
    ]


def test_slogans_of_two_years_stand_beside_each_other_by_what_is_told_below_them() -> None:
    assert beside(demo("linjiang-2019.txt"), demo("linjiang-2022.txt")) == [
        (["导语"], ["导语"]),
        (["港口有多热,赛场就有多热"], ["老本行守出新样子"]),
        (["楼宇有多高,家门就有多近"], ["新业态建会跑出加速度"]),
        (["桌子有多大,底气就有多足"], ["协商桌谈出定心丸"]),
        (["心贴有多紧,日子就有多暖"], ["服务圈画在职工脚底板上"]),
    ]


def test_one_part_here_stands_beside_several_there() -> None:
    rows = beside(demo("gulou-2017.txt"), demo("gulou-2019.txt"))
    (helped,) = [row for row in rows if "鼓点落在心坎上，难处有人接，喜处有人庆" in row[1]]
    assert [heading.split("：")[0] for heading in helped[0]] == ["细节七", "细节八", "细节九"]


def test_the_same_heading_is_the_same_subject_under_another_number() -> None:
    one = [part("一、办好职工书屋", "添了新书。"), part("二、别的事", "山上种树。")]
    other = [part("（一）另一件", "河里捕鱼。"), part("（二）办好职工书屋", "修了屋顶。")]
    assert (["一、办好职工书屋"], ["（二）办好职工书屋"]) in beside(one, other)


def test_what_only_one_article_tells_stands_alone_where_it_stood() -> None:
    one = [
        part("工资", "工资协商谈成协议百份。"),
        part("捕鱼", "河里捕鱼。"),
        part("书屋", "书屋添书架和新书。"),
    ]
    other = [part("工资", "工资协商谈成协议两百份。"), part("书屋", "书屋添书架和旧书。")]
    assert beside(one, other) == [
        (["工资"], ["工资"]),
        (["捕鱼"], []),
        (["书屋"], ["书屋"]),
    ]


def test_every_part_of_every_article_stands_in_one_row() -> None:
    articles = [demo(name) for name in ("gulou-2017.txt", "gulou-2019.txt", "gulou-2022.txt")]
    rows = laid_out(articles)
    for column, parts in enumerate(articles):
        laid = [one for row in rows for one in row.cells[column]]
        assert sorted(laid, key=parts.index) == parts
        assert len(laid) == len(parts)


# --- what they have in common


def marks(paragraph: str, *others: str) -> list[tuple[str, str]]:
    return [
        (piece.mark.value, piece.text) for piece in marked(paragraph, [Clauses([text]) for text in others])
    ]


def test_a_clause_with_the_same_words_is_common_whatever_its_signs() -> None:
    found = marks("围绕全区工业强区的部署，山上新种了树。", "围绕全區工业强区的部署。河里捕鱼。")
    assert found == [("same", "围绕全区工业强区的部署，"), ("own", "山上新种了树。")]


def test_of_a_clause_with_another_number_the_number_is_what_differs() -> None:
    found = marks("全区新建基层工会21家，", "全区新建基层工会一百三十五家，")
    assert ("other", "21") in found
    assert "".join(text for mark, text in found if mark == "kept") == "全区新建基层工会家，"


def test_of_an_edited_clause_the_edit_is_what_differs() -> None:
    found = marks("区总工会在车站建成爱心驿站八家。", "区总工会在车站建成驿站八家。")
    assert [text for mark, text in found if mark == "other"] == ["爱心"]


def test_a_number_with_a_comma_within_is_no_end_of_a_clause() -> None:
    assert marks("发放慰问金12,345元给困难职工。", "发放慰问金12345元给困难职工。")[0][0] == "same"


def test_common_with_one_of_several_is_common() -> None:
    assert marks("职工书屋添了新书。", "河里捕鱼。", "职工书屋添了新书。") == [("same", "职工书屋添了新书。")]


@given(
    st.text(alphabet="工会职工新建12\uff13\uff0e.,，。；\n“” A家", max_size=300),
    st.text(alphabet="工会职工新建12\uff13\uff0e.,，。；\n“” A家", max_size=300),
    st.text(alphabet="工会职A1 ", max_size=12),
)
def test_whatever_is_marked_the_words_are_those_of_the_paragraph(one: str, other: str, typed: str) -> None:
    pieces = shown(marked(one, [Clauses([other])]), Asked.of(typed))
    assert "".join(piece.text for piece in pieces) == one
    assert all(piece.mark in (Mark.SAME, Mark.OWN) for piece in marked(one, [Clauses([one])]))


# --- the page


def review(year: int, *sections: tuple[str | None, str], **fields: Unpack[ArticleFields]) -> Article:
    return factories.article(years=(year, year), sections=sections, **fields)


@pytest.fixture
def two(db: None) -> tuple[Article, Article]:
    talks = "开展集体协商，签订工资协议190份。"
    books = "职工书屋添了新书架。"
    before = review(2019, (None, "会员总数5.2万人。"), ("谈出来的底气", talks), ("书香", books))
    after = review(
        2020, (None, "会员总数6.1万人。"), ("一桌好商量", talks.replace("190", "230")), ("灯下", books)
    )
    return before, after


def page(client: Client, *articles: Article, status: int = 200, **asked: str) -> str:
    pairs = [("article", str(article.pk)) for article in articles] + list(asked.items())
    response = client.get(f"{COMPARE}?{urlencode(pairs)}")
    assert response.status_code == status
    return unescape(response.content.decode())


def rows_of(text: str) -> list[str]:
    found = re.findall(r'<section class="compare-row.*?</section>', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_an_article_leads_to_itself_beside_the_year_before_in_one_click(
    client: Client, two: tuple[Article, Article]
) -> None:
    before, after = two
    article = unescape(client.get(after.get_absolute_url()).content.decode())
    (address,) = re.findall(r'href="([^"]+)">与 2019 年对照</a>', article)
    assert address == f"{COMPARE}?article={before.pk}&article={after.pk}"
    first = unescape(client.get(before.get_absolute_url()).content.decode())
    assert f'href="{address}">与 2020 年对照</a>' in first


def test_a_year_that_lies_further_back_is_named(client: Client, db: None) -> None:
    before, after = review(2016), review(2019)
    article = client.get(after.get_absolute_url()).content.decode()
    assert "与 2016 年对照" in article
    assert f"article={before.pk}" in article


def test_subjects_stand_in_rows_and_headings_lead_back(client: Client, two: tuple[Article, Article]) -> None:
    text = page(client, *two)
    rows = rows_of(text)
    assert [("谈出来的底气" in row, "一桌好商量" in row) for row in rows] == [
        (False, False),
        (True, True),
        (False, False),
    ]
    assert f'href="{two[0].get_absolute_url()}#' in text
    assert '<span class="is-same">职工书屋添了新书架。</span>' in text
    assert '<b class="is-other">230</b>' in text


def test_numbers_stand_beside_each_other_and_lead_to_their_sentences(
    client: Client, two: tuple[Article, Article]
) -> None:
    text = page(client, *two)
    (row,) = re.findall(r"<tr>\s*<th[^>]*>会员人数</th>(.*?)</tr>", text, re.S)
    assert re.findall(r">([\d,]+) ", row) == ["52,000", "61,000"]
    address = re.search(r'href="([^"]+)"', row)
    assert address
    assert "会员总数5.2万人" in client.get(address[1].split("#")[0]).content.decode()


def test_only_the_subjects_that_hold_a_word_are_shown_when_asked_for(
    client: Client, two: tuple[Article, Article]
) -> None:
    text = page(client, *two, q="集体协商")
    assert len(rows_of(text)) == 1
    assert "<mark>集体协商</mark>" in text
    assert "另有 2 组没有列出" in text
    nowhere = page(client, *two, q="无人机")
    assert "这几篇里都没有" in nowhere
    assert len(rows_of(nowhere)) == 3


def test_the_words_of_a_search_go_along_its_place_and_years_do_not(
    client: Client, two: tuple[Article, Article]
) -> None:
    article = client.get(f"{two[1].get_absolute_url()}?{urlencode({'q': '集体协商'})}").content.decode()
    assert f"&amp;{urlencode({'q': '集体协商'})}" in article


def test_four_articles_are_the_most(client: Client, db: None) -> None:
    five = [review(year) for year in range(2015, 2020)]
    text = page(client, *five)
    assert "一次最多对照 4 篇" in text
    assert five[3].get_absolute_url() in text
    assert five[4].get_absolute_url() not in text


def test_one_article_offers_what_it_can_be_laid_beside(client: Client, two: tuple[Article, Article]) -> None:
    beside = factories.article(place="990122", years=(2020, 2020))
    text = page(client, two[1])
    for other in (two[0], beside):
        assert re.search(rf'{COMPARE}\?[^"]*article={other.pk}\b', text)
    assert "与某年对照" in page(client)


@pytest.mark.parametrize("asked", ["x", "-1", "1.5", "²", "%00", "9" * 40, "\uff11\uff12"])
def test_nonsense_for_an_article_is_refused(client: Client, db: None, asked: str) -> None:
    assert client.get(f"{COMPARE}?article={asked}").status_code == 400


def test_articles_that_are_not_there_are_no_page(client: Client, two: tuple[Article, Article]) -> None:
    assert client.get(f"{COMPARE}?article={two[0].pk}&article=99999999").status_code == 404


def test_a_draft_is_compared_by_editors_only(client: Client, admin_client: Client, db: None) -> None:
    draft, other = review(2019, status=Article.Status.DRAFT), review(2020)
    page(client, draft, other, status=404)
    page(admin_client, draft, other)


def test_no_text_becomes_markup(client: Client, db: None) -> None:
    evil = "<script>alert(1)</script>，这是同样的一句话。"
    text = client.get(
        f"{COMPARE}?article={review(2019, (evil, evil), title=evil).pk}&article={review(2020, (None, evil)).pk}&q=<b>"
    ).content.decode()
    assert "<script>alert" not in text
    assert '<b>"' not in text


def test_of_a_text_beyond_the_bounds_the_beginning_is_compared_and_the_page_says_so(
    client: Client, db: None
) -> None:
    long = review(2019, *[(f"{n}节", "工会" * 20) for n in range(MOST_PARTS + 1)])
    endless = review(2020, (None, "会" * 100), ("长", "工" * MOST_CHARACTERS))
    assert page(client, long, endless).count("只对照了前面的部分") == 2


def test_queries_do_not_grow_with_what_is_compared(
    client: Client, two: tuple[Article, Article], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def counted(articles: list[Article]) -> int:
        with django_assert_max_num_queries(12) as asked:
            page(client, *articles)
        return len(asked)

    more = [review(2010 + n, *[(f"节{m}", "一段。\n两段。") for m in range(9)]) for n in range(4)]
    assert counted(list(two)) == counted(more)


def test_the_page_stands_under_its_name() -> None:
    assert reverse("archive:compare") == COMPARE
