"""Every row of one database into another, as it is; and a checksum by which two databases are found to hold the same.

Between SQLite and PostgreSQL, both ways. Both must have the tables of this version.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from archive.storage.row_numbers import go_on_after, last_given

AT_ONCE, OF_BYTES_AT_ONCE = 1000, 20
"""Rows that are in memory together; an original may have 64 MB."""
Rows = Iterator[tuple[Any, ...]]


def tables() -> list[type[models.Model]]:
    """All that is kept; who is signed in is not."""
    known = apps.get_models(include_auto_created=True)
    kept = [
        model for model in known if model._meta.managed and not model._meta.proxy and model is not Session
    ]
    return [*kept, MigrationRecorder.Migration]


def copy_rows(source: str, target: str, progress: Callable[[], Any] = lambda: None) -> None:
    """What ``target`` holds goes; in one transaction. References are checked at its end."""
    with transaction.atomic(using=target):
        for model in reversed(tables()):
            model._base_manager.using(target).all()._raw_delete(target)
        for model in tables():
            _copy(model, source, target, progress)
            if isinstance(model._meta.pk, models.AutoField):
                go_on_after(model, last_given(model, source), target)


def _copy(model: type[models.Model], source: str, target: str, progress: Callable[[], Any]) -> None:
    fields, connection = model._meta.concrete_fields, connections[target]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    signs = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({signs})"  # noqa: S608 - our own names
    rows = _rows(model, source)
    while chunk := list(islice(rows, _at_once(model))):
        prepared = [
            [field.get_db_prep_value(value, connection) for field, value in zip(fields, row, strict=True)]
            for row in chunk
        ]
        with connection.cursor() as cursor:
            cursor.executemany(insert, prepared)
        progress()


def _rows(model: type[models.Model], using: str) -> Rows:
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._base_manager.using(using).order_by("pk").values_list(*names)
    return iter(found.iterator(chunk_size=_at_once(model)))


def _at_once(model: type[models.Model]) -> int:
    holds_bytes = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    return OF_BYTES_AT_ONCE if holds_bytes else AT_ONCE


def checksums(using: str, progress: Callable[[], Any] = lambda: None) -> Mapping[str, tuple[int, str]]:
    """For each table how many rows it has, and a checksum over all that they hold."""
    found = {}
    for model in tables():
        summed, count = hashlib.sha256(), 0
        for row in _rows(model, using):
            summed.update(repr([_plain(value) for value in row]).encode(errors="surrogatepass"))
            count += 1
            progress()
        found[model._meta.label] = (count, summed.hexdigest())
    return found


def _plain(value: Any) -> Any:
    """The same for the same, whichever database it comes from: JSON without the order of its names."""
    if isinstance(value, memoryview | bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return value.normalize() if isinstance(value, Decimal) else value
