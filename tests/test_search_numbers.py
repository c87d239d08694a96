"""Numbers as a field of the full-text search: 数字:会员总数>5万 finds the reports that tell such a number."""

import io
import json
import re
from contextlib import suppress
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.ledger import keeping
from archive.models import Article
from search import outbox
from search.query import And, Not, Or, Term, Told
from search.repairs import QueryTooLarge, RepairKind
from search.syntax import parse
from search.wording import described, label
from tests import factories

pytestmark = pytest.mark.django_db
CONDITION = "会员总数>5万"


@pytest.fixture
def reports() -> dict[str, Article]:
    made = {
        "多": report("会员总数突破5.2万人。医疗互助惠及职工。"),
        "少": report("会员总数4.9万人，其中女会员5.1万人。"),
        "划": report("到明年，会员总数计划达到6万人。医疗互助惠及职工。"),
    }
    keeping.read_waiting()
    outbox.rebuild(lock_seconds=10)
    return made


def report(text: str) -> Article:
    return factories.article(years=(2021, 2021), issuer="某区总工会", sections=[(None, text)])


def found(client: Client, query: str) -> list[int]:
    """The articles that the search page lists."""
    page = client.get(f"{reverse('search:search')}?{urlencode({'q': query})}").content.decode()
    return [int(number) for number in re.findall(r'class="unapi-id" title="(\d+)"', page)]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("数字:会员总数>5万", CONDITION),
        ("数字：会员总数＞5万", "会员总数＞5万"),
        ("數字:会员总数>5万", CONDITION),
        ("数字: 会员总数 > 5万", "会员总数 > 5万"),
        ("数字:“会员总数 > 5万”", "会员总数 > 5万"),
        ("数字:“慰问金 10万元..50万元”", "慰问金 10万元..50万元"),
        ("数字:建会率95%以上", "建会率95%以上"),
        ("数字:会员总数超过5万人", "会员总数超过5万人"),
        ("数字:>1亿元", ">1亿元"),
        ("数字:职工书屋", "职工书屋"),
    ],
)
def test_a_condition_is_read_after_the_field_as_on_the_page_of_numbers(typed: str, text: str) -> None:
    parsed = parse(typed)
    assert parsed.node == Told(text) and not parsed.repairs
    assert parse(parsed.canonical).node == parsed.node and not parse(parsed.canonical).repairs


def test_conditions_stand_beside_words_in_brackets_and_after_signs() -> None:
    members, rooms = Told(CONDITION), Told("职工书屋>20家")
    assert parse(f"互助 数字:{CONDITION}").node == And((Term("互助"), members))
    assert parse(f"互助 -数字:{CONDITION}").node == And((Term("互助"), Not(members)))
    assert parse(f"数字:({CONDITION} OR 职工书屋>20家)").node == Or((members, rooms))
    assert parse(f"(数字:{CONDITION}|互助) 数字:职工书屋>20家").canonical == (
        f"(数字:{CONDITION} OR 互助) 数字:职工书屋>20家"
    )
    assert parse(f"numbers:{CONDITION}").canonical == f"数字:{CONDITION}"


@pytest.mark.parametrize(
    "typed", ["数字:乌有之数>3", "数字:会员总数>很多", "数字:（乌有之数>3）", "数字:“”", "数字:"]
)
def test_what_is_no_condition_is_looked_for_as_it_stands_and_said(typed: str) -> None:
    parsed = parse(typed)
    assert parsed.repairs and not isinstance(parsed.node, Told)
    expected = {RepairKind.UNREADABLE_NUMBER, RepairKind.EMPTY_FIELD}
    assert expected & {repair.kind for repair in parsed.repairs}


def test_more_conditions_than_terms_may_be_are_refused() -> None:
    with pytest.raises(QueryTooLarge):
        parse(" ".join(f"数字:会员>{number}" for number in range(13)))


def ledger_asked(query: str) -> int:
    """How often reading a query, refused or not, asks the ledger which articles fulfil a condition."""
    with CaptureQueriesContext(connection) as asked, suppress(QueryTooLarge):
        parse(query)
    return len([one for one in asked.captured_queries if 'FROM "archive_figure"' in one["sql"]])


def test_a_query_asks_for_each_condition_once_and_one_that_is_refused_for_none() -> None:
    assert ledger_asked("互助 数字:会员总数>5万") == 1
    assert ledger_asked("互助 数字:会员总数>5万 OR 书屋 数字:会员总数>5万 数字:>3") == 2
    assert ledger_asked(" ".join(f"数字:>{number}" for number in range(13))) == 0
    assert ledger_asked("-数字:>1 -数字:>2 -数字:>3 -数字:>4 -数字:>5") == 0
    assert ledger_asked("数字:乌有之数>3") == 0


def test_a_condition_is_told_in_words() -> None:
    node = parse(f"互助 数字:{CONDITION}").node
    assert label(node) == f"“互助”，并且数字 {CONDITION}"
    assert described(node) == f"含有“互助”、写到数字 {CONDITION}"


def test_reports_are_found_by_the_numbers_that_speak_for_them(
    client: Client, reports: dict[str, Article]
) -> None:
    assert found(client, f"数字:{CONDITION}") == [reports["多"].pk]
    assert found(client, "数字:会员总数<5万") == [reports["少"].pk]
    assert found(client, f"医疗互助 -数字:{CONDITION}") == [reports["划"].pk]
    assert set(found(client, f"数字:{CONDITION} OR 女会员")) == {reports["多"].pk, reports["少"].pk}


def test_a_hit_shows_its_number_in_its_sentence_and_leads_there(
    client: Client, reports: dict[str, Article]
) -> None:
    page = client.get(f"{reverse('search:search')}?{urlencode({'q': f'数字:{CONDITION}'})}").content.decode()
    assert "会员总数<mark>突破5.2万人</mark>" in page
    link = re.search(r'href="([^"]*/figures/\?[^"]*)"', page)
    assert link and "told" in client.get(unescape(link[1])).content.decode()


def test_a_number_that_was_withdrawn_finds_nothing_more(client: Client, reports: dict[str, Article]) -> None:
    Article.objects.filter(pk=reports["多"].pk).update(status=Article.Status.WITHDRAWN)
    assert found(client, f"数字:{CONDITION}") == []


def offer(client: Client, query: str, **filters: str) -> str:
    """What the search page offers of numbers, as text."""
    page = client.get(f"{reverse('search:search')}?{urlencode({'q': query, **filters})}").content.decode()
    section = re.search(r'<section class="place-offer numbers-offer".*?</section>', page, re.DOTALL)
    return " ".join(unescape(re.sub("<.*?>", " ", section[0])).split()) if section else ""


@pytest.mark.parametrize(
    "typed",
    [
        CONDITION,
        "会员总数 > 5万",
        "会员人数超过五万",
        "会员总数5万以上",
        "会员 5万人..6万人",
        "2021年会员总数>5万",
        "会员总数>5万 2021年",
        "青禾区会员总数>5万",
        "青禾区 2021年 会员总数 > 5万",
        f"数字:{CONDITION}",
    ],
)
def test_an_indicator_with_a_bound_in_the_box_is_offered_as_numbers(
    client: Client, reports: dict[str, Article], typed: str
) -> None:
    told = offer(client, typed)
    assert "这样的数字 1 处" in told and "多于 52,000 人 青禾区 2021 会员总数 突破5.2万人" in told


def test_the_place_and_the_years_around_a_number_narrow_it(
    client: Client, reports: dict[str, Article]
) -> None:
    assert "临江区 会员总数>5万 没有这样的数字" in offer(client, "临江区会员总数>5万")
    assert "2019 年 会员总数>5万 没有这样的数字" in offer(client, "2019年会员总数>5万")


@pytest.mark.parametrize(
    "typed",
    ["会员总数", "会员总数6.3万人", "5万以上", "乌有之数>3", "“会员总数>5万”", "超过5万人次参加", "工会"],
)
def test_what_only_looks_like_a_number_is_offered_as_none(
    client: Client, reports: dict[str, Article], typed: str
) -> None:
    assert offer(client, typed) == ""


@pytest.mark.parametrize(
    "typed", [CONDITION, "青禾区2021年会员总数>5万", "会员总数>6万", f"数字:{CONDITION}"]
)
def test_the_command_offers_the_numbers_that_the_page_does(
    client: Client, reports: dict[str, Article], typed: str
) -> None:
    told = offer(client, typed)
    (text,) = re.findall("按数字检索 (.*)：(.*)", printed(typed))
    assert " ".join(text) in told
    head = json.loads(printed(typed, "--format", "jsonl").splitlines()[0])
    assert head["numbers"]["total"] == (0 if "6万" in typed else 1)
    assert head["numbers"]["condition"] in typed


def test_the_command_offers_none_where_no_number_is_asked_for(reports: dict[str, Article]) -> None:
    assert json.loads(printed("会员总数", "--format", "jsonl").splitlines()[0])["numbers"] is None
    assert "按数字检索" not in printed("会员总数")


def test_the_place_and_years_of_a_number_are_told_to_programs(reports: dict[str, Article]) -> None:
    head = json.loads(printed("青禾区2021年会员总数>5万", "--format", "jsonl").splitlines()[0])
    assert head["numbers"] == {
        "condition": CONDITION,
        "place": reports["多"].region.code,
        "name": "青禾区",
        "years": [2021, 2021],
        "total": 1,
    }


def printed(*arguments: str) -> str:
    """What ``search_reviews`` prints."""
    out = io.StringIO()
    call_command("search_reviews", *arguments, stdout=out)
    return out.getvalue()


def test_an_offer_of_numbers_leads_to_the_search_for_their_reports_and_changes_no_result(
    client: Client, reports: dict[str, Article]
) -> None:
    page = client.get(f"{reverse('search:search')}?{urlencode({'q': CONDITION})}").content.decode()
    link = re.search(r'class="hint" href="([^"]*)">只看写到', page)
    assert link
    assert found(client, CONDITION) == []
    led = client.get(unescape(link[1])).content.decode()
    assert f'title="{reports["多"].pk}"' in led
    assert "按数字读就查得到" in page


def test_neither_page_nor_record_vouches_that_nothing_is_there_where_it_is_read_as_a_number(
    client: Client, reports: dict[str, Article]
) -> None:
    for view in ("search", "record"):
        page = client.get(f"{reverse(f'search:{view}')}?{urlencode({'q': CONDITION})}").content.decode()
        assert "按数字读就查得到" in page, view
        assert "：未见。" not in page, view


@pytest.mark.parametrize("query", [f"乌有词 数字:{CONDITION}", f"乌有词 -数字:{CONDITION}"])
def test_a_number_that_was_searched_for_is_no_reason_to_doubt_that_nothing_is_there(
    client: Client, reports: dict[str, Article], query: str
) -> None:
    page = client.get(f"{reverse('search:record')}?{urlencode({'q': query})}").content.decode()
    assert "：未见。" in page


def test_a_number_that_is_excluded_is_neither_offered_nor_shown(
    client: Client, reports: dict[str, Article]
) -> None:
    query = f"医疗互助 OR -数字:{CONDITION}"
    assert reports["多"].pk in found(client, query)
    assert offer(client, query) == ""
    page = client.get(f"{reverse('search:search')}?{urlencode({'q': query})}").content.decode()
    assert "<mark>突破5.2万人</mark>" not in page


def test_a_number_that_fulfils_two_conditions_is_shown_once(
    client: Client, reports: dict[str, Article]
) -> None:
    query = f"-书屋 数字:{CONDITION} 数字:会员总数>3万"
    listed = re.sub(
        r'<section class="place-offer.*?</section>',
        "",
        client.get(f"{reverse('search:search')}?{urlencode({'q': query})}").content.decode(),
        flags=re.DOTALL,
    )
    assert listed.count("<mark>突破5.2万人</mark>") == 1


def test_searches_without_numbers_ask_the_ledger_for_nothing(
    client: Client, reports: dict[str, Article]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{reverse('search:search')}?{urlencode({'q': '医疗互助 2021'})}")
    assert not [query for query in asked.captured_queries if "archive_figure" in query["sql"]]
