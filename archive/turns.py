"""One at a time, where what is read decides what is written: whether a text is in the archive already, who is below whom.

SQLite has one writer anyway. Elsewhere a row can be locked; what is not there yet can't.
"""

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Wait until nobody else does this, and keep others waiting to the end of this transaction."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"archive {what}"])
