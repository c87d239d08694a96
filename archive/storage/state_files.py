"""Small files in the data folder that tell what a process found or did, for people who ask later.

They are a convenience: where one can't be written (a full disk) the work goes on, and where one can't be read
(cut short, edited, of another version) there is none.
"""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)


def write(name: str, values: Mapping[str, Any]) -> None:
    """Replace the file in one step; ``at`` is now where the values tell no other time."""
    path = Path(settings.ARCHIVE_DATA) / name
    new = path.with_name(f"{name}.{os.getpid()}.new")
    try:
        new.write_text(json.dumps({"at": now(), **values}, ensure_ascii=False), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        logger.warning("%s can't be written: %s", path, error.strerror)
        _unlink(new)


def read(name: str) -> dict[str, Any] | None:
    """The values with ``at``, a time with its zone; None where there are none to be had."""
    try:
        values = json.loads((Path(settings.ARCHIVE_DATA) / name).read_text(encoding="utf-8"))
        if not isinstance(values, dict) or datetime.fromisoformat(values["at"]).tzinfo is None:
            return None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return values


def now() -> str:
    return datetime.now(UTC).isoformat()


def _unlink(path: Path) -> None:
    with suppress(OSError):  # on a disk that can't be written to it is not there either
        path.unlink(missing_ok=True)
