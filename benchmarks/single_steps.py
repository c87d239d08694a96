"""What single steps take beside a big index: building it, one article published, the widest query, the first search.

.venv/bin/python -m benchmarks.single_steps 20000
"""

import argparse
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

WORK = tempfile.TemporaryDirectory(prefix="single-steps-")
os.environ["ARCHIVE_DATA"] = WORK.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django  # noqa: E402 (settings come first)

django.setup()

from archive import outbox  # noqa: E402
from archive.models import Article  # noqa: E402
from benchmarks import synthetic_archive  # noqa: E402
from benchmarks.measuring import folder_megabytes, median, milliseconds, p95, show, timed  # noqa: E402
from search.engines import engine  # noqa: E402
from search.engines.contract import Request  # noqa: E402
from search.outbox import apply_pending, rebuild  # noqa: E402
from search.service import similar_articles  # noqa: E402
from search.syntax import parse  # noqa: E402

ASKED = 40
EVERYWHERE, COMMA = "工", '"，"'
"""One character that every article has; a sign that its text is full of."""
ROUNDS = 5
FIRST_SEARCH = """
import time
import django
django.setup()
from search.engines import engine
from search.engines.contract import Request
from search.syntax import parse
start = time.perf_counter()
engine().find(Request(parse("集体协商").node, want_facets=True))
print(time.perf_counter() - start)
"""


def find(text: str) -> int:
    return engine().find(Request(parse(text).node, want_facets=True)).exact


def similar(number: str) -> int:
    return len(similar_articles(Article.objects.get(pk=number), limit=6))


def published(pk: int) -> float:
    """Seconds in which the index has brought in what was changed of an article."""
    with outbox.held_back():
        article = Article.objects.get(pk=pk)
        article.subtitle = "更正"
        article.save()
    seconds, _ = timed(partial(apply_pending, lock_seconds=5.0, budget_seconds=None))
    return seconds


def first_search() -> float:
    """Seconds that the first query takes in a process that has loaded the site and nothing of the search."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_SEARCH],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    return float(done.stdout)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    count = arguments.parse_args().count
    synthetic_archive.fill(count)
    building, _ = timed(partial(rebuild, lock_seconds=5.0))
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))[:: max(1, count // ASKED)][
        :ASKED
    ]
    (everywhere,) = milliseconds([find], [EVERYWHERE], rounds=ROUNDS)
    (comma,) = milliseconds([find], [COMMA], rounds=ROUNDS)
    (alike,) = milliseconds([similar], map(str, numbers), rounds=1)
    reading, _ = timed(partial(engine().health, read_through=True))
    first = sorted(first_search() for _ in range(ROUNDS))[ROUNDS // 2]
    one = [1000 * published(pk) for pk in numbers]
    show(
        [
            ["", "median", "95th percentile"],
            ["built from the database, articles/s", count / building, ""],
            ["one article published, ms", median(one), p95(one)],
            ["a character of every article, ms", median(everywhere), ""],
            ["a comma, ms", median(comma), ""],
            ["similar articles, ms", median(alike), p95(alike)],
            ["first search of a process, s", first, ""],
            ["every byte of the index read, s", reading, ""],
        ],
        {
            "articles": count,
            "index_megabytes": folder_megabytes(Path(WORK.name) / "index"),
            "build_rate": count / building,
            "published_ms": median(one),
            "published_p95_ms": p95(one),
            "everywhere_ms": median(everywhere),
            "comma_ms": median(comma),
            "similar_ms": median(alike),
            "first_search_seconds": first,
            "read_through_seconds": reading,
        },
    )


if __name__ == "__main__":
    main()
