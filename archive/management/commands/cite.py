"""References to articles of the archive, or to records that a program hands in, one JSON object a line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.citing.styles import DEFAULT, STYLES
from archive.citing.work import Uncitable, Work, work
from archive.models import Article
from archive.representation import record_head
from archive.storage.readiness import refuse_where_no_archive_is
from archive.web.typed_bytes import UnreadableBytes, read

Named = tuple[str, dict[str, Any]]
"""A record with the words by which a message names it."""


class Command(BaseCommand):
    help = (
        "按国家标准或文献管理软件的格式给出引文；ID 为综述编号，- 为从标准输入逐行读取 JSON"
        "（import_reviews --format jsonl 的格式，另可有 url 和 accessed）。有引不出的，退出码为 1"
    )
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="+", metavar="ID|-", help="综述的编号；- 表示从标准输入读取")
        parser.add_argument(
            "--style", choices=tuple(STYLES), default=DEFAULT, help=f"引文格式（默认 {DEFAULT}）"
        )
        parser.add_argument(
            "--site", metavar="URL", help="本库的网址，如 https://zs.example.cn；给出时引文注明每篇的网址"
        )

    def handle(self, *, ids: list[str], style: str, site: str | None, **options: Any) -> None:
        refuse_where_no_archive_is()
        if "-" in ids and len(ids) > 1:
            raise CommandError("- 不能和编号一起用")
        self.failed = 0
        records = self._handed_in() if ids == ["-"] else self._of_archive(ids, site)
        text = STYLES[style].write(self._works(records))
        self.stdout.write(text, ending="")
        if self.failed:
            raise CommandError(f"{self.failed} 条没有引出", returncode=1)

    def _works(self, records: Iterable[Named]) -> Iterator[Work]:
        for name, record in records:
            try:
                yield work(record)
            except Uncitable as error:
                self._say(name, str(error))

    def _of_archive(self, ids: Iterable[str], site: str | None) -> Iterator[Named]:
        """In the order asked for."""
        for number in ids:
            name = f"综述 {number}"
            article = self._published(number)
            if article is None:
                self._say(name, "没有这一篇已发布的综述")
                continue
            yield name, record_head(article) | (_address(article, site) if site else {})

    def _published(self, number: str) -> Article | None:
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        return Article.objects.published().for_list().filter(pk=int(number)).first()

    def _handed_in(self) -> Iterator[Named]:
        """The records of each line; those of a file that holds several articles one by one."""
        for number, line in enumerate(getattr(sys.stdin, "buffer", sys.stdin), 1):
            name = f"第 {number} 行"
            try:
                yield from ((name, record) for record in _records(line))
            except Uncitable as error:
                self._say(name, str(error))

    def _say(self, name: str, reason: str) -> None:
        self.failed += 1
        self.stderr.write(f"{name}：{reason}")


def _address(article: Article, site: str) -> dict[str, str]:
    return {
        "url": site.rstrip("/") + article.get_absolute_url(),
        "accessed": timezone.localdate().isoformat(),
    }


def _records(line: bytes | str) -> list[dict[str, Any]]:
    try:
        text = (line if isinstance(line, str) else read(line)).strip().removeprefix("\ufeff")
        value = json.loads(text) if text else None
    except UnreadableBytes as error:
        raise Uncitable("既不是 UTF-8，也不是 GB18030") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise Uncitable("不是 JSON") from error
    if value is None and not text:
        return []
    if not isinstance(value, dict):
        raise Uncitable("应是一个 JSON 对象")
    items = value.get("items")
    if items is None:
        return [value]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Uncitable("“items”应是 JSON 对象的列表")
    shared = {key: value[key] for key in ("url", "accessed") if key in value}
    return [shared | item for item in items]
