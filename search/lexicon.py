"""What the archive speaks of, by characters, pinyin and initials: divisions, issuers, newspapers, headings, terms.

Built from the database and the index when it is first needed and again when the articles have changed; a process keeps one.
"""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from pypinyin import lazy_pinyin

from archive.models import Article, Region, Section
from archive.models.region import names_among
from search.analysis import dictionary_terms, folded_words, plain_text
from search.engines import engine
from search.engines.contract import IndexUnavailable

MOST_HEADINGS = 1500
MOST_TERMS = 2000
LEAST_TERM_COUNT = 2
REST_FACTOR = 60
"""After a build of 0.5 s the next waits 30 s, so that readers who type never queue behind editors."""

PATH_STEP = " \u203a "
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
LETTERS = re.compile("[a-z]+")
# Sounds that many speakers do not tell apart: 四 (si) and 十 (shi), 林 (lin) and 领 (ling).
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


class EntryKind(StrEnum):
    REGION = "region"
    ISSUER = "issuer"
    HEADING = "heading"
    TERM = "term"
    NEWSPAPER = "newspaper"
    # What the box leads to as a whole (search.box.completing); no entries of the lexicon.
    PLACE = "place"
    YEAR = "year"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to suggest. ``texts``: folded names; ``weight``: how many articles or headings bear it."""

    kind: EntryKind
    name: str
    label: str
    texts: tuple[str, ...]
    pinyin: str
    initials: str
    weight: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    entries: tuple[Entry, ...]
    by_sound: dict[str, tuple[Entry, ...]]
    by_initials: dict[str, tuple[Entry, ...]]

    def sounding_like(self, sound: str) -> tuple[Entry, ...]:
        return self.by_sound.get(alike(sound), ())


def alike(pinyin: str) -> str:
    """The pinyin with sounds that many speakers do not tell apart made one."""
    for spelling, plain in ALIKE:
        pinyin = pinyin.replace(spelling, plain)
    return pinyin


def syllables(text: str) -> list[str]:
    """The pinyin of each character, without tones; characters that have none stay themselves."""
    return lazy_pinyin(text)


class _Kept:
    """The lexicon of this process, and what it was made from."""

    lock = threading.Lock()
    lexicon: Lexicon | None = None
    stamp: tuple[Any, ...] = ()
    built_at = 0.0
    took = 0.0


def lexicon(*, rebuild_after: float = 0.0) -> Lexicon:
    """The lexicon of this process, built if there is none.

    One that the archive has outgrown is built anew when it is older than ``rebuild_after`` seconds, and than
    a multiple of the time that building took.
    """
    kept = _Kept.lexicon
    if kept is not None and time.monotonic() < _Kept.built_at + max(rebuild_after, REST_FACTOR * _Kept.took):
        return kept
    stamp = _stamp()
    if kept is not None and stamp == _Kept.stamp:
        return kept
    with _Kept.lock:
        begun = time.monotonic()
        entries = list(_entries())
        try:
            entries += _terms()
        except IndexUnavailable:
            stamp = ()  # made without the words of the texts; the next one may have them
        _Kept.lexicon, _Kept.stamp = _built(entries), stamp
        _Kept.built_at = time.monotonic()
        _Kept.took = _Kept.built_at - begun
        return _Kept.lexicon


def forget() -> None:
    """Build anew at the next use."""
    _Kept.lexicon = None


def _stamp() -> tuple[Any, ...]:
    """What changes when articles come and go; both of its questions are answered from indexes alone."""
    articles = Article.objects.published().aggregate(Count("pk"), Max("first_published_at"))
    regions = Region.objects.aggregate(Count("pk"), Max("pk"))
    return (*articles.values(), *regions.values())


def _built(entries: list[Entry]) -> Lexicon:
    by_sound: dict[str, list[Entry]] = {}
    by_initials: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: -entry.weight):
        by_sound.setdefault(alike(entry.pinyin), []).append(entry)
        by_initials.setdefault(entry.initials, []).append(entry)
    return Lexicon(
        tuple(entries),
        {sound: tuple(found) for sound, found in by_sound.items()},
        {initials: tuple(found) for initials, found in by_initials.items()},
    )


def _entries() -> Iterator[Entry]:
    yield from _regions()
    for kind, field in ((EntryKind.ISSUER, "issuer"), (EntryKind.NEWSPAPER, "newspaper")):
        names = Article.objects.published().exclude(**{field: None}).order_by().values_list(field)
        for name, number in names.annotate(number=Count("pk")):
            yield _entry(kind, name, number)
    headings = (
        Section.objects.filter(article__status=Article.Status.PUBLISHED)
        .exclude(heading=None)
        .order_by()
        .values_list("heading")
        .annotate(number=Count("pk"))
        .order_by("-number")[:MOST_HEADINGS]
    )
    for name, number in headings:
        yield _entry(EntryKind.HEADING, name, number)


def _regions() -> Iterator[Entry]:
    counts = dict(
        Region.objects.filter(shows__member__articles__status=Article.Status.PUBLISHED)
        .order_by()
        .values_list("pk")
        .annotate(number=Count("shows__member__articles", distinct=True))
    )
    rows = {
        row[0]: row[1:]
        for row in Region.objects.order_by().values_list(
            "pk", "parent_id", "code", "name", "aliases", "pinyin", "initials", "valid_to"
        )
    }
    for pk, (parent, code, name, aliases, pinyin, initials, valid_to) in rows.items():
        path, above, passed = [name], parent, {pk}
        while above in rows and above not in passed:
            passed.add(above)
            path.insert(0, rows[above][2])
            above = rows[above][0]
        if valid_to is None or counts.get(pk):
            yield Entry(
                EntryKind.REGION,
                name,
                PATH_STEP.join(path),
                tuple(plain_text(text) for text in (name, *names_among(aliases))),
                pinyin.replace(" ", ""),
                initials,
                counts.get(pk, 0),
                code,
            )


def _terms() -> Iterator[Entry]:
    """Union terms of the dictionary, and the most frequent words of the index with their articles."""
    frequent = {
        word: number
        for word, number in engine().vocabulary("", limit=MOST_TERMS)
        if number >= LEAST_TERM_COUNT and HAN.fullmatch(word)
    }
    known = dict.fromkeys(dictionary_terms(settings.ARCHIVE_DATA), 0)
    written = {folded: as_written for folded, as_written, _frequency in folded_words()}
    for term, number in (known | frequent).items():
        yield _entry(EntryKind.TERM, written.get(term, term), number)


def _entry(kind: EntryKind, name: str, weight: int) -> Entry:
    sounds = syllables("".join(HAN.findall(name)))  # as written: 著名 is zhuming, 着名 would be zhaoming
    initials = "".join(sound[0] for sound in sounds)
    return Entry(kind, name, name, (plain_text(name),), "".join(sounds), initials, weight)
