"""What stands beside an article: the same place in the years before and after, other places in the same year."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from archive.gazette import gazette
from archive.models import Article

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
    known = gazette()
    listed = Article.objects.listed().for_line().exclude(pk__in={article.pk, *family})
    same_place = tuple(listed.of_places(known.as_one(article.region))[:MOST_OF_A_PLACE])
    if not article.has_period:
        return Neighbours(same_place)
    beside = listed.of_places(known.beside(article.region))
    same_year = tuple(
        beside.covering(article.period_end, article.period_end).order_by("region__code", "pk")[:MOST_BESIDE]
    )
    known.give_places(same_year)
    dated = [other for other in same_place if other.has_period]
    return Neighbours(
        same_place,
        same_year,
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
