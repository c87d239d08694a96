"""What cannot be, among the figures of one article: a part that is more than its whole, a rate above a hundred."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from archive.figures.indicators import Nature, indicators
from archive.figures.measures import PERCENT
from archive.figures.records import Figure, Scope

ALL = Decimal(100)
LEAP = 3
"""Times the year before: a stock that has grown so has lost a digit or a 万 in print, or is another stock."""


class Doubt(StrEnum):
    """Why a number may be misprinted or misread."""

    MORE_THAN_WHOLE = "more-than-whole"
    OVER_HUNDRED = "over-hundred"
    LEAPT = "leapt"


def doubts_of(figures: Sequence[Figure]) -> list[tuple[Doubt, ...]]:
    """The doubts of each figure of an article."""
    return [_doubts(figure, figures) for figure in figures]


def _doubts(figure: Figure, figures: Sequence[Figure]) -> tuple[Doubt, ...]:
    found = []
    if figure.part_of is not None and _exceeds(figure, figures[figure.part_of]):
        found.append(Doubt.MORE_THAN_WHOLE)
    indicator = indicators().get(figure.indicator or "")
    is_rate = indicator is not None and indicator.nature is Nature.RATE
    if is_rate and figure.unit == PERCENT and figure.value > ALL and figure.scope is not Scope.GROWTH:
        found.append(Doubt.OVER_HUNDRED)
    return tuple(found)


def _exceeds(part: Figure, whole: Figure) -> bool:
    return part.unit == whole.unit and part.value > whole.value


def has_leapt(value: Decimal, before: Decimal) -> bool:
    """True for a stock that is three times that of the year before, or a third of it."""
    return value > 0 < before and not before / LEAP < value < before * LEAP
