"""What a table says is missing, as a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.coverage.federations import Life
from archive.coverage.states import State
from archive.coverage.table import Stand, Table
from archive.models import Region
from archive.years import runs


@dataclass(frozen=True, slots=True)
class Gap:
    """A federation of which reviews are wanted. ``path`` leads from the province down to it."""

    stand: Stand
    path: tuple[Life | Region, ...]

    @property
    def years(self) -> list[int]:
        return self.stand.wanted

    @property
    def region(self) -> Life:
        return self.stand.region

    @property
    def above(self) -> Life | Region | None:
        return self.path[-2] if len(self.path) > 1 else None

    @property
    def held(self) -> list[str]:
        """The years of which it has a review, whichever they are: 2012, 2014—2016."""
        return runs(self.stand.reviewed)

    @property
    def others(self) -> list[int]:
        """Of the wanted years those in which it has an article that is no review of its own."""
        return [year for year in self.years if self.stand.state(year) is State.OTHER]


def by_place_above(found: Iterable[Gap]) -> dict[Life | Region | None, list[Gap]]:
    """Under the place that each stands below; those directly below the highest come first."""
    groups: dict[Life | Region | None, list[Gap]] = {}
    for gap in found:
        groups.setdefault(gap.above, []).append(gap)
    return groups


def gaps(table: Table, place: Region | None) -> list[Gap]:
    """The place itself first, then by code."""
    above = tuple(place.path[:-1]) if place else ()
    return [
        Gap(stand, (*above, *table.divisions.path(stand.region))) for stand in table.stands if stand.wanted
    ]
