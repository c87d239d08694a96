"""Every number of the published articles, or those that fulfil a condition, as a table, a workbook or JSON lines."""

import json
import shutil
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import BadRequest
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from archive.ledger import exports
from archive.ledger.details import Detail, detail_json, details_csv, details_of
from archive.ledger.keeping import waiting
from archive.ledger.listing import Wanted, fulfilling, wanted_of
from archive.storage.readiness import refuse_where_no_archive_is


class Command(BaseCommand):
    help = "导出已发布综述里的数字（默认全部），每个数字一行，附原句：csv、jsonl 写到标准输出或文件，xlsx 写到文件"
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--where", default="", metavar="条件", help="如“会员总数>5万”“建会率 95%%以上”")
        parser.add_argument("--indicator", action="append", default=[], metavar="代号", help="可多次")
        parser.add_argument("--region", action="append", default=[], metavar="代码", help="区划代码，可多次")
        parser.add_argument("--from", default="", metavar="年份", dest="first")
        parser.add_argument("--to", default="", metavar="年份", dest="last")
        parser.add_argument("--headlines", action="store_true", help="只要各地各年的主要数字")
        parser.add_argument("--format", choices=["csv", "jsonl", "xlsx"], default="csv")
        parser.add_argument("--output", type=Path, metavar="FILE", help="写到这个文件")
        parser.add_argument("--site", default="", metavar="URL", help="本库的网址，写在每个数字的链接里")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] == "xlsx" and options["output"] is None:
            raise CommandError("xlsx 要用 --output 给出文件名")
        if options["format"] == "xlsx" and "://" not in options["site"]:
            raise CommandError(
                "xlsx 要用 --site 给出本库的网址，如 https://zs.example.cn：每个数字链接到它的句子"
            )
        refuse_where_no_archive_is()
        figures = details_of(fulfilling(self._wanted(options)), _absolute(options["site"]))
        if left := waiting().published().count():
            self.stderr.write(f"有 {left} 篇的数字还没有读，不在其中；先运行 update_figures")
        try:
            self._write(figures, options)
        except OSError as error:
            raise CommandError(f"{options['output']}：{error.strerror}") from error

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        query = QueryDict(mutable=True)
        query.update({"q": options["where"], "from": options["first"], "to": options["last"]})
        query.setlist("indicator", options["indicator"])
        query.setlist("region", options["region"])
        query["all"] = "" if options["headlines"] else "1"
        try:
            wanted = wanted_of(query)
        except Http404 as error:
            raise CommandError("没有这样的指标或区划代码") from error
        except BadRequest as error:
            raise CommandError("年份请写四位数字") from error
        if wanted.problem:
            raise CommandError(f"没有看懂条件“{wanted.problem}”")
        return wanted

    def _write(self, figures: Iterator[Detail], options: dict[str, Any]) -> None:
        if options["format"] == "xlsx":
            asked = _("命令 export_figures")
            with (
                exports.details_book(figures, asked=asked) as book,
                options["output"].open("wb") as file,
            ):
                shutil.copyfileobj(book, file)
            return
        if options["format"] == "csv":
            lines = details_csv(figures)
        else:
            lines = (f"{json.dumps(detail_json(one), ensure_ascii=False)}\n" for one in figures)
        if options["output"] is None:
            for line in lines:
                self.stdout.write(line, ending="")
            return
        with options["output"].open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)


def _absolute(site: str) -> Callable[[str], str]:
    return lambda address: f"{site.rstrip('/')}{address}"
