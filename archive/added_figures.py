"""Numbers that the reader missed and an editor added: the words say where they stand, what they are worth was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from archive.article_parts import Part, Place
from archive.figures.indicators import Indicator, Nature, indicators
from archive.figures.quantities import LARGEST, Bound
from archive.figures.records import Basis, Figure, Period, Scope, Setting
from archive.figures.sentences import sentence_around
from archive.models import FigureDecision

ADDED = FigureDecision.Verdict.ADDED
PLACES = 4


def with_added(
    read: Sequence[Figure],
    decided: Mapping[Place, FigureDecision],
    parts: Sequence[Part],
    setting: Setting,
) -> list[Figure]:
    """What was read and what was added, in reading order. Where both stand on the same words the editor is right."""
    added = list(_added(decided, parts, setting))
    if not added:
        return list(read)
    kept = [one for one in enumerate(read) if not any(_overlap(one[1], other) for other in added)]
    numbered: list[tuple[int | None, Figure]] = [*kept, *((None, figure) for figure in added)]
    numbered.sort(key=lambda one: (one[1].block, one[1].start))
    places = {index: place for place, (index, _figure) in enumerate(numbered) if index is not None}
    return [replace(figure, part_of=moved(figure.part_of, places)) for _index, figure in numbered]


def moved(whole: int | None, places: Mapping[int, int]) -> int | None:
    """The place of the whole that a figure is a part of; None where that is no more."""
    return None if whole is None else places.get(whole)


def _added(
    decided: Mapping[Place, FigureDecision], parts: Sequence[Part], setting: Setting
) -> Iterator[Figure]:
    """Those whose words stand there, the first of any that overlap."""
    for block, part in enumerate(parts):
        of_part = [
            place for place, one in decided.items() if one.verdict == ADDED and place.anchor == part.anchor
        ]
        end = 0
        for start, place in sorted((place.offset_in(part.text), place) for place in of_part):
            facts = decided[place].corrected
            indicator, value = indicators().get(str(facts.get("indicator"))), value_of(facts.get("value"))
            if indicator is not None and value is not None and start >= end:
                end = start + len(place.words)
                yield _figure(indicator, value, place, block, part.text, setting)


def value_of(stored: object) -> Decimal | None:
    """None for what is no number that can be kept."""
    try:
        value = round(Decimal(str(stored)), PLACES)
        return value if 0 <= value <= LARGEST else None
    except InvalidOperation:
        return None


def _figure(
    indicator: Indicator, value: Decimal, place: Place, block: int, text: str, setting: Setting
) -> Figure:
    start = place.offset_in(text)
    first, last = sentence_around(text, start)
    return Figure(
        text=place.words,
        start=start,
        end=start + len(place.words),
        block=block,
        value=value,
        low=None,
        unit=indicator.unit,
        bound=Bound.EXACT,
        indicator=indicator.code,
        scope=Scope.FLOW if indicator.nature is Nature.FLOW else Scope.STOCK,
        part_of=None,
        planned=setting.is_plan,
        per=None,
        period=Period(setting.start, setting.end, Basis.ARTICLE),
        region=None,
        sentence=text[first:last].strip(),
    )


def _overlap(one: Figure, other: Figure) -> bool:
    return one.block == other.block and one.start < other.end and other.start < one.end
