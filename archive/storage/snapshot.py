"""The database as it is at one moment, in a file of SQLite's form, while it is read and written on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from archive.storage.other_database import database_at
from archive.storage.row_copies import copy_rows


def snapshot(target: Path) -> None:
    """Without what was deleted from it. Raises sqlite3.Error, DatabaseError."""
    if connection.vendor == "sqlite":
        _of_sqlite(target)
    else:
        _of_another(target)


def _of_sqlite(target: Path) -> None:
    """``nolock``: nobody else knows the new file, and network disks lock badly."""
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"{Path(name).resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)) as opened:
        opened.execute("VACUUM INTO ?", [f"{target.resolve().as_uri()}?nolock=1"])


def _of_another(target: Path) -> None:
    with database_at(target):
        call_command("migrate", verbosity=0, interactive=False)
    with database_at(target, "snapshot") as copy, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        copy_rows(DEFAULT_DB_ALIAS, copy)
