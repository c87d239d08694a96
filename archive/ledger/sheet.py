"""The sheet: divisions by indicators by years, each number with its sentence, each empty cell with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from archive.coverage.lives import existed, lives_of
from archive.figures.indicators import Indicator, Nature
from archive.figures.plausible import has_leapt
from archive.figures.reader import VERSION
from archive.ledger.asked import Question
from archive.models import Article, Figure, Region


class State(Enum):
    """What a cell holds, or why it holds nothing."""

    TOLD = auto()
    SPAN = auto()  # 跨年: only as part of a number for several years, which is never divided
    PARTS = auto()  # only parts, plans, growths: no number for the whole
    SILENT = auto()  # 未载: a report covers the year and says nothing
    MISSING = auto()  # 未收: no report covers the year
    VOID = auto()  # the division was not there


@dataclass(frozen=True, slots=True)
class Cell:
    """A division's number for an indicator and a year. ``others`` are further mentions; ``former`` is the predecessor whose
    number it is; a number that ``leapt`` is three times that of the year before."""

    year: int
    state: State
    figure: Figure | None = None
    others: int = 0
    former: Region | None = None
    leapt: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A division with its cells, in the order of the years asked for."""

    region: Region
    indicator: Indicator
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One indicator."""

    indicator: Indicator
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables of the same divisions and years."""

    years: tuple[int, ...]
    tables: tuple[Table, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        """Every number that is shown, once."""
        seen = set()
        for cell in self.cells:
            if cell.figure and cell.figure.pk not in seen:
                seen.add(cell.figure.pk)
                yield cell.figure

    @property
    def cells(self) -> Iterator[Cell]:
        for table in self.tables:
            for row in table.rows:
                yield from row.cells

    @property
    def formers(self) -> list[tuple[Region, Region]]:
        """(predecessor, division) for every number that is a predecessor's."""
        found = {
            (cell.former.pk, row.region.pk): (cell.former, row.region)
            for table in self.tables
            for row in table.rows
            for cell in row.cells
            if cell.former
        }
        return list(found.values())


def sheet(question: Question) -> Sheet:
    """Four queries, however much is asked for; the newest year comes first."""
    indicators, regions, years = question.indicators, question.regions, question.years[::-1]
    if not (indicators and regions and years):
        return Sheet(years, ())
    lives = lives_of(regions)
    filling = _Filling(lives, _figures(indicators, lives, years), _covered(lives, years), years)
    return Sheet(
        years,
        tuple(
            Table(indicator, tuple(filling.row(indicator, region) for region in regions))
            for indicator in indicators
        ),
    )


Key = tuple[str, int]
"""An indicator and the number of a division's row."""


def _figures(
    indicators: Sequence[Indicator], lives: Mapping[int, Sequence[Region]], years: Sequence[int]
) -> Mapping[Key, list[Figure]]:
    found: defaultdict[Key, list[Figure]] = defaultdict(list)
    codes = [indicator.code for indicator in indicators]
    # One year more before the first, to see whether a stock has leapt
    rows = Figure.objects.for_readers(VERSION).of_cells(codes, _members(lives), min(years) - 1, max(years))
    for figure in rows:
        if figure.indicator_id and figure.region_id:
            found[figure.indicator_id, figure.region_id].append(figure)
    return found


def _members(lives: Mapping[int, Sequence[Region]]) -> list[int]:
    return sorted({life.pk for found in lives.values() for life in found})


def _covered(lives: Mapping[int, Sequence[Region]], years: Sequence[int]) -> set[tuple[int, int]]:
    """(division, year) that some report is about."""
    periods = (
        Article.objects.published()
        .of_places(_members(lives))
        .covering(min(years), max(years))
        .order_by()
        .values_list("region_id", "period_start", "period_end")
        .distinct()
    )
    return {
        (region, year)
        for region, start, end in periods
        if region and start and end
        for year in range(start, end + 1)
    }


class _Filling:
    """Fills the rows from what was fetched."""

    def __init__(
        self,
        lives: Mapping[int, Sequence[Region]],
        figures: Mapping[Key, list[Figure]],
        covered: set[tuple[int, int]],
        years: Sequence[int],
    ) -> None:
        self._lives, self._figures, self._covered, self._years = lives, figures, covered, years

    def row(self, indicator: Indicator, region: Region) -> Row:
        lives = self._lives[region.pk]
        figures = [figure for life in lives for figure in self._figures.get((indicator.code, life.pk), ())]
        cells = [self._cell(region, lives, figures, year) for year in self._years]
        if indicator.nature is Nature.STOCK:
            cells = [self._with_leap(cell, figures) for cell in cells]
        return Row(region, indicator, tuple(cells))

    def _cell(self, region: Region, lives: Sequence[Region], figures: Iterable[Figure], year: int) -> Cell:
        of_year = [figure for figure in figures if figure.told_years == (year, year)]
        if spoken := speaking(of_year):
            former = next((life for life in lives if life.pk == spoken.region_id), region)
            return Cell(
                year,
                State.TOLD,
                spoken,
                others=len(of_year) - 1,
                former=None if former.pk == region.pk else former,
            )
        if spanning := speaking([figure for figure in figures if _spans(figure, year)]):
            return Cell(year, State.SPAN, spanning, others=len(of_year))
        if of_year:
            return Cell(year, State.PARTS, others=len(of_year))
        return Cell(year, self._why_empty(lives, year))

    def _why_empty(self, lives: Sequence[Region], year: int) -> State:
        if any((life.pk, year) in self._covered for life in lives):
            return State.SILENT
        return State.MISSING if any(existed(life, year) for life in lives) else State.VOID

    def _with_leap(self, cell: Cell, figures: Iterable[Figure]) -> Cell:
        before = speaking(
            [figure for figure in figures if figure.told_years == (cell.year - 1, cell.year - 1)]
        )
        if cell.state is not State.TOLD or cell.figure is None or before is None:
            return cell
        leapt = has_leapt(cell.figure.value, before.value)
        return Cell(cell.year, cell.state, cell.figure, cell.others, cell.former, leapt)


def speaking(figures: Iterable[Figure]) -> Figure | None:
    """Of the headlines of several articles, the one of the report on just these years; of several such the earliest kept."""
    spoken = [figure for figure in figures if figure.is_headline]
    return min(
        spoken,
        key=lambda one: (not one.is_confirmed, one.basis != Figure.Basis.ARTICLE, one.article_id),
        default=None,
    )


def _spans(figure: Figure, year: int) -> bool:
    start, end = figure.series_start, figure.series_end
    return start is not None and end is not None and start != end and start <= year <= end
