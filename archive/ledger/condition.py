"""A condition on numbers, as it is typed: 会员总数>5万, 慰问金 10万元..50万元, 建会率 95%以上."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from archive.figures.indicators import Indicator
from archive.figures.quantities import LARGEST
from archive.ingest.text.folding import fold
from archive.ingest.text.numerals import HAN_SIGNS, number_of
from archive.ledger.naming import indicator_named

LONGEST_TYPED = 80
NUMBER = rf"[0-9][0-9,.]*[{HAN_SIGNS}]*|[{HAN_SIGNS}]+"
UNIT = r"(?:人次|户次|人|名|个|家|户|元|件|份|处|场|期|项|条|篇|%)?"
AT_LEAST, AT_MOST = r">=|=>|≥|不少于|不低于|不小于|至少", r"<=|=<|≤|不超过|不多于|不高于|不大于|至多"
MORE, LESS = r">|大于|超过|多于|高于|突破|逾", r"<|小于|少于|低于|不足|不到"
EQUAL = r"=|等于|为"
TYPED = re.compile(
    rf"(?P<name>[^<>=≥≤0-9]*?)\s*(?P<sign>{AT_LEAST}|{AT_MOST}|{MORE}|{LESS}|{EQUAL})?\s*"
    rf"(?P<number>{NUMBER})\s*(?P<unit>{UNIT})\s*"
    rf"(?:(?:\.\.+|—+|~|-|至|到)\s*(?P<other>{NUMBER})\s*(?P<other_unit>{UNIT})|(?P<behind>以上|以下|以内))?"
)


MAY_COMPARE = re.compile(
    rf"(?:{AT_LEAST}|{AT_MOST}|{MORE}|{LESS})\s*(?:{NUMBER})|(?:{NUMBER}){UNIT}(?:以上|以下|以内|\.\.)"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """Bounds of a value; an open one leaves out the bound itself."""

    least: Decimal | None = None
    most: Decimal | None = None
    above: bool = False
    below: bool = False

    @property
    def is_open(self) -> bool:
        return self.least is None and self.most is None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for by value; ``problem`` are the words that were not understood."""

    indicator: Indicator | None = None
    condition: Condition = Condition()
    problem: str = ""


def typed(text: str) -> Asked:
    """The indicator and the bounds of one line; words alone are an indicator."""
    line = fold(text.strip())
    if not line:
        return Asked()
    if len(line) > LONGEST_TYPED:
        return Asked(problem=text.strip())
    match = TYPED.fullmatch(line)
    if not match:
        # 会员总数>很多 compares with no number: it is no name of an indicator either
        indicator = None if re.search("[<>=≥≤]", line) else indicator_named(line)
        return Asked(indicator, problem="" if indicator else text.strip())
    condition = _condition(match)
    indicator = indicator_named(match["name"], match["unit"]) if match["name"] else None
    if condition is None or (match["name"] and indicator is None):
        return Asked(problem=text.strip())
    return Asked(indicator, condition)


def may_compare(text: str) -> bool:
    """Whether more or less than a number is spoken of; quickly, for any text."""
    return MAY_COMPARE.search(fold(text)) is not None


def compares(text: str) -> bool:
    """Whether a line is nothing but an indicator with bounds. Words or a number alone may be a text that is looked for."""
    match = TYPED.fullmatch(fold(text.strip())) if len(text) <= LONGEST_TYPED else None
    if match is None or not match["name"]:
        return False
    is_equal = match["sign"] is None or re.fullmatch(EQUAL, match["sign"])
    return bool(match["other"] or match["behind"] or not is_equal)


def bounds_asked(query: QueryDict) -> Condition | None:
    """``?least=5万&most=10万``; None where one of them is no number."""
    ends = [_end(query.get(name, "")) for name in ("least", "most")]
    if None in ends:
        return None
    least, most = (end[0] if end else None for end in ends)
    if least is not None and most is not None and least > most:
        least, most = most, least
    return Condition(least, most)


def value_typed(text: str) -> Decimal | None:
    """5.2万, 52,000人; None for what is no number."""
    end = _end(text)
    return end[0] if end else None


def _end(text: str) -> tuple[Decimal | None] | None:
    text = fold(text.strip())
    if not text:
        return (None,)
    match = re.fullmatch(rf"({NUMBER})\s*{UNIT}", text) if len(text) <= LONGEST_TYPED else None
    value = _value(match[1]) if match else None
    return None if value is None else (value,)


def _condition(match: "re.Match[str]") -> Condition | None:
    value, sign = _value(match["number"]), match["sign"] or ""
    if value is None:
        return None
    if match["other"]:
        other = _value(match["other"])
        return None if other is None else Condition(min(value, other), max(value, other))
    if match["behind"] == "以上" or re.fullmatch(AT_LEAST, sign):
        return Condition(least=value)
    if match["behind"] or re.fullmatch(AT_MOST, sign):
        return Condition(most=value)
    if re.fullmatch(MORE, sign):
        return Condition(least=value, above=True)
    if re.fullmatch(LESS, sign):
        return Condition(most=value, below=True)
    return Condition(value, value)


def _value(words: str) -> Decimal | None:
    """None for what is none or more than any number that is kept."""
    try:
        value = number_of(words.strip(",."))
    except InvalidOperation:
        return None
    return value if value is not None and value <= LARGEST else None
