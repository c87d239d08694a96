"""Read files, folders and zips of reviews into the archive."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive import intake, outbox
from archive.imports.at_once import ReadAtOnce
from archive.ingest.jsonl import Json, error_json, to_json
from archive.ingest.records import UnreadableFile
from archive.models import Import
from archive.readiness import prepare_database
from archive.site_authority import site_authority
from archive.twins.of_run import TwinsOfRun

# Files in a folder that are no reviews: labels, notes and code beside the texts.
NOT_REVIEWS = {".jsonl", ".json", ".md", ".py", ".csv", ".tsv"}


class Command(BaseCommand):
    help = "导入综述：文件、文件夹或 zip 压缩包。有文件失败时退出码为 1，其余文件照常入库；已在库中的文件不算失败。"
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件、文件夹或 zip")
        parser.add_argument("--dry-run", action="store_true", help="只读取并显示结果，不写入")
        parser.add_argument("--publish", action="store_true", help="读出的全部直接发布（默认存为草稿）")
        parser.add_argument(
            "--format",
            choices=["text", "jsonl"],
            default="text",
            help="输出格式：供人看，或每个文件一行 JSON",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [path for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError("找不到：" + "、".join(intake.shown(path) for path in missing))
        files = [
            path
            for path in intake.walk(options["paths"])
            if path in options["paths"] or path.suffix.lower() not in NOT_REVIEWS
        ]
        if not options["dry_run"]:
            self.check(tags=[Tags.files], fail_level=ERROR)
            prepare_database()
        authority = site_authority()
        taking = ReadAtOnce(Import.Way.COMMAND, authority, publish=options["publish"])
        progress = tqdm(files, unit="个", disable=not sys.stderr.isatty(), file=sys.stderr)
        twins = TwinsOfRun() if options["format"] == "jsonl" else None
        failed: list[intake.Outcome] = []
        taken = already = 0
        with outbox.held_back():
            for path in progress:
                for file in self._handed_in(path):
                    outcome = intake.read(file, authority) if options["dry_run"] else taking.take_in(file)
                    if outcome.failed:
                        failed.append(outcome)
                    already += outcome.duplicate_of is not None
                    taken += len(outcome.reading.records) if outcome.reading else 0
                    self._report(outcome, twins.of(outcome) if twins else [], options["format"])
        self._sum_up(taken, already, failed, options)
        if not options["dry_run"] and not self._indexed():
            sys.exit(1)
        if failed:
            sys.exit(1)

    def _indexed(self) -> bool:
        """Wait until searches find what was published; what keeps them from it is said after the summary."""
        try:
            outbox.wait_until_applied()
        except outbox.IndexBehind as reason:
            self.stderr.write(f"以上已入库，但检索还查不到：{reason}。索引进程会接着写入，不必重新导入。")
            return False
        return True

    def _handed_in(self, path: Path) -> Iterator[intake.HandedIn]:
        name = intake.shown(path)
        try:
            size = path.stat().st_size
            if size > settings.UPLOAD_MAX_BYTES:
                yield intake.HandedIn.over_the_limit(name, size)
                return
            content = path.read_bytes()
        except OSError as error:
            yield intake.HandedIn(name, None, f"无法打开：{error.strerror}", "unopened")
            return
        yield from intake.open_zip(intake.HandedIn(name, content))

    def _report(self, outcome: intake.Outcome, twins: list[list[Json]], form: str) -> None:
        if form == "jsonl":
            if outcome.reading:
                item = to_json(outcome.reading, twins)
            else:
                item = error_json(
                    outcome.name, UnreadableFile(outcome.error_code or "unread", outcome.error or "")
                ) | {"twins": [twin for found in twins for twin in found]}
            self.stdout.write(json.dumps(item, ensure_ascii=False))
            return
        if not outcome.reading:
            return
        for record in outcome.reading.records:
            region = "›".join(record.region.path) or "地区不详"
            period = record.period
            years = "年份不详" if period.start is None else f"{period.start}—{period.end}"
            if period.start is not None and period.start == period.end:
                years = str(period.start)
            title = record.title.text if record.title else "（无题）"
            self.stdout.write(f"{outcome.name}: {title}｜{region}｜{years}｜{len(record.notices)} 条提示")

    def _sum_up(
        self, taken: int, already: int, failed: list[intake.Outcome], options: dict[str, Any]
    ) -> None:
        done = (
            "读出（未写入）" if options["dry_run"] else "入库并发布" if options["publish"] else "入库（草稿）"
        )
        there = f"，已在库中 {already} 个文件" if already else ""
        self.stderr.write(f"{done} {taken} 篇{there}，失败 {len(failed)} 个文件")
        for outcome in failed:
            self.stderr.write(f"  失败 {outcome.name}: {outcome.reason}")
