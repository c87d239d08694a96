"""Numbers by their value: which of all that reports say fulfil a condition."""

from dataclasses import dataclass

from archive.coverage.lives import lives_of
from archive.figures.indicators import Indicator
from archive.figures.reader import VERSION
from archive.ledger.asked import Span
from archive.ledger.condition import Condition
from archive.models import Figure, Region
from archive.querysets import FigureQuerySet
from archive.years import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. ``all_told``: also parts, plans, growths, averages and further mentions."""

    indicators: tuple[Indicator, ...]
    condition: Condition
    regions: tuple[Region, ...]
    under: Region | None
    span: Span
    all_told: bool

    @property
    def is_empty(self) -> bool:
        """True where nothing is asked for: all numbers of all reports are no answer."""
        return not self.indicators and self.condition.is_open


def fulfilling(wanted: Wanted) -> FigureQuerySet:
    """The numbers, the greatest first."""
    figures = Figure.objects.for_readers(VERSION)
    if wanted.indicators:
        figures = figures.of_indicators(one.code for one in wanted.indicators)
    if not wanted.all_told:
        figures = figures.in_series()
    if wanted.regions:
        figures = figures.of_places(life.pk for lives in lives_of(wanted.regions).values() for life in lives)
    if wanted.under is not None:
        figures = figures.in_region(wanted.under)
    if wanted.span.is_set:
        figures = figures.covering(wanted.span.start or FIRST_YEAR, wanted.span.end or LAST_YEAR)
    return _bounded(figures, wanted.condition).for_list()


def _bounded(figures: FigureQuerySet, condition: Condition) -> FigureQuerySet:
    if condition.least is not None:
        figures = figures.at_least(condition.least, above=condition.above)
    if condition.most is not None:
        figures = figures.at_most(condition.most, below=condition.below)
    return figures
