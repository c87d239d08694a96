"""The inputs of ``fixtures/box``, read as the search box reads them: what came and what should have come.

``python -m tests.box_gate [FILE…]`` prints the table and every input that was read otherwise; for a file of another
hand as well. A row: kind, input, place (a code, or codes with | between that are equally right, or - for no offer),
years (2019, 2016-2020), words, choices (every code of a shared name).
"""

import csv
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()

from archive.regions.authority import Authority
from search.box.names import Names, names_of
from search.box.reading import read
from search.syntax import parse

INPUTS = Path(__file__).resolve().parents[1] / "fixtures" / "box" / "inputs.tsv"
NONE = "-"
THIS_YEAR = 2026
_DEMO = "990000 24,990100 12,990102 1,990103 5,990121 2,990181 4,990191 2,990200 7,990202 1,990203 3,990221 1,990222 1"
_MORE = "990300 4,990302 1,990321 1,990322 1,360000 1,361100 1,361103 1"
HELD = {code: int(count) for code, count in (pair.split() for pair in f"{_DEMO},{_MORE}".split(","))}
"""Articles of each division: those of the demo archive, and one of 广丰区."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was offered, as the table writes it."""

    place: str
    years: str
    words: str
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    kind: str
    text: str
    wanted: Answer
    got: Answer

    @property
    def right(self) -> bool:
        """Choices count where the table names them."""
        return (
            self.got.place in self.wanted.place.split("|")
            and (self.got.years, self.got.words) == (self.wanted.years, self.wanted.words)
            and (not self.wanted.choices or self.wanted.choices == self.got.choices)
        )

    @property
    def names_a_place(self) -> bool:
        return self.wanted.place != NONE


def judged(file: Path = INPUTS) -> list[Judged]:
    """Every row of the table with what the box makes of it."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Judged(row["kind"], row["input"], _wanted(row), answer(row["input"])) for row in rows]


def _wanted(row: Mapping[str, str | None]) -> Answer:
    place, years, words, choices = ((row[name] or "") for name in ("place", "years", "words", "choices"))
    return Answer(place, years, words, frozenset(choices.split("|")) - {""})


def answer(text: str) -> Answer:
    found = read(parse(text).node, _names(), this_year=THIS_YEAR, held=lambda years: HELD)
    if found is None:
        return Answer(NONE, "", "", frozenset())
    first, last = found.years or (None, None)
    years = "" if last is None else str(last) if first == last else f"{first or ''}-{last}"
    return Answer(
        found.place.code, years, found.rest or "", frozenset(division.code for division in found.choices)
    )


@cache
def _names() -> Names:
    return names_of(Authority.load())


def share(rows: Iterable[Judged]) -> float:
    """How many of them are right, of all."""
    rows = list(rows)
    return sum(row.right for row in rows) / len(rows)


def main() -> int:
    wrong = 0
    for file in [Path(name) for name in sys.argv[1:]] or [INPUTS]:
        rows = judged(file)
        for kind in dict.fromkeys(row.kind for row in rows):
            of_kind = [row for row in rows if row.kind == kind]
            print(f"{share(of_kind):6.3f}  {kind} (n={len(of_kind)})")
        for row in rows:
            if not row.right:
                wrong += 1
                print(f"  {row.text!r}: {row.got} ≠ {row.wanted}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
