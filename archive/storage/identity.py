"""What tells this archive from every other, by whatever name it is reached."""

from datetime import UTC, datetime
from functools import cache

from django.db.migrations.recorder import MigrationRecorder
from django.urls import get_script_prefix


@cache
def made_at() -> datetime:
    """The moment at which the archive's database was made; copies and restored backups keep it."""
    made: datetime = MigrationRecorder.Migration.objects.get(app="archive", name="0001_initial").applied
    return made.astimezone(UTC)


def archive_tag(path: str) -> str:
    """A ``tag:`` address (RFC 4151) of a page, the same by every host name and below every path.

    ``tag:archive-20240105103015000000.invalid,2024-01-05:/articles/7/``: nobody can own a name in .invalid.
    """
    made = made_at()
    local = "/" + path.removeprefix(get_script_prefix())
    return f"tag:archive-{made:%Y%m%d%H%M%S%f}.invalid,{made:%Y-%m-%d}:{local}"
