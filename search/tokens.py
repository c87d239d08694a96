"""The signs, words and quotations of a query, cut from left to right; operators that are written as elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from search.analysis import fold_text
from search.query import (
    ALTERNATIVE_SIGNS,
    BARE_RUN,
    BREAKING_SIGNS,
    CLOSING_BRACKETS,
    EXCLUSION_SIGNS,
    FIELD_OF_NAME,
    FIELD_PREFIX,
    FOREIGN_FIELDS,
    NUMBERS_FIELD,
    NUMBERS_NAMES,
    OPENING_BRACKETS,
    QUOTE_PAIRS,
    QUOTE_SIGNS,
    YEARS_FIELD,
    Node,
    Term,
    Years,
    begins_with_a_number,
    is_sign,
    keyword_in_any_case,
    keyword_of,
    quotable,
    tidy,
)
from search.repairs import QueryTooLarge, Repair, RepairKind, unreadable_number, unreadable_years
from search.telling import told
from search.written_years import SPACED_YEARS, WIDTH_OF_YEARS, read_years

MAX_NESTING = 5
COMPARING_SIGNS = "<>=≥≤＜＞＝"
BESIDE_A_SIGN = rf"[^\s{re.escape(BREAKING_SIGNS)}{COMPARING_SIGNS}]+"
NUMBERS_RUN = re.compile(rf"(?:{BESIDE_A_SIGN})?(?:\s*[{COMPARING_SIGNS}]+\s*{BESIDE_A_SIGN})?")
"""数字: 会员总数 > 5万, with blanks around the sign as one writes it."""


class Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    FIELD = auto()
    TERM = auto()
    YEARS = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    node: Node | None = None

    @property
    def bare(self) -> Term | None:
        """The term of a run without quotation marks or field."""
        plain = isinstance(self.node, Term) and not self.node.quoted and self.node.field is None
        return self.node if plain else None  # type: ignore[return-value]


_KIND_OF_KEYWORD = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_STRAY_CLOSERS = "".join(sign for signs in QUOTE_SIGNS.values() for sign in signs if sign not in QUOTE_PAIRS)


class Tokens:
    """Cuts a query into tokens from left to right, each character once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.repairs: list[Repair] = []
        self.tokens = list(self._understood(list(self._read())))

    def _repair(self, kind: RepairKind, message: str) -> None:
        self.repairs.append(Repair(kind, message))

    def _understood(self, tokens: list[Token]) -> Iterator[Token]:
        """Words and signs that are operators elsewhere, by what stands around them."""
        worded = any(token.node is not None and not _is_sign(token.node) for token in tokens)
        for place, token in enumerate(tokens):
            keyword = keyword_in_any_case(token.bare.text) if token.bare else None
            if keyword is not None and _joins(keyword, tokens, place):
                self._repair(
                    RepairKind.FOREIGN_OPERATOR,
                    _("“%(word)s”读作 %(keyword)s；要查这个词本身，请给它加引号。")
                    % {"word": token.text, "keyword": keyword},
                )
                yield Token(_KIND_OF_KEYWORD[keyword], token.text)
            elif token.bare and worded and _is_sign(token.bare):
                self._repair(
                    RepairKind.FOREIGN_OPERATOR,
                    _("单独的“%(sign)s”不是这里的运算符，已略去；要查这个符号，请给它加引号。")
                    % {"sign": token.text},
                )
            elif token.bare and (keyword is not None or _is_sign(token.bare)):
                yield Token(Kind.TERM, token.text, Term(quotable(token.text), quoted=True))
            else:
                yield token

    def _read(self) -> Iterator[Token]:
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
                yield Token(Kind.OPEN, sign)
            elif sign in CLOSING_BRACKETS:
                self.at += 1
                depth = max(depth - 1, 0)
                yield Token(Kind.CLOSE, sign)
            elif sign in ALTERNATIVE_SIGNS:
                while self.at < len(text) and text[self.at] in ALTERNATIVE_SIGNS:
                    self.at += 1
                yield Token(Kind.OR, sign)
            elif sign in EXCLUSION_SIGNS:
                yield from self._exclusion(sign)
            elif sign in _STRAY_CLOSERS:
                self.at += 1
                self._repair(RepairKind.STRAY_SIGN, _("多出的“%(sign)s”已略去。") % {"sign": sign})
            else:
                yield from self._term()

    def _term(self) -> Iterator[Token]:
        if self.text[self.at] in QUOTE_PAIRS:
            yield from self._quotation(None)
        elif field := FIELD_PREFIX.match(self.text, self.at):
            self.at = field.end()
            yield from self._field(*self._known_field(field[1], field[0]))
        else:
            run = self._bare_run()
            keyword = keyword_of(run)
            if keyword is not None:
                yield Token(_KIND_OF_KEYWORD[keyword], run)
            else:
                yield from self._visible(run, Term(run))

    def _visible(self, run: str, term: Term) -> Iterator[Token]:
        """The term, unless nothing of it can be seen: it would stand in every article."""
        if fold_text(term.text):
            yield Token(Kind.TERM, run, term)
        else:
            self._repair(RepairKind.NOTHING_VISIBLE, _("有一处只有看不见的字符，已略去。"))

    def _known_field(self, name: str, written: str) -> tuple[str, str]:
        known = FOREIGN_FIELDS.get(name.lower())
        if known is None:
            return name, written
        self._repair(
            RepairKind.FOREIGN_FIELD,
            _("“%(written)s”读作“%(known)s:”；要查这几个字母本身，请加引号。")
            % {"written": written, "known": known},
        )
        return known, f"{known}:"

    def _negative_number(self) -> Iterator[Token]:
        run = self._bare_run()
        self._repair(
            RepairKind.NEGATIVE_NUMBER,
            _("“%(run)s”可以是一个负数，也可以是“不含 %(rest)s”：现在查的是前一种，照字面找。")
            % {"run": run, "rest": run[1:]},
        )
        yield Token(Kind.TERM, run, Term(quotable(run), quoted=True))

    def _exclusion(self, sign: str) -> Iterator[Token]:
        if begins_with_a_number(self.text[self.at + 1 :]):
            yield from self._negative_number()
            return
        if self._exclusion_has_no_operand():
            self._repair(
                RepairKind.STRAY_SIGN,
                _("单独的“%(sign)s”已略去；要排除一个词，把它紧挨着写在词前，如 -药。") % {"sign": sign},
            )
        else:
            yield Token(Kind.NOT, sign)
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

    def _field(self, name: str, written: str) -> Iterator[Token]:
        if name == YEARS_FIELD and self.text[self.at : self.at + 1].strip() in (*OPENING_BRACKETS,):
            yield Token(Kind.FIELD, written)
        elif name == YEARS_FIELD:
            yield self._years(written)
        elif name in NUMBERS_NAMES:
            yield self._number(written)
        elif self.at < len(self.text) and self.text[self.at] in QUOTE_PAIRS:
            yield from self._quotation(FIELD_OF_NAME[name])
        elif run := self._bare_run():
            yield from self._visible(run, Term(run, field=FIELD_OF_NAME[name]))
        else:
            yield Token(Kind.FIELD, written)

    def _number(self, written: str) -> Token:
        """What follows 数字:, or the field by itself where its condition stands in brackets or is not there."""
        self._skip_blanks()
        run = self._numbers_run()
        if not run:
            return Token(Kind.FIELD, f"{NUMBERS_FIELD}:")
        condition = told(run)
        if condition is not None:
            return Token(Kind.NUMBER, written + run, condition)
        self.repairs.append(unreadable_number(written + run))
        return Token(Kind.TERM, written + run, Term(quotable(written + run), quoted=True))

    def _numbers_run(self) -> str:
        if self.text[self.at : self.at + 1] in (*QUOTE_PAIRS,):
            end = self._end_of_quotation()
            run = self.text[self.at + 1 : end]
            self.at = len(self.text) if end is None else end + 1
            return tidy(run)
        found = NUMBERS_RUN.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _years(self, written: str) -> Token:
        self._skip_blanks()
        run = self._years_run()
        years = read_years(run)
        if years is None:
            self.repairs.append(unreadable_years(written + run))
            return Token(Kind.TERM, written + run, Term(quotable(written + run), quoted=True))
        if isinstance(years, Years) and years.start and years.end and years.start > years.end:
            self._repair(RepairKind.REVERSED_YEARS, _("起止年份已对调。"))
            years = Years(years.end, years.start)
        return Token(Kind.YEARS, written + run, years)

    def _years_run(self) -> str:
        """The characters after 年份:, over spaces where these stand within a range, without quotation marks."""
        quoted = self.text[self.at : self.at + 1] in (*QUOTE_PAIRS,)
        self.at += quoted
        spaced = SPACED_YEARS.match(self.text.translate(WIDTH_OF_YEARS), self.at)
        if spaced is None:
            run = self._bare_run()
        else:
            self.at, run = spaced.end(), "".join(spaced[0].split())
            self._repair(RepairKind.YEARS_READ, _("年份读作 %(run)s。") % {"run": run})
        if quoted and self.text[self.at : self.at + 1] in "".join(QUOTE_SIGNS.values()):
            self.at += 1
        return run

    def _quotation(self, field: str | None) -> Iterator[Token]:
        opening = self.text[self.at]
        end = self._end_of_quotation()
        if end is None:
            end = len(self.text)
            self._repair(RepairKind.UNCLOSED_QUOTE, _("引号没有成对，已在末尾补上。"))
        text = tidy(self.text[self.at + 1 : end])
        self.at = min(end + 1, len(self.text))
        if fold_text(text):
            yield Token(Kind.TERM, text, Term(quotable(text), quoted=True, field=field))
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


def _is_sign(node: Node) -> bool:
    return isinstance(node, Term) and is_sign(node.text)


_BEFORE_A_JOINING_WORD = {Kind.TERM, Kind.YEARS, Kind.NUMBER, Kind.CLOSE}
_AFTER_A_JOINING_WORD = {Kind.TERM, Kind.YEARS, Kind.NUMBER, Kind.OPEN, Kind.NOT, Kind.FIELD}


def _joins(keyword: str, tokens: list[Token], place: int) -> bool:
    """Whether a word stands where the key word that it looks like would have its operands."""
    before = tokens[place - 1].kind if place else None
    after = tokens[place + 1].kind if place + 1 < len(tokens) else None
    return after in _AFTER_A_JOINING_WORD and (keyword == "NOT" or before in _BEFORE_A_JOINING_WORD)
