"""Parts of several articles laid beside each other by what they are about.

Headings of the genre are slogans and change every year; what a part is about is told by the words that it shares with
few others: 协商, 工资, 协议 here and there, and nowhere else on both pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt

from archive.comparing.parts import Part
from archive.twins.profile import plain

HAN = re.compile(r"[㐀-鿿]+")
NUMBERED = re.compile(r"^\W*(?:第?[一二三四五六七八九十\d]+[章节、.)]+)?\W*")
"""一、 · (三) · 第二章 · 4. before the words of a heading."""
HEADING_COUNTS = 2
"""So many times as much as a paragraph's; a slogan still says 协商 where the part is about it."""
ALIKE = 0.17
"""From this share of rare words two parts are about one thing. In twelve pairs of years of fixtures/demo, the best of a
part on one subject have 0.18 to 0.58, of parts on two 0.12 to 0.18."""
JOINS = 0.25
"""From here a part stands beside one that another part of its own article is beside already: 帮扶 in one part there, in
three here."""

Weights = dict[str, float]
Cell = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One subject: the parts of each article on it, in the order of the articles; nothing where one has none."""

    cells: tuple[Cell, ...]

    @property
    def is_shared(self) -> bool:
        return sum(map(bool, self.cells)) > 1


@dataclass(frozen=True, slots=True)
class _Weighed:
    part: Part
    weights: Weights


Laid = list[list[_Weighed]]
"""A row that is being filled: the parts of each article."""


def laid_out(articles: Sequence[Sequence[Part]]) -> list[Row]:
    """All parts of all articles, each once. The article with the fewest keeps its order; what only others have stands
    where it stood among theirs."""
    weighed = _weighed(articles)
    rows: list[Laid] = []
    for column in sorted(range(len(articles)), key=lambda column: len(articles[column])):
        _lay(rows, weighed[column], column, len(articles))
    return [Row(tuple(tuple(one.part for one in cell) for cell in row)) for row in rows]


def _lay(rows: list[Laid], parts: Sequence[_Weighed], column: int, columns: int) -> None:
    places = _places(rows, parts)
    before: Laid | None = None
    for number, part in enumerate(parts):
        row = places.get(number)
        if row is None:
            row = [[] for _ in range(columns)]
            rows.insert(0 if before is None else _place_of(before, rows) + 1, row)
        row[column].append(part)
        before = row


def _place_of(wanted: Laid, rows: Sequence[Laid]) -> int:
    return next(place for place, row in enumerate(rows) if row is wanted)


def _places(rows: Sequence[Laid], parts: Sequence[_Weighed]) -> dict[int, Laid]:
    """Parts of one article to the rows that are about the same: to each row the most alike, and who else is alike."""
    pairs = [
        (-max(_likeness(part, other) for cell in row for other in cell), number, place)
        for number, part in enumerate(parts)
        for place, row in enumerate(rows)
    ]
    found: dict[int, int] = {}
    for likeness, number, place in sorted(pairs):
        bound = JOINS if place in found.values() else ALIKE
        if number not in found and -likeness >= bound:
            found[number] = place
    return {number: rows[place] for number, place in found.items()}


def _likeness(one: _Weighed, other: _Weighed) -> float:
    if one.part.is_lead or other.part.is_lead:  # the opening stands beside the opening, whatever it is about
        return float(one.part.is_lead and other.part.is_lead)
    if set(_headings(one.part)) & set(_headings(other.part)):
        return 1.0
    smaller, larger = sorted((one.weights, other.weights), key=len)
    return sum(weight * larger[pair] for pair, weight in smaller.items() if pair in larger)


def _headings(part: Part) -> Iterator[str]:
    return (NUMBERED.sub("", plain(text)) for _anchor, text in part.headings)


def _weighed(articles: Sequence[Sequence[Part]]) -> list[list[_Weighed]]:
    """With the pairs of characters of each part, those counting most that few parts have; of length 1 together."""
    counted = [[_pairs(part) for part in parts] for parts in articles]
    every = list(chain.from_iterable(counted))
    holding = Counter(pair for pairs in every for pair in pairs)
    rarity = {pair: log(len(every) / parts) for pair, parts in holding.items() if parts > 1}
    return [
        [_Weighed(part, _scaled(pairs, rarity)) for part, pairs in zip(parts, found, strict=True)]
        for parts, found in zip(articles, counted, strict=True)
    ]


def _pairs(part: Part) -> Counter[str]:
    pairs: Counter[str] = Counter()
    for texts, times in ((part.headings, HEADING_COUNTS), (part.paragraphs, 1)):
        for _anchor, text in texts:
            for run in HAN.findall(plain(text)):
                for at in range(len(run) - 1):
                    pairs[run[at : at + 2]] += times
    return pairs


def _scaled(pairs: Counter[str], rarity: dict[str, float]) -> Weights:
    weights = {pair: (1 + log(times)) * rarity[pair] for pair, times in pairs.items() if rarity.get(pair)}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {pair: weight / length for pair, weight in weights.items()}
