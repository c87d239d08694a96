"""Signs of life of the index worker, in a file that pages and checks can read without asking the process."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive import state_files

SILENT_AFTER = timedelta(seconds=60)
"""The worker writes every second or so; a rebuild of 20,000 articles beats between articles."""
CLOCKS_DIFFER = timedelta(seconds=5)
"""A beat from further in the future was written before the clock was set back, by nobody knows whom."""
FILE = "index_worker.json"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """``problem`` is why the index is behind, in words for the log; None when all is well."""

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


def beat(*, process: int, pending: int, problem: str | None) -> None:
    state_files.write(FILE, {"process": process, "pending": pending, "problem": problem})


def last_heartbeat() -> Heartbeat | None:
    """None when no worker ever ran here, or the file cannot be read."""
    try:
        return Heartbeat(**(state_files.read(FILE) or {}))
    except TypeError:
        return None


def is_alive() -> bool:
    """Whether a worker was here just now, so that a broken index is being mended."""
    heartbeat = last_heartbeat()
    return heartbeat is not None and heartbeat.is_recent
