"""Commands of other packages, which would make an empty archive where they find none."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.storage.readiness import refuse_where_no_archive_is


class OfAnArchive(BaseCommand):
    """Goes before the command: Django looks which migrations are open before it begins, and that makes the file."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        refuse_where_no_archive_is()
        return super().execute(*args, **options)
