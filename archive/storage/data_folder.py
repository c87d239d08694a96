"""The one folder that holds all state: database, index, uploads, secret key."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Any

# With synchronous=NORMAL a power cut takes back what was answered as stored.
WRITING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
READING = "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
LEAST_ROOM = 256 * 1024
"""Bytes; the log's first pages and its index."""
SHORTEST_KEY = 20
"""A shorter key, as an emptied file has, signs nothing."""
RESTORING = "restoring"
"""A folder that is there while a backup is being put in the place of all else, and after that was cut off."""


def kept_key(folder: Path) -> str | None:
    """The key in ``folder/secret_key``; None where there is none that could sign anything."""
    try:
        key = (folder / "secret_key").read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return key if len(key) >= SHORTEST_KEY else None


def new_key() -> str:
    return secrets.token_urlsafe(50)


def secret_key(folder: Path, fresh: str = "") -> str:
    """The site's secret key, made at the first start and kept in ``folder/secret_key``.

    Two processes that start together agree on one key: the file is linked into place complete, and the
    second to arrive reads the first one's. A file that holds no key is replaced: whoever was signed in signs
    in again.
    """
    key = kept_key(folder)
    if key is not None:
        return key
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(fresh or new_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        if path.exists():
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        draft.unlink(missing_ok=True)
    return kept_key(folder) or secret_key(folder)


def database_file(folder: Path) -> Path:
    return folder / "archive.sqlite3"


def holds_a_database(folder: Path) -> bool:
    database = database_file(folder)
    return database.exists() and database.stat().st_size > 0


def has_lost_its_database(folder: Path) -> bool:
    """Whether this folder belonged to an archive, of which the key or the index is left and the database not."""
    if holds_a_database(folder):
        return False
    return (folder / "secret_key").exists() or any((folder / "index").glob("*"))


def database(folder: Path) -> dict[str, Any]:
    """How the database is opened: to be written where the folder can be, else only to be read.

    On a disk that is full or can't be written to SQLite makes no write-ahead log, not even to read: without
    one left there the file is said to be immutable, which it is. Commands that look work so; nothing that
    stays, such as the site, is begun so (``archive.storage.readiness``).
    """
    path = database_file(folder)
    if not path.exists() or _can_be_written(path):
        return database_in(path)
    log = path.with_name(f"{path.name}-wal")
    immutable = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return {"NAME": f"{path.as_uri()}?mode=ro{immutable}", "OPTIONS": {"init_command": READING}}


def database_in(path: Path) -> dict[str, Any]:
    """A database that is written to in this file."""
    return {
        "NAME": path,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": WRITING + READING},
    }


def _can_be_written(path: Path) -> bool:
    """Where the site runs its log is there; else there must be room to make one."""
    running = path.with_name(f"{path.name}-shm").exists()
    return has_room(path.parent) or (running and os.access(path.parent, os.W_OK))


def has_room(folder: Path) -> bool:
    """Whether the folder can be written to, by its rights and by what is free."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_ROOM


def is_only_read(database: dict[str, Any]) -> bool:
    return "?mode=ro" in str(database["NAME"])


def sync_folder(folder: Path) -> None:
    """Bring what was renamed or removed in it to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
