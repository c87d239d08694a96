"""Why each line of a page was read as what it is: computed anew when somebody asks, kept nowhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.ingest.layout.bounds import (
    ABOVE_TEXT,
    heads_of_entries,
    named_by_card,
    no_titles,
    openings,
    outside_the_text,
    settled,
)
from archive.ingest.layout.decoding import FOLLOWS, Decision, Model, load_model
from archive.ingest.layout.doubts import Layout
from archive.ingest.layout.evidence import Evidence, evidence
from archive.ingest.layout.form import NUMBERED, verdicts
from archive.ingest.layout.grammar import ROLES, STATES, State, may_follow
from archive.ingest.layout.lists import lists
from archive.ingest.layout.reading import is_asked, read_layout, role_by_itself, steps
from archive.ingest.layout.rules import Rule
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.bylines import HAS_ROLE, is_byline
from archive.ingest.parts.captions import LONE_CREDIT, PICTURE_WORDS, is_lone_credit, is_marked
from archive.ingest.parts.furniture import (
    BAR_SPLIT,
    CREDIT_LINE,
    DATE_LINE,
    MASTHEAD_SURE,
    PAGE_NUMBER,
    SOURCE_LINE,
    is_credit,
    is_date_line,
    is_masthead,
    is_navigation_bar,
    is_source_line,
    squeezed,
)
from archive.ingest.parts.headings import style_of
from archive.ingest.parts.page_lines import PROMPTS, SQUEEZED
from archive.ingest.structure import head_and_body
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import example_of

MOST_FEATURES = 3
BY_WORDS = (Rule.KNOWN_BY_WORDS, Rule.TEXT_DESPITE_WORDS)
IN_BODY = {
    Role.CAPTION: Rule.CAPTION_IN_BODY,
    Role.PARAGRAPH: Rule.PARAGRAPH_IN_BODY,
    Role.BYLINE: Rule.SIGNATURE,
    Role.FURNITURE: Rule.RESIDUE,
}


@dataclass(frozen=True, slots=True)
class Feature:
    """An observation, and how much more it says for the state of the line than for the runner-up."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """The next likely state of another kind, and what spoke most for the state that the line has.

    Chances are those of a whole kind: above the title or below the text, page matter is page matter.
    """

    chance: float
    runner_up: State
    runner_up_chance: float
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a line became, and why: by a rule, by what was weighed, or by a rule in spite of it.

    What the format sets aside is not weighed. ``like`` are words by the pattern of which the line is known.
    """

    text: str
    role: Role
    state: State
    weighing: Weighing | None
    rule: Rule | None
    like: str | None = None


def explain(blocks: Sequence[Block]) -> tuple[Reason, ...]:
    """One reason for each line of an article, in the order of the page."""
    layout = read_layout(blocks)
    roles = _final_roles(layout)
    weighings = _weighings(blocks, layout.decisions)
    rules = _rules(blocks, layout, roles)
    return tuple(
        Reason(
            block.line.text,
            role,
            decision.state,
            next(weighings) if is_asked(block) else None,
            rule,
            known_as(block.line) if rule in BY_WORDS else None,
        )
        for block, decision, role, rule in zip(blocks, layout.decisions, roles, rules, strict=True)
    )


def known_as(line: Line) -> str | None:
    """Words of the kind by which a line is known wherever it stands, None where no pattern knows it."""
    spaced = " ".join(line.key.split())
    named = [one for one in PROMPTS.values() if one.match(spaced)]
    named += [one for one in SQUEEZED.values() if one.match(squeezed(line.key))]
    known = (
        (CREDIT_LINE, is_credit(line)),
        (HAS_ROLE, is_byline(line, bare=False)),
        (LONE_CREDIT, is_lone_credit(line)),
        (DATE_LINE, is_date_line(line)),
        (SOURCE_LINE, is_source_line(line)),
        (PAGE_NUMBER, bool(PAGE_NUMBER.match(line.key))),
        (MASTHEAD_SURE, is_masthead(line.key)),
        (BAR_SPLIT, is_navigation_bar(line.key)),
        (PICTURE_WORDS, is_marked(line)),
    )
    found = [*named, *(one for one, holds in known if holds)]
    return example_of(found[0]) if found else None


def _weighings(blocks: Sequence[Block], decisions: Sequence[Decision]) -> Iterator[Weighing]:
    asked = [block for block in blocks if is_asked(block)]
    model, before = load_model(), None
    weighed = (decision for block, decision in zip(blocks, decisions, strict=True) if is_asked(block))
    for seen, decision in zip(evidence(asked, verdicts(asked)), weighed, strict=True):
        yield _weighing(model, seen, decision, before)
        before = decision.state


def _weighing(model: Model, seen: Evidence, decision: Decision, before: State | None) -> Weighing:
    others = [state for state in STATES if state.kind != decision.state.kind]
    second = max(others, key=lambda state: (_of_kind(decision, state), decision.chance(state)))
    found = sorted(_features(model, seen, decision.state, second, before), key=lambda one: -one.weight)
    return Weighing(
        _of_kind(decision, decision.state),
        second,
        _of_kind(decision, second),
        tuple(feature for feature in found[:MOST_FEATURES] if feature.weight > 0),
    )


def _of_kind(decision: Decision, state: State) -> float:
    return decision.chance(*(one for one in STATES if one.kind == state.kind))


def _features(
    model: Model, seen: Evidence, state: State, second: State, before: State | None
) -> Iterator[Feature]:
    this, other = STATES.index(state), STATES.index(second)
    for name in dict.fromkeys(seen):
        if row := model.weights.get(name):
            yield Feature(name, seen.count(name) * (row[this] - row[other]))
    if before is not None and may_follow(before, state) and may_follow(before, second):
        at = STATES.index(before)
        yield Feature(f"{FOLLOWS}{before}", model.follows[this][at] - model.follows[other][at])


def _final_roles(layout: Layout) -> list[Role]:
    """The role that most of a line's characters have in the article; the body cuts by-lines off its paragraphs."""
    head, body = head_and_body(layout)
    places = {
        at: block.role
        for block in (*head, *body)
        for start, end in block.line.ranges
        for at in range(start, end)
    }
    roles = []
    for block in layout.blocks:
        held = Counter(
            places.get(at, block.role) for start, end in block.line.ranges for at in range(start, end)
        )
        roles.append(held.most_common(1)[0][0])
    return roles


def _rules(blocks: Sequence[Block], layout: Layout, roles: Sequence[Role]) -> list[Rule | None]:
    """For each line the last rule that had a say; none where the weights alone gave it its role."""
    rules = _before_weighing(blocks)
    for at, (block, decision) in enumerate(zip(blocks, layout.decisions, strict=True)):
        rules[at] = role_by_itself(block, decision)[1] or rules[at]
    (_, last), *later = steps(blocks, layout.decisions)
    for rule, now in later:
        for at in (at for at, (one, two) in enumerate(zip(last, now, strict=True)) if one is not two):
            rules[at] = rule
        last = now
    for at, (block, decision, role) in enumerate(zip(layout.blocks, layout.decisions, roles, strict=True)):
        if block.role is Role.OPEN and rules[at] is None and not _is_as_weighed(role, decision.state):
            rules[at] = rule_of_body(block, role)
    return rules


def _before_weighing(blocks: Sequence[Block]) -> list[Rule | None]:
    """What bounds the states of a line before all are decided together."""
    places = [at for at, block in enumerate(blocks) if is_asked(block)]
    asked = [blocks[at] for at in places]
    rules: list[Rule | None] = [None] * len(blocks)
    names, outside, entries = no_titles(asked), outside_the_text(asked), heads_of_entries(asked)
    opening = openings(asked)
    for at, state in enumerate(_by_their_looks(asked)):
        if at in opening:
            rules[places[at]] = Rule.OPENS_TEXT
        elif at in entries:
            rules[places[at]] = Rule.HEAD_OF_ENTRY
        elif at in names and state is State.HEAD_TITLE:
            rules[places[at]] = Rule.CANNOT_BE_TITLE
        elif at in outside and state not in ABOVE_TEXT:
            rules[places[at]] = Rule.OUTSIDE_TEXT
    found = settled(asked)
    by_record = found == named_by_card(asked)
    for at in found:
        rules[places[at]] = Rule.NAMED_BY_RECORD if by_record else Rule.HEADLINE_OF_FORMAT
    for at in lists(asked):
        rules[places[at]] = Rule.LIST_OF_TEXT
    return rules


def _by_their_looks(asked: Sequence[Block]) -> Iterator[State]:
    """What each line would be for its own looks."""
    for scores in map(load_model().scores, evidence(asked, verdicts(asked))):
        yield STATES[scores.index(max(scores))]


def _is_as_weighed(role: Role, state: State) -> bool:
    """Headings are found by the rules of the body alone, even where the weights say the same."""
    weighed = ROLES[state.kind]
    return role is (Role.PARAGRAPH if weighed is Role.OPEN else weighed) and role is not Role.HEADING


def rule_of_body(block: Block, role: Role) -> Rule:
    if role is Role.HEADING:
        numbered = style_of(block.line).name in NUMBERED
        return Rule.NUMBERED_HEADING if numbered else Rule.HEADING_IN_BODY
    return IN_BODY.get(role, Rule.KNOWN_BY_WORDS)
