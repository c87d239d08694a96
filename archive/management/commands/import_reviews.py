"""Read files, folders and zips of reviews into the archive."""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive import editing, intake, outbox
from archive.figures.jsonl import figures_json
from archive.figures.of_records import figures_of
from archive.imports.at_once import ReadAtOnce
from archive.imports.beside import Beside, beside
from archive.imports.page_sets import gathered
from archive.ingest.explain import Reason
from archive.ingest.jsonl import Json, error_json, to_json
from archive.ingest.parts.seen_again import Elsewhere
from archive.ingest.pipeline import explain_file
from archive.ingest.readers.registry import is_picture
from archive.models import Import
from archive.site_authority import site_authority
from archive.storage.readiness import prepare_database
from archive.twins.of_run import TwinsOfRun


class Command(BaseCommand):
    help = "导入综述：文件、文件夹或 zip 压缩包。有文件失败时退出码为 1，其余文件照常入库；已在库中的文件不算失败。"
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件、文件夹或 zip")
        parser.add_argument("--dry-run", action="store_true", help="只读取并显示结果，不写入")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="发布没有疑问的；有存疑提示、缺地区、缺年份或体裁为“其他”的存为草稿并说明（默认全部存为草稿）",
        )
        parser.add_argument("--publish-all", action="store_true", help="读出的全部发布，有疑问的也发布")
        parser.add_argument(
            "--pages-of-one",
            action="store_true",
            help="一个文件夹里的图片是同一篇的各页，按文件名的次序（默认每张图片各成一篇）",
        )
        parser.add_argument(
            "--format",
            choices=["text", "jsonl"],
            default="text",
            help="输出格式：供人看，或每个文件一行 JSON",
        )

        parser.add_argument(
            "--explain",
            action="store_true",
            help="在 jsonl 中逐行说明：认作什么、把握多大、其次像什么、依据的规则或最强的特征（每个文件要多读一遍）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"] and options["format"] != "jsonl":
            raise CommandError("--explain 要和 --format jsonl 一起用。")
        missing = [path for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError("找不到：" + "、".join(intake.shown(path) for path in missing))
        files, passed_over = intake.told_apart(options["paths"])
        if not options["dry_run"]:
            self.check(tags=[Tags.files], fail_level=ERROR)
            prepare_database()
        authority = site_authority()
        taking = ReadAtOnce(Import.Way.COMMAND, authority, publish=wanted(options))
        self._pages_of_one = options["pages_of_one"]
        groups = folders_of_pictures(files) if self._pages_of_one else [[path] for path in files]
        elsewhere = self._beside(files).known()
        progress = tqdm(groups, unit="个", disable=not sys.stderr.isatty(), file=sys.stderr)
        twins = TwinsOfRun() if options["format"] == "jsonl" else None
        tally = Tally()
        with outbox.held_back():
            for paths in progress:
                for file in self._handed_in(paths):
                    outcome = (
                        intake.read(file, authority, elsewhere)
                        if options["dry_run"]
                        else taking.take_in(file, elsewhere)
                    )
                    tally.add(outcome)
                    why = reasons(file, outcome, elsewhere) if options["explain"] else ()
                    self._report(outcome, twins.of(outcome) if twins else [], why, options["format"])
        self._sum_up(tally, dry_run=options["dry_run"])
        if passed_over:
            self.stderr.write(intake.told_as_passed_over(passed_over))
        if not options["dry_run"] and not self._indexed():
            sys.exit(1)
        if tally.failed:
            sys.exit(1)

    def _indexed(self) -> bool:
        """Wait until searches find what was published; what keeps them from it is said after the summary."""
        try:
            outbox.wait_until_applied()
        except outbox.IndexBehind as reason:
            self.stderr.write(f"以上已入库，但检索还查不到：{reason}。索引进程会接着写入，不必重新导入。")
            return False
        return True

    def _beside(self, paths: Sequence[Path]) -> Beside:
        """What stands for all files; a file that is named alone stands for itself."""
        alone = len(paths) == 1 and not zipfile.is_zipfile(paths[0])
        files = (file for path in paths for file in self._opened(path))
        return beside(() if alone else files, intake.look)

    def _handed_in(self, paths: Sequence[Path]) -> Iterator[intake.HandedIn]:
        files = (file for path in paths for file in self._opened(path))
        return gathered(files) if self._pages_of_one else files

    def _opened(self, path: Path) -> Iterator[intake.HandedIn]:
        name = intake.shown(path)
        try:
            size = path.stat().st_size
            if size > settings.UPLOAD_MAX_BYTES:
                yield intake.HandedIn.over_the_limit(name, size)
                return
            content = path.read_bytes()
        except OSError as error:
            yield intake.HandedIn(name, None, "unopened", {"reason": error.strerror})
            return
        yield from intake.open_packed(intake.HandedIn(name, content))

    def _report(
        self, outcome: intake.Outcome, twins: list[list[Json]], why: Sequence[Sequence[Reason]], form: str
    ) -> None:
        if form == "jsonl":
            if outcome.reading:
                figures = [figures_json(figures_of(record)) for record in outcome.reading.records]
                item = to_json(outcome.reading, twins, why, figures)
            else:
                item = error_json(outcome.name, outcome.error_code or "unread", outcome.error or "")
                item["twins"] = [twin for found in twins for twin in found]
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

    def _sum_up(self, tally: "Tally", *, dry_run: bool) -> None:
        there = f"，已在库中 {tally.already} 个文件" if tally.already else ""
        self.stderr.write(f"{tally.done(dry_run=dry_run)}{there}，失败 {len(tally.failed)} 个文件")
        for line in (*tally.held_back, *tally.failed):
            self.stderr.write(f"  {line}")


@dataclass(slots=True)
class Tally:
    """What came of all files, in counts and in lines for what did not go the whole way."""

    taken: int = 0
    published: int = 0
    already: int = 0
    held_back: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def add(self, outcome: intake.Outcome) -> None:
        self.taken += len(outcome.reading.records) if outcome.reading else 0
        self.published += sum(article.is_published for article in outcome.articles)
        self.already += outcome.duplicate_of is not None
        self.held_back += [
            f"留作草稿 {outcome.name}: {reason.article.display_title}（{reason}）"
            for reason in outcome.held_back
        ]
        if outcome.failed:
            self.failed.append(f"失败 {outcome.name}: {outcome.reason}")

    def done(self, *, dry_run: bool) -> str:
        if dry_run:
            return f"读出（未写入） {self.taken} 篇"
        if not self.published:
            return f"入库（草稿） {self.taken} 篇"
        drafts = f"，留作草稿 {len(self.held_back)} 篇" if self.held_back else ""
        return f"入库并发布 {self.published} 篇{drafts}"


def folders_of_pictures(files: Sequence[Path]) -> list[list[Path]]:
    """The files one by one, but the pictures of a folder together, where the first of them stands."""
    groups: dict[Path, list[Path]] = {}
    for path in files:
        groups.setdefault(path.parent if is_picture(path.name) else path, []).append(path)
    return list(groups.values())


def wanted(options: dict[str, Any]) -> editing.Publish:
    if options["publish_all"]:
        return editing.Publish.ALL
    return editing.Publish.SETTLED if options["publish"] else editing.Publish.NOTHING


def reasons(
    file: intake.HandedIn, outcome: intake.Outcome, elsewhere: Elsewhere
) -> Sequence[Sequence[Reason]]:
    """Why each line was read as what it is; of a file that was not read there are none."""
    if not file.content or not outcome.reading:
        return ()
    return explain_file(file.content, file.name, elsewhere=elsewhere)
