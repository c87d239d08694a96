"""What bounds the states of lines before all are decided together: what is no title, and what the page itself says is one."""

from collections.abc import Sequence

from archive.ingest.layout.doubts import HEAD
from archive.ingest.layout.evidence import is_field
from archive.ingest.layout.form import MOST_PROSE_ABOVE_TITLE
from archive.ingest.layout.grammar import STATES, State
from archive.ingest.parts.blocks import Block, Role, prose_length
from archive.ingest.parts.bylines import is_byline, is_name
from archive.ingest.parts.captions import is_marked
from archive.ingest.parts.furniture import is_date_line, is_source_line
from archive.ingest.parts.page_lines import AGO
from archive.ingest.parts.title_block import (
    COLUMN,
    GENRE_LINE,
    UNION_ALONE,
    UNION_NAMED,
    is_dash_line,
    plain,
)
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose, running_text

NO_TITLE = tuple(state for state in STATES if state is not State.HEAD_TITLE)
PAPER_OF_MANY = pattern(
    r"(?:文件|材料)(?:之[一二三四五六七八九十\d]{1,2}|\([一二三四五六七八九十\d]{1,2}\))$",
    like="大会材料(二)",
    unlike="大会材料",
)
POSTED_AGO = pattern(
    rf"{AGO}(?![\u4e00-\u9fff])", like="蓝花楹 12分钟前 · 转了37回", unlike="3小时前的调解室"
)
LETTER = pattern(r"[^\W\d_]", like="工会", unlike="5644")
# 地区:青禾, but 青禾区总工会:当好娘家人 and 青禾区:当好娘家人 may be titles; so may what the record calls one
ENTRY = pattern(
    r"^(?!.*工会(?!$|办公室$))(?![^:]*(?:工会|题|名称))(?![^\s:]+(?<![地社园小])[省市县区旗州盟]\s?:)[^\s:,。\d]{2,6}\s?:\s?\S.{0,30}$",
    like="地区:海澜",
    unlike="青禾区:当好娘家人",
)
# What a record says of the title block that stands below it: 标题:渡口的回信 · 引题 群团改革进行时 · <题名>渡口的回信</题名>
CARD = pattern(
    r"^[<\[【(]?(引题|肩题|眉题|副标题|副题|(?:主|正|文章|新闻)?标\s?题|题名|题目|篇名|主题|正题|(?:信息|文件|文章)?名称)[>\])】]?\s*[:|]?\s*([^|<]{4,80}?)\s*(?:[|<].*)?$",
    like="标题:渡口的回信",
    unlike="标题写得好",
)
CARD_STATES = {
    "引题": State.HEAD_KICKER,
    "肩题": State.HEAD_KICKER,
    "眉题": State.HEAD_KICKER,
    "副标题": State.HEAD_SUBTITLE,
    "副题": State.HEAD_SUBTITLE,
}
MOST_ROWS = 3  # of a title
LABEL_ALONE = pattern(
    r"^(?!.*工会)(?:[^\s:]{1,6}|[A-Za-z ]{1,24}):$", like="Markdown Content:", unlike="县总工会:"
)
# What names an entry of a record wherever it stands, and the path to a page: 首页 > 要闻 · 总结 / 工会 / 汇报
FIELD_NAME = pattern(
    r"^[\[【(]?(?:关键[词字]|主题词|摘\s?要|提要|分类号?|(?:发布|报送|来源|作者|提交|供稿|公开|责任)(?:单位|机构|部门)|录入员?|拟稿|所属(?:专题|栏目|频道))[\])】]?[\s:]",
    like="关键词 工会 夜校",
    unlike="关键词里的一年",
)
PATH = pattern(r"[>»›]|\s/\s.+\s/\s", like="总结 / 工会 / 汇报", unlike="一手抓园区 / 一手抓大棚")
NOTE_IN_BRACKETS = pattern(r"^\([^()]{1,8}\)$", like="(摘登)", unlike="(摘登)工会报告")
OF_A_YEARBOOK = pattern(r"年鉴(?:[\W\d_]|年|卷|第|期)*$", like="青禾年鉴·(2010年卷)", unlike="年鉴里的工会")
# 常务副主席 张三: who speaks, no words of a title
SPEAKER = pattern(
    r"(?:主席|书记|主任|部长|会长)\s?([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])$",
    like="党组书记、主席涂远",
    unlike="访党组书记",
)
WINDOW = pattern(r"[_|>»›/—-]", like="渡口的回信_青禾在线", unlike="渡口的回信")
NO_TITLES = (POSTED_AGO, PAPER_OF_MANY, FIELD_NAME, PATH, NOTE_IN_BRACKETS, OF_A_YEARBOOK)
SHORTEST_SAID, LEAST_OF_WINDOW = (
    5,
    0.3,
)  # characters of a title that is said again, and as a share of the other line
OUTSIDE_TITLE = tuple(state for state in STATES if state not in HEAD)


def no_titles(blocks: Sequence[Block]) -> dict[int, Sequence[State]]:
    """The lines that are no title, wherever they stand, with what is left for them to be."""
    start, _ = running_text([block.line for block in blocks])
    above = blocks[:start]
    entries = entries_of_a_record(blocks) | windows(above) | above_a_post(above)
    return {at: OUTSIDE_TITLE for at, block in enumerate(blocks) if at in entries or _is_no_title(block)}


def entries_of_a_record(blocks: Sequence[Block]) -> set[int]:
    """Labels with their values among other entries of a record, or lines that are page matter by their words:

    地区:青禾 / 格式:文本 / 热度 99
    """
    entries: set[int] = set()
    together: list[int] = []
    fields = 0
    for at, block in enumerate(blocks):
        entry = block.line.hint not in (Hint.TITLE, Hint.SUBTITLE) and bool(ENTRY.match(block.line.key))
        if entry or is_field(block):
            fields += 1
            together += [at] if entry else []
        elif block.role is Role.OPEN:
            fields = 0
            together = []
        if fields > 1:
            entries.update(together)
    return entries


def _is_no_title(block: Block) -> bool:
    """True for a writer, a source, a day, how long ago, figures, which of a meeting's papers it is, and a label or a salutation alone: 县委:"""
    if block.line.hint in (Hint.TITLE, Hint.SUBTITLE):
        return False
    if not LETTER.search(block.line.key) or any(words.search(block.line.key) for words in NO_TITLES):
        return True
    if _is_speaker(block.line):
        return True
    if block.role in (Role.BYLINE, Role.CREDIT) or LABEL_ALONE.match(block.line.key):
        return True
    return block.role is Role.FURNITURE and (is_source_line(block.line) or is_date_line(block.line))


def settled(blocks: Sequence[Block]) -> dict[int, tuple[State, ...]]:
    """What the format alone settles: one headline in large letters, a kicker above or a subtitle or a writer below.

    A small article that a column holds before it has a headline too, plain among its lines, and is page matter.
    What stands in smaller letters right above the headline is no row of it. Without a headline in large letters: the
    rows that a record above names.
    """
    marked = [at for at, block in enumerate(blocks) if block.line.hint is Hint.TITLE]
    if not marked and (named := named_by_card(blocks)):
        return named
    if not marked or marked[-1] - marked[0] >= len(marked) or marked[-1] + 1 == len(blocks):
        return {}
    below, above = blocks[marked[-1] + 1].line, blocks[: marked[0]]
    kickers = [at for at, block in enumerate(blocks[: marked[0]]) if _is_set_as_kicker(block)]
    signed = (
        bool(kickers) or below.hint is Hint.SUBTITLE or is_dash_line(below) or is_byline(below, bare=False)
    )
    if not signed or prose_length(above) > MOST_PROSE_ABOVE_TITLE * prose_length(blocks):
        return {}
    bare = [at for at, block in enumerate(above) if block.role is Role.OPEN and not is_marked(block.line)]
    other = next((at for at in bare if not is_prose(above[at].line)), len(above))
    page = (at for at in bare if at > other and is_prose(above[at].line))
    return (
        dict.fromkeys(bare, NO_TITLE)
        | dict.fromkeys(page, (State.ABOVE_PAGE,))
        | dict.fromkeys(kickers, (State.HEAD_KICKER,))
        | dict.fromkeys(marked, (State.HEAD_TITLE,))
    )


def _is_speaker(line: Line) -> bool:
    speaker = SPEAKER.search(line.key)
    return speaker is not None and line.key[0] not in "访—-记对" and is_name(speaker[1].replace(" ", ""))


def windows(blocks: Sequence[Block]) -> set[int]:
    """Lines that hold one below with a site's words around it: 渡口的回信_工作交流_青禾在线 … 渡口的回信."""
    words = [plain(block.line.key) for block in blocks]
    return {
        at
        for at in range(len(blocks))
        if blocks[at].line.hint not in (Hint.TITLE, Hint.SUBTITLE)
        and WINDOW.search(blocks[at].line.key[1:])
        and any(
            len(words[below]) >= max(SHORTEST_SAID, LEAST_OF_WINDOW * len(words[at]))
            and words[below] in words[at]
            and words[below] != words[at]
            and not UNION_ALONE.match(blocks[below].line.key)
            for below in range(at + 1, len(blocks))
        )
    }


def above_a_post(blocks: Sequence[Block]) -> set[int]:
    """What stands above an account and how long ago it posted, where what names union and genre stands below:

    晒晒身边事 聊聊家常话 / 蓝花楹 12分钟前 / 青禾区总工会2019年工作综述
    """
    posts = [at for at, block in enumerate(blocks) if POSTED_AGO.search(block.line.key)]
    below = blocks[posts[-1] + 1 :] if posts else ()
    named = any(
        GENRE_LINE.search(block.line.key)
        and UNION_NAMED.search(block.line.key)
        and not is_dash_line(block.line)
        for block in below
    )
    return set(range(posts[-1])) if named else set()


def named_by_card(blocks: Sequence[Block]) -> dict[int, tuple[State, ...]]:
    """The rows of the title block that a record above repeats under their names: 主题 渡口的回信 … 渡口的回信."""
    found: dict[int, tuple[State, ...]] = {}
    cards = [(at, card) for at, block in enumerate(blocks) if (card := CARD.match(block.line.key))]
    end = running_text([block.line for block in blocks])[0] if cards else 0
    for at, card in cards:
        rows = _rows_of(plain(card[2]), blocks, at + 1, end)
        if rows and not found.keys() & set(rows):
            found |= dict.fromkeys(rows, (CARD_STATES.get(card[1], State.HEAD_TITLE),)) | {at: OUTSIDE_TITLE}
    return found if any(State.HEAD_TITLE in states for states in found.values()) else {}


def _rows_of(words: str, blocks: Sequence[Block], start: int, end: int) -> tuple[int, ...]:
    """The lines that together say just these words."""
    for at in range(start, end):
        for rows in range(1, min(MOST_ROWS, end - at) + 1):
            said = [plain(block.line.key) for block in blocks[at : at + rows]]
            if all(said) and "".join(said) == words:
                return tuple(range(at, at + rows))
    return ()


def _is_set_as_kicker(block: Block) -> bool:
    """True unless it is a dateline or the label of a column of the paper, set like a kicker."""
    return block.line.hint is Hint.KICKER and block.role is Role.OPEN and not COLUMN.match(block.line.key)
