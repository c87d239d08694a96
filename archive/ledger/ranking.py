"""One indicator over the whole archive: how much is told of it, and who tells the most in a year."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min

from archive.figures.indicators import Indicator
from archive.figures.reader import VERSION
from archive.ledger.sheet import speaking
from archive.models import Figure
from archive.querysets.figures import FigureQuerySet

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Known:
    """How much is told of an indicator: mentions, articles, divisions, first and last year of its series."""

    mentions: int
    articles: int
    places: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Greatest:
    """The first of the divisions by their numbers, and how many there are."""

    figures: list[Figure]
    total: int


def told_of(code: str) -> FigureQuerySet:
    return Figure.objects.for_readers(VERSION).of_indicators([code])


def known_of(indicator: Indicator) -> Known:
    told = told_of(indicator.code)
    counted = told.aggregate(mentions=Count("pk"), articles=Count("article", distinct=True))
    series = told.in_series().aggregate(
        places=Count("region", distinct=True), first=Min("series_start"), last=Max("series_end")
    )
    return Known(**counted, **series)


def places_by_year(indicator: Indicator) -> list[tuple[int, int]]:
    """(year, divisions) with a number for just that year, the newest first."""
    return list(told_of(indicator.code).in_series().of_single_years().places_by_year())


def mentions_by_indicator() -> dict[str, int]:
    """How many numbers speak for each indicator; those of which there is none are left out."""
    told = Figure.objects.for_readers(VERSION).in_series().order_by()
    return dict(told.values_list("indicator").annotate(Count("pk")))


def greatest_of_year(indicator: Indicator, year: int, level: str) -> Greatest:
    """The divisions of one level by their numbers for just this year, the greatest first; no rank, for not all tell theirs."""
    told = told_of(indicator.code).in_series().of_year(year).of_level(level)
    of_places: dict[int, list[Figure]] = {}
    for figure in told.for_ranking():
        if figure.region_id is not None:
            of_places.setdefault(figure.region_id, []).append(figure)
    spoken = [one for one in map(speaking, of_places.values()) if one]
    chosen = sorted(spoken, key=lambda one: (-one.value, one.pk))[:MOST_SHOWN]
    return Greatest(Figure.objects.in_order_of(figure.pk for figure in chosen), len(spoken))
