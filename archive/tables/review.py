"""A corrected table as its page shows it: how many rows of which kind, and what each changes or why it is not written."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from archive.editing.differences import Line, characters
from archive.models import CorrectionRow, CorrectionTable, Region
from archive.querysets.imports import CorrectionRowQuerySet
from archive.representation import State
from archive.tables.checks import CHECKS, told
from archive.tables.columns import CORRECTED

ROW = CorrectionRow.State


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows of one kind, by its name in the address."""

    name: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Changed:
    label: str | Promise
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    row: CorrectionRow
    changes: tuple[Changed, ...]
    problems: tuple[str, ...]


def choices(table: CorrectionTable) -> list[Choice]:
    """The kinds of rows that there are: by what became of them, and the refused by the check that refused them."""
    counts = table.rows.counts()
    by_state = [
        Choice(state.value, state.label, counts[state.value, ""])
        for state in ROW
        if (state.value, "") in counts
    ]
    by_check = [
        Choice(name, check.name, counts[ROW.REFUSED, name])
        for name, check in CHECKS.items()
        if (ROW.REFUSED, name) in counts
    ]
    return [*by_state, *by_check]


def rows(table: CorrectionTable, shown: str) -> CorrectionRowQuerySet:
    if shown in ROW.values:
        return table.rows.in_state(shown)
    return table.rows.refused_by(shown) if shown in CHECKS else table.rows.all()


def told_rows(some: Iterable[CorrectionRow]) -> list[Shown]:
    some = list(some)
    named = {state.get("region") for row in some for state in (row.before, row.wanted)}
    regions = Region.objects.with_path().in_bulk([pk for pk in named if pk])
    return [
        Shown(
            row,
            tuple(_changes(row.before, row.wanted, regions)) if not row.problems else (),
            tuple(told(check, column, values) for check, column, values in row.problems if check in CHECKS),
        )
        for row in some
    ]


def _changes(before: State, wanted: State, regions: dict[int, Region]) -> Iterable[Changed]:
    for column in CORRECTED:
        if column.name in wanted:
            texts = (column.cell(before, regions), column.cell(before | wanted, regions))
            one, other = ("" if text is None else str(text) for text in texts)
            yield Changed(column.head, (Line(characters(one, other)),))
