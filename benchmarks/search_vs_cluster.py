"""The engine on a cluster beside the embedded one: the same articles, the same queries, and whether they answer alike.

    .venv/bin/python -m benchmarks.search_vs_cluster 20000     (after make cluster-test has brought the server here)

The cluster has three nodes with a heap of 1 GB on this machine, two shards and one copy of each.
"""

import argparse
import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
WORK = tempfile.TemporaryDirectory(prefix="search-vs-cluster-")
os.environ["ARCHIVE_DATA"] = WORK.name

import django  # noqa: E402 (settings come first)

django.setup()

from benchmarks import synthetic  # noqa: E402
from benchmarks.measuring import (  # noqa: E402
    QUERIES,
    folder_megabytes,
    median,
    milliseconds,
    p95,
    resident_megabytes,
    show,
    timed,
)
from search.documents import Document  # noqa: E402
from search.engines.contract import Engine, Request  # noqa: E402
from search.engines.whoosh.engine import FlatEngine  # noqa: E402
from search.query import Term  # noqa: E402
from search.selfcheck import passage  # noqa: E402
from search.syntax import parse  # noqa: E402
from tests import search_cluster  # noqa: E402

ROUNDS = 5
PASSAGES = 100


def documents(count: int) -> Iterator[Document]:
    for review in synthetic.reviews(count, synthetic.invented_counties()):
        yield review.document


class Asked:
    """A page's worth of one engine: the count, twenty hits, the facets, and what page matter would add."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def page(self, text: str) -> int:
        return self.engine.find(Request(parse(text).node, want_facets=True, want_matter=True)).total

    def count(self, text: str) -> int:
        return self.engine.find(Request(parse(text).node, limit=0)).total


def differing(one: Engine, other: Engine, count: int) -> int:
    """For how many random passages ids or facets differ."""
    chance = random.Random(5)
    held = [document for place, document in enumerate(documents(count)) if place % max(count // 200, 1) == 0]
    asked = [
        Request(Term(text, quoted=True), limit=0, want_facets=True, want_ids=True)
        for _ in range(PASSAGES)
        if (text := passage(chance.choice(held).blocks, chance))
    ]
    return sum(one.find(request) != other.find(request) for request in asked)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    count = arguments.parse_args().count
    cluster = search_cluster.running(search_cluster.AS_INSTALLED)
    folder = Path(WORK.name)
    embedded, spread = FlatEngine(folder / "index"), cluster.engine(folder)
    own_build, _ = timed(lambda: embedded.replace_all(documents(count)))
    cluster_build, _ = timed(lambda: spread.replace_all(documents(count)))
    print("both are built; they are asked now", flush=True)
    own, far = Asked(embedded), Asked(spread)
    own_page, far_page = milliseconds([own.page, far.page], QUERIES, rounds=ROUNDS)
    own_count, far_count = milliseconds([own.count, far.count], QUERIES, rounds=ROUNDS)
    wrong = differing(embedded, spread, count)
    memory, far_memory = resident_megabytes(), cluster.resident_megabytes()
    size, copies = folder_megabytes(folder / "index"), cluster.megabytes()
    rows: list[list[object]] = [
        ["", "embedded", "cluster", "times"],
        ["build, s", own_build, cluster_build, cluster_build / own_build],
        ["index, MB (of the cluster: both copies)", size, copies, copies / size],
        ["memory, MB (of the cluster: three nodes)", memory, far_memory, far_memory / memory],
        ["page: median, ms", median(own_page), median(far_page), median(far_page) / median(own_page)],
        ["page: p95, ms", p95(own_page), p95(far_page), p95(far_page) / p95(own_page)],
        [
            "count alone: median, ms",
            median(own_count),
            median(far_count),
            median(far_count) / median(own_count),
        ],
        [f"answers that differ, of {PASSAGES}", "", wrong, ""],
    ]
    show(
        rows,
        {
            "articles": count,
            "build_seconds": own_build,
            "cluster_build_seconds": cluster_build,
            "index_megabytes": size,
            "cluster_megabytes": copies,
            "memory_megabytes": memory,
            "cluster_memory_megabytes": far_memory,
            "page_median_ms": median(own_page),
            "cluster_page_median_ms": median(far_page),
            "page_p95_ms": p95(own_page),
            "cluster_page_p95_ms": p95(far_page),
            "count_median_ms": median(own_count),
            "cluster_count_median_ms": median(far_count),
            "differing": wrong,
        },
    )


if __name__ == "__main__":
    main()
