"""How much may be handed in: bounded by the size of a file and by the room on the disk, nothing else."""

import shutil

from django.conf import settings

from archive.checks import SMALLEST_FREE_SPACE
from archive.imports.reasons import MEGABYTE

COPIES = 3
"""A file waits in the database, becomes an original there with its text, and passes the write-ahead log."""


def free() -> int:
    """Bytes that may still be handed in."""
    return max(0, (shutil.disk_usage(settings.ARCHIVE_DATA).free - SMALLEST_FREE_SPACE) // COPIES)


def refusal(size: int) -> dict[str, int] | None:
    """Why so many bytes more are too many; None where there is room."""
    left = free()
    return {"megabytes": left // MEGABYTE} if size > left else None
