"""From cleaned text to articles in parts: every visible character gets exactly one place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest import captions
from archive.ingest.articles import split_articles
from archive.ingest.blocks import Block, Draft, Role, Section, prose_length
from archive.ingest.body import read_body
from archive.ingest.bylines import is_byline, split_byline
from archive.ingest.furniture import (
    channels_of_the_page,
    is_credit,
    is_date_line,
    is_furniture,
    is_page_foot,
    is_source_line,
    opens_other_news,
)
from archive.ingest.headings import style_of
from archive.ingest.lines import Hint, Line, spaced, split_lines
from archive.ingest.prose import is_prose, is_sentence, usual_gap
from archive.ingest.title_block import (
    LONGEST_TITLE_LINE,
    UNION_ALONE,
    Place,
    arrange,
    is_dash_line,
    split_joined_subtitle,
)
from archive.ingest.wrapping import unwrap

# "来源:广丰报 作者:何冰莹 发布时间:2020-01-08": the writer inside a line of furniture
_PERSON = r"(?:[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff:]))"
WRITER_IN_LINE = re.compile(
    rf"(?:作者|撰稿人?|供稿人?|撰文|通讯员|记者)\s*[:/]\s*(?:(?:本报)?(?:特约|见习)?(?:记者|通讯员)\s*)?{_PERSON}(?:\s*[、,\s]\s*{_PERSON})*"
)
# - 3 - · 第3页 · 3/12
PAGE_NUMBER = re.compile(
    r"^[-—·\s]*(?:第\s?)?\d{1,3}(?:\s?页)?(?:\s?[/,]?\s?(?:共\s?)?\d{1,3}(?:\s?页)?)?[-—·\s]*$"
)
LONGEST_RUNNING_HEAD = 50
NUMBERED = ("part", "han", "bracketed-han", "arabic", "labelled")
HEAD_LINES = 30  # a title block that starts later is another article's
MOST_PROSE_ABOVE_TITLE = 0.3  # captions and teasers above the title, as a share of the whole
LONGEST_SITE_NAME = 12
NAVIGATION = re.compile(r"首页|位置|>|导航|上一[版期]|[|]")
TAIL_SHARE = 0.5  # what follows 相关阅读 is furniture unless it is longer than half of what came before


# "…涌现出一批叫得响的(下转04版)" and "(上接01版)先进典型": the jump to another page at the end of a line
JUMP = re.compile(
    r"[(【\[](?:紧?接|上接|下转|转|下接)\s?(?:本报)?第?\s?[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s?版[^()【】\[\]]{0,8}[)】\]]"
)


def split_jumps(line: Line) -> Iterator[Line]:
    """The line without a jump mark at its start or end, and the mark."""
    match = JUMP.search(line.key)
    if match and (match.start() == 0 or match.end() == len(line.key)):
        for part in (line.part(0, match.start()), line.part(*match.span()), line.part(match.end())):
            if part.text:
                yield part
    else:
        yield line


def mark_by_words(lines: Sequence[Line]) -> list[Block]:
    """Furniture and credits that are sure by their words, wherever they stand."""
    blocks: list[Block] = []
    parts = [part for whole in lines for part in split_jumps(whole)]
    channels = channels_of_the_page(parts)
    for at, line in enumerate(parts):
        if line.hint is Hint.FURNITURE or (line.hint is None and at in channels):
            blocks.append(Block(Role.FURNITURE, line))
        elif line.hint is None and is_credit(line):
            blocks.append(Block(Role.CREDIT, line))
        elif line.hint is None and (is_date_line(line) or is_source_line(line) or is_furniture(line)):
            blocks.extend(_with_writers(line))
        else:
            blocks.append(Block(Role.OPEN, line))
    return blocks


def _with_writers(line: Line) -> Iterator[Block]:
    done = 0
    for match in WRITER_IN_LINE.finditer(line.key):
        if not is_byline(line.part(*match.span()), bare=False):
            continue
        if line.text[done : match.start()].strip():
            yield Block(Role.FURNITURE, line.part(done, match.start()))
        yield Block(Role.BYLINE, line.part(*match.span()))
        done = match.end()
    if line.text[done:].strip():
        yield Block(Role.FURNITURE, line.part(done))


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
            head.extend(Block(Role.OPEN, part) for part in split_joined_subtitle(line))
    signed = next((at for at, block in enumerate(head) if block.role is Role.BYLINE), None)
    above = sum(1 for block in head[:signed] if block.role is Role.OPEN) if signed is not None else None
    places = iter(arrange([block.line for block in head if block.role is Role.OPEN], above_byline=above))
    roles = {
        Place.KICKER: Role.KICKER,
        Place.TITLE: Role.TITLE,
        Place.SUBTITLE: Role.SUBTITLE,
        Place.FURNITURE: Role.FURNITURE,
        Place.BYLINE: Role.BYLINE,
        Place.HEADING: Role.OPEN,
    }
    return [
        replace(block, role=roles[next(places)[1]]) if block.role is Role.OPEN else block for block in head
    ]


def _rows(blocks: Sequence[Block], role: Role) -> Line | None:
    """The lines of one part of the title block as one."""
    rows = [block.line for block in blocks if block.role is role]
    if not rows:
        return None
    whole = rows[0]
    for row in rows[1:]:
        whole = spaced(whole, row)
    return whole


def read_article(blocks: Sequence[Block]) -> Draft:
    """One article out of its blocks."""
    blocks = set_tail_aside(set_site_name_aside(blocks))
    end = head_end(blocks)
    head = read_head(blocks[:end])
    carried = [block for block in head if block.role in (Role.OPEN, Role.PARAGRAPH)]
    if carried:  # a first heading right below the by-line belongs to the body
        head = [block for block in head if block.role not in (Role.OPEN, Role.PARAGRAPH)]
    gap = usual_gap([block.line for block in blocks if block.role is not Role.FURNITURE])
    body = read_body([*carried, *blocks[end:]], gap)
    sections, kept = sections_of(body)
    everything = [*head, *body]
    return Draft(
        kicker=_rows(head, Role.KICKER),
        title=_rows(head, Role.TITLE),
        subtitle=_rows(head, Role.SUBTITLE),
        bylines=tuple(
            part for block in everything if block.role is Role.BYLINE for part in split_byline(block.line)
        ),
        sections=sections,
        captions=tuple((block.line, None) for block in head if block.role is Role.CAPTION) + kept,
        credits=tuple(block.line for block in everything if block.role is Role.CREDIT),
        furniture=tuple(block.line for block in everything if block.role is Role.FURNITURE),
    )


def sections_of(body: Sequence[Block]) -> tuple[tuple[Section, ...], tuple[tuple[Line, int | None], ...]]:
    """Sections, and captions with the index of the section that they stood in."""
    heads: list[tuple[int, Line | None]] = []
    paragraphs: list[list[Line]] = []
    kept: list[tuple[Line, int | None]] = []
    for block in body:
        if block.role is Role.HEADING:
            heads.append((block.level, block.line))
            paragraphs.append([])
        elif block.role is Role.PARAGRAPH:
            if not heads:
                heads.append((1, None))
                paragraphs.append([])
            paragraphs[-1].append(block.line)
        elif block.role is Role.CAPTION:
            kept.append((block.line, len(heads) - 1 if heads else None))
    sections = tuple(
        Section(level, heading, tuple(lines))
        for (level, heading), lines in zip(heads, paragraphs, strict=True)
    )
    return sections, tuple(kept)


def mark_running_heads(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A short line that comes again beside a page number is the head of a page: its first place is its own."""
    numbers = {at for at, line in enumerate(lines) if PAGE_NUMBER.match(line.key)}
    seen: set[str] = set()
    marked: list[Line] = []
    for at, line in enumerate(lines):
        again = line.key in seen and len(line.key) <= LONGEST_RUNNING_HEAD
        beside = at - 1 in numbers or at + 1 in numbers
        marked.append(replace(line, hint=Hint.FURNITURE) if again and beside and at not in numbers else line)
        seen.add(line.key)
    return tuple(marked)


def structure(text: str, hints: dict[int, Hint] | None = None) -> tuple[Draft, ...]:
    """The articles that the cleaned text holds, at least one."""
    blocks = mark_by_words(unwrap(mark_running_heads(split_lines(text, hints))))
    return tuple(read_article(part) for part in split_articles(blocks))
