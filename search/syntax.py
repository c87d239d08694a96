"""From what a user typed to a query tree. Any text is read; what has to be mended on the way is told.

query    = branch { OR branch }                     OR or |
branch   = factor { [AND] factor }                  a space is AND
factor   = "-" factor | NOT factor | "(" query ")" | [field ":"] ( term | "(" query ")" )
term     = characters | quoted characters
After 年份: stands a range of years, after 数字: an indicator with its bounds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from django.utils import timezone
from django.utils.translation import gettext as _

from search.analysis import fold_text, plain_text
from search.box.years import years_in
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
    Everything,
    Node,
    Term,
    Years,
    begins_with_a_number,
    canonical,
    conjunction,
    disjunction,
    exclusions,
    is_sign,
    keyword_in_any_case,
    keyword_of,
    leaves,
    negation,
    quotable,
    tidy,
)
from search.telling import looked_up, told

# Far above what people type and far below what makes any engine slow: a stock site was stopped for
# 30 s by two requests with 790 excluded terms each.
MAX_CHARACTERS = 200
MAX_TERMS = 12
MAX_EXCLUSIONS = 4
MAX_NESTING = 5

YEAR = "(1[89][0-9]{2}|20[0-9]{2}|2100)(?:年度|年)?"
BETWEEN_YEARS = r"(?:\.{2,}|…+|-+|—+|~|至|到)"
YEAR_RANGE = re.compile(rf"(?:{YEAR})?({BETWEEN_YEARS})(?:{YEAR})?")
SINGLE_YEAR = re.compile(YEAR)
SPACED_YEARS = re.compile(rf"{YEAR}(?:\s+{BETWEEN_YEARS}\s*|\s*{BETWEEN_YEARS}\s+){YEAR}(?![^\s)）|｜])")
"""年份: 2016 至 2020, as one writes it by hand."""
YEARS_SINCE = re.compile(rf"{YEAR}(?:以来|以后|之后|起|后)|(?:>=|≥|自|从){YEAR}(?:以来|以后|起)?")
YEARS_UNTIL = re.compile(rf"{YEAR}(?:以前|之前|为止|止|前)|(?:<=|≤|至|到){YEAR}(?:止|为止)?")
YEARS_BEYOND = re.compile(rf"([<>]){YEAR}")
YEARS_LISTED = re.compile(rf"{YEAR}(?:[、，,;；/和与]{YEAR})+")
COMPARING_SIGNS = "<>=≥≤＜＞＝"
BESIDE_A_SIGN = rf"[^\s{re.escape(BREAKING_SIGNS)}{COMPARING_SIGNS}]+"
NUMBERS_RUN = re.compile(rf"(?:{BESIDE_A_SIGN})?(?:\s*[{COMPARING_SIGNS}]+\s*{BESIDE_A_SIGN})?")
"""数字: 会员总数 > 5万, with blanks around the sign as one writes it."""
WIDTH_OF_YEARS = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | str.maketrans("．－～〜–―＞＜＝", ".-~~-—><=")
    | str.maketrans("〇零○一二三四五六七八九", "000123456789")
)
"""Input methods in full-width mode write all digits wide; 二〇一九 is 2019. One sign for each, so places stay."""


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
    NEGATIVE_NUMBER = "negative-number"
    FOREIGN_OPERATOR = "foreign-operator"
    FOREIGN_FIELD = "foreign-field"
    YEARS_READ = "years-read"
    UNREADABLE_NUMBER = "unreadable-number"
    REREAD = "reread"
    NOTHING_VISIBLE = "nothing-visible"


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


NO_CHARACTER = "\ufffd"
"""What stands for a character that there is not; also what a NUL in an address is read as."""


class QueryRefused(ValueError):
    """The query was not asked of any engine; the message tells the user why."""


class QueryTooLarge(QueryRefused):
    """The query is past a bound; the message tells which one, and by how much."""


class NothingAsked(QueryRefused):
    """Something was typed, but no character that could be looked for; that asks for nothing, not for all."""


def parse(text: str) -> ParsedQuery:
    """Read a query. Raises QueryRefused, and nothing else, whatever the text; no text asks for every article."""
    typed, text = text, tidy(text)
    if typed and not fold_text(text).strip(NO_CHARACTER):
        raise NothingAsked(_("检索框里只有空格或看不见的字符，没有可查的字。"))
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
    return ParsedQuery(looked_up(node), canonical(node), tuple(dict.fromkeys(repairs)))


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
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    node: Node | None = None

    @property
    def bare(self) -> Term | None:
        """The term of a run without quotation marks or field."""
        plain = isinstance(self.node, Term) and not self.node.quoted and self.node.field is None
        return self.node if plain else None  # type: ignore[return-value]


_KIND_OF_KEYWORD = {"AND": _Kind.AND, "OR": _Kind.OR, "NOT": _Kind.NOT}
_STRAY_CLOSERS = "".join(sign for signs in QUOTE_SIGNS.values() for sign in signs if sign not in QUOTE_PAIRS)


class _Tokens:
    """Cuts a query into tokens from left to right, each character once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.repairs: list[Repair] = []
        self.tokens = list(self._understood(list(self._read())))

    def _repair(self, kind: RepairKind, message: str) -> None:
        self.repairs.append(Repair(kind, message))

    def _understood(self, tokens: list[_Token]) -> Iterator[_Token]:
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
                yield _Token(_KIND_OF_KEYWORD[keyword], token.text)
            elif token.bare and worded and _is_sign(token.bare):
                self._repair(
                    RepairKind.FOREIGN_OPERATOR,
                    _("单独的“%(sign)s”不是这里的运算符，已略去；要查这个符号，请给它加引号。")
                    % {"sign": token.text},
                )
            elif token.bare and (keyword is not None or _is_sign(token.bare)):
                yield _Token(_Kind.TERM, token.text, Term(quotable(token.text), quoted=True))
            else:
                yield token

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
            yield from self._field(*self._known_field(field[1], field[0]))
        else:
            run = self._bare_run()
            keyword = keyword_of(run)
            if keyword is not None:
                yield _Token(_KIND_OF_KEYWORD[keyword], run)
            else:
                yield from self._visible(run, Term(run))

    def _visible(self, run: str, term: Term) -> Iterator[_Token]:
        """The term, unless nothing of it can be seen: it would stand in every article."""
        if fold_text(term.text):
            yield _Token(_Kind.TERM, run, term)
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

    def _negative_number(self) -> Iterator[_Token]:
        run = self._bare_run()
        self._repair(
            RepairKind.NEGATIVE_NUMBER,
            _("“%(run)s”可以是一个负数，也可以是“不含 %(rest)s”：现在查的是前一种，照字面找。")
            % {"run": run, "rest": run[1:]},
        )
        yield _Token(_Kind.TERM, run, Term(quotable(run), quoted=True))

    def _exclusion(self, sign: str) -> Iterator[_Token]:
        if begins_with_a_number(self.text[self.at + 1 :]):
            yield from self._negative_number()
            return
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
        if name == YEARS_FIELD and self.text[self.at : self.at + 1].strip() in (*OPENING_BRACKETS,):
            yield _Token(_Kind.FIELD, written)
        elif name == YEARS_FIELD:
            yield self._years(written)
        elif name in NUMBERS_NAMES:
            yield self._number(written)
        elif self.at < len(self.text) and self.text[self.at] in QUOTE_PAIRS:
            yield from self._quotation(FIELD_OF_NAME[name])
        elif run := self._bare_run():
            yield from self._visible(run, Term(run, field=FIELD_OF_NAME[name]))
        else:
            yield _Token(_Kind.FIELD, written)

    def _number(self, written: str) -> _Token:
        """What follows 数字:, or the field by itself where its condition stands in brackets or is not there."""
        self._skip_blanks()
        run = self._numbers_run()
        if not run:
            return _Token(_Kind.FIELD, f"{NUMBERS_FIELD}:")
        condition = told(run)
        if condition is not None:
            return _Token(_Kind.NUMBER, written + run, condition)
        self.repairs.append(unreadable_number(written + run))
        return _Token(_Kind.TERM, written + run, Term(quotable(written + run), quoted=True))

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

    def _years(self, written: str) -> _Token:
        self._skip_blanks()
        run = self._years_run()
        years = read_years(run)
        if years is None:
            self._repair(
                RepairKind.UNREADABLE_YEARS,
                _("“%(written)s”读不出年份，已按文字查找；年份写作 年份:2019 或 年份:2018..2021。")
                % {"written": written + run},
            )
            return _Token(_Kind.TERM, written + run, Term(quotable(written + run), quoted=True))
        if isinstance(years, Years) and years.start and years.end and years.start > years.end:
            self._repair(RepairKind.REVERSED_YEARS, _("起止年份已对调。"))
            years = Years(years.end, years.start)
        return _Token(_Kind.YEARS, written + run, years)

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

    def _quotation(self, field: str | None) -> Iterator[_Token]:
        opening = self.text[self.at]
        end = self._end_of_quotation()
        if end is None:
            end = len(self.text)
            self._repair(RepairKind.UNCLOSED_QUOTE, _("引号没有成对，已在末尾补上。"))
        text = tidy(self.text[self.at + 1 : end])
        self.at = min(end + 1, len(self.text))
        if fold_text(text):
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


def unreadable_number(written: str) -> Repair:
    return Repair(
        RepairKind.UNREADABLE_NUMBER,
        _(
            "“%(written)s”读不出指标和数值，已按文字查找；写作 数字:会员总数>5万 或 数字:“慰问金 10万元..50万元”。"
        )
        % {"written": written},
    )


def _is_sign(node: Node) -> bool:
    return isinstance(node, Term) and is_sign(node.text)


_BEFORE_A_JOINING_WORD = {_Kind.TERM, _Kind.YEARS, _Kind.NUMBER, _Kind.CLOSE}
_AFTER_A_JOINING_WORD = {_Kind.TERM, _Kind.YEARS, _Kind.NUMBER, _Kind.OPEN, _Kind.NOT, _Kind.FIELD}


def _joins(keyword: str, tokens: list[_Token], place: int) -> bool:
    """Whether a word stands where the key word that it looks like would have its operands."""
    before = tokens[place - 1].kind if place else None
    after = tokens[place + 1].kind if place + 1 < len(tokens) else None
    return after in _AFTER_A_JOINING_WORD and (keyword == "NOT" or before in _BEFORE_A_JOINING_WORD)


def read_years(text: str) -> Node | None:
    """2018, 2018年, 2018..2021, 2018～, ..2021, 2018年以来, 2018、2020, 十三五; None when it is none of these."""
    return _written_years(text.translate(WIDTH_OF_YEARS)) or spoken_years(text, lasting=True)


def spoken_years(text: str, *, lasting: bool = False) -> Years | None:
    """Years in words: “十四五”期间, 近三年, 去年; with ``lasting`` only those that are the same next year."""
    plain = plain_text(text)
    found = years_in(plain, this_year=timezone.localdate().year)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(plain)):
        return None
    return None if lasting and not found[0].lasting else Years(found[0].first, found[0].last)


def _written_years(text: str) -> Node | None:
    if single := SINGLE_YEAR.fullmatch(text):
        return Years(int(single[1]), int(single[1]))
    if YEARS_LISTED.fullmatch(text):
        return disjunction(Years(int(year), int(year)) for year in re.findall(YEAR, text))
    if beyond := YEARS_BEYOND.fullmatch(text):
        year = int(beyond[2])
        return Years(year + 1, None) if beyond[1] == ">" else Years(None, year - 1)
    if since := YEARS_SINCE.fullmatch(text):
        return Years(int(since[1] or since[2]), None)
    if until := YEARS_UNTIL.fullmatch(text):
        return Years(None, int(until[1] or until[2]))
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
            return self._in_field(token.node, field)
        return token.node

    def _in_field(self, term: Term, field: str | None) -> Node:
        if field == NUMBERS_FIELD:
            return self._as_number(term)
        if field != YEARS_FIELD:
            return Term(term.text, term.quoted, field)
        years = read_years(term.text)
        if years is None:
            self._repair(
                RepairKind.UNREADABLE_YEARS,
                _("“%(written)s”读不出年份，已按文字查找；年份写作 年份:2019 或 年份:2018..2021。")
                % {"written": term.text},
            )
        return term if years is None else years

    def _as_number(self, term: Term) -> Node:
        condition = told(term.text)
        if condition is None:
            self.repairs.append(unreadable_number(term.text))
        return condition or term

    def _field_operand(self, token: _Token) -> Node | None:
        """What follows a field's colon across white space or in brackets: 标题: 工会, 标题:(工会 OR 职工)."""
        name = token.text[:-1]
        field = FIELD_OF_NAME.get(name, NUMBERS_FIELD if name == NUMBERS_FIELD else YEARS_FIELD)
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
