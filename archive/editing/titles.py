"""Another line made the title: what the title was takes the place of that line, so that nothing printed is lost."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.editing.lines import HEAD, Line, Role, lines_of
from archive.representation import State

BETWEEN = re.compile(r"[\s—―–-]+")
"""——青禾区总工会2019年工作综述 is the subtitle 青禾区总工会2019年工作综述."""


def with_heads_taken(lines: Sequence[Line], heads: State, base: State) -> tuple[list[Line], State]:
    """The lines without those that were given a role of the title block, and the title block with them.

    What stood there before stands where they stood, as what they were in the state that the lines were made from.
    """
    former = {line.text: line for line in lines_of(base)}
    left = list(lines)
    for role in HEAD:
        marked = [line for line in left if line.role is role]
        if not marked:
            continue
        before, words = heads.get(role.value), " ".join(line.text for line in marked)
        place = left.index(marked[0])
        was = former.get(marked[0].text, Line(Role.PARAGRAPH, ""))
        kept = [replace(was, text=before)] if before and before != words else []
        left = left[:place] + kept + [line for line in left[place:] if line.role is not role]
        heads = heads | {role.value: words}
    return left, heads


def retitled(state: State, title: str) -> tuple[list[Line], State]:
    """The lines and the title block of an article that gets this title, wherever its words stand now."""
    lines, heads = lines_of(state), {role.value: state[role.value] for role in HEAD}
    before = heads["title"] or ""
    for name in ("kicker", "subtitle"):
        if _same(heads[name], title):
            return lines, heads | {"title": title, name: before or None}
    for place, line in enumerate(lines):
        if _same(line.text, title):
            marked = [*lines[:place], Line(Role.TITLE, line.text), *lines[place + 1 :]]
            return with_heads_taken(marked, heads, state)
    above, found, below = before.partition(title)
    left = {"kicker": above.strip(), "subtitle": below.strip()} if found else {"kicker": before}
    heads["title"] = title
    for name, words in left.items():
        if words and found and not heads[name]:
            heads[name] = words
        elif words:
            lines.append(Line(Role.FURNITURE, words))
    return lines, heads


def _same(one: str | None, other: str) -> bool:
    return BETWEEN.sub("", one or "") == BETWEEN.sub("", other)
