"""Load the table of administrative divisions."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.region_table import load_regions
from archive.regions.authority import Authority


class Command(BaseCommand):
    help = "载入行政区划表（可重复执行；人工添加的区划保留不动）"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_regions(Authority.load())
        self.stdout.write(f"行政区划表：新增或更新 {changed} 行")
