"""How well the reader of figures does on a folder of labelled pages."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive.figures.scoring import LABELS, score_folder
from archive.site_authority import site_authority


class Command(BaseCommand):
    help = "用带标注的文件夹（figures.jsonl 加原文）检验数字读取的准确度，逐项列出得分。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="含 figures.jsonl 的文件夹")
        parser.add_argument("--show", metavar="KIND", help="列出名称含 KIND 的各项中不同的数字")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            score = score_folder(folder, site_authority())
        except FileNotFoundError as error:
            raise CommandError(
                _("%(folder)s 中没有 %(labels)s") % {"folder": folder, "labels": LABELS[0]}
            ) from error
        except (json.JSONDecodeError, KeyError) as error:
            raise CommandError(
                _("%(labels)s 不是每行一个 JSON 对象：%(error)s") % {"labels": LABELS[0], "error": error}
            ) from error
        for name, tally in score.rows():
            self.stdout.write(
                f"{tally.precision:6.3f} {tally.recall:6.3f}  {name}  "
                f"(right {tally.right}, spurious {tally.spurious}, missing {tally.missing})"
            )
            for miss in score.misses if options["show"] and options["show"] in name else ():
                if miss.kind == name:
                    self.stdout.write(
                        f"        {miss.file}: {miss.text} {miss.got!r} ≠ {miss.wanted!r}  {miss.context}"
                    )
        self.stdout.write(_("标注 %(count)d 处") % {"count": score.labels})
