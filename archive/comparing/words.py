"""A word that is looked for in what is compared: where it stands, and the subjects in which the texts speak of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.comparing.clauses import Mark, Piece
from archive.comparing.laying import Row
from archive.ingest.text.folding import fold

MOST_WORDS, LONGEST = 8, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Words between blanks or quotation marks, in plain characters."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Asked":
        typed = re.split(r"[\s\"']+", fold(text[:LONGEST]).lower())
        return cls(tuple(dict.fromkeys(filter(None, typed)))[:MOST_WORDS])

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Those that hold as many of the words as any; none where no word stands anywhere."""
        held = [self._held(row) for row in rows]
        most = max(held, default=0)
        return [row for row, number in zip(rows, held, strict=True) if most and number == most]

    def _held(self, row: Row) -> int:
        text = _plain("\n".join(part.text for cell in row.cells for part in cell))
        return sum(word in text for word in self.words)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand, in order."""
        if self.words:
            pattern = "|".join(map(re.escape, sorted(self.words, key=len, reverse=True)))
            yield from (found.span() for found in re.finditer(pattern, _plain(text)))


def _plain(text: str) -> str:
    """As long as the text: a capital letter that lower case makes two of (İ) stays."""
    folded = fold(text)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of a paragraph, and whether it is of a word that is looked for."""

    mark: Mark
    text: str
    is_asked: bool


def shown(pieces: Iterable[Piece], asked: Asked) -> list[Shown]:
    """The pieces, cut where a word begins or ends: it may begin in one and end in another."""
    pieces = list(pieces)
    spans = list(asked.places("".join(piece.text for piece in pieces)))
    edges = sorted({edge for span in spans for edge in span})
    inside = {start for first, last in spans for start in range(first, last)}
    found: list[Shown] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        cuts = [at, *(edge for edge in edges if at < edge < end), end]
        for start, stop in pairwise(cuts):
            found.append(Shown(piece.mark, piece.text[start - at : stop - at], start in inside))
        at = end
    return found
