"""A database in a file of SQLite's beside the site's own, or for a while in its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from archive.storage.data_folder import database_in

SQLITE = "django.db.backends.sqlite3"


@contextmanager
def database_at(path: Path, alias: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """What this thread asks of the database called ``alias`` it asks of that file: by default, whatever it asks."""
    own = getattr(connections._connections, alias, None)  # type: ignore[attr-defined]
    values = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict) | {"ENGINE": SQLITE} | database_in(path)
    connections[alias] = other = DatabaseWrapper(values, alias)
    try:
        yield alias
    finally:
        other.close()
        if own is None:
            del connections[alias]
        else:
            connections[alias] = own
