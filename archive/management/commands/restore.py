"""Put a backup in the place of what the data folder holds, and build the index anew."""

import argparse
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.backups.manifest import NoBackup
from archive.backups.restoring import NotEmpty, Restored, restore
from archive.storage.occupied import Occupied, alone
from archive.storage.shared_database import Unfit
from archive.storage.storage_faults import told


class Command(BaseCommand):
    requires_system_checks = []  # there is nothing yet that could be checked
    help = (
        "把备份恢复到数据目录 ARCHIVE_DATA：先逐项核对，再一次换上，然后重建索引。网站运行时不做；"
        "目录里已有数据库时也不做，除非加上 --replace，那时原有的移到旁边，不删除"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="manage.py backup 做的备份文件")
        parser.add_argument("--replace", action="store_true", help="目录里已有数据库时，把它移到旁边再恢复")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        folder: Path = settings.ARCHIVE_DATA
        with ExitStack() as working:
            try:
                working.enter_context(alone(folder))
                restored = restore(file, folder, replace=replace)
            except (NoBackup, NotEmpty, Unfit, Occupied, OSError, sqlite3.Error, DatabaseError) as error:
                raise CommandError(f"没有恢复：{told(error)}") from error
            self._tell(restored)
            call_command("rebuild_index", interactive=False, verbosity=0)
        self.stdout.write("检索索引已重建。可以启动网站了")

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(
            f"各部分与校验值相符，已恢复 {manifest.time.astimezone():%Y-%m-%d %H:%M} 的备份：{manifest.counted}"
        )
        self.stdout.write("备份时的登录状态已清除，请重新登录")
        if restored.aside is not None:
            self.stdout.write(f"原有的内容移到了 {restored.aside}，确认无误后可以删除")
        if restored.updated:
            self.stdout.write(f"数据库的表已更新到本程序的版本：{'、'.join(restored.updated)}")
        for name, then, here in restored.differing:
            self.stdout.write(f"设置与备份时不同：{name} 那时是“{then}”，现在是“{here}”")
        for line in restored.unsound:
            self.stderr.write(f"备份里的档案库本身不完整：{line}")
