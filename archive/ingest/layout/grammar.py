"""The grammar of a page: what a line can be, and what can follow it.

A page runs above → head → body → below and never back.
"""

from enum import StrEnum
from itertools import product

from archive.ingest.parts.blocks import Role


class State(StrEnum):
    """What a line is, and in which part of the page."""

    ABOVE_PAGE = "above.page"
    ABOVE_CAPTION = "above.caption"
    ABOVE_BYLINE = "above.byline"
    HEAD_KICKER = "head.kicker"
    HEAD_TITLE = "head.title"
    HEAD_SUBTITLE = "head.subtitle"
    HEAD_BYLINE = "head.byline"
    HEAD_PAGE = "head.page"
    BODY_PROSE = "body.prose"
    BODY_HEADING = "body.heading"
    BODY_CAPTION = "body.caption"
    BODY_BYLINE = "body.byline"
    BODY_PAGE = "body.page"
    BELOW_BYLINE = "below.byline"
    BELOW_PAGE = "below.page"

    @property
    def part(self) -> str:
        return self.value.split(".")[0]

    @property
    def kind(self) -> str:
        return self.value.split(".")[1]


STATES = tuple(State)
PARTS = ("above", "head", "body", "below")
ROLES = {
    "page": Role.FURNITURE,
    "caption": Role.CAPTION,
    "byline": Role.BYLINE,
    "kicker": Role.KICKER,
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "prose": Role.OPEN,
    "heading": Role.HEADING,
}
TITLE_ORDER = {State.HEAD_KICKER: 0, State.HEAD_TITLE: 1, State.HEAD_SUBTITLE: 2}


def may_follow(before: State, after: State) -> bool:
    """True for two lines that a page can hold one below the other."""
    if PARTS.index(after.part) < PARTS.index(before.part):
        return False
    if before in TITLE_ORDER and after in TITLE_ORDER:
        return TITLE_ORDER[before] <= TITLE_ORDER[after]
    if after is State.HEAD_KICKER:
        return before.part == "above"
    if after is State.HEAD_TITLE:
        return before.part == "above"  # the rows of a title stand together
    return True


ALLOWED = tuple((one, two) for one, two in product(STATES, STATES) if may_follow(one, two))
STARTS = tuple(
    state
    for state in STATES
    if state.part in ("above", "head") or state in (State.BODY_PROSE, State.BODY_HEADING)
)
