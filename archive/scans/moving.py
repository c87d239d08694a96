"""Where values stand in the text of an original, after lines of it were read in another order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from archive.ingest.ocr.pages import PlacedLine
from archive.ingest.ocr.placing import Placing
from archive.provenance import Span

Places = Sequence[int | None]
"""Of each character of one text where it stands in another."""


def places_in(raw: str, lines: Sequence[PlacedLine], text: str) -> list[int | None]:
    """Where the characters of a text that was made of these lines stand in the raw text, which has them in its own order."""
    found: list[int | None] = [None] * len(text)
    for line, at in zip(lines, Placing(text).of([line.seen.text for line in lines]), strict=True):
        if at is not None and line.at is not None:
            signs = "".join(line.seen.text.split())
            for here, there in zip(_next(text, at, signs), _next(raw, line.at, signs), strict=False):
                found[here] = there
    return found


def _next(text: str, at: int, signs: str) -> list[int]:
    """The places of so many signs from there on, without white."""
    places = (place for place in range(at, len(text)) if not text[place].isspace())
    return [place for place, _ in zip(places, signs, strict=False)]


def moved(value: Any, places: Places) -> Any:
    """A provenance, or a part of it, with its spans where their characters stand in the other text."""
    if isinstance(value, dict):
        return {name: moved(part, places) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    if all(_is_span(part) for part in value):
        return [list(span) for start, end in value for span in _runs(places[start:end])]
    return [moved(part, places) for part in value]


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [int, int]


def _runs(places: Iterable[int | None]) -> Iterator[Span]:
    """What stands in a row."""
    there = [place for place in places if place is not None]
    for _, run in groupby(enumerate(there), key=lambda pair: pair[1] - pair[0]):
        inside = [place for _, place in run]
        yield inside[0], inside[-1] + 1
