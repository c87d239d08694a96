"""How many articles of a result each place has in each year; every number is that of a search, and leads to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Region
from search import replicas
from search.engines import engine
from search.engines.contract import UNKNOWN, Facets, Request
from search.facets import year_label
from search.query import Node
from search.service import request_of
from search.state import SearchState
from search.syntax import parse

LEVELS = {
    "province": gettext_lazy("省"),
    "prefecture": gettext_lazy("省、市"),
    "county": gettext_lazy("省、市、县"),
}
DEEPER = {"province": ("province",), "prefecture": ("province", "prefecture")}
"""A level comes with those above it, whose numbers hold what stands below them; all levels are the counties'."""
MOST_YEARS = 60
"""Columns; each is a search of its own, of some milliseconds."""
NO_FACETS = Facets({}, {}, {}, {})

Year = int | str


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A place, None where the region is unknown, with its number in every year and together."""

    region: Region | None
    cells: tuple[Cell, ...]
    total: Cell

    @property
    def name(self) -> str:
        return self.region.name if self.region else _("地区不详")

    @property
    def path(self) -> str:
        return self.region.full_name if self.region else self.name

    @property
    def depth(self) -> int:
        return len(self.region.path) - 1 if self.region else 0


@dataclass(frozen=True, slots=True)
class ByPlace:
    """``years`` are the columns, the newest first, the unknown one last. ``total`` is of the whole result."""

    state: SearchState
    node: Node
    level: str
    years: tuple[Year, ...]
    lines: tuple[Line, ...]
    total: Line
    number: int

    @property
    def heads(self) -> list[str]:
        return [year_label(year) if year == UNKNOWN else str(year) for year in self.years]


def level_of(asked: str, state: SearchState) -> str:
    """The level that an address asks for; below a chosen place it is the counties, unless it says otherwise."""
    if asked in LEVELS:
        return asked
    return "county" if any(code[2:] != "0000" for code in state.filters.regions) else "prefecture"


def by_place(state: SearchState, level: str) -> ByPlace:
    """Raises QueryRefused and IndexUnavailable, as the page does."""
    node = parse(state.text).node
    replicas.refuse_to_answer()
    asked = replace(request_of(node, state), offset=0, limit=0, want_facets=True)
    answer = engine().find(asked)
    whole = answer.facets or NO_FACETS
    years = _years(state, whole)
    of_years = {year: _regions(asked, year) for year in years}
    return ByPlace(
        state,
        node,
        level,
        years,
        tuple(_lines(state, level, whole.regions, of_years)),
        Line(
            None,
            tuple(Cell(whole.years.get(year, 0), state.filtered(years=(year,)).url()) for year in years),
            Cell(answer.total, state.url()),
        ),
        answer.total,
    )


def _years(state: SearchState, whole: Facets) -> tuple[Year, ...]:
    """Those in which there is anything; where some were chosen, these."""
    chosen = state.filters.years
    found = [year for year, number in whole.years.items() if number and (not chosen or year in chosen)]
    known = sorted((year for year in found if year != UNKNOWN), key=int, reverse=True)[:MOST_YEARS]
    return (*known, *(year for year in found if year == UNKNOWN))


def _regions(asked: Request, year: Year) -> Mapping[str, int]:
    answer = engine().find(replace(asked, filters=replace(asked.filters, years=(year,))))
    return (answer.facets or NO_FACETS).regions


def _lines(
    state: SearchState, level: str, whole: Mapping[str, int], of_years: Mapping[Year, Mapping[str, int]]
) -> Iterator[Line]:
    chosen = state.filters.regions
    codes = [code for code, number in whole.items() if number and code != UNKNOWN]
    places = [
        region
        for region in Region.objects.newest_of_codes(codes).values()
        if region.level in DEEPER.get(level, (region.level,))
        and (not chosen or any(step.code in chosen for step in region.path))
    ]
    for region in sorted(places, key=lambda region: [step.code for step in region.path]):
        yield _line(state, region, region.code, whole, of_years)
    if whole.get(UNKNOWN) and (not chosen or UNKNOWN in chosen):
        yield _line(state, None, UNKNOWN, whole, of_years)


def _line(
    state: SearchState,
    region: Region | None,
    code: str,
    whole: Mapping[str, int],
    of_years: Mapping[Year, Mapping[str, int]],
) -> Line:
    here = state.filtered(regions=(code,))
    cells = (
        Cell(counts.get(code, 0), here.filtered(years=(year,)).url()) for year, counts in of_years.items()
    )
    return Line(region, tuple(cells), Cell(whole.get(code, 0), here.url()))


def rows(table: ByPlace) -> Iterator[Sequence[object]]:
    """The table for files: head, places, the whole."""
    yield (_("地区"), _("区划代码"), *table.heads, _("篇数"))
    for line in table.lines:
        code = line.region.code if line.region else None
        yield (line.path, code, *(cell.count for cell in line.cells), line.total.count)
    yield (_("全部"), None, *(cell.count for cell in table.total.cells), table.number)
