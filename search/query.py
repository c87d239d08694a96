"""The query language as a tree with one canonical text form; ``search.syntax`` reads typed text into it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.analysis import plain_text


@dataclass(frozen=True, slots=True)
class Term:
    """Characters to find. ``quoted``: side by side and nothing else. ``field``: a key of FIELDS, or None."""

    text: str
    quoted: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """年份:2018..2021: articles whose period overlaps these years, both inclusive; an open end is None."""

    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """数字:会员总数>5万: articles that tell such a number. Which these are was looked up when the query was read.

    So all that is asked with one query (its hits, its counts, what it finds without one of its parts) is of one state.
    """

    text: str
    articles: frozenset[int] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: every published article."""


Node = Term | Years | Told | And | Or | Not | Everything

FIELDS = {
    "title": "标题",  # kicker, title and subtitle
    "heading": "小标题",
    "newspaper": "报纸",
    "issuer": "单位",
    "region": "地区",
    "body": "正文",  # paragraphs
}
YEARS_FIELD = "年份"
NUMBERS_FIELD = "数字"

FIELD_OF_NAME = {name: field for field, name in FIELDS.items()} | {
    # Readers from Hong Kong and Taiwan type 標題:工會; the canonical form is 标题:工會.
    "標題": "title",
    "小標題": "heading",
    "報紙": "newspaper",
    "單位": "issuer",
    "地區": "region",
}
NUMBERS_NAMES = (NUMBERS_FIELD, "數字")

FOREIGN_FIELDS = {
    "title": "标题",
    "headline": "标题",
    "heading": "小标题",
    "newspaper": "报纸",
    "paper": "报纸",
    "issuer": "单位",
    "organization": "单位",
    "unit": "单位",
    "region": "地区",
    "place": "地区",
    "area": "地区",
    "body": "正文",
    "text": "正文",
    "content": "正文",
    "year": YEARS_FIELD,
    "years": YEARS_FIELD,
    "date": YEARS_FIELD,
    "number": NUMBERS_FIELD,
    "numbers": NUMBERS_FIELD,
    "figure": NUMBERS_FIELD,
    "figures": NUMBERS_FIELD,
}
"""What users of other search engines write for a field; mended to the Chinese name, and said."""

_NAMES = "|".join(
    sorted([*FIELD_OF_NAME, YEARS_FIELD, *NUMBERS_NAMES, *FOREIGN_FIELDS], key=len, reverse=True)
)
FIELD_PREFIX = re.compile(f"({_NAMES})[:：]", re.IGNORECASE)
"""A field's name and its colon, "标题:" or "标题：". Read only where a term may begin: 各单位：… is text."""

FULL_WIDTH_QUOTE = "\uff02"
QUOTE_PAIRS = {
    '"': '"',
    FULL_WIDTH_QUOTE: '"',
    "“": "”",
    "”": "”",
    "„": "”",
    "「": "」",
    "｢": "」",
    "『": "』",
}
"""Each sign that opens a quotation, with the sign that its family closes with."""
QUOTE_SIGNS = {
    '"': f'"{FULL_WIDTH_QUOTE}',
    "”": "“”„",  # input methods alternate “ and ”, so that ”药“ is common
    "」": "「」｢｣",
    "』": "『』",
}
"""All signs of a family, by the one that closes it."""
OPENING_BRACKETS = "(（"
CLOSING_BRACKETS = ")）"
ALTERNATIVE_SIGNS = "|｜"
EXCLUSION_SIGNS = "-－"
KEYWORDS = ("AND", "OR", "NOT")

BREAKING_SIGNS = "".join(QUOTE_SIGNS.values()) + OPENING_BRACKETS + CLOSING_BRACKETS + ALTERNATIVE_SIGNS
BARE_RUN = re.compile(rf"[^\s{re.escape(BREAKING_SIGNS)}]+")
"""Characters that form one bare term; white space, quotation marks, brackets and | end it."""
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that a broken encoding left over: read as white space."""


HAS_LETTER = re.compile(r"[^\W_]")


def tidy(text: str) -> str:
    """The text with its white space and unreadable characters made single spaces."""
    return " ".join(UNREADABLE.sub(" ", text).split())


def is_bare(text: str, field: str | None) -> bool:
    """Whether a term of these characters can be written without quotation marks.

    After a field's colon signs and key words are plain characters: 标题:OR looks for OR in titles.
    """
    if not BARE_RUN.fullmatch(text) or UNREADABLE.search(text):
        return False
    return field is not None or not (
        text[0] in EXCLUSION_SIGNS
        or keyword_in_any_case(text) is not None
        or FIELD_PREFIX.match(text)
        or is_sign(text)
    )


FULL_WIDTH_LETTERS = {0xFEE0 + ord(letter): letter for letter in "ANDORT"}


def keyword_of(text: str) -> str | None:
    """AND, OR or NOT when the text is that key word, in half- or full-width capitals."""
    word = text.translate(FULL_WIDTH_LETTERS)
    return word if word in KEYWORDS else None


def keyword_in_any_case(text: str) -> str | None:
    """AND, OR or NOT when the text is that key word as other search engines allow it: or, Or."""
    return keyword_of(unicodedata.normalize("NFKC", text).upper())


def is_sign(text: str) -> bool:
    """Whether nothing but signs stand in it: & + ； ——; ㎡ and ℃ are written for letters."""
    return HAS_LETTER.search(plain_text(text)) is None


def begins_with_a_number(text: str) -> bool:
    """-5℃ may be a temperature, or ask for all without 5℃."""
    return text[:1].isdecimal()


def quotable(text: str) -> str:
    """The text as it can stand between quotation marks.

    Folding makes all quotation marks alike, so signs of one family may be written as those of another
    where a text holds every family at once.
    """
    text = tidy(text)
    if all(any(sign in text for sign in QUOTE_SIGNS[closing]) for closing in ('"', "」", "』")):
        for sign in QUOTE_SIGNS["』"]:
            text = text.replace(sign, '"')
    return text


def conjunction(nodes: Iterable[Node]) -> Node:
    """All of the nodes, without repetition and without needless levels."""
    children = _flattened(nodes, And)
    if not children:
        return Everything()
    return children[0] if len(children) == 1 else And(children)


def disjunction(nodes: Iterable[Node]) -> Node:
    """Any of the nodes, without repetition and without needless levels."""
    children = _flattened(nodes, Or)
    if not children:
        return Everything()
    return children[0] if len(children) == 1 else Or(children)


def negation(node: Node) -> Node:
    """What the node does not find; two negations cancel."""
    return node.child if isinstance(node, Not) else Not(node)


def _flattened(nodes: Iterable[Node], kind: type[And] | type[Or]) -> tuple[Node, ...]:
    flat: dict[Node, None] = {}
    for node in nodes:
        if isinstance(node, kind):
            flat.update(dict.fromkeys(node.children))
        elif not isinstance(node, Everything):
            flat[node] = None
    return tuple(flat)


def canonical(node: Node) -> str:
    """The one text form of a tree; reading it gives the tree again."""
    match node:
        case Everything():
            return ""
        case Term(text, quoted, field):
            prefix = "" if field is None else f"{FIELDS[field]}:"
            return prefix + (text if not quoted and is_bare(text, field) else _in_quotation_marks(text))
        case Years(start, end):
            return f"{YEARS_FIELD}:{written_years(start, end)}"
        case Told(text):
            written = text if is_bare(text, NUMBERS_FIELD) else _in_quotation_marks(text)
            return f"{NUMBERS_FIELD}:{written}"
        case Not(child):
            written = _operand(child, (And, Or))
            return f"NOT {written}" if begins_with_a_number(written) else f"-{written}"
        case And(children):
            return " ".join(_operand(child, (Or,)) for child in children)
        case Or(children):
            return " OR ".join(canonical(child) for child in children)


def written_years(start: int | None, end: int | None) -> str:
    """2018, 2018..2021, 2018.. or ..2021."""
    if start is not None and start == end:
        return str(start)
    return f"{'' if start is None else start}..{'' if end is None else end}"


def _operand(node: Node, bracketed: tuple[type, ...]) -> str:
    text = canonical(node)
    return f"({text})" if isinstance(node, bracketed) else text


def _in_quotation_marks(text: str) -> str:
    text = quotable(text)
    if not any(sign in text for sign in QUOTE_SIGNS['"']):
        return f'"{text}"'
    if not any(sign in text for sign in QUOTE_SIGNS["」"]):
        return f"「{text}」"
    return f"『{text}』"


def leaves(node: Node) -> Iterator[Term | Years | Told]:
    """Every term, range of years and number of the tree, from left to right."""
    match node:
        case Term() | Years() | Told():
            yield node
        case Not(child):
            yield from leaves(child)
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)


def exclusions(node: Node) -> int:
    """How many negations the tree holds."""
    match node:
        case Not(child):
            return 1 + exclusions(child)
        case And(children) | Or(children):
            return sum(map(exclusions, children))
        case _:
            return 0


def wanted_terms(node: Node) -> tuple[Term, ...]:
    """The terms that an article can be found by, without repetition; excluded ones are never marked."""
    return tuple(dict.fromkeys(leaf for leaf in wanted_leaves(node) if isinstance(leaf, Term)))


def wanted_leaves(node: Node) -> Iterator[Term | Years | Told]:
    """What an article can be found by, from left to right: every leaf that is not excluded."""
    match node:
        case Term() | Years() | Told():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from wanted_leaves(child)


def literally(node: Node) -> Node:
    """The query that finds its exact hits alone: each wanted term quoted, what is excluded left as it is."""
    match node:
        case Term(text, _, field):
            return Term(text, quoted=True, field=field)
        case And(children):
            return And(tuple(map(literally, children)))
        case Or(children):
            return Or(tuple(map(literally, children)))
        case _:
            return node


def replaced(node: Node, new_of: Mapping[Node, Node]) -> Node:
    """The tree with some of its leaves changed for other trees."""
    match node:
        case And(children):
            return conjunction(replaced(child, new_of) for child in children)
        case Or(children):
            return disjunction(replaced(child, new_of) for child in children)
        case Not(child):
            return negation(replaced(child, new_of))
        case _:
            return new_of.get(node, node)


def constraints(node: Node) -> tuple[Node, ...]:
    """The parts that all have to hold; each is a chip on the search page."""
    match node:
        case Everything():
            return ()
        case And(children):
            return children
        case _:
            return (node,)


def without(node: Node, constraint: Node) -> Node:
    """The query with one of its constraints taken away."""
    return conjunction(part for part in constraints(node) if part != constraint)
