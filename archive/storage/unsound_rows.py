"""Rows that hold what their columns cannot, each by its table, number and column; for SQLite, which takes anything."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from archive.models import Section
from archive.storage.stored_fields import Facts, Numbers, Texts, Year
from archive.years import FIRST_YEAR, LAST_YEAR

SOUND: "tuple[tuple[type[models.Field[Any, Any]], str], ...]" = (
    (Year, f"typeof({{0}})='integer' AND {{0}} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"),
    (Texts, "json_valid({0}) AND json_type({0})='array' AND '[]'=(SELECT json_group_array(type) FROM json_each({0}) WHERE type<>'text')"),
    (Numbers, "json_valid({0}) AND json_type({0})='array' AND '[]'=(SELECT json_group_array(type) FROM json_each({0}) WHERE type<>'integer')"),
    (Facts, "json_valid({0}) AND json_type({0})='object'"),
    (models.JSONField, "json_valid({0})"),
    (models.DateTimeField, f"datetime({{0}}) IS NOT NULL AND substr({{0}}, 1, 4) BETWEEN '{FIRST_YEAR}' AND '{LAST_YEAR}'"),
    (models.DateField, f"date({{0}})={{0}} AND substr({{0}}, 1, 4) BETWEEN '{FIRST_YEAR}' AND '{LAST_YEAR}'"),
    (models.BooleanField, "{0} IN (0, 1)"),
    (models.DecimalField, "typeof({0}) IN ('integer', 'real')"),
    (models.IntegerField, "typeof({0})='integer'"),
    (models.CharField, "typeof({0})='text'"),
    (models.TextField, "typeof({0})='text'"),
)  # fmt: skip
"""The condition of each kind of column, the narrower kind first."""


def unsound_rows() -> Iterator[str]:
    if connection.vendor == "sqlite":
        for model in apps.get_app_config("archive").get_models():
            columns = _columns(model._meta.db_table)
            for field in model._meta.concrete_fields:
                if field.column in columns:
                    yield from _unsound(model, field)
        yield from _unmatched_anchors()


def _columns(table: str) -> set[str]:
    """Those that are there: a database of before an update has not all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
        return {name for (name,) in cursor.fetchall()}


def _unsound(model: type[models.Model], field: "models.Field[Any, Any]") -> Iterator[str]:
    condition = next((sound for kind, sound in SOUND if isinstance(field, kind)), None)
    if condition is None or field.primary_key:
        return
    table, column = model._meta.db_table, f'"{field.column}"'
    unknown = f"{column} IS NOT NULL AND " if field.null else ""
    wrong = f"{unknown}NOT COALESCE({condition.format(column)}, 0)"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{table}" WHERE {wrong} ORDER BY id')  # noqa: S608 - names of our own columns
        yield from (f"{table} {pk} {field.column}" for (pk,) in cursor.fetchall())


def _unmatched_anchors() -> Iterator[str]:
    rows = Section.objects.order_by("pk").values_list("pk", "text", "anchors")
    for pk, text, anchors in rows.iterator():
        if len(anchors) != len(text.splitlines()):
            yield f"{Section._meta.db_table} {pk} anchors"
