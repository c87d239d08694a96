"""Numbers by their value: which of all that reports say fulfil a condition."""

from dataclasses import dataclass

from django.http import QueryDict

from archive.coverage.lives import lives_of
from archive.figures.indicators import Indicator
from archive.figures.reader import VERSION
from archive.ledger import asked, condition, places
from archive.ledger.asked import Span
from archive.ledger.condition import Condition
from archive.ledger.places import Named
from archive.models import Figure, Region
from archive.querysets.figures import FigureQuerySet
from archive.years import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. ``all_told``: also parts, plans, growths, averages and further mentions.

    ``problem`` are typed words that were not understood; ``has_bad_bounds``: an end of the range is no number.
    """

    indicators: tuple[Indicator, ...]
    condition: Condition
    regions: tuple[Region, ...]
    under: Region | None
    named: Named
    span: Span
    all_told: bool
    problem: str
    has_bad_bounds: bool

    @property
    def is_understood(self) -> bool:
        """True where there is something to look for."""
        return not (self.is_empty or self.problem or self.has_bad_bounds)

    @property
    def is_empty(self) -> bool:
        """True where nothing is asked for: all numbers of all reports are no answer."""
        return not self.indicators and self.condition.is_open


def wanted_of(query: QueryDict) -> Wanted:
    """``?q=会员总数>5万``, or ``?indicator=&least=&most=``; with both, the form narrows what is typed."""
    question, bounds = condition.typed(query.get("q", "")), condition.bounds_asked(query)
    typed = (question.indicator,) if question.indicator else ()
    return Wanted(
        indicators=tuple(dict.fromkeys([*typed, *asked.indicators_asked(query)])),
        condition=question.condition if bounds is None or bounds.is_open else bounds,
        regions=asked.regions_asked(query),
        under=asked.region_asked(query.get("under", "")),
        named=places.named(query.get("place", "")),
        span=asked.years_asked(query),
        all_told=query.get("all") == "1",
        problem=question.problem,
        has_bad_bounds=bounds is None,
    )


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
