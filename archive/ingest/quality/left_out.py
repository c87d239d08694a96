"""Pages of one family read whole by what the others teach: which values are right, and which wrong ones are silent."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from archive.ingest.cleaning import clean
from archive.ingest.jsonl import Json, to_json
from archive.ingest.layout.decoding import Model
from archive.ingest.patterns import pattern
from archive.ingest.pipeline import records_of
from archive.ingest.quality.articles import Article, load_pages
from archive.ingest.quality.families import SUBTITLES, Composer, Family, Page, load_words
from archive.ingest.records import Reading, SourceText
from archive.ingest.scoring import Label, Mark, marks
from archive.ingest.structure import structure
from archive.regions.authority import Authority

PAGES = 24  # of each family
LONG_ENOUGH = 450  # characters; an article of its own length, so that its headings are of one text
OPENING = 20  # characters that the body must start with
POINTERS = "▲▼△▽"  # that tell where a picture is, and are no words of its caption
SIGNS_BESIDE_NAMES = pattern(r"[□■◎●◆○（）]", like="□ 方永昌", unlike="方永昌")
# The notices that tell of a field's doubts, by parts of their codes.
TOLD_BY = {
    "title": ("title",),
    "kicker": ("kicker", "title", "head"),
    "subtitle": ("subtitle", "title", "head"),
    "issuer": ("issuer",),
    "bylines": ("byline",),
    "headings": ("heading", "section"),
    "captions": ("caption",),
    "furniture": ("page-matter", "furniture"),
    "body": ("page-matter", "body", "lead", "title"),
    "kind": ("kind",),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One mark of a page, and whether a notice tells of a doubt about its field."""

    mark: Mark
    told: bool


def pages_of(family: Family) -> Iterator[Page]:
    """Pages that the fitting never sees, also of the families that it does see."""
    bank = [page.article for page in load_pages()]
    long = [article for article in bank if sum(len(part.text) for part in article.body) > LONG_ENOUGH]
    words = load_words()
    for number in range(PAGES):
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
        "boilerplate": [text for kind in ("page", "source", "foot") for text in words.get(kind, ())],
        "body_first_chars": first[:OPENING],
    }


def read(page: Page, name: str, model: Model, authority: Authority) -> Json:
    """The page as the whole pipeline reads it with other weights."""
    text = clean(page.text)
    records = records_of(structure(text.text, model=model), text, authority)
    return to_json(Reading(name, SourceText(page.text, "utf-8", "text/plain"), records))


def values(family: Family, model: Model, authority: Authority) -> Iterator[Value]:
    """Every mark that the pages of a family get."""
    for number, page in enumerate(pages_of(family)):
        label = label_of(page, number)
        item = read(page, str(label["id"]), model, authority)
        for mark in marks(label, item):
            if not mark.field.startswith(("period", "region", "read")):
                yield Value(mark, is_told(mark.field, item))


def is_told(field: str, item: Json) -> bool:
    """True when some notice tells of doubts about the field."""
    parts = TOLD_BY.get(field.split(maxsplit=1)[0].rstrip(":"), ())
    notices = cast("list[dict[str, str]]", item["notices"])
    return any(part in notice["code"] for notice in notices for part in parts)


def by_field(found: Iterable[Value]) -> Mapping[str, list[Value]]:
    fields: dict[str, list[Value]] = {}
    for value in found:
        fields.setdefault(value.mark.field, []).append(value)
    return fields


def mean(found: Iterable[Value]) -> float:
    """The mean mark."""
    numbers = [value.mark.value for value in found]
    return sum(numbers) / max(1, len(numbers))


def shares(found: Iterable[Value]) -> tuple[float, float]:
    """The share of all values that is wrong without a notice, and of the right ones that have a notice."""
    everything = list(found)
    right = [value for value in everything if value.mark.value == 1]
    silent = sum(1 for value in everything if value.mark.value < 1 and not value.told)
    return silent / max(1, len(everything)), sum(value.told for value in right) / max(1, len(right))


def in_words(found: Sequence[Value]) -> str:
    """The means of one family's fields in a row."""
    means = "".join(f"  {field} {mean(values):.2f}" for field, values in by_field(found).items())
    return f"{means}  silent {shares(found)[0]:.3f}"


def table(found: Sequence[Value]) -> str:
    """The means of the fields over all families, with what is wrong in silence and what is right under a notice."""
    rows = [
        f"{mean(values):.3f}  silent {shares(values)[0]:.3f}  right under a notice {shares(values)[1]:.3f}  {field}"
        for field, values in by_field(found).items()
    ]
    means = [mean(values) for values in by_field(found).values()]
    silent, told = shares(found)
    whole = f"{sum(means) / max(1, len(means)):.3f}  silent {silent:.3f}  right under a notice {told:.3f}  mean of the fields"
    return "\n".join([*rows, whole])
