"""Templates of lines: ``{slot}`` from a vocabulary, ``(a|b|)`` one of several, ``?`` maybe, ``+`` and ``{3}`` repeats.

``\\`` takes the sign after it literally; ``\\d`` is a digit.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.ingest.text.patterns import pattern

SLOT = pattern(r"\{([a-z]+)\}", like="{union}", unlike="{3}")
COUNT = pattern(r"\{(\d+)\}", like="-{3}", unlike="{union}")
MAYBE = 0.5
MOST_REPEATS = 3

Piece = Callable[[], str]


@dataclass
class Grammar:
    """Expands templates with one source of chance, so that the same seed gives the same page."""

    words: Mapping[str, str]
    chance: random.Random
    fixed: dict[str, str] = field(default_factory=dict)
    _compiled: dict[str, Piece] = field(default_factory=dict)

    def slot(self, name: str) -> str:
        """A word for a slot: one that the page fixes, a number, or an alternative of the vocabulary."""
        if name in self.fixed:
            return self.fixed[name]
        numbers: dict[str, Callable[[], str]] = {
            "d": lambda: str(self.chance.randint(1, 9)),
            "dd": lambda: f"{self.chance.randint(1, 28):02}",
            "m": lambda: str(self.chance.randint(1, 12)),
            "mm": lambda: f"{self.chance.randint(1, 12):02}",
            "y": lambda: str(self.chance.randint(2009, 2025)),
            "hh": lambda: f"{self.chance.randint(0, 23):02}",
            "mi": lambda: f"{self.chance.randint(0, 59):02}",
            "n": lambda: str(self.chance.randint(10, 10 ** self.chance.randint(2, 5))),
        }
        return numbers[name]() if name in numbers else self.expand(self.words[name])

    def expand(self, template: str) -> str:
        """One text out of the many that a template stands for."""
        if template not in self._compiled:
            piece, at = self._alternatives(template, 0)
            if at != len(template):
                raise ValueError(f"unbalanced bracket in {template!r} at {at}")
            self._compiled[template] = piece
        return self._compiled[template]()

    def _alternatives(self, template: str, at: int) -> tuple[Piece, int]:
        found: list[list[Piece]] = [[]]
        while at < len(template) and template[at] != ")":
            if template[at] == "|":
                found.append([])
                at += 1
                continue
            piece, at = self._piece(template, at)
            piece, at = self._repeated(piece, template, at)
            found[-1].append(piece)
        return (lambda: "".join(piece() for piece in self.chance.choice(found))), at

    def _piece(self, template: str, at: int) -> tuple[Piece, int]:
        sign = template[at]
        if sign == "\\":
            escaped = template[at + 1]
            return (lambda: self.slot("d") if escaped == "d" else escaped), at + 2
        if sign == "(":
            group, end = self._alternatives(template, at + 1)
            return group, end + 1
        slot = SLOT.match(template, at)
        if slot:
            name = slot[1]
            return (lambda: self.slot(name)), slot.end()
        return (lambda: sign), at + 1

    def _repeated(self, piece: Piece, template: str, at: int) -> tuple[Piece, int]:
        after = template[at : at + 1]
        if after == "?":
            return (lambda: piece() if self.chance.random() < MAYBE else ""), at + 1
        if after == "+":
            return (lambda: "".join(piece() for _ in range(self.chance.randint(1, MOST_REPEATS)))), at + 1
        count = COUNT.match(template, at)
        if count:
            times = int(count[1])
            return (lambda: "".join(piece() for _ in range(times))), count.end()
        return piece, at
