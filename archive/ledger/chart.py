"""A table of the sheet drawn over the years, on the server: no script, fit for print, its numbers in the table below it.

Only what can be laid side by side is joined: neighbouring years of one division. A year without a number breaks the line, and a
number for several years is a bar over its span with its own sum, on no scale that single years have.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.ledger.sheet import Cell, Row, State, Table
from archive.models import Figure, Region

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 96, 20, 16, 28
BAND, BAND_GAP = 18, 6
MOST_TRACES = 6
"""Lines that can be told apart by colour and by dash."""
STEPS = (1, 2, 5)
TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A number in its year. ``is_bounded``: 余, 多, 近; ``is_doubted``: it leapt."""

    x: float
    y: float
    year: int
    figure: Figure
    is_bounded: bool
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A division: the points of neighbouring years joined."""

    region: Region
    place: int
    points: tuple[Point, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A number for several years over its span."""

    x: float
    y: float
    width: float
    place: int
    figure: Figure

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def label_y(self) -> float:
        return self.y + BAND - 5


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    value: Decimal | int


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator over the years."""

    traces: tuple[Trace, ...]
    bands: tuple[Band, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT
    baseline: int = HEIGHT - BOTTOM
    band: int = BAND

    @property
    def year_y(self) -> int:
        return self.baseline + 18


def chart(table: Table, years: Sequence[int]) -> Chart | None:
    """None where there is nothing to draw. ``years`` in any order."""
    rows = table.rows[:MOST_TRACES]
    shown = sorted(years)
    told = [cell.figure.value for row in rows for cell in _told(row) if cell.figure]
    spans = list(_spans(rows, shown))
    if not told and not spans:
        return None
    scale = _Scale(shown, _top(max(told, default=Decimal(0))))
    bands = tuple(_band(scale, lane, place, figure) for lane, (place, figure) in enumerate(spans))
    return Chart(
        traces=tuple(_trace(scale, place, row) for place, row in enumerate(rows)),
        bands=bands,
        years=tuple(Tick(scale.x(year), year) for year in shown),
        values=tuple(Tick(scale.y(value), value) for value in scale.ticks()) if told else (),
        height=HEIGHT + len(bands) * (BAND + BAND_GAP) + (BAND_GAP if bands else 0),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    years: Sequence[int]
    step: Decimal

    def x(self, year: float) -> float:
        slots = len(self.years)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - self.years[0] + 0.5) / slots, 1)

    def y(self, value: Decimal) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(HEIGHT - BOTTOM - float(value / (self.step * TICKS)) * room, 1)

    def ticks(self) -> Iterator[Decimal]:
        return (self.step * count for count in range(TICKS + 1))


def _top(greatest: Decimal) -> Decimal:
    """The step of a scale from 0 that holds the greatest value: 1, 2 or 5 with zeros."""
    size = Decimal(1).scaleb(max(0, greatest.adjusted() - 1)) if greatest > 0 else Decimal(1)
    while True:
        for step in STEPS:
            if step * size * TICKS >= greatest:
                return step * size
        size *= 10


def _told(row: Row) -> Iterator[Cell]:
    return (cell for cell in row.cells if cell.state is State.TOLD and cell.figure)


def _trace(scale: _Scale, place: int, row: Row) -> Trace:
    points = tuple(
        sorted(
            (_point(scale, cell, cell.figure) for cell in _told(row) if cell.figure), key=lambda one: one.year
        )
    )
    return Trace(row.region, place, points, tuple(_lines(points)))


def _point(scale: _Scale, cell: Cell, figure: Figure) -> Point:
    return Point(
        x=scale.x(cell.year),
        y=scale.y(figure.value),
        year=cell.year,
        figure=figure,
        is_bounded=figure.bound != Figure.Bound.EXACT,
        is_doubted=cell.leapt,
    )


def _lines(points: Sequence[Point]) -> Iterator[str]:
    """Runs of neighbouring years."""
    run: list[Point] = []
    for point in points:
        if run and (point.year != run[-1].year + 1 or point.is_doubted):
            yield from _line(run)
            run = []
        run.append(point)
    yield from _line(run)


def _line(run: Sequence[Point]) -> Iterator[str]:
    if len(run) > 1:
        yield " ".join(f"{point.x},{point.y}" for point in run)


def _spans(rows: Iterable[Row], years: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """The numbers for several years of each division, each once."""
    for place, row in enumerate(rows):
        seen = set()
        for cell in sorted(row.cells, key=lambda cell: cell.year):
            if cell.state is State.SPAN and cell.figure and cell.figure.pk not in seen:
                seen.add(cell.figure.pk)
                yield place, cell.figure


def _band(scale: _Scale, lane: int, place: int, figure: Figure) -> Band:
    first, last = scale.years[0], scale.years[-1]
    start, end = max(figure.series_start or first, first), min(figure.series_end or last, last)
    x = scale.x(start - 0.45)
    return Band(
        x=x,
        y=HEIGHT + BAND_GAP + lane * (BAND + BAND_GAP),
        width=round(scale.x(end + 0.45) - x, 1),
        place=place,
        figure=figure,
    )
