"""``manage.py changepassword NAME``: Django's own, which would make an empty archive where it finds none."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from archive.storage.readiness import refuse_where_no_archive_is


class Command(changepassword.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        refuse_where_no_archive_is()  # before it looks which migrations are open, which makes the file
        return super().execute(*args, **options)
