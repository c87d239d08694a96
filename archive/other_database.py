"""Another archive's database for a while: whatever this thread asks of the database it asks of that file."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from archive.data_folder import database_in

SQLITE = "django.db.backends.sqlite3"


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    own = connections[DEFAULT_DB_ALIAS]
    values = deepcopy(own.settings_dict) | {"ENGINE": SQLITE} | database_in(path)
    connections[DEFAULT_DB_ALIAS] = other = DatabaseWrapper(values, DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = own
