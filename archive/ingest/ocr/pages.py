"""A page that a machine read, as it is kept: a picture of it, and its lines with their places in picture and text."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from archive.ingest.ocr.contract import Corners, Seen

HUNDREDTHS = 100
LONGEST_LINE = 2000  # signs; no line of a page has more


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """``at`` is where the line begins in the raw text; None where it was not found there as one."""

    seen: Seen
    at: int | None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """``picture`` is made anew from the original, upright; the lines' corners are in its pixels."""

    width: int
    height: int
    picture: bytes
    lines: tuple[PlacedLine, ...]


def packed(lines: Iterable[PlacedLine]) -> list[list[Any]]:
    """The lines as short lists of plain values: text, place, hundredths of confidence, corners, doubtful signs."""
    return [
        [
            line.seen.text,
            line.at,
            round(HUNDREDTHS * line.seen.confidence),
            [round(number) for corner in line.seen.corners for number in corner],
            list(line.seen.doubtful),
        ]
        for line in lines
    ]


def unpacked(rows: object) -> tuple[PlacedLine, ...]:
    """The lines that such lists hold; a row may hold anything, and what is no line is none."""
    return tuple(_lines(rows if isinstance(rows, list) else []))


def _lines(rows: Sequence[object]) -> Iterator[PlacedLine]:
    for row in rows:
        match row:
            case [str(text), int() | None as at, int() | float() as sure, [*numbers], [*doubtful]]:
                with suppress(ValueError, TypeError, OverflowError):
                    seen = Seen(text[:LONGEST_LINE], _corners(numbers), sure / HUNDREDTHS, _places(doubtful))
                    yield PlacedLine(seen, at)


def _corners(numbers: Sequence[Any]) -> Corners:
    """Raises ValueError and TypeError."""
    found = [float(number) for number in numbers]
    if not all(math.isfinite(number) for number in found):
        raise ValueError("no places on a page")
    first, second, third, fourth = ((x, y) for x, y in zip(found[::2], found[1::2], strict=True))
    return first, second, third, fourth


def _places(numbers: Sequence[Any]) -> tuple[int, ...]:
    return tuple(number for number in numbers if type(number) is int)
