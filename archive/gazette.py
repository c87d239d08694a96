"""Every division as it stands in the database, read once for as long as none has changed.

A page of a hundred articles names four divisions of each, and a page of a place asks of all that is below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.kept import OF_DIVISIONS, Kept
from archive.models.region import Region, RegionScope, RegionSuccession


@dataclass(frozen=True, slots=True)
class Gazette:
    """By code, then by their first year. All pages share these rows: they are looked at, never changed.

    ``members`` are those whose articles a division shows, ``steps`` what it came from and what became of it.
    """

    regions: Mapping[int, Region]
    newest: Mapping[str, Region]
    members: Mapping[int, tuple[int, ...]]
    steps: Mapping[int, tuple[RegionSuccession, ...]]

    def within(self, place: Region) -> list[Region]:
        """The division, everything below it, and what all these were before."""
        shown = {place.pk, *self.members.get(place.pk, ())}
        return sorted((self.regions[pk] for pk in shown if pk in self.regions), key=_by_code)


def gazette() -> Gazette:
    return _GAZETTE.get()


def _read() -> Gazette:
    """Three queries."""
    regions = {region.pk: region for region in sorted(Region.objects.for_gazette(), key=_by_code)}
    for region in regions.values():
        if region.parent_id in regions:
            region.parent = regions[region.parent_id]
    return Gazette(regions, {region.code: region for region in regions.values()}, _members(), _steps(regions))


def _members() -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for region, member in RegionScope.objects.values_list("region_id", "member_id"):
        found.setdefault(region, []).append(member)
    return {region: tuple(members) for region, members in found.items()}


def _steps(regions: Mapping[int, Region]) -> dict[int, tuple[RegionSuccession, ...]]:
    found: dict[int, tuple[RegionSuccession, ...]] = {}
    for step in RegionSuccession.objects.order_by("year", "pk"):
        former, later = regions.get(step.from_region_id), regions.get(step.to_region_id)
        if former and later:
            step.from_region, step.to_region = former, later
            for region in {former.pk, later.pk}:
                found[region] = (*found.get(region, ()), step)
    return found


def _by_code(region: Region) -> tuple[str, int]:
    return str(region.code), region.valid_from or 0  # SQLite may hold bytes there


_GAZETTE = Kept(_read, OF_DIVISIONS)
