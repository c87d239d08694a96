"""A corrected table as rows of texts: CSV in UTF-8, UTF-16 or GB18030, with whatever stands between its cells, or XLSX."""

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

from archive.files.table_cells import BYTE_ORDER_MARK
from archive.ingest.readers.sandbox import sandbox_for
from archive.ingest.records import UnreadableFile
from archive.tables.columns import named
from archive.web.typed_bytes import UnreadableBytes
from archive.web.typed_bytes import read as read_text

MOST_ROWS = 50_000
HEADS_WITHIN = 20
"""People write a title and a date above the heads."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""Excel's “Unicode 文本”."""
SEPARATORS = ",\t;，；"


class UnreadableTable(Exception):
    """The file is no table of articles; ``code`` says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file by its line; ``cells`` by the names of their columns, only those that are there."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """``unknown`` are heads that no column of ours has."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...]


def read(data: bytes) -> Table:
    """The rows below the heads. Raises UnreadableTable."""
    if data.startswith(OLE):
        raise UnreadableTable("old-workbook")
    if not data.strip():
        raise UnreadableTable("empty")
    tables = _of_workbook(data) if data.startswith(ZIP) else _of_text(data)
    for rows in tables:
        if found := _below_heads(rows):
            return found
    raise UnreadableTable("heads")


Lines = list[list[str]]


def _of_workbook(data: bytes) -> Iterable[Lines]:
    try:
        text = sandbox_for("archive.tables.workbook").read(data, "").source.raw
    except UnreadableFile as error:
        raise UnreadableTable(
            "workbook" if error.code in {"damaged", "crash"} else "workbook-large"
        ) from error
    return [_filled(rows) for rows in json.loads(text)]


def _filled(rows: Lines) -> Lines:
    """A workbook leaves out cells that hold nothing, also at the end of a row: there they were emptied."""
    longest = max(map(len, rows), default=0)
    return [row + [""] * (longest - len(row)) if row else row for row in rows]


def _of_text(data: bytes) -> Iterator[Lines]:
    text = _decoded(data)
    for separator in SEPARATORS:
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=False)
        try:
            head = list(islice(reader, HEADS_WITHIN))
            if _heads_at(head) is not None:
                yield [*head, *islice(reader, MOST_ROWS + HEADS_WITHIN + 1)]
        except csv.Error as error:
            raise UnreadableTable("quotes") from error


def _decoded(data: bytes) -> str:
    for mark, encoding in WIDE:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableTable("encoding") from error
    try:
        return read_text(data.removeprefix(codecs.BOM_UTF8)).removeprefix(BYTE_ORDER_MARK)
    except UnreadableBytes as error:
        raise UnreadableTable("encoding") from error


def _heads_at(lines: Lines) -> int | None:
    """The row that has the heads by which articles are found."""
    for place, cells in enumerate(lines[:HEADS_WITHIN]):
        if {"number", "version"} <= set(named(cells)):
            return place
    return None


def _below_heads(lines: Lines) -> Table | None:
    at = _heads_at(lines)
    if at is None:
        return None
    heads = lines[at]
    names = named(heads)
    twice = [
        head
        for head, name in zip(heads, names, strict=True)
        if name not in {None, "beside"} and names.count(name) > 1
    ]
    if twice:
        raise UnreadableTable("head-twice", head=twice[0])
    rows = tuple(_rows(lines, at, names))
    if not rows:
        raise UnreadableTable("no-rows")
    if len(rows) > MOST_ROWS:
        raise UnreadableTable("rows", most=MOST_ROWS)
    unknown = tuple(
        head.strip() for head, name in zip(heads, names, strict=True) if name is None and head.strip()
    )
    return Table(rows, unknown)


def _rows(lines: Lines, at: int, names: Sequence[str | None]) -> Iterator[Row]:
    """A row of CSV that ends before its last columns says nothing of them."""
    for line, cells in enumerate(lines[at + 1 :], at + 2):
        if any(cell.strip() for cell in cells):
            read = zip(names, cells, strict=False)
            yield Row(line, {name: cell for name, cell in read if name is not None and name != "beside"})
