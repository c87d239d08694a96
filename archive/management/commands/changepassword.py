"""``manage.py changepassword NAME``: Django's own, which would make an empty archive where it finds none."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import DEFAULT_DB_ALIAS

from archive.storage.readiness import refuse_where_no_archive_is


class Command(changepassword.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?")
        parser.set_defaults(database=DEFAULT_DB_ALIAS)  # there is one

    def execute(self, *args: Any, **options: Any) -> str | None:
        refuse_where_no_archive_is()  # before it looks which migrations are open, which makes the file
        return super().execute(*args, **options)
