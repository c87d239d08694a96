"""Puts a backup in the place of what a data folder holds: everything is read and checked before anything is moved.

The folder ``restoring`` is there from the beginning until all is in its place, and nothing is begun beside it: what
was killed in between says so, and is done again. What was there before is moved aside, never deleted.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.backups.manifest import DATABASE, PARTS, Manifest, NoBackup, Part, settings_now
from archive.backups.reading import unpacked, verified
from archive.models import Replica
from archive.storage import soundness
from archive.storage.data_folder import RESTORING, holds_a_database, sync_folder
from archive.storage.other_database import database_at
from archive.storage.shared_database import fill_from

REPLACED = "replaced"
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
"""SQLite's log belongs to the database beside it: beside another it would undo it."""


class NotEmpty(Exception):
    """There is an archive in the folder; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. ``aside``: where what was there before lies now; ``differing``: settings, then and now."""

    manifest: Manifest
    updated: tuple[str, ...]
    aside: Path | None
    differing: tuple[tuple[str, str, str], ...]
    unsound: tuple[str, ...]


def restore(
    file: Path, folder: Path, *, replace: bool = False, progress: Callable[[], Any] = lambda: None
) -> Restored:
    """Make ``folder`` hold what the backup holds; the index is to be built by the caller.

    To be called by whoever has the folder for himself. Raises NoBackup, NotEmpty, OSError, DatabaseError; then the
    folder is as it was.
    """
    begun_before = _clear_what_was_begun(folder)
    if holds_a_database(folder) and not (replace or begun_before):
        raise NotEmpty(
            f"数据目录 {folder} 里已有数据库。请把 ARCHIVE_DATA 指到空目录，或加上 --replace："
            "原有的数据库会移到旁边，不会删除"
        )
    manifest = verified(file, progress)
    _refuse_a_newer_one(manifest)
    workshop = folder / RESTORING
    workshop.mkdir(mode=0o700)
    try:
        for part in manifest.parts:
            _unpack(file, part, workshop / part.name, progress)
        with database_at(workshop / DATABASE):
            updated = _brought_up_to_date()
            Session.objects.all().delete()
            Replica.objects.all().delete()  # of what their indexes hold this database knows nothing
            report = soundness.check(progress)
    except BaseException:
        shutil.rmtree(workshop)
        raise
    if connection.vendor == "sqlite":
        connection.close()
    else:
        _fill_the_shared_database(workshop, replace=begun_before, progress=progress)
    aside = _exchange(folder, workshop, manifest)
    unsound = () if report.is_whole else tuple(soundness.described(report))
    return Restored(manifest, updated, aside, tuple(_differing(manifest)), unsound)


def _clear_what_was_begun(folder: Path) -> bool:
    """Whether an earlier restore was killed when it had begun to move things; what it had put aside is kept."""
    workshop = folder / RESTORING
    if not workshop.exists():
        return False
    put_aside = (workshop / REPLACED).exists()
    if put_aside:
        (workshop / REPLACED).rename(_place_aside(folder))
    shutil.rmtree(workshop)
    return put_aside


def _refuse_a_newer_one(manifest: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known]
    if unknown:
        raise NoBackup(f"备份是用更新的版本做的（{'、'.join(unknown)}），请先更新本程序")


def _unpack(file: Path, part: Part, target: Path, progress: Callable[[], Any]) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        for block in unpacked(file, part):
            written.write(block)
            progress()
        written.flush()
        os.fsync(written.fileno())


def _brought_up_to_date() -> tuple[str, ...]:
    """The migrations that an older database still lacked."""
    before = set(MigrationLoader(connection).applied_migrations)
    call_command("migrate", verbosity=0, interactive=False)
    return tuple(
        f"{app}.{name}" for app, name in sorted(set(MigrationLoader(connection).applied_migrations) - before)
    )


def _fill_the_shared_database(workshop: Path, *, replace: bool, progress: Callable[[], Any]) -> None:
    """What was filled by a restore that was killed before its end is filled again."""
    (workshop / REPLACED).mkdir(mode=0o700)
    try:
        fill_from(workshop / DATABASE, replace=replace, progress=progress)
    except BaseException:
        shutil.rmtree(workshop)
        raise
    (workshop / DATABASE).unlink()


def _exchange(folder: Path, workshop: Path, manifest: Manifest) -> Path | None:
    """Only renames: the old aside, the small files, the database last."""
    kept = workshop / REPLACED
    kept.mkdir(mode=0o700, exist_ok=True)
    old = [folder / name for name in (*LOGS, *PARTS) if (folder / name).exists()]
    for path in old:
        path.rename(kept / path.name)
    names = [*LOGS, *(part.name for part in manifest.parts if part.name != DATABASE), DATABASE]
    for path in [workshop / name for name in names if (workshop / name).exists()]:
        path.rename(folder / path.name)
    sync_folder(folder)
    aside = _place_aside(folder) if old else None
    if aside is not None:
        kept.rename(aside)
    shutil.rmtree(workshop)
    sync_folder(folder)
    return aside


def _place_aside(folder: Path) -> Path:
    return folder / f"{REPLACED}-{datetime.now():%Y%m%d-%H%M%S-%f}"


def _differing(manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    here = settings_now()
    for name, then in manifest.settings.items():
        if here.get(name, then) != then:
            yield name, then, here[name]
