"""The slowest answers that anything typed can ask for.

    .venv/bin/python benchmarks/search_fuzz.py 2000 [--queries 5000] [--pages 1000]

Fills a temporary archive with synthetic reviews and asks it fuzzed queries: each of the search itself (count,
twenty hits with their passages, every facet), some of the whole page too, with its chips, relaxations and
corrections. Prints the slowest with what was typed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
WORK = tempfile.TemporaryDirectory(prefix="search-fuzz-")
os.environ["ARCHIVE_DATA"] = WORK.name

import django  # noqa: E402 (settings come first)

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import synthetic_archive  # noqa: E402
from benchmarks.fuzzed_queries import fuzzed  # noqa: E402
from benchmarks.measuring import median, p95, show, timed  # noqa: E402
from search import analysis, service  # noqa: E402
from search.repairs import QueryRefused  # noqa: E402
from search.state import SearchState  # noqa: E402

SEED = 11
SLOWEST = 8
SHOWN_CHARACTERS = 48
LONGEST_ADDRESS = 4000
"""Servers refuse addresses that are much longer."""

Timed = list[tuple[float, str]]


class Answers:
    """How the queries came out: with hits, without, or refused."""

    def __init__(self) -> None:
        self.found = self.nothing = self.refused = 0

    def search(self, query: str) -> None:
        try:
            results = service.search(SearchState(query))
        except QueryRefused:
            self.refused += 1
        else:
            self.found += bool(results.total)
            self.nothing += not results.total


class Pages:
    def __init__(self) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self.broken = 0

    def get(self, query: str) -> None:
        self.broken += self._client.get("/search/", {"q": query[:LONGEST_ADDRESS]}).status_code != 200


def slowest_first(ask: Callable[[str], None], queries: Iterable[str]) -> Timed:
    """Milliseconds and query, each asked once: nobody asks such a thing twice to have it warm."""
    return sorted(((1000 * timed(partial(ask, query))[0], query) for query in queries), reverse=True)


def rows_of(name: str, answers: Timed) -> list[list[object]]:
    times = [milliseconds for milliseconds, _query in answers]
    return [
        [f"{name}: median, ms", median(times), ""],
        [f"{name}: p95, ms", p95(times), ""],
        *([f"{name}: slowest, ms", milliseconds, _shown(query)] for milliseconds, query in answers[:SLOWEST]),
    ]


def _shown(query: str) -> str:
    printable = ascii(query) if not query.isprintable() else query
    return (
        printable if len(printable) <= SHOWN_CHARACTERS else f"{printable[:SHOWN_CHARACTERS]}… ({len(query)})"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--queries", type=int, default=5000)
    arguments.add_argument("--pages", type=int, default=1000)
    options = arguments.parse_args()
    synthetic_archive.fill(options.count)
    call_command("rebuild_index", verbosity=0)
    analysis.warm_up()
    answers, pages = Answers(), Pages()
    answers.search("工会")
    pages.get("工会")
    searched = slowest_first(answers.search, fuzzed(options.queries, seed=SEED))
    shown = slowest_first(pages.get, fuzzed(options.pages, seed=SEED + 1, surrogates=False))
    outcome: list[list[object]] = [
        ["with hits", answers.found, ""],
        ["without", answers.nothing, ""],
        ["refused as too large", answers.refused, ""],
        ["broken pages", pages.broken, ""],
    ]
    show(
        [["", options.count, "articles"], *outcome, *rows_of("search", searched), *rows_of("page", shown)],
        {
            "articles": options.count,
            "queries": options.queries,
            "slowest_ms": searched[0][0],
            "p95_ms": p95([milliseconds for milliseconds, _query in searched]),
            "median_ms": median([milliseconds for milliseconds, _query in searched]),
            "pages": options.pages,
            "slowest_page_ms": shown[0][0],
            "broken_pages": pages.broken,
        },
    )


if __name__ == "__main__":
    main()
