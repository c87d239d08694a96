"""Put the whole archive into one file, also while the site is in use."""

import argparse
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.backups.manifest import NoBackup
from archive.backups.writing import backup
from archive.storage.readiness import refuse_where_no_archive_is
from archive.storage.storage_faults import told


class Command(BaseCommand):
    requires_system_checks = []  # works on a folder that can't be written to
    help = (
        "把整个档案库（数据库、原始文件、密钥、词典、区划补充表）备份成一个文件；网站运行时也可以做。"
        "FILE 必须还不存在；写完并核对无误后才以这个名字出现"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="备份文件，如 /mnt/backup/2026-11-27.zip")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        refuse_where_no_archive_is()
        try:
            manifest = backup(file)
        except (NoBackup, OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"没有备份：{told(error)}") from error
        self.stdout.write(f"已备份到 {file}（{file.stat().st_size / 1e6:.1f} MB）：{manifest.counted}")
        self.stdout.write(f"  备份的是数据目录 {settings.ARCHIVE_DATA}")
        for line in manifest.unsound:
            self.stderr.write(f"  {line}")
        if manifest.unsound:
            raise CommandError("备份照样做好了，但档案库本身不完整，见上；请保留更早的备份")
