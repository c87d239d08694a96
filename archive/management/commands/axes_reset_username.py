"""``manage.py axes_reset_username NAME``: the one of axes, which would make an empty archive where it finds none."""

from typing import Any

from axes.management.commands import axes_reset_username

from archive.storage.readiness import refuse_where_no_archive_is


class Command(axes_reset_username.Command):  # type: ignore[misc]  # axes has no types
    def execute(self, *args: Any, **options: Any) -> Any:
        refuse_where_no_archive_is()  # before it looks which migrations are open, which makes the file
        return super().execute(*args, **options)
