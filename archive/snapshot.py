"""The database as it is at one moment, in a file of SQLite's form, while it is read and written on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def snapshot(target: Path) -> None:
    """Without what was deleted from it. Raises sqlite3.Error.

    ``nolock``: nobody else knows the new file, and network disks lock badly.
    """
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"{Path(name).resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)) as opened:
        opened.execute("VACUUM INTO ?", [f"{target.resolve().as_uri()}?nolock=1"])
