"""A query that was not understood is never answered: other readings are offered, what was left out is said."""

# ruff: noqa: RUF001 (full-width signs are what people type)

import io
import json
import re
import sys
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from search.query import And, Node, Not, Or, Term, Years
from search.readings import readings
from search.repairs import RepairKind
from search.syntax import MAX_TERMS, parse
from tests import factories
from tests.test_search_page import index, page_of, plain, titles_of, url

ASSURANCE = "逐字查过，不是漏检"


def others(text: str) -> list[Node]:
    return [reading.query.node for reading in readings(text, parse(text))]


def both(*texts: str) -> Node:
    return And(tuple(map(Term, texts)))


def either(*texts: str) -> Node:
    return Or(tuple(map(Term, texts)))


# What is mended, and said


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("劳模 or 工匠", either("劳模", "工匠")),
        ("劳模 Or 工匠", either("劳模", "工匠")),
        ("劳模 ｏｒ 工匠", either("劳模", "工匠")),
        ("劳模 and 工匠", both("劳模", "工匠")),
        ("帮扶 not 医疗", And((Term("帮扶"), Not(Term("医疗"))))),
        ("维权 & 讨薪", both("维权", "讨薪")),
        ("维权 && 讨薪", both("维权", "讨薪")),
        ("维权 + 讨薪", both("维权", "讨薪")),
        ("维权 ； 讨薪", both("维权", "讨薪")),
        ("维权 、 讨薪", both("维权", "讨薪")),
        ("维权 / 讨薪 / 助学", both("维权", "讨薪", "助学")),
        ("维权 * 讨薪", both("维权", "讨薪")),
        ("工会 ——", Term("工会")),
        ("title:工会", Term("工会", field="title")),
        ("Title：“工会”", Term("工会", quoted=True, field="title")),
        ("region: 上饶", Term("上饶", field="region")),
        ("year:2019..2021", Years(2019, 2021)),
        ("年份: 2016 至 2020", Years(2016, 2020)),
        ("年份：2016年 — 2020年", Years(2016, 2020)),
    ],
)
def test_operators_of_other_engines_are_read_and_said(text: str, node: Node) -> None:
    parsed = parse(text)
    assert parsed.node == node
    assert parsed.repairs != ()


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("年份:2016年以来", Years(2016, None)),
        ("年份:2016年以前", Years(None, 2016)),
        ("年份:>2016", Years(2017, None)),
        ("年份:<=２０１６", Years(None, 2016)),
        ("年份:二〇一六至二〇二〇", Years(2016, 2020)),
        ("年份:“2016”", Years(2016, 2016)),
        ("年份:2016年度", Years(2016, 2016)),
        ("年份:(2016 OR 2018)", Or((Years(2016, 2016), Years(2018, 2018)))),
        ("年份:2016、2018", Or((Years(2016, 2016), Years(2018, 2018)))),
    ],
)
def test_years_are_understood_as_people_write_them(text: str, node: Node) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize("text", ["or", "and", "not", "Or", "&", "*", "……"])
def test_what_looks_like_an_operator_is_text_where_there_is_nothing_to_join(text: str) -> None:
    assert parse(text).node == Term(text, quoted=True)


@pytest.mark.parametrize("text", ["㎡ 改造", "℃ 高温"])
def test_signs_that_stand_for_letters_are_words(text: str) -> None:
    node = parse(text).node
    assert isinstance(node, And) and len(node.children) == 2


# What may be read in another way


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("12 345人", Term("12345人")),
        ("１２\u3000３４５人", Term("12345人")),
        ("1 234 567元 药", both("1234567元", "药")),
    ],
)
def test_digits_in_groups_are_offered_as_one_number(text: str, node: Node) -> None:
    assert [reading.query.node for reading in readings(text, parse(text)) if reading.asked] == [node]


@pytest.mark.parametrize("text", ["“12 345人”", "2018 345人", "12 34人", "12 3456人", "1.5 300元", "0 345"])
def test_other_numbers_beside_one_another_are_not_joined(text: str) -> None:
    assert [reading for reading in readings(text, parse(text)) if reading.asked] == []


@pytest.mark.parametrize("sign", [*list("；;、,，/／\\&＆+＋|·=~—-："), "&&", "||", " ; "])
def test_key_words_with_signs_between_them_are_offered_apart(sign: str) -> None:
    text = f"维权{sign}讨薪"
    asked = parse(text).node
    assert both("维权", "讨薪") in [asked, *others(text)] or asked == either("维权", "讨薪")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("工会*", Term("工会")),
        ("*工会", Term("工会")),
        ("工会?", Term("工会")),
        ("集体*协商", both("集体", "协商")),
        ("集体？协商", both("集体", "协商")),
        ("+维权 +讨薪", both("维权", "讨薪")),
        ("维权 !讨薪", And((Term("维权"), Not(Term("讨薪"))))),
        ("讨薪~2", Term("讨薪")),
        ("维权^2 讨薪", both("维权", "讨薪")),
        ("题目:维权", Term("维权", field="title")),
        ("来源：云川日报", Term("云川日报", field="newspaper")),
        ("年度:2019", Years(2019, 2019)),
        ("作者:何平", Term("何平")),
        ("劳模 或 工匠", either("劳模", "工匠")),
        ("劳模 和 工匠", both("劳模", "工匠")),
        ("“劳模” 以及 “工匠”", And((Term("劳模", quoted=True), Term("工匠", quoted=True)))),
        ("帮扶 不含 医疗", And((Term("帮扶"), Not(Term("医疗"))))),
        ("工会 2016-2020", And((Term("工会"), Years(2016, 2020)))),
        ("维权and讨薪", both("维权", "讨薪")),
        ("维权OR讨薪", either("维权", "讨薪")),
        ("不含医疗", Not(Term("医疗"))),
        ("“工会 职工”~3", Term("工会 职工", quoted=True)),
        ("site:gov.cn 工会", Term("工会")),
        ("工会 near 职工", both("工会", "职工")),
        ("标题 维权", Term("维权", field="title")),
        ("年份 2019", Years(2019, 2019)),
        ("年份:2016 2018", Or((Years(2016, 2016), Years(2018, 2018)))),
        ("工会<br>职工", both("工会", "职工")),
        ("【工会】", Term("工会")),
        ("工会。", Term("工会")),
        ("标题:维权/讨薪", And((Term("维权", field="title"), Term("讨薪", field="title")))),
        (quote("工会"), Term("工会")),
        ("&#24037;&#20250;", Term("工会")),
        ("工会".encode().decode("gb18030", "ignore"), Term("工会")),
    ],
)
def test_signs_and_words_that_are_operators_elsewhere_are_offered_as_such(text: str, node: Node) -> None:
    assert node in others(text)


@pytest.mark.parametrize(
    "text", ["工会", "集体协商 工会", "5,000元", "3.5", "8:00-20:00", "2019/5/1", "标题:工会"]
)
def test_plain_words_and_numbers_have_one_reading(text: str) -> None:
    assert others(text) == []


def test_a_minus_before_a_number_asks_which_is_meant() -> None:
    parsed = parse("气温 -5℃")
    assert parsed.node == And((Term("气温"), Term("-5℃", quoted=True)))
    assert [repair.kind for repair in parsed.repairs] == [RepairKind.NEGATIVE_NUMBER]
    assert others("气温 -5℃") == [And((Term("气温"), Not(Term("5℃"))))]
    assert parse("气温 NOT 5℃").repairs == ()
    assert parse("气温 -“5℃”").repairs == ()
    assert others("气温 “-5℃”") == []


def test_a_quotation_that_was_not_closed_asks_which_is_meant() -> None:
    assert others("“集体协商 机制") == [both("集体协商", "机制")]


def test_a_sentence_of_many_pieces_is_offered_by_its_first_words() -> None:
    text = "，".join(f"第{number}项服务" for number in range(MAX_TERMS + 5))
    assert both(*(f"第{number}项服务" for number in range(MAX_TERMS))) in others(text)


# On the page and on the command line

pytestmark = pytest.mark.django_db


@pytest.fixture
def services(client: Client) -> None:
    factories.article(title="四项", sections=[(None, "维权、讨薪、助学、就业四项服务。")])
    factories.article(title="两处", sections=[(None, "依法维权。"), (None, "帮助讨薪。")])
    index()


def records(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("search_reviews", "--format", "jsonl", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def offered(page: str) -> dict[str, str]:
    links = re.findall(r'<a href="([^"]+)"><code[^>]*>(.*?)</code></a>', page)
    return {unescape(text): unescape(address) for address, text in links}


def test_words_with_a_foreign_sign_between_them_are_never_assured_not_found(
    client: Client, services: None
) -> None:
    page = page_of(client, url("维权；讨薪"))
    assert titles_of(page) == []
    assert ASSURANCE not in page
    assert "未见：" not in page
    assert "维权 讨薪 2 篇" in plain(page)
    assert len(titles_of(page_of(client, offered(page)["维权 讨薪"]))) == 2
    (head,) = records("维权；讨薪")
    assert head["total"] == 0
    assert {"query": "维权 讨薪", "total": 2, "exact": 2} in head["readings"]


def test_what_stands_as_it_was_typed_needs_no_other_reading(client: Client, services: None) -> None:
    page = page_of(client, url("维权、讨薪"))
    assert titles_of(page) == ["四项"]
    assert offered(page) == {}


def test_both_readings_are_told_where_the_text_leaves_it_open(client: Client, services: None) -> None:
    page = page_of(client, url("“维权、讨薪"))
    assert titles_of(page) == ["四项"]
    assert "维权、讨薪 1 篇" in plain(page)
    page = page_of(client, url("讨薪 -5℃"))
    assert "可以是一个负数" in page
    assert "讨薪 NOT 5℃ 2 篇" in plain(page)
    assert ASSURANCE not in page


def test_not_found_is_assured_where_every_reading_was_tried(client: Client, services: None) -> None:
    for query in ("没有的字", "没有；的字", "“没有的字”", "没有的字*"):
        page = page_of(client, url(query))
        assert "未见：" in page, query
        assert ASSURANCE in page, query


@pytest.mark.parametrize("query", ["（没有的字", "title:没有的字", "没有 or 的字", "“没有的字"])
def test_not_found_is_not_assured_for_a_query_that_was_mended(
    client: Client, services: None, query: str
) -> None:
    page = page_of(client, url(query))
    assert ASSURANCE not in page
    assert "检索词没有全照原样读" in page


def test_not_found_is_not_assured_while_changes_are_on_their_way(client: Client, services: None) -> None:
    factories.article(title="新来的")
    page = page_of(client, url("没有的字"))
    assert ASSURANCE not in page
    assert "还没有全部进入索引" in page


@pytest.mark.parametrize("text", [" ", "\u3000", "\u200b", "\x00", "\ufeff"])
def test_a_box_without_a_visible_character_lists_nothing(client: Client, services: None, text: str) -> None:
    page = page_of(client, url(text, region="990100"))
    assert "没有可查的字" in page
    assert titles_of(page) == []
    assert url(region="990100") in [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    assert client.get(url(text).replace("/search/", "/search/export.csv")).status_code == 400
    with pytest.raises(CommandError):
        records(text)


def test_an_address_in_gb18030_finds_what_it_asks_for_and_says_how_it_was_read(
    client: Client, services: None
) -> None:
    page = page_of(client, "/search/?q=" + quote("讨薪".encode("gb18030")))
    assert len(titles_of(page)) == 2
    assert "已按 GB18030（GBK）读出" in page
    assert url("讨薪") in page
    page = page_of(client, "/search/?q=" + quote("没有的字".encode("gb18030")))
    assert ASSURANCE not in page


def test_the_command_reads_gb18030_and_refuses_what_is_none(
    services: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (head, *_hits) = records("讨薪".encode("gb18030").decode("utf-8", "surrogateescape"))
    assert (head["input"], head["total"]) == ("讨薪", 2)
    assert "GB18030" in head["repairs"][0]
    typed = "维权\n".encode() + "讨薪\n".encode("gb18030") + b"\xff\xfe\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("search_reviews", "-", "--format", "jsonl", "--limit", "0", stdout=out)
    heads = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(head["total"], "error" in head) for head in heads] == [(2, False), (2, False), (None, True)]


@pytest.mark.parametrize("query", ["-讨薪", "-“讨薪”", "-(维权 讨薪)", "-5℃", "－讨薪", "-app", "--讨薪"])
def test_a_query_may_begin_with_a_minus_on_the_command_line(services: None, query: str) -> None:
    assert records(query)[0]["input"] == query


def test_a_query_that_looks_like_an_option_is_told_how_to_be_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises((CommandError, SystemExit)):
        call_command("search_reviews", "--help")
    assert "--" in capsys.readouterr().out
    assert records("--", "-vip")[0]["input"] == "-vip"


# Parameters of the address


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=foo", "没有“foo”这种体裁，已略去"),
        ("region=999999", "没有区划代码“999999”，已略去"),
        ("&".join(f"newspaper={n}" for n in range(45)), "多出的 5 项已略去"),
        ("newspaper=" + "a" * 300, "有一项太长"),
        ("single=maybe", "“只要单一年份的综述”已略去"),
        ("exact=yes", "“只看原样含有的”已略去"),
        ("sort=random", "没有这样的排序"),
        ("size=7", "每页篇数只能是"),
        ("page=abc", "页码请写 1 起的整数"),
        ("page=0", "页码请写 1 起的整数"),
        ("year=去年", "“去年”不是年份"),
        ("from=2021&to=2018", "起止年份写反了"),
        ("q=维权&q=讨薪", "“q”写了不止一个"),
        ("utm_source=x&foo=1", "不认识的参数，已略去：utm_source、foo"),
        ("page=999", "只有 1 页"),
        ("page=" + "9" * 400, "只有 1 页"),
    ],
)
def test_what_makes_no_sense_in_the_address_is_left_out_and_said(
    client: Client, services: None, query: str, told: str
) -> None:
    page = page_of(client, f"/search/?{query}")
    assert told in plain(page)
    assert len(titles_of(page)) in {1, 2} or "newspaper" in query


def test_single_0_is_no_wish_for_single_years(client: Client) -> None:
    factories.article(title="跨年", years=(2018, 2020))
    index()
    assert titles_of(page_of(client, "/search/?single=0")) == ["跨年"]


@pytest.mark.parametrize("name", ["query", "keyword", "wd"])
def test_a_question_under_the_name_of_another_site_is_offered(
    client: Client, services: None, name: str
) -> None:
    page = page_of(client, f"/search/?{name}=讨薪")
    assert f"已略去：{name}" in page
    assert "要查的是“讨薪”吗？" in page
    assert url("讨薪") in page


def test_a_plain_address_has_nothing_to_be_said_of(client: Client, services: None) -> None:
    page = page_of(
        client, url("讨薪", page="1", sort="period", size="10", year="2019", exact="1", single="1")
    )
    assert "note-warn" not in page
