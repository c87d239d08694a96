"""Reads a workbook in the sandbox: its sheets as rows of texts, dates in ISO's form, whole numbers without a point."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl

from archive.files.spreadsheets import XLSX
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.sheets import text_of
from archive.ingest.records import SourceText

MOST_CHARACTERS = 20_000_000
"""Of all cells together: 20,000 articles have ten million."""
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_SHEETS = 20


def parse(data: bytes, name: str) -> ReadText:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheets = [list(_rows(sheet)) for sheet in book.worksheets[:MOST_SHEETS]]
    return ReadText(SourceText(json.dumps(sheets, ensure_ascii=False), None, XLSX))


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        texts = [text_of(cell) for cell in row]
        yield texts if any(texts) else []
