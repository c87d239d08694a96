"""The body: captions out of the way, broken sentences whole, headings found and ranked, paragraphs left."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from archive.ingest import captions
from archive.ingest.blocks import ASIDE, Block, Role, next_open
from archive.ingest.bylines import closing_byline, is_byline, opening_byline
from archive.ingest.furniture import RESIDUE
from archive.ingest.headings import (
    NUMBERINGS,
    PLAIN,
    could_be_heading,
    numbered_opening,
    most_alike,
    slogan_opening,
    style_of,
)
from archive.ingest.lines import Hint, Line, joined, spaced
from archive.ingest.rejoin import hard_seam, is_open, may_carry_on, seam

SHORTEST_PROSE = 30
SHORTEST_BROKEN_PROSE = 10
SHORTEST_FRAGMENT = 12
SHORTEST_PROSE_WITHOUT_STOP = 50
LONGEST_PICTURE_SENTENCE = 120
FEWEST_IN_PICTURE_ROW, SHORTEST_IN_PICTURE_ROW = 3, 12
PARAGRAPH_TO_CAPTION = 2.5
MOST_CAPTIONS_IN_A_SENTENCE = 4
LOOK_AHEAD = 14
GOOD_SEAM = 2
CERTAIN_SEAM = 4
# A picture leaves at least two blank lines more than the page leaves between paragraphs
PICTURE_GAP = 2
TITLE_STOP = re.compile(r"[!?]$")


def is_prose(line: Line) -> bool:
    """True for running text: sentences, or the broken-off part of one."""
    key = line.key
    if line.hint in (Hint.TITLE, Hint.HEADING, Hint.SUBHEADING):
        return False
    stops = len(re.findall(r"[。!?;]", key))
    if len(key) >= SHORTEST_PROSE and (stops or line.ends_sentence):
        return True
    if len(key) >= SHORTEST_BROKEN_PROSE and "。" in key[:-2] and not line.ends_sentence:
        return True  # "实施职工文体活动。区总工": a sentence, and the next one broken off
    return len(key) >= SHORTEST_PROSE_WITHOUT_STOP and len(re.findall("[,、]", key)) >= 2


def is_sentence(line: Line) -> bool:
    """True for a line that ends like a sentence: 为者常成,行者常至。"""
    return bool(re.search(r"[。!?…;][\"')\]》]*$", line.key)) and line.hint not in (
        Hint.HEADING,
        Hint.SUBHEADING,
    )


def usual_gap(lines: Sequence[Line]) -> int | None:
    """The blank lines between most paragraphs, None where no number of them is usual.

    Of two numbers that are both frequent the smaller is the usual one: pictures make the larger.
    """
    gaps = Counter(line.gap for line in lines[1:])
    frequent = [gap for gap, count in gaps.items() if count >= 0.35 * (len(lines) - 1)]
    return min(frequent, default=None)


def mark_words(blocks: Sequence[Block]) -> list[Block]:
    """Captions, photo credits and by-lines that say so themselves."""

    def role(line: Line) -> Role:
        if line.hint is Hint.CAPTION:
            return Role.CAPTION
        if captions.is_lone_credit(line):
            return Role.CREDIT
        if is_byline(line, bare=False):
            return Role.BYLINE
        return Role.CAPTION if captions.is_marked(line) else Role.OPEN

    marked = [replace(block, role=role(block.line)) if block.role is Role.OPEN else block for block in blocks]
    marked = _without_lists(blocks, marked)
    for at, (block, after) in enumerate(pairwise(marked)):
        if block.role is Role.OPEN and after.role is Role.CREDIT and captions.is_lone_credit(after.line):
            one = len(re.findall("[。!?]", block.line.key)) == 1 and "提供" not in after.line.key
            if one and is_sentence(block.line) and len(block.line.text) <= LONGEST_PICTURE_SENTENCE:
                marked[at] = replace(block, role=Role.CAPTION)  # the sentence above 李红梅摄
    return marked


def _without_lists(blocks: Sequence[Block], marked: Sequence[Block]) -> list[Block]:
    """▲新建基层工会46家; in a row after a colon is a list, not a row of pictures."""
    kept = list(marked)
    listing = False
    for at, block in enumerate(blocks):
        if block.role is not Role.OPEN:
            continue
        if marked[at].role is not Role.CAPTION:
            listing = block.line.key.endswith(":")
        elif listing or block.line.key.endswith(";"):
            kept[at] = block
            listing = True
    return kept


def mark_pictures_by_room(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Short sentences that stand below the room of a picture."""
    if gap is None:
        return list(blocks)
    marked = list(blocks)
    below_picture = False
    for index, block in enumerate(blocks):
        if block.role in (Role.FURNITURE, Role.CREDIT):
            continue
        line = block.line
        far = index > 0 and line.gap >= gap + PICTURE_GAP
        if (
            block.role is Role.OPEN
            and far
            and is_sentence(line)
            and len(line.text) <= LONGEST_PICTURE_SENTENCE
        ):
            # in a row of pictures the second and third sentence need not look like captions themselves
            sentences = len(re.findall(r"[。!?]", line.key))
            if (below_picture and sentences <= 1) or captions.manner(line) >= min(sentences - 1, 1):
                marked[index] = replace(block, role=Role.CAPTION)
        below_picture = marked[index].role is Role.CAPTION
    return marked


def rejoin(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Whole sentences; the short lines between the two halves of one are captions."""
    document = "\n".join(block.line.key for block in blocks)
    opens = [block.line for block in blocks if block.role is Role.OPEN and is_prose(block.line)]
    indented = sum(1 for line in opens if line.indent >= 2) > 0.6 * len(opens)
    rest, whole = list(blocks), list[Block]()
    while rest:
        block = rest.pop(0)
        while block.role is Role.OPEN and is_open(block.line):
            if is_prose(block.line):
                at = _other_half(block.line, rest, document, indented=indented, gap=gap)
            else:
                at = _rest_of_fragment(block.line, rest, gap)
            if at is None:
                break
            between = rest[:at]
            block = replace(block, line=joined(block.line, rest[at].line))
            rest[: at + 1] = [
                replace(other, role=Role.CAPTION) if other.role is Role.OPEN else other for other in between
            ]
        whole.append(block)
    return whole


def _rest_of_fragment(line: Line, rest: Sequence[Block], gap: int | None) -> int | None:
    """The line that carries on a short one which looks like a heading: 始建于19 | 49年的云川机床厂.

    Only what needs no dictionary counts here, because a heading and the paragraph below it often make a word.
    """
    passed = 0
    for at, block in enumerate(rest[:LOOK_AHEAD]):
        if block.role in ASIDE:
            continue
        score = hard_seam(line, block.line)
        if block.role is not Role.OPEN or passed > MOST_CAPTIONS_IN_A_SENTENCE:
            return None
        wordy = bool(re.search(r"[,:、]", line.key)) and len(line.key) >= SHORTEST_FRAGMENT
        set_off = gap is not None and block.line.gap >= max(gap, 1) and "," not in line.key
        if set_off and could_be_heading(line) and not passed:
            score = 0  # "建会入会:从312到361" stands off from the paragraph below it, a broken line does not
        if score >= CERTAIN_SEAM or (passed and wordy and score >= GOOD_SEAM and is_sentence(block.line)):
            return at
        if not is_sentence(block.line) or len(block.line.text) > LONGEST_PICTURE_SENTENCE:
            return None
        passed += 1
    return None


def _other_half(
    line: Line, rest: Sequence[Block], document: str, *, indented: bool, gap: int | None
) -> int | None:
    """The index in ``rest`` of the line that carries on the broken sentence, None when it just lacks its stop."""
    candidates: list[tuple[int, int]] = []
    passed = 0
    for at, block in enumerate(rest[:LOOK_AHEAD]):
        if block.role in ASIDE or block.role is Role.BYLINE:
            continue
        other = block.line
        if block.role is not Role.OPEN or passed > MOST_CAPTIONS_IN_A_SENTENCE:
            break
        score = seam(line, other, document)
        if passed and could_be_heading(other) and not is_sentence(other):
            score = min(score, hard_seam(line, other))
        if may_carry_on(other, paragraphs_indented=indented and score < CERTAIN_SEAM):
            candidates.append((score, at))
        one_sentence = len(re.findall(r"[。!?]", other.key)) <= 1 and (
            is_sentence(other) or not is_prose(other)
        )
        if len(other.text) > captions.LONGEST_CAPTION or style_of(other) is not PLAIN or not one_sentence:
            break
        passed += 1
    if not candidates:
        return None
    first_score, first = candidates[0]
    first_line = rest[first].line
    heading = could_be_heading(first_line) and not is_sentence(first_line)
    best, at = max(candidates, key=lambda found: (found[0], -found[1]))
    if best >= CERTAIN_SEAM or (best >= GOOD_SEAM and not (heading and at == first)):
        return at
    if heading and best >= GOOD_SEAM and len(candidates) == 1 and is_last(rest, first):
        return at
    if heading:
        return None
    if len(candidates) > 1 and len(first_line.text) <= LONGEST_PICTURE_SENTENCE and not first_score:
        room = gap is not None and first_line.gap > gap
        if room or captions.manner(first_line) > 0:
            return candidates[1][1]
    return first if not (indented and first_line.indent >= 2) else None


def is_last(blocks: Sequence[Block], index: int) -> bool:
    return next_open(blocks, index) is None


def mark_pictures_by_manner(blocks: Sequence[Block]) -> list[Block]:
    """Short sentences that show a scene, and their neighbours in a row of such sentences."""
    marked = list(blocks)

    def short(index: int) -> bool:
        line = blocks[index].line
        return (
            blocks[index].role is Role.OPEN
            and len(line.text) <= LONGEST_PICTURE_SENTENCE
            and line.key.count("。") <= 1
            and captions.manner(line) >= 0
            and (is_sentence(line) or not could_be_heading(line) or captions.manner(line) >= 2)
            and style_of(line) is PLAIN
        )

    index = 0
    while index < len(blocks):
        if not short(index):
            index += 1
            continue
        end = index
        while end < len(blocks) and (short(end) or blocks[end].role in ASIDE):
            end += 1
        run = [at for at in range(index, end) if blocks[at].role is Role.OPEN]
        sure = [at for at in run if captions.manner(blocks[at].line) >= 2]
        beside_captions = any(blocks[at].role is Role.CAPTION for at in range(index, end))
        at_end = next_open(blocks, end - 1) is None
        if sure or (at_end and beside_captions):
            for at in run:
                if at in sure or (len(run) >= 2 and is_sentence(blocks[at].line) and index > 0):
                    marked[at] = replace(blocks[at], role=Role.CAPTION)
        index = end
    return marked


def mark_pictures_at_end(blocks: Sequence[Block]) -> list[Block]:
    """A row of single sentences below the last paragraph, each far shorter than the paragraphs above."""
    run: list[int] = []
    for at in reversed(range(len(blocks))):
        block = blocks[at]
        if block.role in ASIDE:
            continue
        if block.role is not Role.OPEN or not _could_be_in_picture_row(block.line):
            break
        run.append(at)
    above = [len(block.line.text) for block in blocks if block.role is Role.OPEN and is_prose(block.line)]
    if not run or len(above) < len(run):
        return list(blocks)
    likely = [at for at in run if captions.manner(blocks[at].line) >= 0]
    usual, short = median(above), median(len(blocks[at].line.text) for at in run)
    if len(run) < FEWEST_IN_PICTURE_ROW or 2 * len(likely) < len(run) or usual < PARAGRAPH_TO_CAPTION * short:
        return list(blocks)
    return [replace(block, role=Role.CAPTION) if at in run else block for at, block in enumerate(blocks)]


def _could_be_in_picture_row(line: Line) -> bool:
    key = line.key
    return (
        SHORTEST_IN_PICTURE_ROW <= len(key) <= LONGEST_PICTURE_SENTENCE
        and key.endswith(("。", "!"))
        and len(re.findall("[。!?]", key)) == 1
        and not captions.SPEAKS.search(key)
        and style_of(line) is PLAIN
    )


def mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """Headings that stand on lines of their own; two rows of one heading are joined."""
    marked = list(blocks)
    plain_headings = 0
    index = 0
    while index < len(marked):
        if not _stands_alone(marked, index):
            index += 1
            continue
        run = [index]
        while (following := next_open(marked, run[-1])) is not None and _stands_alone(marked, following):
            run.append(following)
        followed = next_open(marked, run[-1]) is not None
        plain = [at for at in run if style_of(marked[at].line) is PLAIN and marked[at].line.hint is None]
        if not followed or len(plain) > 3:
            # the end of the text, or a list of short lines: honours, a table, a poem
            for at in run:
                if at in plain or not followed:
                    marked[at] = replace(marked[at], role=Role.PARAGRAPH)
                else:
                    marked[at] = replace(marked[at], role=Role.HEADING)
        else:
            plain_headings += len(plain)
            for at in run:
                marked[at] = replace(marked[at], role=Role.HEADING)
            for at in reversed(run[1:]):
                before = marked[at - 1]
                if before.role is Role.HEADING and _is_second_row(before.line, marked[at].line):
                    marked[at - 1] = replace(before, line=spaced(before.line, marked[at].line))
                    del marked[at]
        index += 1
    return marked


def _stands_alone(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    if block.role is Role.HEADING:
        return True
    if block.role is not Role.OPEN or not could_be_heading(block.line):
        return False
    if block.line.hint in (Hint.HEADING, Hint.SUBHEADING):
        return True
    if not is_sentence(block.line):
        return not is_prose(block.line)
    if style_of(block.line) is not PLAIN:
        return True
    # 谁来当娘家人? is a heading among others, alone it is a sentence
    return bool(TITLE_STOP.search(block.line.key)) and any(
        other is not block
        and other.role in (Role.OPEN, Role.HEADING)
        and could_be_heading(other.line)
        and (not is_sentence(other.line) or bool(TITLE_STOP.search(other.line.key)))
        for other in blocks
    )


def _is_second_row(first: Line, second: Line) -> bool:
    """思想领航聚共识 / 画好职工思想同心圆: two rows of one heading, not a heading and its sub-heading."""
    return (
        style_of(second) is PLAIN
        and second.hint is first.hint
        and second.gap <= first.gap
        and len(first.ranges) == 1
        and len(first.text) + len(second.text) <= 48
    )


def split_run_ins(blocks: Sequence[Block]) -> list[Block]:
    """Headings that open a paragraph: 理论武装不断强化。区总工会…"""
    found: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.role is Role.PARAGRAPH:
            length = numbered_opening(block.line)
            if length:
                found[index] = length
    if len(found) == 1 and style_of(blocks[next(iter(found))].line).name not in (
        "han",
        "bracketed-han",
        "part",
    ):
        found = {}
    has_headings = any(block.role is Role.HEADING for block in blocks) or bool(found)
    section: list[int] = []
    sections = [section]
    for index, block in enumerate(blocks):
        if block.role is Role.HEADING or index in found:
            section = []
            sections.append(section)
        if block.role is Role.PARAGRAPH and index not in found:
            section.append(index)
    for position, members in enumerate(sections):
        if position == 0 and has_headings:
            continue  # the lead
        openings = {at: length for at in members if (length := slogan_opening(blocks[at].line))}
        if not has_headings:
            openings = {at: length for at, length in openings.items() if at != members[0]}
        needed = max(2, len(members) / 3) if has_headings else max(3, (len(members) - 2) * 0.6)
        alike = most_alike({at: blocks[at].line.key[:length] for at, length in openings.items()})
        if len(alike) >= needed:
            found |= {at: openings[at] for at in alike}
    split: list[Block] = []
    for index, block in enumerate(blocks):
        if index in found:
            split.append(Block(Role.HEADING, block.line.part(0, found[index]), level=0))
            split.append(replace(block, line=block.line.part(found[index])))
        else:
            split.append(block)
    return split


def rank_headings(blocks: Sequence[Block]) -> list[Block]:
    """Levels by the order of the numberings; plain headings rank below numbered ones that stand above them.

    Headings inside a paragraph (``level`` 0 until now) rank below those on lines of their own.
    """
    numbered = {name: rank for rank, (name, _) in enumerate(NUMBERINGS)}
    headings = [block for block in blocks if block.role is Role.HEADING]
    own_line = [block for block in headings if block.level]
    first_is_plain = bool(own_line) and style_of(own_line[0].line) is PLAIN

    def key(block: Block) -> tuple[int, int]:
        style = style_of(block.line)
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


def split_signed_ends(blocks: Sequence[Block]) -> list[Block]:
    """By-lines in brackets off the first and the last paragraph."""
    paragraphs = [index for index, block in enumerate(blocks) if block.role is Role.PARAGRAPH]
    if not paragraphs:
        return list(blocks)
    parts = list(blocks)
    last = parts[paragraphs[-1]]
    at = closing_byline(last.line)
    if at:
        parts[paragraphs[-1] : paragraphs[-1] + 1] = [
            replace(last, line=last.line.part(0, at)),
            Block(Role.BYLINE, last.line.part(at)),
        ]
    first = parts[paragraphs[0]]
    length = opening_byline(first.line)
    if length and length < len(first.line.text):
        parts[paragraphs[0] : paragraphs[0] + 1] = [
            Block(Role.BYLINE, first.line.part(0, length)),
            replace(first, line=first.line.part(length)),
        ]
    return parts


def set_residue_aside(blocks: Sequence[Block]) -> list[Block]:
    """Advertising and log-in words out of the middle of a paragraph."""
    parts: list[Block] = []
    for block in blocks:
        matches = list(RESIDUE.finditer(block.line.key)) if block.role is Role.PARAGRAPH else []
        if not matches:
            parts.append(block)
            continue
        kept: Line | None = None
        done = 0
        for start, end in [match.span() for match in matches] + [
            (len(block.line.text), len(block.line.text))
        ]:
            piece = block.line.part(done, start)
            if piece.text:
                kept = joined(kept, piece) if kept else piece
            if end > start:
                parts.append(Block(Role.FURNITURE, block.line.part(start, end)))
            done = end
        if kept:
            parts.append(replace(block, line=kept))
    return parts


def read_body(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Every line below the title block with its role; ``gap`` is the page's usual one."""
    body = mark_words(blocks)
    body = rejoin(body, gap)
    body = mark_pictures_by_room(body, gap)
    body = mark_pictures_by_manner(body)
    body = mark_pictures_at_end(body)
    body = mark_headings(body)
    body = mark_signature(body)
    body = [replace(block, role=Role.PARAGRAPH) if block.role is Role.OPEN else block for block in body]
    body = split_signed_ends(body)
    body = set_residue_aside(body)
    body = split_run_ins(body)
    return rank_headings(body)


def mark_signature(blocks: Sequence[Block]) -> list[Block]:
    """Writers named alone on the last line: 张三 李四."""
    marked = list(blocks)
    last = next(
        (at for at in reversed(range(len(marked))) if marked[at].role not in ASIDE | {Role.BYLINE}), None
    )
    if (
        last is not None
        and marked[last].role in (Role.OPEN, Role.PARAGRAPH)
        and is_byline(marked[last].line, bare=True)
    ):
        marked[last] = replace(marked[last], role=Role.BYLINE)
    return marked
