"""What texts have in common, clause by clause: the same words, the same but for some, or nothing like it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from archive.editing.differences import SHORTEST_KEPT
from archive.ingest.text.folding import fold
from archive.twins.profile import NUMBER, plain

CLAUSE = re.compile(r"(?:[^，,。；;：:！!？?\n]|(?<=\d)[,:](?=\d)){1,120}[，,。；;：:！!？?”’」』）]*|\n|.")
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|.", re.S)
SIGNS = re.compile(r"\W+")
SHORTEST = 4
"""Characters: 同时, 目前 stand everywhere and tell nothing."""
SHORTEST_EDITED = 8
ALIKE = 0.6
"""Twice the pairs of characters that two clauses share, of all that they have: 新建工会21家 and 今年新建工会21家."""
COMMON = 32
"""A pair of characters that so many clauses hold tells none from another."""


class Mark(StrEnum):
    SAME = "same"
    """The other text says it in the same words."""
    KEPT = "kept"
    """Words of a clause that the other text has with other words in it …"""
    OTHER = "other"
    """… and those that are other there."""
    OWN = "own"
    """The other text has nothing like it."""


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


class Clauses:
    """The clauses of a text, found by their words, by their words with any numbers, or by what they share."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._same: set[str] = set()
        self._by_shape: dict[str, str] = {}
        self._pairs: list[tuple[Counter[str], str]] = []
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for paragraph in paragraphs:
            for clause in CLAUSE.findall(paragraph):
                self._keep(clause)

    def _keep(self, clause: str) -> None:
        words = _words(clause)
        if len(words) < SHORTEST or words in self._same:
            return
        self._same.add(words)
        self._by_shape.setdefault(_shape(words), clause)
        pairs = _pairs(words)
        for pair in pairs:
            if len(self._holding[pair]) <= COMMON:
                self._holding[pair].append(len(self._pairs))
        self._pairs.append((pairs, clause))

    def holds(self, words: str) -> bool:
        return words in self._same

    def nearest(self, words: str) -> str | None:
        """The clause that these words are with some of them changed."""
        if (found := self._by_shape.get(_shape(words))) is not None:
            return found
        if len(words) < SHORTEST_EDITED:
            return None
        pairs = _pairs(words)
        near = Counter(
            place
            for pair in pairs
            if len(self._holding.get(pair, ())) <= COMMON
            for place in self._holding.get(pair, ())
        )
        shares = [(_share(pairs, self._pairs[place][0]), -place) for place, _ in near.most_common(4)]
        share, place = max(shares, default=(0.0, 0))
        return self._pairs[-place][1] if share >= ALIKE else None


def marked(paragraph: str, others: Sequence[Clauses]) -> list[Piece]:
    """The paragraph in pieces: joined they are the paragraph. A clause that any of the others has is common."""
    pieces = (piece for clause in CLAUSE.findall(paragraph) for piece in _compared(clause, others))
    return [
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=attrgetter("mark"))
    ]


def _compared(clause: str, others: Sequence[Clauses]) -> Iterator[Piece]:
    words = _words(clause)
    if len(words) < SHORTEST:
        yield Piece(Mark.OWN, clause)
        return
    if any(other.holds(words) for other in others):
        yield Piece(Mark.SAME, clause)
        return
    there = next(filter(None, (other.nearest(words) for other in others)), None)
    if there is None:
        yield Piece(Mark.OWN, clause)
        return
    yield from _edited(there, clause)


def _edited(there: str, clause: str) -> Iterator[Piece]:
    """The clause by what of it stands there too; one character between two edits is read over, a number is whole."""
    folded = fold(clause)
    spans = [found.span() for found in TOKEN.finditer(folded)]
    old, new = TOKEN.findall(fold(there)), [folded[start:end] for start, end in spans]
    for kind, _from, _to, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if first < last:
            is_kept = kind == "equal" and last - first >= SHORTEST_KEPT
            yield Piece(Mark.KEPT if is_kept else Mark.OTHER, clause[spans[first][0] : spans[last - 1][1]])


def _words(clause: str) -> str:
    """What counts of a clause: no signs, no blanks, in plain characters."""
    return SIGNS.sub("", plain(clause))


def _shape(words: str) -> str:
    """新建工会21家 and 新建工会三十五家 have one shape."""
    return NUMBER.sub("#", words)


def _pairs(words: str) -> Counter[str]:
    return Counter(words[at : at + 2] for at in range(len(words) - 1))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())
