"""Articles counted by year and by place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, Min

from archive.kept import Kept
from archive.models import Article, Region
from archive.years import is_period

Counted = tuple[int | None, int | None, int]
"""Start and end of a period, and how many articles have it."""


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many articles cover a year: of that year alone, and of several."""

    year: int
    single: int = 0
    spanning: int = 0

    @property
    def count(self) -> int:
        return self.single + self.spanning


def archive_years() -> tuple[int, ...]:
    """Every year from the first that an article reports on to the last, gaps included; empty without any."""
    return _YEARS.get()


def _years_of_articles() -> tuple[int, ...]:
    span = (
        Article.objects.published()
        .period_known()
        .aggregate(first=Min("period_start"), last=Max("period_end"))
    )
    if span["first"] is None:
        return ()
    return tuple(range(span["first"], span["last"] + 1))


def year_counts(articles: Iterable[Counted]) -> dict[int, YearCount]:
    """(start, end, number) of articles, counted in each year that they cover."""
    single: Counter[int] = Counter()
    spanning: Counter[int] = Counter()
    for start, end, number in articles:
        if start is not None and end is not None and is_period(start, end):
            counter = single if start == end else spanning
            for year in range(start, end + 1):
                counter[year] += number
    return {
        year: YearCount(year, single[year], spanning[year])
        for year in sorted(single.keys() | spanning.keys())
    }


def undated(articles: Iterable[Counted]) -> int:
    """How many of them have no period, or none that can be."""
    return sum(number for start, end, number in articles if not is_period(start, end))


def with_gaps(years: dict[int, YearCount]) -> list[YearCount]:
    """The years between the first and the last, so that a missing one is seen."""
    if not years:
        return []
    return [years.get(year) or YearCount(year) for year in range(min(years), max(years) + 1)]


def by_place(articles: Iterable[Article]) -> Iterator[tuple[Region | None, list[Article]]]:
    """Articles under their province and prefecture, in the order of codes; the unplaced come last."""
    groups: dict[int | None, tuple[Region | None, list[Article]]] = {}
    for article in articles:
        path = article.region.path if article.region else []
        place = path[min(1, len(path) - 1)] if path else None
        groups.setdefault(place.pk if place else None, (place, []))[1].append(article)
    unplaced = groups.pop(None, None)
    yield from sorted(
        groups.values(), key=lambda group: [step.code for step in group[0].path] if group[0] else []
    )
    if unplaced:
        yield unplaced


_YEARS = Kept(_years_of_articles)
