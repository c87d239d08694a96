"""Signs of life of the index worker: it writes every second or so, and between articles of a rebuild."""

from archive.server import heartbeat
from archive.server.heartbeat import Heartbeat
from archive.storage import state_files

FILE = "index_worker.json"

__all__ = ["Heartbeat", "beat", "is_alive", "last_heartbeat"]


def beat(*, process: int, pending: int, problem: str | None) -> None:
    state_files.write(FILE, {"process": process, "pending": pending, "problem": problem})


def last_heartbeat() -> Heartbeat | None:
    return heartbeat.last(FILE)


def is_alive() -> bool:
    """Whether a worker was here just now, so that a broken index is being mended."""
    return heartbeat.is_alive(FILE)
