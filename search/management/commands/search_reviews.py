"""The search of the page, for scripts: ``manage.py search_reviews QUERY`` or ``-`` for one query a line."""

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.analysis import warm_up
from search.engines.contract import Facets, IndexUnavailable
from search.service import Hit, SearchResults, search
from search.state import SearchState
from search.syntax import QueryTooLarge

MOST_HITS = 100_000


class Command(BaseCommand):
    help = "用与网页相同的检索查综述；QUERY 为 - 时从标准输入逐行读取检索词"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="QUERY|-", help="检索词；- 表示从标准输入读取，一行一条")
        parser.add_argument("--format", choices=("text", "jsonl"), default="text", help="输出格式")
        parser.add_argument(
            "--limit", type=_limit, default=20, metavar="N", help="每条查询最多列出几篇（默认 20）"
        )
        parser.add_argument("--exact", action="store_true", help="只要原样含有的，不要分开写到的")
        parser.add_argument("--ids", action="store_true", help="另外给出全部符合的综述编号")

    def handle(self, *, query: str, format: str, limit: int, exact: bool, ids: bool, **options: Any) -> None:
        warm_up()  # the dictionary is loaded once; no query's time should hold it
        try:
            queries = _lines() if query == "-" else [query]
            self._answer(queries, format, limit, exact=exact, want_ids=ids)
        except BrokenPipeError:
            # "| head" has seen enough; what is still buffered must not be written at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer(
        self, queries: Iterable[str], format: str, limit: int, *, exact: bool, want_ids: bool
    ) -> None:
        write = self._write_jsonl if format == "jsonl" else self._write_text
        refused = 0
        for text in queries:
            begun = time.perf_counter()
            try:
                state = SearchState(text, exact=exact, size=max(limit, 1))
                results = search(state, want_ids=want_ids)
            except QueryTooLarge as error:
                refused += 1
                self._refuse(text, str(error), format)
                continue
            except IndexUnavailable as error:
                raise CommandError(f"索引维护中：{error}", returncode=1) from error
            write(text, results, results.hits[:limit], (time.perf_counter() - begun) * 1000)
        if refused:
            raise CommandError(f"{refused} 条查询超出限度，没有执行", returncode=1)

    def _write_jsonl(
        self, text: str, results: SearchResults, hits: tuple[Hit, ...], milliseconds: float
    ) -> None:
        head: dict[str, Any] = {
            "input": text,
            "query": results.query.canonical,
            "total": results.total,
            "exact": results.count.exact,
            "ms": round(milliseconds, 2),
            "facets": _facets(results.facets),
        }
        if results.query.repairs:
            head["repairs"] = [repair.message for repair in results.query.repairs]
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
                    "snippets": [str(passage.html) for passage in hit.passages],
                }
            )

    def _write_text(
        self, text: str, results: SearchResults, hits: tuple[Hit, ...], milliseconds: float
    ) -> None:
        self.stdout.write(f"{text}：{results.count}（{milliseconds:.1f} 毫秒）")
        if results.query.repairs:
            self.stdout.write(f"  实际检索的是 {results.query.canonical}")
        for hit in hits:
            region = hit.article.region.full_name if hit.article.region else "地区不详"
            wider = "" if hit.exact else "  分开写到"
            self.stdout.write(f"{hit.position:>4}. {hit.article.display_title}  [{hit.article.pk}]{wider}")
            self.stdout.write(f"      {hit.article.period_label} · {region} · {hit.source_name}")
            for passage in hit.passages:
                heading = f"【{passage.heading}】" if passage.heading else ""
                self.stdout.write(f"      {heading}{passage.text}")
        if results.ids is not None:
            self.stdout.write(f"  编号：{' '.join(map(str, results.ids))}")

    def _refuse(self, text: str, reason: str, format: str) -> None:
        if format == "jsonl":
            self._line({"input": text, "query": None, "total": None, "ms": 0, "facets": {}, "error": reason})
        else:
            self.stdout.write(f"{text}：{reason}")

    def _line(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


def _lines() -> Iterator[str]:
    """One query a line, empty ones too, so that answers can be matched with questions by their number."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


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
