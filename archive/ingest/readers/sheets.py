"""The sheets of a spreadsheet as rows of texts, in the sandbox: a workbook, or the page that web systems call one."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText
from archive.ingest.text.decoding import decode_page
from archive.ingest.text.patterns import pattern

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHARACTERS = 20_000_000  # of all cells together
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_MERGED = 20_000, 100, 50, 10_000
MERGED = pattern(
    rb"<mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']",
    like=b'<mergeCell ref="F2:F3"/>',
    unlike=b"<mergeCells>",
)
BREAK = pattern(r"(?i)<(?:br|/p|/div)\b[^>]*>", like="<br/>", unlike="<b>")
BLANKS = pattern(r"[ \t\r\xa0]*\n\s*", like="工会 \n 综述", unlike="工会 综述")

Rows = list[list[str]]


def parse(data: bytes, name: str) -> ReadText:
    """The names of the sheets with their rows, as JSON."""
    sheets = _of_workbook(data) if data.startswith(b"PK") else _of_page(data, name)
    return ReadText(SourceText(json.dumps(list(sheets), ensure_ascii=False), None, MEDIA_TYPE))


def _of_workbook(data: bytes) -> Iterator[tuple[str, Rows]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            rows = list(_rows(sheet))
            _fill_merged(rows, sheet)
            yield sheet.title, rows


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        yield [text_of(cell) for cell in row]


def _fill_merged(rows: Rows, sheet: Any) -> None:
    """One newspaper beside several rows is that of each of them."""
    with sheet._get_source() as source:
        content = source.read()
    for match in MERGED.findall(content)[:MOST_MERGED]:
        column, first, _, last = range_boundaries(match.decode())
        within = rows[first - 1 : last]
        words = within[0][column - 1] if within and len(within[0]) >= column else ""
        for at in range(first, first - 1 + len(within)) if words else ():
            row = [*rows[at], *[""] * (column - len(rows[at]))]
            row[column - 1] = row[column - 1] or words
            rows[at] = row


def text_of(cell: object) -> str:
    """A cell as text: dates in ISO's form, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("_x000D_", "")


def _of_page(data: bytes, name: str) -> Iterator[tuple[str, Rows]]:
    """The tables of a page, a line end in a cell where the page shows one."""
    text = BREAK.sub(lambda end: f"\n{end.group()}", decode_page(data, name).text)
    root = etree.fromstring(text, etree.HTMLParser(no_network=True, remove_comments=True))
    for table in root.iter("table") if root is not None else ():
        if table.find(".//table") is None:
            rows = list(table.iter("tr"))[: MOST_ROWS + 1]
            yield "", [[_words(cell) for cell in _cells(row)] for row in rows]


def _cells(row: etree._Element) -> Iterable[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")][:MOST_COLUMNS]


def _words(cell: etree._Element) -> str:
    words = "".join(str(part) for part in cell.itertext())
    return BLANKS.sub("\n", words).strip()
