"""How long the ledger's pages take over a big archive.

    python -m benchmarks.ledger 2000

Fills a temporary archive with synthetic reviews, reads their figures, and prints how long that takes an article and the
median of each page within this process; the last line is one JSON object.
"""

# ruff: noqa: E402
import argparse
import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="archive-ledger-"))
os.environ["ARCHIVE_DATA"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.test import Client
from django.urls import reverse

from archive.figures.reader import VERSION
from archive.ledger.keeping import read_waiting
from archive.ledger.ranking import mentions_by_indicator
from archive.models import Figure, Region
from benchmarks.measuring import timed
from benchmarks.synthetic_archive import fill

ROUNDS = 7
REGIONS, INDICATORS, YEARS = 20, 10, 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=2_000)
    count = parser.parse_args().articles
    try:
        fill(count)
        reading, _ = timed(read_waiting)
        found = {"articles": count, "figures": Figure.objects.count()}
        found["reading_ms"] = round(1000 * reading / count, 2)
        found |= {f"{name}_ms": round(ask(), 1) for name, ask in pages().items()}
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    for name, value in found.items():
        print(f"{name:>20} {value}")
    print(json.dumps(found))


def pages() -> dict[str, Callable[[], float]]:
    """How to ask for each page, and how many milliseconds it takes."""
    told = sorted(mentions_by_indicator().items(), key=lambda item: -item[1])
    codes = [code for code, _ in told if code][:INDICATORS]
    figures = Figure.objects.for_readers(VERSION).in_series()
    last = figures.order_by("-series_end").values_list("series_end", flat=True).first() or 0
    numbers = figures.busiest_places(codes, last - YEARS + 1, last)[:REGIONS]
    places = list(Region.objects.of_rows(numbers).values_list("code", flat=True))
    sheet = {"indicator": codes, "region": places, "from": last - YEARS + 1, "to": last}
    article = figures.values_list("article", flat=True).first()
    return {
        "sheet": asking(reverse("archive:sheet"), sheet),
        "series": asking(reverse("archive:series"), sheet | {"region": places[:4]}),
        "numbers": asking(reverse("archive:numbers"), {"q": "会员总数 > 5万"}),
        "all_numbers": asking(reverse("archive:numbers"), {"indicator": codes[0], "all": "1"}),
        "indicator": asking(reverse("archive:indicator", args=[codes[0]]), {"year": last}),
        "indicators": asking(reverse("archive:indicators"), {}),
        "tab": asking(reverse("archive:article-figures", args=[article]), {}),
        "sheet_xlsx": asking(reverse("archive:sheet-file", args=["xlsx"]), sheet),
        "numbers_xlsx": asking(
            reverse("archive:numbers-file", args=["xlsx"]), {"least": "1", "all": "1"}, rounds=1
        ),
    }


def asking(address: str, query: dict[str, Any], *, rounds: int = ROUNDS) -> Callable[[], float]:
    def ask() -> float:
        client, times = Client(SERVER_NAME="127.0.0.1"), []
        for _ in range(rounds + 1):
            seconds, answer = timed(lambda: client.get(address, query))
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            times.append(1000 * seconds)
            if answer.streaming:
                answer.close()
        return statistics.median(times[1:])

    return ask


if __name__ == "__main__":
    main()
