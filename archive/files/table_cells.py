"""Cells of tables that spreadsheets open: text stays text, and nothing that somebody printed is run."""

import csv
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
"""Without it Chinese Excel reads a table in UTF-8 as GB18030."""
FORMULA_SIGNS = "=+-@\N{MINUS SIGN}"
"""A cell that begins with one of these, in any width, is run by spreadsheets as a formula: ＝1+1 as well as =1+1."""
CELL_BREAKS = "\t\r\n"
"""Before a sign these were used to smuggle a formula past a check of the first character."""
LETTERS_OF_NO_SHAPE = "\u115f\u1160\u2800\u3164\uffa0"
MOST_SIGNS = 10_000
"""Whose looks are remembered: a workbook asks for the first sign of each of its cells."""
DRAWS_NOTHING = ("C", "M", "Z")
"""Unicode's classes of what is no sign of its own: controls and formats, marks on others, blanks."""


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet may run the text: by its first visible sign in its plain form, or a break before it."""
    if text.startswith(tuple(CELL_BREAKS)):
        return True
    first = text[:1]
    if first and not _is_drawn(first):
        first = next((sign for sign in text if _is_drawn(sign)), "")
    return _in_plain_form(first) in tuple(FORMULA_SIGNS)


@lru_cache(maxsize=MOST_SIGNS)
def _in_plain_form(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)[:1]


@lru_cache(maxsize=MOST_SIGNS)
def _is_drawn(sign: str) -> bool:
    return sign not in LETTERS_OF_NO_SHAPE and unicodedata.category(sign)[0] not in DRAWS_NOTHING


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV file. Unknown is empty."""
    written = StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def harmless(cell: object) -> str:
    """A cell of CSV, where what would be run as a formula stands behind an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if starts_a_formula(text) else text
