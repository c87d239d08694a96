"""Which divisions' articles each division shows, derived from parents and successions."""

from django.db import transaction

from archive.models.region import Region, RegionScope, RegionSuccession
from archive.models.state_mark import DivisionMark
from archive.turns import one_at_a_time


@transaction.atomic
def rebuild_scopes() -> None:
    """Derive RegionScope anew: each division shows itself, all below it, and what these wholly succeeded."""
    one_at_a_time("scopes")
    parents = dict(Region.objects.values_list("pk", "parent_id"))
    successors: dict[int, list[int]] = {}
    whole = RegionSuccession.objects.filter(whole=True)
    for former, successor in whole.values_list("from_region_id", "to_region_id"):
        successors.setdefault(former, []).append(successor)

    def shown_by(member: int) -> set[int]:
        found: set[int] = set()
        waiting = [member]
        while waiting:
            region = waiting.pop()
            if region in found:
                continue
            found.add(region)
            parent = parents.get(region)
            if parent is not None:
                waiting.append(parent)
            waiting.extend(successors.get(region, ()))
        return found

    wanted = {(region, member) for member in parents for region in shown_by(member)}
    present = {
        (region, member): pk
        for pk, region, member in RegionScope.objects.values_list("pk", "region_id", "member_id")
    }
    stale = [pk for pair, pk in present.items() if pair not in wanted]
    for start in range(0, len(stale), 500):
        RegionScope.objects.filter(pk__in=stale[start : start + 500]).delete()
    RegionScope.objects.bulk_create(
        [RegionScope(region_id=r, member_id=m) for r, m in sorted(wanted - present.keys())],
        batch_size=2000,
    )
    DivisionMark.objects.renew()
