"""What the index holds of a document besides its postings, and the Whoosh schema that says so."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from whoosh import fields, formats

from search.documents import Document
from search.engines.whoosh.columns import NumberColumn, SharedColumn
from search.engines.whoosh.postings import INDEXED_FIELDS

SCHEMA_VERSION = 3
"""Raise it whenever files written before could be misread; such an index asks for a rebuild."""

NO_YEAR = -(2**15)

NUMBERS = {
    "id": NumberColumn("<i8"),
    "family": NumberColumn("<i8"),
    "added": NumberColumn("<i8"),
    "year_start": NumberColumn("<i2", NO_YEAR),
    "year_end": NumberColumn("<i2", NO_YEAR),
    "word_count": NumberColumn("<u4"),
    "span": NumberColumn("<u4"),
    "digest": NumberColumn("<u8"),
}
SHARED = {"newspaper": SharedColumn(), "kind": SharedColumn(), "place": SharedColumn()}


class FlatField(fields.FieldType):  # type: ignore[misc]
    """A field whose postings are made by the batch (``postings.Batch``), not token by token."""

    indexed = True

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), None)


def schema() -> fields.Schema:
    columns = {name: fields.COLUMN(column) for name, column in (NUMBERS | SHARED).items()}
    return fields.Schema(**{name: FlatField() for name in INDEXED_FIELDS}, **columns)


@dataclass(frozen=True, slots=True)
class Place:
    """The division of a document, or of many."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    sort: str


NOWHERE = Place((), (), "")


def encoded_place(document: Document) -> bytes:
    if not document.region_codes:
        return b""
    return json.dumps([document.region_codes, document.region_names, document.region_sort]).encode()


@lru_cache(maxsize=8192)
def decoded_place(value: bytes) -> Place:
    """There are as many as divisions with articles, however many articles."""
    if not value:
        return NOWHERE
    codes, names, sort = json.loads(value)
    return Place(tuple(codes), tuple(names), sort)


def numbers_of(document: Document, *, span: int, word_count: int) -> dict[str, int]:
    first, last = document.year_start, document.year_end
    return {
        "id": document.id,
        "family": document.id if document.family is None else document.family,
        "added": _microseconds(document.added),
        "year_start": next((year for year in (first, last) if year is not None), NO_YEAR),
        "year_end": next((year for year in (last, first) if year is not None), NO_YEAR),
        "word_count": word_count,
        "span": span,
        "digest": document.digest(),
    }


def shared_of(document: Document) -> dict[str, bytes]:
    return {
        "newspaper": (document.newspaper or "").encode(),
        "kind": document.kind.encode(),
        "place": encoded_place(document),
    }


def _microseconds(moment: datetime) -> int:
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
