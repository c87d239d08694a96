"""The search of the page, for scripts: ``manage.py search_reviews QUERY`` or ``-`` for one query a line."""

import json
import os
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.web.typed_bytes import UnreadableBytes, read
from search.analysis import warm_up
from search.box.numbers import numbers_offer
from search.box.offer import place_offer
from search.documents import BlockField
from search.engines.contract import Facets, IndexUnavailable
from search.repairs import QueryRefused, Repair, RepairKind
from search.service import Hit, SearchResults, other_readings, search
from search.state import SearchState
from search.syntax import ParsedQuery

MOST_HITS = 100_000
QUERY_WITH_A_MINUS = re.compile(r"-(?!-[A-Za-z])")
"""What is no option of this command (-h and -v are looked for first) and may be a query: -药, -app, -(甲 乙)."""
REREAD = "检索词不是 UTF-8，已按 GB18030（GBK）读出。"
UNREADABLE = "这些字节既不是 UTF-8，也不是 GB18030，读不出是什么字"
EPILOG = '与选项同形的检索词写在 -- 之后：search_reviews -- "-vip"'


class Command(BaseCommand):
    help = "用与网页相同的检索查综述；QUERY 为 - 时从标准输入逐行读取检索词"
    requires_system_checks = []  # works on a folder that can't be written to

    def add_arguments(self, parser: ArgumentParser) -> None:
        # argparse takes what begins with - for an option unless it looks like a negative number: -药 and -(甲 乙) ask.
        parser._negative_number_matcher = QUERY_WITH_A_MINUS
        parser.epilog = EPILOG
        parser.add_argument("query", metavar="QUERY|-", help="检索词；- 表示从标准输入读取，一行一条")
        parser.add_argument("--format", choices=("text", "jsonl"), default="text", help="输出格式")
        parser.add_argument(
            "--limit", type=_limit, default=20, metavar="N", help="每条查询最多列出几篇（默认 20）"
        )
        parser.add_argument("--exact", action="store_true", help="只要原样含有的，不要分开写到的")
        parser.add_argument(
            "--page-matter", action="store_true", help="连同版面文字（报头、导航、页脚、编校署名等）一起查"
        )
        parser.add_argument("--ids", action="store_true", help="另外给出全部符合的综述编号")

    def handle(self, *, query: str, format: str, limit: int, ids: bool, **options: Any) -> None:
        warm_up()  # the dictionary is loaded once; no query's time should hold it
        try:
            queries = _lines() if query == "-" else [_as_typed(query)]
            scope = SearchState(exact=options["exact"], matter=options["page_matter"], size=max(limit, 1))
            self._answer(queries, scope, format, limit, want_ids=ids)
        except BrokenPipeError:
            # "| head" has seen enough; what is still buffered must not be written at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer(
        self, queries: Iterable[bytes], scope: SearchState, format: str, limit: int, *, want_ids: bool
    ) -> None:
        write = self._write_jsonl if format == "jsonl" else self._write_text
        refused = 0
        for typed in queries:
            begun = time.perf_counter()
            text = typed.decode(errors="replace")  # what is shown of a query that can't be read
            try:
                text = read(typed)
                results = search(scope.asking(text), want_ids=want_ids)
            except UnreadableBytes:
                refused += 1
                self._refuse(text, UNREADABLE, format)
                continue
            except QueryRefused as error:
                refused += 1
                self._refuse(text, str(error), format)
                continue
            except IndexUnavailable as error:
                raise CommandError(f"索引维护中：{error}", returncode=1) from error
            if text.encode() != typed:
                results = replace(results, query=_said_to_be_reread(results.query))
            write(text, results, results.hits[:limit], (time.perf_counter() - begun) * 1000)
        if refused:
            raise CommandError(f"{refused} 条查询没有执行", returncode=1)

    def _write_jsonl(
        self, text: str, results: SearchResults, hits: tuple[Hit, ...], milliseconds: float
    ) -> None:
        head: dict[str, Any] = {
            "input": text,
            "query": results.query.canonical,
            "total": results.total,
            "exact": results.count.exact,
            "page_matter": results.only_matter if results.state.matter else results.count.further,
            "ms": round(milliseconds, 2),
            "facets": _facets(results.facets),
        }
        if results.query.repairs:
            head["repairs"] = [repair.message for repair in results.query.repairs]
        offer = place_offer(results.state, results.query)
        head["offer"] = offer and offer.as_json()
        numbers = numbers_offer(results.state, results.query)
        head["numbers"] = numbers and numbers.as_json()
        if others := other_readings(results):
            head["readings"] = [
                {"query": other.text, "total": other.count.total, "exact": other.count.exact}
                | ({"page_matter": other.count.further} if other.count.further else {})
                for other in others
            ]
        if results.ids is not None:
            head["ids"] = list(results.ids)
        self._line(head)
        for hit in hits:
            self._line(
                {
                    "id": hit.article.pk,
                    "title": hit.article.display_title,
                    "file": hit.source_name,
                    "score": round(hit.score, 4),
                    "exact": hit.exact,
                    "page_matter": hit.only_matter,
                    "snippets": [str(passage.html) for passage in hit.passages],
                }
            )

    def _write_text(
        self, text: str, results: SearchResults, hits: tuple[Hit, ...], milliseconds: float
    ) -> None:
        self.stdout.write(f"{text}：{results.count}（{milliseconds:.1f} 毫秒）")
        if results.query.repairs:
            told = " ".join(repair.message for repair in results.query.repairs)
            self.stdout.write(f"  实际检索的是 {results.query.canonical}　{told}")
        if (offer := place_offer(results.state, results.query)) is not None:
            self.stdout.write(
                f"  按地区和年份读作 {offer.path} {offer.label}：{offer.found}　{offer.former}".rstrip()
            )
        if (numbers := numbers_offer(results.state, results.query)) is not None:
            self.stdout.write(f"  按数字检索 {numbers.label}：{numbers.found}")
        for other in other_readings(results):
            self.stdout.write(f"  也可以读作 {other.text}：{other.count}")
        for hit in hits:
            region = hit.article.region.full_name if hit.article.region else "地区不详"
            how = ("" if hit.exact else "  分开写到") + ("  版面文字" if hit.only_matter else "")
            self.stdout.write(f"{hit.position:>4}. {hit.article.display_title}  [{hit.article.pk}]{how}")
            self.stdout.write(f"      {hit.article.period_label} · {region} · {hit.source_name}")
            for passage in hit.passages:
                under = "版面文字" if passage.field is BlockField.MATTER else passage.heading
                self.stdout.write(f"      {f'【{under}】' if under else ''}{passage.text}")
        if results.ids is not None:
            self.stdout.write(f"  编号：{' '.join(map(str, results.ids))}")

    def _refuse(self, text: str, reason: str, format: str) -> None:
        if format == "jsonl":
            self._line({"input": text, "query": None, "total": None, "ms": 0, "facets": {}, "error": reason})
        else:
            self.stdout.write(f"{text}：{reason}")

    def _line(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


def _lines() -> Iterator[bytes]:
    """One query a line, empty ones too, so that answers can be matched with questions by their number."""
    for line in getattr(sys.stdin, "buffer", sys.stdin):
        yield (line if isinstance(line, bytes) else line.encode()).rstrip(b"\r\n")


def _as_typed(argument: str) -> bytes:
    """The argument's bytes; Python keeps those that are not of the terminal's encoding as lone surrogates."""
    return argument.encode("utf-8", "surrogateescape")


def _said_to_be_reread(query: ParsedQuery) -> ParsedQuery:
    return replace(query, repairs=(Repair(RepairKind.REREAD, REREAD), *query.repairs))


def _facets(facets: Facets | None) -> dict[str, dict[str, int]]:
    if facets is None:
        return {}
    return {
        "regions": dict(facets.regions),
        "years": {str(year): count for year, count in facets.years.items()},
        "newspapers": dict(facets.newspapers),
        "kinds": dict(facets.kinds),
    }


def _limit(text: str) -> int:
    value = int(text)
    if not 0 <= value <= MOST_HITS:
        raise ValueError(text)
    return value
