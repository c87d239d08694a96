"""What the reader of figures makes of files, or of a text that is typed or piped in."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive import intake
from archive.figures.indicators import indicators
from archive.figures.jsonl import figures_json
from archive.figures.of_records import figures_of
from archive.figures.reader import read_figures
from archive.figures.records import Block, Figure, Setting
from archive.site_authority import site_authority
from archive.web.typed_bytes import UnreadableBytes
from archive.web.typed_bytes import read as read_bytes

FROM_INPUT = "-"


class Command(BaseCommand):
    help = "读出文件里的数字：数值、单位、指标、口径、年份和所在的句子；“-”读标准输入的文字，每行一段。只读，不写入。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="文件、文件夹或 zip；“-”为标准输入")
        parser.add_argument(
            "--format",
            choices=["text", "jsonl"],
            default="text",
            help="输出格式：供人看，或每个数字一行 JSON",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for path in options["paths"]:
            for name, figures, reason in self._read(path):
                failed = failed or reason is not None
                if reason is not None:
                    self.stderr.write(f"{name}: {reason}")
                self._print(name, figures, options["format"])
        if failed:
            sys.exit(1)

    def _read(self, path: str) -> Iterator[tuple[str, Sequence[Figure], str | None]]:
        """The name, the figures and, where it could not be read, the reason of each article."""
        if path == FROM_INPUT:
            yield path, *self._typed()
            return
        if not Path(path).exists():
            raise CommandError(_("找不到：%(path)s") % {"path": intake.shown(Path(path))})
        authority = site_authority()
        files, passed_over = intake.told_apart([Path(path)])
        for file in files:
            try:
                handed_in = intake.HandedIn(intake.shown(file), file.read_bytes())
            except OSError as error:
                yield intake.shown(file), (), str(error.strerror)
                continue
            for part in intake.open_packed(handed_in):
                outcome = intake.read(part, authority)
                records = outcome.reading.records if outcome.reading else ()
                yield part.name, [one for record in records for one in figures_of(record)], outcome.error
        if passed_over:
            self.stderr.write(intake.told_as_passed_over(passed_over))

    def _typed(self) -> tuple[Sequence[Figure], str | None]:
        try:
            typed: Any = getattr(sys.stdin, "buffer", sys.stdin)
            text = read_bytes(typed.read())
        except UnreadableBytes:
            return (), _("这些字节既不是 UTF-8，也不是 GB18030，读不出是什么字")
        return read_figures([Block(line) for line in text.splitlines()], Setting()), None

    def _print(self, name: str, figures: Sequence[Figure], form: str) -> None:
        if form == "jsonl":
            for item in figures_json(figures):
                self.stdout.write(json.dumps({"file": name} | item, ensure_ascii=False))
            return
        for figure in figures:
            self.stdout.write(f"{name}\t{self._line(figure)}")

    def _line(self, figure: Figure) -> str:
        indicator = indicators()[figure.indicator].name if figure.indicator else _("其他数字")
        years = "—".join(
            dict.fromkeys(str(year) for year in (figure.period.start, figure.period.end) if year)
        )
        return "\t".join(
            (
                figure.text,
                f"{figure.value.normalize():f} {figure.unit or ''}".strip(),
                indicator,
                figure.scope.value,
                years,
            )
        )
