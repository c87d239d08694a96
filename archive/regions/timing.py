"""Which row of a name is meant in a year, and what a division of another year was then."""

from collections.abc import Iterable

from archive.regions.authority import Authority, Division
from archive.regions.clues import NOTE_RENAMED, NOTE_UNDATED


def at_time(
    authority: Authority, rows: Iterable[Division], year: int | None, name: str
) -> tuple[list[Division], str | None]:
    """Of the rows of a name, those of the year; and a note where the name is not of that year.

    With no year: those of today, or if there are none the last ones. A division that was none in the year, and of which
    nobody knows what it was then, is taken as it is.
    """
    rows = list(rows)
    # In 2020 南郊区 is what Datong's became until 2018, and not 津南区, which was called so until 1991.
    rows = [row for row in rows if name != row.former or (year and row.stood(year, name))] or rows
    if year is None:
        last = max((row.valid_to or 9999 for row in rows), default=0)
        return one_a_code(row for row in rows if (row.valid_to or 9999) == last), None
    valid = _lasting(authority, [row for row in rows if row.stood(year, name)], year)
    # A review of 2014 that came out in 2015 already calls the county a district.
    near = [row for row in rows if row.stood(year + 1, name) or row.stood(year - 1, name)]
    if valid or any(_kept_its_name(authority, row, year) for row in near):
        return one_a_code(valid or near), None
    moved = one_a_code({row.key: row for old in near or rows for row in _then(authority, old, year)}.values())
    if not moved or (near and len(moved) > 1):
        # put together out of several: a year away, the one named is nearer than any
        return one_a_code(near or rows), NOTE_UNDATED
    return moved, NOTE_RENAMED


def _then(authority: Authority, row: Division, year: int) -> list[Division]:
    """What it was in that year under another name: 中甸县 is 香格里拉县, the same row, from 2001 on."""
    return [row] if row.former and row.stood(year, row.name) else followed(authority, row, year)


def _kept_its_name(authority: Authority, row: Division, year: int) -> bool:
    """Whether it had the name in another kind in that year: 广丰区 was 广丰县, 蓟州区 蓟县, but 兴宾区 was 来宾县."""
    return any(
        other.short_name == row.short_name
        or (other.name[0] == row.name[0] and min(len(other.name), len(row.name)) == 2)
        for other in followed(authority, row, year)
    )


def _lasting(authority: Authority, rows: list[Division], year: int) -> list[Division]:
    """Without those that became another of the rows: in 2011 铜仁市 was a county, then a prefecture."""
    keys = {row.key for row in rows}

    def became_another(row: Division) -> bool:
        return row.valid_to == year and any(
            step.key in keys or step.parent_code in {code for code, _ in keys}
            for step in authority.successors(row)
        )

    return [row for row in rows if not became_another(row)]


def followed(authority: Authority, row: Division, year: int) -> list[Division]:
    """What the division had become by a later year, or had been in an earlier one; its namesake, if any."""
    later = row.valid_to is not None and row.valid_to < year
    step = authority.heirs if later else authority.origins
    seen, todo, found = {row.key}, [row], []
    while todo:
        for other in step(todo.pop()):
            if other.key in seen:
                continue
            seen.add(other.key)
            if other.covers(year):
                found.append(other)
            else:
                todo.append(other)
    namesakes = [other for other in found if other.short_name == row.short_name]
    made = authority.made_of(row)
    return namesakes or ([made] if made in found else found)


def one_a_code(rows: Iterable[Division]) -> list[Division]:
    """One row a code, the later where a change within the year gave it two."""
    found: dict[str, Division] = {}
    for row in rows:
        known = found.get(row.code)
        if known is None or (row.valid_from or 0) > (known.valid_from or 0):
            found[row.code] = row
    return list(found.values())
