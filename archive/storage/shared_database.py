"""A database beside this machine's folder, filled from a file of SQLite's, and proved to hold the same."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from archive.models import Article, SourceDocument
from archive.storage import soundness
from archive.storage.occupied import Occupied
from archive.storage.other_database import database_at
from archive.storage.row_copies import checksums, copy_rows


class Unfit(Exception):
    """The database holds an archive already, or what should go there is not sound; the message says which."""


def fill_from(
    file: Path, *, replace: bool = False, progress: Callable[[], Any] = lambda: None
) -> Mapping[str, int]:
    """How many rows each table has now. Raises Unfit, Occupied, DatabaseError; then nothing has changed there."""
    _refuse_what_is_not_sound(file, progress)
    _refuse_company()
    call_command("migrate", verbosity=0, interactive=False)
    if not replace and (Article.objects.exists() or SourceDocument.objects.exists()):
        raise Unfit(f"数据库 {connection.settings_dict['NAME']} 里已有综述；请另建一个空的")
    with database_at(file, "file") as source, transaction.atomic():
        copy_rows(source, DEFAULT_DB_ALIAS, progress)
        there, here = checksums(source, progress), checksums(DEFAULT_DB_ALIAS, progress)
        differing = sorted(table for table in there if there[table] != here[table])
        if differing:
            raise DatabaseError(f"搬过去的内容与原来不同：{'、'.join(differing)}")
    return {table: count for table, (count, _) in here.items()}


def _refuse_what_is_not_sound(file: Path, progress: Callable[[], Any]) -> None:
    """SQLite keeps anything in any column, PostgreSQL does not."""
    with database_at(file):
        call_command("migrate", verbosity=0, interactive=False)
        report = soundness.check(progress)
    if not report.is_whole:
        raise Unfit("数据库里有要先修好的地方：" + "；".join(soundness.described(report)))


def _refuse_company() -> None:
    """Another machine's site may be at work there, which no lock in a folder of this one knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname=current_database() "
            "AND pid<>pg_backend_pid() AND backend_type='client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise Occupied(
            f"数据库 {connection.settings_dict['NAME']} 有 {others} 个别的连接：请先停止所有用它的网站"
        )
