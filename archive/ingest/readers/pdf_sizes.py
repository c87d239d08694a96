"""The sizes of the letters of a page put right: those that a scan lets jitter, and the first sign that is set large."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.readers.pdf_signs import Piece, is_wide

NEAR = 1.04  # two sizes that near are steps of one scatter; a designer's sizes lie further apart
WIDEST_SCATTER = 1.45  # of the largest to the smallest size of a scatter
FEWEST_SIZES = 6  # in one scatter: a typeset page has three or four sizes in all
MISMEASURED = 1.15  # what a machine measures for one size: 11 to 13 points for 12
NATURAL = 0.03  # of the length
NATURAL_SHARE = 0.8  # of the rows whose size was measured anew
WIDE_SIGNS = "—…“”‘’"  # as wide as a Han character in Chinese text
CAP_LINES = (1.6, 8.0)  # of the size of the text: a drop cap is two to five lines high
LONGEST_CAP = 2  # signs


def with_even_sizes(pages: Sequence[Sequence[Piece]]) -> list[tuple[Piece, ...]]:
    """The pieces with one size for all sizes of a scatter: a machine that reads a scan measures each line anew."""
    weights: Counter[float] = Counter()
    for pieces in pages:
        for piece in pieces:
            weights[piece.size] += len(piece.text)
    even = {size: _usual(group, weights) for group in _scatters(sorted(weights)) for size in group}
    if _is_read_by_machine(pages):
        usual = _usual(sorted(weights), weights)
        even |= {size: usual for size in weights if 1 / MISMEASURED <= size / usual <= MISMEASURED}
    uneven = [piece for pieces in pages for piece in pieces if piece.size in even]
    set_by_letters = sum(map(_is_natural, uneven)) > NATURAL_SHARE * len(uneven)
    return [
        tuple(
            _with_size(piece, even.get(piece.size, piece.size), stretched=set_by_letters) for piece in pieces
        )
        for pieces in pages
    ]


def _is_read_by_machine(pages: Sequence[Sequence[Piece]]) -> bool:
    """True when most letters are hidden under a picture."""
    signs: Counter[bool] = Counter()
    for piece in (piece for pieces in pages for piece in pieces):
        signs[piece.hidden] += len(piece.text)
    return signs[True] > signs[False]


def _is_natural(piece: Piece) -> bool:
    """True for letters that stand as close as their widths let them: the row is as long as its size makes it."""
    length = piece.right - piece.left
    natural = piece.size * sum(1 if is_wide(sign) or sign in WIDE_SIGNS else 0.5 for sign in piece.text)
    return abs(length - natural) < NATURAL * length


def _with_size(piece: Piece, size: float, *, stretched: bool) -> Piece:
    length = piece.right - piece.left
    right = piece.left + length * size / piece.size if stretched else piece.right
    return replace(piece, size=size, right=right) if size != piece.size else piece


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
