"""Where the index lies on disk: numbered folders, and one small file that says which of them is the index.

``CURRENT`` is the only truth. It is replaced in one step after everything that it names is safely on disk:
whoever is killed at any moment leaves the index as it was before or as it was meant to be, never between.
"""

import fcntl
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from archive.storage.data_folder import sync_folder
from search.engines.contract import IndexLocked, IndexUnavailable, lock_awaited

LOCK_POLL_SECONDS = 0.02
MOMENT_SECONDS = 2.0
"""Whoever waits longer for the lock hears for whom."""
PRIVATE = 0o700  # Whoosh unpickles its table of contents: nobody else may write here
CHECKSUM_BLOCK = 1 << 20
MOST_HELD = 1000  # far more than one index has files; of rebuilt ones the old are forgotten
_HELD: set[tuple[Path, int, int, int]] = set()
"""Files whose time is not the one noted, and that this process has found to hold what they should."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file was when it was written. ``modified`` spares reading it through as long as it agrees."""

    size: int
    crc: int
    modified: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index is made of. ``complete`` is False from a clearing until everything is in again.

    ``state`` names the state of the database that it was made from; None where nobody said.
    """

    folder: str
    toc: int
    documents: int
    complete: bool
    versions: Mapping[str, str]
    files: Mapping[str, FileRecord]
    state: str | None = None


class Home:
    """The folder of the index. Readers need nothing of it but ``manifest``; writers hold ``locked``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._current = path / "CURRENT"

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the index does; costs one look at one file."""
        try:
            status = self._current.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return status.st_ino, status.st_mtime_ns

    def manifest(self) -> Manifest:
        try:
            text = self._current.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexUnavailable("there is no index yet") from error
        except OSError as error:
            raise IndexUnavailable(f"the file CURRENT can't be read: {error.strerror}") from error
        checksum, _, body = text.partition(b"\n")
        if checksum != b"%08x" % zlib.crc32(body):
            raise IndexUnavailable("the file CURRENT is damaged")
        try:
            values = json.loads(body)
            values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
            return Manifest(**values)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexUnavailable(f"the file CURRENT is of another version: {error}") from error

    def folder(self, manifest: Manifest) -> Path:
        return self.path / manifest.folder

    @contextmanager
    def locked(self, seconds: float) -> Iterator[None]:
        """The writer's lock. It belongs to an open file, so that it goes with a killed process."""
        self._make()
        descriptor = os.open(self.path / "LOCK", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            begun, told = time.monotonic(), False
            while not _try_lock(descriptor):
                waited = time.monotonic() - begun
                if waited >= seconds:
                    raise _locked_out(descriptor, seconds)
                if waited >= MOMENT_SECONDS and not told:
                    told = True
                    lock_awaited.send(Home, locked=_locked_out(descriptor, seconds))
                time.sleep(LOCK_POLL_SECONDS)
            _sign(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _make(self) -> None:
        """A file in the place of the folder is no index, and may be somebody's: it is put aside."""
        if not self.path.is_dir() and (self.path.exists() or self.path.is_symlink()):
            self.path.rename(self.path.with_name(f"{self.path.name}.{time.time_ns()}.aside"))
        self.path.mkdir(parents=True, exist_ok=True, mode=PRIVATE)

    def new_folder(self) -> Path:
        """An empty folder beside the live one, for whoever holds the lock."""
        self.sweep()
        numbers = [int(entry.name[1:]) for entry in self._folders()]
        folder = self.path / f"g{max(numbers, default=0) + 1:06d}"
        folder.mkdir(mode=PRIVATE)
        return folder

    def publish(self, manifest: Manifest) -> None:
        """Make this the index. Everything that it names must be on disk by now."""
        body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        new = self.path / "CURRENT.new"
        with new.open("wb") as file:
            file.write(b"%08x\n" % zlib.crc32(body) + body)
            file.flush()
            os.fsync(file.fileno())
        if self._current.is_dir():
            shutil.rmtree(self._current)
        new.replace(self._current)
        sync_folder(self.path)

    def sweep(self) -> None:
        """Remove what interrupted writers left and what the index no longer needs."""
        try:
            manifest: Manifest | None = self.manifest()
        except IndexUnavailable:
            manifest = None
        for folder in self._folders():
            if manifest is None or folder.name != manifest.folder:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                for entry in folder.iterdir():
                    if entry.name not in manifest.files:
                        _remove(entry)

    def _folders(self) -> list[Path]:
        return [entry for entry in self.path.iterdir() if entry.is_dir() and entry.name[:1] == "g"]


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int) -> None:
    """Who holds the lock and since when, for whoever waits for it; of no use to the lock itself."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        os.pwrite(descriptor, f"{os.getpid()} {since}".encode(), 0)


def _locked_out(descriptor: int, seconds: float) -> IndexLocked:
    try:
        holder, _, since = os.pread(descriptor, 200, 0).decode("ascii").partition(" ")
        return IndexLocked(waited=seconds, holder=int(holder), since=since)
    except (OSError, ValueError):
        return IndexLocked(waited=seconds)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def secured(path: Path) -> FileRecord:
    """Bring a new file to the disk and note what it is."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    status = path.stat()
    return FileRecord(status.st_size, checksum(path), status.st_mtime_ns)


def checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(CHECKSUM_BLOCK):
            value = zlib.crc32(block, value)
    return value


def faults(folder: Path, files: Mapping[str, FileRecord], *, read_through: bool = False) -> list[str]:
    """What is wrong with the files. They are read through where asked or where the time differs."""
    return [
        f"{name}: {fault}"
        for name, record in files.items()
        if (fault := _fault(folder / name, record, read_through=read_through))
    ]


def _fault(path: Path, record: FileRecord, *, read_through: bool) -> str | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return "missing"
    if status.st_size != record.size:
        return f"{status.st_size} bytes instead of {record.size}"
    if read_through:
        holds = checksum(path) == record.crc
    elif status.st_mtime_ns != record.modified:
        holds = _is_known_to_hold(path, record.crc, status.st_size, status.st_mtime_ns)
    else:
        holds = True
    return None if holds else "its content has changed"


def _is_known_to_hold(path: Path, crc: int, size: int, modified: int) -> bool:
    """Whoever copies the folder of an archive (cp -r) gives its files other times for good: they are read through once."""
    known = (path, crc, size, modified)
    if known in _HELD:
        return True
    if checksum(path) != crc:
        return False
    if len(_HELD) >= MOST_HELD:
        _HELD.clear()
    _HELD.add(known)
    return True
