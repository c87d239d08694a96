"""What structure says of a line: its role on the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from archive.ingest.text.lines import Line
from archive.ingest.wording import Values


class Role(StrEnum):
    """The place of a line on the page. ``OPEN`` is a line that no step has judged yet."""

    OPEN = "open"
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


SHORTEST_RUNNING_TEXT = 30
ASIDE = frozenset({Role.CAPTION, Role.CREDIT, Role.FURNITURE})


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or lines rejoined, with its role. ``level`` counts for headings only.

    ``apart`` is a line that may be page matter or a caption: it is no row of a heading.
    """

    role: Role
    line: Line
    level: int = 1
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs below it."""

    level: int
    heading: Line | None
    paragraphs: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading beside which another was near: a notice's code and values, and the lines that it is about."""

    code: str
    lines: tuple[Line, ...] = ()
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One article in parts, before anything is concluded from its words."""

    kicker: Line | None = None
    title: Line | None = None
    subtitle: Line | None = None
    bylines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    captions: tuple[tuple[Line, int | None], ...] = ()
    credits: tuple[Line, ...] = ()
    furniture: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def paragraphs(self) -> tuple[Line, ...]:
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)

    @property
    def lead(self) -> tuple[Line, ...]:
        """The paragraphs above the first heading, or the first one below it; of a text without headings, two."""
        first = self.sections[0] if self.sections else None
        if first is None:
            return ()
        if first.heading or len(self.sections) == 1:
            return first.paragraphs[: 1 if first.heading else 2]
        return first.paragraphs

    @property
    def headings(self) -> tuple[Line, ...]:
        return tuple(section.heading for section in self.sections if section.heading)


def prose_length(blocks: Iterable[Block]) -> int:
    """Characters of running text in lines that are not set aside."""
    return sum(
        len(block.line.text)
        for block in blocks
        if block.role is Role.OPEN and len(block.line.text) >= SHORTEST_RUNNING_TEXT
    )
