"""Federations by years: what is there of each itself, and of how many of those below it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.coverage.counting import YearCount, undated, year_counts
from archive.coverage.federations import Divisions, Federation, Life
from archive.coverage.holdings import Holding, Holdings, all_holdings, holdings_of
from archive.coverage.states import REVIEWS, State
from archive.gazette import gazette
from archive.kept import OF_DIVISIONS, Kept
from archive.models import Absence, Region
from archive.regions.authority import RANK, Level
from archive.years import is_period, runs

LEVELS = [level.value for level in sorted(RANK, key=lambda level: RANK[Level(level)])]
MOSTLY = 0.6
"""Of a table that is full to this part the gaps are shown loudly, of one that is empty to this part what is there."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A federation in a year. ``articles`` are its own, by what they are for the year."""

    year: int
    state: State
    articles: Mapping[State, int]

    @property
    def count(self) -> int:
        return sum(self.articles.values())


@dataclass(frozen=True, slots=True)
class Share:
    """``have`` of the ``of`` federations that a review of the year can be had of."""

    year: int
    have: int
    of: int

    @property
    def lacking(self) -> int:
        return self.of - self.have


@dataclass(frozen=True)
class Stand:
    """How it stands with one federation: its articles by year, when it was there, where an editor found that none was.

    ``years`` are those that are asked for.
    """

    federation: Federation
    articles: Mapping[int, Counter[State]]
    absences: Mapping[int, Absence]
    years: frozenset[int]

    @property
    def region(self) -> Life:
        return self.federation.region

    @cached_property
    def reviewed(self) -> frozenset[int]:
        return frozenset(year for year, found in self.articles.items() if not REVIEWS.isdisjoint(found))

    @cached_property
    def due(self) -> frozenset[int]:
        """The years of which a review is there or may be found."""
        there = self.years if self.federation.is_everlasting else self._there
        return (there | (self.years & self.articles.keys())) - (self.absences.keys() - self.reviewed)

    @property
    def _there(self) -> frozenset[int]:
        return frozenset(filter(self.federation.there_in, self.years))

    @property
    def wanted(self) -> list[int]:
        return sorted(self.due - self.reviewed)

    def state(self, year: int) -> State:
        """The surest that is there; what an editor found out counts for more than a text that is no review."""
        found: Mapping[State, int] = self.articles.get(year, {})
        if year in self.absences and year not in self.reviewed:
            return State.ABSENT
        if found:
            return next(state for state in State if state in found)
        return State.LACKING if self.federation.there_in(year) else State.VOID

    def cell(self, year: int) -> Cell:
        return Cell(year, self.state(year), self.articles.get(year, {}))


@dataclass(frozen=True, slots=True)
class Row:
    """``below`` is None where there is nothing below. The counts are of all articles that its page shows."""

    stand: Stand
    cells: tuple[Cell, ...]
    below: tuple[Share, ...] | None
    years: Mapping[int, YearCount]
    undated: int
    total: int

    @property
    def region(self) -> Life:
        return self.stand.region

    @property
    def missing_years(self) -> list[int]:
        """The years of the table of which the federation itself lacks a review."""
        return self.stand.wanted

    @property
    def held(self) -> list[str]:
        return runs(cell.year for cell in self.cells if cell.state in REVIEWS)

    @property
    def missing(self) -> list[str]:
        return runs(self.missing_years)

    @property
    def lacking_below(self) -> int:
        return sum(share.lacking for share in self.below or ())

    @property
    def pairs(self) -> Iterator[tuple[Cell, Share | None]]:
        yield from zip(self.cells, self.below or [None] * len(self.cells), strict=True)


@dataclass(frozen=True)
class Table:
    """``own`` is the row of the place itself, none for the whole country; ``stands`` are all within it, itself first."""

    years: tuple[int, ...]
    divisions: Divisions
    own: Row | None
    parts: tuple[Row, ...]
    stands: tuple[Stand, ...]
    holdings: Holdings

    @property
    def place(self) -> Row:
        """The row of the place that was asked for."""
        if self.own is None:
            raise ValueError("The whole country is no place of its own.")
        return self.own

    @property
    def rows(self) -> tuple[Row, ...]:
        return ((self.own,) if self.own else ()) + self.parts

    @property
    def shown(self) -> tuple[Row, ...]:
        """As a page shows them: of the whole country first the provinces of which something is there, where thirty-four
        that have nothing would stand above it."""
        return self.rows if self.own else tuple(sorted(self.parts, key=lambda row: not row.total))

    @cached_property
    def levels(self) -> list[tuple[str, tuple[Share, ...]]]:
        """For each level below the place, and its name, of how many federations themselves a review is there."""
        by_level: dict[str, list[Stand]] = {}
        for stand in self.stands[1 if self.own else 0 :]:
            by_level.setdefault(stand.region.level, []).append(stand)
        return [
            (str(Region.Level(level).label), shares(by_level[level], self.years))
            for level in LEVELS
            if level in by_level
        ]

    @cached_property
    def mood(self) -> str:
        """``full``, ``empty`` or ``mixed``: what is rare is what the table shows."""
        due = sum(len(stand.due) for stand in self.stands)
        have = due - sum(len(stand.wanted) for stand in self.stands)
        if have >= due * MOSTLY:
            return "full"
        return "empty" if have <= due * (1 - MOSTLY) else "mixed"


def table(place: Region | None, years: Sequence[int]) -> Table:
    """Few queries, however many divisions and years there are."""
    divisions = Divisions.within(place)
    stock = _Stock(frozenset(years), _holdings(divisions, place), _ABSENCES.get())
    above = divisions.federation(divisions.rows[place.pk]) if place else None
    heads = ([above] if above else []) + divisions.directly_below(above)
    scopes = gazette().members
    below = [stock.stand(federation) for federation in divisions.all_below(above)]
    known = {stand.region.pk: stand for stand in below}
    rows = []
    for federation in heads:
        stand = known.get(federation.region.pk) or stock.stand(federation)
        parts = [known.get(part.region.pk) or stock.stand(part) for part in divisions.all_below(federation)]
        rows.append(_row(stand, parts, years, stock.shown_by(scopes.get(federation.region.pk, ()))))
    own = rows.pop(0) if above else None
    seen = tuple(row for row in rows if _is_seen(row))
    stands = ((own.stand,) if own else ()) + tuple(below)
    return Table(tuple(years), divisions, own, seen, stands, stock.holdings)


def shares(stands: Iterable[Stand], years: Sequence[int]) -> tuple[Share, ...]:
    have: Counter[int] = Counter()
    of: Counter[int] = Counter()
    for stand in stands:
        have.update(stand.reviewed)
        of.update(stand.due)
    return tuple(Share(year, have[year], of[year]) for year in years)


@dataclass(frozen=True, slots=True)
class _Stock:
    years: frozenset[int]
    holdings: Holdings
    absences: Mapping[int, list[Absence]]

    def stand(self, federation: Federation) -> Stand:
        articles: dict[int, Counter[State]] = {}
        for holding in self.shown_by(life.pk for life in federation.lives):
            if is_period(holding.start, holding.end):
                for year in range(holding.start or 0, (holding.end or 0) + 1):
                    articles.setdefault(year, Counter())[holding.state] += holding.number
        found = (absence for life in federation.lives for absence in self.absences.get(life.pk, ()))
        return Stand(federation, articles, {absence.year: absence for absence in found}, self.years)

    def shown_by(self, members: Iterable[int]) -> list[Holding]:
        return [holding for member in members for holding in self.holdings.of(member)]


def _row(stand: Stand, parts: list[Stand], years: Sequence[int], shown: list[Holding]) -> Row:
    counted = [holding.counted for holding in shown]
    return Row(
        stand=stand,
        cells=tuple(stand.cell(year) for year in years),
        below=shares(parts, years) if parts else None,
        years=year_counts(counted),
        undated=undated(counted),
        total=sum(holding.number for holding in shown),
    )


def _is_seen(row: Row) -> bool:
    """A former division that neither was there in these years nor has an article is in nobody's way."""
    return (
        not row.region.is_former or row.total > 0 or any(cell.state is not State.VOID for cell in row.cells)
    )


def _holdings(divisions: Divisions, place: Region | None) -> Holdings:
    """Asked by the numbers of the divisions, which an index knows; over the join the database took ten times as long."""
    return holdings_of(divisions.rows) if place else all_holdings()


def _absences() -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = {}
    for absence in Absence.objects.standing().for_table():
        if absence.year is None:
            continue  # a row that holds what is no year
        found.setdefault(absence.region_id, []).append(absence)
    return found


_ABSENCES = Kept(_absences, OF_DIVISIONS)
