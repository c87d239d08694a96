"""How well the reader does on a folder of labelled pages, how many wrong values it tells nobody of, and how many right
ones it doubts.
"""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive.ingest.quality.corpus import LABELS, Corpus
from archive.site_authority import site_authority


class Command(BaseCommand):
    help = "用带标注的文件夹（truth.jsonl 加原文）检验读取的准确度，逐项列出得分，以及读错而没有提示(silent)、读对却有提示(doubted)的项数。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="含 truth.jsonl 的文件夹")
        parser.add_argument("--show", metavar="FIELD", help="列出名称含 FIELD 的各项中失分的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            corpus = Corpus.load(folder)
        except FileNotFoundError as error:
            raise CommandError(
                _("%(folder)s 中没有 %(labels)s") % {"folder": folder, "labels": LABELS}
            ) from error
        except (ValueError, KeyError) as error:
            raise CommandError(
                _("%(labels)s 不是每行一个 JSON 对象：%(error)s") % {"labels": LABELS, "error": error}
            ) from error
        result = corpus.score(site_authority())
        shown = options["show"]
        for field, (mean, count) in result.fields.items():
            self.stdout.write(f"{mean:6.3f}  {field}  (n={count}{result.notices(field)})")
            for mark in result.misses(field) if shown and shown in field else ():
                self.stdout.write(f"        {mark.file}: {mark.got!r} ≠ {mark.wanted!r}")
        self.stdout.write(result.summary())
