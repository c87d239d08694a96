"""Makes a backup, also while the site is read, searched and written to."""

import fcntl
import hashlib
import io
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from archive import soundness, state_files
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
from archive.data_folder import sync_folder
from archive.other_database import database_at

UNFINISHED = ".part"
FAST = 1
"""zlib's level: the best one takes three times as long for files that are a tenth smaller."""


def backup(file: Path, progress: Callable[[], Any] = lambda: None) -> Manifest:
    """Put a backup of this archive at ``file``, where there must be nothing yet.

    It lies beside its place under another name until it was read back and found whole: whoever is killed
    before leaves no file of that name. Raises FileExistsError, OSError, sqlite3.Error, NoBackup.
    """
    _refuse_to_overwrite(file)
    with _workshop(file) as folder:
        _snapshot(folder / DATABASE)
        progress()
        packed = folder / "packed"
        _pack(packed, folder, progress)
        manifest = verified(packed, progress)
        _refuse_to_overwrite(file)
        packed.rename(file)
        with suppress(OSError):  # some network disks can't
            sync_folder(file.parent)
    return manifest


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise FileExistsError(f"{file} 已经存在，没有覆盖它；请换一个文件名，或先移走它")


@contextmanager
def _workshop(file: Path) -> Iterator[Path]:
    """A folder beside the file, gone at the end; what killed processes left of theirs goes too."""
    for left in file.parent.glob(f".*{UNFINISHED}"):
        _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix=f".{file.name}.", suffix=UNFINISHED, dir=file.parent))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_if_left(folder: Path) -> None:
    """Where nobody holds its lock, nobody works in it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def _snapshot(target: Path) -> None:
    """The database as it is at one moment, whatever is written meanwhile; without what was deleted from it.

    ``nolock``: nobody else knows the new file, and network disks lock badly.
    """
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"{Path(name).resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)) as opened:
        opened.execute("VACUUM INTO ?", [f"{target.resolve().as_uri()}?nolock=1"])


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
