"""What stands beside an article: the same place in the years before and after, other places in the same year."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from archive.models import Article, Region, RegionSuccession

MOST_OF_A_PLACE = 60
"""Reviews of one place: twenty-five years of them, and some twice."""
MOST_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``same_place`` has the newest first; ``earlier`` and ``later`` are the nearest of them, whatever lies between."""

    same_place: tuple[Article, ...] = ()
    same_year: tuple[Article, ...] = ()
    earlier: Article | None = None
    later: Article | None = None


def neighbours(article: Article, family: Iterable[int]) -> Neighbours:
    """For an article whose other prints have these numbers: none of them is its own neighbour."""
    if article.region is None:
        return Neighbours()
    own = {article.pk, *family}
    listed = Article.objects.listed().for_line().exclude(pk__in=own)
    places = rows_of_place(article.region)
    same_place = tuple(listed.of_places(places)[:MOST_OF_A_PLACE])
    if not article.has_period:
        return Neighbours(same_place)
    dated = [other for other in same_place if other.has_period]
    return Neighbours(
        same_place,
        tuple(
            listed.beside(article.region)
            .covering(article.period_end, article.period_end)
            .order_by("region__code", "pk")[:MOST_BESIDE]
        ),
        earlier=max(
            (other for other in dated if other.period_end < article.period_end),
            key=attrgetter("period_end", "period_start"),
            default=None,
        ),
        later=min(
            (other for other in dated if other.period_end > article.period_end),
            key=lambda other: (other.period_end, -other.period_start),
            default=None,
        ),
    )


def rows_of_place(region: Region) -> set[int]:
    """The division, what it was before and what it became as a whole: 广丰县 and 广丰区 are one place.

    Two counties that became one district are its past, and not each other's.
    """
    before, after = {region.pk}, {region.pk}
    while True:
        steps = list(RegionSuccession.objects.whole_of(before, after).values_list("from_region", "to_region"))
        earlier = {old for old, new in steps if new in before} - before
        later = {new for old, new in steps if old in after} - after
        if not earlier and not later:
            return before | after
        before |= earlier
        after |= later
