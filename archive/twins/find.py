"""The twins of a text among the texts on some shelves."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from archive.ingest.records import ReviewRecord
from archive.twins.compare import compare
from archive.twins.profile import Profile
from archive.twins.shelves import Near, Shelf


class Relation(StrEnum):
    SAME = "same"
    """The same text in other bytes: encoding, line ends, blanks at the ends of lines."""
    REPRINT = "reprint"
    """The same article in other clothes: another newspaper, cut, set anew, edited, in the other script."""


@dataclass(frozen=True, slots=True)
class Twin:
    """``file`` is the name under which the other was handed in; ``article`` its key where it is stored."""

    file: str
    relation: Relation
    score: float
    article: int | None = None


def article_text(record: ReviewRecord) -> str:
    """Headings, paragraphs and captions, a line each: what two prints of one article have in common."""
    lines = [
        passage.text
        for section in record.sections
        for passage in (section.heading, *section.paragraphs)
        if passage is not None
    ]
    return "\n".join([*lines, *(caption.passage.text for caption in record.captions)])


def twins_of(key: str, text: str, values: set[int], shelves: Iterable[Shelf]) -> list[Twin]:
    """The twins of an article, the nearest first. ``key`` is that of the file that it came from, ``values`` are the
    fingerprints of its ``text``."""
    profile = Profile(text)
    found = [_related(near, key, profile) for shelf in shelves for near in shelf.near(values, key)]
    return sorted(filter(None, found), key=lambda twin: -twin.score)


def _related(near: Near, key: str, profile: Profile) -> Twin | None:
    if near.key == key:
        return Twin(near.file, Relation.SAME, 1.0, near.article)
    comparison = compare(profile, Profile(near.text))
    if not comparison.is_reprint:
        return None
    return Twin(near.file, Relation.REPRINT, round(comparison.score, 3), near.article)
