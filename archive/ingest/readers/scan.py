"""The words in pictures of pages: read by an engine, put in order like those of a PDF, and told as read by a machine."""

from collections.abc import Callable, Iterator, Sequence
from statistics import mean
from typing import Any

import numpy

from archive.ingest.ocr.contract import SURE, Engine, Seen
from archive.ingest.ocr.pages import PlacedLine, ReadPage
from archive.ingest.ocr.placing import Placing
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.pictures import media_type_of, pages_of, preview_of
from archive.ingest.readers.scan_layout import SeenPage, height_of, in_order, width_of
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.wording import Values, first_of, quoted

MOST_NAMED, LONGEST_NAMED = 6, 24
LYING = 1.5  # times as high as wide: a line that lies on its side
MOSTLY = 0.6  # of the lines
BADLY = 0.75  # of confidence on the whole; a page that is upright has more
MOSTLY_DOUBTFUL = 0.5  # of the lines: print that is small or blurred has a tenth, handwriting most


def read_by(loaded: Callable[[], Engine], data: bytes, name: str) -> ReadText:
    """The text of the pages in reading order, with what the engine was unsure of, and the pages themselves.

    The engine is loaded with the first picture.
    """
    pages = [_upright(picture, loaded()) for picture in pages_of(data, name)]
    seen = [line for page, _picture in pages for line in page.lines]
    if not seen:
        raise UnreadableFile("no-text", name, case="scan")
    builder = in_order([page for page, _picture in pages])
    at = iter(Placing(builder.text).of([line.text for line in seen]))
    kept = tuple(
        ReadPage(page.width, page.height, picture, tuple(PlacedLine(line, next(at)) for line in page.lines))
        for page, picture in pages
    )
    return ReadText(
        SourceText(builder.text, None, media_type_of(data)),
        builder.hints,
        tuple(_notices(seen, loaded().name)),
        pages=kept,
    )


def _notices(seen: Sequence[Seen], engine: str) -> Iterator[tuple[str, Values]]:
    sure = mean(line.confidence for line in seen)
    yield "ocr", {"engine": engine, "sure": f"{sure:.0%}"}
    doubtful = [quoted(line.text[:LONGEST_NAMED]) for line in seen if line.confidence < SURE]
    if sure < BADLY or len(doubtful) > MOSTLY_DOUBTFUL * len(seen):
        yield "ocr-poor", {}
    if doubtful:
        yield "ocr-doubtful", {"count": len(doubtful), "lines": first_of(doubtful, MOST_NAMED)}


def _upright(picture: Any, engine: Engine) -> tuple[SeenPage, bytes]:
    """A page and its picture; one that lies, or stands on its head, is turned the way it reads best."""
    lines = engine.lines_in(picture)
    lying = [line for line in lines if height_of(line) > LYING * width_of(line)]
    found: list[tuple[list[Seen], int]] = [(lines, 0)]
    turns: tuple[int, ...] = ()
    if lines and len(lying) > MOSTLY * len(lines):
        found, turns = [], (1, 3)  # the engine reads such lines one by one, but not the page
    elif not lines or mean(line.confidence for line in lines) < BADLY:
        turns = (1, 2, 3)
    found += [(engine.lines_in(_turned(picture, turn)), turn) for turn in turns]
    lines, turn = max(found, key=lambda one: sum(line.confidence * len(line.text) for line in one[0]))
    upright = _turned(picture, turn)
    height, width = (int(side) for side in upright.shape[:2])
    return SeenPage(width, height, tuple(lines)), preview_of(upright)


def _turned(picture: Any, quarters: int) -> Any:
    return numpy.ascontiguousarray(numpy.rot90(picture, quarters)) if quarters else picture
