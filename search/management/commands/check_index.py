"""Whether the index holds what the database holds, and nothing else."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.storage.readiness import refuse_where_no_archive_is
from search.outbox import COMMAND_LOCK_SECONDS, apply_pending
from search.selfcheck import PROBES, Report, check, described, keep, repair
from search.waiting import trouble_told


class Command(BaseCommand):
    help = "用库中内容核对检索索引：篇数、校验值、随机片段；不符时以 1 退出"
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="修复不符之处，然后再核对一遍")
        parser.add_argument("--quick", action="store_true", help="只核对文件和篇目，不逐篇比较、不抽查")
        parser.add_argument("--probes", type=int, default=PROBES, help="随机片段的数目，默认 %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_where_no_archive_is()
        with trouble_told(self.stderr.write, "没有修复"):
            self._handle(options)

    def _handle(self, options: dict[str, Any]) -> None:
        report = self._checked(options)
        if options["repair"] and not report.is_whole:
            self._show(report)
            self.stdout.write("正在修复……")
            repair(report)
            report = self._checked(options)
        if options["repair"] and report.pending and report.is_whole:
            apply_pending(lock_seconds=COMMAND_LOCK_SECONDS, budget_seconds=None)
            report = self._checked(options)
        keep(report)
        self._show(report)
        if not report.is_whole:
            raise CommandError("索引与数据库不符" + ("" if options["repair"] else "；可用 --repair 修复"))
        self.stdout.write("索引与数据库一致")

    def _checked(self, options: dict[str, Any]) -> Report:
        return check(thorough=not options["quick"], probes=options["probes"])

    def _show(self, report: Report) -> None:
        for line in described(report):
            self.stdout.write(line)
