"""How readers cite: the card on the article, the page of all formats, files for reference managers and for Word."""

import json
import re
from io import BytesIO

import pytest
import rispy
from django.test import Client
from docx import Document

from archive.citing.footnote import footnote
from archive.gazette import gazette
from archive.models import Article, RegionSuccession
from archive.neighbours import neighbours
from search import outbox
from tests import factories
from tests.test_archive_pages import text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="把冷暖放在心上　把实事办到门前",
        subtitle="——青禾区总工会2019年工作综述",
        bylines=["本报记者 林深"],
        newspaper="云川日报",
        published_on="2020-01-16",
        page_label="第03版",
        sections=[(None, "开头。"), ("一、办实事", "叫响“娘家人”品牌。\n第二段。")],
        captions=["图为慰问现场。"],
    )


REFERENCE = (
    "林深. 把冷暖放在心上 把实事办到门前：青禾区总工会2019年工作综述[N/OL]. 云川日报，2020-01-16（3）. {}."
)


def address(article: Article) -> str:
    return f"http://testserver{article.get_absolute_url()}"


def test_the_article_page_gives_its_reference_with_the_clean_address(
    client: Client, article: Article
) -> None:
    for asked in ("", "?q=实事&hit=1&permalinks=1"):
        page = text_of(client, f"{article.get_absolute_url()}{asked}")
        assert REFERENCE.format(address(article)) in page


def test_links_of_paragraphs_never_carry_the_search(client: Client, article: Article) -> None:
    page = text_of(client, f"{article.get_absolute_url()}?q=实事&hit=1")
    signs = re.findall(r'class="(?:permalink|cite-here)" href="([^"]+)"', page)
    assert f"{article.get_absolute_url()}#p1" in signs
    assert f"{article.get_absolute_url()}cite/?at=p2" in signs
    assert not any("q=" in sign or "hit=" in sign for sign in signs)


def test_a_paragraph_is_cited_with_its_words_and_its_own_address(client: Client, article: Article) -> None:
    words = words_of(client, f"{article.get_absolute_url()}cite/?at=p2")
    reference = REFERENCE.format(f"{address(article)}#p2")
    assert reference in words
    assert f"“叫响‘娘家人’品牌。”（{reference.removesuffix('.')}）" in words


def test_a_heading_and_a_caption_can_be_cited_too(client: Client, article: Article) -> None:
    section, caption = article.sections.last(), article.captions.get()
    assert section is not None
    for part, words in ((section, "“一、办实事”"), (caption, "“图为慰问现场。”")):
        assert words in words_of(client, f"{article.get_absolute_url()}cite/?at={part.anchor}")


@pytest.mark.parametrize("at", ["p99", "x", "<script>", "%00", "p2%0d%0aX: y"])
def test_a_paragraph_that_is_gone_is_said_to_be_gone(client: Client, article: Article, at: str) -> None:
    words = words_of(client, f"{article.get_absolute_url()}cite/?at={at}")
    assert "链接所指的段落已不在文中" in words
    assert REFERENCE.format(address(article)) in words


def test_a_reference_comes_as_a_file_for_reference_managers(client: Client, article: Article) -> None:
    response = client.get(f"{article.get_absolute_url()}cite/ris/?at=p2")
    (record,) = rispy.loads(response.content.decode())
    assert record["authors"] == ["林深"]
    assert record["urls"] == [f"{address(article)}#p2"]
    assert response["Content-Disposition"].startswith('attachment; filename="review-')
    (item,) = json.loads(client.get(f"{article.get_absolute_url()}cite/csl/").content)
    assert item["URL"] == address(article)
    assert client.get(f"{article.get_absolute_url()}cite/word/").status_code == 404


def test_what_an_article_lacks_is_seen_to_be_lacking(client: Client) -> None:
    bare = factories.article(title="题")
    assert "题[N/OL]" not in words_of(client, bare.get_absolute_url())
    assert "题[EB/OL]. （[日期不详]）[" in words_of(client, bare.get_absolute_url())


def test_the_word_file_is_the_article_with_its_source_and_no_page_matter(client: Client) -> None:
    article = factories.article(
        title="题\uffff目",
        kicker="引题",
        bylines=["本报记者 林深"],
        newspaper="云川日报",
        furniture=["首页 > 要闻"],
        sections=[(None, "开头。"), ("一、办实事", "甲。\n乙。"), ("（一）细处", "丙。")],
        captions=["图为慰问现场。"],
    )
    response = client.get(f"{article.get_absolute_url()}article.docx")
    document = Document(BytesIO(response.content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["引题", "题目"]
    assert [text for text in texts if text in {"开头。", "甲。", "乙。", "丙。"}] == [
        "开头。",
        "甲。",
        "乙。",
        "丙。",
    ]
    styled = [(p.text, p.style.name or "") for p in document.paragraphs if p.style is not None]
    assert {text for text, style in styled if style.startswith("Heading")} == {
        "一、办实事",
        "（一）细处",
    }
    assert "图片说明：图为慰问现场。" in texts
    assert f"网址：{address(article)}" in texts
    assert not any("要闻" in text for text in texts)
    assert document.core_properties.author == "林深"
    assert "%E9%A2%98" in response["Content-Disposition"]


# --- what stands beside an article


def test_the_nearest_years_of_the_same_place_are_one_click_away(client: Client) -> None:
    before, at, after = (factories.article(years=(year, year)) for year in (2015, 2019, 2020))
    factories.article(years=(2018, 2018), place="990202")
    page = text_of(client, at.get_absolute_url())
    assert f'rel="prev" href="{before.get_absolute_url()}"' in page
    assert f'rel="next" href="{after.get_absolute_url()}"' in page


def test_a_county_that_became_a_district_is_one_place() -> None:
    then = factories.article(place="990121", years=(2013, 2013))
    now = factories.article(place="990103", years=(2016, 2016))
    assert neighbours(now, []).earlier == then
    assert neighbours(then, []).later == now


def test_two_counties_that_became_one_are_not_each_other() -> None:
    one, other, new = (factories.region(code) for code in ("990102", "990202", "990302"))
    for old in (one, other):
        RegionSuccession.objects.create(from_region=old, to_region=new, year=2010)
    assert other.pk not in gazette().as_one(one)
    assert {one.pk, other.pk} <= gazette().as_one(new)


def test_other_counties_of_the_city_stand_beside_an_article_of_the_same_year(client: Client) -> None:
    article = factories.article(years=(2019, 2019))
    factories.article(title="邻区同年", place="990103", years=(2019, 2019))
    factories.article(title="邻区别年", place="990103", years=(2018, 2018))
    factories.article(title="别市同年", place="990202", years=(2019, 2019))
    assert [other.title for other in neighbours(article, []).same_year] == ["邻区同年"]
    assert "邻区同年" in text_of(client, article.get_absolute_url())


def test_an_article_without_a_place_or_a_year_has_no_steps(client: Client) -> None:
    factories.article(years=(2018, 2018))
    assert "article-steps" not in text_of(client, factories.article(place=None).get_absolute_url())
    assert "article-steps" not in text_of(client, factories.article(years=None).get_absolute_url())


def test_a_province_stands_beside_provinces_and_not_beside_articles_of_nowhere() -> None:
    province = factories.article(place="990000")
    factories.article(place=None)
    other = factories.article(place="360000")
    assert neighbours(province, []).same_year == (other,)


def test_an_article_printed_before_there_were_such_dates_has_a_page(client: Client) -> None:
    old = factories.article(published_on="1932-05-01", newspaper="旧报")
    assert "旧报，1932-05-01" in words_of(client, old.get_absolute_url())


# --- from a footnote to what it cites


@pytest.mark.parametrize(
    "text",
    [
        "云川日报, 2017-01-19(A07)",
        "云川日报，2017-01-19（A07）.",
        "林深. 题：副题[N/OL]. 云川日报，2017-01-19（A07）. https://zs.example.cn/articles/7/.",
        "《云川日报》2017年1月19日第A07版",
        "载雲川日報2017年1月19日",
        "《云川日报》（2017年1月19日第A07版）",
        "云川日报：2017－01－19",
        "原载2017年1月19日《云川日报》第A07版",
        "2017年1月19日云川日报报道",
        "记2016年5月1日大会[N]. “云川日报”, 2017-01-19(A07)",
    ],
)
def test_a_footnote_in_the_box_offers_what_it_cites(client: Client, text: str) -> None:
    cited = factories.article(title="被引的一篇", newspaper="云川日报", published_on="2017-01-19")
    other = factories.article(title="别日的一篇", newspaper="云川日报", published_on="2017-01-20")
    outbox.rebuild(lock_seconds=10)
    page = client.get("/search/", {"q": text}).content.decode()
    assert cited.get_absolute_url() in page
    assert f'"{other.get_absolute_url()}"' not in page
    assert "不是漏检" not in page
    record = client.get("/search/record/", {"q": text}).content.decode()
    assert "按报纸和日期找到了" in record and "：未见。" not in record


@pytest.mark.parametrize(
    "text",
    ["2017-01-19", "云川日报", "云川日报 2017年", "云川日报, 2017-02-30(3)", "2017年1月19日简要通知", "工会"],
)
def test_what_names_no_paper_and_day_is_no_footnote(text: str) -> None:
    assert footnote(text) is None
