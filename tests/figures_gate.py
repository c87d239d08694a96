"""The quality gate of figures: every labelled number is read and scored, and no floor may fall, of precision nor of recall.

``python -m tests.figures_gate`` prints the table of each corpus, ``--misses KIND`` what differs, ``--pin`` writes the floors:
they only go up; where labels changed, the difference of ``figures_floors.json`` is to be looked at.
"""

import argparse
import json
import sys
from pathlib import Path

from archive.figures.scoring import LABELS, Label, Score, labels_of, score_labels

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("figures_floors.json")
# The last is no part of the project: real pages that belong to their newspapers, scored where they are at hand.
CORPORA = {
    "demo": ROOT / "fixtures/demo",
    "short": ROOT / "fixtures/figures",
    "seeds": ROOT.parent / "shared/seeds",
}
OWN = ("demo", "short")
FEWEST_LABELS = 1_500
ROUNDING = 5e-4  # floors are pinned to three digits
# What the project promises of its own corpora, whatever is pinned: precision and recall
PROMISED = {
    "quantities": (0.985, 0.98),
    "core": (0.96, 0.92),
    "indicators": (0.93, 0.85),
    "scope": (0.95, 0.95),
    "years": (0.97, 0.97),
    "planned": (0.90, 0.90),
    "parts": (0.90, 0.90),
    "regions": (0.90, 0.90),
}
PROMISED_OF_SEEDS = {
    "quantities": (0.98, 0.98),
    "core": (0.93, 0.88),
    "scope": (0.95, 0.95),
    "years": (0.97, 0.97),
}
# The labels of the real pages are a draft: what its authors name as wrong is corrected here, by words of the context.
CORRECTED: dict[str, tuple[str | None, str]] = {
    "文体活动100余场次": (None, "flow"),  # competitions and activities in one
    "文体比赛260余场次": (None, "flow"),
    "夏令营活动3期": (None, "flow"),
    "向64名城镇": ("mutual_people", "flow"),
    "等7家驿站荣获": ("honours", "flow"),
    "等5家安康驿站": ("honours", "flow"),
}


def available() -> list[str]:
    """The corpora that are at hand."""
    return [name for name, folder in CORPORA.items() if any((folder / labels).is_file() for labels in LABELS)]


def pinned() -> dict[str, dict[str, float]]:
    """The floors by corpus."""
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def fallen(name: str, score: Score) -> list[str]:
    """Marks below their floors."""
    marks = score.figures()
    return [
        f"{name}: {mark} {marks[mark]:.3f} < {floor:.3f}"
        for mark, floor in pinned().get(name, {}).items()
        if marks[mark] < floor - ROUNDING
    ]


def score_of(name: str) -> Score:
    """The marks of a corpus."""
    rows = labels_of(CORPORA[name])
    if name == "seeds":
        rows = [{**row, "figures": [_corrected(label) for label in row["figures"]]} for row in rows]
    return score_labels(CORPORA[name], rows)


def _corrected(label: Label) -> Label:
    for words, (indicator, scope) in CORRECTED.items():
        if label["text"] in words and words in label["context"]:
            return {**label, "indicator": indicator, "scope": scope}
    return label


def both(scores: list[Score]) -> Score:
    """The marks of several corpora as one."""
    whole = Score()
    for score in scores:
        whole.labels += score.labels
        for (_, mine), (_, theirs) in zip(whole.rows(), score.rows(), strict=True):
            mine.right += theirs.right
            mine.spurious += theirs.spurious
            mine.missing += theirs.missing
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="write the floors")
    parser.add_argument("--misses", metavar="KIND", help="show what was read and what was wanted")
    options = parser.parse_args()
    scores = {name: score_of(name) for name in available()}
    for name, score in scores.items():
        print(f"{name}  ({score.labels} labels)")
        for kind, tally in score.rows():
            print(f"  {tally.precision:6.3f} {tally.recall:6.3f}  {kind}")
            for miss in score.misses if options.misses == kind else ():
                if miss.kind == kind:
                    print(
                        f"            {miss.file}: {miss.text} {miss.got!r} ≠ {miss.wanted!r}  {miss.context}"
                    )
    if options.pin:
        floors = pinned() | {
            name: {mark: round(value, 3) for mark, value in score.figures().items()}
            for name, score in scores.items()
        }
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return 0
    lines = [line for name, score in scores.items() for line in fallen(name, score)]
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
