"""The authority of indicators: what a figure may stand for, read from ``indicators.tsv``. Adding one is adding a row.

Words are patterns around ``#``, the number that is asked about; ``@`` is any other number of the sentence; ``…`` is up to sixteen
characters of the same clause (eight behind the number), ``……`` up to thirty, other numbers and clauses among them. Words stand in the view that
``archive.figures.sentences`` gives: folded, without quotation marks, brackets and blanks.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from archive.figures.measures import Counts
from archive.figures.needed import Needed, needed_of, pairs_in
from archive.ingest.text.folding import fold

FILE = Path(__file__).with_name("indicators.tsv")
NEAR, FAR = r"([^#@,;:。]{0,16}?)", r"([^#;。]{0,30}?)"
# Behind the number words must not cross 、: 托管班9个、妈咪小屋26个
BEHIND = r"((?!、)[^#@,;:。]{0,8}?)"
BEHIND_FAR = r"((?!、)[^#;。]{0,30}?)"
EXAMPLE = re.compile(r"\[([^\]]+)\]")


class Nature(StrEnum):
    """What kind of value an indicator is."""

    STOCK = "stock"  # what there is at a time
    FLOW = "flow"  # what was done in a time
    RATE = "rate"


_KINDS = frozenset(counts.value for counts in Counts)
GENERAL_GROUP = "经费与综合"  # 服务职工, 投入资金: counted there only where nothing more is said
_NATURES = {"S": Nature.STOCK, "F": Nature.FLOW, "R": Nature.RATE}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with one of its numbers in question."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Words that speak for an indicator: characters between them and the number, and how many they are."""

    gap: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One row. ``units``, where there are any, are those that its numbers may have; ``after`` are words that speak for it only where the sentence is about its ``topic``."""

    code: str
    name: str
    group: str
    is_core: bool
    nature: Nature
    unit: str
    counts: frozenset[Counts]
    units: frozenset[str]
    topic: str
    order: int
    words: re.Pattern[str]
    needed: Needed
    after: re.Pattern[str] | None
    never: re.Pattern[str] | None
    examples: tuple[Example, ...]
    near_misses: tuple[Example, ...]
    definition: str
    caution: str

    @property
    def is_general(self) -> bool:
        """True for what counts where nothing more is said."""
        return self.group == GENERAL_GROUP


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """Another name of an indicator, said by whoever knows the place: 暖心岗亭 for 户外劳动者服务站点."""

    indicator: Indicator
    words: re.Pattern[str]


def alias_of(indicator: Indicator, name: str) -> Alias:
    """The name as it stands in texts, before a number or behind it."""
    plain = re.escape("".join(fold(name).split()))
    return Alias(indicator, pattern(f"{plain}…# #…{plain}"))


def pattern(words: str) -> re.Pattern[str]:
    """Words of a row as one pattern; every group of it is a gap."""
    return re.compile("|".join(_one(word) for word in words.split()))


def _one(word: str) -> str:
    before, number, behind = _without_groups(word).partition("#")
    before = before.replace("……", FAR).replace("…", NEAR)
    behind = behind.replace("……", BEHIND_FAR).replace("…", BEHIND)
    return before + number + behind


def _without_groups(word: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", word)


def found_in(words: re.Pattern[str], window: str) -> Found | None:
    """Where the words stand around the number: how far off is the word next to it, how many characters say so."""
    match = words.search(window)
    if not match:
        return None
    number = window.index("#")
    spans = [match.span(group) for group in range(1, (match.lastindex or 0) + 1) if match.start(group) >= 0]
    gap = min(_gaps(match, number, spans), default=0)
    return Found(gap, len(match[0]) - sum(end - start for start, end in spans) - 1)


def _gaps(match: re.Match[str], number: int, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """How far the words before and behind the number are from it, where there are any."""
    if match.start() < number:
        yield next((end - start for start, end in spans if end == number), 0)
    if match.end() > number + 1:
        yield next((end - start for start, end in spans if start == number + 1), 0)


def _example(text: str) -> Example:
    match = EXAMPLE.search(text)
    if not match:
        raise ValueError(f"no number is marked in {text!r}")
    return Example(EXAMPLE.sub(r"\1", text), match.start(), match.end() - 2)


def _examples(cell: str) -> tuple[Example, ...]:
    return tuple(_example(text.strip()) for text in cell.split("|") if text.strip())


def _row(order: int, row: Mapping[str, str]) -> Indicator:
    never = row["not"].strip()
    return Indicator(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        is_core=row["core"] == "★",
        nature=_NATURES[row["nature"]],
        unit=row["unit"],
        counts=frozenset(Counts(word) for word in row["counts"].split() if word in _KINDS),
        units=frozenset(word for word in row["counts"].split() if word not in _KINDS),
        topic=row["topic"],
        order=order,
        words=pattern(row["words"]),
        needed=needed_of(row["words"]),
        after=pattern(row["after"]) if row["after"].strip() else None,
        never=re.compile(never.replace("…", "[^#@,;。]{0,20}?")) if never not in ("", "-") else None,
        examples=_examples(row["examples"]),
        near_misses=_examples(row["near"]),
        definition=row["definition"],
        caution=row["caution"],
    )


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by its code, in the order of the authority."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: _row(order, row) for order, row in enumerate(rows)}


@cache
def counting(counts: Counts, unit: str | None) -> tuple[Indicator, ...]:
    """The indicators that a number of this kind and unit may stand for; an unsaid unit may be any."""
    return tuple(
        indicator
        for indicator in indicators().values()
        if counts in indicator.counts and (not indicator.units or unit is None or unit in indicator.units)
    )


@cache
def _by_pair(counts: Counts, unit: str | None) -> Mapping[str, tuple[Indicator, ...]]:
    """Indicators by the pairs that their words need, those that need none under an empty one."""
    found: dict[str, list[Indicator]] = {}
    for indicator in counting(counts, unit):
        for pair in indicator.needed or ("",):
            found.setdefault(pair, []).append(indicator)
    return {pair: tuple(rows) for pair, rows in found.items()}


@cache
def _on_topic(counts: Counts, unit: str | None, topic: str | None) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator in counting(counts, unit) if indicator.topic == topic)


def candidates(counts: Counts, unit: str | None, window: str, topic: str | None) -> set[Indicator]:
    """The indicators whose words may stand in a window; those of the topic come all."""
    by_pair = _by_pair(counts, unit)
    found = {*by_pair.get("", ()), *_on_topic(counts, unit, topic)}
    for pair in pairs_in(window).intersection(by_pair):
        found.update(by_pair[pair])
    return found
