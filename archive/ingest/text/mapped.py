"""Text that remembers where each of its characters stood before cleaning."""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from archive.ingest.records import Span

Rewrite = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class MappedText:
    """Cleaned text with, for each character, the range of the raw text that it came from.

    Steps of the cleaning are functions from one ``MappedText`` to the next; none of them adds a visible
    character that has no origin.
    """

    text: str
    starts: "array[int]"
    ends: "array[int]"

    @classmethod
    def of(cls, raw: str) -> "MappedText":
        """The raw text itself, each character standing for itself."""
        return cls(raw, array("I", range(len(raw))), array("I", range(1, len(raw) + 1)))

    def span(self, start: int, end: int) -> Span:
        """The raw range behind the non-empty range ``start`` to ``end`` of this text."""
        return Span(self.starts[start], self.ends[end - 1])

    def translate(self, table: dict[int, int]) -> "MappedText":
        """Replace single characters by single characters; offsets stay."""
        if table.keys().isdisjoint(map(ord, set(self.text))):
            return self
        return MappedText(self.text.translate(table), self.starts, self.ends)

    def replace(self, pattern: re.Pattern[str], rewrite: Rewrite) -> "MappedText":
        """Replace every match.

        A replacement of the same length keeps its characters' own offsets; any other is mapped as a
        whole to the words that it replaces.
        """
        pieces: list[str] = []
        starts, ends = array("I"), array("I")
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            new = rewrite if isinstance(rewrite, str) else rewrite(match)
            if start == end or new == match.group():
                continue
            pieces += (self.text[done:start], new)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                starts += array("I", [self.starts[start]]) * len(new)
                ends += array("I", [self.ends[end - 1]]) * len(new)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return MappedText("".join(pieces), starts, ends)
