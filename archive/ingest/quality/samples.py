"""Pages as the fitting and the scoring want them: the evidence of each line beside the state that is right for it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.ingest.layout.evidence import Evidence, evidence
from archive.ingest.layout.form import verdicts
from archive.ingest.layout.grammar import State
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.seen_again import Elsewhere, nowhere
from archive.ingest.pipeline import hints_after_cleaning
from archive.ingest.structure import blocks_of
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import Hint
from archive.ingest.text.mapped import MappedText

BLIND = 0.5  # of the lines that today's patterns know, as on pages whose wording they do not know
LEXICAL = ("reader", "count", "other-news", "foot", "column", "label")
BODY_KINDS = ("prose", "heading", "caption")
HEAD_KINDS = ("kicker", "title", "subtitle")
KINDS = {"source": "page", "foot": "page", "credit": "page", "salutation": "prose"}

NAMES = frozenset(state.value for state in State)

Spans = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page for the fitting."""

    family: str
    lines: tuple[Evidence, ...]
    states: tuple[State, ...]


def sample(
    family: str,
    text: str,
    spans: Spans,
    *,
    hints: dict[int, Hint] | None = None,
    elsewhere: Elsewhere = nowhere,
    chance: random.Random | None = None,
) -> Sample | None:
    """The evidence of a page with its states; with ``chance`` some lines lose what the patterns know of them."""
    cleaned = clean(text)
    blocks = blocks_of(cleaned.text, hints_after_cleaning(hints or {}, cleaned), elsewhere=elsewhere)
    kinds = [_kind(block, spans, cleaned) for block in blocks]
    states = states_of(kinds)
    if states is None:
        return None
    known = [block.role is not Role.OPEN for block in blocks]
    blind = [chance is not None and chance.random() < BLIND for _ in blocks]
    if chance is not None:
        blocks = [
            replace(block, role=Role.OPEN) if is_known and is_blind else block
            for block, is_known, is_blind in zip(blocks, known, blind, strict=True)
        ]
    lines = evidence(blocks, verdicts(blocks))
    if chance is not None:
        lines = [
            tuple(name for name in seen if name not in LEXICAL) if is_blind else seen
            for seen, is_blind in zip(lines, blind, strict=True)
        ]
    return Sample(family, tuple(lines), tuple(states))


def _kind(block: Block, spans: Spans, text: MappedText) -> str:
    """The kind of most of the line's characters."""
    shares: dict[str, int] = {}
    for first, last in block.line.ranges:
        span = text.span(first, last)
        for start, end, kind in spans:
            shared = min(end, span.end) - max(start, span.start)
            if shared > 0:
                name = KINDS.get(kind, kind)
                shares[name] = shares.get(name, 0) + shared
    return max(shares, key=lambda kind: shares[kind], default="page")


def states_of(kinds: Sequence[str]) -> list[State] | None:
    """The states of lines whose kinds are known, None when they come in no order that the grammar knows."""
    body = [at for at, kind in enumerate(kinds) if kind in BODY_KINDS]
    if not body:
        return None
    heads = [at for at, kind in enumerate(kinds) if kind in HEAD_KINDS]
    first_head = min(heads, default=None)
    begin = min((at for at in body if first_head is None or at > first_head), default=body[0])
    head = first_head if first_head is not None else begin
    if any(at > begin for at in heads):
        return None
    states: list[State] = []
    for at, kind in enumerate(kinds):
        part = "above" if at < head else "head" if at < begin else "body" if at <= body[-1] else "below"
        name = f"{part}.{kind}"
        if name not in NAMES:
            return None
        states.append(State(name))
    return states
