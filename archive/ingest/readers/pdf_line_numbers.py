"""Numbers that a program sets beside the rows of a page, each row's or every fifth's: they are no part of the text."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.ingest.readers.pdf_signs import SAME_LINE, Piece

LONGEST = 4
FEWEST, FEWEST_OF_EACH_ROW = 3, 6  # numbers beside each other's rows
STEPS = (1, 2, 5, 10)
ALIGNED = 2.0  # points between the edges of numbers below each other
NEAR = 3.0  # of the size: rows that begin so much further in are of the same column
FOLLOWING = 0.8  # of the numbers: the next one stands as many rows further down as it is larger


def line_numbers_of(pieces: Sequence[Piece]) -> set[Piece]:
    """The numbers of the rows of a page, be they counted on from the page before."""
    numbers = [piece for piece in pieces if piece.text.isdecimal() and len(piece.text) <= LONGEST]
    rows = [piece for piece in pieces if piece not in numbers]
    return {number for column in _columns(numbers) for number in column if _counts_rows(column, rows)}


def _columns(numbers: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The numbers that stand below each other, by their left or their right edge, from top to bottom."""
    for edge in ("left", "right"):
        column: list[Piece] = []
        for number in sorted(numbers, key=lambda piece: (getattr(piece, edge), -piece.base)):
            if column and getattr(number, edge) - getattr(column[-1], edge) > ALIGNED:
                yield sorted(column, key=lambda piece: -piece.base)
                column = []
            column.append(number)
        yield sorted(column, key=lambda piece: -piece.base)


def _counts_rows(column: Sequence[Piece], rows: Sequence[Piece]) -> bool:
    """True where each number is larger by the rows between; the serial numbers of a table count its entries."""
    pairs = list(pairwise(column))
    steps = [int(below.text) - int(above.text) for above, below in pairs]
    if not steps or len(set(steps)) > 1 or steps[0] not in STEPS:
        return False
    if len(column) < (FEWEST_OF_EACH_ROW if steps[0] == 1 else FEWEST):
        return False
    beside = _rows_beside(column, rows)
    right = sum(
        1
        for above, below in pairs
        if sum(
            1
            for base in beside
            if below.base - SAME_LINE * below.size < base < above.base - SAME_LINE * above.size
        )
        == steps[0]
    )
    return right >= FOLLOWING * len(pairs)


def _rows_beside(column: Sequence[Piece], rows: Sequence[Piece]) -> list[float]:
    """The heights of the rows of the column of text that the numbers stand beside."""
    left, right = min(number.left for number in column), max(number.right for number in column)
    at = [
        row for row in rows if any(abs(row.base - number.base) <= SAME_LINE * row.size for number in column)
    ]
    behind = [(row.left - right, row) for row in at if row.left >= right]
    before = [(left - row.right, row) for row in at if row.right <= left]
    side = min(filter(None, (behind, before)), key=lambda side: min(gap for gap, _ in side), default=[])
    nearest = min((gap for gap, _ in side), default=0.0)
    edges = [row for gap, row in side if gap <= nearest + NEAR * row.size]
    low, high = min((row.left for row in edges), default=0.0), max((row.right for row in edges), default=0.0)
    heights: list[float] = []
    for row in sorted(rows, key=lambda row: -row.base):
        within = min(row.right, high) > max(row.left, low)
        if within and (not heights or heights[-1] - row.base > SAME_LINE * row.size):
            heights.append(row.base)
    return heights
