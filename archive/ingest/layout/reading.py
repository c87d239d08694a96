"""What each line of a page is, decided for all lines at once by the evidence."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.ingest.layout.bounds import bounds
from archive.ingest.layout.decoding import Decision, Model, load_model
from archive.ingest.layout.doubts import BYLINE, PAGE, SURE_OF_WRITERS, Layout
from archive.ingest.layout.evidence import evidence
from archive.ingest.layout.form import NUMBERED, verdicts
from archive.ingest.layout.grammar import ROLES, STATES, State
from archive.ingest.layout.lists import TELLS_A_NUMBER, TEXT, lists
from archive.ingest.layout.rules import Rule
from archive.ingest.layout.title_rows import (
    with_kicker_above_slogan,
    with_kicker_of_other_make,
    with_likely_title,
    with_rows_alike,
    with_slogan_above_name,
    with_slogan_below_name,
    with_title_above_dash,
    with_title_below_owner,
    with_title_beside_account,
    with_title_said_before,
    with_whole_titles,
    without_repeats,
)
from archive.ingest.parts.blocks import ASIDE, Block, Role
from archive.ingest.parts.bylines import SHORT_NAME, is_byline, is_name, names_in
from archive.ingest.parts.captions import (
    CALLED_PICTURE,
    has_photo_credit,
    is_lone_credit,
    is_marked,
    is_pointed_at,
    is_pointed_at_by_hand,
    manner,
)
from archive.ingest.parts.furniture import is_entry
from archive.ingest.parts.headings import DIVIDING, FRAMED, LISTED, PLAIN, style_of
from archive.ingest.parts.seams import FRAGMENT_SEAM, hard_seam
from archive.ingest.parts.title_block import UNION_ALONE
from archive.ingest.text.lines import Hint, Line, Range
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_cut_off, is_prose, is_sentence, stops_in

TITLE_BLOCK = (Role.KICKER, Role.TITLE, Role.SUBTITLE)
BODY = (State.BODY_PROSE, State.BODY_HEADING, State.BODY_CAPTION)
SURE_OF_TEXT = 0.9  # what a pattern knows as page matter must be so likely text to be kept in the article
# Eight Han characters, whatever stands between them
ENOUGH_FOR_TEXT = pattern(
    r"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){8}", like="2019年,会员达到三万人", unlike="2019年 会员"
)
# What is known by its words and says in brackets what it is reads like text and is none
NAMED_IN_BRACKETS = pattern(
    r"^[\[【(][\u4e00-\u9fff]{2,4}[\]】)]", like="[摘要]五年来,区总工会建会512家。", unlike="[1]一年来"
)
SHORTEST_BODY = 60
LONGEST_IN_HEAD = 400  # no title, by-line or caption is longer
CAPTION, LIKELY_CAPTION = (State.ABOVE_CAPTION, State.BODY_CAPTION), 0.2  # of words that say so: 图一:…
SURE_OF_CAPTION, SURE_NO_HEADING, SURE_OF_SCENE = 0.5, 0.6, 0.7
# What is taken out by its place alone must be so likely page matter: a sentence, running text between title and text, a
# line amid the text, where 数说2023 is a heading, and anything around it. What stays in spite of less is told in a notice.
SURE_OF_SENTENCE, SURE_OF_OPENING, SURE_AMID_TEXT, SURE_OF_PAGE = 0.9, 0.8, 0.9, 0.6
# What stays amid the text though it is built like an advertisement, >>> 好房推荐 or 近视手术 学生优惠 热线, and may be
# page matter is joined to no heading
LIKELY_PAGE, LOUD = (
    0.1,
    pattern(r"[|┃>»【】☎※]|\d{3,4}-?\d{4,}|\S\s+\S+\s+\S", like=">>> 好房推荐", unlike="数说2023"),
)
POINTERS, FEWEST_POINTED, SURE_POINTED = "▲△▶►▷", 2, 0.9
# Of headings that only the weights know: the chance of each, and of all on average; how many, and of how many characters
LIKELY_HEADING, SURE_HEADING, FEWEST_LIKELY, LONGEST_LIKELY = 0.6, 0.8, 3, 24
PLAIN_MAKE = ""  # of a heading that nothing marks
FEWEST_MARKED = 4  # headings, of which one or two are not marked like the others
SURE_OF_TWO, SHORTEST_WRITER = 0.97, 2  # two characters that are no name of somebody: 维权
SURE_OF_PAGE_BELOW_TITLE = 0.9  # to be no writers though they are called so
SURE_OF_PART = 0.995  # 三、2020年工作打算 below the last paragraph


def decide(
    blocks: Sequence[Block], listed: dict[int, Sequence[State]], model: Model | None = None
) -> list[Decision]:
    """The most likely state of each line, by the weights that come with the program or by those of ``model``.

    What the page itself sets aside, buttons between title and subtitle for one, is not asked about, so that the lines
    around it stand together; ``listed`` counts without it, too.
    """
    asked = [block for block in blocks if is_asked(block)]
    weights = model or load_model()
    decided = iter(weights.decide(evidence(asked, verdicts(asked)), settled=bounds(asked, listed)))
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


def _set_aside(part: str) -> Decision:
    state = State(f"{part}.page")
    return Decision(state, tuple(1.0 if one is state else 0.0 for one in STATES))


def read_layout(blocks: Sequence[Block], model: Model | None = None) -> Layout:
    """The lines with their roles; what belongs to the body stays open for its own rules."""
    places = [at for at, block in enumerate(blocks) if is_asked(block)]
    listed = lists([blocks[at] for at in places])
    decisions = decide(blocks, listed, model)
    *_, (_, roles) = steps(blocks, decisions)
    items = {places[at] for at, states in listed.items() if states == TEXT}
    read = (
        Block(
            Role.PARAGRAPH if role is Role.OPEN and at in items else role,
            block.line,
            block.level,
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
    roles = _with_name_in_head(blocks, decisions, roles)
    yield Rule.NAMES_WRITERS, roles
    roles = _up_to_the_last_text(blocks, decisions, roles)
    yield Rule.AMID_TEXT, roles
    if Role.TITLE not in roles:
        roles = with_likely_title(blocks, decisions, roles)
        yield Rule.LIKELIEST_TITLE, roles
    roles = with_title_below_owner(blocks, decisions, roles)
    roles = with_slogan_below_name(blocks, with_title_beside_account(blocks, roles))
    roles = with_slogan_above_name(blocks, decisions, roles)
    roles = with_rows_alike(blocks, decisions, with_whole_titles(blocks, decisions, roles))
    roles = with_kicker_of_other_make(blocks, roles)
    roles = with_kicker_above_slogan(blocks, decisions, roles)
    yield Rule.ROWS_OF_TITLE, roles
    roles = with_title_said_before(blocks, with_title_above_dash(blocks, roles))
    yield Rule.SAID_BEFORE, roles
    roles = without_repeats(blocks, roles)
    yield Rule.SAID_TWICE, roles
    roles = _with_some_text(blocks, roles)
    yield Rule.LITTLE_TEXT, roles
    yield Rule.TITLE_ABOVE_TEXT, _with_titles_above_text(roles)


def _with_name_in_head(
    blocks: Sequence[Block], decisions: Sequence[Decision], roles: Sequence[Role]
) -> list[Role]:
    """What may be a name between the title block and a day or a button signs it, be its family a rare one: 先开金.

    So do two names right below it: 加娜尔 郑文海.
    """
    named = list(roles)
    for above, at, below in zip(
        range(len(blocks)), range(1, len(blocks)), range(2, len(blocks)), strict=False
    ):
        in_head = roles[above] in TITLE_BLOCK and blocks[below].role is Role.FURNITURE
        may_be = decisions[at].state is State.HEAD_BYLINE and SHORT_NAME.match(blocks[at].line.key)
        if in_head and may_be and roles[at] is Role.OPEN:
            named[at] = Role.BYLINE
        if roles[above] in TITLE_BLOCK and roles[at] is Role.FURNITURE and _names_several(blocks[at]):
            named[at] = Role.BYLINE if decisions[at].chance(*PAGE) < SURE_OF_PAGE_BELOW_TITLE else roles[at]
    return named


def _names_several(block: Block) -> bool:
    """True for names of two or more that no pattern knows."""
    several = block.role is Role.OPEN and " " in block.line.key
    return several and is_byline(block.line, bare=True)


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
    """What stands above running text that stays in the article is amid it, and must be as sure to be taken out.

    The first words of a sentence that goes on below a picture are the article's, however they look: 热水、微波 | 炉、急救包样样不缺.
    """
    last = max(
        (at for at, role in enumerate(roles) if role is Role.OPEN and is_prose(blocks[at].line)), default=0
    )
    unknown = [
        role is Role.FURNITURE and block.role is Role.OPEN for block, role in zip(blocks, roles, strict=True)
    ]
    amid = (
        unknown[at]
        and at < last
        and (
            (decision.state.part == "below" and decision.chance(*PAGE) < SURE_AMID_TEXT)
            or (decision.state.part == "body" and _goes_on_below(blocks, roles, at))
        )
        for at, decision in enumerate(decisions)
    )
    return [Role.OPEN if kept else role for kept, role in zip(amid, roles, strict=True)]


def _goes_on_below(blocks: Sequence[Block], roles: Sequence[Role], at: int) -> bool:
    """True for words without a stop of which the next line of text is the rest by its first sign."""
    line = blocks[at].line
    below = next(
        (blocks[next_].line for next_ in range(at + 1, len(blocks)) if roles[next_] is Role.OPEN), None
    )
    if below is None or line.hint is not None or line.ends_sentence or not _has_words(line):
        return False
    return is_prose(below) and hard_seam(line, below) >= FRAGMENT_SEAM


def role_by_itself(block: Block, decision: Decision) -> tuple[Role, Rule | None]:
    """The role of a line with no regard to others, and the rule where not the weights alone gave it."""
    if not is_asked(block):
        return Role.FURNITURE, Rule.MARKED_BY_FORMAT
    if block.line.hint is Hint.CAPTION:
        return Role.CAPTION, Rule.MARKED_BY_FORMAT
    if block.line.hint is Hint.ROW and decision.state.part != "above":
        return Role.OPEN, Rule.TABLE_ROW  # a table stands in the article that it belongs to
    role = ROLES[decision.state.kind]
    by_hand = role is Role.HEADING and is_pointed_at_by_hand(block.line)
    if by_hand or (role is Role.FURNITURE and _is_surely_caption(block, decision)):
        return Role.CAPTION, Rule.KNOWN_BY_WORDS
    if role in (*TITLE_BLOCK, Role.BYLINE, Role.CAPTION) and len(block.line.key) > LONGEST_IN_HEAD:
        return Role.OPEN, Rule.TOO_LONG_FOR_HEAD
    if block.role in (Role.CREDIT, Role.BYLINE) and role in (Role.FURNITURE, Role.BYLINE):
        return block.role, Rule.KNOWN_BY_WORDS
    if block.role is Role.FURNITURE and (
        role not in TITLE_BLOCK or decision.chance(decision.state) < SURE_OF_TEXT
    ):
        reads_so = _has_words(block.line) and not NAMED_IN_BRACKETS.match(block.line.key)
        text = reads_so and decision.chance(*BODY) >= SURE_OF_TEXT
        return (Role.OPEN, Rule.TEXT_DESPITE_WORDS) if text else (Role.FURNITURE, Rule.KNOWN_BY_WORDS)
    if decision.state.part == "body" and (role in (Role.HEADING, Role.CAPTION) or is_lone_credit(block.line)):
        return Role.OPEN, None  # the body has rules of its own for these
    in_list = style_of(block.line).name in NUMBERED or is_entry(block.line.key)
    if role is Role.FURNITURE and decision.state.part == "body" and in_list:
        # 1.走访1264户: an item among paragraphs
        return (Role.OPEN if block.role is Role.OPEN else block.role), Rule.ITEM_AMONG_PARAGRAPHS
    if role is Role.FURNITURE and _names_writers(block.line) and decision.chance(*PAGE) < SURE_OF_PART:
        return Role.BYLINE, Rule.NAMES_WRITERS
    page = role is Role.FURNITURE and decision.state.part != "above" and decision.chance(*PAGE)
    # 维权 above the first paragraph heads it; no family is called 维
    writer = role is Role.BYLINE and not _is_writer(block.line, decision) and decision.chance(*BYLINE)
    sure = SURE_OF_TWO if len(block.line.key) <= SHORTEST_WRITER else SURE_OF_WRITERS
    if (page and page < _sure(block, decision)) or (writer and writer < sure):
        return Role.OPEN, Rule.NOT_SURE_ENOUGH
    return role, None


def _is_surely_caption(block: Block, decision: Decision) -> bool:
    """True for 图一:夜校课堂 where it is at all likely, and for a sentence that ends with who took the picture."""
    told = block.role is Role.OPEN and stops_in(block.line.key) > 0 and has_photo_credit(block.line)
    called = block.role is Role.OPEN and CALLED_PICTURE.match(block.line.key)
    amid = decision.state.part == "body" and block.role is Role.OPEN and is_pointed_at(block.line)
    return (
        told
        or amid
        or bool(called)
        or (is_marked(block.line) and decision.chance(*CAPTION) >= LIKELY_CAPTION)
    )


def _is_writer(line: Line, decision: Decision) -> bool:
    """True for names of people, and for a union alone below the title: ◎青禾区总工会."""
    union = decision.state is State.HEAD_BYLINE and bool(UNION_ALONE.match(line.key))
    return union or is_byline(line, bare=True)


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
    """True for a sentence that no pattern knows, be it cut off: 潮平岸阔,正是扬帆时。"""
    reads = is_sentence(block.line) or is_cut_off(block.line)
    return block.role is Role.OPEN and reads and _has_words(block.line)


def _has_words(line: Line) -> bool:
    return bool(ENOUGH_FOR_TEXT.match(line.key))


def with_pointed_headings(body: Sequence[Block], layout: Layout) -> list[Block]:
    """▲建功立业 / ▲服务职工, each above running text: headings by the weights, whatever the sign elsewhere points at."""
    decisions = layout.by_place()
    pointed = [
        at for at, block in enumerate(body) if block.role is Role.CAPTION and block.line.key[0] in POINTERS
    ]
    heads = [at for at in pointed if at + 1 < len(body) and _is_pointed_heading(body[at].line, decisions)]
    if len(heads) < FEWEST_POINTED or len(heads) < len(pointed):
        return list(body)
    return [replace(block, role=Role.HEADING) if at in heads else block for at, block in enumerate(body)]


def _is_pointed_heading(line: Line, decisions: Mapping[Range, Decision]) -> bool:
    decision = decisions.get(line.ranges[0]) if len(line.ranges) == 1 and line.hint is None else None
    plain = not is_sentence(line) and not has_photo_credit(line) and manner(line) <= 0
    return decision is not None and plain and decision.chance(State.BODY_HEADING) >= SURE_POINTED


def with_headings(body: Sequence[Block], layout: Layout) -> list[Block]:
    """Short lines above running text that are headings by the weights, three at least, where no rule makes one a heading.

    Part 1 建家 has three words and a figure like a row of a table, 建家更有力度: ends like what a list follows.
    """
    decisions = layout.by_place()
    texts = [at for at, block in enumerate(body) if block.role is Role.PARAGRAPH]
    likely = {
        at: chance
        for at, below in pairwise(texts)
        if below == at + 1
        and at != texts[0]
        and is_prose(body[below].line)
        and (chance := _chance_of_heading(body[at].line, decisions)) >= LIKELY_HEADING
    }
    if len(likely) < FEWEST_LIKELY or sum(likely.values()) < SURE_HEADING * len(likely):
        return list(body)
    above = any(block.role is Role.HEADING and block.level == 1 for block in body)
    level = 2 if above else 1
    return [
        replace(block, role=Role.HEADING, level=level) if at in likely else block
        for at, block in enumerate(body)
    ]


def _chance_of_heading(line: Line, decisions: Mapping[Range, Decision]) -> float:
    decision = _decision_alone(line, decisions)
    short = len(line.key) <= LONGEST_LIKELY and not is_sentence(line) and not is_prose(line)
    return decision.chance(State.BODY_HEADING) if decision is not None and short else 0.0


def without_odd_headings(body: Sequence[Block], layout: Layout) -> list[Block]:
    """A plain line right above the next of headings that are all marked, and not plain, heads nothing.

    热点 | 渡口的早茶出了名 above ②练本领 is of the page, “江城工匠”收徒仪式 above / 烘:把冷的焐热来 / stands under a picture.
    """
    decisions = layout.by_place()
    heads = [at for at, block in enumerate(body) if block.role is Role.HEADING]
    makes = Counter(_make(body[at].line) for at in heads)
    found = list(body)
    if (
        not makes
        or len(makes) != 2
        or PLAIN_MAKE not in makes
        or makes[PLAIN_MAKE] > 2
        or makes.total() < FEWEST_MARKED
    ):
        return found
    for at in heads:
        line = body[at].line
        below = next((block for block in body[at + 1 :] if block.role not in ASIDE), None)
        decision = _decision_alone(line, decisions) if _make(line) == PLAIN_MAKE else None
        if decision is None or below is None or below.role is not Role.HEADING or at == heads[0]:
            continue
        if LOUD.search(line.key) or decision.chance(*PAGE) >= SURE_OF_CAPTION:
            found[at] = replace(body[at], role=Role.FURNITURE)
        elif decision.chance(State.BODY_CAPTION) > decision.chance(*PAGE):
            found[at] = replace(body[at], role=Role.CAPTION)
    return found


def _make(line: Line) -> str:
    """How a heading is marked: by its numbering, or by the sign around it; nothing for words alone."""
    style = style_of(line)
    if line.hint is not None or style is not PLAIN:
        return style.name
    return line.key[0] if FRAMED.match(line.key) else PLAIN_MAKE


def with_captions(body: Sequence[Block], layout: Layout) -> list[Block]:
    """Paragraphs that are captions by all evidence; never the opening one, an item or a sentence that was rejoined.

    Nor is the closing one, unless it stands below another, 答案就写在职工的笑脸上。, nor a short one that shows no
    scene: 成绩来之不易。

    So are plain headings that are far more likely captions: 在展厅里,志愿者向老劳模送去政策.
    """
    decisions = layout.by_place()
    likely = {
        at
        for at, block in enumerate(body)
        if at and block.role is Role.HEADING and _is_rather_caption(block.line, decisions)
    }
    paragraphs = [at for at, block in enumerate(body) if block.role is Role.PARAGRAPH]
    for at in paragraphs[1:]:
        line = body[at].line
        whole = len(line.ranges) == 1 and line.ends_sentence and style_of(line).name not in LISTED
        decision = decisions.get(line.ranges[0]) if whole else None
        if decision is None or decision.chance(State.BODY_CAPTION) < SURE_OF_CAPTION:
            continue
        below_another = _is_caption(body, at - 1, likely) and not TELLS_A_NUMBER.search(line.key)
        closes = at == paragraphs[-1] and not below_another
        says_little = not _has_words(line) and manner(line) <= 0
        if not (closes or says_little):
            likely.add(at)
    return [replace(block, role=Role.CAPTION) if at in likely else block for at, block in enumerate(body)]


def _is_caption(body: Sequence[Block], at: int, likely: Container[int]) -> bool:
    return body[at].role is Role.CAPTION or at in likely


def _is_rather_caption(line: Line, decisions: Mapping[Range, Decision]) -> bool:
    decision = _decision_alone(line, decisions)
    sure = SURE_NO_HEADING if "," in line.key else SURE_OF_SCENE
    if decision is None:
        return False
    caption, heading = decision.chance(State.BODY_CAPTION), decision.chance(State.BODY_HEADING)
    return caption >= SURE_OF_CAPTION and caption >= sure * (caption + heading)


def _decision_alone(line: Line, decisions: Mapping[Range, Decision]) -> Decision | None:
    """What was decided of a line that is neither numbered nor rejoined nor marked by the format."""
    bare = len(line.ranges) == 1 and line.hint is None and style_of(line) is PLAIN
    return decisions.get(line.ranges[0]) if bare else None
