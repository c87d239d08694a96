"""Makes a backup, also while the site is read, searched and written to."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from archive.backups.manifest import (
    BROUGHT,
    DATABASE,
    KEY,
    NAME,
    Manifest,
    Part,
    counts_now,
    migrations_now,
    settings_now,
)
from archive.backups.reading import BLOCK, verified
from archive.storage import soundness, state_files
from archive.storage.other_database import database_at
from archive.storage.snapshot import snapshot
from archive.storage.whole_file import made_whole

FAST = 1
"""zlib's level: the best one takes three times as long for files that are a tenth smaller."""


def backup(file: Path, progress: Callable[[], Any] = lambda: None) -> Manifest:
    """Put a backup of this archive at ``file``, where there must be nothing yet.

    It gets its name when it was read back and found whole. Raises OSError, sqlite3.Error, NoBackup.
    """
    with made_whole(file) as folder:
        snapshot(folder / DATABASE)
        progress()
        packed = folder / "packed"
        _pack(packed, folder, progress)
        return verified(packed, progress)


def _pack(packed: Path, folder: Path, progress: Callable[[], Any]) -> None:
    descriptor = os.open(
        packed, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600
    )  # the key and the accounts are in it
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as archive:
            parts = tuple(_add(archive, name, source, progress) for name, source in _sources(folder))
            archive.writestr(NAME, _described(folder / DATABASE, parts, progress).to_json())
        file.flush()
        os.fsync(file.fileno())


def _sources(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
    with (folder / DATABASE).open("rb") as database:
        yield DATABASE, database
    yield (
        KEY,
        io.BytesIO(settings.SECRET_KEY.encode()),
    )  # the one in use, which the environment may have given
    for name in BROUGHT:
        with suppress(FileNotFoundError), (Path(settings.ARCHIVE_DATA) / name).open("rb") as file:
            yield name, file


def _add(archive: zipfile.ZipFile, name: str, source: BinaryIO, progress: Callable[[], Any]) -> Part:
    summed, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as target:
        while block := source.read(BLOCK):
            target.write(block)
            summed.update(block)
            size += len(block)
            progress()
    return Part(name, size, summed.hexdigest())


def _described(database: Path, parts: tuple[Part, ...], progress: Callable[[], Any]) -> Manifest:
    """The copy is looked through as the archive is every night: what is wrong in it is said with it."""
    with database_at(database):
        report = soundness.check(progress)
        counts, migrations = counts_now(), migrations_now()
    unsound = () if report.is_whole else tuple(soundness.described(report))
    return Manifest(state_files.now(), parts, counts, migrations, settings_now(), unsound)
