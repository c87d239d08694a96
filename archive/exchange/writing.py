"""Writes the archive in open formats, as it is at one moment."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.article_figures import aliases, figures_of
from archive.exchange.tables import (
    ABOUT,
    ACCOUNTS,
    EXPLAINED,
    FORMAT,
    INDICATORS,
    NUMBERED,
    ORIGINALS,
    PICTURES,
    README,
    TABLES,
    VERSION,
    Table,
)
from archive.figures.indicators import Alias
from archive.figures.jsonl import figures_json
from archive.ingest.text.file_names import storable
from archive.models import (
    Absence,
    Article,
    ArticleEvent,
    FigureDecision,
    Notice,
    ScannedPage,
    SourceDocument,
    TwinPair,
)
from archive.representation import PARTS, State, parts_of, plain
from archive.storage import state_files
from archive.storage.other_database import database_at
from archive.storage.row_numbers import last_given
from archive.storage.snapshot import snapshot
from archive.storage.whole_file import made_whole

AT_ONCE = 100
Counts = dict[str, int]


def export_archive(file: Path, progress: Callable[[], Any] = lambda: None) -> Counts:
    """How many lines each file has. Raises OSError, sqlite3.Error."""
    with made_whole(file) as folder:
        snapshot(folder / "snapshot")
        with database_at(folder / "snapshot"), (folder / "packed").open("w+b") as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                counts = _write(archive, progress)
            packed.flush()
            os.fsync(packed.fileno())
    return counts


def _write(archive: zipfile.ZipFile, progress: Callable[[], Any]) -> Counts:
    archive.writestr(README, EXPLAINED)
    counts = {table.file: _write_lines(archive, table, progress) for table in TABLES}
    for pk in SourceDocument.objects.order_by("pk").values_list("pk", flat=True):
        document = SourceDocument.objects.defer(None).only("name", "content").get(pk=pk)
        archive.writestr(name_of_original(pk, document.name), bytes(document.content))
        progress()
    for pk in ScannedPage.objects.order_by("pk").values_list("pk", flat=True):
        archive.writestr(name_of_picture(pk), bytes(ScannedPage.objects.get(pk=pk).content))
        progress()
    about = {"format": FORMAT, "version": VERSION, "at": state_files.now(), "lines": counts}
    numbers = {model._meta.label: last_given(model) for model in NUMBERED}
    archive.writestr(ABOUT, _line(about | {"numbers": numbers}))
    return counts


def name_of_original(pk: int, name: str) -> str:
    return f"{ORIGINALS}/{pk} {storable(name)}"


def name_of_picture(pk: int) -> str:
    return f"{PICTURES}/{pk}.webp"


def _write_lines(archive: zipfile.ZipFile, table: Table, progress: Callable[[], Any]) -> int:
    count = 0
    with archive.open(table.file, "w", force_zip64=True) as target:
        for row in _rows(table):
            target.write(_line(row) + b"\n")
            count += 1
            progress()
    return count


def _line(value: State) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character, which some file holds
        return json.dumps(value).encode()


def _rows(table: Table) -> Iterator[State]:
    rows = table.model._base_manager.order_by("pk").only("pk", *table.fields)  # no bytes of originals
    if table is ACCOUNTS:
        rows = rows.filter(pk__in=_editors())
    if table is INDICATORS:
        rows = rows.exclude(aliases=[])
    names = aliases()
    for row in rows.iterator(chunk_size=AT_ONCE):
        line = {"id": row.pk, **plain(row, table.fields)}
        yield line | (_whole(row, names) if isinstance(row, Article) else {})


def _whole(article: Article, names: Sequence[Alias]) -> State:
    """What stands in an article, and its figures, which whoever reads the export in reads anew."""
    stored = {name: parts_of(article, name) for name in PARTS}
    return stored | {"figures": figures_json(figures_of(article, names))}


def _editors() -> set[int]:
    """Accounts that something in the archive names; readers are nobody's business."""
    named = (
        *SourceDocument.objects.values_list("uploaded_by", flat=True),
        *ArticleEvent.objects.values_list("user", flat=True),
        *Notice.objects.values_list("settled_by", flat=True),
        *TwinPair.objects.values_list("decided_by", flat=True),
        *FigureDecision.objects.values_list("user", flat=True),
        *Absence.objects.values_list("user", flat=True),
    )
    return {pk for pk in named if pk is not None}
