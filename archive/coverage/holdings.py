"""What is held of each division: its articles, each once, counted by all that a table or a chart asks of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from archive.coverage.counting import Counted, YearCount, undated, year_counts
from archive.coverage.states import State, state_of
from archive.kept import Kept
from archive.models import Article
from archive.querysets.articles import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class Holding:
    """Articles of a division that are alike in all that is asked of them."""

    start: int | None
    end: int | None
    state: State
    number: int

    @property
    def counted(self) -> Counted:
        return self.start, self.end, self.number


@dataclass(frozen=True)
class Holdings:
    """By the number of the division itself; None has those without one. ``is_whole``: of all divisions, not of some."""

    by_place: Mapping[int | None, tuple[Holding, ...]]
    is_whole: bool

    def of(self, place: int | None) -> tuple[Holding, ...]:
        return self.by_place.get(place, ())

    def reaching(self, places: Iterable[int]) -> "Holdings":
        """These, where they are of all, or else those of the other divisions."""
        return self if self.is_whole else _of_places(places)

    def count_of(self, place: int | None) -> int:
        return sum(holding.number for holding in self.of(place))

    @cached_property
    def total(self) -> int:
        return sum(number for _start, _end, number in self._dates)

    @cached_property
    def unplaced(self) -> int:
        return self.count_of(None)

    @cached_property
    def years(self) -> dict[int, YearCount]:
        return year_counts(self._dates)

    @cached_property
    def undated(self) -> int:
        return undated(self._dates)

    @cached_property
    def _dates(self) -> list[Counted]:
        dates: dict[tuple[int | None, int | None], int] = {}
        for holdings in self.by_place.values():
            for holding in holdings:
                dated = holding.start, holding.end
                dates[dated] = dates.get(dated, 0) + holding.number
        return [(start, end, number) for (start, end), number in dates.items()]


def all_holdings() -> Holdings:
    """Of the whole archive."""
    return _ALL.get()


def holdings_of(places: Iterable[int]) -> Holdings:
    """Of these divisions at least: a part of the whole where that is at hand, and else no more than they."""
    return _ALL.at_hand() or _of_places(places)


def _of_places(places: Iterable[int]) -> Holdings:
    return Holdings(_counted(Article.objects.listed().of_places(places)), is_whole=False)


def _of_all() -> Holdings:
    return Holdings(_counted(Article.objects.listed()), is_whole=True)


def _counted(listed: ArticleQuerySet) -> dict[int | None, tuple[Holding, ...]]:
    kinds = ("region_id", "period_start", "period_end", "period_inferred", "kind", "reprinted")
    counted = listed.with_reprinted().order_by().values_list(*kinds).annotate(number=Count("pk"))
    found: dict[int | None, list[Holding]] = {}
    for region, start, end, inferred, kind, reprinted, number in counted:
        state = state_of(kind=kind, spans=start != end, inferred=bool(inferred), reprinted=reprinted)
        found.setdefault(region, []).append(Holding(start, end, state, number))
    return {region: tuple(holdings) for region, holdings in found.items()}


_ALL = Kept(_of_all)
