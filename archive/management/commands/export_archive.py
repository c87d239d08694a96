"""Write the whole archive in open formats: lines of JSON and the original files, in one zip."""

import argparse
import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.exchange.writing import export_archive
from archive.storage.readiness import refuse_where_no_archive_is
from archive.storage.storage_faults import told


class Command(BaseCommand):
    requires_system_checks = []  # works on a folder that can't be written to
    help = (
        "把综述、原始文件和修改记录导出为开放格式（zip 里的 JSONL 和原文件），供其他程序使用，"
        "也能用 import_archive 读进空的档案库。不含密码和密钥；备份请用 backup"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="zip 文件；必须还不存在")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        refuse_where_no_archive_is()
        try:
            counts = export_archive(file)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"没有导出：{told(error)}") from error
        self.stdout.write(
            f"已导出到 {file}：" + "，".join(f"{name} {count}" for name, count in counts.items())
        )
