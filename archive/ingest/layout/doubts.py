"""Where a second reading of the page was near: the title first, then what is article and what is not.

A chance below a bound is a doubt. The bounds were measured on families that the fitting had not seen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.ingest.layout.decoding import Decision
from archive.ingest.layout.grammar import State
from archive.ingest.parts.blocks import Block, Doubt, Role
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.headings import Style, style_of
from archive.ingest.text.lines import Hint, Line, Range
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_cut_off, is_prose
from archive.ingest.wording import quoted

SURE_TITLE, SURE_WITHOUT_RIVAL = 0.95, 0.85
UNLIKE_ROWS = 2  # characters by which two rows of a title differ that are no halves of one
SURE_OF_PLACE = 0.85  # of a line that is article or page matter
SURE_OF_HEAD = 0.9  # of a line above the body that is kicker or subtitle, or is not
SURE_OF_WRITERS, SURELY_WRITERS = 0.8, 0.9  # to be read as writers; to be so without a word
# Of a line that is one of these, or a paragraph. With lower bounds more captions of the families' pages are wrong without
# a word than the gate allows (``python -m tests.gate``).
SURE_OF_PART = {Role.HEADING: 0.9, Role.CAPTION: 0.95}
FEWEST_ALIKE = 3  # headings that show how a text sets them
MOST_BROKEN = 0.4  # of the paragraphs; where more lack their stop the page sets none
MOST_TITLES, MOST_LINES, LONGEST_NAMED = 3, 5, 24
SERIES_NAMED = pattern(
    r"(?:特别报道|系列报道|专题报道|巡礼|进行时|风采)(?:[·之(]?[一二三四五六七八九十\d]{1,2}\)?)?$",
    like="县区风采·1",
    unlike="风采展在广场开幕",
)
LOOKS_AHEAD = pattern(
    r"(?:新的一年|下一步|接下来|今后|来年|明年|展望未来|站在新的?(?:历史)?起点|20\d\d年)[^。]{0,24}"
    r"(?:要(?!求|闻)|打算|准备|继续|还会|将(?:继续|以|把|进一步|全力|更|再|在))",
    like="新的一年,区总工会打算把小屋再添六间",
    unlike="2023年1月,县总工会将慰问品送到职工手中",
)
"""How a last paragraph of one sentence begins: no picture shows what is still to be done."""
FAINTEST = 0.02  # the chance of the least likely line that is worth showing

HEAD = (State.HEAD_KICKER, State.HEAD_TITLE, State.HEAD_SUBTITLE)
PAGE = tuple(state for state in State if state.kind == "page")
BYLINE = tuple(state for state in State if state.kind == "byline")
PARTS = {
    Role.HEADING: (State.BODY_HEADING,),
    Role.CAPTION: (State.BODY_CAPTION, State.ABOVE_CAPTION),
    Role.PARAGRAPH: (State.BODY_PROSE,),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page with their roles, and how likely each was to be something else."""

    blocks: tuple[Block, ...]
    decisions: tuple[Decision, ...]

    def by_place(self) -> dict[Range, Decision]:
        """The decisions by where their lines begin; a line that a later step cut out of another has none."""
        return {
            block.line.ranges[0]: decision
            for block, decision in zip(self.blocks, self.decisions, strict=True)
        }


def title_doubts(layout: Layout) -> Iterator[Doubt]:
    """A title beside which another line was nearly as likely, with the best three."""
    pairs = list(zip(layout.blocks, layout.decisions, strict=True))
    rows = [decision.chance(State.HEAD_TITLE) for block, decision in pairs if block.role is Role.TITLE]
    others = [decision.chance(State.HEAD_TITLE) for block, decision in pairs if block.role is not Role.TITLE]
    unlike = _are_unlike([block.line for block in layout.blocks if block.role is Role.TITLE])
    rival = max(others, default=0.0)
    # the same title in two papers of one batch is "seen again", and no line of the page is likelier
    sure = SURE_TITLE if rival >= FAINTEST else SURE_WITHOUT_RIVAL
    if rows and not unlike and min(rows) * (1 - rival) >= sure:
        return
    likely = sorted(pairs, key=lambda pair: -pair[1].chance(State.HEAD_TITLE))[:MOST_TITLES]
    lines = tuple(block.line for block, decision in likely if decision.chance(State.HEAD_TITLE) >= FAINTEST)
    if rows and lines:
        yield Doubt("title-uncertain", lines, {"lines": [quoted(line.text) for line in lines]})


def _are_unlike(rows: Sequence[Line]) -> bool:
    """True for two rows of which one may be a kicker: neither as long as the other, nor does the upper want the lower."""
    return any(
        one.hint is two.hint is None
        and abs(len(one.key) - len(two.key)) >= UNLIKE_ROWS
        and not one.key.endswith((",", "、", ":"))
        for one, two in pairwise(rows)
    )


def head_doubts(layout: Layout) -> Iterator[Doubt]:
    """Lines above the body that may be kicker, subtitle, by-line or none of them."""
    doubtful = [
        block.line
        for block, decision in zip(layout.blocks, layout.decisions, strict=True)
        if block.role is not Role.TITLE
        and decision.state.part in ("above", "head")
        and (
            _second(decision, State.HEAD_KICKER, State.HEAD_SUBTITLE) > 1 - SURE_OF_HEAD
            or _names_series(block)
            or (block.role is Role.KICKER and decision.chance(State.HEAD_KICKER) < SURE_OF_HEAD)
        )
    ]
    if doubtful:
        yield Doubt("head-uncertain", tuple(doubtful[:MOST_LINES]))


def _names_series(block: Block) -> bool:
    """True for page matter that ends like the name of a series: 奋斗百年路·县区特别报道."""
    return block.role is Role.FURNITURE and bool(SERIES_NAMED.search(block.line.key))


def _second(decision: Decision, *states: State) -> float:
    """How far the chances of these states are from certain, one by one."""
    return max(min(decision.chance(state), 1 - decision.chance(state)) for state in states)


def page_doubts(layout: Layout) -> Iterator[Doubt]:
    """Lines that may be page matter or article."""
    doubtful = []
    for block, decision in zip(layout.blocks, layout.decisions, strict=True):
        chance = decision.chance(*PAGE, *BYLINE)
        aside = block.role in (Role.FURNITURE, Role.CREDIT, Role.BYLINE)
        if (chance if aside else 1 - chance) < SURE_OF_PLACE:
            doubtful.append(block.line)
    if doubtful:
        yield _of_lines("page-matter-uncertain", doubtful)


def byline_doubts(layout: Layout) -> Iterator[Doubt]:
    """Lines that may name the writers, or are taken for that by their place alone."""
    doubtful = [
        block.line
        for block, decision in zip(layout.blocks, layout.decisions, strict=True)
        if block.line.hint is None
        and (
            decision.chance(*BYLINE) < SURELY_WRITERS and not is_byline(block.line, bare=False)
            if block.role is Role.BYLINE
            else decision.chance(*BYLINE) > 1 - SURELY_WRITERS
        )
    ]
    if doubtful:
        yield _of_lines("bylines-uncertain", doubtful)


def part_doubts(layout: Layout, body: Sequence[Block]) -> Iterator[Doubt]:
    """Headings and captions that may be something else, and paragraphs that may be one of them."""
    decisions = layout.by_place()
    odd_style = _style_of_one(block.line for block in body if block.role is Role.HEADING and block.level)
    found: dict[Role, list[Line]] = {Role.HEADING: [], Role.CAPTION: []}
    for block in body:
        decision = decisions.get(block.line.ranges[0]) if block.role in PARTS and block.level else None
        if decision is None:
            continue
        ahead = block.role is Role.PARAGRAPH and LOOKS_AHEAD.match(block.line.key)
        for role, lines in found.items():
            if role is Role.CAPTION and ahead:
                continue
            chance = decision.chance(*PARTS[role])
            odd = role is block.role is Role.HEADING and style_of(block.line) is odd_style
            if (chance if block.role is role else 1 - chance) < SURE_OF_PART[role] or odd:
                lines.append(block.line)
    for role, code in ((Role.HEADING, "headings-uncertain"), (Role.CAPTION, "captions-uncertain")):
        if found[role]:
            yield _of_lines(code, found[role])


def _style_of_one(headings: Iterable[Line]) -> Style | None:
    """How the only heading is set that is set unlike all others, three at least: 招聘启事 below 一、二、三."""
    styles = Counter(map(style_of, headings)).most_common()
    alone = len(styles) == 2 and styles[0][1] >= FEWEST_ALIKE and styles[1][1] == 1
    return styles[1][0] if alone else None


def broken_doubts(body: Sequence[Block]) -> Iterator[Doubt]:
    """Paragraphs that break off in the middle of a sentence, where most end with a stop: what follows may stand elsewhere."""
    lines = [block.line for block in body if block.role is Role.PARAGRAPH]
    texts = [line for line in lines if is_prose(line) or is_cut_off(line)]
    broken = [line for line in texts if not line.ends_sentence and line.hint is not Hint.ROW]
    if broken and len(broken) <= MOST_BROKEN * len(texts):
        ends = [quoted(line.text[-LONGEST_NAMED:]) for line in broken[:MOST_LINES]]
        yield Doubt("paragraphs-broken", tuple(broken), {"count": len(broken), "lines": ends})


def _of_lines(code: str, lines: Sequence[Line]) -> Doubt:
    """A doubt that says how many lines it is about, and how the first ones begin."""
    begin = [quoted(line.text[:LONGEST_NAMED]) for line in lines[:MOST_LINES]]
    return Doubt(code, tuple(lines), {"count": len(lines), "lines": begin})
