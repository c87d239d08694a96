"""What the engines index: an article as blocks of text and a few columns. No engine sees more of it."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter


class BlockField(StrEnum):
    """The part of an article that a block of text belongs to. A match never leaves its block."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    ISSUER = "issuer"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    MATTER = "matter"


ARTICLE_FIELDS = tuple(field for field in BlockField if field is not BlockField.MATTER)
"""The parts of the article itself. Page matter (mastheads, navigation, who edited) stands beside it, is searched
only where that is asked for, and never counts as the article's."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of printed text. ``anchor`` is the fragment that it is reached by on the article page."""

    field: BlockField
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A published article as the engines see it: its own ``blocks``, and the ``matter`` of its page.

    ``region_codes`` holds the article's division, every division above it and every division that
    succeeded one of these, so that a region's code finds the articles of its predecessors too.
    ``region_names`` are the names that the division is found by: its own, those along its path and
    aliases. ``region_sort`` orders by pinyin along the path. Years are inclusive; None is unknown, never 0.
    ``family`` is the id of the article that this one is a reprint of; None for all that are none.
    """

    id: int
    blocks: tuple[Block, ...]
    region_codes: tuple[str, ...]
    region_sort: str
    year_start: int | None
    year_end: int | None
    newspaper: str | None
    kind: str
    added: datetime
    region_names: tuple[str, ...] = ()
    matter: tuple[Block, ...] = ()
    family: int | None = None

    def digest(self) -> int:
        """64 bits over everything in it, to tell whether an index holds this very document.

        Not by ``dataclasses.astuple``, which copies every value deeply: that was a sixth of a build's time.
        """
        text = json.dumps(_columns(self), ensure_ascii=False, default=_written)
        return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest())


_columns = attrgetter(*(field.name for field in fields(Document)))
_parts = attrgetter(*(field.name for field in fields(Block)))


def _written(value: Block | datetime) -> object:
    return value.isoformat() if isinstance(value, datetime) else _parts(value)
