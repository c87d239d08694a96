"""What goes into the resolver and what comes out of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from archive.regions.authority import Division

ClueSource = Literal[
    "issuer",
    "title",
    "subtitle",
    "kicker",
    "newspaper",
    "dateline",
    "text",
    "lead",
    "page",
    "name",
    "name_paper",
]

TITLES: tuple[ClueSource, ...] = ("subtitle", "title", "kicker")
TEXTS: tuple[ClueSource, ...] = ("dateline", "text")
# What is asked only where all others leave the place open, one after the other: the first paragraph, which counts
# twice then; the imprint on the page (岭西市城关区总工会编印); the names of the file, its folders, a paper in them.
LAST_RESORTS: tuple[tuple[ClueSource, ...], ...] = (("lead",), ("page",), ("name", "name_paper"))


class RegionBasis(StrEnum):
    """What a region rests on, the strongest source first."""

    ISSUER = "issuer"
    TITLE = "title"
    NEWSPAPER = "newspaper"
    TEXT = "text"
    PAGE = "page"  # the imprint on the page
    NAME = "name"  # of the file or its folders
    EDITOR = "editor"
    UNKNOWN = "unknown"


# The basis that a source gives. A dateline is a part of the text, a kicker one of the title.
BASES: dict[ClueSource, RegionBasis] = {
    "issuer": RegionBasis.ISSUER,
    "title": RegionBasis.TITLE,
    "subtitle": RegionBasis.TITLE,
    "kicker": RegionBasis.TITLE,
    "newspaper": RegionBasis.NEWSPAPER,
    "dateline": RegionBasis.TEXT,
    "text": RegionBasis.TEXT,
    "lead": RegionBasis.TEXT,
    "page": RegionBasis.PAGE,
    "name": RegionBasis.NAME,
    "name_paper": RegionBasis.NAME,
}

NOTE_UNKNOWN = "region-unknown"
NOTE_AMBIGUOUS = "region-ambiguous"
NOTE_SEVERAL = "region-several"  # 宁晋县、隆尧县总工会: one article of two unions
NOTE_CONTRADICTION = "region-contradiction"  # 广州市广丰区总工会: there is no 广丰区 in 广州市
NOTE_ZONE_NEAREST = "region-zone-nearest"  # the union of a zone; the division around it
NOTE_NEAREST = "region-nearest"  # the union of a company, a trade, a town; the division around it
NOTE_UNCERTAIN = "region-uncertain"  # another was near: 会同县总工会, where 会同 was read as a word
NOTE_RENAMED = "region-renamed"  # the name is not of that year; the division that bore another name then
NOTE_UNDATED = "region-undated"  # nor is it known what the division was called then: today's


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of the article that may say where it is from; ``start`` is their place in the raw text."""

    source: ClueSource
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The division, or none; the words that it rests on; the others that it may be.

    ``basis`` is the strongest source that decided. ``note`` is one of the codes above, or None when there is no doubt.
    """

    division: Division | None
    basis: RegionBasis
    evidence: tuple[Clue, ...]
    candidates: tuple[Division, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clue as it is searched: without the spaces that part names in titles (宜宾市 翠屏区总工会)."""

    clue: Clue
    text: str
    places: tuple[int, ...] | None  # of each character of ``text`` in the clue's text; None: the same place

    @property
    def source(self) -> ClueSource:
        return self.clue.source

    def words(self, start: int, end: int) -> Clue:
        """The words between two places of ``text``, as they stand in the clue."""
        if self.places is not None:
            start, end = self.places[start], self.places[end - 1] + 1
        return Clue(self.clue.source, self.clue.text[start:end], self.clue.start + start)


def phrase(clue: Clue) -> Phrase:
    """The clue, ready to be searched. Running text is left as it is."""
    if clue.source in ("text", "lead") or not re.search(r"\s", clue.text):
        return Phrase(clue, clue.text, None)
    places = tuple(at for at, character in enumerate(clue.text) if not character.isspace())
    return Phrase(clue, "".join(clue.text[at] for at in places), places)
