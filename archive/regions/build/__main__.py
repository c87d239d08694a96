"""The command: FOLDER of archives → the tables under data/; without a folder, the facts are laid on the tables again."""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.regions.authority import DATA, Level
from archive.regions.build import packages
from archive.regions.build.approvals import corrected
from archive.regions.build.earlier import Earlier
from archive.regions.build.history import Facts, History, Row, build, is_zone_name, split_at_parents
from archive.regions.build.packages import Snapshot
from archive.regions.naming import aliases, short_name
from archive.regions.pinyin import initials, pinyin

# As they stand before the name of a zone; 吉林 is left out, being a city too.
PROVINCE_NAMES = ("河北", "山西", "内蒙古", "安徽", "河南", "湖南", "湖北", "浙江")
FACTS = Path(__file__).with_name("facts")
DIVISION_COLUMNS = (
    "code", "name", "short_name", "level", "parent_code", "valid_from", "valid_to", "pinyin", "initials",
    "aliases",
)  # fmt: skip
EARLIER_COLUMNS = (*DIVISION_COLUMNS, "since", "former")
SUCCESSION_COLUMNS = ("from_code", "from_valid_from", "to_code", "to_valid_from", "year", "whole")


def main() -> None:
    """Reads the archives and the facts, writes the tables, and says what it could not explain."""
    parser = argparse.ArgumentParser(prog="python -m archive.regions.build", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the folder with the package archives")
    parser.add_argument(
        "--out", type=Path, default=DATA, help="where to write (default: the package's data folder)"
    )
    options = parser.parse_args()
    if options.folder is None:
        correct(options.out)
        return
    history = national(options.folder)
    rows = history.rows
    zones = zone_divisions(rows, packages.snapshots(options.folder))
    earlier = Earlier(packages.timeline(options.folder))
    divisions = with_facts(_division(row, earlier) for row in rows)
    steps = [*_successions(history), *_zone_successions(zones, divisions)]
    successions = corrected(steps, divisions, read_facts("approvals"))
    write(options.out / "divisions.tsv", EARLIER_COLUMNS, divisions)
    write(options.out / "zones.tsv", DIVISION_COLUMNS, zones)
    write(options.out / "successions.tsv", SUCCESSION_COLUMNS, successions)
    print(f"{len(divisions)} divisions, {len(zones)} zones, {len(successions)} successions")
    for row in history.unexplained:
        print(f"no successor known: {row.code} {row.name} (to {row.valid_to})")


def correct(folder: Path) -> None:
    """Lays the approvals on tables that are already there, so that new facts need no archives."""
    divisions, zones = with_facts(read_rows(folder / "divisions.tsv")), read_rows(folder / "zones.tsv")
    of_zones = {zone[0] for zone in zones}
    steps = [step for step in read_rows(folder / "successions.tsv") if step[0] not in of_zones]
    steps += _zone_successions(zones, divisions)
    write(folder / "divisions.tsv", EARLIER_COLUMNS, divisions)
    successions = corrected(steps, divisions, read_facts("approvals"))
    write(folder / "successions.tsv", SUCCESSION_COLUMNS, successions)
    print(f"{len(divisions)} divisions, {len(successions)} successions")


def with_facts(divisions: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The divisions with what is stated by hand of the years after the yearly tables and before the first of them."""
    return with_former_names(with_recent(divisions))


def with_former_names(divisions: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """香格里拉县 was 中甸县 until the table begins: the same division, and a name that is still written."""
    former = {(fact["code"], fact["name"]): fact for fact in read_facts("former_names")}
    return [_also_named(row, former.get((row[0], row[1]))) for row in divisions]


def _also_named(row: tuple[str, ...], fact: dict[str, str] | None) -> tuple[str, ...]:
    """The row with its former name among the others; the new one is used from the year after on."""
    if fact is None or row[5]:
        return (*row[:11], "")
    names = dict.fromkeys((*filter(None, row[9].split("|")), fact["former"]))
    return (*row[:9], "|".join(names), str(int(fact["until"]) + 1), fact["former"])


def with_recent(divisions: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The divisions with the changes since the last yearly table: new ones, and the end of those that they took in."""
    rows = {(row[0], row[5]): row for row in divisions}
    for fact in read_facts("recent"):
        if fact["change"] == "began":
            level = Level.COUNTY
            short = short_name(fact["name"], level)
            rows[fact["code"], fact["year"]] = (
                fact["code"], fact["name"], short, level.value, fact["parent_code"], fact["year"], "",
                pinyin(fact["name"], short), initials(fact["name"]), "|".join(aliases(fact["name"], level)), "",
            )  # fmt: skip
        else:
            key = next(key for key, row in rows.items() if row[:2] == (fact["code"], fact["name"]))
            rows[key] = (*rows[key][:6], fact["year"], *rows[key][7:])
    return sorted(rows.values())


def read_rows(path: Path) -> list[tuple[str, ...]]:
    """The rows of a table without its heading."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def national(folder: Path) -> History:
    """The whole history from the archives in the folder and the facts stated by hand."""
    mergers: dict[tuple[str, str], list[tuple[str, str, bool]]] = defaultdict(list)
    for fact in read_facts("mergers"):
        mergers[fact["code"], fact["name"]].append((fact["to_code"], fact["to_name"], fact["whole"] == "1"))
    facts = Facts(
        misprints={
            (fact["printed_code"], fact["printed_name"]): (fact["code"], fact["name"])
            for fact in read_facts("misprints")
        },
        years={
            (fact["code"], fact["name"], fact["change"]): int(fact["year"]) for fact in read_facts("years")
        },
        mergers=mergers,
    )
    snapshots, changes = packages.snapshots(folder), packages.changes(folder)
    history = build(snapshots, changes, packages.timeline(folder), facts)
    return split_at_parents(history)


def zone_divisions(rows: list[Row], snapshots: list[Snapshot]) -> list[tuple[str, ...]]:
    """The zones of the statistical tables, and those that are stated by hand, as rows of the table.

    A zone's first year is empty where it is not known; that a statistical table no longer lists a zone says
    nothing about the zone, so none of them ends.
    """
    stated = list(read_facts("zones"))
    known = {row.code for row in rows}
    names = {name for fact in stated for name in (fact["name"], *fact["aliases"].split("|"))}
    found: dict[str, tuple[str, ...]] = {}
    for snapshot in snapshots:
        for code, name in snapshot.table.items():
            if not is_zone_name(code, name) or name in names:
                continue
            parent = code[:4] + "00" if code[:4] + "00" in known else code[:2] + "0000"
            found[name] = _zone(code, parent, name)
    codes = {row[0]: name for name, row in found.items()}  # 苏州工业园区 had two: the latest of each stays
    kept = [row for name, row in found.items() if codes[row[0]] == name]
    numbers: dict[str, int] = defaultdict(int)
    for fact in stated:
        if fact["parent_code"] not in known:
            raise ValueError(f"{fact['name']}: no division {fact['parent_code']}")
        numbers[fact["parent_code"]] += 1
        code = f"{fact['parent_code']}Z{numbers[fact['parent_code']]:02}"
        kept.append(_zone(code, fact["parent_code"], fact["name"], fact))
    return sorted(kept)


def _zone(code: str, parent: str, name: str, fact: dict[str, str] | None = None) -> tuple[str, ...]:
    other = [] if fact is None else [alias for alias in fact["aliases"].split("|") if alias]
    every = dict.fromkeys(other)
    for form in _plainer(name, parent):
        every |= dict.fromkeys((form, *aliases(form, Level.ZONE)))
    years = ("", "") if fact is None else (fact["valid_from"], fact["valid_to"])
    short = short_name(name, Level.ZONE)
    return (
        code, name, short, Level.ZONE.value, parent, *years, pinyin(name, short), initials(name),
        "|".join(alias for alias in every if alias != name),
    )  # fmt: skip


def _plainer(name: str, parent: str) -> Iterator[str]:
    """河北唐山芦台经济开发区 is 唐山芦台经济开发区, too; 蚌埠市高新技术开发区 is 蚌埠高新技术开发区."""
    yield name
    plain = name
    for province in PROVINCE_NAMES:
        if plain.startswith(province) and not parent.endswith("0000"):
            plain = plain.removeprefix(province)
    plain = re.sub(r"^(.{2,4})市(?=.{3})", r"\1", plain)
    if plain != name and len(plain) > len("经济开发区"):
        yield plain


def _zone_successions(
    zones: list[tuple[str, ...]], divisions: list[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    by_name = {zone[1]: zone for zone in zones}
    for fact in read_facts("zone_successions"):
        zone = by_name[fact["name"]]
        heir = [row for row in (*divisions, *zones) if row[0] == fact["to_code"] and row[6] == ""]
        yield (zone[0], zone[5], heir[0][0], heir[0][5], fact["year"], fact["whole"])


def read_facts(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of facts stated by hand."""
    with (FACTS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(columns)
        writer.writerows(rows)


def _division(row: Row, earlier: Earlier) -> tuple[str, ...]:
    short = row.stem
    since = earlier.since(row.code, row.name) if row.valid_from is None else None
    return (
        row.code, row.name, short, row.level.value, row.parent_code or "",
        _year(row.valid_from), _year(row.valid_to),
        pinyin(row.name, short), initials(row.name), "|".join(aliases(row.name, row.level)), _year(since),
    )  # fmt: skip


def _successions(history: History) -> Iterator[tuple[str, ...]]:
    for link, year in history.links.items():
        before, after = history.rows[link.before], history.rows[link.after]
        yield (
            before.code, _year(before.valid_from), after.code, _year(after.valid_from), str(year),
            "1" if link.whole else "0",
        )  # fmt: skip


def _year(year: int | None) -> str:
    return "" if year is None else str(year)


if __name__ == "__main__":
    main()
