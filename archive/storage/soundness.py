"""Whether the source of truth is whole: the database's own structure, its references, every original's bytes.

The index is compared with the database; nothing but this compares the database with what was put into it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from archive.models import SourceDocument
from archive.storage import state_files
from archive.storage.unsound_rows import unsound_rows

FILE = "archive_check.json"
MOST_TOLD = 20
AT_ONCE = 10
"""Originals that are in memory together; one may have 64 MB."""


@dataclass(frozen=True, slots=True)
class Report:
    """``structure`` and ``references`` in SQLite's words; ``damaged`` originals by number and name.

    ``values`` are columns of rows that hold what they cannot; the site shows such a row without them.
    """

    at: str
    originals: int
    structure: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def is_whole(self) -> bool:
        return not (self.structure or self.references or self.damaged or self.values)


def check(progress: Callable[[], Any] = lambda: None) -> Report:
    """Look at everything, change nothing. What can't be read is a finding, never an error."""
    structure = _structure()
    references: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    seen, damaged = 0, []
    try:
        references = _references()
        values = tuple(unsound_rows())
        for name, is_whole in _originals():
            progress()
            seen += 1
            if not is_whole:
                damaged.append(name)
    except DatabaseError as error:
        structure = (*structure, str(error))
    return Report(state_files.now(), seen, structure, references, tuple(damaged), values)


def _structure() -> tuple[str, ...]:
    try:
        found = _rows(f"PRAGMA integrity_check({MOST_TOLD})")
    except DatabaseError as error:
        return (str(error),)
    return tuple(text for (text,) in found if text != "ok")


def _references() -> tuple[str, ...]:
    found = _rows("PRAGMA foreign_key_check")
    return tuple(f"{table} {row} → {target}" for table, row, target, _ in found[:MOST_TOLD])


def _rows(query: str) -> list[Any]:
    if connection.vendor != "sqlite":
        return []  # other databases keep checksums of their own
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _originals() -> Iterator[tuple[str, bool]]:
    """Each original's number and name, and whether its bytes are those that were handed in."""
    rows = SourceDocument.objects.order_by("pk").values_list("pk", "name", "sha256", "size", "content")
    for pk, name, sha256, size, content in rows.iterator(chunk_size=AT_ONCE):
        data = bytes(content)
        yield f"{pk} {name}", len(data) == size and hashlib.sha256(data).hexdigest() == sha256


def keep(report: Report) -> None:
    state_files.write(FILE, asdict(report))


def last_report() -> Report | None:
    """The last check's report; None when there was none, or it cannot be read."""
    values: dict[str, Any] = state_files.read(FILE) or {}
    try:
        for name in ("structure", "references", "damaged", "values"):
            values[name] = tuple(values.get(name, ()))
        return Report(**values)
    except TypeError:
        return None


def described(report: Report) -> Iterator[str]:
    """The report in lines for a person."""
    yield f"原始文件 {report.originals} 个，内容与入库时不符 {len(report.damaged)} 个"
    for label, found in (
        ("数据库结构有误", report.structure),
        ("指向不存在的记录", report.references),
        ("内容与入库时不符", report.damaged),
        ("存有读不懂的值", report.values),
    ):
        if found:
            yield f"{label}：{_listed(found)}"


def _listed(found: Sequence[str]) -> str:
    shown = "；".join(found[:MOST_TOLD])
    return f"{shown} 等" if len(found) > MOST_TOLD else shown
