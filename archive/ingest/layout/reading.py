"""What each line of a page is, decided for all lines at once by the evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.ingest.blocks import Block, Role, prose_length
from archive.ingest.bylines import is_byline, is_name, names_in
from archive.ingest.captions import is_lone_credit, is_marked
from archive.ingest.furniture import is_date_line, is_entry, is_source_line
from archive.ingest.headings import DIVIDING, LISTED, PLAIN, style_of
from archive.ingest.layout.decoding import Decision, Model, load_model
from archive.ingest.layout.doubts import HEAD, PAGE, Layout
from archive.ingest.layout.evidence import are_parallel, evidence
from archive.ingest.layout.form import MOST_PROSE_ABOVE_TITLE, NUMBERED, verdicts
from archive.ingest.layout.grammar import ROLES, STATES, State
from archive.ingest.layout.rules import Rule
from archive.ingest.lines import Hint, Line, Range
from archive.ingest.page_lines import AGO
from archive.ingest.patterns import pattern
from archive.ingest.prose import is_prose, is_sentence
from archive.ingest.title_block import COLUMN, LONGEST_TITLE, OCCASION, is_dash_line

TITLE_BLOCK = (Role.KICKER, Role.TITLE, Role.SUBTITLE)
NO_TITLE = tuple(state for state in STATES if state is not State.HEAD_TITLE)
BODY = (State.BODY_PROSE, State.BODY_HEADING, State.BODY_CAPTION)
SURE_OF_TEXT = 0.9  # what a pattern knows as page matter must be so likely text to be kept in the article
HAN, SHORTEST_TEXT = pattern(r"[\u4e00-\u9fff]", like="工会", unlike="2019"), 8
PAPER_OF_MANY = pattern(
    r"(?:文件|材料)(?:之[一二三四五六七八九十\d]{1,2}|\([一二三四五六七八九十\d]{1,2}\))$",
    like="大会材料(二)",
    unlike="大会材料",
)
POSTED_AGO = pattern(
    rf"{AGO}(?![\u4e00-\u9fff])", like="蓝花楹 12分钟前 · 转了37回", unlike="3小时前的调解室"
)
LETTER = pattern(r"[^\W\d_]", like="工会", unlike="5644")
# 地区:青禾, but 青禾区总工会:当好娘家人 and 青禾区:当好娘家人 may be titles
ENTRY = pattern(
    r"^(?!.*工会)(?![^\s:]+(?<![地社园小])[省市县区旗州盟]:)[^\s:,。\d]{2,6}:\s?\S.{0,30}$",
    like="地区:海澜",
    unlike="青禾区:当好娘家人",
)
LABEL_ALONE = pattern(r"^(?!.*工会)[^\s:]{1,6}:$", like="县委:", unlike="县总工会:")
OUTSIDE_TITLE = tuple(state for state in STATES if state not in HEAD)
SHORTEST_BODY = 60
LONGEST_IN_HEAD = 400  # no title, by-line or caption is longer
LIKELY_TITLE = 0.25  # better a title that is marked as doubtful than none
SURE_OF_CAPTION, SURE_NO_HEADING = 0.5, 0.7
# What is taken out by its place alone must be so likely page matter: a sentence, running text between title and text, a
# line amid the text, where 数说2023 is a heading, and anything around it. What stays in spite of less is told in a notice.
SURE_OF_SENTENCE, SURE_OF_OPENING, SURE_AMID_TEXT, SURE_OF_PAGE = 0.9, 0.8, 0.9, 0.6
# What stays amid the text though it is built like an advertisement, >>> 好房推荐 or 近视手术 学生优惠 热线, and may be
# page matter is joined to no heading
LIKELY_PAGE, LOUD = (
    0.1,
    pattern(r"[|┃>»【】☎※]|\d{3,4}-?\d{4,}|\S\s+\S+\s+\S", like=">>> 好房推荐", unlike="数说2023"),
)
SURE_KICKER = 0.9
SURE_OF_PART = 0.995  # 三、2020年工作打算 below the last paragraph


def decide(blocks: Sequence[Block], model: Model | None = None) -> list[Decision]:
    """The most likely state of each line, by the weights that come with the program or by those of ``model``.

    What the page itself sets aside, buttons between title and subtitle for one, is not asked about, so that the lines
    around it stand together.
    """
    asked = [block for block in blocks if is_asked(block)]
    weights = model or load_model()
    decided = iter(
        weights.decide(evidence(asked, verdicts(asked)), settled=no_titles(asked) | settled(asked))
    )
    part = "above"
    decisions: list[Decision] = []
    for block in blocks:
        if not is_asked(block):
            decisions.append(_set_aside(part))
        else:
            decisions.append(next(decided))
            part = decisions[-1].state.part
    return decisions


def is_asked(block: Block) -> bool:
    """False for what the format or the page itself sets aside."""
    return block.line.hint is not Hint.FURNITURE


def no_titles(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """The lines that are no title, wherever they stand, with what is left for them to be."""
    entries = entries_of_a_record(blocks)
    return {at: OUTSIDE_TITLE for at, block in enumerate(blocks) if at in entries or _is_no_title(block)}


def entries_of_a_record(blocks: Sequence[Block]) -> set[int]:
    """Labels with their values, two or more among lines that are page matter by their words: 地区:青禾 / 格式:文本."""
    entries: set[int] = set()
    together: list[int] = []
    for at, block in enumerate(blocks):
        if block.line.hint not in (Hint.TITLE, Hint.SUBTITLE) and ENTRY.match(block.line.key):
            together.append(at)
        elif block.role is Role.OPEN:
            together = []
        if len(together) > 1:
            entries.update(together)
    return entries


def _is_no_title(block: Block) -> bool:
    """True for a writer, a source, a day, how long ago, figures, which of a meeting's papers it is, and a label or a salutation alone: 县委:"""
    if block.line.hint in (Hint.TITLE, Hint.SUBTITLE):
        return False
    if not LETTER.search(block.line.key) or POSTED_AGO.search(block.line.key):
        return True
    if PAPER_OF_MANY.search(block.line.key):
        return True
    if block.role in (Role.BYLINE, Role.CREDIT) or LABEL_ALONE.match(block.line.key):
        return True
    return block.role is Role.FURNITURE and (is_source_line(block.line) or is_date_line(block.line))


def settled(blocks: Sequence[Block]) -> dict[int, tuple[State, ...]]:
    """What the format alone settles: one headline in large letters, a kicker above or a subtitle or a writer below.

    A small article that a column holds before it has a headline too, plain among its lines, and is page matter.
    What stands in smaller letters right above the headline is no row of it.
    """
    marked = [at for at, block in enumerate(blocks) if block.line.hint is Hint.TITLE]
    if not marked or marked[-1] - marked[0] >= len(marked) or marked[-1] + 1 == len(blocks):
        return {}
    below, above = blocks[marked[-1] + 1].line, blocks[: marked[0]]
    kickers = [at for at, block in enumerate(blocks[: marked[0]]) if _is_set_as_kicker(block)]
    signed = (
        bool(kickers) or below.hint is Hint.SUBTITLE or is_dash_line(below) or is_byline(below, bare=False)
    )
    if not signed or prose_length(above) > MOST_PROSE_ABOVE_TITLE * prose_length(blocks):
        return {}
    plain = [at for at, block in enumerate(above) if block.role is Role.OPEN and not is_marked(block.line)]
    other = next((at for at in plain if not is_prose(above[at].line)), len(above))
    page = (at for at in plain if at > other and is_prose(above[at].line))
    return (
        dict.fromkeys(plain, NO_TITLE)
        | dict.fromkeys(page, (State.ABOVE_PAGE,))
        | dict.fromkeys(kickers, (State.HEAD_KICKER,))
        | dict.fromkeys(marked, (State.HEAD_TITLE,))
    )


def _is_set_as_kicker(block: Block) -> bool:
    """True unless it is a dateline or the label of a column of the paper, set like a kicker."""
    return block.line.hint is Hint.KICKER and block.role is Role.OPEN and not COLUMN.match(block.line.key)


def _set_aside(part: str) -> Decision:
    state = State(f"{part}.page")
    return Decision(state, tuple(1.0 if one is state else 0.0 for one in STATES))


def read_layout(blocks: Sequence[Block], model: Model | None = None) -> Layout:
    """The lines with their roles; what belongs to the body stays open for its own rules."""
    decisions = decide(blocks, model)
    *_, (_, roles) = steps(blocks, decisions)
    read = (
        replace(
            block,
            role=role,
            apart=_stands_apart(block, decisions[at]),
        )
        for at, (block, role) in enumerate(zip(blocks, roles, strict=True))
    )
    return Layout(tuple(read), tuple(decisions))


def _stands_apart(block: Block, decision: Decision) -> bool:
    """True for a line amid the text that may be page matter, or is likely a caption."""
    loud = decision.chance(*PAGE) >= LIKELY_PAGE and bool(LOUD.search(block.line.key))
    return loud or (
        decision.chance(State.BODY_CAPTION) >= SURE_OF_CAPTION and style_of(block.line).name not in NUMBERED
    )


def steps(blocks: Sequence[Block], decisions: Sequence[Decision]) -> Iterator[tuple[Rule | None, list[Role]]]:
    """The roles of all lines after each rule that looks at more than one of them; first those that each has by itself."""
    roles = [role_by_itself(block, decision)[0] for block, decision in zip(blocks, decisions, strict=True)]
    yield None, roles
    roles = _up_to_the_last_text(blocks, decisions, roles)
    yield Rule.AMID_TEXT, roles
    if Role.TITLE not in roles:
        roles = _with_likely_title(blocks, decisions, roles)
        yield Rule.LIKELIEST_TITLE, roles
    roles = _with_whole_titles(blocks, decisions, roles)
    yield Rule.ROWS_OF_TITLE, roles
    roles = _with_some_text(blocks, roles)
    yield Rule.LITTLE_TEXT, roles
    yield Rule.TITLE_ABOVE_TEXT, _with_titles_above_text(roles)


def _with_some_text(blocks: Sequence[Block], roles: Sequence[Role]) -> list[Role]:
    """A list, a menu, two lines: little reads like running text, so what no pattern knows is the text."""
    last = max((at for at, role in enumerate(roles) if role in TITLE_BLOCK), default=-1)
    text = sum(
        len(block.line.text)
        for block, role in zip(blocks[last + 1 :], roles[last + 1 :], strict=True)
        if role is Role.OPEN
    )
    if text >= SHORTEST_BODY:
        return list(roles)
    unknown = [
        at
        for at, block in enumerate(blocks)
        if block.role is Role.OPEN and roles[at] in (Role.FURNITURE, Role.CAPTION)
    ]
    opened = {at for at in unknown if at > last} or set(unknown)
    return [Role.OPEN if at in opened else role for at, role in enumerate(roles)]


def _with_titles_above_text(roles: Sequence[Role]) -> list[Role]:
    """No title block below the first line of the text."""
    begin = next((at for at, role in enumerate(roles) if role is Role.OPEN), len(roles))
    return [Role.OPEN if role in TITLE_BLOCK and at > begin else role for at, role in enumerate(roles)]


def _up_to_the_last_text(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """What stands above running text that stays in the article is amid it, and must be as sure to be taken out."""
    last = max(
        (at for at, role in enumerate(roles) if role is Role.OPEN and is_prose(blocks[at].line)), default=0
    )
    amid = (
        role is Role.FURNITURE
        and at < last
        and blocks[at].role is Role.OPEN
        and decisions[at].state.part == "below"
        and decisions[at].chance(*PAGE) < SURE_AMID_TEXT
        for at, role in enumerate(roles)
    )
    return [Role.OPEN if kept else role for kept, role in zip(amid, roles, strict=True)]


def _with_likely_title(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """The likeliest line above the text as the title, when it is likely enough to be shown with a doubt.

    A line that stands where a kicker does, with no title below it, is the title.
    """
    kickers = [at for at, role in enumerate(roles) if role is Role.KICKER]
    if kickers:
        return [Role.TITLE if at == kickers[-1] else role for at, role in enumerate(roles)]
    text = next((at for at, role in enumerate(roles) if role is Role.OPEN), 0)
    likely = [
        (decisions[at].chance(State.HEAD_TITLE), at)
        for at in range(text)
        if roles[at] is Role.FURNITURE and len(blocks[at].line.key) <= LONGEST_TITLE
    ]
    chance, found = max(likely, default=(0.0, 0))
    return [Role.TITLE if at == found and chance >= LIKELY_TITLE else role for at, role in enumerate(roles)]


def _with_whole_titles(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """A row that ends with a comma or a colon wants the next: 临江县总工会： / 为江城添砖的人们， / 有了自己的大家庭."""
    whole = list(roles)
    for upper, lower in pairwise(range(len(blocks))):
        one, two = blocks[upper], blocks[lower]
        if one.role is not Role.OPEN or two.role is not Role.OPEN or is_prose(one.line) or is_prose(two.line):
            continue
        if whole[upper] is whole[lower] is Role.TITLE and one.line.key == two.line.key:
            whole[upper] = Role.FURNITURE  # a title that a page says twice is one row
            continue
        above_title = whole[lower] is Role.TITLE and whole[upper] in (Role.TITLE, Role.FURNITURE)
        if above_title and not one.line.hint and OCCASION.search(one.line.key):
            whole[upper] = Role.KICKER  # 喜迎县工会第九次代表大会 is no row of the title below it
        elif whole[upper] is Role.TITLE and one.line.key.endswith((",", "、", ":")):
            whole[lower] = Role.TITLE
        elif whole[lower] is Role.TITLE and one.line.key.endswith((",", "、")):
            whole[upper] = Role.TITLE
        elif (
            whole[lower] is Role.TITLE
            and are_parallel(one.line, two.line)
            and decisions[upper].chance(State.HEAD_KICKER) < SURE_KICKER
        ):
            whole[upper] = Role.TITLE  # 小灯盏 大光亮 / 一双手 暖千家
    return whole


def role_by_itself(block: Block, decision: Decision) -> tuple[Role, Rule | None]:
    """The role of a line with no regard to others, and the rule where not the weights alone gave it."""
    if not is_asked(block):
        return Role.FURNITURE, Rule.MARKED_BY_FORMAT
    if block.line.hint is Hint.CAPTION:
        return Role.CAPTION, Rule.MARKED_BY_FORMAT
    if block.line.hint is Hint.ROW and decision.state.part != "above":
        return Role.OPEN, Rule.TABLE_ROW  # a table stands in the article that it belongs to
    role = ROLES[decision.state.kind]
    if role in (*TITLE_BLOCK, Role.BYLINE, Role.CAPTION) and len(block.line.key) > LONGEST_IN_HEAD:
        return Role.OPEN, Rule.TOO_LONG_FOR_HEAD
    if block.role in (Role.CREDIT, Role.BYLINE) and role in (Role.FURNITURE, Role.BYLINE):
        return block.role, Rule.KNOWN_BY_WORDS
    if block.role is Role.FURNITURE and (
        role not in TITLE_BLOCK or decision.chance(decision.state) < SURE_OF_TEXT
    ):
        text = len(HAN.findall(block.line.key)) >= SHORTEST_TEXT and decision.chance(*BODY) >= SURE_OF_TEXT
        return (Role.OPEN, Rule.TEXT_DESPITE_WORDS) if text else (Role.FURNITURE, Rule.KNOWN_BY_WORDS)
    if decision.state.part == "body" and (role in (Role.HEADING, Role.CAPTION) or is_lone_credit(block.line)):
        return Role.OPEN, None  # the body has rules of its own for these
    in_list = style_of(block.line).name in NUMBERED or is_entry(block.line.key)
    if role is Role.FURNITURE and decision.state.part == "body" and in_list:
        # 1.走访1264户: an item among paragraphs
        return (Role.OPEN if block.role is Role.OPEN else block.role), Rule.ITEM_AMONG_PARAGRAPHS
    if role is Role.FURNITURE and _names_writers(block.line) and decision.chance(*PAGE) < SURE_OF_PART:
        return Role.BYLINE, Rule.NAMES_WRITERS
    if (
        role is Role.FURNITURE
        and decision.state.part != "above"
        and decision.chance(*PAGE) < _sure(block, decision)
    ):
        return Role.OPEN, Rule.NOT_SURE_ENOUGH
    return role, None


def _names_writers(line: Line) -> bool:
    """True for a line of writers by their roles and names; 供稿:县总工会办公室 names nobody."""
    return is_byline(line, bare=False) and any(map(is_name, names_in(line)))


def _sure(block: Block, decision: Decision) -> float:
    """How likely page matter a line must be to be taken out of the article, or from beside it."""
    part = decision.state.part
    if part == "below" and block.role is Role.OPEN and style_of(block.line).name in DIVIDING:
        return SURE_OF_PART
    if part != "head" and _reads_on(block):
        return SURE_OF_SENTENCE
    if part == "head" and block.role is Role.OPEN and is_prose(block.line):
        return SURE_OF_OPENING
    return SURE_AMID_TEXT if part == "body" else SURE_OF_PAGE


def _reads_on(block: Block) -> bool:
    """True for a sentence that no pattern knows: 潮平岸阔,正是扬帆时。"""
    return (
        block.role is Role.OPEN
        and is_sentence(block.line)
        and len(HAN.findall(block.line.key)) >= SHORTEST_TEXT
    )


def with_captions(body: Sequence[Block], layout: Layout) -> list[Block]:
    """Paragraphs that are captions by all evidence; never the opening one, an item or a sentence that was rejoined.

    So are plain headings that are far more likely captions: 在展厅里,志愿者向老劳模送去政策
    """
    decisions = layout.by_place()
    likely = {
        at
        for at, block in enumerate(body)
        if at and block.role is Role.HEADING and _is_rather_caption(block.line, decisions)
    }
    for at in [at for at, block in enumerate(body) if block.role is Role.PARAGRAPH][1:]:
        line = body[at].line
        whole = len(line.ranges) == 1 and line.ends_sentence and style_of(line).name not in LISTED
        decision = decisions.get(line.ranges[0]) if whole else None
        if decision and decision.chance(State.BODY_CAPTION) >= SURE_OF_CAPTION:
            likely.add(at)
    return [replace(block, role=Role.CAPTION) if at in likely else block for at, block in enumerate(body)]


def _is_rather_caption(line: Line, decisions: Mapping[Range, Decision]) -> bool:
    if len(line.ranges) > 1 or line.hint is not None or style_of(line) is not PLAIN or "," not in line.key:
        return False
    decision = decisions.get(line.ranges[0])
    return decision is not None and decision.chance(State.BODY_CAPTION) >= SURE_NO_HEADING
