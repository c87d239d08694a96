"""Which segments to merge. Many small ones slow every search a little; merging large ones takes seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

MOST_OF_A_SIZE = 8
"""Segments of about one size that are let stand; each costs a search some 0.05 ms a term."""
SIZE_STEP = 8
MOST_AT_ONCE = 400
"""Documents that a commit in somebody's request may merge: about 0.2 s."""
MOST_GONE = 0.25
"""A segment is written anew when more than this share of it is gone, so that it does not only ever grow."""
FEWEST_GONE = 50
"""But not for a few in a small segment, which the next merge takes along."""


@dataclass(frozen=True, slots=True)
class Size:
    """Documents of a segment: those that are left and those that it was written with; its positions."""

    live: int
    total: int
    positions: int


def worth_merging(sizes: Sequence[Size], *, most_documents: int | None, most_positions: int) -> list[int]:
    """The segments to write as one, by their places in ``sizes``; none where all is well.

    Empty segments are always among them: they cost nothing and go.
    """
    chosen = {i for i, size in enumerate(sizes) if size.live == 0}
    for group in [*_crowded(sizes), *_hollow(sizes)]:
        wanted = chosen | set(group)
        documents = sum(sizes[i].live for i in wanted)
        positions = sum(sizes[i].positions for i in wanted)
        if positions <= most_positions and (most_documents is None or documents <= most_documents):
            chosen = wanted
    return sorted(chosen)


def _crowded(sizes: Sequence[Size]) -> list[list[int]]:
    """Groups of too many segments of about one size, each with all smaller ones; the small first."""
    groups = []
    orders = [int(log(max(size.live, 1), SIZE_STEP)) for size in sizes]
    for order in sorted(set(orders)):
        if orders.count(order) >= MOST_OF_A_SIZE:
            groups.append([i for i, other in enumerate(orders) if other <= order])
    return groups


def _hollow(sizes: Sequence[Size]) -> list[list[int]]:
    return [
        [i]
        for i, size in enumerate(sizes)
        if size.live and size.total - size.live > max(FEWEST_GONE, MOST_GONE * size.total)
    ]
