"""Holds the table against another one, and lists where they disagree.

    python -m archive.regions.compare areacodes.csv [--since 2002] [--until 2024]

The other table is a CSV file of the form that ``importer`` reads. Prints a line for every disagreement,
then the shares of its county-level divisions that are found with the right name and parent, and with the
right years.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.regions.authority import Authority, Division, Level
from archive.regions.importer import ImportedHistory, read_csv

# A change that was approved in December stands in one table from that year and in another from the next.
TOLERANCE = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """One division of the other table; ``found`` is ours of that code and name, if there is one."""

    theirs: Division
    parent_name: str
    found: Division | None
    placed: bool  # ours has the same parent
    dated: bool  # ... and the same years


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the two tables compare over all verdicts."""

    verdicts: tuple[Verdict, ...]

    @property
    def placed(self) -> float:
        """The share that is found by code with the right name and parent."""
        return sum(verdict.placed for verdict in self.verdicts) / len(self.verdicts)

    @property
    def dated(self) -> float:
        """The share that moreover begins and ends in the right year, give or take one."""
        return sum(verdict.dated for verdict in self.verdicts) / len(self.verdicts)


def compare(authority: Authority, other: ImportedHistory, *, since: int, until: int) -> Agreement:
    """Every county-level division of the other table that was valid at some time between the years."""
    theirs = Authority(other.divisions, other.successions)
    verdicts = []
    for division in theirs.divisions:
        if division.level is not Level.COUNTY or (division.valid_from or 0) > until:
            continue
        if division.valid_to is not None and division.valid_to < since:
            continue
        verdicts.append(_verdict(authority, theirs, division, since, until))
    return Agreement(tuple(verdicts))


def _verdict(authority: Authority, theirs: Authority, division: Division, since: int, until: int) -> Verdict:
    parent = theirs.parent(division)
    parent_name = parent.name if parent else ""
    rows = [row for row in authority.divisions if row.code == division.code and row.name == division.name]
    best = max(rows, key=lambda row: _shared_years(row, division, since, until), default=None)
    placed = dated = False
    if best is not None:
        above = authority.parent(best)
        placed = above is not None and above.name == parent_name
        ours, other = _span(best, since, until), _span(division, since, until)
        dated = placed and all(abs(a - b) <= TOLERANCE for a, b in zip(ours, other, strict=True))
    return Verdict(division, parent_name, best, placed, dated)


def _span(division: Division, since: int, until: int) -> tuple[int, int]:
    """The years, as far as both tables can know them."""
    start = since if division.valid_from is None else max(since, division.valid_from)
    return start, min(until + 1, division.valid_to or until + 1)


def _shared_years(one: Division, other: Division, since: int, until: int) -> int:
    (a, b), (c, d) = _span(one, since, until), _span(other, since, until)
    return min(b, d) - max(a, c)


def lines(agreement: Agreement, authority: Authority) -> Iterator[str]:
    """What to read: the disagreements, then the shares."""
    for verdict in agreement.verdicts:
        if verdict.dated:
            continue
        theirs, ours = verdict.theirs, verdict.found
        said = (
            f"{theirs.code} {verdict.parent_name} {theirs.name} {theirs.valid_from}–{theirs.valid_to or ''}"
        )
        if ours is None:
            yield f"missing  {said}"
        else:
            above = authority.parent(ours)
            why = "years" if verdict.placed else "parent"
            yield (
                f"{why:8} {said}  here: {above.name if above else ''} {ours.name} "
                f"{ours.valid_from or ''}–{ours.valid_to or ''}"
            )
    yield (
        f"{len(agreement.verdicts)} county-level divisions: {agreement.placed:.2%} with the right name and "
        f"parent, {agreement.dated:.2%} with the right years too"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m archive.regions.compare", description=__doc__)
    parser.add_argument("csv", type=Path)
    parser.add_argument("--since", type=int, default=2002)
    parser.add_argument("--until", type=int, default=2024)
    options = parser.parse_args()
    authority = Authority.load()
    agreement = compare(authority, read_csv(options.csv), since=options.since, until=options.until)
    print("\n".join(lines(agreement, authority)))


if __name__ == "__main__":
    main()
