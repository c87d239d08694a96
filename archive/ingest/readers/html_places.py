"""Lines that a page puts in their places one by one, as programs that make pages out of print do.

What a reader sees is told by the places, not by the order of the source: which pieces make a line, which line comes
next, in which column, and which line is set in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from archive.ingest.readers.html_lines import PageLine

SHARE_IN_PLACES, FEWEST_IN_PLACES = 0.6, 6  # of the lines; fewer are a menu or a picture with its words
NARROWEST_INDENT, WIDEST_INDENT = 1.5, 2.6  # characters
FEWEST_AT_MARGIN = 2  # lines that begin where an indented one would without its indent
SAME_ROW = 0.3  # of a character's height
WORD_GAP = 0.5  # characters between two pieces of a row that are no one word
FEWEST_IN_COLUMN = 4
SAME_SIZE = 0.08
RAGGED = (
    2.5  # characters that a full row may lack at its end: figures are narrower or wider than they are counted
)
FURTHER_APART = 1.3  # times the usual step from row to row


def in_reading_order(lines: Sequence[PageLine], parents: Sequence[int]) -> list[PageLine]:
    """The lines as they are read; ``parents`` tells for each block in which other one it is.

    The lines of each sheet, a block that holds the others, are ordered by themselves.
    """
    placed = [line for line in lines if line.left is not None and line.top is not None]
    if len(placed) < max(FEWEST_IN_PLACES, SHARE_IN_PLACES * len(lines)):
        return list(lines)
    ordered: list[PageLine] = []
    for is_placed, run in groupby(lines, key=lambda line: line.left is not None and line.top is not None):
        if not is_placed:
            ordered += run
            continue
        for _, sheet in groupby(run, key=lambda line: parents[line.block]):
            ordered += _sheet(list(sheet))
    return ordered


def _left(line: PageLine) -> float:
    return line.left or 0.0


def _top(line: PageLine) -> float:
    return line.top or 0.0


def _right(line: PageLine) -> float:
    letters = sum(1.0 if sign > "\xff" else 0.5 for sign in line.text)
    return _left(line) + letters * line.size


def _sheet(lines: Sequence[PageLine]) -> Iterator[PageLine]:
    rows = list(_rows(lines))
    margins = Counter(round(_left(row)) for row in rows)
    for column in _columns(rows):
        ordered = sorted(column, key=_top)
        yield from _paragraphs(
            [replace(row, indented=row.indented or _is_set_in(row, margins)) for row in ordered]
        )


def _paragraphs(rows: Sequence[PageLine]) -> Iterator[PageLine]:
    """The rows of a column, those that go on in the next one joined to it: full, no further apart, not set in."""
    edge = max(map(_right, rows), default=0.0)
    pitch = median([_top(below) - _top(row) for row, below in pairwise(rows)] or [0.0])
    whole: PageLine | None = None
    above: PageLine | None = None
    for row in rows:
        if whole and above and _goes_on(above, row, edge, pitch):
            latin = whole.text[-1].isascii() and whole.text[-1].isalpha() and row.text[:1].isascii()
            whole = replace(whole, text=whole.text + (" " if latin else "") + row.text)
        else:
            if whole:
                yield whole
            whole = row
        above = row
    if whole:
        yield whole


def _goes_on(above: PageLine, row: PageLine, edge: float, pitch: float) -> bool:
    return (
        not row.indented
        and abs(row.size - above.size) < SAME_SIZE * above.size
        and _right(above) >= edge - RAGGED * above.size
        and _top(row) - _top(above) <= FURTHER_APART * pitch
    )


def _is_set_in(line: PageLine, margins: Counter[int]) -> bool:
    """True for a line that begins two characters to the right of where others begin."""
    return any(
        count >= FEWEST_AT_MARGIN
        and NARROWEST_INDENT * line.size <= _left(line) - margin <= WIDEST_INDENT * line.size
        for margin, count in margins.items()
    )


def _rows(lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Pieces that stand side by side as one line."""
    row: PageLine | None = None
    for line in lines:
        gap = _left(line) - _right(row) if row else 0.0
        if row and abs(_top(line) - _top(row)) < SAME_ROW * line.size and abs(gap) < 2 * line.size:
            space = " " if gap > WORD_GAP * line.size else ""
            row = replace(row, text=row.text + space + line.text, size=max(row.size, line.size))
            continue
        if row:
            yield row
        row = line
    if row:
        yield row


def _columns(lines: Iterable[PageLine]) -> list[list[PageLine]]:
    """The lines by columns from left to right; what reaches over two columns stands before them."""
    columns: list[list[PageLine]] = []
    across: list[PageLine] = []
    for line in sorted(lines, key=_right):
        touched = [column for column in columns if any(_left(line) < _right(one) for one in column)]
        if len(touched) > 1 and all(len(column) >= FEWEST_IN_COLUMN for column in touched):
            across.append(line)
        elif touched:
            merged = [one for column in touched for one in column] + [line]
            columns = [column for column in columns if column not in touched] + [merged]
        else:
            columns.append([line])
    if sum(len(column) >= FEWEST_IN_COLUMN for column in columns) < 2:
        return [[one for column in (across, *columns) for one in column]]
    first = min((_top(one) for column in columns for one in column), default=0.0)
    head = [line for line in across if _top(line) <= first]
    foot = [line for line in across if _top(line) > first]
    return [head, *sorted(columns, key=lambda column: min(map(_left, column))), foot]
