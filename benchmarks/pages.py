"""How long readers wait: the pages of a big archive through the real server, with one reader and with sixteen.

    python -m benchmarks.pages 20000 [--seconds 10] [--archive FOLDER]

Fills a temporary archive with synthetic reviews, or takes the one of a folder that was filled so before, starts the
server of `make run` on a free port, lets it do what it finds to do (figures are read, a backup is made), and prints the
median and the 95th percentile of each kind of page, and what the processor does for a page in the server's processes (a
client on the same machine takes its part of the waiting, not of that); then, within one process, which share of each
page the engine, the database and the templates take.
"""

# ruff: noqa: E402
import argparse
import json
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
arguments.add_argument("count", type=int)
arguments.add_argument("--seconds", type=float, default=8.0, help="per kind of page and number of readers")
arguments.add_argument(
    "--archive", type=Path, help="a folder with so many articles, indexed, served as it is"
)
options = arguments.parse_args()
FOLDER = options.archive or Path(tempfile.mkdtemp(prefix="archive-pages-"))
os.environ["ARCHIVE_DATA"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.db import connection
from django.template import Template
from django.test import Client

from archive.models import Article, Region
from benchmarks.measuring import folder_megabytes, median, p95
from benchmarks.serving import largest_megabytes, processor_seconds, served, wait_for, wait_for_rest
from benchmarks.synthetic_archive import fill
from search.engines.whoosh.engine import FlatEngine
from search.outbox import rebuild

READERS = (1, 16)
FIRST, LAST = 2000, 2024
"""Twenty-five years of coverage."""
TERMS = (
    "集体协商",
    "爱心驿站",
    "劳模",
    "药",
    "困难职工 帮扶",
    '"工资集体协议"',
    "技能竞赛 -篮球",
    "夏送清凉 年份:2018..2020",
)


Kinds = dict[str, Callable[[random.Random], str]]


def addresses() -> Kinds:
    """How to draw an address of each kind of page."""
    ids = list(Article.objects.values_list("pk", flat=True))
    provinces = list(Region.objects.current().provinces().values_list("code", flat=True))
    codes = list(Region.objects.filter(articles__isnull=False).values_list("code", flat=True).distinct())
    return {
        "search": lambda chance: "/search/?" + urlencode({"q": chance.choice(TERMS)}),
        "search, later page": lambda chance: (
            "/search/?" + urlencode({"q": chance.choice(TERMS), "page": chance.randint(2, 20)})
        ),
        "article": lambda chance: f"/articles/{chance.choice(ids)}/",
        "article with marks": lambda chance: f"/articles/{chance.choice(ids)}/?q={quote('职工')}",
        "region": lambda chance: f"/regions/{chance.choice(codes)}/",
        "year": lambda chance: f"/years/{chance.randint(2008, 2024)}/",
        "home": lambda chance: "/",
        "coverage of a province": lambda chance: (
            f"/coverage/?region={chance.choice(provinces)}&from={FIRST}&to={LAST}"
        ),
    }


def waits(port: int, draw: Callable[[random.Random], str], *, readers: int, seconds: float) -> list[float]:
    """Milliseconds of every answer that ``readers`` got in that time, each asking again at once."""
    taken: list[float] = []
    until = time.monotonic() + seconds

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            taken.append(wait_for(port, draw(chance)))

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


class Clock:
    """Seconds spent within what it wraps, the outermost call counted."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._depth = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        self._depth += 1
        began = time.perf_counter()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.spent += time.perf_counter() - began


def shares(draw: Callable[[random.Random], str], *, pages: int = 40) -> dict[str, float]:
    """Which part of a page's time the engine, the database and the templates (without these) take."""
    engine, database, templates = Clock(), Clock(), Clock()
    find, similar, render = FlatEngine.find, FlatEngine.similar, Template.render

    def timed_find(self: FlatEngine, request: Any) -> object:
        with engine.running():
            return find(self, request)

    def timed_similar(self: FlatEngine, article_id: int, words: Mapping[str, int], *, limit: int) -> object:
        with engine.running():
            return similar(self, article_id, words, limit=limit)

    inner = Clock()

    def timed_render(self: Template, context: Any) -> object:
        before = engine.spent + database.spent
        with templates.running():
            result = render(self, context)
        if not templates._depth:
            inner.spent += engine.spent + database.spent - before
        return result

    def timed_query(execute: Callable[..., object], *args: object) -> object:
        with database.running():
            return execute(*args)

    client, chance = Client(HTTP_HOST="127.0.0.1"), random.Random(7)
    client.get(draw(chance))
    with (
        patch.object(FlatEngine, "find", timed_find),
        patch.object(FlatEngine, "similar", timed_similar),
        patch.object(Template, "render", timed_render),
        connection.execute_wrapper(timed_query),
    ):
        began = time.perf_counter()
        for _ in range(pages):
            client.get(draw(chance))
        total = time.perf_counter() - began
    return {
        "engine": engine.spent / total,
        "database": database.spent / total,
        "templates": (templates.spent - inner.spent) / total,
    }


def prepare(count: int) -> None:
    """Fill and index, and say how long that took."""
    began = time.monotonic()
    fill(count)
    filled = time.monotonic()
    rebuild(lock_seconds=60)
    rate = count / (time.monotonic() - filled)
    size = folder_megabytes(FOLDER / "index")
    print(f"filled in {filled - began:.0f} s; indexed {rate:.0f} articles/s; index {size:.0f} MB")


def waiting(kinds: Kinds, *, seconds: float) -> dict[str, object]:
    """What readers wait for each kind of page, one alone and sixteen at once."""
    figures: dict[str, object] = {}
    print(f"{'page':<24}" + "".join(f"{readers:>11} reader(s)" for readers in READERS) + f"{'processor':>11}")
    with served(FOLDER, "--no-demo") as port:
        figures["first_search_ms"] = round(wait_for(port, kinds["search"](random.Random(1))), 1)
        wait_for_rest()
        for name, draw in kinds.items():
            cells = ""
            for readers in READERS:
                waits(port, draw, readers=2, seconds=1)
                before = processor_seconds()
                taken = waits(port, draw, readers=readers, seconds=seconds)
                processor = 1000 * (processor_seconds() - before) / len(taken)
                cells += f"{median(taken):>11.1f} {p95(taken):>9.1f}"
                figures[f"{name}, {readers}"] = {
                    "p50_ms": round(median(taken), 1),
                    "p95_ms": round(p95(taken), 1),
                    "processor_ms": round(processor, 1),
                }
            print(f"{name:<24}{cells}{processor:>11.1f}", flush=True)
        figures["memory_mb"] = round(largest_megabytes())
    print(f"first search {figures['first_search_ms']} ms; largest process {figures['memory_mb']} MB")
    return figures


def main() -> None:
    try:
        if options.archive is None:
            prepare(options.count)
        kinds = addresses()
        print(f"{options.count} articles; milliseconds, median and 95th percentile")
        figures = {"articles": options.count} | waiting(kinds, seconds=options.seconds)
        print(f"\n{'share of':<24}{'engine':>9}{'database':>10}{'templates':>11}")
        for name, draw in kinds.items():
            parts = shares(draw)
            print(f"{name:<24}{parts['engine']:>9.0%}{parts['database']:>10.0%}{parts['templates']:>11.0%}")
            figures[f"{name}, shares"] = {part: round(share, 3) for part, share in parts.items()}
        print(json.dumps(figures, ensure_ascii=False))
    finally:
        if options.archive is None:
            shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
