"""What each line of a page is, decided for all lines at once by the evidence."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.blocks import Block, Role
from archive.ingest.captions import is_lone_credit
from archive.ingest.headings import style_of
from archive.ingest.layout.decoding import Decision, load_model
from archive.ingest.layout.doubts import PAGE, Layout
from archive.ingest.layout.evidence import evidence
from archive.ingest.layout.form import NUMBERED, verdicts
from archive.ingest.layout.grammar import ROLES, STATES, State
from archive.ingest.lines import Hint

TITLE_BLOCK = (Role.KICKER, Role.TITLE, Role.SUBTITLE)
BODY = (State.BODY_PROSE, State.BODY_HEADING, State.BODY_CAPTION)
LONGEST_IN_TITLE_BLOCK = 300  # characters; the longest of real pages has ninety
SURE_OF_TEXT = 0.9  # what a pattern knows as page matter must be so likely text to be kept in the article
HAN, SHORTEST_TEXT = re.compile(r"[\u4e00-\u9fff]"), 8
SURE_OF_PAGE = 0.7  # what is taken out of the article by its place alone must be so likely page matter


def decide(blocks: Sequence[Block]) -> list[Decision]:
    """The most likely state of each line.

    What the page itself sets aside, buttons between title and subtitle for one, is not asked about, so that the lines
    around it stand together.
    """
    asked = [block for block in blocks if block.line.hint is not Hint.FURNITURE]
    decided = iter(load_model().decide(evidence(asked, verdicts(asked))))
    part = "above"
    decisions: list[Decision] = []
    for block in blocks:
        if block.line.hint is Hint.FURNITURE:
            decisions.append(_set_aside(part))
        else:
            decisions.append(next(decided))
            part = decisions[-1].state.part
    return decisions


def _set_aside(part: str) -> Decision:
    state = State(f"{part}.page")
    return Decision(state, tuple(1.0 if one is state else 0.0 for one in STATES))


def read_layout(blocks: Sequence[Block]) -> Layout:
    """The lines with their roles; what belongs to the body stays open for its own rules."""
    decisions = decide(blocks)
    roles = [_role(block, decision) for block, decision in zip(blocks, decisions, strict=True)]
    last = max((at for at, role in enumerate(roles) if role in TITLE_BLOCK), default=-1)
    if Role.OPEN not in roles[last + 1 :]:
        # a list, a menu, two lines: nothing reads like running text, so what no pattern knows is the text
        unknown = [
            at
            for at, block in enumerate(blocks)
            if block.role is Role.OPEN and roles[at] in (Role.FURNITURE, Role.CAPTION)
        ]
        for at in [at for at in unknown if at > last] or unknown:
            roles[at] = Role.OPEN
    begin = next((at for at, role in enumerate(roles) if role is Role.OPEN), len(roles))
    read = (
        replace(block, role=Role.OPEN if role in TITLE_BLOCK and at > begin else role)
        for at, (block, role) in enumerate(zip(blocks, roles, strict=True))
    )
    return Layout(tuple(read), tuple(decisions))


def _role(block: Block, decision: Decision) -> Role:
    if block.line.hint is Hint.FURNITURE:
        return Role.FURNITURE
    if block.line.hint is Hint.CAPTION:
        return Role.CAPTION
    if block.line.hint is Hint.ROW and decision.state.part != "above":
        return Role.OPEN  # a table stands in the article that it belongs to
    role = ROLES[decision.state.kind]
    if block.role in (Role.CREDIT, Role.BYLINE) and role in (Role.FURNITURE, Role.BYLINE):
        return block.role
    if block.role is Role.FURNITURE and role not in TITLE_BLOCK:
        text = len(HAN.findall(block.line.key)) >= SHORTEST_TEXT and decision.chance(*BODY) >= SURE_OF_TEXT
        return Role.OPEN if text else Role.FURNITURE
    if decision.state.part == "body" and (role in (Role.HEADING, Role.CAPTION) or is_lone_credit(block.line)):
        return Role.OPEN
    if role is Role.FURNITURE and decision.state.part == "body" and style_of(block.line).name in NUMBERED:
        return Role.OPEN if block.role is Role.OPEN else block.role  # 1.走访1264户: an item among paragraphs
    if role in TITLE_BLOCK and len(block.line.text) > LONGEST_IN_TITLE_BLOCK:
        return Role.OPEN
    past_title = decision.state.part != "above"
    if role is Role.FURNITURE and past_title and decision.chance(*PAGE) < SURE_OF_PAGE:
        return Role.OPEN
    return role
