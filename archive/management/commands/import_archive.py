"""Read an export of another archive into this one, which must hold no articles yet."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive import outbox
from archive.exchange.reading import NoExport, import_archive
from archive.storage.readiness import prepare_database
from archive.storage.storage_faults import told


class Command(BaseCommand):
    help = (
        "把 export_archive 导出的文件读进还没有综述的档案库：综述、原始文件、修改记录和编号都与原来相同；"
        "要么全部读入，要么什么都不写"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="export_archive 导出的 zip 文件")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        prepare_database()
        try:
            with outbox.held_back():
                counts = import_archive(file)
        except (NoExport, OSError, DatabaseError) as error:
            raise CommandError(f"没有读入：{told(error)}") from error
        self.stdout.write("已读入：" + "，".join(f"{name} {count}" for name, count in counts.items()))
        self.stdout.write("账号没有密码，也没有启用，请管理员在“用户”里设置")
        try:
            outbox.wait_until_applied()
        except outbox.IndexBehind as reason:
            raise CommandError(f"以上已读入，但检索还查不到：{reason}。索引进程会接着写入") from reason
