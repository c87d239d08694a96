"""What a reader of the search sees: hits, passages, facets, chips, help when nothing is found, files to take away."""

import csv
import json
import random
import re
import shutil
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Section
from search import lexicon, outbox
from search.analysis import fold_text
from search.documents import Block
from search.guide import EXAMPLES, PARAMETERS
from search.printed import blocks_of
from search.state import SearchState
from search.syntax import parse
from tests import factories
from tests.answers import streamed

pytestmark = pytest.mark.django_db

MARK = re.compile(r"<mark[^>]*>(.*?)</mark>")


def index() -> None:
    """A test's transaction is never committed, so the index is brought up to it by hand."""
    outbox.rebuild(lock_seconds=10)


@pytest.fixture(autouse=True)
def fresh_lexicon() -> Iterator[None]:
    lexicon.forget()
    yield
    lexicon.forget()


def url(q: str = "", **parameters: object) -> str:
    pairs = [("q", q)] if q else []
    for name, value in parameters.items():
        for item in value if isinstance(value, list) else [value]:
            pairs.append((name.rstrip("_"), str(item)))
    return "/search/?" + "&".join(f"{name}={quote(value)}" for name, value in pairs)


def page_of(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def total_of(page: str) -> int:
    found = re.search(r"共 <strong>(\d+)</strong> 篇", page)
    assert found, page
    return int(found[1])


def titles_of(page: str) -> list[str]:
    found = re.findall(r'<h2 class="hit-title"><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub("<[^>]+>", "", title)) for title in found]


def links_of(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


def plain(page: str) -> str:
    """What a reader sees, without markup and with white space made single."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def facet_counts(page: str, name: str) -> dict[str, int]:
    section = page.split(f'aria-labelledby="facet-{name}"')[1].split("</section>", maxsplit=1)[0]
    rows = re.findall(
        r'<span class="facet-name"[^>]*>([^<]*?)(?: <span class="facet-note">.*?</span>)?</span>\s*'
        r'<span class="count">(\d+)',
        section,
    )
    return {unescape(label).strip(): int(count) for label, count in rows}


# --- hits


def test_a_word_is_found_and_marked_and_its_passage_leads_to_the_paragraph(client: Client) -> None:
    article = factories.article(
        title="春风里的娘家人",
        sections=[(None, "导语一段。"), ("维权有力度", "签订集体协商合同八十份。\n还有别的事。")],
    )
    index()
    page = page_of(client, url("集体协商"))
    assert titles_of(page) == ["春风里的娘家人"]
    assert MARK.findall(page) == ["集体协商"]
    assert "维权有力度" in page
    section = Section.objects.get(article=article, heading="维权有力度")
    anchor = section.paragraphs[0][0]
    assert any(
        link.startswith(article.get_absolute_url()) and link.endswith(f"#{anchor}") for link in links_of(page)
    )


def test_a_hit_shows_the_full_path_of_its_region_its_period_and_the_number_of_marks(client: Client) -> None:
    factories.article(
        place="990203", years=(2018, 2022), sections=[(None, "工会，工会，工会。")], issuer="总工会"
    )
    index()
    page = plain(page_of(client, url("工会")))
    assert "示例省 › 海澜市 › 鼓楼区" in page
    assert "2018—2022 年" in page
    assert "4 处" in page


def test_unknown_region_and_period_are_said_on_the_hit(client: Client) -> None:
    factories.article(place=None, years=None, sections=[(None, "工会")])
    index()
    page = plain(page_of(client, url("工会")))
    assert "地区不详" in page
    assert "年份不详" in page


def test_drafts_and_withdrawn_articles_are_not_shown_even_before_the_index_knows(client: Client) -> None:
    article = factories.article(title="要撤回的一篇", sections=[(None, "爱心驿站")])
    factories.article(title="草稿", sections=[(None, "爱心驿站")], status=Article.Status.DRAFT)
    index()
    assert titles_of(page_of(client, url("爱心驿站"))) == ["要撤回的一篇"]
    article.status = Article.Status.WITHDRAWN
    article.save()
    assert titles_of(page_of(client, url("爱心驿站"))) == []


def test_changes_on_their_way_to_the_index_are_said(client: Client) -> None:
    article = factories.article()
    index()
    Article.objects.filter(pk=article.pk).update(title="改过的题目")
    assert "正在进入索引" in page_of(client, url("工会"))


def test_without_a_query_the_whole_archive_is_listed(client: Client) -> None:
    factories.article(title="甲")
    factories.article(title="乙")
    index()
    assert sorted(titles_of(page_of(client, "/search/"))) == ["乙", "甲"]


@pytest.fixture
def texts() -> list[str]:
    """Three articles with every kind of sign; returns their blocks."""
    factories.article(
        title="“四季送”暖人心——综述",
        sections=[
            (
                "（一）协商：先谈后签",
                "会员总数达5.2万人，占比98.7%；“爱心驿站”\uff11\uff12\uff10㎡。\n签订合同（专项）36份！",
            )
        ],
        captions=["图为送清凉现场（何冰摄）"],
        bylines=["本报记者 周文"],
    )
    factories.article(
        title="工會的一年", sections=[(None, "職工之家，家家有\u3000温暖……2019—2020年，A级5家。")]
    )
    factories.article(title="一 年", kicker="贺新年", sections=[(None, "药、书、米，送到手上、送到心上。")])
    index()
    return [block.text for blocks in blocks_of(list(Article.objects.all())).values() for block in blocks]


def test_any_run_of_characters_of_any_text_is_found_bare_quoted_and_excluded(
    client: Client, texts: list[str]
) -> None:
    chance = random.Random(20)
    every = {article.pk: [b.text for b in blocks] for article, blocks in _printed().items()}
    for _try in range(150):
        text = chance.choice(texts)
        length = chance.randint(1, 12)
        start = chance.randrange(max(len(text) - length, 0) + 1)
        piece = text[start : start + length]
        if not fold_text(piece) or '"' in piece:
            continue
        holding = sum(any(fold_text(piece) in fold_text(t) for t in blocks) for blocks in every.values())
        assert total_of(page_of(client, url(f'"{piece}"'))) == holding, piece
        assert total_of(page_of(client, url(f'NOT "{piece}"'))) == len(every) - holding, piece
        bare = page_of(client, url(piece))
        assert total_of(bare) >= holding, piece


def _printed() -> dict[Article, tuple[Block, ...]]:
    articles = list(Article.objects.all())
    blocks = blocks_of(articles)
    return {article: blocks[article.pk] for article in articles}


# --- filters, facets, chips


@pytest.fixture
def spread() -> None:
    """Six articles over regions, years, newspapers and kinds."""
    factories.article(title="青禾2019", place="990102", years=(2019, 2019), newspaper="云川日报")
    factories.article(title="青禾2020", place="990102", years=(2020, 2020), newspaper="云川日报")
    factories.article(title="望潮2019", place="990202", years=(2019, 2019), newspaper="海澜日报")
    factories.article(title="旧临江2013", place="990121", years=(2013, 2013), newspaper="临江报")
    factories.article(
        title="海澜五年",
        place="990200",
        years=(2018, 2022),
        newspaper="海澜日报",
        kind=Article.Kind.MULTI_YEAR_REVIEW,
    )
    factories.article(title="无年", place=None, years=None, newspaper=None)
    index()


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({"region": "990100"}, {"青禾2019", "青禾2020", "旧临江2013"}),
        ({"region": "990103"}, {"旧临江2013"}),
        ({"region": ["990102", "990202"]}, {"青禾2019", "青禾2020", "望潮2019"}),
        ({"region": "unknown"}, {"无年"}),
        ({"year": "2019"}, {"青禾2019", "望潮2019", "海澜五年"}),
        ({"year": "2019", "single": "1"}, {"青禾2019", "望潮2019"}),
        ({"year": ["2013", "unknown"]}, {"旧临江2013", "无年"}),
        ({"from_": "2020"}, {"青禾2020", "海澜五年"}),
        ({"to": "2013"}, {"旧临江2013"}),
        ({"from_": "2020", "to": "2014"}, {"海澜五年", "青禾2020", "青禾2019", "望潮2019"}),
        ({"newspaper": "海澜日报"}, {"望潮2019", "海澜五年"}),
        ({"newspaper": "unknown"}, {"无年"}),
        ({"kind": "multi_year_review"}, {"海澜五年"}),
        ({"region": "990200", "year": "2019", "kind": "annual_review"}, {"望潮2019"}),
        ({"q": "年份:2020..2021"}, {"青禾2020", "海澜五年"}),
        ({"q": "报纸:云川"}, {"青禾2019", "青禾2020"}),
    ],
)
def test_filters_narrow_the_result(
    client: Client, spread: None, parameters: dict[str, Any], titles: set[str]
) -> None:
    assert set(titles_of(page_of(client, url(**parameters)))) == titles


def test_facets_count_exactly_and_ignore_their_own_filter(client: Client, spread: None) -> None:
    page = page_of(client, url(region="990200", newspaper="海澜日报"))
    assert facet_counts(page, "region") == {"示例省": 2, "海澜市": 2, "望潮区": 1}
    assert facet_counts(page, "newspaper") == {"海澜日报": 2}
    page = page_of(client, url(year="2019"))
    years = facet_counts(page, "year")
    assert years["2019 年"] == 3
    assert years["2018 年"] == 1
    assert years["年份不详"] == 1
    assert facet_counts(page, "region") == {"示例省": 3, "海澜市": 2, "云川市": 1}
    assert facet_counts(page, "kind") == {"年度综述": 2, "多年综述": 1}


def test_the_unknown_stands_in_each_facet(client: Client, spread: None) -> None:
    page = page_of(client, "/search/")
    assert facet_counts(page, "region")["地区不详"] == 1
    assert facet_counts(page, "newspaper")["报纸不详"] == 1
    assert facet_counts(page, "year")["年份不详"] == 1


def test_a_former_division_is_named_with_the_year_in_which_it_ended(client: Client, spread: None) -> None:
    page = plain(page_of(client, url(region="990100")))
    assert "临江县 至 2015 年" in page
    assert "临江区" in page


def test_every_facet_link_leads_to_as_many_articles_as_it_says(client: Client, spread: None) -> None:
    page = page_of(client, "/search/")
    links = re.findall(
        r'<a href="([^"]+)" class="facet-value"[^>]*>\s*<span class="facet-name".*?<span class="count">(\d+)',
        page,
        re.S,
    )
    assert len(links) >= 15
    for link, count in links:
        assert total_of(page_of(client, unescape(link))) == int(count), link


def test_a_county_takes_the_place_of_its_chosen_city_and_siblings_stand_beside(
    client: Client, spread: None
) -> None:
    page = page_of(client, url(region="990100"))
    chosen = {
        tuple(v for k, v in parse_qsl(urlsplit(link).query) if k == "region") for link in links_of(page)
    }
    assert ("990102",) in chosen  # 青禾区, below the chosen 云川市
    assert ("990000",) in chosen  # 示例省, above it
    assert ("990100", "990200") in chosen  # 海澜市, beside it


def test_every_constraint_has_a_chip_that_takes_only_itself_away(client: Client, spread: None) -> None:
    address = url("工会 年份:2019", region="990100", newspaper="云川日报", from_="2010")
    page = page_of(client, address)
    chips = page.split('<ul class="chips"')[1].split("</ul>")[0]
    removals = [dict(parse_qsl(urlsplit(link).query)) for link in links_of(chips)][:-1]
    everything = {"q": "工会 年份:2019", "region": "990100", "newspaper": "云川日报", "from": "2010"}
    assert removals == [
        everything | {"q": "年份:2019"},
        everything | {"q": "工会"},
        {k: v for k, v in everything.items() if k != "region"},
        {k: v for k, v in everything.items() if k != "from"},
        {k: v for k, v in everything.items() if k != "newspaper"},
    ]
    assert "示例省 › 云川市" in plain(chips)


def test_the_years_are_drawn_and_told_as_the_same_numbers(client: Client, spread: None) -> None:
    page = page_of(client, "/search/")
    drawn = dict(re.findall(r"<title>(\d{4}) 年 (\d+) 篇</title>", page))
    told = {label[:4]: str(n) for label, n in facet_counts(page, "year").items() if label[:4].isdecimal()}
    assert drawn == told
    assert drawn["2019"] == "3"
    ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def test_forms_carry_the_rest_of_the_search_along(client: Client, spread: None) -> None:
    page = page_of(client, url("工会", region="990100", year="2019"))
    box, years = re.findall(r'<form class="(?:search-box|year-range)".*?</form>', page, re.S)
    assert 'name="region" value="990100"' in box
    assert 'name="year" value="2019"' in box
    assert 'name="q" value="工会"' in years
    assert 'name="region" value="990100"' in years


@pytest.mark.parametrize(
    ("sort", "first"), [("period", "海澜五年"), ("region", "海澜五年"), ("added", "无年")]
)
def test_results_are_sorted_as_asked(client: Client, spread: None, sort: str, first: str) -> None:
    assert titles_of(page_of(client, url(sort=sort)))[0] == first


def test_pages_divide_the_result_without_overlap_and_deep_ones_end_at_the_last(client: Client) -> None:
    for number in range(23):
        factories.article(title=f"第{number:02}篇")
    index()
    first = page_of(client, url("工会", size="10"))
    third = page_of(client, url("工会", size="10", page="3"))
    assert len(titles_of(first)) == 10
    assert len(titles_of(third)) == 3
    second = titles_of(page_of(client, url("工会", size="10", page="2")))
    assert len({*titles_of(first), *second, *titles_of(third)}) == 23
    assert titles_of(page_of(client, url("工会", size="10", page="999"))) == titles_of(third)
    assert '<ol class="hits" start="21">' in third
    assert any("page=2" in link for link in links_of(first))


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-3", "page=abc", "page=99999999999999999999", "size=7", "size=1000000", "sort=random",
        "year=abc", "year=99999", "from=abc", "to=1e9", "region=%00", "region=zzz", "kind=xyz", "single=maybe",
        "newspaper=%F0%28", "q=%ff%fe", "q=%00", "q=" + "%28" * 100, "q=" + quote('"' * 99), "q=%7C%7C%7C",
        "&".join(f"region={n}" for n in range(500)),
    ],
)  # fmt: skip
def test_nonsense_in_the_address_never_breaks_the_page(client: Client, spread: None, query: str) -> None:
    for view in ("", "export.csv", "export.json", "feed/", "suggest/", "hit/1/"):
        assert client.get(f"/search/{view}?{query}").status_code in {200, 302, 400, 404}


def test_a_year_that_is_none_is_left_out_and_said(client: Client, spread: None) -> None:
    assert "年份请填四位数字" in page_of(client, url(from_="去年"))
    assert "不是年份，已略去" in page_of(client, url(year="去年"))


def test_random_input_is_always_answered(client: Client, spread: None) -> None:
    chance = random.Random(4)
    signs = [
        *list(
            "工会药年份标题:：\"“”「」()（）-－|｜ \u3000*?~^\\/[]{}+!&<>'\uff050\uff19.…\x00\u200b\ud7ff😀"
        ),
        " OR ",
        " NOT ",
        "标题:",
    ]
    for _try in range(300):
        text = "".join(chance.choice(signs) for _sign in range(chance.randint(1, 40)))
        assert client.get("/search/", {"q": text}).status_code == 200, text


# --- what is told of the query


def test_a_mended_query_is_shown_with_what_was_mended(client: Client, spread: None) -> None:
    page = plain(page_of(client, url("（工会 OR “实事")))
    assert '实际检索的是 工会 OR "实事"' in page
    assert "引号没有成对" in page
    assert "括号没有成对" in page


def test_a_query_past_the_bounds_is_refused_in_words(client: Client, spread: None) -> None:
    page = page_of(client, url("会" * 201))
    assert "最多 200 个字符" in page
    assert titles_of(page) == []
    assert "共 <strong>" not in page


def test_nothing_found_restates_the_search_and_says_what_each_constraint_takes_away(
    client: Client, spread: None
) -> None:
    page = plain(page_of(client, url("实事 -工会", region="990200", year="2013")))
    assert "未见： 含有“实事”、不含“工会”、地区为 示例省 › 海澜市、年份为 2013 年" in page.replace(
        "未见：", "未见： "
    ).replace("  ", " ")
    assert "不含“工会” 去掉后有 0 篇" in page
    page = plain(page_of(client, url("实事", region="990200", year="2013")))
    assert "示例省 › 海澜市 去掉后有 1 篇" in page
    assert "2013 年 去掉后有 2 篇" in page
    page = plain(page_of(client, url("", year="1999")))
    assert "1999 年 去掉后有" in page


def test_an_empty_archive_says_so_rather_than_not_found(client: Client) -> None:
    index()
    assert "库中还没有已发布的综述" in page_of(client, "/search/")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("工惠", "工会"),
        ("集体斜商", "集体协商"),
        ("请禾区", "青禾区"),
        ("gonghui", "工会"),
        ("工惠 实事", "工会 实事"),
    ],
)
def test_words_of_the_same_sound_are_suggested_when_they_find_more(
    client: Client, typed: str, meant: str
) -> None:
    for _number in range(4):
        factories.article(sections=[(None, "工会在青禾区办实事，开展集体协商。")], issuer="青禾区总工会")
    factories.article(sections=[(None, "把实事办好，让职工惠而不费。")])
    index()
    page = page_of(client, url(typed))
    assert "您要找的是不是" in page
    assert quote(meant) in " ".join(links_of(page)).replace("+", "%20")


def test_nothing_is_suggested_for_a_word_that_finds_enough(client: Client, spread: None) -> None:
    assert "您要找的是不是" not in page_of(client, url("工会"))


# --- an index that cannot answer


@pytest.mark.parametrize("view", ["", "export.csv", "export.json", "feed/", "hit/1/"])
def test_a_missing_index_is_said_with_503_and_never_as_nothing_found(
    client: Client, spread: None, state_folder: Path, view: str
) -> None:
    shutil.rmtree(state_folder / "index")
    response = client.get(f"/search/{view}?q={quote('工会')}")
    assert response.status_code == 503
    assert "索引维护中" in response.content.decode()
    assert "未见" not in response.content.decode()
    assert int(response["Retry-After"]) > 0


def test_an_article_can_be_read_while_the_index_is_missing(
    client: Client, spread: None, state_folder: Path
) -> None:
    article = Article.objects.get(title="青禾2019")
    shutil.rmtree(state_folder / "index")
    page = page_of(client, f"{article.get_absolute_url()}?q={quote('工会')}&hit=1")
    assert "索引维护中" in page
    assert MARK.findall(page) == ["工会"]


# --- safety

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>“&amp;'\"工会"


def test_markup_never_reaches_the_page_unescaped(client: Client) -> None:
    article = factories.article(
        title=HOSTILE, kicker=HOSTILE, subtitle=HOSTILE, issuer=HOSTILE, newspaper=HOSTILE[:90],
        bylines=[HOSTILE], sections=[(HOSTILE, HOSTILE)], captions=[HOSTILE],
    )  # fmt: skip
    index()
    asked = quote(HOSTILE)
    for address in (
        f"/search/?q={asked}",
        f"/search/?q={quote('工会')}&newspaper={asked}&region={asked}&year={asked}",
        f"/search/?q={quote('script')}&from={asked}",
        f"/search/?q={quote('没有的字')}&newspaper={asked}",
        f"{article.get_absolute_url()}?q={quote('工会 script')}&hit=1",
        f"/search/feed/?q={quote('工会')}",
    ):
        page = page_of(client, address)
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "onerror=alert(2)>" not in page, address


# --- suggestions while typing


@pytest.fixture
def speaking() -> None:
    factories.article(
        place="990102", issuer="青禾区总工会", sections=[("思想引领铸魂", "甲"), ("服务职工有温度", "乙")]
    )
    factories.article(place="990102", issuer="青禾区总工会", sections=[("服务职工见真情", "丙")])
    index()


def suggested(client: Client, typed: str, **parameters: str) -> list[dict[str, str]]:
    response = client.get("/search/suggest/", {"q": typed, **parameters})
    assert response.status_code == 200
    found: list[dict[str, str]] = response.json()["suggestions"]
    return found


@pytest.mark.parametrize("typed", ["qhq", "qinghe", "青禾", "qingheq"])
def test_regions_are_completed_by_initials_pinyin_and_characters(
    client: Client, speaking: None, typed: str
) -> None:
    found = [item for item in suggested(client, typed) if item["kind"] == "region"]
    assert found[0]["label"] == "示例省 › 云川市 › 青禾区"
    assert found[0]["detail"] == "2 篇"
    assert titles_of(page_of(client, found[0]["url"])) != []


def test_gfq_is_guangfeng_qu(client: Client) -> None:
    labels = [item["label"] for item in suggested(client, "gfq")]
    assert "江西省 › 上饶市 › 广丰区" in labels


def test_issuers_headings_and_frequent_terms_are_completed(client: Client, speaking: None) -> None:
    by_kind = {item["kind"]: item for item in suggested(client, "青禾区总")}
    assert by_kind["issuer"]["label"] == "青禾区总工会"
    kinds = {item["label"]: item["kind"] for item in suggested(client, "服务")}
    assert kinds["服务职工有温度"] == "heading"
    assert any(item["label"] == "集体协商" for item in suggested(client, "jtxs"))
    for item in suggested(client, "服务") + suggested(client, "青禾区总"):
        if item["kind"] != "term":
            assert total_of(page_of(client, item["url"])) >= 1


def test_completions_keep_the_rest_of_the_search(client: Client, speaking: None) -> None:
    (item,) = [item for item in suggested(client, "实事 qhq", year="2019") if item["kind"] == "region"][:1]
    assert dict(parse_qsl(urlsplit(item["url"]).query)) == {"q": "实事", "region": "990102", "year": "2019"}


@pytest.mark.parametrize("typed", ["", " ", '"青禾', "-青禾", "标题:青禾", "青禾 ", "q", "%", "\\", "（青禾"])
def test_nothing_is_completed_where_no_plain_word_is_being_typed(
    client: Client, speaking: None, typed: str
) -> None:
    if typed == "青禾 ":  # a trailing space is dropped by the form, as it is by the search itself
        return
    assert suggested(client, typed) == []


# --- reading an article in the light of a search


def test_the_article_shows_its_neighbours_in_the_result_and_numbered_marks(client: Client) -> None:
    for number in range(3):
        factories.article(
            title=f"第{number}篇工会",
            sections=[("工会先行", "工会一，工会二。")],
            captions=["工会图片"],
            bylines=["工会记者"],
            issuer="区总工会",
        )
    index()
    second = page_of(client, "/search/?q=" + quote("工会"))
    article_url = links_of(second.split('id="hit-2"')[1])[0]
    page = page_of(client, article_url)
    assert "第 2 篇，共 3 篇" in page
    numbers = [int(n) for n in re.findall(r'<mark id="m(\d+)">工会</mark>', page)]
    assert numbers == list(range(1, 8))
    assert "7 处" in plain(page)
    bar = page.split('class="reading-bar')[1].split("</nav>")[0]
    links = links_of(bar)
    assert [link for link in links if link.startswith("#")] == [f"#m{n}" for n in numbers]
    previous, following = (link for link in links if "/search/hit/" in link)
    for neighbour, position in ((previous, 1), (following, 3)):
        response = client.get(neighbour)
        assert response.status_code == 302
        assert f"hit={position}" in response["Location"]
        assert f"第 {position} 篇，共 3 篇" in page_of(client, response["Location"])
    back = next(link for link in links if link.startswith("/search/?"))
    assert back.endswith("#hit-2")
    assert total_of(page_of(client, back.split("#")[0])) == 3


def test_an_article_without_a_search_has_no_marks_and_no_bar(client: Client) -> None:
    article = factories.article()
    index()
    page = page_of(client, article.get_absolute_url())
    assert "<mark" not in page
    assert "reading-bar" not in page.replace("reading-bar.css", "")


@pytest.mark.parametrize(
    "query", ["hit=0", "hit=x", "hit=99", "q=%28%28%28%28%28%28a&hit=1", "q=a&hit=" + "9" * 50]
)
def test_an_article_is_shown_whatever_its_address_says_of_a_search(client: Client, query: str) -> None:
    article = factories.article()
    index()
    assert client.get(f"{article.get_absolute_url()}?{query}").status_code == 200


def test_articles_alike_are_listed_beside_the_article(client: Client) -> None:
    words = "渔港码头船厂海员休息站渔家书屋"
    one = factories.article(title="海边的一篇", sections=[(None, words + "甲")])
    factories.article(title="也在海边", sections=[(None, words + "乙")])
    factories.article(title="山里的一篇", sections=[(None, "林场伐木护林防火瞭望塔")])
    index()
    page = page_of(client, one.get_absolute_url())
    alike = page.split('id="similar"')[1].split("</section>")[0]
    assert "也在海边" in alike
    assert "海边的一篇" not in alike


# --- taking results away


def test_the_table_opens_in_chinese_excel_and_keeps_formulas_harmless(client: Client) -> None:
    factories.article(
        title="=1+1", place="990102", years=(2018, 2019), issuer="青禾区总工会", sections=[(None, "药")]
    )
    factories.article(title="另一篇", place=None, years=None)
    index()
    response = client.get(url("药").replace("/search/", "/search/export.csv"))
    content = streamed(response).decode("utf-8")
    assert content.startswith("\ufeff")
    assert "attachment" in response["Content-Disposition"]
    (row,) = list(csv.DictReader(StringIO(content.removeprefix("\ufeff"))))
    assert row["标题"] == "'=1+1"
    assert row["地区"] == "示例省 › 云川市 › 青禾区"
    assert (row["起始年份"], row["截止年份"]) == ("2018", "2019")
    assert row["链接"].startswith("http://testserver/articles/")


def test_the_json_file_holds_the_articles_in_the_order_of_the_page(client: Client, spread: None) -> None:
    address = url("工会", sort="period")
    data = json.loads(client.get(address.replace("/search/", "/search/export.json")).content)
    assert data["total"] == len(data["articles"]) == 6
    assert [article["title"] for article in data["articles"]] == titles_of(page_of(client, address))
    assert data["articles"][0]["region"]["path"] == ["示例省", "海澜市"]
    assert data["truncated"] is False
    unknown = next(article for article in data["articles"] if article["title"] == "无年")
    assert unknown["region"] is None
    assert unknown["period"]["start"] is None


def test_a_search_can_be_followed_as_a_feed_of_the_newest(client: Client, spread: None) -> None:
    page = page_of(client, url("工会", region="990100"))
    (feed,) = re.findall(r'type="application/atom\+xml" href="([^"]+)"', page)
    response = client.get(unescape(feed))
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = [entry.findtext("a:title", namespaces=names) for entry in root.findall("a:entry", names)]
    assert titles == ["旧临江2013", "青禾2020", "青禾2019"]
    assert "云川市" in (root.findtext("a:title", namespaces=names) or "")


@pytest.mark.parametrize("view", ["export.csv", "export.json", "feed/", "hit/1/"])
def test_programs_get_400_for_a_query_past_the_bounds(client: Client, spread: None, view: str) -> None:
    response = client.get(f"/search/{view}", {"q": "会" * 201})
    assert response.status_code == 400
    assert "最多 200 个字符" in response.content.decode()


# --- the page as a whole


def test_all_state_stands_in_the_address_and_equal_states_have_equal_addresses(
    client: Client, spread: None
) -> None:
    messy = "/search/?page=1&sort=relevance&size=20&year=&from=&region=990100&q=%E5%B7%A5%E4%BC%9A&single="
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', page_of(client, messy))
    assert unescape(canonical) == f"http://testserver{url('工会', region='990100')}"
    assert titles_of(page_of(client, unescape(canonical))) == titles_of(page_of(client, messy))


def test_the_help_page_teaches_queries_that_need_no_mending(client: Client) -> None:
    page = page_of(client, "/search/help/")
    for example, _meaning in EXAMPLES:
        assert example in unescape(page)
        assert parse(example).repairs == ()


def test_every_parameter_of_the_address_is_documented() -> None:
    state = SearchState("工会")
    known = {name for name, _meaning in PARAMETERS}
    full = SearchState(
        "工会", exact=True, matter=True, page=2, size=50, order=type(state.order)("period")
    ).filtered(
        regions=("1",),
        years=(2019,),
        year_from=2018,
        year_to=2020,
        single_year=True,
        newspapers=("报",),
        kinds=("plan",),
    )
    assert {name for name, _value in full.on_page(2).pairs()} == known


def test_no_script_or_style_stands_in_the_page(client: Client, spread: None) -> None:
    page = page_of(client, url("工会", region="990100", year="2019"))
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


def test_the_number_of_queries_does_not_grow_with_the_result(client: Client, spread: None) -> None:
    def queries(address: str) -> int:
        page_of(client, address)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, address)
        return len(captured)

    addresses = [
        url("工会"),
        url("工会", region="990100", year="2019"),
        "/search/",
        url("没有的字", region="990200"),
    ]
    before = [queries(address) for address in addresses]
    for number in range(15):
        factories.article(
            title=f"添{number}", place=["990102", "990202", "990322"][number % 3], years=(2005 + number, 2019),
            newspaper=f"报{number}", sections=[("小标题", "工会一。\n工会二。")], captions=["工会"],
        )  # fmt: skip
    index()
    assert [queries(address) for address in addresses] == before
    assert max(before) <= 12
