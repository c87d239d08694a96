"""What every reader gives: the text of a file and what its format says of single lines."""

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.ingest.ocr.pages import ReadPage
from archive.ingest.records import SourceText
from archive.ingest.text.lines import Hint
from archive.ingest.wording import Values


@dataclass(frozen=True, slots=True)
class ReadText:
    """``hints`` maps the raw offset of a line's first visible character to what the format says of the line.

    ``notices`` are pairs of a code and the values that its words need.
    """

    source: SourceText
    hints: dict[int, Hint] = field(default_factory=dict)
    notices: tuple[tuple[str, Values], ...] = ()
    pages: tuple[ReadPage, ...] = ()  # where a machine read them from pictures


Parser = Callable[[bytes, str], ReadText]


class TextBuilder:
    """Raw text put together line by line, with the hints at their offsets."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.hints: dict[int, Hint] = {}

    def add(
        self, text: str, hint: Hint | None = None, *, gap: int = 0, indent: bool = False, page: bool = False
    ) -> None:
        """Add a line, or several, with ``gap`` blank lines before; ``page`` begins a page, with a form feed."""
        for row in text.split("\n"):
            words = row.strip()
            if not words:
                continue
            self._write("\n" * (gap if self._pieces else 0))
            self._write("\f" if page and self._pieces else "")
            self._write("\u3000\u3000" if indent else "")
            if hint:
                self.hints[self._length] = hint
            self._write(words + "\n")
            gap, indent, page = 0, False, False

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        return "".join(self._pieces)
