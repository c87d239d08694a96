"""From what a user typed to a query tree. Any text is read; what has to be mended on the way is told.

query    = branch { OR branch }                     OR or |
branch   = factor { [AND] factor }                  a space is AND
factor   = "-" factor | NOT factor | "(" query ")" | [field ":"] ( term | "(" query ")" )
term     = characters | quoted characters
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from django.utils.translation import gettext as _

from search.query import (
    ALTERNATIVE_SIGNS,
    BARE_RUN,
    CLOSING_BRACKETS,
    EXCLUSION_SIGNS,
    FIELD_OF_NAME,
    FIELD_PREFIX,
    OPENING_BRACKETS,
    QUOTE_PAIRS,
    QUOTE_SIGNS,
    YEARS_FIELD,
    Everything,
    Node,
    Term,
    Years,
    canonical,
    conjunction,
    disjunction,
    exclusions,
    keyword_of,
    leaves,
    negation,
    quotable,
    tidy,
)

# Far above what people type and far below what makes any engine slow: a stock site was stopped for
# 30 s by two requests with 790 excluded terms each.
MAX_CHARACTERS = 200
MAX_TERMS = 12
MAX_EXCLUSIONS = 4
MAX_NESTING = 5

YEAR = "(1[89][0-9]{2}|20[0-9]{2}|2100)年?"
YEAR_RANGE = re.compile(rf"(?:{YEAR})?(\.{{2,}}|…+|-|—+|~|至|到)(?:{YEAR})?")
SINGLE_YEAR = re.compile(YEAR)
WIDTH_OF_YEARS = {0xFF10 + digit: str(digit) for digit in range(10)} | str.maketrans("．－～–", ".-~-")
"""Input methods in full-width mode write all digits wide."""


class RepairKind(StrEnum):
    UNCLOSED_QUOTE = "unclosed-quote"
    EMPTY_QUOTES = "empty-quotes"
    STRAY_SIGN = "stray-sign"
    UNCLOSED_BRACKET = "unclosed-bracket"
    STRAY_BRACKET = "stray-bracket"
    EMPTY_BRACKETS = "empty-brackets"
    DANGLING_OPERATOR = "dangling-operator"
    EMPTY_FIELD = "empty-field"
    UNREADABLE_YEARS = "unreadable-years"
    REVERSED_YEARS = "reversed-years"
    DOUBLE_NEGATION = "double-negation"
    ONLY_SIGNS = "only-signs"


@dataclass(frozen=True, slots=True)
class Repair:
    """Something in the query that had to be read otherwise than it was written."""

    kind: RepairKind
    message: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``node`` is what is searched, ``canonical`` the same as text, ``repairs`` how it was mended."""

    node: Node
    canonical: str
    repairs: tuple[Repair, ...] = ()


class QueryTooLarge(ValueError):
    """The query is past a bound; the message tells the user which one, and by how much."""


def parse(text: str) -> ParsedQuery:
    """Read a query. Raises QueryTooLarge, and nothing else, whatever the text."""
    text = tidy(text)
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge(
            _("查询最多 %(most)d 个字符，这一条有 %(count)d 个。请只留下最能说明问题的几个词。")
            % {"most": MAX_CHARACTERS, "count": len(text)}
        )
    tokens = _Tokens(text)
    parser = _Parser(tokens)
    node = parser.whole()
    repairs = [*tokens.repairs, *parser.repairs]
    if isinstance(node, Everything) and text:
        # "）", "OR" or "“" alone: an article may well hold just these characters, so they are what is meant.
        node = Term(quotable(text), quoted=True)
        repairs = [Repair(RepairKind.ONLY_SIGNS, _("查询里只有符号，已按原样查找这些符号。"))]
    _check_bounds(node)
    return ParsedQuery(node, canonical(node), tuple(dict.fromkeys(repairs)))


def _check_bounds(node: Node) -> None:
    terms = sum(1 for _leaf in leaves(node))
    if terms > MAX_TERMS:
        raise QueryTooLarge(
            _("一次最多查 %(most)d 个词，这一条有 %(count)d 个。请减少几个词，或分几次查。")
            % {"most": MAX_TERMS, "count": terms}
        )
    excluded = exclusions(node)
    if excluded > MAX_EXCLUSIONS:
        raise QueryTooLarge(
            _("一次最多排除 %(most)d 个词，这一条排除了 %(count)d 个。")
            % {"most": MAX_EXCLUSIONS, "count": excluded}
        )
    written = canonical(node)
    if len(written) > MAX_CHARACTERS:
        # 标题:(甲 乙 丙) is written out as 标题:甲 标题:乙 标题:丙, and links carry the written form.
        raise QueryTooLarge(
            _("查询写全以后有 %(count)d 个字符，最多 %(most)d 个。请减少几个词。")
            % {"most": MAX_CHARACTERS, "count": len(written)}
        )


class _Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    FIELD = auto()
    TERM = auto()
    YEARS = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    node: Term | Years | None = None


_KIND_OF_KEYWORD = {"AND": _Kind.AND, "OR": _Kind.OR, "NOT": _Kind.NOT}
_STRAY_CLOSERS = "".join(sign for signs in QUOTE_SIGNS.values() for sign in signs if sign not in QUOTE_PAIRS)


class _Tokens:
    """Cuts a query into tokens from left to right, each character once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.repairs: list[Repair] = []
        self.tokens = list(self._read())

    def _repair(self, kind: RepairKind, message: str) -> None:
        self.repairs.append(Repair(kind, message))

    def _read(self) -> Iterator[_Token]:
        text, depth = self.text, 0
        while self.at < len(text):
            sign = text[self.at]
            if sign.isspace():
                self.at += 1
            elif sign in OPENING_BRACKETS:
                self.at += 1
                depth += 1
                if depth > MAX_NESTING:
                    raise QueryTooLarge(_("括号最多套 %(most)d 层。") % {"most": MAX_NESTING})
                yield _Token(_Kind.OPEN, sign)
            elif sign in CLOSING_BRACKETS:
                self.at += 1
                depth = max(depth - 1, 0)
                yield _Token(_Kind.CLOSE, sign)
            elif sign in ALTERNATIVE_SIGNS:
                while self.at < len(text) and text[self.at] in ALTERNATIVE_SIGNS:
                    self.at += 1
                yield _Token(_Kind.OR, sign)
            elif sign in EXCLUSION_SIGNS:
                yield from self._exclusion(sign)
            elif sign in _STRAY_CLOSERS:
                self.at += 1
                self._repair(RepairKind.STRAY_SIGN, _("多出的“%(sign)s”已略去。") % {"sign": sign})
            else:
                yield from self._term()

    def _term(self) -> Iterator[_Token]:
        if self.text[self.at] in QUOTE_PAIRS:
            yield from self._quotation(None)
        elif field := FIELD_PREFIX.match(self.text, self.at):
            self.at = field.end()
            yield from self._field(field[1], field[0])
        else:
            run = self._bare_run()
            keyword = keyword_of(run)
            if keyword is not None:
                yield _Token(_KIND_OF_KEYWORD[keyword], run)
            else:
                yield _Token(_Kind.TERM, run, Term(run))

    def _exclusion(self, sign: str) -> Iterator[_Token]:
        if self._exclusion_has_no_operand():
            self._repair(
                RepairKind.STRAY_SIGN,
                _("单独的“%(sign)s”已略去；要排除一个词，把它紧挨着写在词前，如 -药。") % {"sign": sign},
            )
        else:
            yield _Token(_Kind.NOT, sign)
        self.at += 1

    def _exclusion_has_no_operand(self) -> bool:
        following = self.text[self.at + 1 : self.at + 2]
        return not following or following.isspace() or following in CLOSING_BRACKETS + ALTERNATIVE_SIGNS

    def _bare_run(self) -> str:
        run = BARE_RUN.match(self.text, self.at)
        if run is None:
            return ""
        self.at = run.end()
        return run[0]

    def _field(self, name: str, written: str) -> Iterator[_Token]:
        if name == YEARS_FIELD:
            yield self._years(written)
        elif self.at < len(self.text) and self.text[self.at] in QUOTE_PAIRS:
            yield from self._quotation(FIELD_OF_NAME[name])
        elif run := self._bare_run():
            yield _Token(_Kind.TERM, run, Term(run, field=FIELD_OF_NAME[name]))
        else:
            yield _Token(_Kind.FIELD, written)

    def _years(self, written: str) -> _Token:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        run = self._bare_run()
        years = read_years(run)
        if years is None:
            self._repair(
                RepairKind.UNREADABLE_YEARS,
                _("“%(written)s”读不出年份，已按文字查找；年份写作 年份:2019 或 年份:2018..2021。")
                % {"written": written + run},
            )
            return _Token(_Kind.TERM, written + run, Term(quotable(written + run), quoted=True))
        if years.start is not None and years.end is not None and years.start > years.end:
            self._repair(RepairKind.REVERSED_YEARS, _("起止年份已对调。"))
            years = Years(years.end, years.start)
        return _Token(_Kind.YEARS, written + run, years)

    def _quotation(self, field: str | None) -> Iterator[_Token]:
        opening = self.text[self.at]
        end = self._end_of_quotation()
        if end is None:
            end = len(self.text)
            self._repair(RepairKind.UNCLOSED_QUOTE, _("引号没有成对，已在末尾补上。"))
        text = tidy(self.text[self.at + 1 : end])
        self.at = min(end + 1, len(self.text))
        if text:
            yield _Token(_Kind.TERM, text, Term(quotable(text), quoted=True, field=field))
        else:
            self._repair(RepairKind.EMPTY_QUOTES, _("空的引号“%(sign)s”已略去。") % {"sign": opening})

    def _end_of_quotation(self) -> int | None:
        opening = self.text[self.at]
        closing = QUOTE_PAIRS[opening]
        family = QUOTE_SIGNS[closing]
        if opening == "“":
            # “推进“四季送”工作” is one quotation, as the newspaper printed it inside another.
            depth = 0
            for at in range(self.at, len(self.text)):
                depth += {"“": 1, "”": -1}.get(self.text[at], 0)
                if depth == 0:
                    return at
        closers = family if closing in '"”' else {"」": "」｣", "』": "』"}[closing]
        for at in range(self.at + 1, len(self.text)):
            if self.text[at] in closers:
                return at
        if closing == "”":
            # “药" : the input method was switched off half-way.
            for at in range(self.at + 1, len(self.text)):
                if self.text[at] in QUOTE_SIGNS['"']:
                    return at
        return None


def read_years(text: str) -> Years | None:
    """2018, 2018年, 2018..2021, 2018-2021, 2018～, ..2021; None when it is none of these."""
    text = text.translate(WIDTH_OF_YEARS)
    if single := SINGLE_YEAR.fullmatch(text):
        return Years(int(single[1]), int(single[1]))
    span = YEAR_RANGE.fullmatch(text)
    if span is None or not (span[1] or span[3]):
        return None
    return Years(int(span[1]) if span[1] else None, int(span[3]) if span[3] else None)


class _Parser:
    """Recursive descent over the tokens; its depth is bounded by the nesting that the tokens allow."""

    def __init__(self, tokens: _Tokens) -> None:
        self.tokens = tokens.tokens
        self.at = 0
        self.repairs: list[Repair] = []

    def whole(self) -> Node:
        return self._alternatives(None, inside_brackets=False) or Everything()

    def _repair(self, kind: RepairKind, message: str) -> None:
        self.repairs.append(Repair(kind, message))

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _dangling(self, token: _Token) -> None:
        self._repair(
            RepairKind.DANGLING_OPERATOR, _("“%(sign)s”旁边缺少词语，已略去。") % {"sign": token.text}
        )

    def _alternatives(self, field: str | None, *, inside_brackets: bool) -> Node | None:
        branches: list[Node] = []
        lonely: _Token | None = None  # an OR that has no branch on one of its sides
        while True:
            branch = self._branch(field, inside_brackets=inside_brackets)
            if branch is not None:
                branches.append(branch)
            token = self._peek()
            if lonely is not None and branch is None:
                self._dangling(lonely)
            if token is None or token.kind is not _Kind.OR:
                return disjunction(branches) if branches else None
            if branch is None and lonely is None:
                self._dangling(token)
            lonely = token
            self.at += 1

    def _branch(self, field: str | None, *, inside_brackets: bool) -> Node | None:
        factors: list[Node] = []
        joining: _Token | None = None  # an AND that waits for its right side
        while (token := self._peek()) is not None and token.kind is not _Kind.OR:
            if token.kind is _Kind.CLOSE:
                if inside_brackets:
                    break
                self.at += 1
                self._repair(RepairKind.STRAY_BRACKET, _("多出的右括号已略去。"))
            elif token.kind is _Kind.AND:
                self.at += 1
                if not factors or joining is not None:
                    self._dangling(token)
                joining = token
            else:
                factor = self._factor(field)
                if factor is not None:
                    factors.append(factor)
                    joining = None
        if joining is not None and factors:
            self._dangling(joining)
        return conjunction(factors) if factors else None

    def _factor(self, field: str | None) -> Node | None:
        signs: list[_Token] = []
        while (token := self._peek()) is not None and token.kind is _Kind.NOT:
            signs.append(token)
            self.at += 1
        node = self._operand(field)
        if not signs:
            return node
        if node is None:
            self._dangling(signs[-1])
            return None
        if len(signs) > 1:
            self._repair(RepairKind.DOUBLE_NEGATION, _("成对的排除号相互抵消。"))
        return negation(node) if len(signs) % 2 else node

    def _operand(self, field: str | None) -> Node | None:
        token = self._peek()
        if token is None or token.kind in (_Kind.OR, _Kind.AND, _Kind.CLOSE):
            return None
        self.at += 1
        if token.kind is _Kind.FIELD:
            return self._field_operand(token)
        if token.kind is _Kind.OPEN:
            return self._brackets(field)
        if isinstance(token.node, Term) and token.node.field is None:
            return Term(token.node.text, token.node.quoted, field)
        return token.node

    def _field_operand(self, token: _Token) -> Node | None:
        """What follows a field's colon across white space or in brackets: 标题: 工会, 标题:(工会 OR 职工)."""
        field = FIELD_OF_NAME[token.text[:-1]]
        following = self._peek()
        if following is not None and following.kind is _Kind.OPEN:
            self.at += 1
            return self._brackets(field)
        if following is not None and isinstance(following.node, Term) and following.node.field is None:
            self.at += 1
            return Term(following.node.text, following.node.quoted, field)
        self._repair(
            RepairKind.EMPTY_FIELD, _("“%(written)s”后面没有词，已按文字查找。") % {"written": token.text}
        )
        return Term(token.text, quoted=True)

    def _brackets(self, field: str | None) -> Node | None:
        node = self._alternatives(field, inside_brackets=True)
        closing = self._peek()
        if closing is not None and closing.kind is _Kind.CLOSE:
            self.at += 1
        else:
            self._repair(RepairKind.UNCLOSED_BRACKET, _("括号没有成对，已在末尾补上。"))
        if node is None:
            self._repair(RepairKind.EMPTY_BRACKETS, _("空的括号已略去。"))
        return node
