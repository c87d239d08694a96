"""From cleaned text to articles in parts: every visible character gets exactly one place."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from archive.ingest.layout.decoding import Model
from archive.ingest.layout.doubts import (
    Layout,
    broken_doubts,
    byline_doubts,
    head_doubts,
    page_doubts,
    part_doubts,
    title_doubts,
)
from archive.ingest.layout.reading import (
    read_layout,
    with_captions,
    with_headings,
    with_pointed_headings,
    without_odd_headings,
)
from archive.ingest.parts.accounts import mark_accounts
from archive.ingest.parts.articles import split_articles
from archive.ingest.parts.blocks import Block, Draft, Role, Section
from archive.ingest.parts.body import read_body
from archive.ingest.parts.bylines import is_byline, names_beside_a_day, split_byline
from archive.ingest.parts.captions import below_pointers
from archive.ingest.parts.furniture import (
    channels_of_the_page,
    heads_in_brackets,
    is_credit,
    is_date_line,
    is_furniture,
    is_prompt,
    is_source_line,
    leads_to_other_news,
)
from archive.ingest.parts.mail_heads import mark_mail_heads
from archive.ingest.parts.office_forms import mark_office_forms
from archive.ingest.parts.part_tables import mark_part_tables, part_clocks
from archive.ingest.parts.replies import mark_replies
from archive.ingest.parts.running_heads import mark_running_heads
from archive.ingest.parts.seen_again import Elsewhere, mark_seen, nowhere
from archive.ingest.parts.title_block import (
    LONGEST_TITLE,
    split_joined_subtitle,
    with_title_in_brackets,
    without_labels,
)
from archive.ingest.parts.wrapping import join_upright, unwrap
from archive.ingest.text.lines import Hint, Line, Range, spaced, split_lines
from archive.ingest.text.newspaper import JUMP
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import usual_gap

IN_TEXT = (Role.OPEN, Role.PARAGRAPH)
# "来源:青禾报 作者:方以宁 发布时间:2020-01-08": the writer inside a line of furniture
_PERSON = r"(?:[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff:]))"
WRITER_IN_LINE = pattern(
    # 以下文章来源于松坪工会，作者张三 李四 · 报纸 示例日报 | 第6版 | 记者 张三: without a colon behind a sign
    rf"(?:(?:作者|撰稿人?|供稿人?|投稿人?|撰文|采写|信息员|通讯员|记者)\s*[:/]|(?:^|(?<=[,|\s]))(?:(?:本报|本网|本刊|本台|特约|见习|实习|全媒体|融媒体)\s?){{0,2}}(?:作者|记者|通讯员)(?=\s?{_PERSON}))\s*(?:(?:本报)?(?:特约|见习)?(?:记者|通讯员)\s*)?{_PERSON}(?:\s*[、,\s]\s*{_PERSON})*",
    like="来源:青禾报 作者:方以宁",
    unlike="来源:青禾报 作者单位:县总工会",
)
# 【作者】本报记者 涂远: the row of a database's card, which may stand below the text
WRITER_LABELLED = pattern(
    r"^[【\[(](?:作\s?者|署名|撰稿人?)[】\])]\s*:?\s*\S",
    like="【作者】本报记者 涂远",
    unlike="【作者简介】涂远",
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
    pointed_at = below_pointers(parts)
    parts = [replace(line, hint=Hint.CAPTION) if at in pointed_at else line for at, line in enumerate(parts)]
    channels, heads = channels_of_the_page(parts), heads_in_brackets(parts)
    for at, line in enumerate(parts):
        unmarked = line.hint in (None, Hint.KICKER)  # a dateline may be set like a kicker
        if line.hint is Hint.FURNITURE or (unmarked and at in channels - heads):
            blocks.append(Block(Role.FURNITURE, line))
        elif unmarked and at in heads:
            blocks.append(Block(Role.OPEN, line))
        elif unmarked and is_prompt(line) and not _writers(line):
            blocks.append(Block(Role.FURNITURE, replace(line, hint=Hint.FURNITURE)))
        elif unmarked and WRITER_LABELLED.match(line.key) and is_byline(line, bare=False):
            blocks.append(Block(Role.BYLINE, line))
        elif unmarked and is_credit(line):
            blocks.append(Block(Role.CREDIT, line))
        elif unmarked and (
            is_date_line(line)
            or is_source_line(line)
            or is_furniture(line)
            or leads_to_other_news(line)
            or _is_signed_day(line)
        ):
            blocks.extend(_with_writers(line))
        else:
            blocks.extend(_title_and_subtitle(line))
    return blocks


def _title_and_subtitle(line: Line) -> Iterator[Block]:
    """夜校办到码头边——青禾区总工会2019年工作综述 as the two lines that it is, [转帖] before it apart."""
    if len(line.text) > LONGEST_TITLE:
        yield Block(Role.OPEN, line)
        return
    for part in without_labels(line):
        if part.hint is Hint.FURNITURE:
            yield Block(Role.FURNITURE, part)
        else:
            yield from (Block(Role.OPEN, row) for row in split_joined_subtitle(part))


def _with_writers(line: Line) -> Iterator[Block]:
    done = 0
    for start, end in _writers(line):
        if line.text[done:start].strip():
            yield Block(Role.FURNITURE, line.part(done, start))
        yield Block(Role.BYLINE, line.part(start, end))
        done = end
    if line.text[done:].strip():
        yield Block(Role.FURNITURE, line.part(done))


def _is_signed_day(line: Line) -> bool:
    """True for writers and the day of the page: 涂远 于晓禾 发布时间:2020-01-09 浏览:312次."""
    return any(start == 0 and is_date_line(line.part(end)) for start, end in names_beside_a_day(line))


def _writers(line: Line) -> Sequence[Range]:
    """Where a line of the page names writers, by their roles or, beside its day, by their names alone."""
    roles = [match.span() for match in WRITER_IN_LINE.finditer(line.key)]
    signed = [span for span in roles if is_byline(line.part(*span), bare=False)]
    return signed or list(names_beside_a_day(line))


def _rows(blocks: Sequence[Block], role: Role) -> Line | None:
    """The lines of one part of the title block as one."""
    rows = [block.line for block in blocks if block.role is role]
    if not rows:
        return None
    whole = rows[0]
    for row in rows[1:]:
        whole = spaced(whole, row)
    return whole


def read_article(blocks: Sequence[Block], model: Model | None = None) -> Draft:
    """One article out of its blocks."""
    layout = read_layout(blocks, model)
    head, body = head_and_body(layout)
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
        doubts=(
            *title_doubts(layout),
            *head_doubts(layout),
            *byline_doubts(layout),
            *page_doubts(layout),
            *part_doubts(layout, body),
            *broken_doubts(body),
        ),
    )


def head_and_body(layout: Layout) -> tuple[Sequence[Block], list[Block]]:
    """The lines above the text, and the text with every line's role."""
    blocks = layout.blocks
    gap = usual_gap([block.line for block in blocks if block.role is not Role.FURNITURE])
    begin = next((at for at, block in enumerate(blocks) if block.role in IN_TEXT), len(blocks))
    body = read_body(blocks[begin:], gap)
    for weighed in (with_pointed_headings, with_headings, without_odd_headings, with_captions):
        body = weighed(body, layout)
    return blocks[:begin], body


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


def blocks_of(
    text: str,
    hints: dict[int, Hint] | None = None,
    pages: Container[int] = (),
    elsewhere: Elsewhere = nowhere,
) -> list[Block]:
    """The lines of the cleaned text, rejoined where a page broke them at a fixed width, with what their words say."""
    lines = mark_seen(split_lines(text, hints, pages), elsewhere)
    lines = mark_replies(
        mark_accounts(mark_office_forms(mark_part_tables(part_clocks(mark_mail_heads(lines)))))
    )
    return mark_by_words(with_title_in_brackets(unwrap(mark_running_heads(join_upright(lines)))))


def articles_of(
    text: str,
    hints: dict[int, Hint] | None = None,
    pages: Container[int] = (),
    elsewhere: Elsewhere = nowhere,
) -> tuple[Sequence[Block], ...]:
    """The lines of each article that the cleaned text holds, at least one."""
    return split_articles(blocks_of(text, hints, pages, elsewhere))


def structure(
    text: str,
    hints: dict[int, Hint] | None = None,
    pages: Container[int] = (),
    elsewhere: Elsewhere = nowhere,
    *,
    model: Model | None = None,
) -> tuple[Draft, ...]:
    """The articles that the cleaned text holds, at least one; ``pages`` are the offsets where pages begin.

    ``elsewhere`` knows the heads and feet of other texts.
    """
    return tuple(read_article(blocks, model) for blocks in articles_of(text, hints, pages, elsewhere))
