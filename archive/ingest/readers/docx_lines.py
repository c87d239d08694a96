"""The lines of a document, and what the order of its headings says of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.ingest.text.lines import Hint

LONGEST_HEADING = 46
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class DocLine:
    """One line of the document. ``level`` counts headings from 0; None is no heading.

    ``page`` tells that a new page begins with the line because somebody wanted it.
    """

    text: str
    hint: Hint | None = None
    level: int | None = None
    gap: int = 0
    indented: bool = False
    page: bool = False


def with_title(lines: list[DocLine]) -> list[DocLine]:
    """The heading of the highest level is the title where no style says so and it stands alone at the top."""
    if any(line.hint is Hint.TITLE for line in lines):
        return lines
    headings = [at for at, line in enumerate(lines) if line.level is not None]
    if not headings:
        return lines
    first = headings[0]
    level = lines[first].level
    alone = all(lines[at].level != level for at in headings[1:])
    at_top = all(len(line.text) < LONGEST_TITLE and "。" not in line.text for line in lines[:first])
    if not (alone and at_top and all((lines[at].level or 0) >= (level or 0) for at in headings)):
        return lines
    return [
        replace(line, hint=Hint.TITLE, level=None) if at == first else line for at, line in enumerate(lines)
    ]


def with_hints(lines: list[DocLine]) -> Iterator[DocLine]:
    """Headings as hints by the order of their levels; the rows of one title on one line."""
    levels = sorted({line.level for line in lines if line.level is not None})
    title: DocLine | None = None
    for line in lines:
        if line.hint is Hint.TITLE and not (title and line.page):
            title = replace(title, text=f"{title.text} {line.text}") if title else line
            continue
        if title:
            yield title
            title = None
        if line.hint is Hint.TITLE:
            title = line
        elif line.level is None or len(line.text) > LONGEST_HEADING:
            yield line
        else:
            yield replace(line, hint=Hint.HEADING if line.level == levels[0] else Hint.SUBHEADING)
    if title:
        yield title
