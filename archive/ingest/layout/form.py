"""The rules of the newspaper form: where the title block of a printed page stands and how it is built.

What they say of a line is evidence for the decision, not the decision.
"""

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.parts import captions
from archive.ingest.parts.blocks import Block, Role, prose_length
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import is_page_foot, opens_other_news
from archive.ingest.parts.headings import style_of
from archive.ingest.parts.title_block import LONGEST_TITLE_LINE, UNION_ALONE, arrange, is_dash_line
from archive.ingest.text.lines import Hint
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose, is_sentence

NUMBERED = ("part", "han", "bracketed-han", "arabic", "labelled")
HEAD_LINES = 30  # a title block that starts later is another article's
MOST_PROSE_ABOVE_TITLE = 0.3  # captions and teasers above the title, as a share of the whole
LONGEST_SITE_NAME = 12
NAVIGATION = pattern(r"首页|位置|>|导航|上一[版期]|[|]", like="首页", unlike="青禾工会")
TAIL_SHARE = 0.5  # what follows 相关阅读 is furniture unless it is longer than half of what came before


def verdicts(blocks: Sequence[Block]) -> list[str]:
    """What the form makes of each line: a role, or ``open`` for the body."""
    judged = set_tail_aside(set_site_name_aside(blocks))
    end = head_end(judged)
    head = read_head(judged[:end])
    return [str(block.role) if block.role is not Role.OPEN else "carried" for block in head] + [
        str(block.role) for block in judged[end:]
    ]


def set_site_name_aside(blocks: Sequence[Block]) -> list[Block]:
    """A short first line above the navigation is the name of the site."""
    first = next((at for at, block in enumerate(blocks) if block.role is Role.OPEN), None)
    if first is None or first + 1 >= len(blocks) or len(blocks[first].line.key) > LONGEST_SITE_NAME:
        return list(blocks)
    after = blocks[first + 1]
    others = any(
        block.role is Role.OPEN and not is_prose(block.line) for block in blocks[first + 1 : HEAD_LINES]
    )
    if after.role is Role.FURNITURE and NAVIGATION.search(after.line.key) and others:
        return [*blocks[:first], replace(blocks[first], role=Role.FURNITURE), *blocks[first + 1 :]]
    return list(blocks)


def set_tail_aside(blocks: Sequence[Block]) -> list[Block]:
    """Everything below the line where other news begins, or below the last foot that no running text follows."""
    after = prose_length(blocks)
    before = 0
    for index, block in enumerate(blocks):
        other_news = opens_other_news(block.line) and before and after <= TAIL_SHARE * before
        foot = is_page_foot(block.line) and before and not after
        if other_news or foot:
            tail = (
                replace(other, role=Role.FURNITURE) if other.role is Role.OPEN else other
                for other in blocks[index:]
            )
            return [*blocks[:index], *tail]
        length = prose_length([block])
        before, after = before + length, after - length
    return list(blocks)


def head_end(blocks: Sequence[Block]) -> int:
    """The index at which the body begins.

    Below the last by-line or dash subtitle of the first lines; without one, at the first running text.
    """
    whole = prose_length(blocks)
    first_prose = next(
        (at for at, block in enumerate(blocks) if block.role is Role.OPEN and is_prose(block.line)),
        len(blocks),
    )
    end = 0
    above = 0
    seen_title = False
    for at, block in enumerate(blocks[:HEAD_LINES]):
        line = block.line
        if block.role is Role.OPEN and seen_title and style_of(line).name in NUMBERED:
            first_prose = min(first_prose, at)  # "一、2019年主要工作情况" opens the body
            break
        seen_title = seen_title or line.hint is Hint.TITLE
        if block.role is Role.OPEN and is_prose(line) and not captions.is_marked(line):
            above += len(line.text)
            if above > MOST_PROSE_ABOVE_TITLE * whole or len(line.text) > captions.LONGEST_CAPTION:
                break
        is_writer = block.role is Role.BYLINE or (
            block.role is Role.OPEN
            and (
                is_byline(line, bare=seen_title and at <= first_prose)
                or (seen_title and bool(UNION_ALONE.match(line.key)))
            )
        )
        if (
            (is_dash_line(line) and not is_sentence(line))
            or is_writer
            or line.hint is Hint.SUBTITLE
            or (line.hint is Hint.TITLE and at > first_prose)
        ):
            if not (is_writer and not seen_title):
                end = at + 1
        elif block.role is Role.OPEN and not is_sentence(line) and not is_prose(line):
            seen_title = True
    if end:
        return end
    at = min(first_prose, HEAD_LINES, len(blocks))
    while at and blocks[at - 1].role is Role.OPEN and is_sentence(blocks[at - 1].line):
        at -= 1
    return at


def read_head(blocks: Sequence[Block]) -> list[Block]:
    """The lines above the body with their places."""
    seen_title = False
    head: list[Block] = []
    for block in blocks:
        line = block.line
        if block.role is not Role.OPEN:
            head.append(block)
        elif captions.is_lone_credit(line):
            head.append(replace(block, role=Role.CREDIT))
        elif line.hint is not Hint.TITLE and is_byline(line, bare=False):
            head.append(replace(block, role=Role.BYLINE))
        elif (
            line.hint is Hint.CAPTION
            or captions.is_marked(line)
            or (is_sentence(line) and len(line.text) > 20)
        ):
            head.append(
                replace(
                    block, role=Role.CAPTION if len(line.text) <= captions.LONGEST_CAPTION else Role.PARAGRAPH
                )
            )
        elif line.hint is not Hint.TITLE and is_byline(line, bare=seen_title):
            head.append(replace(block, role=Role.BYLINE))
        elif len(line.text) > LONGEST_TITLE_LINE and not is_dash_line(line):
            head.append(block)
        else:
            seen_title = True
            head.append(block)
    signed = next((at for at, block in enumerate(head) if block.role is Role.BYLINE), None)
    above = sum(1 for block in head[:signed] if block.role is Role.OPEN) if signed is not None else None
    roles = iter(arrange([block.line for block in head if block.role is Role.OPEN], above_byline=above))
    return [replace(block, role=next(roles)[1]) if block.role is Role.OPEN else block for block in head]
