"""The last number that a table gave to a row: it is never given again, not even when the row is gone."""

from django.db import DEFAULT_DB_ALIAS, connections, models

NumberedModel = type[models.Model]


def last_given(model: NumberedModel, using: str = DEFAULT_DB_ALIAS) -> int:
    """0 where none was given yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name=%s", [model._meta.db_table])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        cursor.execute(
            "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)",
            [model._meta.db_table],
        )
        return int(cursor.fetchone()[0])


def go_on_after(model: NumberedModel, number: int, using: str = DEFAULT_DB_ALIAS) -> None:
    """The next row gets a number above this one, and above all that are there."""
    connection, table = connections[using], model._meta.db_table
    newest = model._base_manager.using(using).order_by("-pk").values_list("pk", flat=True).first() or 0
    number = max(number, newest)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name=%s", [table])
            if number:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
        elif number:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])
