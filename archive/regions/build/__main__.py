"""The command: FOLDER of archives → the tables under data/."""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.regions.authority import DATA
from archive.regions.build import packages
from archive.regions.build.history import Facts, History, Row, build, split_at_parents
from archive.regions.naming import aliases
from archive.regions.reading import initials, pinyin

FACTS = Path(__file__).with_name("facts")
DIVISION_COLUMNS = (
    "code", "name", "short_name", "level", "parent_code", "valid_from", "valid_to", "pinyin", "initials",
    "aliases",
)  # fmt: skip
SUCCESSION_COLUMNS = ("from_code", "from_valid_from", "to_code", "to_valid_from", "year", "whole")


def main() -> None:
    """Reads the archives and the facts, writes the tables, and says what it could not explain."""
    parser = argparse.ArgumentParser(prog="python -m archive.regions.build", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the package archives")
    parser.add_argument(
        "--out", type=Path, default=DATA, help="where to write (default: the package's data folder)"
    )
    options = parser.parse_args()
    history = national(options.folder)
    rows = history.rows
    write(options.out / "divisions.tsv", DIVISION_COLUMNS, sorted(_division(row) for row in rows))
    write(options.out / "successions.tsv", SUCCESSION_COLUMNS, sorted(_successions(history)))
    print(f"{len(rows)} divisions, {len(history.links)} successions")
    for row in history.unexplained:
        print(f"no successor known: {row.code} {row.name} (to {row.valid_to})")


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


def read_facts(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of facts stated by hand."""
    with (FACTS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(columns)
        writer.writerows(rows)


def _division(row: Row) -> tuple[str, ...]:
    short = row.stem
    return (
        row.code, row.name, short, row.level.value, row.parent_code or "",
        _year(row.valid_from), _year(row.valid_to),
        pinyin(row.name, short), initials(row.name), "|".join(aliases(row.name, row.level)),
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
