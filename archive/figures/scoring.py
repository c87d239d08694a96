"""How well figures are read: labelled numbers against those that the reader found, laid over each other by place."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive.figures.indicators import indicators
from archive.figures.of_records import blocks_of, figures_of
from archive.figures.records import Figure
from archive.ingest.pipeline import read_file
from archive.ingest.text.folding import fold
from archive.regions.authority import Authority

LABELS = ("figures.jsonl", "figures.draft.jsonl")
BLANK = re.compile(r"\s")
NEAR_CONTEXT = 12  # characters before a number that a label without "at" gives
Label = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Right, spurious and missing answers of one kind."""

    right: int = 0
    spurious: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        """The part of what was read that is right."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """The part of what was to be read that is."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        """Both in one."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def take(self, wanted: object, got: object) -> None:
        """Count one answer; None is no answer."""
        self.right += got == wanted and wanted is not None
        self.spurious += got is not None and got != wanted
        self.missing += wanted is not None and got != wanted


@dataclass(frozen=True, slots=True)
class Miss:
    """A difference, for whoever wants to see it."""

    kind: str
    file: str
    text: str
    wanted: object
    got: object
    context: str


@dataclass(slots=True)
class Score:
    """The marks of a corpus."""

    quantities: Tally = field(default_factory=Tally)
    core: Tally = field(default_factory=Tally)
    indicators: Tally = field(default_factory=Tally)
    scope: Tally = field(default_factory=Tally)
    years: Tally = field(default_factory=Tally)
    planned: Tally = field(default_factory=Tally)
    parts: Tally = field(default_factory=Tally)
    per: Tally = field(default_factory=Tally)
    regions: Tally = field(default_factory=Tally)
    labels: int = 0
    misses: list[Miss] = field(default_factory=list)

    def rows(self) -> list[tuple[str, Tally]]:
        """What is scored, by name."""
        names = ("quantities", "core", "indicators", "scope", "years", "planned", "parts", "per", "regions")
        return [(name, getattr(self, name)) for name in names]

    def figures(self) -> dict[str, float]:
        """The marks as they are pinned."""
        marks: dict[str, float] = {}
        for name, tally in self.rows():
            marks[f"{name}.precision"] = tally.precision
            marks[f"{name}.recall"] = tally.recall
        return marks


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure with its place in the running text of its article."""

    start: int
    end: int
    figure: Figure


class _Running:
    """The blocks of an article as one text without blanks, on which labels and figures are laid."""

    def __init__(self, texts: Sequence[str], figures: Iterable[Figure]) -> None:
        pieces: list[str] = []
        offsets: list[list[int]] = []
        length = 0
        for text in texts:
            places = []
            for sign in fold(text):
                places.append(length)
                if not sign.isspace():
                    pieces.append(sign)
                    length += 1
            offsets.append([*places, length])
        self.text = "".join(pieces)
        self.placed = [
            _Placed(offsets[one.block][one.start], offsets[one.block][one.end], one) for one in figures
        ]

    def place(self, label: Label) -> tuple[int, int] | None:
        """Where a label's words stand, found by what stands around them."""
        context, words = _plain(label["context"]), _plain(label["text"])
        at = self.text.find(context)
        if at < 0:
            return None
        inside = label.get("at")
        if inside is None:
            inside = context.find(words, min(NEAR_CONTEXT, max(0, len(context) - len(words))))
            inside = inside if inside >= 0 else context.find(words)
        return at + inside, at + inside + len(words)


def _plain(text: str) -> str:
    return BLANK.sub("", fold(text))


def score_folder(folder: Path, authority: Authority | None = None) -> Score:
    """The marks of every labelled file of a folder. Raises ``FileNotFoundError`` without labels."""
    return score_labels(folder, labels_of(folder), authority)


def labels_of(folder: Path) -> list[Label]:
    """What is labelled in a folder, a row a file. Raises ``FileNotFoundError`` where nothing is."""
    labels = next((folder / name for name in LABELS if (folder / name).is_file()), None)
    if labels is None:
        raise FileNotFoundError(LABELS[0])
    return [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]


def score_labels(folder: Path, rows: Iterable[Label], authority: Authority | None = None) -> Score:
    """The marks of the files of a folder by labels for them."""
    authority = authority or Authority.load()
    score = Score()
    for row in rows:
        path = folder / row["file"]
        if path.is_file():
            _score_file(score, path, row["figures"], authority)
    return score


def _score_file(score: Score, path: Path, labels: Sequence[Label], authority: Authority) -> None:
    for record in read_file(path.read_bytes(), path.name, authority=authority).records[:1]:
        running = _Running([block.text for block in blocks_of(record)], figures_of(record))
        _Comparison(score, path.name, running).of(labels)


class _Comparison:
    """Labels and figures of one article."""

    def __init__(self, score: Score, file: str, running: _Running) -> None:
        self._score = score
        self._file = file
        self._running = running
        self._used: set[int] = set()

    def of(self, labels: Sequence[Label]) -> None:
        for label in labels:
            self._one(label)
        for index, placed in enumerate(self._running.placed):
            if index not in self._used:
                self._spurious(placed)

    def _one(self, label: Label) -> None:
        place = self._running.place(label)
        index = self._at(place) if place else None
        if index is not None:
            self._used.add(index)
        if label.get("optional"):
            return
        self._score.labels += 1
        figure = self._running.placed[index].figure if index is not None else None
        self._take("quantities", label, quantity_wanted(label), quantity_got(figure), figure)
        self._indicator(label, figure)
        if figure is not None:
            self._details(label, figure)

    def _at(self, place: tuple[int, int]) -> int | None:
        start, end = place
        return next(
            (
                index
                for index, placed in enumerate(self._running.placed)
                if placed.start < end and placed.end > start and index not in self._used
            ),
            None,
        )

    def _indicator(self, label: Label, figure: Figure | None) -> None:
        if label.get("indicator") == "any":
            return
        wanted, got = label["indicator"], figure.indicator if figure else None
        self._take("indicators", label, wanted, got, figure)
        if is_core(wanted) or is_core(got):
            self._score.core.take(wanted if is_core(wanted) else None, got if is_core(got) else None)

    def _details(self, label: Label, figure: Figure) -> None:
        if label["indicator"] is not None and label["indicator"] != "any":
            self._take("scope", label, label["scope"], figure.scope.value, figure)
        if years := years_wanted(label):
            self._take("years", label, years, years_got(label, figure), figure)
        self._take("planned", label, label["planned"] or None, figure.planned or None, figure)
        self._take("per", label, bool(label["per"]) or None, bool(figure.per) or None, figure)
        if "part_of" in label:
            whole = self._running.placed[figure.part_of].figure.text if figure.part_of is not None else None
            wanted = _plain(label["part_of"]) if label["part_of"] else None
            got = _plain(whole) if whole else None
            self._take("parts", label, wanted, wanted if got and wanted and wanted in got else got, figure)
        if "region" in label:
            self._take("regions", label, label["region"], figure.region, figure)

    def _take(self, kind: str, label: Label, wanted: object, got: object, figure: Figure | None) -> None:
        getattr(self._score, kind).take(wanted, got)
        if wanted != got:
            self._score.misses.append(Miss(kind, self._file, label["text"], wanted, got, label["context"]))

    def _spurious(self, placed: _Placed) -> None:
        figure = placed.figure
        self._score.quantities.spurious += 1
        context = self._running.text[max(0, placed.start - 12) : placed.end + 8]
        self._score.misses.append(
            Miss("quantities", self._file, figure.text, None, quantity_got(figure), context)
        )
        self._score.indicators.spurious += figure.indicator is not None
        self._score.core.spurious += is_core(figure.indicator)


def is_core(code: str | None) -> bool:
    """True for the code of a core indicator."""
    return code is not None and code in indicators() and indicators()[code].is_core


def quantity_wanted(label: Label) -> tuple[object, ...]:
    """Value, lower end, unit and bound of a label."""
    low = label.get("low")
    return (
        Decimal(str(label["value"])),
        None if low is None else Decimal(str(low)),
        label["unit"],
        label["bound"],
    )


def quantity_got(figure: Figure | None) -> tuple[object, ...] | None:
    """The same of a figure."""
    return (figure.value, figure.low, figure.unit, figure.bound.value) if figure else None


def years_wanted(label: Label) -> tuple[object, ...] | None:
    """The years and their basis where a label tells them."""
    if "year" in label:
        return label["year"], label["year_basis"]
    period = label.get("period")
    if not period:
        return None
    return (period["end"], period["basis"]) if "end" in period else (None, period["basis"])


def years_got(label: Label, figure: Figure) -> tuple[object, ...]:
    """The same of a figure; where a label tells the basis only, nothing else counts."""
    period = label.get("period")
    told = "year" in label or (period and "end" in period)
    return figure.period.end if told else None, figure.period.basis.value
