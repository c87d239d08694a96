"""What every engine has to do exactly, run against each of them. A scan of the texts judges what is found.

How well it ranks what it finds is asked of the engines that are shipped, in test_search_engine_ranking.py.
"""

# ruff: noqa: RUF001 (full-width digits belong to what is tested)

import random
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import Block, BlockField, Document
from search.engines.contract import (
    UNKNOWN,
    Engine,
    Filters,
    IndexLocked,
    IndexUnavailable,
    Order,
    Request,
)
from search.query import And, Everything, Node, Not, Or, Term, Told, Years
from search.telling_words import telling_words
from tests import search_judge as judge
from tests.search_engines import ENGINES, EngineMaker, each_of


@pytest.fixture(scope="module", params=each_of(ENGINES))
def made(request: pytest.FixtureRequest) -> EngineMaker:
    return ENGINES[request.param]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return judge.made_documents(120)


@pytest.fixture(scope="module")
def engine(made: EngineMaker, documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Read by many tests, changed by none."""
    built = made(tmp_path_factory.mktemp("engine"))
    built.replace_all(documents)
    return built


@pytest.fixture
def fresh(made: EngineMaker, tmp_path: Path) -> Engine:
    """An empty engine of the test's own."""
    built = made(tmp_path)
    built.replace_all([])
    return built


def found(engine: Engine, node: Node, filters: Filters | None = None) -> tuple[int, ...]:
    answer = engine.find(Request(node, filters=filters or Filters(), limit=0, want_ids=True))
    assert answer.ids is not None
    assert answer.total == len(answer.ids), "the count is the number of articles"
    return answer.ids


def article(number: int, *texts: str, field: BlockField = BlockField.PARAGRAPH, **columns: Any) -> Document:
    template = judge.made_documents(1)[0]
    blocks = tuple(Block(field, text) for text in texts)
    return replace(template, id=number, blocks=blocks, matter=(), **columns)


def alike(engine: Engine, document: Document, *, limit: int = 5) -> list[int]:
    found = engine.similar(document.id, telling_words(document.blocks), limit=limit)
    return [hit.id for hit in found]


# Matching


@pytest.mark.parametrize("seed", range(4))
def test_quoted_passages_are_found_exactly_where_they_stand(
    engine: Engine, documents: list[Document], seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        text = judge.random_passage(chance.choice(documents), chance)
        node = Term(text, quoted=True)
        assert found(engine, node) == judge.ids(documents, node), text


def test_bare_passages_are_found_wherever_they_stand(engine: Engine, documents: list[Document]) -> None:
    chance = random.Random(11)
    for _ in range(150):
        text = judge.random_passage(chance.choice(documents), chance)
        bare, quoted = Term(text), Term(text, quoted=True)
        assert set(found(engine, bare)) >= set(judge.ids(documents, quoted)), text
        assert found(engine, bare) == judge.ids(documents, bare), text


def test_not_leaves_out_exactly_what_the_term_finds(engine: Engine, documents: list[Document]) -> None:
    chance = random.Random(12)
    everything = {document.id for document in documents}
    for quoted in (True, False):
        for _ in range(60):
            node = Term(judge.random_passage(chance.choice(documents), chance, longest=6), quoted=quoted)
            assert set(found(engine, Not(node))) == everything - set(found(engine, node))


def test_fields_narrow_a_term_to_their_blocks(engine: Engine, documents: list[Document]) -> None:
    chance = random.Random(13)
    for field in ("title", "heading", "issuer", "body", "newspaper", "region"):
        for text in ["工会", "总", "职工", "临江区", "日报", "示例省", "帮扶中心 职工"]:
            for quoted in (True, False):
                node = Term(text, quoted=quoted, field=field)
                assert found(engine, node) == judge.ids(documents, node), node
        for _ in range(20):
            text = judge.random_passage(chance.choice(documents), chance, longest=5)
            node = Term(text, quoted=True, field=field)
            assert found(engine, node) == judge.ids(documents, node), node


def test_no_match_crosses_from_one_block_into_the_next(fresh: Engine) -> None:
    fresh.apply(
        [article(1, "维护职工", "权益帮扶"), article(2, "职工权益"), article(3, "职", "工", "权", "益")],
        [],
        lock_seconds=1,
    )
    assert found(fresh, Term("职工权益", quoted=True)) == (2,)
    assert found(fresh, Term("工权", quoted=True)) == (2,)
    assert found(fresh, Term("权益", quoted=True)) == (1, 2)


def test_cuts_through_words_are_found_and_numbers_are_whole(fresh: Engine) -> None:
    fresh.apply([article(1, "The Union app, 2021年，会员总数6.3万人")], [], lock_seconds=1)
    for text in ["2021", "2021年", "nion", "union app", "6.3", "6.3万", "６．３", "app,", "总数６.3"]:
        assert found(fresh, Term(text, quoted=True)) == (1,), text
    for text in ["202", "021年", "3万", "总数6", "63", "6 3万人口", "unionapps", "2022"]:
        assert found(fresh, Term(text, quoted=True)) == (), text


def test_a_term_that_is_one_word_is_not_widened(fresh: Engine) -> None:
    apart = [article(2, "集体讨论，协商一致"), article(3, "爱心送到驿站")]
    fresh.apply([article(1, "集体协商"), *apart], [], lock_seconds=1)
    assert found(fresh, Term("集体协商")) == (1,)
    assert found(fresh, Term("爱心驿站")) == ()


def test_a_term_of_several_words_is_found_by_all_of_them(fresh: Engine) -> None:
    fresh.apply(
        [article(1, "工会服务职工"), article(2, "职工说工会", "优质服务"), article(3, "工会服务企业")],
        [],
        lock_seconds=1,
    )
    assert found(fresh, Term("工会服务职工")) == (1, 2)
    assert found(fresh, Term("工会服务职工", quoted=True)) == (1,)
    assert found(fresh, Not(Term("工会服务职工"))) == (3,)


@pytest.mark.parametrize("nothing", ["", " ", "\u3000", "\u200b"])
def test_an_empty_term_stands_in_every_text(engine: Engine, documents: list[Document], nothing: str) -> None:
    assert len(found(engine, Term(nothing))) == len(documents)
    assert found(engine, Not(Term(nothing, quoted=True))) == ()


TERMS = st.builds(
    Term,
    st.sampled_from(["工会", "职工", "药", "2021", "困难职工 帮扶", "总工会", "技能竞赛", "，", "龘龘"]),
    st.booleans(),
    st.sampled_from([None, "title", "heading", "body", "issuer", "newspaper", "region"]),
)
MATTER_TERMS = st.builds(
    Term,
    st.sampled_from(
        ["正文", "示例日报", "第03版", "首页", "责编", "谢二 徐一", "工会要闻正文", "职工", "工会"]
    ),
    st.booleans(),
    st.sampled_from([None, None, "body"]),
)
NUMBERS = st.builds(
    lambda articles: Told(f"会员总数>{len(articles)}", articles), st.frozensets(st.integers(1, 120))
)
YEARS = st.builds(Years, st.sampled_from([None, 2013, 2018, 2020]), st.sampled_from([None, 2017, 2019, 2022]))


def joined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.builds(Not, children) | st.builds(And, several) | st.builds(Or, several)


NODES = st.recursive(TERMS | YEARS | NUMBERS | st.just(Everything()), joined, max_leaves=6)
NODES_WITH_MATTER = st.recursive(MATTER_TERMS | TERMS | YEARS | st.just(Everything()), joined, max_leaves=6)
FILTERS = st.builds(
    Filters,
    regions=st.lists(st.sampled_from(["990000", "990100", "990221", UNKNOWN]), max_size=2).map(tuple),
    years=st.lists(st.sampled_from([2013, 2015, 2019, 2021, UNKNOWN]), max_size=2).map(tuple),
    year_from=st.sampled_from([None, 2014, 2019]),
    year_to=st.sampled_from([None, 2018, 2020]),
    single_year=st.booleans(),
    newspapers=st.lists(st.sampled_from(["示例日报", "临江报", UNKNOWN]), max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(["annual_review", "plan"]), max_size=2).map(tuple),
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(node=NODES, filters=FILTERS)
def test_any_query_with_any_filters_finds_what_the_scan_finds(
    engine: Engine, documents: list[Document], node: Node, filters: Filters
) -> None:
    assert found(engine, node, filters) == judge.ids(documents, node, filters)


def test_articles_that_tell_a_number_are_found_by_it_as_they_are_by_a_word(telling: Engine) -> None:
    number = Told("会员总数>5万", frozenset({2, 3, 77}))
    assert found(telling, number) == (2, 3)
    assert found(telling, Not(number)) == (1, 4)
    assert found(telling, Told("会员总数>9亿")) == ()
    both = telling.find(Request(And((Term("工会服务职工"), number))))
    assert (both.total, both.exact, both.wider) == (1, 1, 0)
    either = telling.find(Request(Or((Term("工会服务职工", quoted=True), number)), want_facets=True))
    assert either.total == 3 and either.facets and either.facets.years == {2018: 1, 2019: 1, 2020: 1}


# Exact and wider hits


@pytest.fixture
def telling(fresh: Engine) -> Engine:
    """Articles that hold two words side by side, apart, or one of them."""
    fresh.apply(
        [
            article(1, "职工说工会", "优质服务", "工会干部", year_start=2021, year_end=2021),
            article(2, "工会服务职工", year_start=2018, year_end=2018),
            article(3, "工会服务企业", year_start=2020, year_end=2020),
            article(4, "工会服务职工", "药", year_start=2019, year_end=2019),
        ],
        [],
        lock_seconds=1,
    )
    return fresh


def told_apart(engine: Engine, request: Request) -> list[tuple[int, bool]]:
    return [(hit.id, hit.exact) for hit in engine.find(request).hits]


def test_articles_that_hold_the_words_apart_are_counted_apart(telling: Engine) -> None:
    answer = telling.find(Request(Term("工会服务职工")))
    assert (answer.total, answer.exact, answer.wider) == (3, 2, 1)
    quoted = telling.find(Request(Term("工会服务职工", quoted=True)))
    assert (quoted.total, quoted.exact, quoted.wider) == (2, 2, 0)


def test_wider_hits_come_after_the_exact_ones_in_every_order(telling: Engine) -> None:
    node = Term("工会服务职工")
    assert told_apart(telling, Request(node, order=Order.NEWEST_PERIOD)) == [(4, True), (2, True), (1, False)]
    for order in Order:
        shown = told_apart(telling, Request(node, order=order))
        assert [exact for _id, exact in shown] == [True, True, False], order
        assert [
            told_apart(telling, Request(node, order=order, offset=i, limit=1))[0] for i in range(3)
        ] == shown


def test_both_kinds_can_stand_in_one_order_when_that_is_asked_for(telling: Engine) -> None:
    request = Request(Term("工会服务职工"), order=Order.NEWEST_PERIOD, exact_first=False)
    assert told_apart(telling, request) == [(1, False), (4, True), (2, True)]


def test_wider_hits_can_be_left_out_of_hits_ids_and_facets(telling: Engine) -> None:
    answer = telling.find(Request(Term("工会服务职工"), exact_only=True, want_facets=True, want_ids=True))
    assert (answer.total, answer.exact, answer.wider) == (2, 2, 1), "what was left out is still told"
    assert answer.ids == (2, 4)
    assert {hit.id for hit in answer.hits} == {2, 4}
    assert answer.facets is not None
    assert answer.facets.years == {2018: 1, 2019: 1}


@pytest.mark.parametrize("filters", [Filters(years=(2018,)), Filters(year_to=2019), Filters(year_from=2018)])
def test_wider_hits_that_were_left_out_come_back_in_no_facet_beside_a_filter(
    telling: Engine, filters: Filters
) -> None:
    answer = telling.find(Request(Term("工会服务职工"), filters=filters, exact_only=True, want_facets=True))
    assert answer.facets is not None
    assert answer.facets.years == {2018: 1, 2019: 1}


def test_wider_hits_of_another_division_are_left_out_of_its_facet_too(fresh: Engine) -> None:
    fresh.apply(
        [
            article(1, "工会服务职工", region_codes=("990000", "990100"), newspaper="示例日报"),
            article(2, "职工说工会", "优质服务", region_codes=("990000", "990200"), newspaper="临江报"),
        ],
        [],
        lock_seconds=1,
    )
    for filters in (Filters(regions=("990100",)), Filters(newspapers=("示例日报",))):
        answer = fresh.find(Request(Term("工会服务职工"), filters=filters, exact_only=True, want_facets=True))
        assert answer.facets is not None
        assert answer.facets.regions == {"990000": 1, "990100": 1}
        assert answer.facets.newspapers == {"示例日报": 1}


def test_an_excluded_term_leaves_out_what_it_finds_and_makes_no_hit_wider(telling: Engine) -> None:
    answer = telling.find(Request(And((Term("工会"), Not(Term("工会服务职工")))), want_ids=True))
    assert answer.ids == (3,)
    assert (answer.exact, answer.wider) == (1, 0)


def test_a_hit_is_wider_when_one_of_its_terms_is_and_exact_when_one_alternative_is(telling: Engine) -> None:
    both = telling.find(Request(And((Term("工会服务职工"), Term("优质服务")))))
    assert (both.exact, both.wider) == (0, 1)
    either = telling.find(Request(Or((Term("工会服务职工"), Term("优质服务")))))
    assert (either.exact, either.wider) == (3, 0)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(node=NODES, filters=FILTERS)
def test_the_exact_count_of_any_query_is_that_of_its_terms_taken_literally(
    engine: Engine, documents: list[Document], node: Node, filters: Filters
) -> None:
    every, literal = judge.ids(documents, node, filters), judge.ids(documents, judge.exactly(node), filters)
    answer = engine.find(Request(node, filters=filters, limit=len(documents), want_facets=True))
    assert (answer.total, answer.exact, answer.wider) == (len(every), len(literal), len(every) - len(literal))
    assert {hit.id for hit in answer.hits if hit.exact} == set(literal)
    only = engine.find(
        Request(node, filters=filters, limit=0, exact_only=True, want_facets=True, want_ids=True)
    )
    assert only.ids == literal
    literally = engine.find(Request(judge.exactly(node), filters=filters, limit=0, want_facets=True))
    assert only.facets == literally.facets


# Page matter


def with_matter(document: Document, *lines: str) -> Document:
    matter = tuple(Block(BlockField.MATTER, text, f"f{n}") for n, text in enumerate(lines, start=1))
    return replace(document, matter=matter)


@pytest.fixture
def framed(fresh: Engine) -> Engine:
    """读报 stands in the article of one, in the page matter of two, in both of a fourth."""
    fresh.apply(
        [
            article(1, "职工读报", year_start=2018, year_end=2018),
            with_matter(article(2, "职工书屋"), "首页 > 读报 > 正文", "责编/何平"),
            with_matter(article(3, "职工之家"), "读报"),
            with_matter(article(4, "职工读报"), "读报", "下一篇"),
        ],
        [],
        lock_seconds=1,
    )
    return fresh


def test_page_matter_is_counted_beside_the_total_and_never_in_it(framed: Engine) -> None:
    answer = framed.find(Request(Term("读报"), want_matter=True, want_ids=True, want_facets=True))
    assert answer.ids == (1, 4)
    assert (answer.total, answer.exact, answer.wider, answer.only_matter) == (2, 2, 0, 2)
    assert not any(hit.only_matter for hit in answer.hits)
    assert answer.facets is not None
    assert sum(answer.facets.kinds.values()) == 2


def test_page_matter_that_is_searched_is_listed_after_the_articles_own_words(framed: Engine) -> None:
    answer = framed.find(
        Request(Term("读报"), matter=True, want_matter=True, want_ids=True, want_facets=True)
    )
    assert answer.ids == (1, 2, 3, 4)
    assert (answer.total, answer.exact, answer.wider, answer.only_matter) == (4, 4, 0, 2)
    assert [hit.only_matter for hit in answer.hits] == [False, False, True, True]
    assert answer.facets is not None
    assert sum(answer.facets.kinds.values()) == 4


def test_no_match_crosses_a_line_of_page_matter_nor_the_border_to_the_article(fresh: Engine) -> None:
    fresh.apply([with_matter(article(1, "职工", "读"), "报纸", "首页")], [], lock_seconds=1)
    for crossing in ("读报", "纸首", "页职"):
        answer = fresh.find(Request(Term(crossing, quoted=True), matter=True, want_matter=True))
        assert (answer.total, answer.only_matter) == (0, 0), crossing
    both = fresh.find(Request(And((Term("职工"), Term("首页"))), want_matter=True))
    assert (both.total, both.only_matter) == (0, 1), "found by the article and its page matter together"


def test_an_excluded_term_leaves_out_what_it_finds_where_the_search_looks(framed: Engine) -> None:
    node = And((Term("职工"), Not(Term("读报"))))
    assert framed.find(Request(node, want_ids=True)).ids == (2, 3)
    assert framed.find(Request(node, matter=True, want_ids=True)).ids == ()
    assert framed.find(Request(node, want_matter=True)).only_matter == 0


def test_a_term_bound_to_a_part_of_the_article_is_not_looked_for_in_page_matter(framed: Engine) -> None:
    for field in ("title", "heading", "issuer", "body", "newspaper", "region"):
        answer = framed.find(Request(Term("何平", field=field), matter=True, want_matter=True))
        assert (answer.total, answer.only_matter) == (0, 0), field


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(node=NODES_WITH_MATTER, filters=FILTERS, exact_only=st.booleans())
def test_page_matter_is_told_of_any_query_as_the_scan_tells_it(
    engine: Engine, documents: list[Document], node: Node, filters: Filters, exact_only: bool
) -> None:
    asked = judge.exactly(node) if exact_only else node
    alone, both = (set(judge.ids(documents, asked, filters, matter=matter)) for matter in (False, True))
    for matter, listed in ((False, alone), (True, both)):
        answer = engine.find(
            Request(
                node,
                filters=filters,
                limit=len(documents),
                exact_only=exact_only,
                matter=matter,
                want_matter=True,
                want_ids=True,
            )
        )
        assert set(answer.ids or ()) == {hit.id for hit in answer.hits} == listed
        assert answer.only_matter == len(both - alone)
        assert {hit.id for hit in answer.hits if hit.only_matter} == (both - alone if matter else set())


@pytest.mark.parametrize("matter", [False, True])
def test_random_passages_of_page_matter_are_found_where_they_stand(
    engine: Engine, documents: list[Document], matter: bool
) -> None:
    chance = random.Random(17)
    for _ in range(150):
        node = Term(judge.random_passage(chance.choice(documents), chance, matter=True), quoted=True)
        answer = engine.find(Request(node, limit=0, matter=matter, want_ids=True))
        assert answer.ids == judge.ids(documents, node, matter=matter), node


def test_page_matter_lends_no_words_to_completions_and_makes_no_articles_alike(fresh: Engine) -> None:
    template = ["扫码阅读", "客户端下载"]
    fresh.apply([with_matter(article(n, "甲", "乙"), *template) for n in range(1, 4)], [], lock_seconds=1)
    assert fresh.vocabulary("", limit=100) == ()
    assert alike(fresh, with_matter(article(1, "甲", "乙"), *template)) == []


# Facets


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(node=NODES, filters=FILTERS)
def test_facets_count_exactly_and_ignore_their_own_filter(
    engine: Engine, documents: list[Document], node: Node, filters: Filters
) -> None:
    facets = engine.find(Request(node, filters=filters, limit=0, want_facets=True)).facets
    assert facets is not None

    def left_by(**dropped: Any) -> list[Document]:
        without = replace(filters, **dropped)
        return [d for d in documents if judge.matches(d, node) and judge.passes(d, without)]

    regions: dict[str, int] = {}
    for document in left_by(regions=()):
        for code in document.region_codes or (UNKNOWN,):
            regions[code] = regions.get(code, 0) + 1
    assert facets.regions == regions

    years: dict[int | str, int] = {}
    for document in left_by(years=(), year_from=None, year_to=None):
        covered: Sequence[int | str] = (UNKNOWN,)
        if document.year_start is not None and document.year_end is not None:
            covered = range(document.year_start, document.year_end + 1)
        for year in covered:
            years[year] = years.get(year, 0) + 1
    assert facets.years == years

    newspapers: dict[str, int] = {}
    for document in left_by(newspapers=()):
        name = document.newspaper or UNKNOWN
        newspapers[name] = newspapers.get(name, 0) + 1
    assert facets.newspapers == newspapers

    kinds: dict[str, int] = {}
    for document in left_by(kinds=()):
        kinds[document.kind] = kinds.get(document.kind, 0) + 1
    assert facets.kinds == kinds


# Orders and pages


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("node", [Everything(), Term("职工"), Term("困难职工 帮扶")])
def test_pages_follow_one_another_without_gap_or_overlap(engine: Engine, order: Order, node: Node) -> None:
    total = engine.find(Request(node)).total
    whole = [hit.id for hit in engine.find(Request(node, order=order, limit=total)).hits]
    paged = [
        hit.id
        for offset in range(0, total + 7, 7)
        for hit in engine.find(Request(node, order=order, offset=offset, limit=7)).hits
    ]
    assert paged == whole
    assert sorted(whole) == list(found(engine, node))


def test_orders_are_those_asked_for(engine: Engine, documents: list[Document]) -> None:
    by_id = {document.id: document for document in documents}

    def newest_first(document: Document) -> tuple[int, int, int]:
        return (-(document.year_end or 0), -(document.year_start or 0), document.id)

    def oldest_first(document: Document) -> tuple[bool, int, int, int]:
        start, end = document.year_start, document.year_end
        return (start is None, start or 0, end or 0, document.id)

    def in_order(order: Order) -> list[Document]:
        hits = engine.find(Request(Everything(), order=order, limit=len(documents))).hits
        return [by_id[hit.id] for hit in hits]

    assert in_order(Order.NEWEST_PERIOD) == sorted(documents, key=newest_first)
    assert in_order(Order.OLDEST_PERIOD) == sorted(documents, key=oldest_first)
    assert in_order(Order.ADDED) == sorted(documents, key=lambda d: (-d.added.timestamp(), newest_first(d)))
    assert in_order(Order.REGION) == sorted(
        documents, key=lambda d: (not d.region_codes, d.region_sort, newest_first(d))
    )


def test_equal_articles_stand_in_the_order_of_period_then_id(fresh: Engine) -> None:
    columns = [(5, 2018), (4, 2020), (2, 2020), (3, None)]
    fresh.apply(
        [article(n, "工会工作", year_start=year, year_end=year) for n, year in columns], [], lock_seconds=1
    )
    assert [hit.id for hit in fresh.find(Request(Term("工会"))).hits] == [2, 4, 5, 3]


def test_a_page_past_the_end_is_empty(engine: Engine, documents: list[Document]) -> None:
    answer = engine.find(Request(Everything(), offset=10_000))
    assert (answer.hits, answer.total) == ((), len(documents))


# Similar articles and vocabulary


def test_similar_articles_share_distinctive_words(fresh: Engine) -> None:
    one = article(1, "爱心驿站建设，职工服务，户外劳动者歇脚")
    fresh.apply(
        [
            one,
            article(2, "劳模宣讲，职工服务，工匠学院"),
            article(3, "户外劳动者到爱心驿站歇脚，职工服务"),
            *(article(n, "职工服务") for n in range(4, 12)),
        ],
        [],
        lock_seconds=1,
    )
    assert alike(fresh, one) == [3]
    assert alike(fresh, replace(one, id=12345)) == []


def test_articles_are_alike_across_parts_of_an_index_and_none_that_is_gone_makes_them_so(
    fresh: Engine,
) -> None:
    one, gone = article(1, "萤火虫驿站接待骑手"), article(2, "萤火虫驿站接待骑手，流动书屋走进工地")
    for document in (
        one,
        gone,
        article(3, "萤火虫驿站添了座椅"),
        *(article(n, "别的") for n in range(4, 30)),
    ):
        fresh.apply([document], [], lock_seconds=1)
    assert alike(fresh, one) == [2, 3]
    fresh.apply([], [2], lock_seconds=1)
    assert alike(fresh, one) == [3]
    fresh.apply([], [3], lock_seconds=1)
    assert alike(fresh, one) == []


def test_vocabulary_counts_articles_by_word(fresh: Engine) -> None:
    texts = {1: "劳动竞赛", 2: "劳动竞赛，劳动模范", 3: "职工"}
    fresh.apply([article(number, text) for number, text in texts.items()], [], lock_seconds=1)
    fresh.apply([], [3], lock_seconds=1)
    words = dict(fresh.vocabulary("劳动", limit=10))
    assert words["劳动竞赛"] == 2
    assert words["劳动模范"] == 1
    assert "职工" not in dict(fresh.vocabulary("", limit=100))
    assert len(fresh.vocabulary("", limit=2)) == 2


# Changes


def test_edits_and_removals_show_at_once_and_leave_no_trace(fresh: Engine) -> None:
    fresh.apply([article(1, "旧的文字"), article(2, "另一篇")], [], lock_seconds=1)
    fresh.apply([article(1, "新的文字")], [2], lock_seconds=1)
    assert found(fresh, Term("旧的", quoted=True)) == ()
    assert found(fresh, Term("新的文字", quoted=True)) == (1,)
    assert found(fresh, Everything()) == (1,)
    assert found(fresh, Not(Term("旧的"))) == (1,)


def test_applying_the_same_twice_changes_nothing(fresh: Engine) -> None:
    for _ in range(3):
        fresh.apply([article(1, "文字")], [7], lock_seconds=1)
    assert found(fresh, Everything()) == (1,)
    assert fresh.health().documents == 1


def test_matching_stays_exact_through_many_small_changes(fresh: Engine) -> None:
    """Commits of a few articles each, merged along the way, with edits, removals and returns."""
    chance = random.Random(5)
    pool = judge.made_documents(60, seed=3)
    held: dict[int, Document] = {}
    for step in range(45):
        count = chance.randint(0, 4)
        changed = [replace(chance.choice(pool), id=chance.randint(1, 60)) for _ in range(count)]
        removed = [chance.randint(1, 60) for _ in range(chance.randint(0, 2))]
        removed = [number for number in removed if number not in {d.id for d in changed}]
        fresh.apply(changed, removed, lock_seconds=1)
        held.update({document.id: document for document in changed})
        for number in removed:
            held.pop(number, None)
        if step % 9 == 8:
            fresh.tidy(lock_seconds=1)
        node = Term(judge.random_passage(chance.choice(pool), chance), quoted=True)
        assert found(fresh, node) == judge.ids(held.values(), node), (step, node)
        beside = Term(
            judge.random_passage(chance.choice(pool), random.Random(step), matter=True), quoted=True
        )
        answer = fresh.find(Request(beside, limit=0, matter=True, want_ids=True))
        assert answer.ids == judge.ids(held.values(), beside, matter=True), (step, beside)
        assert found(fresh, Everything()) == tuple(sorted(held))
    assert fresh.digests() == {number: document.digest() for number, document in held.items()}


def test_a_rebuild_replaces_everything(fresh: Engine) -> None:
    fresh.apply([article(1, "甲乙"), article(2, "丙丁")], [], lock_seconds=1)
    assert fresh.replace_all([article(3, "甲乙")]) == 1
    assert found(fresh, Term("甲乙")) == (3,)


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(fresh: Engine) -> None:
    fresh.apply([article(1, "甲乙")], [], lock_seconds=1)

    def breaking() -> Iterator[Document]:
        yield article(2, "丙丁")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        fresh.replace_all(breaking())
    assert found(fresh, Everything()) == (1,)
    fresh.apply([article(3, "戊己")], [], lock_seconds=1)
    assert found(fresh, Everything()) == (1, 3)


def test_an_update_that_fails_leaves_the_index_as_it_was(fresh: Engine) -> None:
    fresh.apply([article(1, "甲乙")], [], lock_seconds=1)

    def breaking() -> Iterator[int]:
        yield 1
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        fresh.apply([article(2, "丙丁")], breaking(), lock_seconds=1)
    assert found(fresh, Everything()) == (1,)


def test_searches_are_answered_from_the_old_index_during_a_rebuild(fresh: Engine) -> None:
    fresh.apply([article(1, "甲乙")], [], lock_seconds=1)
    seen: list[tuple[int, ...]] = []

    def slowly() -> Iterator[Document]:
        for number in (2, 3):
            seen.append(found(fresh, Everything()))
            yield article(number, "丙丁")

    fresh.replace_all(slowly())
    assert seen == [(1,), (1,)]
    assert found(fresh, Everything()) == (2, 3)


def test_while_another_writes_an_update_is_refused_in_time_and_searches_go_on(
    made: EngineMaker, tmp_path: Path
) -> None:
    engine, other = made(tmp_path), made(tmp_path)
    engine.replace_all([article(1, "甲乙")])
    writing, done = threading.Event(), threading.Event()

    def waiting() -> Iterator[Document]:
        writing.set()
        done.wait(20)
        yield article(2, "丙丁")

    rebuild = threading.Thread(target=lambda: other.replace_all(waiting()))
    rebuild.start()
    assert writing.wait(20)
    try:
        with pytest.raises(IndexLocked):
            engine.apply([article(3, "戊己")], [], lock_seconds=0.2)
        assert found(engine, Everything()) == (1,)
    finally:
        done.set()
        rebuild.join()
    engine.apply([article(3, "戊己")], [], lock_seconds=1)
    assert found(engine, Everything()) == (2, 3)


def test_documents_are_read_while_the_lock_is_held(made: EngineMaker, tmp_path: Path) -> None:
    """So that an article read long ago never overwrites what another process has written since."""
    engine, other = made(tmp_path), made(tmp_path)
    engine.replace_all([])

    def reading() -> Iterator[Document]:
        with pytest.raises(IndexLocked):
            other.apply([article(9, "庚辛")], [], lock_seconds=0)
        yield article(1, "甲乙")

    engine.apply(reading(), [], lock_seconds=1)
    assert found(engine, Everything()) == (1,)


def test_without_an_index_it_says_so_instead_of_nothing_found(made: EngineMaker, tmp_path: Path) -> None:
    engine = made(tmp_path)
    with pytest.raises(IndexUnavailable):
        engine.find(Request(Everything()))
    with pytest.raises(IndexUnavailable):
        engine.apply([article(1, "甲乙")], [], lock_seconds=1)
    with pytest.raises(IndexUnavailable):
        engine.similar(1, {"甲乙": 1}, limit=5)
    assert engine.health().problem is not None


def test_a_cleared_index_answers_nothing_until_it_is_complete(fresh: Engine) -> None:
    fresh.apply([article(1, "甲乙")], [], lock_seconds=1)
    fresh.start_over(lock_seconds=1)
    assert not fresh.is_complete()
    for ask in (lambda: fresh.find(Request(Everything())), lambda: fresh.similar(1, {"甲乙": 1}, limit=1)):
        with pytest.raises(IndexUnavailable, match="not complete"):
            ask()
    assert fresh.health().problem is not None
    fresh.apply([article(2, "甲乙")], [], lock_seconds=1)
    assert fresh.digests().keys() == {2}
    fresh.declare_complete(lock_seconds=1)
    assert fresh.is_complete()
    assert fresh.health().problem is None
    assert found(fresh, Everything()) == (2,)


def test_an_index_that_is_there_is_not_started_over_where_only_a_missing_one_is(
    made: EngineMaker, tmp_path: Path
) -> None:
    engine = made(tmp_path)
    engine.start_over(lock_seconds=1, only_where_missing=True)
    assert not engine.is_complete()
    engine.replace_all([article(1, "甲乙")])
    engine.start_over(lock_seconds=1, only_where_missing=True)
    assert found(engine, Everything()) == (1,)


def test_the_index_names_the_state_that_it_was_made_from(made: EngineMaker, tmp_path: Path) -> None:
    engine, other = made(tmp_path), made(tmp_path)
    engine.replace_all([article(1, "甲乙")], made_from=lambda: "first")
    assert other.state() == "first"
    engine.apply([article(2, "丙丁")], [], lock_seconds=1)
    assert other.state() == "first"
    engine.apply([], [2], lock_seconds=1, made_from=lambda: "second")
    assert other.state() == "second"
    engine.apply([], [], lock_seconds=1, made_from=lambda: "third")
    assert other.state() == "third"
    engine.replace_all([])
    assert other.state() is None


def test_more_is_asked_for_than_there_is(engine: Engine, documents: list[Document]) -> None:
    assert len(engine.find(Request(Everything(), limit=sys.maxsize)).hits) == len(documents)
    assert len(alike(engine, documents[0], limit=sys.maxsize)) < len(documents)


def test_two_engines_on_one_index_see_each_others_changes(made: EngineMaker, tmp_path: Path) -> None:
    one, other = made(tmp_path), made(tmp_path)
    one.replace_all([article(1, "甲乙")])
    assert found(other, Everything()) == (1,)
    other.apply([article(2, "丙丁")], [1], lock_seconds=1)
    assert found(one, Everything()) == (2,)


def test_articles_without_any_text_are_counted(fresh: Engine) -> None:
    fresh.apply([article(1), article(2, " "), article(3, "甲乙")], [], lock_seconds=1)
    assert found(fresh, Everything()) == (1, 2, 3)
    assert found(fresh, Not(Term("甲"))) == (1, 2)


# Reprints


def test_an_article_and_its_reprints_are_found_listed_and_counted_once(fresh: Engine) -> None:
    fresh.replace_all(
        [
            article(1, "建成爱心驿站八家。", newspaper="云川日报"),
            article(2, "建成爱心驿站八家。", newspaper="示例工人报", family=1),
            article(3, "建成爱心驿站三家。", newspaper="云川日报"),
        ]
    )
    answer = fresh.find(Request(Term("爱心驿站"), want_facets=True, want_ids=True))
    assert (answer.total, answer.exact, answer.ids) == (2, 2, (1, 3))
    assert answer.facets is not None
    assert answer.facets.newspapers == {"云川日报": 2}
    assert fresh.find(Request(Term("爱心驿站"), every_print=True)).total == 3


def test_what_stands_in_the_reprint_alone_finds_the_reprint(fresh: Engine) -> None:
    fresh.replace_all(
        [article(1, "建成爱心驿站八家。"), article(2, "建成驿站八家，编者按：值得一读。", family=1)]
    )
    assert found(fresh, Term("值得一读")) == (2,)
    assert found(fresh, And((Term("驿站"), Not(Term("值得一读"))))) == (1,)


def test_a_filter_that_only_the_reprint_passes_shows_the_reprint(fresh: Engine) -> None:
    fresh.replace_all(
        [
            article(1, "建成爱心驿站。", newspaper="云川日报"),
            article(2, "建成爱心驿站。", newspaper="示例工人报", family=1),
        ]
    )
    asked = Request(
        Term("爱心驿站"), filters=Filters(newspapers=("示例工人报",)), want_facets=True, want_ids=True
    )
    answer = fresh.find(asked)
    assert (answer.total, answer.ids) == (1, (2,))
    assert answer.facets is not None
    assert answer.facets.newspapers == {"云川日报": 1}, "the facet ignores its own filter"


def test_of_two_prints_the_one_that_holds_the_words_exactly_is_shown(fresh: Engine) -> None:
    fresh.replace_all(
        [
            article(1, "工会很忙，服务企业和职工。"),
            article(2, "工会服务职工。", family=1),
            article(3, "职工说工会的服务好。"),
        ]
    )
    answer = fresh.find(Request(Term("工会服务职工"), want_ids=True))
    assert (answer.total, answer.exact, answer.wider) == (2, 1, 1)
    assert [hit.id for hit in answer.hits] == [2, 3]


def test_reprints_whose_original_is_not_in_the_index_are_still_one(fresh: Engine) -> None:
    fresh.replace_all([article(5, "建成爱心驿站。", family=1), article(7, "建成爱心驿站。", family=1)])
    assert found(fresh, Term("爱心驿站")) == (5,)


def test_the_page_matter_of_a_reprint_adds_nothing_to_an_article_that_is_found(fresh: Engine) -> None:
    beside = (Block(BlockField.MATTER, "云川日报 爱心驿站专版"),)
    fresh.replace_all(
        [
            article(1, "建成爱心驿站。"),
            replace(article(2, "建成驿站。", family=1), matter=beside),
            replace(article(3, "另一件事。"), matter=beside),
        ]
    )
    beside_total = fresh.find(Request(Term("爱心驿站", quoted=True), want_matter=True))
    assert (beside_total.total, beside_total.only_matter) == (1, 1)
    among = fresh.find(Request(Term("爱心驿站", quoted=True), matter=True, want_matter=True, want_ids=True))
    assert (among.total, among.only_matter, among.ids) == (2, 1, (1, 3))


def test_a_reprint_is_not_offered_as_similar_to_its_original(fresh: Engine) -> None:
    text = "萤火虫驿站接待骑手，流动书屋走进工地，劳模工作室带出徒弟。"
    others = [article(n, f"第{n}件别的事情，与此无关。") for n in range(10, 30)]
    fresh.replace_all([article(1, text), article(2, text, family=1), article(3, text), *others])
    assert alike(fresh, article(1, text)) == [3]
