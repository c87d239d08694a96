"""Why a file holds no article: each cause has its own reason and its own advice."""

from collections.abc import Sequence

from archive.ingest.parts.blocks import Draft
from archive.ingest.parts.furniture import (
    is_channel,
    is_date_line,
    is_furniture,
    is_page_foot,
    is_source_line,
    opens_other_news,
)
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern

HAN = pattern(r"[\u3400-\u9fff]", like="工会", unlike="union")
FEWEST_SIGNS = 60  # visible characters; with less there is no telling an article from a note
MOST_OF = 0.5


def without_article(text: str, drafts: Sequence[Draft], name: str) -> UnreadableFile:
    """The refusal of a text in which nothing reads like running text."""
    visible = len("".join(text.split()))
    if visible and not HAN.search(text):
        return UnreadableFile("no-chinese", name)
    lines = [line for draft in drafts for line in _lines(draft)]
    if _most(lines, [line for line in lines if line.hint is Hint.FURNITURE or _is_of_the_page(line)]):
        return UnreadableFile("no-article", name)
    if visible < FEWEST_SIGNS:
        return UnreadableFile("too-short", name, count=visible)
    return UnreadableFile("only-headings", name)


def _lines(draft: Draft) -> list[Line]:
    titles = [line for line in (draft.kicker, draft.title, draft.subtitle) if line]
    captions = [line for line, _ in draft.captions]
    return [
        *titles,
        *draft.bylines,
        *draft.headings,
        *draft.paragraphs,
        *captions,
        *draft.credits,
        *draft.furniture,
    ]


def _is_of_the_page(line: Line) -> bool:
    known = is_furniture(line) or is_page_foot(line) or is_channel(line.key) or is_date_line(line)
    return known or is_source_line(line) or opens_other_news(line)


def _most(lines: Sequence[Line], some: Sequence[Line]) -> bool:
    """True when most of the characters stand in some of the lines."""
    whole = sum(len(line.key) for line in lines)
    return bool(some) and sum(len(line.key) for line in some) >= MOST_OF * whole
