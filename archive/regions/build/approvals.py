"""Successions held to the approvals of the changes: who is the heir, wholly or in part, and of whom a part was taken.

The yearly tables say which names ended and began; they cannot tell what a new district was before (崇左县 was
江州区, not 崇左市), nor what one that lives on gave away (余杭区 → 临平区).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

DivisionRow = Sequence[str]
SuccessionRow = tuple[str, ...]
Change = tuple[str, str, str]  # code, name, year


def corrected(
    successions: Iterable[SuccessionRow],
    divisions: Sequence[DivisionRow],
    approvals: Iterable[Mapping[str, str]],
) -> list[SuccessionRow]:
    """The successions with those that an approval states; what it says of an ended division replaces all others."""
    by_code: dict[str, list[DivisionRow]] = defaultdict(list)
    for row in divisions:
        by_code[row[0]].append(row)
    stated: dict[tuple[str, str], list[SuccessionRow]] = defaultdict(list)
    for fact in approvals:
        step = _step(by_code, fact)
        if step is not None:
            stated[step[0], step[1]].append(step)
    ended = {(row[0], row[5]) for row in divisions if row[6]}
    kept = [
        step for step in successions if (step[0], step[1]) not in stated or not _replaces(step, stated, ended)
    ]
    return sorted({*kept, *(step for steps in stated.values() for step in steps)})


def _replaces(
    step: SuccessionRow,
    stated: Mapping[tuple[str, str], list[SuccessionRow]],
    ended: set[tuple[str, str]],
) -> bool:
    """Whether the approvals say all of what became of the division at its end; else they add to what is known."""
    key = (step[0], step[1])
    same_end = [other for other in stated[key] if abs(int(other[4]) - int(step[4])) <= 1]
    whole = any(other[5] == "1" for other in same_end)
    return key in ended and (whole or len(same_end) > 1 or any(other[2:4] == step[2:4] for other in same_end))


def _step(by_code: Mapping[str, list[DivisionRow]], fact: Mapping[str, str]) -> SuccessionRow | None:
    year = int(fact["year"])
    before = [
        row for row in by_code[fact["from_code"]] if row[1] == fact["from_name"] and _was(row, year - 1)
    ]
    after = [row for row in by_code[fact["to_code"]] if row[1] == fact["to_name"] and _was(row, year + 1)]
    if not before or not after:
        return None  # a change of a change within the year, or a division that the yearly tables do not have
    whole = fact["extent"] == "whole"
    start, end = before[-1], after[0]
    if whole and not start[6]:
        return None  # the tables know better that it lives on
    if not whole and start[6] != str(year) and end[5] != str(year):
        return None  # a street that changed hands between two that live on
    return (start[0], start[5], end[0], end[5], _year(start, end, year), "1" if whole else "0")


def _year(start: DivisionRow, end: DivisionRow, year: int) -> str:
    """The year as the table of divisions has it, where the change began or ended one of the two."""
    written = [other for other in (start[6], end[5]) if _near(other, year)]
    return written[0] if written else str(year)


def _near(written: str, year: int) -> bool:
    return bool(written) and abs(int(written) - year) <= 1


def _was(row: DivisionRow, year: int) -> bool:
    return (not row[5] or int(row[5]) <= year) and (not row[6] or int(row[6]) >= year)
