"""Pages of one family read whole by what the others teach: which values are right, and which wrong ones are silent."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from archive.ingest.jsonl import Json, to_json
from archive.ingest.layout.decoding import Model
from archive.ingest.pipeline import records_of
from archive.ingest.quality.articles import Article, load_pages
from archive.ingest.quality.families import FOLDER, SUBTITLES, Composer, Family, Page, load_words
from archive.ingest.quality.scoring import Label, Mark, Score, marks
from archive.ingest.records import Reading, SourceText
from archive.ingest.structure import structure
from archive.ingest.text.cleaning import clean
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority

MEASURED = FOLDER / "left_out.json"
PAGES = 24  # of each family
LONG_ENOUGH = 450  # characters; an article of its own length, so that its headings are of one text
OPENING = 20  # characters that the body must start with
POINTERS = "▲▼△▽"  # that tell where a picture is, and are no words of its caption
SIGNS_BESIDE_NAMES = pattern(r"[□■◎●◆○（）]", like="□ 方永昌", unlike="方永昌")
NOT_LABELLED = ("period", "region", "read")  # the pages are of no real place and year
ARTICLE = ("heading", "prose", "caption")


Figures = dict[str, dict[str, float]]  # by field: mean, values, silent


@cache
def long_articles() -> tuple[Article, ...]:
    """The articles of the labelled texts that fill a page."""
    return tuple(
        page.article
        for page in load_pages()
        if sum(len(part.text) for part in page.article.body) > LONG_ENOUGH
    )


def pages_of(family: Family, *, most: int = PAGES) -> Iterator[Page]:
    """Pages that the fitting never sees, also of the families that it does see."""
    long, words = long_articles(), load_words()
    for number in range(most):
        chance = random.Random(f"left out {family.name} {number}")  # noqa: S311 - pages, no secrets
        yield Composer(words, chance).page(family, _as_printed(chance.choice(long), chance))


def _as_printed(article: Article, chance: random.Random) -> Article:
    return replace(article, subtitle=article.subtitle if chance.random() < SUBTITLES else None)


def label_of(page: Page, number: int) -> Label:
    """What a careful reader would write down of a page."""
    words: dict[str, list[str]] = {}
    for kind, text in page.lines:
        words.setdefault(kind, []).append(text.strip())
    first = next((text.strip() for kind, text in page.lines if kind in ("salutation", "prose")), "")
    return {
        "id": f"{page.family}-{number}",
        "genre": "review",
        "title": " ".join(words.get("title", ())) or None,
        "kicker": " ".join(words.get("kicker", ())) or None,
        "subtitle": " ".join(words.get("subtitle", ())) or None,
        "union": page.article.issuer,
        "region_note": "of no real place",
        "year_from": None,
        "bylines": [SIGNS_BESIDE_NAMES.sub(" ", text).strip() for text in words.get("byline", ())],
        "headings": [part.text for part in page.parts if part.kind == "heading" and part.level == 1],
        "captions": [part.text.strip(POINTERS) for part in page.parts if part.kind == "caption"],
        "paragraphs": [text for kind in ARTICLE for text in words.get(kind, ())],
        "boilerplate": [text for kind in ("page", "source", "foot") for text in words.get(kind, ())],
        "body_first_chars": first[:OPENING],
    }


def read(page: Page, name: str, model: Model, authority: Authority) -> Json:
    """The page as the whole pipeline reads it with other weights."""
    text = clean(page.text)
    records = records_of(structure(text.text, model=model), text, authority)
    return to_json(Reading(name, SourceText(page.text, "utf-8", "text/plain"), records))


def marks_of(family: Family, model: Model, authority: Authority, *, most: int = PAGES) -> Iterator[Mark]:
    """Every mark that the pages of a family get."""
    for number, page in enumerate(pages_of(family, most=most)):
        label = label_of(page, number)
        item = read(page, str(label["id"]), model, authority)
        yield from (mark for mark in marks(label, item) if not mark.field.startswith(NOT_LABELLED))


def in_words(score: Score) -> str:
    """The means of one family's fields in a row."""
    means = "".join(f"  {field} {mean:.2f}" for field, (mean, _) in score.fields.items())
    return f"{means}  silent {score.silent_share:.3f}"


def figures_of(score: Score) -> Figures:
    """What is kept of a score: each field's mean, and the silent and the doubted ones among its values."""
    silent, doubted = score.silent, score.doubted
    return {
        field: {
            "mean": round(mean, 3),
            "values": count,
            "silent": silent.get(field, 0),
            "doubted": doubted.get(field, 0),
        }
        for field, (mean, count) in score.fields.items()
    }


def keep(score: Score, path: Path = MEASURED) -> None:
    """The figures beside the families that they were measured on, for the gate to show."""
    path.write_text(json.dumps(figures_of(score), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def kept(path: Path = MEASURED) -> Figures:
    """The figures of the last measurement, nothing where there is none."""
    found: Figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
