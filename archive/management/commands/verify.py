"""Read a backup through and compare every part with its checksum, without restoring it."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.backups.manifest import NoBackup
from archive.backups.reading import verified
from archive.storage.storage_faults import told


class Command(BaseCommand):
    requires_system_checks = []  # needs no archive
    help = "核对备份文件：逐个部分与校验值比较，不恢复、不写入；不完整时以 1 退出并指出是哪一部分"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="manage.py backup 做的备份文件")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = verified(file)
        except (NoBackup, OSError) as error:
            raise CommandError(told(error)) from error
        self.stdout.write(f"备份完整：{manifest.time.astimezone():%Y-%m-%d %H:%M} 做，{manifest.counted}")
        for part in manifest.parts:
            self.stdout.write(f"  {part.name}　{part.size} 字节　SHA-256 {part.sha256}")
        for line in manifest.unsound:
            self.stdout.write(f"  备份时档案库本身就有损坏：{line}")
