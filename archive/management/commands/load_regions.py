"""Load the table of administrative divisions, and a longer history where the user has one."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.region_table import load_regions
from archive.regions.importer import BadTable, read_csv
from archive.site_authority import history_file, site_authority
from archive.storage.readiness import refuse_where_no_archive_is


class Command(BaseCommand):
    help = "载入行政区划表（可重复执行；人工添加的区划保留不动）"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--history",
            type=Path,
            metavar="CSV",
            help="自备的历史区划表，把沿革延伸到 2002 年以前；此后一直生效",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_where_no_archive_is()
        history: Path | None = options["history"]
        if history is not None:
            try:
                read_csv(history)
            except (OSError, UnicodeDecodeError, BadTable) as error:
                raise CommandError(f"{history}：不是可用的区划表（{error}）；未作任何改动") from error
            history_file().parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(history, history_file())
        changed = load_regions(site_authority())
        self.stdout.write(f"行政区划表：新增或更新 {changed} 行")
