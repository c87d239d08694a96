"""The words in pictures of pages: read by an engine, put in order like those of a PDF, and told as read by a machine."""

import math
from collections.abc import Sequence
from functools import cache
from statistics import mean, median
from typing import Any

import numpy

from archive.ingest.ocr.contract import Engine, Seen
from archive.ingest.ocr.rapid import Rapid
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.pdf import PageText, paragraphs_on
from archive.ingest.readers.pdf_signs import Piece, is_wide
from archive.ingest.readers.pictures import kind_of, pages_of
from archive.ingest.records import SourceText, UnreadableFile

DOUBTFUL = 0.8  # of a line's confidence; below it a line is named in a notice
MOST_NAMED, LONGEST_NAMED = 6, 24
LYING = 1.5  # times as high as wide: a line that lies on its side
MOSTLY = 0.6  # of the lines
BADLY = 0.75  # of confidence on the whole; a page that is upright has more
UPRIGHT, BODY = 15.0, 10.5  # degrees of a skew; points of the signs of a text
PADDED = 0.78  # of the height of a box: what the signs have of it, more or less
FEWEST_CELLS, LONG, SPREAD = (
    4.0,
    10.0,
    1.3,
)  # the length of a line tells their size better, but for one that is set wide


@cache
def engine() -> Engine:
    """Loaded with the first picture: the models take a second and some hundred megabytes."""
    return Rapid()


def parse(data: bytes, name: str) -> ReadText:
    """The text of the pages in reading order, with what the engine was unsure of."""
    pages: list[list[Seen]] = []
    heights: list[int] = []
    for picture in pages_of(data, name):
        lines, height = _upright(picture)
        pages.append(lines)
        heights.append(height)
    seen = [line for page in pages for line in page]
    if not seen:
        raise UnreadableFile(
            "no-text", f"“{name}”里没有认出文字。请确认是不是文章的扫描件或照片，照片请拍正、拍清楚。"
        )
    unit = BODY / (PADDED * median(_height(line) for line in seen))
    builder = TextBuilder()
    texts = [_page(page, number, heights[number], unit) for number, page in enumerate(pages)]
    for paragraph in paragraphs_on(texts):
        builder.add(paragraph.text, paragraph.hint, gap=paragraph.gap, indent=paragraph.indented)
    return ReadText(SourceText(builder.text, None, kind_of(data)), builder.hints, _notices(seen))


def _notices(seen: Sequence[Seen]) -> tuple[tuple[str, str], ...]:
    sure = mean(line.confidence for line in seen)
    notices = [
        ("ocr", f"文字由机器从图片中识别（{engine().name}，平均把握 {sure:.0%}），请对照原件核对后再发布。")
    ]
    doubtful = [line.text[:LONGEST_NAMED] for line in seen if line.confidence < DOUBTFUL]
    if doubtful:
        named = "；".join(f"“{words}”" for words in doubtful[:MOST_NAMED]) + (
            "……" if len(doubtful) > MOST_NAMED else ""
        )
        notices.append(("ocr-doubtful", f"有 {len(doubtful)} 行识别的把握不大：{named}。"))
    return tuple(notices)


def _upright(picture: Any) -> tuple[list[Seen], int]:
    """The lines of a page and its height; one that lies, or stands on its head, is turned the way it reads best."""
    lines = engine().lines_in(picture)
    lying = [line for line in lines if _height(line) > LYING * _width(line)]
    pages = [(lines, int(picture.shape[0]))]
    turns: tuple[int, ...] = ()
    if lines and len(lying) > MOSTLY * len(lines):
        pages, turns = [], (1, 3)  # the engine reads such lines one by one, but not the page
    elif not lines or mean(line.confidence for line in lines) < BADLY:
        turns = (1, 2, 3)
    for turn in turns:
        turned = numpy.ascontiguousarray(numpy.rot90(picture, turn))
        pages.append((engine().lines_in(turned), int(turned.shape[0])))
    return max(pages, key=lambda page: sum(line.confidence * len(line.text) for line in page[0]))


def _page(lines: Sequence[Seen], number: int, height: int, unit: float) -> PageText:
    skew = _skew(lines)
    sizes = _sizes(lines)
    pieces = tuple(
        _piece(line, size, number, height, unit, skew) for line, size in zip(lines, sizes, strict=True)
    )
    return PageText(
        number, pieces, bottom=0.0, top=height * unit, signs=sum(len(line.text) for line in lines)
    )


def _sizes(lines: Sequence[Seen]) -> list[float]:
    """The size of the signs of each line, in pixels: by its length, which tells it better than the height of its box.

    A short line that is about as high as the text is in the size of the text.
    """
    cells = [sum(1.0 if is_wide(sign) or sign > "\u2000" else 0.5 for sign in line.text) for line in lines]
    sizes = []
    for line, count in zip(lines, cells, strict=True):
        natural, size = _width(line) / max(count, 1.0), PADDED * _height(line)
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
    long = sorted(lines, key=_width)[len(lines) // 2 :]
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


def _height(line: Seen) -> float:
    return math.dist(line.corners[0], line.corners[3])


def _width(line: Seen) -> float:
    return math.dist(line.corners[0], line.corners[1])
