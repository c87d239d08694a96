"""Signs of life of a process beside the web server, in a file that pages and checks read without asking it."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.storage import state_files

SILENT_AFTER = timedelta(seconds=60)
CLOCKS_DIFFER = timedelta(seconds=5)
"""A beat from further in the future was written before the clock was set back, by nobody knows whom."""
IMPORT_WORKER = "import_worker.json"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """``problem`` is why the process is behind, in words for the log; None when all is well."""

    at: str
    process: int
    pending: int
    problem: str | None

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def is_recent(self) -> bool:
        return -CLOCKS_DIFFER < datetime.now(UTC) - self.time < SILENT_AFTER

    @property
    def is_from_the_future(self) -> bool:
        return self.time - datetime.now(UTC) >= CLOCKS_DIFFER


def leave(file: str, *, pending: int, problem: str | None) -> None:
    """Leave a sign of this process's life."""
    state_files.write(file, {"process": os.getpid(), "pending": pending, "problem": problem})


def last(file: str) -> Heartbeat | None:
    """None when no such process ever ran here, or the file cannot be read."""
    try:
        return Heartbeat(**(state_files.read(file) or {}))
    except TypeError:
        return None


def is_alive(file: str) -> bool:
    heartbeat = last(file)
    return heartbeat is not None and heartbeat.is_recent
