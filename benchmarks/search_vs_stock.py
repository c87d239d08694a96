"""This archive's search beside the usual recipe: Haystack and Whoosh as they come, with jieba's analyzer.

    .venv/bin/python benchmarks/search_vs_stock.py 2000

Both index the same articles from the same database. A page is the count, twenty highlighted hits and the
facets of region and year. Recall and precision are of random passages, with a scan of the texts as judge.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
WORK = tempfile.TemporaryDirectory(prefix="search-vs-stock-")
os.environ["ARCHIVE_DATA"] = WORK.name

import django  # noqa: E402 (settings come first)
from django.conf import settings  # noqa: E402

STOCK = "stock"
settings.HAYSTACK_CONNECTIONS[STOCK] = {
    "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
    "PATH": f"{WORK.name}/stock",
}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from haystack import connections, indexes  # noqa: E402
from haystack.forms import FacetedSearchForm  # noqa: E402
from haystack.inputs import AutoQuery  # noqa: E402
from haystack.query import SearchQuerySet  # noqa: E402
from haystack.utils.highlighting import Highlighter  # noqa: E402
from jieba.analyse import ChineseAnalyzer  # noqa: E402

from archive.models import Article  # noqa: E402
from benchmarks import synthetic_archive  # noqa: E402
from benchmarks.measuring import (  # noqa: E402
    QUERIES,
    folder_megabytes,
    median,
    milliseconds,
    p95,
    show,
    timed,
)
from search import analysis, service  # noqa: E402
from search.article_documents import published_documents  # noqa: E402
from search.box.offer import place_offer  # noqa: E402
from search.engines import engine  # noqa: E402
from search.engines.contract import Request  # noqa: E402
from search.printed import blocks_of  # noqa: E402
from search.selfcheck import passage  # noqa: E402
from search.state import SearchState  # noqa: E402
from search.syntax import parse  # noqa: E402

PASSAGES = 60
PLACES = (
    "云川市 2021",
    "临江县2014年",
    "广丰县",
    "鼓楼区 2019",
    "gfq 2019",
    "云穿市 2021",
    "示例省 2020",
    "云川市近三年",
)
"""What asks for a place in the box; every other query is read for one too."""
ROUNDS = 5


class StockIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc] # Haystack has no types
    """As Haystack's tutorial has it, with the analyzer that tutorials for Chinese add."""

    text = indexes.CharField(document=True, analyzer=ChineseAnalyzer())
    region = indexes.CharField(faceted=True, null=True)
    year = indexes.IntegerField(faceted=True, null=True, model_attr="period_start")

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> object:
        return Article.objects.published().with_place()

    def prepare_text(self, article: Article) -> str:
        return "\n".join(block.text for block in blocks_of([article])[article.pk])

    def prepare_region(self, article: Article) -> str | None:
        return article.region.code if article.region else None


def stock_page(text: str) -> int:
    """What Haystack's faceted view does for its template, with its form as it comes."""
    faceted = SearchQuerySet(using=STOCK).facet("region").facet("year")
    found = FacetedSearchForm({"q": text}, searchqueryset=faceted).search()
    paginator = Paginator(found, 20)
    highlighter = Highlighter(text)
    for result in paginator.page(1).object_list:
        highlighter.highlight(result.text)
        assert result.object.title  # noqa: S101 (a hit is shown with its title)
    found.facet_counts()
    return int(paginator.count)


def stock_query(text: str) -> int:
    """The engine's part of it alone, asked once: count, twenty hits with their stored text, facets."""
    faceted = SearchQuerySet(using=STOCK).facet("region").facet("year")
    found = faceted.filter(content=AutoQuery(text))
    found[:20]
    found.facet_counts()
    return int(found.count())


def own_query(text: str) -> int:
    return engine().find(Request(parse(text).node, want_facets=True)).total


def own_page(text: str) -> int:
    results = service.search(SearchState(text=text))
    for hit in results.hits:
        assert hit.passages  # noqa: S101 (a page without passages would be no page)
    return results.total


def own_offer(text: str) -> int:
    """What the box says of places and years, with its counts; beside the page, not in it."""
    offer = place_offer(SearchState(text=text), parse(text))
    return offer.count.total if offer else 0


def stock_ids(text: str) -> set[int]:
    found = SearchQuerySet(using=STOCK).filter(content=AutoQuery(text))
    return {int(result.pk) for result in found[: Article.objects.count()]}


def own_ids(text: str) -> set[int]:
    return set(service.search(SearchState(text=text), want_facets=False, want_ids=True).ids or ())


def accuracy(ask: Callable[[str], set[int]], standing: dict[str, set[int]], form: str) -> tuple[float, float]:
    """(recall, precision) over all passages together; what is not found counts against recall."""
    right = wanted = found = 0
    for text, articles in standing.items():
        answered = ask(form.format(text))
        right += len(answered & articles)
        wanted += len(articles)
        found += len(answered)
    return right / wanted, right / max(found, 1)


def standing_passages() -> dict[str, set[int]]:
    chance = random.Random(3)
    documents = {document.id: document for document in published_documents()}
    texts: set[str] = set()
    while len(texts) < PASSAGES:
        text = passage(documents[chance.choice(sorted(documents))].blocks, chance)[: 2 + len(texts) % 5]
        # Signs of either query language would test the language, not the matching.
        if len(text) >= 2 and text.isalnum():
            texts.add(text)
    whole = {
        number: "\0".join(analysis.fold_text(block.text) for block in document.blocks)
        for number, document in documents.items()
    }
    return {text: {number for number, held in whole.items() if text in held} for text in sorted(texts)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    count = arguments.parse_args().count
    synthetic_archive.fill(count)
    analysis.warm_up()
    own_build, _ = timed(lambda: call_command("rebuild_index", "--using", "default", verbosity=0))
    connections[STOCK].get_unified_index().build([StockIndex()])
    stock_build, _ = timed(lambda: call_command("update_index", "--using", STOCK, verbosity=0))
    own, stock = milliseconds([own_page, stock_page], QUERIES, rounds=ROUNDS)
    own_engine, stock_engine = milliseconds([own_query, stock_query], QUERIES, rounds=ROUNDS)
    offered, read = (milliseconds([own_offer], queries, rounds=ROUNDS)[0] for queries in (PLACES, QUERIES))
    standing = standing_passages()
    own_recall, _ = accuracy(own_ids, standing, "{}")
    stock_recall, _ = accuracy(stock_ids, standing, "{}")
    own_quoted = accuracy(own_ids, standing, '"{}"')
    stock_quoted = accuracy(stock_ids, standing, '"{}"')
    folder = Path(WORK.name)
    rows: list[list[object]] = [
        ["", "this archive", "usual recipe", "times"],
        ["build, s", own_build, stock_build, stock_build / own_build],
        ["build, articles/s", count / own_build, count / stock_build, ""],
        ["index, MB", folder_megabytes(folder / "index"), folder_megabytes(folder / "stock"), ""],
        ["page: median, ms", median(own), median(stock), median(stock) / median(own)],
        ["page: p95, ms", p95(own), p95(stock), p95(stock) / p95(own)],
        [
            "engine alone: median, ms",
            *(median(own_engine), median(stock_engine), median(stock_engine) / median(own_engine)),
        ],
        ["offer for a place: median, ms", median(offered), "", ""],
        ["offer, where there is no place: median, ms", median(read), "", ""],
        ["recall, bare passages", own_recall, stock_recall, ""],
        ["recall, quoted", own_quoted[0], stock_quoted[0], ""],
        ["precision, quoted", own_quoted[1], stock_quoted[1], ""],
    ]
    show(
        rows,
        {
            "articles": count,
            "query_ratio": median(stock) / median(own),
            "engine_ratio": median(stock_engine) / median(own_engine),
            "build_ratio": stock_build / own_build,
            "recall": own_recall,
            "quoted_recall": own_quoted[0],
            "quoted_precision": own_quoted[1],
            "stock_recall": stock_recall,
            "stock_quoted_recall": stock_quoted[0],
            "stock_quoted_precision": stock_quoted[1],
            "offer_median_ms": median(offered),
            "no_offer_median_ms": median(read),
            "page_median_ms": median(own),
            "page_p95_ms": p95(own),
            "stock_page_median_ms": median(stock),
            "stock_page_p95_ms": p95(stock),
            "index_megabytes": folder_megabytes(folder / "index"),
            "stock_index_megabytes": folder_megabytes(folder / "stock"),
        },
    )


if __name__ == "__main__":
    main()
