"""The bare words of a query as one folded text in which years and places can be found, and what is left of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.analysis import fold
from search.numbers import unmarked

BOUNDARY = "\n"
"""Stands for every sign of the years that were found: no name runs over them."""
SEPARATORS = "\n,…;/|+&:\"'!?()[]{}<>-"


class Typed:
    """``text``: folded words with one blank between them; ``words``: the same as typed."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = " ".join(words)
        text: list[str] = []
        starts: list[int] = []
        offset = 0
        for word in words:
            folded = fold(word)
            text.append(unmarked(folded.text))
            starts += [offset + start for start in folded.starts]
            starts.append(offset + len(word))  # the blank
            offset += len(word) + 1
        self.text = " ".join(text)
        self._starts = starts

    def without(self, stretches: Sequence[tuple[int, int]]) -> "Masked":
        return Masked(self._masked(stretches))

    def _masked(self, stretches: Sequence[tuple[int, int]]) -> str:
        masked = self.text
        for start, end in stretches:
            masked = masked[:start] + BOUNDARY * (end - start) + masked[end:]
        return masked

    def printed(self, start: int, end: int) -> str:
        return self.words[self._starts[start] : self._starts[end - 1] + 1]

    def pieces(self, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The words and parts of words outside the taken stretches, as stretches of the folded text."""
        for match in re.finditer(rf"[^\s{re.escape(BOUNDARY)}]+", self._masked(taken)):
            piece = match[0].strip(SEPARATORS)
            if piece:
                start = match.start() + match[0].index(piece)
                yield start, start + len(piece)


@dataclass(frozen=True)
class Masked:
    """The folded text with a boundary for every sign of its years, and the same without its blanks.

    Names are looked for in ``close``, so that those of several words make a chain: 江西 上饶 广丰.
    """

    text: str

    @cached_property
    def close(self) -> str:
        return "".join(self.text[at] for at in self._places)

    @cached_property
    def _places(self) -> list[int]:
        return [at for at, sign in enumerate(self.text) if sign != " "]

    @cached_property
    def begins(self) -> frozenset[int]:
        """Where a word begins in ``close``."""
        before = "".join(self.text[at - 1] if at else " " for at in self._places)
        return frozenset(at for at, sign in enumerate(before) if sign in " " + SEPARATORS)

    def end_of_word(self, at: int) -> int:
        """Where the word ends that holds ``close[at - 1]``: at a blank, at years, at a sign or at the end."""
        while at < len(self.close) and at not in self.begins and self.close[at] not in SEPARATORS:
            at += 1
        return at

    def end_of_stretch(self, at: int) -> int:
        """How far a chain of names may reach: over blanks, not over years or signs."""
        while at < len(self.close) and self.close[at] not in SEPARATORS:
            at += 1
        return at

    def crosses(self, start: int, end: int) -> bool:
        """Whether a word begins within the stretch: 城 区 is no 城区."""
        return any(at in self.begins for at in range(start + 1, end))

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of ``close`` as one of ``text``."""
        return self._places[start], self._places[end - 1] + 1

    def words(self) -> Iterator[tuple[int, int]]:
        """The words of ``close``."""
        for at in sorted(self.begins):
            end = (
                self.end_of_word(at + 1) if at < len(self.close) and self.close[at] not in SEPARATORS else at
            )
            if end > at:
                yield at, end
