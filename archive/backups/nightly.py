"""A backup every night, the newest few of which are kept, and what became of the last."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from archive.backups.manifest import NoBackup
from archive.backups.writing import backup
from archive.server.nights import is_due
from archive.storage import state_files
from archive.storage.storage_faults import told

FILE = "backup.json"
WHOLE = re.compile(r"nightly-\d{8}-\d{6}\.zip")
DAMAGED = re.compile(r"nightly-\d{8}-\d{6}-damaged\.zip")
"""Of an archive in which something was wrong: the newest is kept, beside all that were whole before."""
AGAIN_AFTER = timedelta(hours=1)
OLD_AFTER = timedelta(hours=72)
"""The machine may be off on a weekend; whoever has no backup for longer should know."""


@dataclass(frozen=True, slots=True)
class Night:
    """The last attempt. ``made_at``, ``file`` and ``size`` are of the last one that succeeded."""

    at: str
    problem: str | None = None
    made_at: str | None = None
    file: str | None = None
    size: int = 0

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def made(self) -> datetime | None:
        return datetime.fromisoformat(self.made_at) if self.made_at else None

    @property
    def failed(self) -> bool:
        return self.problem is not None and self.made_at != self.at

    @property
    def is_old(self) -> bool:
        return self.made is None or datetime.now(UTC) - self.made > OLD_AFTER


def last_night() -> Night | None:
    """None when there was none, or what it left can't be read."""
    try:
        night = Night(**(state_files.read(FILE) or {}))
        return night if night.made is None or night.made.tzinfo else None
    except (TypeError, ValueError):
        return None


def is_wanted(now: datetime) -> bool:
    """Whether one is to be made now: every night, and an hour after one that failed."""
    if not settings.BACKUP_KEEP:
        return False
    last = last_night()
    if last is not None and last.failed:
        return not timedelta(0) <= now - last.time < AGAIN_AFTER
    return is_due(last.made if last else None, now)


def back_up(progress: Callable[[], Any] = lambda: None) -> Night:
    """Make tonight's, drop those that are one too many, and note what became of it. Never raises for the disk."""
    before, at = last_night() or Night(""), state_files.now()
    try:
        night = _made(backups_folder(), at, progress)
    except (NoBackup, OSError, sqlite3.Error, DatabaseError) as error:
        night = Night(at, told(error), before.made_at, before.file, before.size)
    state_files.write(FILE, asdict(night))
    return night


def _made(folder: Path, at: str, progress: Callable[[], Any]) -> Night:
    file = folder / f"nightly-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    found = backup(file, progress).unsound
    if found:
        file = file.rename(file.with_stem(f"{file.stem}-damaged"))
    own, most = (DAMAGED, 1) if found else (WHOLE, settings.BACKUP_KEEP)
    for path in sorted(path for path in folder.iterdir() if own.fullmatch(path.name))[:-most]:
        path.unlink()
    return Night(at, "；".join(found) or None, at, str(file), file.stat().st_size)


def backups_folder() -> Path:
    """Where they lie. A folder of the user's own is not made: the disk that should be there may be missing."""
    own: Path | None = settings.BACKUP_FOLDER
    if own is not None:
        if not own.is_dir():
            raise FileNotFoundError(f"BACKUP_FOLDER 指定的目录 {own} 不存在（磁盘没有挂上？）")
        return own
    folder = Path(settings.ARCHIVE_DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def on_the_same_disk() -> bool:
    """Whether the disk that takes the archive with it takes its backups too."""
    try:
        return backups_folder().stat().st_dev == Path(settings.ARCHIVE_DATA).stat().st_dev
    except OSError:
        return False
