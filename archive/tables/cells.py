"""A cell of a corrected table as the value that it stands for."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from archive.files.table_cells import starts_a_formula
from archive.forms import LONGEST_LINE, ChineseDateField
from archive.models import Article
from archive.years import is_year

BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")
NAMES = re.compile(r"\s*[；;\r\n]+\s*")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
YEAR = re.compile(r"(\d{4})(?:\.0+)?\s*年?")
ERRORS = frozenset(("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
"""What a spreadsheet shows where it could not calculate."""
MOST_NAMES = 100
LEADING_ZEROS = re.compile(r"0+(?=\d)")
TWO_NUMBERS = re.compile(r"(\d{1,4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
"""1-2, 3/4: a page label that a spreadsheet takes for a day when it opens CSV."""
LIKE_A_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
)
LIKE_A_LONG_NUMBER = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")


class BadCell(Exception):
    """What stands in a cell is no value for it; ``code`` is one of the checks that name themselves."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def tidy(cell: str) -> str:
    """As it was written, without the apostrophe that keeps a spreadsheet from running it."""
    if cell.startswith("'") and starts_a_formula(cell[1:]):
        cell = cell[1:]
    return cell.strip()


def was_rewritten(before: str, after: str) -> bool:
    """Whether a spreadsheet, not a person, made of one text the other: 03 → 3, 1-2 → 1月2日, eighteen digits → 1.2E+17."""
    if before.isdigit() and LIKE_A_LONG_NUMBER.fullmatch(after):
        return True
    if before.isdigit() and LEADING_ZEROS.match(before):
        return LEADING_ZEROS.sub("", before) == after
    return bool(TWO_NUMBERS.fullmatch(before) and LIKE_A_DAY.fullmatch(after))


def value(name: str, cell: str) -> Any:
    """What an article is to have in this field; None for an empty cell. Raises BadCell."""
    typed = tidy(cell)
    if typed in ERRORS:
        raise BadCell("error", typed=typed)
    if CONTROL.search(typed):
        raise BadCell("control")
    return READ.get(name, _line)(typed)


def _line(typed: str) -> str | None:
    line = BREAKS.sub(" ", typed)
    if len(line) > LONGEST_LINE:
        raise BadCell("long", count=len(line), most=LONGEST_LINE)
    return line or None


def _names(typed: str) -> list[str]:
    names = [name for name in NAMES.split(typed) if name]
    if len(names) > MOST_NAMES:
        raise BadCell("names", count=len(names), most=MOST_NAMES)
    for name in names:
        _line(name)
    return names


def _year(typed: str) -> int | None:
    if not typed:
        return None
    found = YEAR.fullmatch(typed)
    if found is None or not is_year(int(found[1])):
        raise BadCell("year", typed=typed[:40])
    return int(found[1])


def _day(typed: str) -> str | None:
    if not typed:
        return None
    try:
        found = ChineseDateField().clean(typed.removesuffix(" 00:00:00"))
    except ValidationError as error:
        raise BadCell("day", typed=typed[:40]) from error
    return str(found.isoformat())


def _kind(typed: str) -> str:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for kind in Article.Kind:
                if typed.casefold() in {kind.value, kind.label.casefold()}:
                    return kind.value
    raise BadCell("kind", typed=typed[:40])


READ: dict[str, Callable[[str], Any]] = {
    "period_start": _year,
    "period_end": _year,
    "published_on": _day,
    "kind": _kind,
    "bylines": _names,
}
"""Every other cell is one line of text."""
