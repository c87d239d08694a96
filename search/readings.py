"""Other ways to read what was typed.

Signs and words that are operators elsewhere (维权；讨薪, 工会*, 作者:何平, 劳模 或 工匠) may as well be meant as they
stand. They are looked for as they stand, and each other reading is asked too and offered with what it finds, so that
nobody writes 未见 about a question that was meant otherwise.
"""

# ruff: noqa: RUF001 (full-width signs are what people type)

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from urllib.parse import unquote

from search.analysis import fold_text
from search.query import (
    EXCLUSION_SIGNS,
    QUOTE_SIGNS,
    YEARS_FIELD,
    And,
    Node,
    Not,
    Term,
    Years,
    canonical,
    conjunction,
    disjunction,
    is_sign,
    leaves,
    negation,
    replaced,
    tidy,
)
from search.syntax import ParsedQuery, QueryRefused, RepairKind, parse, read_years

MOST_READINGS = 6

WILDCARDS = "*?＊？"
SEPARATORS = "；;、,，。/／\\＼&＆+＋·・|｜~～—–-－:：=＝#＃>＞<＜!！"
"""What people put between key words. Between two digits each of them belongs to a number or a date."""
APART = re.compile(
    rf"(?<![0-9０-９])[{re.escape(SEPARATORS + WILDCARDS)}]+|[{re.escape(SEPARATORS + WILDCARDS)}]+(?![0-9０-９])"
)
BOOST = re.compile(r"[~^～＾][0-9.]*$")
"""讨薪~, 讨薪~2 and 维权^2: how alike, how near or how heavy, in other engines."""
NAMED = re.compile(r"([^\W\d]\w{0,7})[:：=＝](?!//)(.+)")
ALIASES = {
    "标题": ("题目", "题名", "篇名", "正题", "主标题"),
    "小标题": ("章节", "栏目", "分标题"),
    "报纸": ("报刊", "来源", "出处", "媒体", "刊物"),
    "单位": ("机构", "发文单位", "工会", "组织"),
    "地区": ("地域", "区域", "地方", "省份", "省", "市", "县", "区"),
    "正文": ("内容", "全文", "文中"),
    YEARS_FIELD: ("年", "年度", "时间", "日期"),
}
FIELD_OF_ALIAS = {alias: name for name, aliases in ALIASES.items() for alias in (name, *aliases)}
SPOKEN_OR = {"或", "或者", "或是", "还是"}
SPOKEN_AND = {"和", "与", "及", "以及", "并", "且", "并且", "而且", "同时", "跟", "同"}
SPOKEN_NOT = {"不含", "不包括", "不包含", "除了", "除去", "非", "不要", "排除"}
GARBLED = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
"""(read as, written as): 宸ヤ細 is 工会 written in UTF-8 and read as GB18030."""
HAN = re.compile("[\u4e00-\u9fff]")
ASKED = {RepairKind.UNCLOSED_QUOTE, RepairKind.NEGATIVE_NUMBER}


@dataclass(frozen=True, slots=True)
class Reading:
    """Another query that the same text may stand for. ``asked``: the text itself leaves it open, so it is always told."""

    query: ParsedQuery
    asked: bool = False


def readings(text: str, query: ParsedQuery) -> tuple[Reading, ...]:
    """Every other reading, without those that the bounds of a query forbid."""
    kinds = {repair.kind for repair in query.repairs}
    asked = kinds & ASKED
    found: dict[str, Reading] = {}
    for written, whether in chain(
        ((candidate, True) for candidate in _asked(text, query.node, asked)),
        ((candidate, False) for candidate in _decoded(text)),
        ((canonical(node), False) for node in chain(_of_leaves(query.node), _spoken(query.node))),
    ):
        other = _parsed(written)
        if other is not None and other.canonical not in found and other.node != query.node:
            found[other.canonical] = Reading(other, whether)
    return tuple(found.values())[:MOST_READINGS]


def _parsed(written: str) -> ParsedQuery | None:
    try:
        parsed = parse(written)
    except QueryRefused:
        return None
    return parsed if parsed.canonical else None


def _asked(text: str, node: Node, kinds: set[RepairKind]) -> Iterator[str]:
    if RepairKind.UNCLOSED_QUOTE in kinds:
        # “集体协商 机制: perhaps the words, each for itself.
        yield re.sub(f"[{''.join(QUOTE_SIGNS.values())}]", " ", text)
    if RepairKind.NEGATIVE_NUMBER in kinds:
        yield canonical(
            replaced(node, {leaf: other for leaf in leaves(node) if (other := _without_minus(leaf))})
        )


def _without_minus(leaf: Node) -> Node | None:
    """“-5℃” as the exclusion of 5℃."""
    if (
        isinstance(leaf, Term)
        and leaf.quoted
        and leaf.text[0] in EXCLUSION_SIGNS
        and leaf.text[1:2].isdecimal()
    ):
        return Not(Term(leaf.text[1:], field=leaf.field))
    return None


def _of_leaves(node: Node) -> Iterator[Node]:
    """Each bare term taken otherwise: the first other way of all of them, then the second."""
    ways = {leaf: tuple(_ways(leaf)) for leaf in leaves(node) if isinstance(leaf, Term) and not leaf.quoted}
    for turn in range(max(map(len, ways.values()), default=0)):
        yield replaced(node, {leaf: way[min(turn, len(way) - 1)] for leaf, way in ways.items() if way})


def _ways(term: Term) -> Iterator[Node]:
    text = term.text
    if named := NAMED.fullmatch(text):
        yield from _named(named[1], named[2])
    years = read_years(text)
    if (
        years is not None
        and not text.isdecimal()
        and not (isinstance(years, Years) and years.start == years.end)
    ):
        yield years
    if text[0] in "!！":
        yield negation(_term(term, text[1:]))
    plain = _without_edges(BOOST.sub("", text))
    if plain and plain != text:
        yield _term(term, plain)
    split = APART.split(BOOST.sub("", text))
    pieces = [piece for piece in map(_without_edges, split) if piece]
    if len(pieces) > 1:
        yield conjunction(_term(term, piece) for piece in pieces)
        yield disjunction(_term(term, piece) for piece in pieces)


def _without_edges(text: str) -> str:
    """The text without the signs that it begins and ends with; ℃ and ㎡ are written for letters."""
    while text and is_sign(text[0]):
        text = text[1:]
    while text and is_sign(text[-1]):
        text = text[:-1]
    return text


def _term(like: Term, text: str) -> Term:
    return Term(text, field=like.field)


def _named(name: str, value: str) -> Iterator[Node]:
    """作者:何平 as 何平, 题目:维权 as 标题:维权; a field that only this site has goes by its own name."""
    known = FIELD_OF_ALIAS.get(name)
    if known is not None:
        parsed = _parsed(f"{known}:{value}")
        if parsed is not None:
            yield parsed.node
    parsed = _parsed(value)
    if parsed is not None:
        yield parsed.node


def _spoken(node: Node) -> Iterator[Node]:
    """劳模 或 工匠 as 劳模 OR 工匠: words between key words that say how these belong together."""
    if not isinstance(node, And):
        return
    groups: list[list[Node]] = [[]]
    excluded = spoken = False
    for child in node.children:
        word = child.text if isinstance(child, Term) and not child.quoted and child.field is None else ""
        if word in SPOKEN_OR and groups[-1]:
            groups.append([])
            spoken = True
        elif word in SPOKEN_AND and groups[-1]:
            spoken = True
        elif word in SPOKEN_NOT:
            excluded = spoken = True
        else:
            groups[-1].append(negation(child) if excluded else child)
            excluded = False
    if spoken and all(groups):
        yield disjunction(conjunction(group) for group in groups)


def _decoded(text: str) -> Iterator[str]:
    """The text with a code taken back that another program put over it: %E5%B7%A5, &#24037;, 宸ヤ細."""
    decoders: list[Callable[[str], str]] = [unquote, unescape]
    for decode in decoders:
        plain = decode(text)
        if plain != text and HAN.search(plain):
            yield tidy(plain)
    for read_as, written_as in GARBLED:
        try:
            plain = text.encode(read_as).decode(written_as)
        except UnicodeError:
            continue
        if plain != text and HAN.search(plain) and not is_sign(fold_text(plain)):
            yield tidy(plain)
