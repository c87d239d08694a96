"""Articles in parts, and the kinds of all lines of the pages that they stand on.

``fixtures/families/labelled.jsonl`` holds them for the labelled texts of fixtures/demo and fixtures/gate that the reader
reads rightly in every field: ``python -m archive.ingest.quality.fit --label`` wrote it. The fitting reads this
file and never the reader's own output, so that the same commit always gives the same weights.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.ingest.jsonl import to_json
from archive.ingest.pipeline import read_file
from archive.ingest.quality.corpus import Corpus
from archive.ingest.quality.scoring import marks
from archive.ingest.readers.registry import read as read_format
from archive.ingest.records import Passage, ReviewRecord, UnreadableFile
from archive.ingest.text.cleaning import clean
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LABELLED = FIXTURES / "families/labelled.jsonl"
YEAR = pattern(r"(?:19|20)\d\d", like="2019年", unlike="一九年")
BODY = ("heading", "prose", "caption")

Labelled = tuple[str, int, list[list[int]]]  # kind, level, where it stands in the raw text


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the body: ``heading``, ``prose`` or ``caption``. ``level`` counts for headings only."""

    kind: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """A review without its page."""

    name: str
    kicker: str | None
    title: str
    subtitle: str | None
    bylines: tuple[str, ...]
    issuer: str
    year: str
    body: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A text of the corpora with the kind of each of its passages."""

    file: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    article: Article


def label(corpus: Corpus, authority: Authority) -> Iterator[dict[str, Any]]:
    """What the reader makes of the texts of a corpus that it reads rightly in every field."""
    for truth in corpus.labels:
        path = corpus.folder / str(truth.get("file") or truth["id"])
        if truth["genre"] == "negative" or truth.get("articles") or not path.is_file():
            continue
        try:
            reading = read_file(path.read_bytes(), path.name, authority=authority)
        except UnreadableFile:
            continue
        record = reading.records[0]
        right = all(mark.value == 1 for mark in marks(truth, to_json(reading)))
        if right and record.title and len(reading.records) == 1:
            yield {
                "file": f"{corpus.folder.name}/{path.name}",
                "issuer": record.issuer.text if record.issuer else None,
                "passages": [
                    [kind, level, [[span.start, span.end] for span in passage.spans]]
                    for kind, level, passage in _passages(record)
                ],
            }


def _passages(record: ReviewRecord) -> Iterator[tuple[str, int, Passage]]:
    heads = (("kicker", record.kicker), ("title", record.title), ("subtitle", record.subtitle))
    yield from ((kind, 1, passage) for kind, passage in heads if passage)
    yield from (("byline", 1, passage) for passage in record.bylines)
    yield from (("page", 1, passage) for passage in (*record.credits, *record.furniture))
    for at, section in enumerate(record.sections):
        if section.heading:
            run_in = section.heading.text.endswith("。")
            yield "prose" if run_in else "heading", section.level, section.heading
        yield from (("prose", 1, passage) for passage in section.paragraphs)
        yield from (("caption", 1, caption.passage) for caption in record.captions if caption.section == at)
    yield from (("caption", 1, caption.passage) for caption in record.captions if caption.section is None)


def load_pages(path: Path = LABELLED) -> list[LabelledPage]:
    """The labelled texts, in the order of the file."""
    return [_page(json.loads(row)) for row in path.read_text(encoding="utf-8").splitlines()]


def _page(row: dict[str, Any]) -> LabelledPage:
    path = FIXTURES / row["file"]
    text = read_format(path.read_bytes(), path.name).source.raw
    passages: Sequence[Labelled] = [tuple(passage) for passage in row["passages"]]
    spans = tuple((start, end, kind) for kind, _, places in passages for start, end in places)
    return LabelledPage(row["file"], text, spans, _article(row, text, passages))


def _article(row: dict[str, Any], text: str, passages: Sequence[Labelled]) -> Article:
    words = [
        (
            kind,
            level,
            "".join(clean(text[start:end]).text.replace("\n", " ") for start, end in places).strip(),
        )
        for kind, level, places in passages
    ]
    own = {kind: part for kind, _, part in words if kind in ("kicker", "title", "subtitle")}
    year = YEAR.search("".join(part for kind, _, part in words if kind != "page"))
    return Article(
        name=row["file"],
        kicker=own.get("kicker"),
        title=own["title"],
        subtitle=own.get("subtitle"),
        bylines=tuple(part for kind, _, part in words if kind == "byline"),
        issuer=row["issuer"] or "总工会",
        year=year.group() if year else "2019",
        body=tuple(_parts(words)),
    )


def _parts(words: Sequence[tuple[str, int, str]]) -> Iterator[Part]:
    """The body's lines; a heading that opens a paragraph (prose of a lower level) stands in the paragraph's line."""
    opening = ""
    for kind, level, text in words:
        if kind == "prose" and level > 1:
            opening += text
        elif kind in BODY:
            yield Part(kind, opening + text, level)
            opening = ""
