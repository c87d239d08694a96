"""Whether the database is whole, and every original as it was handed in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.storage.readiness import RESTORE, refuse_where_no_archive_is
from archive.storage.soundness import check, described, keep


class Command(BaseCommand):
    requires_system_checks = []  # works on a folder that can't be written to
    help = "检查数据库的结构和引用，并逐个核对原始文件的 SHA-256；不符时以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_where_no_archive_is()
        report = check()
        keep(report)
        for line in described(report):
            self.stdout.write(line)
        if not report.is_whole:
            raise CommandError(f"数据库不完整。{RESTORE}")
        self.stdout.write("数据库完整")
