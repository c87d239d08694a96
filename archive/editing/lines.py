"""The text of an article as lines with roles: so an editor sees it, types it and moves it.

Sections are what the headings make of the lines; nobody types an order. As one text, each line begins with the mark of
its role (〔小标题〕维权服务), a paragraph with none: it is edited without a script as well, and is what the script writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from archive.anchors import realign
from archive.editing.numbering import numbered
from archive.models import ArticleEvent
from archive.models.article import DEEPEST_LEVEL
from archive.representation import State


class Role(StrEnum):
    """What a line is; the values of the first three, and of the lists, are those fields of an article."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "bylines"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credits"
    FURNITURE = "furniture"


HEAD = (Role.KICKER, Role.TITLE, Role.SUBTITLE)
LISTS = (Role.BYLINE, Role.CREDIT, Role.FURNITURE)
MARKS: dict[Role, str] = {
    Role.KICKER: "引题",
    Role.TITLE: "标题",
    Role.SUBTITLE: "副标题",
    Role.BYLINE: "作者",
    Role.HEADING: "小标题",
    Role.PARAGRAPH: "正文",
    Role.CAPTION: "图片说明",
    Role.CREDIT: "编校署名",
    Role.FURNITURE: "版面文字",
}
"""In the text these are Chinese in every language of the interface, as the text itself."""
MARK = re.compile(rf"〔({'|'.join(MARKS.values())})(\d*)〕\s*")
MOST_REMEMBERED = 30
"""Earlier states that are looked through for what stands in the text again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its role; only a heading has a level. A heading without words opens a section that has none."""

    role: Role
    text: str
    level: int = 0


# As one text


def as_text(lines: Sequence[Line]) -> str:
    """A blank line between any two: they are long."""
    return "\n\n".join(map(_marked, lines))


def _marked(line: Line) -> str:
    if line.role is Role.PARAGRAPH and not MARK.match(line.text):
        return line.text
    return f"〔{MARKS[line.role]}{line.level if line.level > 1 else ''}〕{line.text}"


def read_text(text: str) -> list[Line]:
    """The lines of a text; those without words are none. Raises ValueError for a level that no heading has."""
    return [line for row in text.splitlines() if (line := _read(row.strip())).text or line.level]


def _read(row: str) -> Line:
    found = MARK.match(row)
    if found is None:
        return Line(Role.PARAGRAPH, row)
    role = next(role for role, mark in MARKS.items() if mark == found[1])
    level = 0
    if role is Role.HEADING:
        level = int(found[2] or 1) if len(found[2]) < 3 else DEEPEST_LEVEL + 1
        if not 1 <= level <= DEEPEST_LEVEL:
            raise ValueError(row)
    return Line(role, row[found.end() :], level)


# An article as lines, and back


def lines_of(state: State) -> list[Line]:
    """What stands below the title block, in the order of reading: what is no part of the body before it or behind."""
    captions: dict[int | None, list[Line]] = {item["id"]: [] for item in state["sections"]}
    captions[None] = []
    for item in state["captions"]:
        place = item["section"] if item["section"] in captions else None
        captions[place].append(Line(Role.CAPTION, _one_line(item["text"])))
    body = (
        _section(item, captions[item["id"]], first=not place) for place, item in enumerate(state["sections"])
    )
    return [
        *captions[None],
        *_listed(state, Role.BYLINE),
        *chain.from_iterable(body),
        *_listed(state, Role.CREDIT),
        *_listed(state, Role.FURNITURE),
    ]


def _listed(state: State, role: Role) -> Iterator[Line]:
    return (Line(role, text) for text in map(_one_line, state[role]) if text)


def _section(item: State, captions: Sequence[Line], *, first: bool) -> Iterator[Line]:
    paragraphs = [Line(Role.PARAGRAPH, text) for text in _rows(item["text"])]
    level = item["level"] if item["level"] in range(1, DEEPEST_LEVEL + 1) else 1  # a row may hold anything
    if item["heading"] or not first or not paragraphs or level != 1:
        yield Line(Role.HEADING, _one_line(item["heading"] or ""), level)
    yield from paragraphs
    yield from captions


def _rows(text: str) -> list[str]:
    return [row.strip() for row in text.splitlines() if row.strip()]


def _one_line(text: str) -> str:
    return " ".join(_rows(text))


@dataclass(frozen=True, slots=True)
class Gone:
    """What stood in an article earlier, by its words, with the number that it was linked by."""

    headings: Mapping[str, int] = field(default_factory=dict)
    captions: Mapping[str, int] = field(default_factory=dict)
    paragraphs: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, pk: int) -> "Gone":
        """Of the last states of an article, of each wording the newest number."""
        events = ArticleEvent.objects.of_article(pk).exclude(state=None).order_by("-version")
        states: list[State] = [event.state for event in events.only("state")[:MOST_REMEMBERED] if event.state]
        sections = [item for state in reversed(states) for item in state["sections"]]
        captions = [item for state in reversed(states) for item in state["captions"]]
        return cls(
            headings={_one_line(item["heading"]): item["id"] for item in sections if item["heading"]},
            captions={_one_line(item["text"]): item["id"] for item in captions},
            paragraphs=dict(
                chain.from_iterable(
                    zip(_rows(item["text"]), item["anchors"], strict=False) for item in sections
                )
            ),
        )


def state_of(lines: Sequence[Line], base: State, *, next_anchor: int, gone: Gone) -> State:
    """The parts of an article that the lines make of the state that they were made from.

    What is the same section, caption or paragraph as there keeps its number, and what stood there earlier has it
    again: links hold. A caption before the body is of no section.
    """
    sections, captions = _parts(lines)
    for item, number in zip(sections, _sections_known(sections, base["sections"], gone), strict=True):
        item["id"] = number
    for item, number in zip(captions, _captions_known(captions, base["captions"], gone), strict=True):
        item["id"] = number
        place = item.pop("place")
        item["section"] = None if place is None else sections[place]["id"]
        if place is not None and item["section"] is None:
            item["section_order"] = place
    lists = {role.value: [line.text for line in lines if line.role is role] for role in LISTS}
    anchored = _anchored(sections, base["sections"], next_anchor, gone)
    return {"sections": anchored, "captions": captions} | lists


def _parts(lines: Sequence[Line]) -> tuple[list[State], list[State]]:
    """Sections as the headings open them, and captions with the place of the section that they stand in."""
    texts: list[tuple[Line, list[str]]] = []
    captions: list[State] = []
    for line in lines:
        if line.role is Role.HEADING:
            texts.append((line, []))
        elif line.role is Role.PARAGRAPH:
            texts = texts or [(Line(Role.HEADING, "", 1), [])]
            texts[-1][1].append(line.text)
        elif line.role is Role.CAPTION:
            place = len(texts) - 1 if texts else None
            captions.append({"order": len(captions), "text": line.text, "place": place})
    sections = [
        {"order": order, "level": heading.level, "heading": heading.text or None, "text": "\n".join(rows)}
        for order, (heading, rows) in enumerate(texts)
    ]
    return sections, captions


def _captions_known(captions: Sequence[State], stored: Sequence[State], gone: Gone) -> list[int | None]:
    texts = [item["text"] for item in captions]
    found = _alike(texts, [(item["id"], _one_line(item["text"])) for item in stored])
    return _again(found, texts, gone.captions, {item["id"] for item in stored})


def _sections_known(sections: Sequence[State], stored: Sequence[State], gone: Gone) -> list[int | None]:
    """By the heading; where that is another, by the paragraphs below it; or by what the heading was once."""
    headings = [item["heading"] or "" for item in sections]
    found = _alike(headings, [(item["id"], _one_line(item["heading"] or "")) for item in stored])
    free = {item["id"]: set(_rows(item["text"])) for item in stored if item["id"] not in found}
    for place, item in enumerate(sections):
        shared = {number: len(rows.intersection(_rows(item["text"]))) for number, rows in free.items()}
        best = max(shared, key=shared.__getitem__, default=None)
        if found[place] is None and best is not None and shared[best]:
            found[place] = best
            del free[best]
    return _again(found, headings, gone.headings, {item["id"] for item in stored})


def _alike(texts: Sequence[str], stored: Sequence[tuple[int, str]]) -> list[int | None]:
    """The number of the stored text that each of these is, corrected or moved; None for a new one."""
    numbers = [number for number, _ in stored]
    new = 1 + max(numbers, default=0)
    anchors, _ = realign([text for _, text in stored], numbers, texts, next_anchor=new)
    return [anchor if anchor < new else None for anchor in anchors]


def _again(
    found: Sequence[int | None], texts: Sequence[str], gone: Mapping[str, int], stored: set[int]
) -> list[int | None]:
    """With the numbers of those that stood there before, none of which is in use."""
    used = stored | {number for number in found if number is not None}
    numbers: list[int | None] = []
    for number, text in zip(found, texts, strict=True):
        before = gone.get(text) if number is None and text else None
        numbers.append(number if before in used else before or number)
        used.add(numbers[-1] or 0)
    return numbers


def _anchored(sections: list[State], stored: Sequence[State], next_anchor: int, gone: Gone) -> list[State]:
    known, _ = numbered(sections, stored, next_anchor=next_anchor)
    numbers = list(chain.from_iterable(item["anchors"] for item in known))
    rows = list(chain.from_iterable(item["text"].splitlines() for item in known))
    used = set(chain.from_iterable(item["anchors"] for item in stored))
    old = _again(
        [None if number >= next_anchor else number for number in numbers], rows, gone.paragraphs, used
    )
    anchors = iter([number if kept is None else kept for kept, number in zip(old, numbers, strict=True)])
    for item in known:
        item["anchors"] = [next(anchors) for _ in item["anchors"]]
    return known
