"""What offices write around an article: labels of a form before its values, numbers and lists of a document's post."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.ingest.parts.title_block import UNION_ALONE, plain
from archive.ingest.text.lines import Hint, Line, spaced
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose

HEAD_LINES = 15
SHORTEST_VALUE, LONGEST_VALUE = 4, 60
MOST_ROWS = 3
# 标题：暖心服务聚合力 · 【引题】港城建设 工会在行动 · 副题：——青禾区总工会2019年工作综述 · 正文：
LABELS: tuple[tuple[re.Pattern[str], Hint | None], ...] = (
    (
        pattern(
            r"^(?:[\[【(](?:文章|稿件|新闻|主)?(?:标\s*题|题\s*[目名]|篇\s*名|[正主大]\s*题|题)[\]】)]\s*:?|(?:文章|稿件|新闻|主)?(?:标\s*题|题\s*[目名]|篇\s*名|[正主大]\s*题|题)\s*[:=]|(?:main_?|news_?)?title\s*=)\s*",
            re.I,
            like="【标题】暖心服务聚合力",
            unlike="标题党的一年",
        ),
        Hint.TITLE,
    ),
    (
        pattern(
            r"^(?:[\[【(](?:引|肩|眉)\s*(?:标\s*)?题[\]】)]\s*:?|(?:引|肩|眉)\s*(?:标\s*)?题\s*[:=]|(?:kicker|(?:pre|intro|lead_?)title)\s*=)\s*",
            re.I,
            like="【引题】港城建设 工会在行动",
            unlike="引题破题",
        ),
        Hint.KICKER,
    ),
    (
        pattern(
            r"^(?:[\[【(]副\s*(?:标\s*)?题[\]】)]\s*:?|副\s*(?:标\s*)?题\s*[:=]|sub_?title\s*=)\s*",
            re.I,
            like="副题:——青禾区总工会2019年工作综述",
            unlike="副主席的一年",
        ),
        Hint.SUBTITLE,
    ),
    (
        pattern(
            r"^(?:[\[【(](?:正\s*文|全\s*文|内\s*容|稿件正文|文章内容)[\]】)]\s*:?|(?:正\s*文|全\s*文|内\s*容|稿件正文|文章内容)\s*[:=]|(?:content|body|text)\s*=)\s*",
            re.I,
            like="【正文】",
            unlike="正文化之风",
        ),
        None,
    ),
)
# 正 文:, alone, stands below the notes of editors that read like text themselves
OPENS_TEXT = pattern(
    r"^[\[【(]?\s?(?:正\s*文|全\s*文|稿件正文|文章内容)\s?[\]】)]?\s?:?$", like="正 文:", unlike="正文化之风"
)
# 作者 | 顾南 · 送稿日期 | 2020年1月9日: so the other rows of the form begin
CELL_OF_FORM = pattern(
    r"^(?:作者|撰稿人?|供稿人?|单位|来源|部门|责编|编辑|审核|联系电话|(?:送稿|投稿|来稿|刊发|发布)?(?:时间|日期))\s",
    like="送稿日期 2020年1月9日",
    unlike="作者们 三人",
)
FEWEST_LABELS = 2  # a table of figures may have a column that is called 标题
# 青工发(2020)3号 · 签发人：顾南 · 抄送：云川市总工会，区委办公室。 · 主题词：工会 总结
POST = pattern(
    r"^[\u4e00-\u9fff]{1,12}[\[\u3014(](?:19|20)\d\d[\]\u3015)]\s?(?:第\s?)?\d{1,4}\s?号(?:\s+签发人\s*:.{0,12})?$"
    r"|^(?:签发人|抄\s?送|抄\s?报|主\s?送|分\s?送|主题词)\s*:.{0,150}$",
    like="青工发(2020)3号",
    unlike="2020年3号楼",
)
# Above its number a document bears the name of who sends it: 青禾区总工会文件
LETTERHEAD = pattern(r"(?<=工会)\s*文件$", like="青禾区总工会文件", unlike="青禾区总工会")
# 青禾区总工会十五届三次全委(扩大)会议材料之二
OF_A_MEETING = pattern(
    r"^([\u4e00-\u9fff]{2,18}总工会)第?[一二三四五六七八九十]{1,3}届.{0,12}(?:会议|大会|全会).{0,4}(?:文件|材料)",
    like="青禾区总工会十五届三次全委(扩大)会议材料之二",
    unlike="青禾区总工会召开十五届三次全委会议",
)
# 青禾区总工会 / 2019年工作总结: two rows of one title
YEAR_AND_GENRE = pattern(
    r"^(?:关于)?(?:19|20)\d\d年(?:度)?.{0,12}(?:总结|报告|综述|汇报|情况|回顾|纪实|要点|计划|打算|思路|安排|亮点)(?:报告)?(?:\([^()]{2,6}\))?$",
    like="2019年工作总结",
    unlike="2019年的夜校",
)


def mark_office_forms(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with what their labels and their kind say of them; the labels stand apart from the values."""
    prose = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    head = min(prose + 1, HEAD_LINES)
    lines = _out_of_cells(lines, head)
    marked = [part for at, line in enumerate(lines) for part in _parts(lines, at, in_head=at < head)]
    return tuple(_with_rows_of_title(marked))


def _out_of_cells(lines: Sequence[Line], head: int) -> Sequence[Line]:
    """The lines with the rows of a form that is a table as lines like any others: 标题 | 暖心服务聚合力, 作者 | 顾南."""
    rows = [line for line in lines[:head] if line.hint is Hint.ROW]
    labels = sum(_label_in_cell(line) is not None or bool(CELL_OF_FORM.match(line.key)) for line in rows)
    if labels < FEWEST_LABELS or not any(_label_in_cell(line) for line in rows):
        return lines
    return [
        part
        for at, line in enumerate(lines)
        for part in (_parts_of_row(line, lines) if at < head else (line,))
    ]


def _parts_of_row(line: Line, lines: Sequence[Line]) -> Iterator[Line]:
    found = _label_in_cell(line)
    if found and _is_value(line.part(found[0]), lines):
        yield replace(line.part(0, found[0]), hint=Hint.FURNITURE)
        yield replace(line.part(found[0]), hint=found[1])
    else:
        yield replace(line, hint=None) if line.hint is Hint.ROW else line


def _label_in_cell(line: Line) -> tuple[int, Hint | None] | None:
    """A label for a part of the title that a cell of its own sets apart: 标题 | 暖心服务聚合力."""
    if line.hint is not Hint.ROW or " " not in line.key:
        return None
    found = _label_of(line.key.replace(" ", ":", 1))
    return found if found and found[1] and found[0] == line.key.index(" ") + 1 else None


def _parts(lines: Sequence[Line], at: int, *, in_head: bool) -> Iterator[Line]:
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else None
    if line.hint is None and (POST.match(line.key) or (below and _is_letterhead(line, below))):
        yield replace(line, hint=Hint.FURNITURE)
        return
    above = _label(lines[at - 1]) if in_head and at else None
    if above and above[0] == len(lines[at - 1].key) and above[1] and _is_value(line, lines):
        yield replace(line, hint=line.hint or above[1])  # the label stands alone on the line above
        return
    if line.hint is None and OPENS_TEXT.match(line.key) and at < 2 * HEAD_LINES:
        yield replace(line, hint=Hint.FURNITURE)
        return
    found = _label(line) if in_head and line.hint is None else None
    if found is None:
        yield line
        return
    end, hint = found
    value = line.part(end)
    if end == len(line.key):
        yield replace(line, hint=Hint.FURNITURE)
    elif hint is None or _is_value(value, lines):
        yield replace(line.part(0, end), hint=Hint.FURNITURE)
        yield replace(value, hint=hint)
    else:
        yield line


def _is_letterhead(line: Line, below: Line) -> bool:
    return bool(POST.match(below.key) and UNION_ALONE.match(LETTERHEAD.sub("", line.key)))


def senders(furniture: Sequence[Line]) -> Iterator[Line]:
    """Who sends a document, by the name above its number, or whose meeting it was made for: 青禾区总工会."""
    for line in furniture:
        if meeting := OF_A_MEETING.match(line.key):
            yield line.part(*meeting.span(1))
    for line, below in pairwise(furniture):
        if _is_letterhead(line, below):
            word = LETTERHEAD.search(line.key)
            yield line.part(0, word.start()) if word else line


def _label(line: Line) -> tuple[int, Hint | None] | None:
    return _label_of(line.key)


def _label_of(key: str) -> tuple[int, Hint | None] | None:
    for label, hint in LABELS:
        match = label.match(key)
        if match:
            return match.end(), hint
    return None


def _is_value(value: Line, lines: Sequence[Line]) -> bool:
    """True for words that could be a title and stand nowhere else: an index card repeats the title below it, in a row or a few."""
    if not SHORTEST_VALUE <= len(value.key) <= LONGEST_VALUE:
        return False
    wanted = plain(value.key)
    words = [plain(line.key) for line in lines[: 2 * HEAD_LINES] if line.ranges != value.ranges]
    said = ("".join(words[at : at + rows]) for at in range(len(words)) for rows in range(1, MOST_ROWS + 1))
    return all(one != wanted for one in said)


def _with_rows_of_title(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with the two rows of a title as one, where nothing else is called the title."""
    if any(line.hint is Hint.TITLE for line in lines):
        yield from lines
        return
    rows = next(
        (at for at, (one, two) in enumerate(pairwise(lines[:HEAD_LINES])) if _are_rows(one, two)), None
    )
    if rows is None:
        yield from lines
        return
    yield from lines[:rows]
    yield replace(spaced(lines[rows], lines[rows + 1]), hint=Hint.TITLE)
    yield from lines[rows + 2 :]


def _are_rows(one: Line, two: Line) -> bool:
    plain = one.hint is None and two.hint is None and two.gap <= 1
    return plain and bool(UNION_ALONE.match(one.key) and YEAR_AND_GENRE.match(two.key))
