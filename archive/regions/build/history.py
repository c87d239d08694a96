"""Turns dated tables into rows with a first and a last year, and finds what became of what."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from archive.regions.authority import Level
from archive.regions.build.packages import Change, Snapshot, Table, Timeline
from archive.regions.naming import short_name

# Four municipalities have no prefectures: 110100 市辖区 and 500200 县 are only headings of the table.
MUNICIPALITIES = ("11", "12", "31", "50")
# Hong Kong, Macao and Taiwan are kept at province level: sources disagree about what is below.
UNDIVIDED = ("71", "81", "82")
HEADINGS = re.compile(r"市辖区|县|市|.*直辖.*")
# Codes from 71 on, as the statistical office gives them to zones and to administrations that are no counties.
ZONE_CODE = re.compile(r"\d{4}[67]\d")
NO_COUNTIES = re.compile(r".*行政委员会|加格达奇区|松岭区|新林区|呼中区")
# The islands of 三沙市 are rows in some tables between 2012 and 2020; they were no counties then.
ISLANDS = re.compile(r"4603\d\d")
# Another source's year is of the same change when it is at most so many years before the table that shows the
# change first: 秦城区 → 秦州区 was decided in 2004 and stands in the table from 2007. It is never later.
NEAR = 3
# A city as its own only district: 嘉峪关市 620201 in statistical tables, 晋城市市辖区 140501 in 2012.
SELF = ("620201", "140501")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stated by hand, each a table under ``facts``."""

    misprints: Mapping[tuple[str, str], tuple[str, str]]  # (code, name) as printed → as it should be
    years: Mapping[tuple[str, str, str], int]  # (code, name, "began" or "ended") → year
    mergers: Mapping[
        tuple[str, str], Sequence[tuple[str, str, bool]]
    ]  # ended → (code, name, whole) of its heirs


@dataclass(slots=True)
class Row:
    """A division while its history is put together."""

    code: str
    name: str
    parent_code: str | None
    level: Level
    first: int  # index of the first snapshot that has it
    last: int
    valid_from: int | None = None
    valid_to: int | None = None

    @property
    def stem(self) -> str:
        return short_name(self.name, self.level)


@dataclass(frozen=True, slots=True)
class Link:
    """Row ``before`` (an index) became row ``after``, wholly or in part."""

    before: int
    after: int
    whole: bool


@dataclass(slots=True)
class History:
    rows: list[Row]
    links: dict[Link, int] = field(default_factory=dict)  # link → year
    unexplained: list[Row] = field(default_factory=list)  # ended, and no successor is known


def clean(table: Table, misprints: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, str]:
    """The divisions of one table: no headings, no zones, known misprints put right."""
    found = {}
    for printed in table.items():
        code, name = misprints.get(printed, printed)
        if len(code) != 6 or code in SELF or (ISLANDS.fullmatch(code) and "群岛" in name):
            continue
        if code[:2] in UNDIVIDED and code[2:] != "0000":
            continue
        if code[:2] in MUNICIPALITIES and code[2:] != "0000" and code.endswith("00"):
            continue
        if HEADINGS.fullmatch(name) or NO_COUNTIES.fullmatch(name) or is_zone(code):
            continue
        found[code] = name
    return found


def _complete(tables: Sequence[dict[str, str]]) -> None:
    """Statistical tables leave out Hong Kong, Macao and Taiwan; they are as they were."""
    for before, table in pairwise(tables):
        for code in (part + "0000" for part in UNDIVIDED):
            table.setdefault(code, before[code])


def _a_year_before(table: Mapping[str, str], timeline: Timeline, year: int) -> dict[str, str]:
    """The table at the end of the year before: what the timeline says has changed in it, undone."""
    now, then = clean(timeline.table(year), {}), clean(timeline.table(year - 1), {})
    begun, ended = now.items() - then.items(), then.items() - now.items()
    return {code: name for code, name in table.items() if (code, name) not in begun} | dict(ended)


def is_zone(code: str) -> bool:
    """Whether the code is one of those that only statistical tables know."""
    return (
        code[4] in "67" and code[4:] >= "60" and not code.endswith("00") and bool(ZONE_CODE.fullmatch(code))
    )


def is_zone_name(code: str, name: str) -> bool:
    """Whether a row of a table is a zone or an administration that is no county."""
    return len(code) == 6 and (is_zone(code) or bool(NO_COUNTIES.fullmatch(name)))


def level_of(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


def parent_of(code: str, table: Mapping[str, str]) -> str | None:
    """The nearest division above that the same table has: 419001 济源市 stands below the province."""
    if code.endswith("0000"):
        return None
    prefecture = code[:4] + "00"
    return prefecture if not code.endswith("00") and prefecture in table else code[:2] + "0000"


def rows_of(tables: Sequence[Mapping[str, str]]) -> list[Row]:
    """One row for every unbroken run of tables in which a code has the same name and parent."""
    rows: list[Row] = []
    running: dict[str, Row] = {}
    for index, table in enumerate(tables):
        for code, name in table.items():
            parent = parent_of(code, table)
            row = running.get(code)
            if row and row.last == index - 1 and (row.name, row.parent_code) == (name, parent):
                row.last = index
            else:
                running[code] = Row(code, name, parent, level_of(code), index, index)
                rows.append(running[code])
    return rows


def build(
    snapshots: Sequence[Snapshot], changes: Iterable[Change], timeline: Timeline, facts: Facts
) -> History:
    """The rows, with their years and what became of them."""
    tables = [clean(snapshot.table, facts.misprints) for snapshot in snapshots]
    _complete(tables)
    tables.insert(0, _a_year_before(tables[0], timeline, snapshots[0].year))
    snapshots = [Snapshot(snapshots[0].year - 1, 12, tables[0]), *snapshots]
    history = History(rows_of(tables))
    rows = history.rows
    names = {(i, row.code): row for row in rows for i in range(row.first, row.last + 1)}
    ended: dict[int, list[int]] = defaultdict(list)
    begun: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.last + 1 < len(tables):
            ended[row.last + 1].append(number)
        if row.first > 0:
            begun[row.first].append(number)
    years = _Years(facts, timeline, _dated(changes))
    for index in sorted(set(ended) | set(begun)):
        default = snapshots[index].year
        stated = [n for n in ended[index] if (rows[n].code, rows[n].name) in facts.mergers]
        links = _links(rows, [n for n in ended[index] if n not in stated], begun[index], names, index)
        links += _merged(rows, stated, facts.mergers, index)
        linked = {link.before for link in links}
        history.unexplained += [rows[number] for number in ended[index] if number not in linked]
        began = {
            n: years.find(rows[n], "began", _names(rows[n], names, index), default) for n in begun[index]
        }
        gone = {n: years.find(rows[n], "ended", _names(rows[n], names, index), default) for n in ended[index]}
        for link in links:
            # What is linked changed on the same day: the new one's year counts, or else the old one's.
            if link.after in began:
                began[link.after] = gone[link.before] = began[link.after] or gone[link.before]
        for number, year in began.items():
            rows[number].valid_from = year or default
        for number, year in gone.items():
            rows[number].valid_to = year or default
        for link in links:
            history.links[link] = gone[link.before] or default
    return history


@dataclass(frozen=True, slots=True)
class _Years:
    """The year of a change, from the sources that are finer than two tables some time apart."""

    facts: Facts
    timeline: Timeline
    dated: Mapping[tuple[str, ...], int]

    def find(self, row: Row, change: str, path: tuple[str, ...], table: int) -> int | None:
        """What is stated by hand, else the timeline's year, else the dated list's, if near the table's."""
        stated = self.facts.years.get((row.code, row.name, change))
        if stated is not None:
            return stated
        first, last = self.timeline.spans.get((row.code, row.name), (None, None))
        after = None if last is None else last + 1
        for year in (first if change == "began" else after, self.dated.get(path)):
            if year is not None and 0 <= table - year <= NEAR:
                return year
        return None


def _links(
    rows: list[Row],
    ended: list[int],
    begun: list[int],
    names: Mapping[tuple[int, str], Row],
    index: int,
) -> list[Link]:
    """Pairs of an ended and a begun row that are the same place, the surest sign first."""
    links: list[Link] = []
    old, new = list(ended), list(begun)

    def parent_stem(row: Row, at: int) -> str:
        parent = names.get((at, row.parent_code or ""))
        return parent.stem if parent else ""

    def take(same: Iterable[tuple[int, int]]) -> None:
        for before, after in same:
            if before in old and after in new:
                links.append(Link(before, after, whole=True))
                old.remove(before)
                new.remove(after)

    def pairs(key_of_old: dict[int, object], key_of_new: dict[int, object]) -> list[tuple[int, int]]:
        """Pairs with a key that is unique on both sides."""
        left: dict[object, list[int]] = defaultdict(list)
        right: dict[object, list[int]] = defaultdict(list)
        for number, key in key_of_old.items():
            left[key].append(number)
        for number, key in key_of_new.items():
            right[key].append(number)
        return [(left[key][0], right[key][0]) for key in left if len(left[key]) == 1 and len(right[key]) == 1]

    def at_level(numbers: list[int], level: Level) -> list[int]:
        return [number for number in numbers if rows[number].level is level]

    for level in (Level.PREFECTURE, Level.COUNTY):
        # 定西地区 622400 → 定西市 621100; 文水县 142322 → 文水县 141121: same stem, same parent's stem.
        for key in (
            lambda r, at: (r.name, r.code[:2], parent_stem(r, at)),
            lambda r, at: (r.stem, r.code[:2], parent_stem(r, at)),
            lambda r, at: (r.name, r.code[:2]),
            lambda r, at: (r.stem, r.code[:2]),
        ):
            take(
                pairs(
                    {number: key(rows[number], index - 1) for number in at_level(old, level)},
                    {number: key(rows[number], index) for number in at_level(new, level)},
                )
            )
        # 新华区 410703 → 卫滨区 410703: a new name for the same code.
        take(
            pairs(
                {number: rows[number].code for number in at_level(old, level)},
                {number: rows[number].code for number in at_level(new, level)},
            )
        )
    # 盘县 → 盘州市, 郧县 → 郧阳区: a name of one character grew to two.
    take(
        pairs(
            {n: (rows[n].name[0], rows[n].code[:4]) for n in old if len(rows[n].name) == 2},
            {n: (rows[n].name[0], rows[n].code[:4]) for n in new},
        )
    )
    # 巢湖市 341400, a prefecture → 巢湖市 340181, a county: what keeps the name, not the rank.
    take(
        pairs(
            {number: (rows[number].stem, rows[number].code[:2]) for number in old},
            {number: (rows[number].stem, rows[number].code[:2]) for number in new},
        )
    )
    return links


def _merged(
    rows: list[Row],
    ended: list[int],
    mergers: Mapping[tuple[str, str], Sequence[tuple[str, str, bool]]],
    index: int,
) -> list[Link]:
    """What is stated by hand: 崇文区 → 东城区."""
    links = []
    for number in ended:
        for code, name, whole in mergers.get((rows[number].code, rows[number].name), ()):
            after = [
                n
                for n, row in enumerate(rows)
                if (row.code, row.name) == (code, name) and row.first <= index <= row.last
            ]
            if not after:
                raise ValueError(f"{code} {name}, successor of {rows[number].name}, is not in that table")
            links.append(Link(number, after[0], whole))
    return links


def _names(row: Row, names: Mapping[tuple[int, str], Row], index: int) -> tuple[str, ...]:
    at = row.last if row.last < index else row.first
    parent = names.get((at, row.parent_code or ""))
    above = (parent.name,) if parent and parent.level is Level.PREFECTURE else ()
    return (*above, row.name)


def _dated(changes: Iterable[Change]) -> dict[tuple[str, ...], int]:
    """(prefecture, county) or (prefecture,) as written in the list → year."""
    found: dict[tuple[str, ...], int] = {}
    for change in changes:
        for path in (change.before, change.after):
            found.setdefault(path[1:], change.year)
    return found


def split_at_parents(history: History) -> History:
    """A new row whenever the parent's name changed: 襄城区 of 襄樊市, then 襄城区 of 襄阳市."""
    rows = history.rows
    pieces: dict[int, list[int]] = {}
    out = History([], unexplained=history.unexplained)
    steps: dict[str, list[int]] = defaultdict(list)  # code of a renamed parent → years
    for row in rows:
        same = [r for r in rows if r.code == row.code and r.first == row.last + 1]
        if same and row.valid_to is not None and row.level is not Level.COUNTY:
            steps[row.code].append(row.valid_to)
    for number, row in enumerate(rows):
        cuts = [
            year
            for year in sorted(steps.get(row.parent_code or "", ()))
            if (row.valid_from is None or row.valid_from < year)
            and (row.valid_to is None or year < row.valid_to)
        ]
        pieces[number] = []
        start = row.valid_from
        for cut in (*cuts, row.valid_to):
            pieces[number].append(len(out.rows))
            out.rows.append(replace(row, valid_from=start, valid_to=cut))
            start = cut
        for before, after, year in zip(pieces[number], pieces[number][1:], cuts, strict=False):
            out.links[Link(before, after, whole=True)] = year
    for link, year in history.links.items():
        before = pieces[link.before][-1]
        targets = [
            n
            for n in pieces[link.after]
            if out.rows[n].valid_to is None or year < (out.rows[n].valid_to or 0)
        ]
        out.links[Link(before, (targets or pieces[link.after])[0], link.whole)] = year
    return out
