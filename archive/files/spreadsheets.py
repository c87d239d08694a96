"""Workbooks for people's spreadsheets, whose cells keep what they hold as text."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from archive.files.table_cells import starts_a_formula
from archive.files.xml_text import for_xml

LONGEST_CELL = 32_767
"""Excel holds no more characters in a cell and calls a file with a longer one damaged."""
MOST_LINKS = 65_000
"""Excel holds 65,530 in a sheet; XlsxWriter leaves out what is beyond."""
LONGEST_LINK = 2_079
"""Excel opens no longer one, and XlsxWriter writes neither it nor what is to be seen over it."""
PAPER_A4 = 9
WIDEST_PAGE = 180
"""Characters beside each other that A4 on its side shows at five sixths of their size: smaller ones are hard to read."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}  # inches
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def in_a_cell(text: str) -> str:
    """What of a text a cell of a workbook can hold."""
    return for_xml(text)[:LONGEST_CELL]


@dataclass(frozen=True, slots=True)
class Linked:
    """A number or a text that leads to an address."""

    value: int | Decimal | str
    url: str


class Sheet:
    """Writes rows of cells: numbers as numbers, all else as text, which no spreadsheet reads anew.

    03 stays 03, 1-2 is no date, eighteen digits keep their last one, and =1+1 is four characters.
    """

    def __init__(self, book: Any, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self._head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        # Typed over, a plain text cell that begins with = would become a formula; a quoted one stays text.
        self._quoted = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self._number = book.add_format({"valign": "top"})
        self._counted = book.add_format({"valign": "top", "num_format": "#,##0.####"})
        self._link = book.add_format(
            {"num_format": "@", "valign": "top", "font_color": "#0563C1", "underline": 1}
        )
        self._linked = book.add_format({"valign": "top", "num_format": "#,##0.####", "font_color": "#0563C1"})
        self._row = 0
        # On paper a row is whole on its page, and each page has the heads and its number.
        self.sheet.set_landscape()
        self.sheet.set_paper(PAPER_A4)
        self.sheet.set_margins(**MARGINS)
        self.sheet.set_footer("&C&P / &N")
        self.sheet.fit_to_pages(1, 0)

    def widths(self, widths: Iterable[int], *, naming: int = 1) -> None:
        """What one page could show only too small goes over several beside each other, each with the first columns,
        so many as are ``naming`` a row."""
        each = list(widths)
        for place, width in enumerate(each):
            self.sheet.set_column(place, place, width)
        named, rest = sum(each[:naming]), sum(each[naming:])
        if named + rest > WIDEST_PAGE:
            self.sheet.fit_to_pages(-(-rest // (WIDEST_PAGE - named)), 0)
            self.sheet.repeat_columns(0, naming - 1)
            self.sheet.print_across()

    def head(self, cells: Iterable[str]) -> None:
        for place, cell in enumerate(cells):
            self.sheet.write_string(self._row, place, cell, self._head)
        self._row += 1
        self.sheet.freeze_panes(self._row, 0)
        self.sheet.repeat_rows(0, self._row - 1)

    def row(self, cells: Iterable[object]) -> None:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):  # as most are
                self._write_text(place, cell)
            elif isinstance(cell, Linked) and len(cell.url) <= LONGEST_LINK:
                self._write_link(place, cell)
            elif cell is not None:
                self._write(place, cell.value if isinstance(cell, Linked) else cell)
        self._row += 1

    def _write(self, place: int, cell: object) -> None:
        if isinstance(cell, int):
            self.sheet.write_number(self._row, place, cell, self._number)
        elif isinstance(cell, Decimal):
            self.sheet.write_number(self._row, place, cell, self._counted)
        else:
            self._write_text(place, str(cell))

    def _write_text(self, place: int, text: str) -> None:
        text = in_a_cell(text)
        style = self._quoted if starts_a_formula(text) else self._text
        self.sheet.write_string(self._row, place, text, style)

    def _write_link(self, place: int, cell: Linked) -> None:
        """The address first, then what is to be seen over it: the link stays, and a number is a number."""
        is_text = isinstance(cell.value, str)
        shown = in_a_cell(cell.value) if isinstance(cell.value, str) else " "
        self.sheet.write_url(self._row, place, cell.url, self._link, string=shown)
        if not is_text:
            self.sheet.write_number(self._row, place, cell.value, self._linked)
