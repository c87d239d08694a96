"""What the archive holds, by division and year, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from archive.models import Article, Region, RegionScope, RegionSuccession
from archive.years import is_period

Counted = tuple[int | None, int | None, int]
"""Start and end of a period, and how many articles have it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A division in a year. ``existed`` is False for years in which neither it nor a predecessor was there."""

    year: int
    single: int
    spanning: int
    existed: bool

    @property
    def count(self) -> int:
        return self.single + self.spanning


@dataclass(frozen=True, slots=True)
class Row:
    region: Region
    cells: tuple[Cell, ...]
    undated: int
    total: int

    @property
    def missing_years(self) -> list[int]:
        return sorted(cell.year for cell in self.cells if cell.existed and not cell.count)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Divisions by years: a row a division with everything below it."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]


def archive_years() -> tuple[int, ...]:
    """Every year from the first that an article reports on to the last, gaps included; empty without any."""
    span = (
        Article.objects.published()
        .period_known()
        .aggregate(first=Min("period_start"), last=Max("period_end"))
    )
    if span["first"] is None:
        return ()
    return tuple(range(span["first"], span["last"] + 1))


def year_counts(articles: Iterable[Counted]) -> dict[int, Cell]:
    """(start, end, number) of articles, counted in each year that they cover."""
    single: Counter[int] = Counter()
    spanning: Counter[int] = Counter()
    for start, end, number in articles:
        if start is not None and end is not None and is_period(start, end):
            counter = single if start == end else spanning
            for year in range(start, end + 1):
                counter[year] += number
    return {
        year: Cell(year, single[year], spanning[year], existed=True)
        for year in sorted(single.keys() | spanning.keys())
    }


def undated(articles: Iterable[Counted]) -> int:
    """How many of them have no period, or none that can be."""
    return sum(number for start, end, number in articles if not is_period(start, end))


def article_counts(regions: Iterable[Region]) -> dict[int, int]:
    """Published articles, each once, of each of these divisions, all below it and its predecessors; none is absent.

    Two narrow queries, joined here: the database took ten times as long over the join at 20,000 articles.
    """
    own = dict(
        Article.objects.listed()
        .exclude(region=None)
        .order_by()
        .values_list("region_id")
        .annotate(number=Count("pk"))
    )
    counts: Counter[int] = Counter()
    for region, member in _scopes(regions):
        if member in own:
            counts[region] += own[member]
    return dict(counts)


def matrix(regions: Sequence[Region], years: Sequence[int]) -> Matrix:
    """Three queries, however many divisions and years there are."""
    own: dict[int, list[Counted]] = {}
    counted = (
        Article.objects.listed()
        .exclude(region=None)
        .order_by()
        .values_list("region_id", "period_start", "period_end")
        .annotate(number=Count("pk"))
    )
    for region, start, end, number in counted:
        own.setdefault(region, []).append((start, end, number))
    found: dict[int, list[Counted]] = {region.pk: [] for region in regions}
    for region, member in _scopes(regions):
        found[region].extend(own.get(member, ()))
    lives = lives_of(regions)
    rows = [_row(region, found[region.pk], years, lives[region.pk]) for region in regions]
    return Matrix(tuple(years), tuple(rows))


def _scopes(regions: Iterable[Region]) -> Iterable[tuple[int, int]]:
    """(division, division whose articles it shows) for each of these."""
    wanted = [region.pk for region in regions]
    return RegionScope.objects.filter(region__in=wanted).values_list("region_id", "member_id")


def _row(
    region: Region,
    articles: list[Counted],
    years: Sequence[int],
    lives: list[Region],
) -> Row:
    counts = year_counts(articles)
    return Row(
        region=region,
        cells=tuple(
            Cell(
                year,
                counts[year].single if year in counts else 0,
                counts[year].spanning if year in counts else 0,
                existed=any(existed(life, year) for life in lives),
            )
            for year in years
        ),
        undated=undated(articles),
        total=sum(number for _start, _end, number in articles),
    )


def lives_of(regions: Sequence[Region]) -> dict[int, list[Region]]:
    """Each division with those that it wholly succeeded, directly or by way of others."""
    before: dict[int, list[Region]] = {}
    for step in RegionSuccession.objects.filter(whole=True).select_related("from_region"):
        before.setdefault(step.to_region_id, []).append(step.from_region)
    lives: dict[int, list[Region]] = {}
    for region in regions:
        found = {region.pk: region}
        waiting = [region]
        while waiting:
            for former in before.get(waiting.pop().pk, ()):
                if former.pk not in found:
                    found[former.pk] = former
                    waiting.append(former)
        lives[region.pk] = list(found.values())
    return lives


def with_gaps(years: dict[int, Cell]) -> list[Cell]:
    """The years between the first and the last, so that a missing one is seen."""
    if not years:
        return []
    return [years.get(year) or Cell(year, 0, 0, existed=True) for year in range(min(years), max(years) + 1)]


def existed(region: Region, year: int) -> bool:
    return (region.valid_from is None or region.valid_from <= year) and (
        region.valid_to is None or year <= region.valid_to
    )


def by_place(articles: Iterable[Article]) -> Iterator[tuple[Region | None, list[Article]]]:
    """Articles under their province and prefecture, in the order of pinyin; the unplaced come last."""
    groups: dict[int | None, tuple[Region | None, list[Article]]] = {}
    for article in articles:
        path = article.region.path if article.region else []
        place = path[min(1, len(path) - 1)] if path else None
        groups.setdefault(place.pk if place else None, (place, []))[1].append(article)
    unplaced = groups.pop(None, None)
    yield from sorted(groups.values(), key=lambda group: [step.pinyin for step in group[0].path])
    if unplaced:
        yield unplaced
