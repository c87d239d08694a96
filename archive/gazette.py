"""Every division as it stands in the database, read once for as long as none has changed.

A page of a hundred articles names four divisions of each, and a page of a place asks of all that is below it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.kept import OF_DIVISIONS, Kept
from archive.models.article import Article
from archive.models.region import Region, RegionScope, RegionSuccession


@dataclass(frozen=True, slots=True)
class Gazette:
    """By code, then by their first year. All pages share these rows: they are looked at, never changed.

    ``members`` are those whose articles a division shows, ``steps`` what it came from and what became of it, ``below``
    those directly below it, and below nothing.
    """

    regions: Mapping[int, Region]
    newest: Mapping[str, Region]
    members: Mapping[int, tuple[int, ...]]
    steps: Mapping[int, tuple[RegionSuccession, ...]]
    below: Mapping[int | None, tuple[int, ...]]

    def within(self, place: Region) -> list[Region]:
        """The division, everything below it, and what all these were before."""
        shown = {place.pk, *self.members.get(place.pk, ())}
        return sorted((self.regions[pk] for pk in shown if pk in self.regions), key=_by_code)

    def beside(self, place: Region) -> list[int]:
        """The others that stand directly below the same one."""
        # SQLite may hold anything there, which is no division.
        above = place.parent_id if isinstance(place.parent_id, int) else None
        return [pk for pk in self.below.get(above, ()) if pk != place.pk]

    def as_one(self, place: Region) -> set[int]:
        """The division, what it was before and what it became as a whole: 广丰县 and 广丰区 are one place.

        Two counties that became one district are its past, and not each other's.
        """
        return self._along(place, back=True) | self._along(place, back=False)

    def _along(self, place: Region, *, back: bool) -> set[int]:
        found, ends = {place.pk}, [place.pk]
        while ends:
            here = ends.pop()
            for step in self.steps.get(here, ()):
                old, new = step.from_region_id, step.to_region_id
                start, end = (new, old) if back else (old, new)
                if step.whole and start == here and end not in found:
                    found.add(end)
                    ends.append(end)
        return found

    def give_places(self, articles: Iterable[Article]) -> None:
        """Each its division, with all above it. Joined in by the database they took longer than the articles; one that
        came this moment is asked for."""
        for article in articles:
            place = self.regions.get(article.region_id) if article.region_id else None
            if place is not None:
                article.region = place


def gazette() -> Gazette:
    return _GAZETTE.get()


def _read() -> Gazette:
    """Three queries."""
    regions = {region.pk: region for region in sorted(Region.objects.for_gazette(), key=_by_code)}
    for region in regions.values():
        if region.parent_id in regions:
            region.parent = regions[region.parent_id]
    newest = {region.code: region for region in regions.values()}
    return Gazette(regions, newest, _members(), _steps(regions), _below(regions))


def _members() -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for region, member in RegionScope.objects.values_list("region_id", "member_id"):
        found.setdefault(region, []).append(member)
    return {region: tuple(members) for region, members in found.items()}


def _below(regions: Mapping[int, Region]) -> dict[int | None, tuple[int, ...]]:
    found: dict[int | None, list[int]] = {}
    for region in regions.values():
        found.setdefault(region.parent_id, []).append(region.pk)
    return {above: tuple(below) for above, below in found.items()}


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
