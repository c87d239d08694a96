"""Several reviews in one file: 【篇1】 marks, numbered titles, or title blocks that repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from re import Pattern

from archive.ingest.parts.blocks import Block, Role, prose_length
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import is_masthead
from archive.ingest.parts.headings import PIECE, PLAIN, style_of
from archive.ingest.parts.title_block import ABOUT_A_UNION, GENRE_LINE, GENRE_WORDS, is_dash_line, plain
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.newspaper import DAY, OPENING_WORDS, PAPER_IN_LINE
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose, usual_gap

# 【篇1】 · 篇一:县总工会2019年工作总结 · 第二篇 · 范文三 · 县总工会工作总结(二)
PART_MARK = pattern(
    r"^[【\[(《]?\s*(?:第\s?[一二三四五六七八九十\d]{1,3}\s?篇|篇\s?[一二三四五六七八九十\d]{1,3}|(?:范文|之|例文|样本)[一二三四五六七八九十\d]{1,3})\s*[】\])》]?\s*[:、]?",
    like="篇一:县总工会2019年工作总结",
    unlike="一篇来自车间的日记",
)
NUMBERED_TITLE = pattern(
    r"^(.{6,40}?)[(\s]?([一二三四五六七八九十]|\d{1,2})[)]?$",
    like="县总工会工作总结(二)",
    unlike="县总工会工作总结",
)
NUMBER_AMID = pattern(
    r"\s(?:第?[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3})\s?:",
    like="工作总结 篇1:一年来…",
    unlike="工作总结 1篇",
)
BARE = pattern(r"[\W_]+", like="【】", unlike="篇")
ANNOUNCED = pattern(
    r"范文|[\d一二三四五六七八九十几]\s?[篇则份]|[合选][集登辑]|汇编|精选",
    like="县总工会工作总结(通用3篇)",
    unlike="县总工会工作总结",
)
OWN_UNION = pattern(
    r"[\u4e00-\u9fff]{2}[省市县区旗州](?:总工会|工会)", like="青禾区总工会工作总结", unlike="县总工会工作总结"
)
NAMED_UNION = pattern(
    r"[\u4e00-\u9fff]{2}(?:[省市区县州盟旗]|新区|开发区)总工会", like="石桥县总工会", unlike="县总工会"
)
RULE = pattern(r"^[^\w\u4e00-\u9fff]+$", like="* * *", unlike="一、建会")  # a line between two articles
YEAR = pattern(r"(?:19|20)\d\d年", like="2022年工作盘点", unlike="工作盘点")
SHORTEST_ARTICLE = 200
LONGEST_HEADLINE = 60  # characters
SHORTEST_ON_ITS_PAGE = 80  # characters, where somebody gave the article a page of its own
LONGEST_HEAD = 8  # lines
ROWS_OF_A_MASTHEAD = 3
NO_TITLE = pattern(
    r"^附(?:件|表|录|图)|^目\s*录", like="附件:名单", unlike="随附一封感谢信"
)  # a page of the article before


REPORT = pattern(r"总结|综述|计划|报告", like="县总工会工作总结(二)", unlike="夜校见闻(二)")
UNION_AND_GENRE = pattern(
    rf"工会.*{GENRE_WORDS}",
    like="——青禾区总工会2019年工作综述",
    unlike="——青禾区妇联2019年工作综述",
)


def part_marks(blocks: Sequence[Block]) -> list[int]:
    """Lines that open a part of a collection by number. 案例一 opens one where a collection is announced."""
    marks = _marked(blocks, PART_MARK)
    if len(marks) >= 2:
        return [] if _are_chapters(blocks, marks) else marks
    marks = _marked(blocks, PIECE)
    if len(marks) >= 2 and _is_announced(blocks[: marks[0]]):
        return marks
    titles: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        match = (
            NUMBERED_TITLE.match(block.line.key)
            if block.role is Role.OPEN and len(block.line.key) <= 40
            else None
        )
        if match and REPORT.search(match.group(1)):
            titles.setdefault(plain(match.group(1)), []).append(at)
    repeated = max(titles.values(), key=len, default=[])
    return repeated if len(repeated) >= 2 else []


def _marked(blocks: Sequence[Block], of: Pattern[str]) -> list[int]:
    return [
        at
        for at, block in enumerate(blocks)
        if block.role is not Role.CREDIT and of.match(block.line.key) and len(block.line.key) <= 60
    ]


def _are_chapters(blocks: Sequence[Block], marks: Sequence[int]) -> bool:
    """True for 第一篇 赶考篇 / 第二篇 砺剑篇 below ——青禾区总工会2019年工作述评, the title of all of them."""
    above = blocks[: marks[0]]
    titled = any(UNION_AND_GENRE.search(block.line.key) and not is_prose(block.line) for block in above)
    own = any(GENRE_LINE.search(blocks[at].line.key) for at in marks)
    return titled and not own and not _is_announced(above)


def _is_announced(above: Sequence[Block]) -> bool:
    """True below 县总工会工作总结范文(通用3篇) or 基层工会材料汇编."""
    return any(ANNOUNCED.search(block.line.key) and not is_prose(block.line) for block in above)


def repeated_title_blocks(blocks: Sequence[Block]) -> list[int]:
    """Lines where a title with a dash subtitle begins, when the text has more than one."""
    starts = []
    for at, block in enumerate(blocks):
        if (
            block.role is Role.OPEN
            and is_dash_line(block.line)
            and at
            and UNION_AND_GENRE.search(block.line.key)
        ):
            start = at
            while (
                start
                and blocks[start - 1].role is Role.OPEN
                and len(blocks[start - 1].line.text) <= 40
                and not blocks[start - 1].line.ends_sentence
                and at - start < 2
            ):
                start -= 1
            if start < at:
                starts.append(start)
    return starts if len(starts) >= 2 else []


def title_blocks_on_new_pages(blocks: Sequence[Block]) -> list[int]:
    """Lines that open a page with a title block, when the text has more than one such page."""
    pages = [
        at for at, block in enumerate(blocks) if block.line.page and block.role in (Role.OPEN, Role.KICKER)
    ]
    starts: list[int] = []
    for at in (0, *pages):
        if starts and prose_length(blocks[starts[-1] : at]) < SHORTEST_ON_ITS_PAGE:
            continue  # a cover, a page of contents
        if _opens_with_title(blocks[at:]):
            starts.append(at)
    while starts and prose_length(blocks[starts[-1] :]) < SHORTEST_ON_ITS_PAGE:
        starts.pop()
    return starts if len(starts) >= 2 else []


def title_blocks_set_apart(blocks: Sequence[Block]) -> list[int]:
    """Lines that open a title block amid the text: it is signed and stands apart, or names a union and its year."""
    usual = usual_gap([block.line for block in blocks if block.role is not Role.FURNITURE]) or 0
    starts: list[int] = []
    above: Block | None = None  # the last line that is no page matter and no line between two articles
    since = 0  # characters of text below the last start
    ruled = False
    for at, block in enumerate(blocks):
        is_cover = bool(starts) and since < SHORTEST_ON_ITS_PAGE  # or the same title block
        could_begin = block.role is Role.OPEN and _could_be_headline(block.line) and _ends_a_text(above)
        apart = above is None or ruled or block.line.gap > usual
        if could_begin and not is_cover and _is_head(blocks[at : at + LONGEST_HEAD], apart=apart):
            starts.append(at)
            since = 0
        since += prose_length([block])
        ruled = bool(RULE.match(block.line.key))
        above = above if ruled or block.role is Role.FURNITURE else block
    return starts if len(starts) >= 2 else []


def _could_be_headline(line: Line) -> bool:
    return not is_prose(line) and not line.ends_sentence and len(line.key) <= LONGEST_HEADLINE


def _ends_a_text(above: Block | None) -> bool:
    """True where no text is above, or its last sentence, or its signature."""
    return above is None or above.role in (Role.BYLINE, Role.CREDIT) or above.line.ends_sentence


def _is_head(blocks: Sequence[Block], *, apart: bool) -> bool:
    head = [block.line for block in takewhile(lambda block: not is_prose(block.line), blocks)]
    if style_of(head[0]) is not PLAIN or NO_TITLE.match(head[0].key):
        return False
    signed = any(is_byline(line, bare=False) for line in head[1:])
    return (apart and signed) or any(_is_title(line) for line in head[:2])


def _is_title(line: Line) -> bool:
    """石桥县总工会2022年工作综述; 县总工会2018年工作 is one of five headings of a review."""
    return bool(UNION_AND_GENRE.search(line.key) and NAMED_UNION.search(line.key) and YEAR.search(line.key))


def _opens_with_title(blocks: Sequence[Block]) -> bool:
    """True for a few short lines with a title and, below it, who wrote it or whose year it was."""
    head = list(takewhile(lambda block: not is_prose(block.line), blocks[:LONGEST_HEAD]))
    lines = [block.line for block in head if block.role in (Role.OPEN, Role.BYLINE)]
    if not lines or NO_TITLE.match(lines[0].key) or style_of(lines[0]) is not PLAIN:
        return False
    title = lines[0]
    names_all = ABOUT_A_UNION.search(title.key) and GENRE_LINE.search(title.key)
    return bool(title.hint is Hint.TITLE or names_all) or any(
        (is_dash_line(line) and ABOUT_A_UNION.search(line.key))
        or is_byline(line, bare=False)
        or line.hint is Hint.SUBTITLE
        for line in lines[1:]
    )


def split_articles(blocks: Sequence[Block]) -> tuple[Sequence[Block], ...]:
    """The blocks of each article; one part for a file that holds one."""
    starts = title_blocks_on_new_pages(blocks)
    if starts:
        parts = _parts(blocks, starts, SHORTEST_ON_ITS_PAGE)
        if len(parts) > 1:
            return parts
    marks = part_marks(blocks)
    if marks:
        return pieces(blocks, marks)
    starts = repeated_title_blocks(blocks) or title_blocks_set_apart(blocks)
    return _parts(blocks, starts, SHORTEST_ARTICLE) if starts else (blocks,)


def pieces(blocks: Sequence[Block], marks: Sequence[int]) -> tuple[Sequence[Block], ...]:
    """The numbered pieces of a collection. A number without text below it stands in a list of contents or a teaser.

    Pieces that are announced, 范文(通用3篇), may be short ones.
    """
    bounds = [*marks, len(blocks)]
    shortest = SHORTEST_ARTICLE
    if _is_announced(blocks[: marks[0] + 1]):
        shortest = SHORTEST_ON_ITS_PAGE
    starts = [at for at, end in pairwise(bounds) if prose_length(blocks[at:end]) >= SHORTEST_ON_ITS_PAGE]
    if len(starts) < 2:
        return (blocks,)
    parts = _parts(_with_introduction_aside(blocks, starts), starts, shortest)
    return parts if len(parts) > 1 else (blocks,)


def _with_introduction_aside(blocks: Sequence[Block], starts: Sequence[int]) -> list[Block]:
    """What an editor wrote around the pieces is page matter: introduction, contents, bare numbers, the page's title again.

    The page's own title goes too where the first piece names a union of its own.
    """
    above = blocks[: starts[0]]
    named = bool(OWN_UNION.search(blocks[starts[0]].line.key))
    titled = any(block.role is Role.OPEN and not is_prose(block.line) for block in above)
    introduces = prose_length(above) < SHORTEST_ARTICLE
    set_apart = list(blocks)
    for at, block in enumerate(above):
        told = is_prose(block.line) or bool(
            PART_MARK.match(block.line.key) or NUMBER_AMID.search(block.line.key)
        )
        if block.role is Role.OPEN and introduces and (told or named):
            set_apart[at] = _aside(block)
    for at in starts:
        bare = not BARE.sub("", PIECE.sub("", PART_MARK.sub("", blocks[at].line.key)))
        if bare or (at == starts[0] and titled and not named):
            set_apart[at] = _aside(blocks[at])
    return set_apart


def _aside(block: Block) -> Block:
    return replace(block, role=Role.FURNITURE, line=replace(block.line, hint=Hint.FURNITURE))


def _with_mastheads(blocks: Sequence[Block], starts: Sequence[int]) -> list[int]:
    """The starts, each with the masthead above it: 望岭日报 2013年1月22日 第07版 is of the article below.

    Only where the first article has one above its title; else such a row may say where the article above it stood.
    """
    if not any(_is_masthead(blocks[at:to]) for to in range(starts[0] + 1) for at in _rows_above(blocks, to)):
        return list(starts)
    return [starts[0], *(_masthead_above(blocks, start) for start in starts[1:])]


def _masthead_above(blocks: Sequence[Block], start: int) -> int:
    """Where the masthead above a title begins, in one row or in several: 望岭日报, below it 2013年1月22日 星期二, 第07版."""
    return min((at for at in _rows_above(blocks, start) if _is_masthead(blocks[at:start])), default=start)


def _rows_above(blocks: Sequence[Block], start: int) -> Iterator[int]:
    """Rows of page matter, upwards; 来源:望岭日报 2013年1月22日 ends the article above and what stands above it is of that one."""
    lowest = max(start - ROWS_OF_A_MASTHEAD - 1, -1)
    return takewhile(
        lambda at: blocks[at].role is Role.FURNITURE and not OPENING_WORDS.match(blocks[at].line.key),
        range(start - 1, lowest, -1),
    )


def _is_masthead(rows: Sequence[Block]) -> bool:
    """True for rows that name a paper and its day, the first of them a row of a masthead itself."""
    keys = [row.line.key for row in rows]
    return bool(
        keys
        and (is_masthead(keys[0]) or PAPER_IN_LINE.fullmatch(keys[0]))
        and any(PAPER_IN_LINE.search(key) for key in keys)
        and any(DAY.search(key) for key in keys)
    )


def _parts(blocks: Sequence[Block], starts: Sequence[int], shortest: int) -> tuple[Sequence[Block], ...]:
    starts = _with_mastheads(blocks, starts)
    bounds = (
        [0, *starts[1:], len(blocks)]
        if prose_length(blocks[: starts[0]]) < shortest
        else [0, *starts, len(blocks)]
    )
    parts = [blocks[start:end] for start, end in pairwise(bounds)]
    if any(prose_length(part) < shortest for part in parts):
        return (blocks,)
    return _without_cover(parts[0]), *parts[1:]


def _without_cover(blocks: Sequence[Block]) -> Sequence[Block]:
    """The first article without the words of a cover above its title: 县级工会工作综述汇编(2022)."""
    head = sum(1 for _ in takewhile(lambda block: not is_prose(block.line), blocks))
    lines = [at for at in range(head) if blocks[at].role in (Role.OPEN, Role.KICKER)]
    cover = {at for at in lines[:-1] if ANNOUNCED.search(blocks[at].line.key)}
    return [replace(block, role=Role.FURNITURE) if at in cover else block for at, block in enumerate(blocks)]
