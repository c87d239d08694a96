"""A sentence with its numbers taken out: what indicators, scopes and years are looked for in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.figures.quantities import Quantity
from archive.ingest.text.folding import fold

SENTENCE = re.compile(r"[^。!?\n]*[。!?\n]*[\"')]*")
LONGEST_SENTENCE = 1_000  # characters; a text without stops is cut there, so that no pattern sees more
DROPPED = frozenset(" \t\u3000\"'()[]《》<>“”‘’【】「」『』")
FARTHEST_BEFORE = 240  # characters: a sentence of a newspaper has some 60
INCLUDED = re.compile(r"\(含[^()]{1,24}\)")  # 帮扶对象(含单亲母亲、伤残工友)
LABEL = re.compile(r"([\u4e00-\u9fff]):$")  # 新建工会组织:85家 is told as 新建工会组织85家
BEFORE_NUMBER, BEHIND_NUMBER = 72, 40  # what a pattern sees of the sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: ``plain`` has ``@`` for each of its quantities, at the offsets ``places``;
    ``words`` are the quantities as they stand in the folded block.
    """

    start: int
    end: int
    plain: str
    quantities: tuple[Quantity, ...]
    places: tuple[int, ...]
    words: tuple[str, ...]

    def window(self, index: int) -> str:
        """The sentence around a quantity, which stands as ``#``."""
        at = self.places[index]
        return f"{self.plain[max(0, at - BEFORE_NUMBER) : at]}#{self.plain[at + 1 : at + BEHIND_NUMBER]}"

    def before(self, index: int) -> str:
        """What stands before a quantity in its sentence, as far as anything looks."""
        at = self.places[index]
        return self.plain[max(0, at - FARTHEST_BEFORE) : at]

    def segment(self, index: int) -> str:
        """What stands before a quantity since the last semicolon."""
        return self.before(index).rpartition(";")[2]

    def clause(self, index: int) -> str:
        """What stands before a quantity since the last comma or semicolon."""
        before = self.before(index)
        return before[max(before.rfind(","), before.rfind(";"), before.rfind(":")) + 1 :]

    def says(self, *words: str) -> bool:
        """True where any of some words stands in the sentence: asked before patterns that need them are tried."""
        return any(word in self.plain for word in words)

    def segment_start(self, index: int) -> int:
        """Where the part of the sentence since the last semicolon begins."""
        return self.plain.rfind(";", 0, self.places[index]) + 1

    def behind(self, index: int) -> str:
        """What stands behind a quantity in its sentence."""
        at = self.places[index] + 1
        return self.plain[at : at + FARTHEST_BEFORE]

    def between(self, first: int, second: int) -> str:
        """What stands between two quantities."""
        return self.plain[self.places[first] + 1 : self.places[second]]


def sentences(folded: str, found: Sequence[Quantity]) -> Iterator[Sentence]:
    """The sentences of a folded block with the quantities that begin in them; those without any come too."""
    rest = list(found)
    for start, end in _spans(folded):
        mine = []
        while rest and rest[0].start < end:
            mine.append(rest.pop(0))
        yield _plain(folded, start, max([end, *(quantity.end for quantity in mine)]), mine)


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    for match in SENTENCE.finditer(folded):
        for start in range(match.start(), match.end(), LONGEST_SENTENCE):
            yield start, min(start + LONGEST_SENTENCE, match.end())


def _plain(folded: str, start: int, end: int, found: list[Quantity]) -> Sentence:
    pieces: list[str] = []
    places: list[int] = []
    length, at = 0, start
    for quantity in found:
        piece = LABEL.sub(r"\1", _without_marks(folded[at : quantity.start]))
        pieces += [piece, "@"]
        length += len(piece) + 1
        places.append(length - 1)
        at = quantity.end
    pieces.append(_without_marks(folded[at:end]))
    words = tuple(folded[quantity.start : quantity.end] for quantity in found)
    return Sentence(start, end, "".join(pieces), tuple(found), tuple(places), words)


def _without_marks(text: str) -> str:
    if "(含" in text:
        text = INCLUDED.sub("", text)
    # an @ or # of the text itself must not pass for a number
    return "".join(sign for sign in text if sign not in DROPPED).replace("@", ".").replace("#", ".")


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Where the sentence begins and ends in which a character stands."""
    spans = ((match.start(), match.end()) for match in SENTENCE.finditer(fold(text)))
    return next(((start, end) for start, end in spans if start <= at < end), (at, at))
