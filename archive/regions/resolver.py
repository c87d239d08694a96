"""From the words of an article to the division that its union belongs to."""

from dataclasses import dataclass
from typing import Literal

from archive.regions.authority import Division

ClueSource = Literal["issuer", "title", "subtitle", "kicker", "newspaper", "dateline", "text"]


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of the article that may say where it is from; ``start`` is their place in the raw text."""

    source: ClueSource
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The division, or none; the words that it rests on; the others that it may be.

    ``basis`` is the strongest source that decided: issuer, title, newspaper, text, or unknown. ``note`` is a
    code for a doubt: region-unknown, region-ambiguous, region-zone-nearest, region-successor.
    """

    division: Division | None
    basis: str
    evidence: tuple[Clue, ...]
    candidates: tuple[Division, ...]
    note: str | None
