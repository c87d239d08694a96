"""Lists of the article though none of their lines is a sentence: a chronicle, a table, honours, a verse.

They stand between the title block and the first paragraph, or below the last one, where page matter stands too. They
are the article's where their lines are of one make, or where the line above them names a list.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from archive.ingest.layout.grammar import State
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import is_entry, opens_other_news
from archive.ingest.parts.headings import NAMES_A_LIST
from archive.ingest.parts.title_block import GENRE_LINE, UNION_NAMED, is_dash_line, plain
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import FEWEST_CELLS, is_prose, is_sentence, is_table_row

# 3月 女职工维权宣传月开幕 · 二季度:技能竞赛启动 · 2019年5月1日,劳模宣讲团走进厂区
DAY = pattern(
    r"^(?:(?:19|20)\d\d\s?年?\s?)?(?:第?[一二三四1-4]季度|(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:份|初|中旬|底)?(?:\s?\d{1,2}\s?[日号])?)"
    r"(?!.*\d:\d\d)[\s,:·|—-]*[\u4e00-\u9fff\"《]{4}",
    like="3月 女职工维权宣传月开幕",
    unlike="3月5日 08:30",
)
# 关键词一:建会 / 关键词二:维权
COUNTED = pattern(
    r"^([\u4e00-\u9fff]{2,4})(?:[一二三四五六七八九十]|\d{1,2})\s?:\s?\S",
    like="关键词一:建会",
    unlike="关键词:建会",
)
# 大病救助87人 · 投入61.3万元: what an article tells, be it in rows without a full stop
TELLS_A_NUMBER = pattern(
    r"(?<![第\d.])\d[\d.]*\s?[余多]?\s?[万亿]?[余多]?(?:人|户|名|元|家|个|件|场|座|支|项|批|份|所|期|门|台|对|条|小时|%)",
    like="大病救助87人",
    unlike="2019年第3期",
)
FEWEST_OF_A_MAKE, FEWEST_NAMED, FEWEST_EVEN = 3, 2, 4
LONGEST_ITEM = 60
EVEN = range(4, 15)  # characters of a row of a verse
TEXT, HEAD_OR_TEXT = (State.BODY_PROSE,), (State.BODY_HEADING, State.BODY_PROSE)


def lists(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """The lines of lists that open the text or close it, and what names them."""
    prose = [at for at, block in enumerate(blocks) if block.role is Role.OPEN and is_prose(block.line)]
    if not prose:
        return {}
    found: dict[int, Sequence[State]] = {}
    signed = _signed(blocks[: prose[0]])
    if signed is not None:
        for names, run in _runs(blocks, signed + 1, prose[0]):
            found |= _as_list(blocks, names, run, signed=signed + 1 == run.start)
    end = prose[-1] + 1
    while end < len(blocks) and _is_text_or_writer(blocks[end]):
        end += 1
    for names, run in _runs(blocks, end, len(blocks)):
        if (run.start if names is None else names) == end:
            found |= (below := _as_list(blocks, names, run, signed=False))
            end = run.stop if below else end
    return found


def _signed(blocks: Sequence[Block]) -> int | None:
    """The last line above the text that surely closes a title block: its subtitle, its writers, what names union and genre."""
    return max((at for at, block in enumerate(blocks) if _closes_title_block(block)), default=None)


def _closes_title_block(block: Block) -> bool:
    line = block.line
    if line.hint in (Hint.TITLE, Hint.SUBTITLE) or block.role is Role.BYLINE:
        return True
    if block.role is not Role.OPEN or is_sentence(line):
        return False
    named = GENRE_LINE.search(line.key) and UNION_NAMED.search(line.key)
    return bool(named) or is_dash_line(line) or is_byline(line, bare=False)


def _is_text_or_writer(block: Block) -> bool:
    return block.role is Role.BYLINE or (block.role is Role.OPEN and is_sentence(block.line))


def _runs(blocks: Sequence[Block], start: int, end: int) -> Iterator[tuple[int | None, range]]:
    """Lines one below the other that no pattern knows and that may be items, with the line above that names them."""
    at = start
    for is_item, run in groupby(blocks[start:end], _may_be_item):
        after = at + len(list(run))
        names = [place for place in range(at, after) if NAMES_A_LIST.search(blocks[place].line.key)]
        if is_item:
            begins = [*names, after] if names and names[0] == at else [at, *names, after]
            for one, other in pairwise(begins):
                yield (one, range(one + 1, other)) if one in names else (None, range(one, other))
        at = after


def _may_be_item(block: Block) -> bool:
    line = block.line
    return (
        block.role is Role.OPEN
        and len(line.key) <= LONGEST_ITEM
        and not is_prose(line)
        and not is_dash_line(line)
        and not is_byline(line, bare=False)
        and not opens_other_news(line)
    )


def _as_list(
    blocks: Sequence[Block], names: int | None, run: range, *, signed: bool
) -> dict[int, Sequence[State]]:
    """The states of the lines of a run where they are a list. ``signed``: the title block ends right above."""
    if names is not None:
        named = len(run) >= FEWEST_NAMED
        return {names: HEAD_OR_TEXT} | dict.fromkeys(run, TEXT) if named else {}
    lines = [blocks[at].line for at in run]
    even = len(lines) >= FEWEST_EVEN and {len(plain(line.key)) for line in lines}
    if signed and even and len(even) == 1 and even <= set(EVEN):
        return dict.fromkeys(run, TEXT)
    return dict.fromkeys(_of_one_make(run, lines), TEXT)


def _of_one_make(run: range, lines: Sequence[Line]) -> list[int]:
    """The lines of a run from the first to the last of one make, where enough are, and the head of a table's columns."""
    for make in MAKES:
        made = [at for at, line in zip(run, lines, strict=True) if make(line)]
        together = any(two == one + 1 for one, two in pairwise(made))  # else each heads what stands below it
        if len(made) >= FEWEST_OF_A_MAKE and together and made[-1] - made[0] < 2 * len(made):
            above = made[0] - run.start
            heads = above and len(lines[above - 1].key.split()) >= FEWEST_CELLS
            return list(range(made[0] - bool(heads), made[-1] + 1))
    return []


MAKES: tuple[Callable[[Line], object], ...] = (
    lambda line: DAY.match(line.key) or is_entry(line.key),
    lambda line: COUNTED.match(line.key),
    is_table_row,
    lambda line: TELLS_A_NUMBER.search(line.key),
)
