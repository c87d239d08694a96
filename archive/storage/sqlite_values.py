"""What SQLite holds, read for what is sound in it.

sqlite3 fails at a whole row, and with it at every list that the row stands in, over a day such as 2020-13-45 or over
a text in which one bit has changed. Here such a day is unknown, and such a text shows signs of replacement.
"""

import sqlite3
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.dispatch import receiver
from django.utils.dateparse import parse_date, parse_datetime

from archive.storage.stored_nonsense import tell
from archive.years import is_year

as_text = partial(str, encoding="utf-8", errors="replace")


def as_day(data: bytes) -> date | None:
    day: date | None = _of_a_year(data, parse_date)
    return day


def as_moment(data: bytes) -> datetime | None:
    moment: datetime | None = _of_a_year(data, parse_datetime)
    return moment


def _of_a_year(data: bytes, parse: Any) -> Any:
    """None for 2020-13-45 and abc, and for 9999-12-31, which no time zone can be told of."""
    try:
        found = parse(as_text(data))
    except ValueError:
        found = None
    if found is None or not is_year(found.year):
        tell("a day", data)
        return None
    return found


# After Django's own, which the import of its SQLite registers.
sqlite3.register_converter("date", as_day)
sqlite3.register_converter("datetime", as_moment)


@receiver(connection_created)
def read_anyhow(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == SQLite.vendor:
        connection.connection.text_factory = as_text
