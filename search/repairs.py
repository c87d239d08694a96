"""What had to be mended in a query, and why one is refused."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


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


def unreadable_number(written: str) -> Repair:
    return Repair(
        RepairKind.UNREADABLE_NUMBER,
        _(
            "“%(written)s”读不出指标和数值，已按文字查找；写作 数字:会员总数>5万 或 数字:“慰问金 10万元..50万元”。"
        )
        % {"written": written},
    )


def unreadable_years(written: str) -> Repair:
    return Repair(
        RepairKind.UNREADABLE_YEARS,
        _("“%(written)s”读不出年份，已按文字查找；年份写作 年份:2019 或 年份:2018..2021。")
        % {"written": written},
    )


class QueryRefused(ValueError):
    """The query was not asked of any engine; the message tells the user why."""


class QueryTooLarge(QueryRefused):
    """The query is past a bound; the message tells which one, and by how much."""


class NothingAsked(QueryRefused):
    """Something was typed, but no character that could be looked for; that asks for nothing, not for all."""
