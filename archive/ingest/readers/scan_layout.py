"""The lines of pages that a machine read, put in order like those of a PDF: columns, paragraphs, page matter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from archive.ingest.ocr.contract import Seen
from archive.ingest.readers.contract import TextBuilder
from archive.ingest.readers.pdf import PageText, paragraphs_on
from archive.ingest.readers.pdf_signs import Piece, is_wide
from archive.ingest.text.lines import Hint

UPRIGHT, BODY = 15.0, 10.5  # degrees of a skew; points of the signs of a text
PADDED = 0.78  # of the height of a box: what the signs have of it, more or less
FEWEST_CELLS, LONG, SPREAD = (
    4.0,
    10.0,
    1.3,
)  # the length of a line tells their size better, but for one that is set wide


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What an engine saw on one page, in pixels."""

    width: int
    height: int
    lines: tuple[Seen, ...]


def in_order(pages: Sequence[SeenPage]) -> TextBuilder:
    """The text of the pages in reading order. There must be a line on some page."""
    unit = BODY / (PADDED * median(height_of(line) for page in pages for line in page.lines))
    builder = TextBuilder()
    for paragraph in paragraphs_on([_page(page, number, unit) for number, page in enumerate(pages)]):
        builder.add(paragraph.text, paragraph.hint, gap=paragraph.gap, indent=paragraph.indented)
    return builder


def chosen_first(chosen: Sequence[SeenPage], rest: Sequence[SeenPage]) -> TextBuilder:
    """The text of the chosen lines, and behind it, as page matter, what else stands on the pages."""
    builder = in_order(chosen)
    if any(page.lines for page in rest):
        for line in in_order(rest).text.splitlines():
            builder.add(line, Hint.FURNITURE)
    return builder


def _page(page: SeenPage, number: int, unit: float) -> PageText:
    skew = _skew(page.lines)
    pieces = tuple(
        _piece(line, size, number, page.height, unit, skew)
        for line, size in zip(page.lines, _sizes(page.lines), strict=True)
    )
    signs = sum(len(line.text) for line in page.lines)
    return PageText(number, pieces, bottom=0.0, top=page.height * unit, signs=signs)


def _sizes(lines: Sequence[Seen]) -> list[float]:
    """The size of the signs of each line, in pixels: by its length, which tells it better than the height of its box.

    A short line that is about as high as the text is in the size of the text.
    """
    if not lines:
        return []  # a blank page, or one of which nothing was chosen
    cells = [sum(1.0 if is_wide(sign) or sign > "\u2000" else 0.5 for sign in line.text) for line in lines]
    sizes = []
    for line, count in zip(lines, cells, strict=True):
        natural, size = width_of(line) / max(count, 1.0), PADDED * height_of(line)
        sizes.append(natural if count >= FEWEST_CELLS and natural <= SPREAD * size else size)
    usual = median([size for size, count in zip(sizes, cells, strict=True) if count >= LONG] or sizes)
    return [
        usual if count < LONG and 1 / SPREAD <= size / usual <= SPREAD else size
        for size, count in zip(sizes, cells, strict=True)
    ]


def _piece(line: Seen, size: float, page: int, height: int, unit: float, skew: float) -> Piece:
    """The line with its place on the page: x to the right, y upwards, the skew of the page undone."""
    turned = [_turned(corner, skew) for corner in line.corners]
    left, right = (turned[0][0] + turned[3][0]) / 2, (turned[1][0] + turned[2][0]) / 2
    middle = height - sum(y for _, y in turned) / 4
    return Piece(
        line.text,
        left * unit,
        right * unit,
        (middle - 0.38 * size) * unit,
        size * unit,
        page=page,
        hidden=True,
    )


def _skew(lines: Sequence[Seen]) -> float:
    """By how much the lines of the page fall, in degrees: that of the long ones."""
    long = sorted(lines, key=width_of)[len(lines) // 2 :]
    angles = [
        math.degrees(
            math.atan2(line.corners[1][1] - line.corners[0][1], line.corners[1][0] - line.corners[0][0])
        )
        for line in long
    ]
    found = median(angles) if angles else 0.0
    return found if abs(found) <= UPRIGHT else 0.0


def _turned(corner: tuple[float, float], degrees: float) -> tuple[float, float]:
    angle = -math.radians(degrees)
    x, y = corner
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def height_of(line: Seen) -> float:
    return math.dist(line.corners[0], line.corners[3])


def width_of(line: Seen) -> float:
    return math.dist(line.corners[0], line.corners[1])
