"""Other ways to read what was typed.

Signs and words that are operators elsewhere (维权；讨薪, 工会*, 作者:何平, 劳模 或 工匠) may as well be meant as they
stand. They are looked for as they stand, and each other reading is asked too and offered with what it finds, so that
nobody writes 未见 about a question that was meant otherwise.
"""

# ruff: noqa: RUF001 (full-width signs are what people type)

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import chain
from urllib.parse import unquote

from search.analysis import fold_text
from search.query import (
    EXCLUSION_SIGNS,
    QUOTE_SIGNS,
    YEARS_FIELD,
    And,
    Everything,
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
from search.repairs import QueryRefused, RepairKind
from search.syntax import MAX_TERMS, ParsedQuery, parse
from search.written_years import read_years, spoken_years

MOST_READINGS = 10

WILDCARDS = "*?＊？"
SEPARATORS = "；;、,，。/／\\＼&＆+＋·・|｜~～—–-－:：=＝#＃>＞<＜!！"
"""What people put between key words. Between two digits each of them belongs to a number or a date."""
APART = re.compile(
    rf"(?<![0-9０-９])[{re.escape(SEPARATORS + WILDCARDS)}]+|[{re.escape(SEPARATORS + WILDCARDS)}]+(?![0-9０-９])"
)
GROUPED = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])")
"""12 345人: in a text a space between groups of digits belongs to the number, in a query it parts two terms."""
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
GLUED = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:and|or|not)(?=[\u4e00-\u9fff])|^(?:and|or|not)(?=[\u4e00-\u9fff])", re.IGNORECASE
)
"""维权and讨薪, 维权 AND讨薪: an operator without its spaces."""
TAGS = re.compile(r"<[a-zA-Z/][^<>]*>")
SPOKEN_OR = {"或", "或者", "或是", "还是"}
SPOKEN_AND = {
    "和",
    "与",
    "及",
    "以及",
    "并",
    "且",
    "并且",
    "而且",
    "同时",
    "跟",
    "同",
    "near",
    "within",
    "with",
}
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
        (
            (canonical(node), False)
            for node in chain(_of_leaves(query.node), _spoken(query.node), _unspaced(query.node))
        ),
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
    yield from _grouped(text, node)


def _grouped(text: str, node: Node) -> Iterator[str]:
    """12 345人 as 12345人; within quotation marks it is one number already."""
    plain = tidy(unicodedata.normalize("NFKC", text))
    joined = GROUPED.sub(lambda number: number[0].replace(" ", ""), plain)
    if joined != plain and (parsed := _parsed(joined)) and len([*leaves(parsed.node)]) < len([*leaves(node)]):
        yield joined


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
    for ways in (_as_field, _as_operator, _as_years, _plain, _apart):
        yield from ways(term)


def _as_field(term: Term) -> Iterator[Node]:
    """题目:维权 as 标题:维权, 作者:何平 as 何平; site:gov.cn narrows elsewhere what has no meaning here."""
    named = NAMED.fullmatch(term.text)
    if named is None:
        return
    name, value = named.groups()
    for written in (*([f"{FIELD_OF_ALIAS[name]}:{value}"] if name in FIELD_OF_ALIAS else []), value):
        if parsed := _parsed(written):
            yield parsed.node
    if name.isascii():
        yield Everything()


def _as_operator(term: Term) -> Iterator[Node]:
    """!讨薪 and 不含讨薪 as an exclusion, 维权and讨薪 as both, the ~3 of "工会 职工"~3 as nothing at all."""
    text = term.text
    if BOOST.fullmatch(text):
        yield Everything()
    prefix = next((word for word in ("!", "！", *SPOKEN_NOT) if word != "非" and text.startswith(word)), "")
    if prefix and text != prefix:
        yield negation(_term(term, text.removeprefix(prefix)))
    spaced = GLUED.sub(lambda found: f" {found[0].upper()} ", text)
    if spaced != text and (parsed := _parsed(spaced)):
        yield parsed.node


def _as_years(term: Term) -> Iterator[Node]:
    """2016-2020 and 十三五 as 年份:2016..2020, 二〇一九年 as 年份:2019, 去年 as the year that it is today."""
    years = read_years(term.text) or spoken_years(term.text)
    if years is not None:
        yield years


def _plain(term: Term) -> Iterator[Node]:
    """工会*, +工会, 【工会】, 工会^2 as 工会."""
    plain = _without_edges(BOOST.sub("", term.text))
    if plain and plain != term.text:
        yield _term(term, plain)


def _apart(term: Term) -> Iterator[Node]:
    """维权；讨薪 as both, and as either."""
    split = APART.split(BOOST.sub("", term.text))
    pieces = [piece for piece in map(_without_edges, split) if piece]
    if len(pieces) > 1:
        # More pieces than a query may hold: what all of them find, the first of them find too.
        terms = [_term(term, piece) for piece in pieces[:MAX_TERMS]]
        yield conjunction(terms)
        yield disjunction(terms)


def _without_edges(text: str) -> str:
    """The text without the signs that it begins and ends with; ℃ and ㎡ are written for letters."""
    while text and is_sign(text[0]):
        text = text[1:]
    while text and is_sign(text[-1]):
        text = text[:-1]
    return text


def _term(like: Term, text: str) -> Term:
    return Term(text, field=like.field)


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


def _unspaced(node: Node) -> Iterator[Node]:
    """标题 维权 as 标题:维权, and 年份:2016 2018 as either year: a colon or a comma was left out."""
    if not isinstance(node, And):
        return
    children = node.children
    texts = [child.text if isinstance(child, Term) and child.field is None else "" for child in children]
    for place, name in enumerate(texts[:-1]):
        if name in FIELD_OF_ALIAS and (parsed := _parsed(f"{FIELD_OF_ALIAS[name]}:{texts[place + 1]}")):
            yield conjunction((*children[:place], parsed.node, *children[place + 2 :]))
    if any(isinstance(child, Years) for child in children):
        years = [
            child if isinstance(child, Years) else read_years(t)
            for child, t in zip(children, texts, strict=True)
        ]
        others = [child for child, year in zip(children, years, strict=True) if year is None]
        yield conjunction((*others, disjunction(year for year in years if year is not None)))


def _decoded(text: str) -> Iterator[str]:
    """The text with a code taken back that another program put over it: %E5%B7%A5, &#24037;, <br>, 宸ヤ細."""
    decoders: list[Callable[[str], str]] = [unquote, unescape, partial(TAGS.sub, " ")]
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
