"""The values that the reader of figures gives and takes."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from archive.figures.quantities import Bound


class Scope(StrEnum):
    """What a figure says of its indicator."""

    STOCK = "stock"  # what there was at a time
    FLOW = "flow"  # what was done in the period
    CUMULATIVE = "cumulative"  # 五年来, 累计: over more than the period, never divided
    SHARE = "share"  # 其中: part of another figure
    GROWTH = "growth"  # 同比增长, 净增
    BEFORE = "before"  # 由36处
    AFTER = "after"  # 增至45处


class Basis(StrEnum):
    """What the years of a figure rest on."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Period:
    """The years of a figure, both inclusive; None where the article's own are unknown."""

    start: int | None
    end: int | None
    basis: Basis


class BlockKind(StrEnum):
    """What a block of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, as it is shown."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the article that a block belongs to."""

    issuer: str | None = None
    title: str | None = None
    start: int | None = None
    end: int | None = None
    published: int | None = None  # the year of the paper
    is_plan: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of an article. ``start`` and ``end`` are offsets in the text of block ``block``; ``part_of`` is the index
    of the figure that this is a part of; ``region`` are the words for another place than the article's."""

    text: str
    start: int
    end: int
    block: int
    value: Decimal
    low: Decimal | None
    unit: str | None
    bound: Bound
    indicator: str | None
    scope: Scope
    part_of: int | None
    planned: bool
    per: str | None
    period: Period
    region: str | None
    sentence: str
