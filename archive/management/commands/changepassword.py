"""``manage.py changepassword NAME``: Django's own."""

from argparse import ArgumentParser

from django.contrib.auth.management.commands import changepassword
from django.db import DEFAULT_DB_ALIAS

from archive.management.of_an_archive import OfAnArchive


class Command(OfAnArchive, changepassword.Command):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?")
        parser.set_defaults(database=DEFAULT_DB_ALIAS)  # there is one
