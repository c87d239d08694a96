"""The administrative divisions of China through time: who was called what, where, and from when to when.

A division is one row for one span of years. Its identity is (code, valid_from): 襄樊市 and 襄阳市 are both
420600, and a county has a new row when its parent got another name, so that ``path`` is right for its time.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

# The national table knows the changes from this year on; what was there before has no first year in it.
BEGINS = 2002
DATA = Path(__file__).with_name("data")
FILES = ("divisions", "zones", "demo_divisions")
SUCCESSION_FILES = ("successions", "demo_successions")


class Level(StrEnum):
    """Where a division stands in the tree."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    ZONE = "zone"


RANK = {Level.PROVINCE: 0, Level.PREFECTURE: 1, Level.COUNTY: 2, Level.ZONE: 3}


@dataclass(frozen=True, slots=True)
class Division:
    """One division for one span of years, both ends inclusive.

    ``valid_from`` None: it was there before the table begins; ``since`` then is the year from which older tables
    know it by its name, None where they always did; ``former``, one of the aliases, is what it was called until then.
    ``valid_to`` None: it is there today; else the year in which it ended, of which it still saw a part.
    """

    code: str
    name: str
    short_name: str
    level: Level
    parent_code: str | None
    valid_from: int | None
    valid_to: int | None
    pinyin: str
    initials: str
    aliases: tuple[str, ...] = ()
    since: int | None = None
    former: str = ""

    @property
    def key(self) -> tuple[str, int | None]:
        """What tells this row from every other."""
        return self.code, self.valid_from

    def covers(self, year: int) -> bool:
        """Whether the division existed at some time in that year."""
        return (self.valid_from is None or self.valid_from <= year) and (
            self.valid_to is None or year <= self.valid_to
        )

    def stood(self, year: int, name: str) -> bool:
        """Whether it was called so in that year: 淮安市 was another city's name before 2000, 白山市 was 浑江市 until 1993."""
        began = self.since if self.valid_from is None else None
        if name == self.former:
            return began is not None and year < began
        return self.covers(year) and (began is None or began <= year)

    def overlap(self, other: "Division") -> bool:
        """Whether the two existed at the same time, a shared year of change not counted."""
        return _from(self) < _to(other) and _from(other) < _to(self)


@dataclass(frozen=True, slots=True)
class Succession:
    """All (``whole``) or a part of one division became, or went to, another in ``year``."""

    from_code: str
    from_valid_from: int | None
    to_code: str
    to_valid_from: int | None
    year: int
    whole: bool


def _from(division: Division) -> int:
    return -9999 if division.valid_from is None else division.valid_from


def _to(division: Division) -> int:
    return 9999 if division.valid_to is None else division.valid_to


def _age(division: Division) -> tuple[int, int]:
    """Sorts the rows of one code, the latest last."""
    return _to(division), _from(division)


class Authority:
    """The table, with the look-ups that the archive needs. Never changed after it was made."""

    def __init__(self, divisions: Iterable[Division], successions: Iterable[Succession] = ()) -> None:
        self.divisions: tuple[Division, ...] = tuple(divisions)
        self.successions: tuple[Succession, ...] = tuple(successions)
        self._rows = {division.key: division for division in self.divisions}
        self._codes: dict[str, list[Division]] = {}
        self._names: dict[str, list[Division]] = {}
        self._children: dict[str, list[Division]] = {}
        for division in self.divisions:
            self._codes.setdefault(division.code, []).append(division)
            for name in {division.name, division.short_name, *division.aliases}:
                self._names.setdefault(name, []).append(division)
            if division.parent_code:
                self._children.setdefault(division.parent_code, []).append(division)
        for rows in self._codes.values():
            rows.sort(key=_age)
        for rows in self._names.values():
            rows.sort(key=lambda row: (RANK[row.level], row.code, _age(row)))
        self._after: dict[tuple[str, int | None], list[Succession]] = {}
        self._before: dict[tuple[str, int | None], list[Succession]] = {}
        for step in self.successions:
            self._after.setdefault((step.from_code, step.from_valid_from), []).append(step)
            self._before.setdefault((step.to_code, step.to_valid_from), []).append(step)

    @classmethod
    def load(cls) -> "Authority":
        """The table that comes with the project: the nation, its well-known zones, the demo province."""
        return _load()

    def with_divisions(
        self, extra: Iterable[Division], successions: Iterable[Succession] = ()
    ) -> "Authority":
        """This table and more rows: an older history, an editor's zones.

        A row with the key of one that is here replaces it. A row that reaches over the beginning of this table
        gives its own first year to the one of the same code and name; one that lies before it is added; one
        that contradicts a row of its code is left out, because this table knows its years better.
        """
        extra = list(extra)
        began = self._beginnings(extra)
        moved = {key: (key[0], year) for key, year in began.items()}
        rows = {
            moved.get(row.key, row.key): replace(row, valid_from=began[row.key]) if row.key in began else row
            for row in self.divisions
        }
        by_code: dict[str, list[Division]] = {}
        for row in rows.values():
            by_code.setdefault(row.code, []).append(row)
        for division in extra:
            if division.key in moved.values():
                continue
            if division.key in rows or not any(
                row.overlap(division) for row in by_code.get(division.code, ())
            ):
                rows[division.key] = division
        steps: dict[Succession, None] = {}
        for step in (*self.successions, *successions):
            start = (step.from_code, step.from_valid_from)
            end = (step.to_code, step.to_valid_from)
            start, end = moved.get(start, start), moved.get(end, end)
            if start in rows and end in rows and start != end:
                steps[Succession(*start, *end, step.year, step.whole)] = None
        return Authority(rows.values(), steps)

    def _beginnings(self, older: list[Division]) -> dict[tuple[str, int | None], int]:
        """The first years, as an older table has them, of the rows that were there before this one began."""
        by_code: dict[str, list[Division]] = {}
        for division in older:
            by_code.setdefault(division.code, []).append(division)
        found: dict[tuple[str, int | None], int] = {}
        for row in self.divisions:
            if row.valid_from is not None:
                continue
            known = by_code.get(row.code, [])
            twins = [
                other.valid_from
                for other in known
                if other.name == row.name and other.valid_from is not None and other.valid_from < BEGINS
                and (other.valid_to is None or other.valid_to >= BEGINS)
            ]  # fmt: skip
            # The code was another division's before: 510800 cannot have been two cities at once.
            others = [other.valid_to for other in known if other.valid_to and other.valid_to <= BEGINS]
            if twins or others:
                found[row.key] = max(twins or others)
        return found

    def row(self, code: str, valid_from: int | None) -> Division | None:
        """The one row with this key."""
        return self._rows.get((code, valid_from))

    def by_code(self, code: str, year: int | None = None) -> Division | None:
        """The division of this code in that year (in a year of change: the new one), or the latest."""
        rows = self._codes.get(code, [])
        if year is not None:
            rows = [row for row in rows if row.covers(year)]
        return rows[-1] if rows else None

    def named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Every division with this full name, short name or alias, in that year or at any time."""
        rows = self._names.get(name, [])
        return tuple(row for row in rows if year is None or row.covers(year))

    def names(self) -> Iterator[str]:
        """Every full name, short name and alias."""
        return iter(self._names)

    def parent(self, division: Division) -> Division | None:
        """The division that it belonged to in its last years."""
        if division.parent_code is None:
            return None
        rows = self._codes.get(division.parent_code, [])
        candidates = [row for row in rows if row.overlap(division)] or rows
        return candidates[-1] if candidates else None

    def path(self, division: Division) -> tuple[Division, ...]:
        """From the province down to the division itself: 江西省, 上饶市, 广丰区."""
        steps = [division]
        while (above := self.parent(steps[0])) is not None and above not in steps:
            steps.insert(0, above)
        return tuple(steps)

    def children(self, division: Division) -> tuple[Division, ...]:
        """The divisions directly below it at any time of its own span."""
        return tuple(row for row in self._children.get(division.code, ()) if self.parent(row) is division)

    def successors(self, division: Division) -> tuple[Division, ...]:
        """What it, or parts of it, became, one step on."""
        steps = self._after.get(division.key, ())
        return tuple(self._rows[step.to_code, step.to_valid_from] for step in steps)

    def predecessors(self, division: Division) -> tuple[Division, ...]:
        """What it, or parts of it, had been, one step back."""
        steps = self._before.get(division.key, ())
        return tuple(self._rows[step.from_code, step.from_valid_from] for step in steps)

    def heirs(self, division: Division) -> tuple[Division, ...]:
        """What it became as a whole, or if nothing, what parts of it became."""
        return tuple(self._rows[step.to_code, step.to_valid_from] for step in _wholes(self._after, division))

    def made_of(self, division: Division) -> Division | None:
        """The one district that a county became, where others took parts of it.

        宜宾县 was made 叙州区 in 2018 and gave two towns to 翠屏区, which was there before. A district that ended, 江干区 of 2021,
        was shared out: 钱塘区, which was founded with its end, is no more its heir than 上城区.
        """
        founded = [
            heir
            for heir in self.heirs(division)
            if heir.valid_from == division.valid_to and heir.name.endswith("区")
        ]
        if len(founded) != 1 or division.name.endswith("区"):
            return None
        ended = {row.key for row in self.origins(founded[0]) if row.valid_to == division.valid_to}
        return founded[0] if ended == {division.key} else None

    def origins(self, division: Division) -> tuple[Division, ...]:
        """What was it as a whole before, or if nothing, what its parts belonged to."""
        return tuple(
            self._rows[step.from_code, step.from_valid_from] for step in _wholes(self._before, division)
        )


def _wholes(steps: Mapping[tuple[str, int | None], list[Succession]], division: Division) -> list[Succession]:
    found = steps.get(division.key, [])
    return [step for step in found if step.whole] or found


@cache
def _load() -> Authority:
    divisions = [row for name in FILES for row in read_divisions(DATA / f"{name}.tsv")]
    successions = [row for name in SUCCESSION_FILES for row in read_successions(DATA / f"{name}.tsv")]
    return Authority(divisions, successions)


def read_divisions(path: Path) -> Iterator[Division]:
    """The rows of a table of divisions in this package's own form."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Division(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                level=Level(row["level"]),
                parent_code=row["parent_code"] or None,
                valid_from=_year(row["valid_from"]),
                valid_to=_year(row["valid_to"]),
                pinyin=row["pinyin"],
                initials=row["initials"],
                aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
                since=_year(row.get("since") or ""),
                former=row.get("former") or "",
            )


def read_successions(path: Path) -> Iterator[Succession]:
    """The rows of a table of successions in this package's own form."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Succession(
                from_code=row["from_code"],
                from_valid_from=_year(row["from_valid_from"]),
                to_code=row["to_code"],
                to_valid_from=_year(row["to_valid_from"]),
                year=int(row["year"]),
                whole=row["whole"] == "1",
            )


def _year(text: str) -> int | None:
    return int(text) if text else None
