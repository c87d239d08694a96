"""Two states of an article side by side: line by line where lines belong together, character by character within."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain
from typing import Any

from django.utils.translation import gettext

from archive.editing.clauses import changed, label, of
from archive.editing.numbering import paragraphs
from archive.models import Article, Region
from archive.representation import State
from archive.told import told

MOST_COMPARED = 1_000_000
"""Characters of one line times those of the other that are compared one by one: a tenth of a second. Two lines of
4,000 characters that share nothing at their ends are shown as one line gone and one new."""
SHORTEST_KEPT = 2
"""One character that stays between two changes (的, 了) is read over: 职工的家 → 工人的门 changed as a whole."""


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a clause with what became of it; ``skipped`` stands for so many lines that stayed as they were."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that two states say differently."""

    clause: str
    label: str
    lines: tuple[Line, ...]


HEADING = "heading"
Keyed = tuple[Any, str]
"""A line with what it is known by: paragraphs by their anchors, so that a moved one is not a new one."""


def differences(before: State, after: State, regions: Mapping[int, str]) -> list[Difference]:
    """What differs from one state to the next. ``regions``: names by number (``names_of_regions``)."""
    return [
        Difference(
            clause,
            label(clause),
            tuple(compared(lines_of(before, clause, regions), lines_of(after, clause, regions))),
        )
        for clause in changed(before, after)
    ]


def names_of_regions(states: Sequence[State]) -> dict[int, str]:
    wanted = {state["region"] for state in states if state.get("region")}
    return {region.pk: region.full_name for region in Region.objects.filter(pk__in=wanted).with_path()}


def compared(before: Sequence[Keyed], after: Sequence[Keyed]) -> Iterator[Line]:
    """The lines of both, in order, with runs of unchanged ones counted; what changed in a section stands below its heading."""
    unchanged: list[_Merged] = []
    for merged in _merged(before, after):
        if merged.is_same:
            unchanged.append(merged)
            continue
        yield from _passed_over(unchanged, to_a_heading=merged.is_heading)
        yield Line(merged.pieces)
        unchanged.clear()
    yield from _skipped(len(unchanged))


@dataclass(frozen=True, slots=True)
class _Merged:
    """A line of either text or of both."""

    key: Any
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.change is Change.SAME for piece in self.pieces)

    @property
    def is_heading(self) -> bool:
        return isinstance(self.key, tuple) and self.key[0] == HEADING


def _merged(before: Sequence[Keyed], after: Sequence[Keyed]) -> Iterator[_Merged]:
    keys = [key for key, _ in before], [key for key, _ in after]
    for kind, start, end, other, other_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(before[start:end], after[other:other_end], strict=True)
            yield from (_Merged(key, characters(old, new)) for (key, old), (_, new) in pairs)
        else:
            yield from (_Merged(key, _whole(Change.REMOVED, text)) for key, text in before[start:end])
            yield from (_Merged(key, _whole(Change.ADDED, text)) for key, text in after[other:other_end])


def _passed_over(unchanged: Sequence[_Merged], *, to_a_heading: bool) -> Iterator[Line]:
    """Unchanged lines before a changed one: how many, and, unless that is a heading itself, the one that it stands under."""
    headings = [place for place, merged in enumerate(unchanged) if merged.is_heading]
    if not headings or to_a_heading:
        yield from _skipped(len(unchanged))
        return
    yield from _skipped(headings[-1])
    yield Line(unchanged[headings[-1]].pieces)
    yield from _skipped(len(unchanged) - headings[-1] - 1)


def _skipped(number: int) -> Iterator[Line]:
    if number:
        yield Line(skipped=number)


def _whole(change: Change, text: str) -> tuple[Piece, ...]:
    return (Piece(change, text),)


def characters(before: str, after: str) -> tuple[Piece, ...]:
    """What became of a line: joined, what was not added gives ``before``, what was not removed gives ``after``."""
    if before == after:
        return _whole(Change.SAME, before)
    head = _shared(before, after)
    tail = min(_shared(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    pieces = [
        Piece(Change.SAME, before[:head]),
        *_middle(old, new),
        Piece(Change.SAME, before[len(before) - tail :]),
    ]
    return tuple(piece for piece in pieces if piece.text)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _middle(old: str, new: str) -> Iterator[Piece]:
    runs = [("replace", 0, len(old), 0, len(new))]
    if len(old) * len(new) <= MOST_COMPARED:
        runs = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    gone = come = ""
    for kind, start, end, other, other_end in runs:
        if kind == "equal" and end - start >= SHORTEST_KEPT:
            yield from (
                Piece(Change.REMOVED, gone),
                Piece(Change.ADDED, come),
                Piece(Change.SAME, old[start:end]),
            )
            gone = come = ""
        else:
            gone, come = gone + old[start:end], come + new[other:other_end]
    yield from (Piece(Change.REMOVED, gone), Piece(Change.ADDED, come))


# A clause as lines for people


def lines_of(state: State, clause: str, regions: Mapping[int, str]) -> list[Keyed]:
    """What a state says of a clause, as an editor reads it."""
    match clause:
        case "sections":
            return list(chain.from_iterable(map(_section, state[clause])))
        case "captions":
            return [(item["id"], _caption(item, state)) for item in state[clause]]
        case "notices":
            return [(item["id"], _notice(item)) for item in state[clause]]
        case "period":
            return [("years", _years(state)), *_lines(state, "period_basis", "period_evidence")]
        case "region":
            name = regions.get(state["region"], gettext("（已删除的区划）")) if state["region"] else ""
            return [("name", name), *_lines(state, "region_basis", "region_evidence")]
        case "reprint_of":
            number = state.get(clause)
            return [(clause, gettext("编号 %(pk)s") % {"pk": number})] if number else []
        case "bylines" | "credits" | "furniture":
            return list(enumerate(map(str, state[clause] if isinstance(state[clause], list) else [])))
    return _lines(state, *of(state, clause))


def _lines(state: State, *names: str) -> list[Keyed]:
    return [(name, _shown(name, state.get(name))) for name in names if state.get(name) not in (None, "")]


def _shown(name: str, value: Any) -> str:
    labels = dict(Article._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(labels.get(value, value))


def _years(state: State) -> str:
    years = Article(period_start=state["period_start"], period_end=state["period_end"])
    return (
        gettext("%(basis)s（推算）") % {"basis": years.period_label}
        if state["period_inferred"]
        else years.period_label
    )


def _section(item: State) -> Iterator[Keyed]:
    level = gettext("%(level)s 级") % {"level": item["level"]}
    heading = item["heading"] or gettext("（无小标题）")
    yield (HEADING, item["id"]), f"{level} · {heading}"
    yield from paragraphs(item)


def _caption(item: State, state: State) -> str:
    lead = gettext("导语")
    headings = {section["id"]: section["heading"] or lead for section in state["sections"]}
    where = headings.get(item["section"])
    return f"{item['text']}（{where}）" if where else item["text"]


def _notice(item: State) -> str:
    return f"{'☑' if item['settled_at'] else '☐'} {item.get('message') or told(item['code'], item.get('values') or {})}"
