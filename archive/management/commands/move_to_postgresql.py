"""Move the archive from SQLite in the data folder into the database that DATABASE_URL names, and prove that it is equal."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from archive.storage.data_folder import database_file, holds_a_database
from archive.storage.occupied import Occupied, alone
from archive.storage.shared_database import Unfit, fill_from
from archive.storage.storage_faults import told


class Command(BaseCommand):
    requires_system_checks = []  # there is nothing yet that could be checked
    help = (
        "把数据目录里 SQLite 的档案库搬进 DATABASE_URL 所指的 PostgreSQL（必须是空的），逐表核对行数和校验值，"
        "再用检索核对索引；完全相同才算搬好，原来的数据库文件移到旁边，不删除。先停止本站"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = settings.ARCHIVE_DATA
        if connection.vendor == "sqlite":
            raise CommandError(
                "请先把 DATABASE_URL 设为 PostgreSQL 数据库的地址，如 postgresql://用户:密码@主机/库名"
            )
        if not holds_a_database(folder):
            raise CommandError(f"数据目录 {folder} 里没有 SQLite 的数据库可搬")
        with ExitStack() as working:
            try:
                working.enter_context(alone(folder))
                counts = fill_from(database_file(folder))
            except (Unfit, Occupied, OSError, DatabaseError) as error:
                raise CommandError(f"没有搬：{told(error)}") from error
            self.stdout.write(f"{len(counts)} 个表、{sum(counts.values())} 行逐行相同")
            aside = _put_aside(folder)
            self.stdout.write(f"原来的数据库移到了 {aside}")
            call_command("check_index", "--repair", stdout=self.stdout)
        self.stdout.write("搬好了。请让本站始终带着同一个 DATABASE_URL 启动")


def _put_aside(folder: Path) -> Path:
    """Nobody starts an old state by a DATABASE_URL that was forgotten."""
    aside = folder / f"before-postgresql-{datetime.now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in folder.glob(f"{database_file(folder).name}*"):
        path.rename(aside / path.name)
    return aside
