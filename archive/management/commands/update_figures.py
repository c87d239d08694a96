"""Reads the figures of articles that changed, or that an older reader read, and keeps them for the pages of numbers."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from archive.ledger.keeping import read_waiting, waiting
from archive.models import FigureReading
from archive.storage.readiness import prepare_database


class Command(BaseCommand):
    help = "重读已改动的综述、旧版程序读过的综述里的数字，供对比表等页面使用；平时由后台进程自动完成"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部重读，不管有没有改动")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_database()
        if options["all"]:
            FigureReading.objects.all().delete()
        total = waiting().count()
        with tqdm(total=total, unit="篇", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
            done = read_waiting(progress=bar.update)
        self.stdout.write(f"读了 {done} 篇的数字")
