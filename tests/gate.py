"""The quality gate of ingest: every labelled text is read and scored, and no floor may fall.

``python -m tests.gate`` prints the table of each corpus: the mean of each field, and how many of its wrong values
no notice tells of (silent). ``python -m tests.gate --pin`` writes the floors of the first and the ceilings of the
second: for a corpus that is as it was, floors only go up and ceilings only down; a corpus that changed gets new
ones, to be looked at in the difference of ``gate_floors.json``.

Last come three columns side by side: the newspaper form (the texts of all corpora), pages of the families that the
weights were fitted to, and of families that were left out of the fitting, as ``python -m archive.ingest.quality.fit
--leave-out`` measured them.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.layout.decoding import load_model
from archive.ingest.quality import left_out
from archive.ingest.quality.corpus import LABELS, Corpus
from archive.ingest.quality.families import load_families
from archive.ingest.quality.scoring import Score
from archive.regions.authority import Authority

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("gate_floors.json")
# The last is no part of the project: real pages that belong to their newspapers, scored where they are at hand.
CORPORA = {
    "demo": ROOT / "fixtures/demo",
    "gate": ROOT / "fixtures/gate",
    "seeds": ROOT.parent / "shared/seeds",
}
FAMILY_PAGES = 4  # of each family
SLACK = 0.02  # new weights read some of the many families better and some worse
LOWEST_MEAN, LOWEST_FIELD = 0.98, 0.93
ROUNDING = 5e-4  # floors are pinned to three digits


@dataclass(frozen=True, slots=True)
class Gate:
    """One corpus, its marks, and what was pinned for it."""

    name: str
    fingerprint: str
    score: Score
    pinned_fingerprint: str | None
    floors: dict[str, float]
    ceilings: dict[str, int]

    @property
    def changed(self) -> bool:
        """True when the texts or labels are not those that the floors were pinned for."""
        return self.fingerprint != self.pinned_fingerprint

    def risen(self) -> list[str]:
        """Fields with more silent values than they may have, with the texts."""
        return [
            f"{self.name}: {field} {count} silent > {self.ceilings.get(field, 0)}, in "
            + ", ".join(mark.file for mark in self.score.misses(field) if mark.silent)
            for field, count in self.score.silent.items()
            if count > self.ceilings.get(field, 0)
        ]

    def fallen(self) -> list[str]:
        """Fields below their floor, with the texts that lost."""
        fields = self.score.fields
        return [
            f"{self.name}: {field} {fields.get(field, (0.0, 0))[0]:.3f} < {floor:.3f}, lost in "
            + ", ".join(mark.file for mark in self.score.misses(field))
            for field, floor in self.floors.items()
            if fields.get(field, (0.0, 0))[0] < floor - ROUNDING
        ]


def available() -> list[str]:
    """The corpora that are at hand."""
    return [name for name, folder in CORPORA.items() if (folder / LABELS).is_file()]


def measure(name: str) -> Gate:
    """Read and score one corpus."""
    corpus = Corpus.load(CORPORA[name])
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")).get(name, {}) if FLOORS.exists() else {}
    return Gate(
        name,
        corpus.fingerprint(),
        corpus.score(),
        pinned.get("corpus"),
        pinned.get("floors", {}),
        pinned.get("silent", {}),
    )


def pin(gates: list[Gate], families: Score) -> None:
    """Write the floors that hold from now on; of the families, what their pages get now."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for gate in gates:
        old = {} if gate.changed else gate.floors
        floors = {
            field: max(round(mean, 3), old.get(field, 0.0)) for field, (mean, _) in gate.score.fields.items()
        }
        most = gate.score.silent
        silent = (
            most
            if gate.changed
            else {field: min(count, most.get(field, 0)) for field, count in gate.ceilings.items()}
        )
        pinned[gate.name] = {
            "corpus": gate.fingerprint,
            "floors": floors,
            "silent": {field: count for field, count in silent.items() if count},
        }
    pinned["families"] = left_out.figures_of(families)
    FLOORS.write_text(json.dumps(pinned, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def of_families(most: int = FAMILY_PAGES) -> Score:
    """Pages of all families as the reader reads them, which was fitted to pages of these families."""
    authority, model = Authority.load(), load_model()
    return Score(
        tuple(
            mark
            for family in load_families()
            for mark in left_out.marks_of(family, model, authority, most=most)
        )
    )


def fallen_of_families(score: Score) -> list[str]:
    """Fields in which the pages of families are read worse, or with more silent values, than was pinned."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))["families"]
    found = left_out.figures_of(score)
    return [
        f"families: {field} {found[field]} < {floor}"
        for field, floor in pinned.items()
        if found[field]["mean"] < floor["mean"] - SLACK
        or found[field]["silent"] > floor["silent"] + SLACK * floor["values"]
    ]


def side_by_side(form: Score, training: Score) -> list[str]:
    """A row a field: its mean in the newspaper form, in training and left out, with the silent values of each."""
    measured = [left_out.figures_of(form), left_out.figures_of(training), left_out.kept()]
    rows = ["form           training       left out"]
    for field in measured[1]:
        cells = [figures.get(field) for figures in measured]
        told = (f"{cell['mean']:.3f} ({cell['silent']:.0f})" if cell else "—" for cell in cells)
        rows.append("".join(f"{cell:15s}" for cell in told) + field)
    return [*rows, "in brackets: wrong values that no notice tells of"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="write the floors")
    parser.add_argument("--misses", action="store_true", help="show what was read and what was wanted")
    options = parser.parse_args()
    gates = [measure(name) for name in available()]
    for gate in gates:
        print(
            f"{gate.name}  ({gate.fingerprint}{', changed since its floors were pinned' if gate.changed else ''})"
        )
        for field, (mean, count) in gate.score.fields.items():
            told = gate.score.notices(field)
            print(f"  {mean:6.3f}  floor {gate.floors.get(field, 0.0):5.3f}  {field}  (n={count}{told})")
            for mark in gate.score.misses(field) if options.misses else ():
                print(f"            {mark.file}: {mark.got!r} ≠ {mark.wanted!r}")
        print(f"  {gate.score.summary()}")
    form, families = Score(tuple(mark for gate in gates for mark in gate.score.marks)), of_families()
    print("\n".join(side_by_side(form, families)))
    if options.pin:
        pin(gates, families)
        return 0
    worse = [line for gate in gates for line in (*gate.fallen(), *gate.risen())]
    worse += fallen_of_families(families)
    print("\n".join(worse))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
