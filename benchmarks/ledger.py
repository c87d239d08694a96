"""How long the ledger takes over a big archive, beside the plain ways.

    python -m benchmarks.ledger 20000

Reads the figures of synthetic reviews, gives them to as many articles more as are asked for (30 figures each), and asks for
each page within this process: the median of what a reader waits, and of what the processor does for it. The plain ways are
what one would write first: a query a cell for the sheet, joined tables for the search, objects and openpyxl for the
workbook. The last line is one JSON object.

Where ARCHIVE_DATA names a folder the archive is made there and stays, for more than one round of its pages: --prepare makes
it and measures nothing. What the figures add to an import is measured without such a folder, in a small archive.
"""

# ruff: noqa: E402
import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

KEPT = os.environ.get("ARCHIVE_DATA")
FOLDER = Path(KEPT or tempfile.mkdtemp(prefix="archive-ledger-"))
os.environ["ARCHIVE_DATA"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from archive.figures.reader import VERSION
from archive.ledger import keeping
from archive.ledger.exports import MOST_ROWS
from archive.ledger.ranking import mentions_by_indicator
from archive.models import Article, Figure, FigureReading, Region
from archive.outbox import index_changes_committed, index_wanted_now
from benchmarks import synthetic
from benchmarks.measuring import show
from benchmarks.synthetic_archive import fill
from benchmarks.synthetic_ledger import spread

ROUNDS = 5
REGIONS, INDICATORS, YEARS = 20, 10, 10
READ, IMPORTED = 200, 25
MADE = "made"  # a file beside the database: all of it is there
SLOW = ("sheet_xlsx", "xlsx", "plain_sheet", "plain_xlsx")
FIVE_TENS_OF_THOUSANDS = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=2_000)
    parser.add_argument("--prepare", action="store_true")
    options = parser.parse_args()
    figures: dict[str, object] = {}
    try:
        for name, value in _measured(options.articles, only_prepare=options.prepare):
            print(f"{name}  {value}", flush=True)
            figures[name] = value
        show([("", "figure"), *figures.items()], figures)
    finally:
        if not KEPT:
            shutil.rmtree(FOLDER, ignore_errors=True)


def _measured(articles: int, *, only_prepare: bool) -> Iterator[tuple[str, float]]:
    """Each figure as soon as it is there: whoever ends this early has those before."""
    if not (FOLDER / MADE).exists():
        fill(min(READ, articles))
        if not KEPT:
            yield from _importing().items()
        keeping.read_waiting()
        spread(articles)
        (FOLDER / MADE).touch()
    yield "articles", Article.objects.count()
    yield "figures", Figure.objects.count()
    if not only_prepare:
        yield from _pages()
        yield from _reading().items()


def _processor() -> float:
    """Seconds that processors worked for this process and for those that it waited for."""
    return sum(os.times()[:4])


def _reading() -> dict[str, float]:
    """The first articles, which have their texts, read as if nobody had."""
    articles = Article.objects.order_by("pk").values_list("pk", flat=True)[:READ]
    read = Figure.objects.filter(article__in=list(articles))
    FigureReading.objects.filter(article__in=list(articles)).delete()
    read.delete()
    before = _processor()
    keeping.read_waiting()
    taken = _processor() - before
    return {"reading_ms": 1000 * taken / len(articles), "figures_read": read.count() / len(articles)}


def _importing() -> dict[str, float]:
    """What reading the figures adds to an import, by turns without and with it."""
    taken = {False: 0.0, True: 0.0}
    for turn, is_read in enumerate((False, True, True, False)):
        with _texts(turn) as folder, _figures_read(is_read=is_read):
            before = _processor()
            call_command("import_reviews", str(folder), "--publish-all", stdout=StringIO(), stderr=StringIO())
            taken[is_read] += _processor() - before
    plain, ours = (1000 * taken[way] / (2 * IMPORTED) for way in (False, True))
    return {"import_ms": ours, "import_without_figures_ms": plain, "import_ratio": ours / plain}


@contextmanager
def _texts(turn: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        first = 100_000 + turn * IMPORTED
        counties = synthetic.invented_counties()
        for review in synthetic.reviews(IMPORTED, counties, seed=turn, first=first):
            (Path(folder) / f"{review.number}.txt").write_text(review.text, encoding="utf-8")
        yield Path(folder)


@contextmanager
def _figures_read(*, is_read: bool) -> Iterator[None]:
    readers = ((index_changes_committed, keeping.read_at_once), (index_wanted_now, keeping.read_all))
    for signal, reader in () if is_read else readers:
        signal.disconnect(reader)
    yield
    for signal, reader in () if is_read else readers:
        signal.connect(reader)


def _pages() -> Iterator[tuple[str, float]]:
    """Each page, and where there is one the plain way to the same."""
    told = sorted(mentions_by_indicator().items(), key=lambda item: -item[1])
    codes = [code for code, _ in told if code][:INDICATORS]
    figures = Figure.objects.for_readers(VERSION).in_series()
    last = figures.order_by("-series_end").values_list("series_end", flat=True).first() or 0
    years = range(last - YEARS + 1, last + 1)
    numbers = figures.busiest_places(codes, years[0], years[-1])[:REGIONS]
    places = list(Region.objects.of_rows(numbers).values_list("code", flat=True))
    sheet = {"indicator": codes, "region": places, "from": years[0], "to": years[-1]}
    more = {"q": f"会员总数 > {FIVE_TENS_OF_THOUSANDS}"}
    found: dict[str, float] = {}
    for name, ask in {
        "sheet": _page("sheet", sheet),
        "series": _page("series", sheet | {"region": places[:4]}),
        "search": _page("numbers", more),
        "search_any": _page("numbers", {"q": ">100万", "all": "1"}),
        "indicator": _page("indicator", {"year": last}, codes[0]),
        "indicators": _page("indicators", {}),
        "tab": _page("article-figures", {}, 1),
        "sheet_xlsx": _page("sheet-file", sheet, "xlsx"),
        "xlsx": _page("numbers-file", {"least": "1", "all": "1"}, "xlsx"),
        "plain_sheet": lambda: _sheet_cell_by_cell(codes, places, years),
        "plain_search": _search_with_joins,
        "plain_xlsx": _book_of_objects,
    }.items():
        taken = _taken(name, ask, rounds=1 if name in SLOW else ROUNDS)
        found |= taken
        yield from taken.items()
    for name in ("sheet", "search", "xlsx"):
        yield f"{name}_times", found[f"plain_{name}_processor_ms"] / found[f"{name}_processor_ms"]


def _page(name: str, query: Mapping[str, Any], *place: object) -> Callable[[], None]:
    client, address = Client(SERVER_NAME="127.0.0.1"), reverse(f"archive:{name}", args=place)

    def ask() -> None:
        answer = client.get(address, query)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        if answer.streaming:
            answer.close()

    return ask


def _taken(name: str, ask: Callable[[], Any], *, rounds: int) -> dict[str, float]:
    """After one round that does not count."""
    waited, worked = [], []
    for _ in range(rounds + 1):
        start, before = time.perf_counter(), _processor()
        ask()
        waited.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (_processor() - before))
    return {
        f"{name}_ms": statistics.median(waited[1:]),
        f"{name}_processor_ms": statistics.median(worked[1:]),
    }


def _shown() -> Any:
    """As one would join it: with the article, its reading, and what it is a print of."""
    told = Figure.objects.filter(article__status="published", article__figure_reading__reader=VERSION)
    return told.filter(Q(article__reprint_of=None) | ~Q(article__reprint_of__status="published"))


def _sheet_cell_by_cell(codes: list[str], places: list[str], years: range) -> None:
    for code in codes:
        for place in places:
            for year in years:
                cell = _shown().filter(indicator=code, region__code=place, series_start=year, series_end=year)
                cell.filter(is_headline=True).first()


def _search_with_joins() -> None:
    found = _shown().filter(indicator="members", is_headline=True, value__gt=FIVE_TENS_OF_THOUSANDS)
    found.count()
    list(found.select_related("article", "region").order_by("-value")[:40])


def _book_of_objects() -> None:
    book = Workbook()
    page = book.active
    found = _shown().filter(value__gte=1).select_related("article", "indicator", "region__parent__parent")
    rows = found.defer("indicator__aliases").order_by("-value")
    for line, one in enumerate(rows[:MOST_ROWS], 1):
        place = one.region.full_name if one.region else one.place
        name = one.indicator.name if one.indicator else None
        cells = (place, name, one.series_start, one.series_end, one.value, one.unit, one.words, one.sentence)
        page.append((*cells, one.get_bound_display(), one.get_scope_display(), one.article.display_title))
        page.cell(line, 5).hyperlink = f"http://127.0.0.1{one.get_absolute_url()}"
    book.save(BytesIO())


if __name__ == "__main__":
    main()
