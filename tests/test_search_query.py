"""The query language: what is typed, what is searched, what was mended on the way."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from search.analysis import fold_text
from search.query import (
    FIELDS,
    FULL_WIDTH_QUOTE,
    KEYWORDS,
    And,
    Everything,
    Node,
    Not,
    Or,
    Term,
    Years,
    canonical,
    conjunction,
    constraints,
    disjunction,
    exclusions,
    is_bare,
    leaves,
    negation,
    quotable,
    tidy,
    wanted_terms,
    without,
)
from search.repairs import NothingAsked, QueryRefused, QueryTooLarge, RepairKind
from search.syntax import MAX_CHARACTERS, MAX_EXCLUSIONS, MAX_TERMS, parse
from search.tokens import MAX_NESTING


def wide(text: str) -> str:
    """The characters as an input method in full-width mode types them."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def tree(text: str) -> Node:
    return parse(text).node


def repairs(text: str) -> list[RepairKind]:
    return [repair.kind for repair in parse(text).repairs]


def test_a_word_is_a_term() -> None:
    assert tree("集体协商") == Term("集体协商")


@pytest.mark.parametrize("space", [" ", "   ", "\u3000", "\t", "\n"])
def test_a_space_of_any_kind_means_and(space: str) -> None:
    assert tree(f"工会{space}协商") == And((Term("工会"), Term("协商")))


@pytest.mark.parametrize(
    "text",
    ["工会 OR 协商", "工会|协商", "工会 | 协商", "工会｜协商", f"工会 {wide('OR')} 协商", "工会||协商"],
)
def test_or_and_the_bar_ask_for_either(text: str) -> None:
    assert tree(text) == Or((Term("工会"), Term("协商")))


@pytest.mark.parametrize(
    "text", ["工会 -协商", "工会 NOT 协商", "工会 －协商", "工会 AND NOT 协商", f"工会 {wide('NOT')} 协商"]
)
def test_minus_and_not_exclude(text: str) -> None:
    assert tree(text) == And((Term("工会"), Not(Term("协商"))))


def test_a_hyphen_inside_a_word_is_a_character() -> None:
    assert tree("2023-10-26") == Term("2023-10-26")


def test_and_binds_tighter_than_or() -> None:
    assert tree("a b OR c") == Or((And((Term("a"), Term("b"))), Term("c")))


def test_brackets_group_in_both_widths() -> None:
    expected = And((Term("帮扶"), Or((Term("工会"), Term("协商")))))
    assert tree("帮扶 (工会 OR 协商)") == expected
    assert tree("帮扶（工会｜协商）") == expected


@pytest.mark.parametrize(
    "text",
    [
        '"集体 协商"',
        "“集体 协商”",
        "「集体 协商」",
        "『集体 协商』",
        f"{FULL_WIDTH_QUOTE}集体 协商{FULL_WIDTH_QUOTE}",
        "”集体 协商”",
        "“集体 协商“",
    ],
)
def test_quotation_marks_of_all_kinds_quote(text: str) -> None:
    parsed = parse(text)
    assert parsed.node == Term("集体 协商", quoted=True)
    assert parsed.canonical == '"集体 协商"'
    assert parsed.repairs == ()


def test_quotation_marks_inside_others_are_characters() -> None:
    assert tree('"推进“四季送”工作"') == Term("推进“四季送”工作", quoted=True)
    assert tree("“推进“四季送”工作”") == Term("推进“四季送”工作", quoted=True)
    assert canonical(tree('「推进"四季送"工作」')) == '「推进"四季送"工作」'


def test_a_quotation_begun_in_chinese_and_ended_in_latin_is_read() -> None:
    assert tree('“集体协商"') == Term("集体协商", quoted=True)


@pytest.mark.parametrize(("name", "field"), [(name, field) for field, name in FIELDS.items()])
def test_each_field_is_asked_by_its_chinese_name(name: str, field: str) -> None:
    assert tree(f"{name}:工会") == Term("工会", field=field)
    assert tree(f"{name}：“工会”") == Term("工会", quoted=True, field=field)
    assert tree(f"{name}: 工会 协商") == And((Term("工会", field=field), Term("协商")))
    assert tree(f"-{name}:工会") == Not(Term("工会", field=field))


def test_a_field_before_brackets_holds_for_each_term_in_them() -> None:
    parsed = parse("标题:(工会 OR 单位:协商)")
    assert parsed.node == Or((Term("工会", field="title"), Term("协商", field="issuer")))
    assert parsed.canonical == "标题:工会 OR 单位:协商"


def test_a_field_name_inside_a_word_is_text() -> None:
    assert tree("各单位：一是") == Term("各单位：一是")


def test_traditional_field_names_are_known() -> None:
    assert parse("標題:工會").canonical == "标题:工會"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("年份:2018", Years(2018, 2018)),
        ("年份:2018年", Years(2018, 2018)),
        (f"年份：{wide('2018')}", Years(2018, 2018)),
        ("年份:2018..2021", Years(2018, 2021)),
        ("年份:2018-2021", Years(2018, 2021)),
        ("年份:2018～2021", Years(2018, 2021)),
        ("年份:2018—2021年", Years(2018, 2021)),
        ("年份:2018——2021", Years(2018, 2021)),
        ("年份:2018至2021", Years(2018, 2021)),
        ("年份: 2018..2021", Years(2018, 2021)),
        ("年份:2018..", Years(2018, None)),
        ("年份:..2021", Years(None, 2021)),
    ],
)
def test_years_are_read_however_a_range_is_written(text: str, years: Years) -> None:
    assert tree(text) == years
    assert tree(canonical(years)) == years


def test_reversed_years_are_turned_round_and_said() -> None:
    assert tree("年份:2021..2018") == Years(2018, 2021)
    assert repairs("年份:2021..2018") == [RepairKind.REVERSED_YEARS]


@pytest.mark.parametrize("text", ["年份:去年", "年份:", "年份:..", "年份:18", f"年份:201{wide('90')}"])
def test_years_that_cannot_be_read_are_searched_as_text_and_said(text: str) -> None:
    assert tree(text) == Term(text, quoted=True)
    assert repairs(text) == [RepairKind.UNREADABLE_YEARS]


@pytest.mark.parametrize(
    ("text", "mended", "kind"),
    [
        ('"集体协商', '"集体协商"', RepairKind.UNCLOSED_QUOTE),
        ("（工会 协商", "工会 协商", RepairKind.UNCLOSED_BRACKET),
        ("工会） 协商", "工会 协商", RepairKind.STRAY_BRACKET),
        ("工会」协商", "工会 协商", RepairKind.STRAY_SIGN),
        ("工会 - 协商", "工会 协商", RepairKind.STRAY_SIGN),
        ("工会 () 协商", "工会 协商", RepairKind.EMPTY_BRACKETS),
        ('工会 ""', "工会", RepairKind.EMPTY_QUOTES),
        ("工会 OR", "工会", RepairKind.DANGLING_OPERATOR),
        ("| 工会", "工会", RepairKind.DANGLING_OPERATOR),
        ("工会 OR OR 协商", "工会 OR 协商", RepairKind.DANGLING_OPERATOR),
        ("工会 NOT", "工会", RepairKind.DANGLING_OPERATOR),
        ("AND 工会", "工会", RepairKind.DANGLING_OPERATOR),
        ("工会 AND", "工会", RepairKind.DANGLING_OPERATOR),
        ("--工会", "工会", RepairKind.DOUBLE_NEGATION),
        ("工会 标题:", '工会 "标题:"', RepairKind.EMPTY_FIELD),
    ],
)
def test_what_cannot_be_read_is_mended_and_said(text: str, mended: str, kind: RepairKind) -> None:
    parsed = parse(text)
    assert parsed.canonical == mended
    assert kind in [repair.kind for repair in parsed.repairs]
    assert all(repair.message for repair in parsed.repairs)


@pytest.mark.parametrize("text", ["）", "“", "OR", "NOT", "-", "（）", "|", '""', "「", "--", "（“”）"])
def test_signs_alone_are_searched_as_they_are(text: str) -> None:
    parsed = parse(text)
    assert parsed.node == Term(quotable(text), quoted=True)
    assert [repair.kind for repair in parsed.repairs] == [RepairKind.ONLY_SIGNS]
    assert tree(parsed.canonical) == parsed.node


def test_nothing_typed_means_every_article() -> None:
    assert parse("").node == Everything()
    assert parse("").repairs == ()


@pytest.mark.parametrize("text", ["  ", "\u3000\n", "\x00", "\u200b", "\ufeff \u200d", "\udcb9\udca4"])
def test_what_cannot_be_seen_asks_for_nothing_and_never_for_everything(text: str) -> None:
    with pytest.raises(NothingAsked, match="没有可查的字"):
        parse(text)


@pytest.mark.parametrize("text", ["工会 \u200b", "工会 “\u200b”", "工会 -\u200b", "工会 | \u200b"])
def test_an_invisible_term_is_left_out_and_said(text: str) -> None:
    parsed = parse(text)
    assert parsed.node == Term("工会")
    assert parsed.repairs != ()


def test_the_canonical_form_needs_no_mending() -> None:
    assert repairs(parse("（工会 OR 「四季送 -药").canonical) == []


def test_repetition_is_dropped() -> None:
    assert tree("药 药 （药 医）") == And((Term("药"), Term("医")))


def test_a_long_query_is_refused_with_its_length() -> None:
    assert parse("会" * MAX_CHARACTERS).node == Term("会" * MAX_CHARACTERS)
    with pytest.raises(QueryTooLarge, match="201"):
        parse("会" * (MAX_CHARACTERS + 1))


def test_a_query_of_many_terms_is_refused_with_their_number() -> None:
    terms = [f"甲{number}" for number in range(MAX_TERMS + 1)]
    assert len(list(leaves(tree(" ".join(terms[:-1]))))) == MAX_TERMS
    with pytest.raises(QueryTooLarge, match="13"):
        parse(" ".join(terms))


def test_a_query_of_many_exclusions_is_refused_with_their_number() -> None:
    terms = [f"-甲{number}" for number in range(MAX_EXCLUSIONS + 1)]
    assert exclusions(tree(" ".join(terms[:-1]))) == MAX_EXCLUSIONS
    with pytest.raises(QueryTooLarge, match="5"):
        parse(" ".join(terms))


def test_deep_brackets_are_refused_before_they_are_read() -> None:
    assert tree("(" * MAX_NESTING + "工会") == Term("工会")
    with pytest.raises(QueryTooLarge, match=str(MAX_NESTING)):
        parse("(" * (MAX_NESTING + 1) + "工会")


def test_a_query_that_is_too_long_when_written_out_is_refused() -> None:
    words = " ".join("集体协商工作要约行动深入开展取得实效" for _ in range(1))
    alternatives = "|".join(f"{words}{number}" for number in range(9))
    assert len(alternatives) <= MAX_CHARACTERS
    with pytest.raises(QueryTooLarge, match="写全"):
        parse(f"标题:({alternatives})")


def test_terms_to_mark_leave_out_the_excluded_ones() -> None:
    assert wanted_terms(tree("工会 -协商 (“四季送” OR -药) 年份:2018")) == (
        Term("工会"),
        Term("四季送", quoted=True),
    )


def test_a_constraint_can_be_taken_away() -> None:
    node = tree("工会 -协商 年份:2018")
    assert constraints(node) == (Term("工会"), Not(Term("协商")), Years(2018, 2018))
    assert canonical(without(node, Not(Term("协商")))) == "工会 年份:2018"
    assert without(Term("工会"), Term("工会")) == Everything()


# Signs that mean something in the language, beside a few plain characters: random text over these meets
# every rule, where random Unicode would meet almost none.
SIGNS = [
    *'"“”„「」｢｣『』()（）|｜-－:： \u3000..…—～药工会a，\n\u200b\x00',
    *wide('"02A'),
    *KEYWORDS,
    "标题:",
    "年份：",
    "2018",
]
TYPED = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join) | st.text(max_size=220)


@given(TYPED)
@example("“药“ ”")
@example("a 「“』」 』")
def test_whatever_is_typed_has_a_canonical_form_that_reads_the_same(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryRefused:
        return
    again = parse(parsed.canonical)
    assert again.node == parsed.node
    assert again.canonical == parsed.canonical
    assert again.repairs == ()


CHARACTERS = st.text(
    st.sampled_from('药工会协商a1-，:：OR"“”「」『』()| ') | st.characters(), min_size=1, max_size=12
)
FIELD = st.none() | st.sampled_from(list(FIELDS))


def _quoted(text: str, field: str | None) -> Term | None:
    text = quotable(text)
    return Term(text, quoted=True, field=field) if fold_text(text) else None


def _bare(text: str, field: str | None) -> Term | None:
    return Term(text, field=field) if is_bare(text, field) and fold_text(text) else None


TERMS = st.builds(_quoted, CHARACTERS, FIELD) | st.builds(_bare, CHARACTERS, FIELD)
YEAR = st.integers(1900, 2100)
YEARS = (
    st.builds(lambda a, b: Years(min(a, b), max(a, b)), YEAR, YEAR)
    | st.builds(lambda a: Years(a, None), YEAR)
    | st.builds(lambda a: Years(None, a), YEAR)
)
TREES = st.recursive(
    TERMS.filter(lambda term: term is not None) | YEARS,
    lambda nodes: (
        st.lists(nodes, min_size=1, max_size=4).map(conjunction)
        | st.lists(nodes, min_size=1, max_size=4).map(disjunction)
        | nodes.map(negation)
    ),
    max_leaves=8,
)


@given(TREES)
@example(Not(And((Term("工会"), Or((Term("协商"), Not(Term("药"))))))))
def test_every_tree_is_read_back_from_its_canonical_form(node: Node) -> None:
    try:
        parsed = parse(canonical(node))
    except QueryTooLarge:
        assume(False)
    assert parsed.node == node
    assert parsed.repairs == ()


@given(st.text(max_size=30))
def test_a_quoted_text_reaches_the_engine_with_its_characters(text: str) -> None:
    text = tidy(text)
    assume(
        fold_text(text) and not any(sign in text for sign in ('"', FULL_WIDTH_QUOTE)) and text not in KEYWORDS
    )
    assert tree(f'"{text}"') == Term(quotable(text), quoted=True)
