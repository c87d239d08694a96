"""The embedded engine beside tantivy, as the limit of what search on one machine can be.

    .venv/bin/python benchmarks/search_vs_limit.py 20000

Both index the same words, cut beforehand for tantivy; this engine also indexes every pair of characters, so
that it finds any passage, which tantivy's words do not. A page is the count, twenty hits with their passages
and the facets of region and year.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
WORK = tempfile.TemporaryDirectory(prefix="search-vs-limit-")
os.environ["ARCHIVE_DATA"] = WORK.name

import django  # noqa: E402 (settings come first)

django.setup()

import tantivy  # noqa: E402

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
from search import analysis  # noqa: E402
from search.documents import Document  # noqa: E402
from search.engines.contract import Request  # noqa: E402
from search.engines.whoosh.engine import FlatEngine  # noqa: E402
from search.snippets import Marker, passages  # noqa: E402
from search.syntax import parse  # noqa: E402

ROUNDS = 15
SMALL = 2000
"""The rate of building is compared with that of so many."""


def documents(count: int) -> Iterator[Document]:
    for review in synthetic.reviews(count, synthetic.invented_counties()):
        yield review.document


def words_of(document: Document) -> str:
    folded = (analysis.fold_text(block.text) for block in document.blocks)
    return " ".join(word for text in folded for word in analysis.index_words(text))


class Limit:
    """tantivy with the words of each document, stored so that it can cut passages from them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", stored=True, tokenizer_name="whitespace")
        builder.add_unsigned_field("id", stored=True)
        for name in ("region", "year"):
            builder.add_unsigned_field(name, fast=True, indexed=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(folder))

    def build(self, rows: list[dict[str, Any]]) -> None:
        writer = self.index.writer(heap_size=128_000_000, num_threads=1)
        for row in rows:
            writer.add_document(tantivy.Document.from_dict(row, self.schema))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def page(self, text: str, *, with_passages: bool) -> int:
        words = " ".join(
            f'+"{word}"' for word in dict.fromkeys(analysis.index_words(analysis.fold_text(text)))
        )
        query = self.index.parse_query(words, ["words"])
        found = self.searcher.search(query, 20, count=True)
        self.searcher.aggregate(
            query,
            {
                "region": {"terms": {"field": "region", "size": 2000}},
                "year": {"terms": {"field": "year", "size": 100}},
            },
        )
        if with_passages:
            snippets = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "words")
            for _, address in found.hits:
                snippets.snippet_from_doc(self.searcher.doc(address)).to_html()
        return int(found.count)  # type: ignore[attr-defined] # its types leave it out


class Ours:
    def __init__(self, folder: Path, texts: dict[int, Document]) -> None:
        self.engine = FlatEngine(folder)
        self.texts = texts

    def page(self, text: str, *, with_passages: bool) -> int:
        node = parse(text).node
        answer = self.engine.find(Request(node, want_facets=True))
        if with_passages:
            marker = Marker(node)
            for hit in answer.hits:
                passages(marker.find(self.texts[hit.id].blocks))
        return answer.total


def limit_rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "words": words_of(document),
            "id": document.id,
            "region": [int(code) for code in document.region_codes],
            "year": list(range(document.year_start, (document.year_end or document.year_start) + 1))
            if document.year_start
            else [],
        }
        for document in documents(count)
    ]


SERVING = """
import os, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from archive.wsgi import application
from benchmarks.measuring import QUERIES, resident_megabytes
from search.engines.contract import Request
from search.engines.whoosh.engine import FlatEngine
from search.syntax import parse
engine = FlatEngine(Path(sys.argv[1]))
for query in QUERIES:
    engine.find(Request(parse(query).node, want_facets=True))
engine.similar(1, dict.fromkeys(QUERIES, 1), limit=5)
print(resident_megabytes())
"""


def serving_megabytes(index: Path) -> float:
    """What a process of the web server holds after it has answered every query."""
    done = subprocess.run(
        [sys.executable, "-c", SERVING, str(index)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    return float(done.stdout.splitlines()[-1])


def _made(size: int) -> int:
    return sum(1 for _ in documents(size))


def _built(index: Path, size: int) -> None:
    FlatEngine(index).replace_all(documents(size))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int)
    count = arguments.parse_args().count
    folder = Path(WORK.name)
    analysis.warm_up()
    rates = {}
    for size in (SMALL, count):
        index = folder / f"ours-{size}"
        making, _ = timed(partial(_made, size))
        seconds, _ = timed(partial(_built, index, size))
        rates[size] = size / (seconds - making)
    rows = limit_rows(count)
    limit = Limit(folder / "limit")
    limit_seconds, _ = timed(lambda: limit.build(rows))
    rows.clear()
    serving = serving_megabytes(folder / f"ours-{count}")
    ours = Ours(folder / f"ours-{count}", {document.id: document for document in documents(count)})
    figures: dict[str, object] = {
        "articles": count,
        "build_rate": rates[count],
        "build_rate_at_2000": rates[SMALL],
        "limit_build_rate": count / limit_seconds,
        "index_megabytes": folder_megabytes(folder / f"ours-{count}"),
        "limit_index_megabytes": folder_megabytes(folder / "limit"),
        "serving_megabytes": serving,
    }
    table: list[list[object]] = [
        ["", "this engine", "tantivy", "times"],
        [
            "build, articles/s (one core)",
            rates[count],
            count / limit_seconds,
            count / limit_seconds / rates[count],
        ],
        [f"build at {SMALL}, articles/s", rates[SMALL], "", ""],
        ["index, MB", figures["index_megabytes"], figures["limit_index_megabytes"], ""],
        ["serving process, MB", serving, "", ""],
    ]
    for label, with_passages in (("count, 20 hits, facets", False), ("the same with passages", True)):
        pages = [partial(side.page, with_passages=with_passages) for side in (ours, limit)]
        own, others = milliseconds(pages, QUERIES, rounds=ROUNDS)
        table.append([f"{label}: median, ms", median(own), median(others), median(own) / median(others)])
        table.append([f"{label}: p95, ms", p95(own), p95(others), p95(own) / p95(others)])
        kind = "page" if with_passages else "query"
        figures |= {f"{kind}_median_ms": median(own), f"{kind}_p95_ms": p95(own)}
        figures |= {f"limit_{kind}_median_ms": median(others), f"{kind}_ratio": median(own) / median(others)}
    print(f"this process: {resident_megabytes():.0f} MB, most of it the texts that passages are cut from\n")
    show(table, figures)


if __name__ == "__main__":
    main()
