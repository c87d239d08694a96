"""Signs of life of the index worker, in a file that pages and checks can read without asking the process."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

SILENT_AFTER = timedelta(seconds=60)
"""The worker writes every second or so; a rebuild of 20,000 articles beats between articles."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """``problem`` is why the index is behind, in words for the log; None when all is well."""

    at: str
    process: int
    pending: int
    problem: str | None

    @property
    def is_recent(self) -> bool:
        return datetime.now(UTC) - datetime.fromisoformat(self.at) < SILENT_AFTER


def _file() -> Path:
    return Path(settings.ARCHIVE_DATA) / "index_worker.json"


def beat(*, process: int, pending: int, problem: str | None) -> None:
    heartbeat = Heartbeat(datetime.now(UTC).isoformat(), process, pending, problem)
    new = _file().with_suffix(".new")
    new.write_text(json.dumps(asdict(heartbeat), ensure_ascii=False), encoding="utf-8")
    new.replace(_file())


def last_heartbeat() -> Heartbeat | None:
    """None when no worker ever ran here, or the file cannot be read."""
    try:
        return Heartbeat(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
