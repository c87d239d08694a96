"""Headings that stand on lines of their own, and the ranks of all headings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from archive.ingest.parts.blocks import ASIDE, Block, Role
from archive.ingest.parts.headings import (
    COUNTED,
    DIVIDING,
    FRAMED,
    LISTED,
    NAMES_A_LIST,
    NUMBERINGS,
    PLAIN,
    could_be_heading,
    style_of,
)
from archive.ingest.text.lines import Hint, Line, spaced
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import FEWEST_CELLS, is_cut_off, is_prose, is_sentence, is_table_row

TITLE_STOP = pattern(r"[!?]$", like="谁来当娘家人?", unlike="谁来当娘家人")
MOST_ROWS = 3  # short plain lines in a row; more are a list, a table, a poem
LONGEST_OF_TWO_ROWS = 48
# 思想引领: / 凝聚奋进伟力: the row above the slogan is a label with a colon, in one section like in the next
# 一 / 先锋引领,筑牢思想阵地: so is a number alone
LABEL = pattern(
    r"^[^,、。!?;:()]{2,14}:$|^[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]$",
    like="思想引领:",
    unlike="思想引领",
)
FEWEST_LABELS, FEWEST_PAIRS = 2, 2
DIGIT = pattern(r"\d", like="46家 新建工会", unlike="让每名职工有家")
GOES_ON = ("han", "bracketed-han", "arabic", "bracketed-arabic")
IN_BRACKETS = pattern(r"^\([^()]*\)$", like="(展板 第二块)", unlike="(一)建会")
TOLD_ASIDE = pattern(
    r"^\([^()]*[:,][^()]*\)$|^(?:编者按|编者的话|本刊按|按|题记)\s?:",
    like="(编者按:材料来自基层)",
    unlike="(一)建会,先建家",
)
FIRST = pattern(r"^\(?(?:第?[一1]|01)(?![\d十])", like="一、建会", unlike="五、建会")


def mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """Headings that stand on lines of their own; two rows of one heading are joined."""
    questions = sum(1 for block in blocks if _is_candidate(block))
    alone = [_stands_alone(block, among_others=questions > 1) for block in blocks]
    opens = [at for at, block in enumerate(blocks) if block.role not in ASIDE]
    if opens and is_cut_off(blocks[opens[-1]].line):
        alone[opens[-1]] = False
    labels = [at for at, below in pairwise(opens) if alone[below] and _is_label(blocks[at], blocks[below])]
    for at in labels if len(labels) >= FEWEST_LABELS else ():
        alone[at] = True
    for at, below in pairwise(opens):
        if is_table_row(blocks[below].line) and len(blocks[at].line.key.split()) >= FEWEST_CELLS:
            alone[at] = False  # 年份 基层工会 会员: the head of the rows below
    pairs = sum(
        1
        for at, below in pairwise(opens)
        if alone[at] and alone[below] and _is_second_row(blocks[at].line, blocks[below].line)
    )
    joined = pairs >= FEWEST_PAIRS or 2 * pairs >= sum(alone)
    marked: list[Block | None] = list(blocks)
    place = 0
    while place < len(opens):
        end = place
        while end < len(opens) and alone[opens[end]]:
            end += 1
        if end == place:
            place += 1
            continue
        _mark_run(marked, opens[place:end], last=end == len(opens), joined=joined)
        place = end
    return [block for block in marked if block is not None]


def _mark_run(marked: list[Block | None], run: Sequence[int], *, last: bool, joined: bool) -> None:
    """Short lines that follow each other: headings, or at the end of the text and in long rows a list.

    ``joined``: the headings of this text have two rows.
    """
    lines = [block.line for at in run if (block := marked[at]) is not None]
    plain = [style_of(line) is PLAIN and line.hint is None for line in lines]
    apart = {at for at in run if (block := marked[at]) is not None and block.apart}
    listed = sum(plain) > MOST_ROWS
    items = _list_items(run, lines) | _rows_of_figures(run, lines)
    heads = run[0] if _heads_items(lines) or (len(lines) > 1 and NAMES_A_LIST.search(lines[0].key)) else None
    below = run[-1] if listed and not last and _ends_figures(lines) else None
    head: int | None = None
    for at, line, is_plain in zip(run, lines, plain, strict=True):
        if at not in (heads, below) and (last or (listed and is_plain) or at in items):
            marked[at] = Block(Role.PARAGRAPH, line)
            head = None
            continue
        above = marked[head] if head is not None and head == at - 1 else None
        alone = at in apart or heads in (at, head) or head in apart or listed
        rows = above is not None and (joined or len(above.line.key) == len(line.key))
        if above is not None and rows and not alone and _is_second_row(above.line, line):
            marked[at], marked[at - 1] = replace(above, line=spaced(above.line, line)), None
        else:
            marked[at] = Block(Role.HEADING, line)
        head = at


def _ends_figures(lines: Sequence[Line]) -> bool:
    """True where a line without a figure ends a list of figures: it heads the text below. 46家 新建工会 … / 让每名职工有家"""
    *items, last = (bool(DIGIT.search(line.key)) for line in lines)
    return sum(items) >= MOST_ROWS and not last


def _heads_items(lines: Sequence[Line]) -> bool:
    """五、下一步打算 / (一)建成驿站十座。 / (二)办好夜校。: what stands at the end of the text as items, below their heading."""
    first, *others = lines
    return (
        bool(others)
        and style_of(first).name in DIVIDING
        and not is_sentence(first)
        and all(is_sentence(line) and style_of(line).name != style_of(first).name for line in others)
    )


def _list_items(run: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Lines of one numbering with nothing between them: 1.走访职工1264户 / 2.办起技能夜校 is a list, no headings."""
    names = [style_of(line).name if line.hint is None else "" for line in lines]
    pairs = zip(pairwise(run), pairwise(names), strict=True)
    return {
        at for ats, (one, two) in pairs if one == two and one in LISTED and ats[1] == ats[0] + 1 for at in ats
    }


def _rows_of_figures(run: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """新建工会46家 / 发展会员2300人 / 签订合同318份: short lines of which each has a figure are a list."""
    found: set[int] = set()
    for figures, group in groupby(zip(run, lines, strict=True), key=lambda row: _tells_a_figure(row[1])):
        rows = [at for at, _ in group]
        found |= set(rows) if figures and len(rows) >= MOST_ROWS else set()
    return found


def _tells_a_figure(line: Line) -> bool:
    return style_of(line) is PLAIN and line.hint is None and bool(COUNTED.search(line.key))


def _is_label(block: Block, below: Block) -> bool:
    return (
        block.role is Role.OPEN
        and bool(LABEL.match(block.line.key))
        and below.role is Role.OPEN
        and _is_second_row(block.line, below.line)
    )


def _is_candidate(block: Block) -> bool:
    """A line that could be a heading, or a short question that is one among others."""
    line = block.line
    return (
        block.role in (Role.OPEN, Role.HEADING)
        and could_be_heading(line)
        and (not is_sentence(line) or bool(TITLE_STOP.search(line.key)))
    )


def _stands_alone(block: Block, *, among_others: bool) -> bool:
    if block.role is Role.HEADING:
        return True
    if block.role is not Role.OPEN or not could_be_heading(block.line) or TOLD_ASIDE.match(block.line.key):
        return False
    if block.line.hint in (Hint.HEADING, Hint.SUBHEADING):
        return True
    if not is_sentence(block.line):
        return not is_prose(block.line)
    # 谁来当娘家人? is a heading among others, alone it is a sentence
    return style_of(block.line) is not PLAIN or (among_others and bool(TITLE_STOP.search(block.line.key)))


def _is_second_row(first: Line, second: Line) -> bool:
    """夜校灯火润人心 / 结好工友连心结: two rows of one heading, not a heading and its sub-heading."""
    return (
        style_of(second) is PLAIN
        and not FRAMED.match(second.key)
        and not (IN_BRACKETS.match(first.key) or IN_BRACKETS.match(second.key))
        and second.hint is first.hint
        and second.gap <= first.gap
        and len(first.ranges) == 1
        and len(first.text) + len(second.text) <= LONGEST_OF_TWO_ROWS
    )


def rank_headings(blocks: Sequence[Block]) -> list[Block]:
    """Levels by the order of the numberings; plain headings rank below numbered ones that stand above them.

    Headings inside a paragraph (``level`` 0 until now) rank below those on lines of their own.
    """
    numbered = {name: rank for rank, (name, _) in enumerate(NUMBERINGS)}
    headings = [block for block in blocks if block.role is Role.HEADING]
    own_line = [block for block in headings if block.level]
    first_is_plain = bool(own_line) and style_of(own_line[0].line) is PLAIN
    counted = {style_of(block.line).name for block in headings if FIRST.match(block.line.key)}

    def key(block: Block) -> tuple[int, int]:
        style = style_of(block.line)
        if first_is_plain and style.name in GOES_ON and style.name not in counted and block.level:
            return (
                0,
                0,
            )  # 五、下一步打算 goes on from four headings without a number: it is no part of the last
        if style.name in numbered or style.name == "bracketed":
            below_plain = first_is_plain and style.name not in ("han", "part")
            return (1 if below_plain else 0, style.rank)
        if not block.level:
            return (2, 0)
        if block.line.hint is Hint.SUBHEADING:
            return (1, 50)
        return (0, 0) if first_is_plain else (1, 20)

    ranks = sorted({key(block) for block in headings})
    level = {found: min(rank + 1, 3) for rank, found in enumerate(ranks)}
    if ranks == [(2, 0)]:
        level[ranks[0]] = 2  # nothing but slogans that open paragraphs: the text has no headings of its own
    return [
        replace(block, level=level[key(block)]) if block.role is Role.HEADING else block for block in blocks
    ]
