"""What an engine gives: lines of words with their places in the picture, and how sure it is of each."""

from dataclasses import dataclass
from typing import Any, Protocol

Corner = tuple[float, float]
Corners = tuple[Corner, Corner, Corner, Corner]
SURE = 0.8
"""Of a line or of a sign; below it an editor is asked to look. Of signs read rightly one in a thousand is below."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of words: its four corners from the upper left on, clockwise, in pixels from the upper left.

    ``doubtful`` are the places in the text of the signs that the engine was unsure of.
    """

    text: str
    corners: Corners
    confidence: float  # 0 to 1
    doubtful: tuple[int, ...] = ()


class Engine(Protocol):
    """Reads one picture at a time, an array of rows of pixels. ``name`` tells the engine with its version."""

    name: str

    def lines_in(self, picture: Any) -> list[Seen]: ...
