"""The sizes of the letters of a page put right: those that a scan lets jitter, and the first sign that is set large."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.readers.pdf_signs import Piece

NEAR = 1.04  # two sizes that near are steps of one scatter; a designer's sizes lie further apart
WIDEST_SCATTER = 1.45  # of the largest to the smallest size of a scatter
FEWEST_SIZES = 6  # in one scatter: a typeset page has three or four sizes in all
CAP_LINES = (1.6, 8.0)  # of the size of the text: a drop cap is two to five lines high
LONGEST_CAP = 2  # signs


def with_even_sizes(pages: Sequence[Sequence[Piece]]) -> list[tuple[Piece, ...]]:
    """The pieces with one size for all sizes of a scatter: a machine that reads a scan measures each line anew."""
    weights: Counter[float] = Counter()
    for pieces in pages:
        for piece in pieces:
            weights[piece.size] += len(piece.text)
    even = {size: _usual(group, weights) for group in _scatters(sorted(weights)) for size in group}
    return [
        tuple(replace(piece, size=even.get(piece.size, piece.size)) for piece in pieces) for pieces in pages
    ]


def _scatters(sizes: Sequence[float]) -> list[list[float]]:
    groups: list[list[float]] = []
    for size in sizes:
        if groups and size <= NEAR * groups[-1][-1]:
            groups[-1].append(size)
        else:
            groups.append([size])
    return [
        group for group in groups if len(group) >= FEWEST_SIZES and group[-1] <= WIDEST_SCATTER * group[0]
    ]


def _usual(group: Sequence[float], weights: Counter[float]) -> float:
    """The size in the middle of the signs."""
    half, seen = sum(weights[size] for size in group) / 2, 0
    for size in group:
        seen += weights[size]
        if seen >= half:
            return size
    return group[-1]


def with_drop_caps(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with each large first sign put before the line that it opens, and the lines beside it moved out."""
    weights: Counter[float] = Counter()
    for piece in pieces:
        weights[piece.size] += len(piece.text)
    size = max(weights, key=lambda found: weights[found], default=1.0)
    found = list(pieces)
    for cap in pieces:
        if len(cap.text) > LONGEST_CAP or not CAP_LINES[0] * size <= cap.size <= CAP_LINES[1] * size:
            continue
        beside = sorted((line for line in found if _is_beside(cap, line, size)), key=lambda line: -line.base)
        if len(beside) < 2:
            continue
        found.remove(cap)
        for at, line in enumerate(beside):
            words = cap.text + line.text if not at else line.text
            # the first line keeps an indent, so that it opens a paragraph
            found[found.index(line)] = replace(line, text=words, left=cap.left + (2 * size if not at else 0))
    return found


def _is_beside(cap: Piece, line: Piece, size: float) -> bool:
    """True for a line of the text that begins at the right edge of the cap."""
    near = -0.3 * size <= line.left - cap.right <= 1.2 * size
    return (
        line is not cap
        and near
        and abs(line.size - size) < 0.1 * size
        and cap.bottom - 0.3 * size < line.base < cap.top
    )
