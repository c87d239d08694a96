"""The authority of divisions as rows: loading the table that comes with the project."""

from django.db import transaction

from archive.models.region import Region, RegionSuccession
from archive.region_scopes import rebuild_scopes
from archive.regions.authority import Authority, Division


def load_regions(authority: Authority) -> int:
    """Bring the rows that came from the table up to ``authority``; rows added by editors stay. Idempotent.

    Returns the number of rows created or changed.
    """
    with transaction.atomic():
        changed = _load_divisions(authority)
        changed += _load_successions(authority)
        rebuild_scopes()
    return changed


def _load_divisions(authority: Authority) -> int:
    known = {(row.code, row.valid_from): row for row in Region.objects.all()}
    # A longer history gives a first year to what stood there when the project's own table began.
    undated = {(row.code, row.name, row.valid_to): row for row in known.values() if row.valid_from is None}
    fields = [
        "name",
        "short_name",
        "level",
        "valid_from",
        "valid_to",
        "pinyin",
        "initials",
        "aliases",
        "origin",
    ]
    fresh, changed = [], []
    for division in authority.divisions:
        key = (division.code, division.valid_from)
        wanted = {
            "name": division.name,
            "short_name": division.short_name,
            "level": division.level.value,
            "valid_from": division.valid_from,
            "valid_to": division.valid_to,
            "pinyin": division.pinyin,
            "initials": division.initials,
            "aliases": list(division.aliases),
            "origin": Region.Origin.TABLE,
        }
        row = known.get(key) or undated.get((division.code, division.name, division.valid_to))
        if row is None:
            row = Region(code=division.code, **wanted)
            fresh.append(row)
        elif row.origin == Region.Origin.TABLE and any(getattr(row, f) != wanted[f] for f in fields):
            for name, value in wanted.items():
                setattr(row, name, value)
            changed.append(row)
        known[key] = row
    Region.objects.bulk_create(fresh, batch_size=500)
    Region.objects.bulk_update(changed, fields, batch_size=500)
    moved = _attach_parents(authority, known)
    return len(fresh) + len(changed) + moved


def _attach_parents(authority: Authority, rows: dict[tuple[str, int | None], Region]) -> int:
    moved = []
    for division in authority.divisions:
        row = rows[division.code, division.valid_from]
        path = authority.path(division)
        parent = rows[_key(path[-2])] if len(path) > 1 else None
        parent_id = parent.pk if parent else None
        if row.origin == Region.Origin.TABLE and row.parent_id != parent_id:
            row.parent_id = parent_id
            moved.append(row)
    Region.objects.bulk_update(moved, ["parent"], batch_size=500)
    return len(moved)


def _load_successions(authority: Authority) -> int:
    """What the table says of a pair counts, of two steps the whole one; steps that editors added between others stay."""
    rows = {(row.code, row.valid_from): row.pk for row in Region.objects.all()}
    known = {(step.from_region_id, step.to_region_id): step for step in RegionSuccession.objects.all()}
    wanted = {
        (rows[step.from_code, step.from_valid_from], rows[step.to_code, step.to_valid_from]): step
        for step in sorted(authority.successions, key=lambda step: (step.whole, -step.year))
    }
    fresh, changed = [], []
    for pair, succession in wanted.items():
        step = known.get(pair)
        if step is None:
            step = RegionSuccession(from_region_id=pair[0], to_region_id=pair[1])
            fresh.append(step)
        elif (step.year, step.whole) != (succession.year, succession.whole):
            changed.append(step)
        step.year, step.whole = succession.year, succession.whole
    RegionSuccession.objects.bulk_create(fresh, batch_size=500)
    RegionSuccession.objects.bulk_update(changed, ["year", "whole"], batch_size=500)
    return len(fresh) + len(changed)


def _key(division: Division) -> tuple[str, int | None]:
    return division.code, division.valid_from
