"""Which lines of the body stand under pictures: by their words, by the room a picture left, by their manner."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median, median_low

from archive.ingest.parts import captions
from archive.ingest.parts.blocks import ASIDE, Block, Role
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.headings import COUNTED, PLAIN, could_be_heading, style_of
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.prose import is_prose, is_sentence, stops_in

LONGEST_PICTURE_SENTENCE = 120
FEWEST_IN_PICTURE_ROW, SHORTEST_IN_PICTURE_ROW = 3, 12
PARAGRAPH_TO_CAPTION = 2.5  # the paragraphs above a row of captions are at least so much longer
SURE_MANNER = 2
MOST_COUNTED_IN_PICTURE = 1  # things that words under a picture count
LIKE_HEADS = 3  # characters by which headings of one make may differ
FEWEST_NEIGHBOURS = 3  # pairs of paragraphs that show how far apart a page sets them
PICTURE_GAP = 2  # a picture leaves at least two blank lines more than the page leaves between paragraphs


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

    roles = [role(block.line) if block.role is Role.OPEN else block.role for block in blocks]
    marked = [
        block if block.role is found else replace(block, role=found)
        for block, found in zip(blocks, roles, strict=True)
    ]
    marked = _without_lists(blocks, marked)
    marked = _without_headings(blocks, marked)
    for at, (block, after) in enumerate(pairwise(marked)):
        if block.role is Role.OPEN and after.role is Role.CREDIT and captions.is_lone_credit(after.line):
            one = stops_in(block.line.key) == 1 and "提供" not in after.line.key
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


def _without_headings(blocks: Sequence[Block], marked: Sequence[Block]) -> list[Block]:
    """▶弘扬劳模精神,营造尊重氛围 above each section is a heading. A sign that once stands by a sentence, or
    above anything but running text, points at pictures; ▲ does so unless its lines are built alike."""
    kept = list(marked)
    opens = [at for at, block in enumerate(blocks) if block.role not in ASIDE]
    below = dict(pairwise(opens))
    for signs, fewest in (("▶►▷", 2), ("▲△", 3)):
        lines = [at for at in opens if marked[at].role is Role.CAPTION and blocks[at].line.key[0] in signs]
        alike = (
            len({blocks[at].line.key.count(",") for at in lines}) == 1 and "," in blocks[lines[0]].line.key
        )
        if len(lines) >= fewest and (fewest == 2 or alike):
            texts = [at for at in lines if at in below and is_prose(blocks[below[at]].line)]
            slogans = [
                at
                for at in texts
                if could_be_heading(blocks[at].line) and captions.manner(blocks[at].line) < 1
            ]
            if len(slogans) == len(lines):
                for at in lines:
                    kept[at] = blocks[at]
    return kept


def mark_pictures_by_room(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Short sentences that stand below the room of a picture."""
    if gap is None:
        return list(blocks)
    gap = max(gap, _between_paragraphs(blocks))
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
            sentences = stops_in(line.key)
            if (below_picture and sentences <= 1) or captions.manner(line) >= min(sentences - 1, 1):
                marked[index] = replace(block, role=Role.CAPTION)
        below_picture = marked[index].role is Role.CAPTION
    return marked


def mark_pictures_behind_signs(blocks: Sequence[Block]) -> list[Block]:
    """●渔工在渔港码头量血压。: single sentences that show somebody, where the sign opens nothing else, nor two lines in a row."""
    opens = [at for at, block in enumerate(blocks) if block.role not in ASIDE]
    first = {at: blocks[at].line.key[:1] for at in opens}
    shown = {
        at for at in opens if blocks[at].role is Role.OPEN and captions.shows_behind_sign(blocks[at].line)
    }
    signs = {first[at] for at in shown}
    others = {first[at] for at in opens if at not in shown}
    rows = {first[one] for one, two in pairwise(opens) if first[one] == first[two]}
    alone = signs - others - rows
    return [
        replace(block, role=Role.CAPTION) if at in shown and first[at] in alone else block
        for at, block in enumerate(blocks)
    ]


def _between_paragraphs(blocks: Sequence[Block]) -> int:
    """The blank lines between one paragraph and the next: an editor of posts leaves an empty one below each."""
    texts = [block.line for block in blocks if block.role not in ASIDE]
    gaps = [after.gap for line, after in pairwise(texts) if is_prose(line) and is_prose(after)]
    return median_low(gaps) if len(gaps) >= FEWEST_NEIGHBOURS else 0


def mark_pictures_by_manner(blocks: Sequence[Block]) -> list[Block]:
    """Short sentences that show a scene, and their neighbours in a row of such sentences."""
    marked = list(blocks)
    index = 0
    while index < len(blocks):
        if not _short(blocks[index]):
            index += 1
            continue
        end = index
        while end < len(blocks) and (_short(blocks[end]) or blocks[end].role in ASIDE):
            end += 1
        run = [at for at in range(index, end) if blocks[at].role is Role.OPEN]
        sure = [at for at in run if captions.manner(blocks[at].line) >= SURE_MANNER]
        beside_captions = any(blocks[at].role is Role.CAPTION for at in range(index, end))
        if sure or (end == len(blocks) and beside_captions):
            for at in run:
                row = (
                    len(run) >= 2
                    and index > 0
                    and _ends_alike(blocks, sure, at)
                    and not _counts(blocks[at].line)
                )
                if at in sure or row:
                    marked[at] = replace(blocks[at], role=Role.CAPTION)
        index = end
    return marked


def _counts(line: Line) -> bool:
    """新建工会21家,发展会员1500人,… above or below a caption is a report's."""
    return len(COUNTED.findall(line.key)) > MOST_COUNTED_IN_PICTURE


def _ends_alike(blocks: Sequence[Block], sure: Sequence[int], at: int) -> bool:
    """A sentence in a row of sentences; below 船厂技能比武现场, which ends with no stop, it is a paragraph."""
    ends = [is_sentence(blocks[one].line) for one in sure]
    return is_sentence(blocks[at].line) and (any(ends) or not ends)


def _short(block: Block) -> bool:
    line = block.line
    if block.role is not Role.OPEN or len(line.text) > LONGEST_PICTURE_SENTENCE or line.key.count("。") > 1:
        return False
    if ";" in line.key:
        return False  # 新驿站覆盖高铁站;托管班收下小候鸟。 sums up
    manner = captions.manner(line)
    heading = not is_sentence(line) and could_be_heading(line)
    return style_of(line) is PLAIN and manner >= (SURE_MANNER if heading else 0)


def mark_pictures_below_headings(blocks: Sequence[Block]) -> list[Block]:
    """A line that shows somebody between a heading and its text, where other headings of that make stand alone.

    二、促发展 / 全年办起夜校… / 三、办实事 / 送温暖车队走进牧区 / 全年走访… So does one above the next heading.
    """
    opens = [at for at, block in enumerate(blocks) if block.role not in ASIDE]
    heads = {at for at in opens if _may_head(blocks[at])}
    alone = [
        blocks[at].line
        for above, at, below in zip([None, *opens], opens, opens[1:], strict=False)
        if at in heads and above not in heads and below not in heads
    ]
    shown = {
        below
        for at, below, after in zip(opens, opens[1:], opens[2:], strict=False)
        if {at, below} <= heads and after not in heads and _is_picture_of(blocks[at], blocks[below], alone)
    }
    shown |= {
        at
        for above, at, below in zip(opens, opens[1:], opens[2:], strict=False)
        if {at, below} <= heads and above not in heads and _is_picture_of(blocks[below], blocks[at], alone)
    }
    return [replace(block, role=Role.CAPTION) if at in shown else block for at, block in enumerate(blocks)]


def _may_head(block: Block) -> bool:
    line = block.line
    numbered = style_of(line) is not PLAIN
    may = block.role is Role.HEADING or (block.role is Role.OPEN and could_be_heading(line))
    return may and not is_prose(line) and (numbered or not is_sentence(line))


def _is_picture_of(head: Block, below: Block, alone: Sequence[Line]) -> bool:
    """True for a plain line below a heading of a make that others of the text have, which show nobody."""
    one, two = head.line, below.line
    alike = [
        line
        for line in alone
        if style_of(line) is style_of(one) and abs(len(line.key) - len(one.key)) <= LIKE_HEADS
    ]
    plain = below.role is Role.OPEN and two.hint is None and style_of(two) is PLAIN
    return plain and bool(alike) and captions.shows_somebody(two) and not captions.shows_somebody(one)


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
        and stops_in(key) == 1
        and not captions.SPEAKS.search(key)
        and style_of(line) is PLAIN
    )
