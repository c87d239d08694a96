"""Anchors of paragraphs: numbers that stay with their words when the text around them is edited.

The work grows with the length of the text and not with its square, whatever is pasted: only paragraphs that
share rare pairs of characters are compared, and two long ones by their pieces.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

# A paragraph that keeps at least this share of its characters is the same paragraph, corrected. Mending a
# typing error in a sentence of 30 characters keeps 0.97; two different sentences of the genre share under 0.4.
SAME_PARAGRAPH = 0.6
MOST_COMPARED = 4
FEW = 16
"""So many old paragraphs are compared with each new one, without looking for what they share."""
COMMON = 32
"""A pair of characters that so many paragraphs hold, as 工会, tells none from another."""
SHORT = 4_000
"""Characters up to which two texts are compared one by one: 3 ms."""
PIECES_END = 8
"""Long texts are cut after each character whose code this number divides: at the same places in both."""


def realign(
    old: Sequence[str], old_anchors: Sequence[int], new: Sequence[str], *, next_anchor: int
) -> tuple[list[int], int]:
    """Anchors for ``new``, aligned with it, and the next unused number.

    Unchanged paragraphs keep theirs wherever they moved; of the rest, a paragraph that was only corrected
    keeps its own; any other gets a number that was never used in this article.
    """
    old = old[: len(old_anchors)]  # a row may hold fewer numbers than paragraphs
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(old):
        places[text].append(place)
    kept: list[int | None] = [places[text].popleft() if places.get(text) else None for text in new]
    left = _Left(old, sorted(place for rest in places.values() for place in rest))
    before = -1
    for position, text in enumerate(new):
        if kept[position] is None:
            kept[position] = left.taken(text, after=before)
        if (found := kept[position]) is not None:
            before = found
    anchors = []
    for found in kept:
        anchors.append(next_anchor if found is None else old_anchors[found])
        next_anchor += found is None
    return anchors, next_anchor


def named(paragraphs: Sequence[str], numbers: Sequence[int], *, section: str) -> Iterator[tuple[str, str]]:
    """(anchor, text) of each paragraph: ``p12``; ``s3-1`` for one that the row of section ``s3`` has no number for."""
    for place, (text, number) in enumerate(zip_longest(paragraphs, numbers[: len(paragraphs)])):
        yield (f"{section}-{place}" if number is None else f"p{number}"), text


class _Left:
    """Old paragraphs that no new one has taken yet."""

    def __init__(self, old: Sequence[str], places: Sequence[int]) -> None:
        self._paragraphs = {place: _Paragraph(old[place]) for place in places}
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        if len(places) > FEW:
            for place in places:
                for pair in _pairs(old[place]):
                    if len(self._holding[pair]) <= COMMON:
                        self._holding[pair].append(place)

    def taken(self, text: str, *, after: int) -> int | None:
        """The place of the paragraph that this one is a correction of; None where it is a new one."""
        paragraph = _Paragraph(text)
        alike = [
            (self._paragraphs[place].likeness(paragraph), -place)
            for place in self._candidates(text, after)
            if place in self._paragraphs
        ]
        likeness, place = max(alike, default=(0.0, 0))
        if likeness < SAME_PARAGRAPH:
            return None
        del self._paragraphs[-place]
        return -place

    def _candidates(self, text: str, after: int) -> Sequence[int]:
        """The paragraph that stood next, and those that share the most."""
        if len(self._paragraphs) <= FEW:
            return list(self._paragraphs)
        shared = Counter(
            place
            for pair in _pairs(text)
            if len(self._holding.get(pair, ())) <= COMMON
            for place in self._holding.get(pair, ())
            if place in self._paragraphs
        )
        return [after + 1, *(place for place, _ in shared.most_common(MOST_COMPARED))]


@dataclass(frozen=True)
class _Paragraph:
    text: str

    def likeness(self, other: "_Paragraph") -> float:
        """Twice what both have in common, of what they have together: 1.0 for the same text."""
        together = len(self.text) + len(other.text)
        if 2 * min(len(self.text), len(other.text)) < SAME_PARAGRAPH * together:
            return 0.0
        one, two = self.text, other.text
        if len(one) <= SHORT and len(two) <= SHORT:
            return 2 * _in_common(one, two) / together
        return 2 * sum(len(piece) * n for piece, n in (self.pieces & other.pieces).items()) / together

    @cached_property
    def pieces(self) -> Counter[str]:
        return Counter(_pieces(self.text))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(max(len(text) - 1, 1))}


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end, sign in enumerate(text, 1):
        if ord(sign) % PIECES_END == 0:
            yield text[start:end]
            start = end
    yield text[start:]


def _in_common(one: str, two: str) -> int:
    """The length of the longest series of characters that both hold in this order.

    What both begin and end with is not gone through. The rest is Hyyrö's way (2004) through all of ``one`` at
    once: a bit for each of its characters in a number as long as it.
    """
    begin = _same_beginning(one, two)
    one, two = one[begin:], two[begin:]
    end = _same_beginning(one[::-1], two[::-1])
    one, two = one[: len(one) - end], two[: len(two) - end]
    standing: defaultdict[str, int] = defaultdict(int)
    for place, sign in enumerate(one):
        standing[sign] |= 1 << place
    every = (1 << len(one)) - 1
    open_ = every
    for sign in two:
        met = open_ & standing.get(sign, 0)
        open_ = ((open_ + met) | (open_ - met)) & every
    return begin + end + len(one) - open_.bit_count()


def _same_beginning(one: str, two: str) -> int:
    shorter = min(len(one), len(two))
    return next((place for place in range(shorter) if one[place] != two[place]), shorter)
