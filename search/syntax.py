"""From what a user typed to a query tree. Any text is read; what has to be mended on the way is told.

query    = branch { OR branch }                     OR or |
branch   = factor { [AND] factor }                  a space is AND
factor   = "-" factor | NOT factor | "(" query ")" | [field ":"] ( term | "(" query ")" )
term     = characters | quoted characters
After 年份: stands a range of years, after 数字: an indicator with its bounds.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.analysis import fold_text
from search.query import (
    FIELD_OF_NAME,
    NUMBERS_FIELD,
    YEARS_FIELD,
    Everything,
    Node,
    Term,
    canonical,
    conjunction,
    disjunction,
    exclusions,
    leaves,
    negation,
    quotable,
    tidy,
)
from search.repairs import (
    NothingAsked,
    QueryTooLarge,
    Repair,
    RepairKind,
    unreadable_number,
    unreadable_years,
)
from search.telling import looked_up, told
from search.tokens import Kind, Token, Tokens
from search.written_years import read_years

# Far above what people type and far below what makes any engine slow: a stock site was stopped for
# 30 s by two requests with 790 excluded terms each.
MAX_CHARACTERS = 200
MAX_TERMS = 12
MAX_EXCLUSIONS = 4


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``node`` is what is searched, ``canonical`` the same as text, ``repairs`` how it was mended."""

    node: Node
    canonical: str
    repairs: tuple[Repair, ...] = ()


NO_CHARACTER = "\ufffd"
"""What stands for a character that there is not; also what a NUL in an address is read as."""


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
    tokens = Tokens(text)
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


class _Parser:
    """Recursive descent over the tokens; its depth is bounded by the nesting that the tokens allow."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens.tokens
        self.at = 0
        self.repairs: list[Repair] = []

    def whole(self) -> Node:
        return self._alternatives(None, inside_brackets=False) or Everything()

    def _repair(self, kind: RepairKind, message: str) -> None:
        self.repairs.append(Repair(kind, message))

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _dangling(self, token: Token) -> None:
        self._repair(
            RepairKind.DANGLING_OPERATOR, _("“%(sign)s”旁边缺少词语，已略去。") % {"sign": token.text}
        )

    def _alternatives(self, field: str | None, *, inside_brackets: bool) -> Node | None:
        branches: list[Node] = []
        lonely: Token | None = None  # an OR that has no branch on one of its sides
        while True:
            branch = self._branch(field, inside_brackets=inside_brackets)
            if branch is not None:
                branches.append(branch)
            token = self._peek()
            if lonely is not None and branch is None:
                self._dangling(lonely)
            if token is None or token.kind is not Kind.OR:
                return disjunction(branches) if branches else None
            if branch is None and lonely is None:
                self._dangling(token)
            lonely = token
            self.at += 1

    def _branch(self, field: str | None, *, inside_brackets: bool) -> Node | None:
        factors: list[Node] = []
        joining: Token | None = None  # an AND that waits for its right side
        while (token := self._peek()) is not None and token.kind is not Kind.OR:
            if token.kind is Kind.CLOSE:
                if inside_brackets:
                    break
                self.at += 1
                self._repair(RepairKind.STRAY_BRACKET, _("多出的右括号已略去。"))
            elif token.kind is Kind.AND:
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
        signs: list[Token] = []
        while (token := self._peek()) is not None and token.kind is Kind.NOT:
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
        if token is None or token.kind in (Kind.OR, Kind.AND, Kind.CLOSE):
            return None
        self.at += 1
        if token.kind is Kind.FIELD:
            return self._field_operand(token)
        if token.kind is Kind.OPEN:
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
            self.repairs.append(unreadable_years(term.text))
        return term if years is None else years

    def _as_number(self, term: Term) -> Node:
        condition = told(term.text)
        if condition is None:
            self.repairs.append(unreadable_number(term.text))
        return condition or term

    def _field_operand(self, token: Token) -> Node | None:
        """What follows a field's colon across white space or in brackets: 标题: 工会, 标题:(工会 OR 职工)."""
        name = token.text[:-1]
        field = FIELD_OF_NAME.get(name, NUMBERS_FIELD if name == NUMBERS_FIELD else YEARS_FIELD)
        following = self._peek()
        if following is not None and following.kind is Kind.OPEN:
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
        if closing is not None and closing.kind is Kind.CLOSE:
            self.at += 1
        else:
            self._repair(RepairKind.UNCLOSED_BRACKET, _("括号没有成对，已在末尾补上。"))
        if node is None:
            self._repair(RepairKind.EMPTY_BRACKETS, _("空的括号已略去。"))
        return node
