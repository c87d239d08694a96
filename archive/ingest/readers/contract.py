"""What every reader gives: the text of a file and what its format says of single lines."""

from dataclasses import dataclass, field

from archive.ingest.lines import Hint
from archive.ingest.records import SourceText


@dataclass(frozen=True, slots=True)
class ReadText:
    """``hints`` maps the raw offset of a line's first visible character to what the format says of the line."""

    source: SourceText
    hints: dict[int, Hint] = field(default_factory=dict)
    notices: tuple[tuple[str, str], ...] = ()
