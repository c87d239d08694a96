"""Every division that one wholly succeeded, and whether a division was there in a year."""

from collections.abc import Sequence

from archive.models import Region, RegionSuccession


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


def existed(region: Region, year: int) -> bool:
    return (region.valid_from is None or region.valid_from <= year) and (
        region.valid_to is None or year <= region.valid_to
    )
