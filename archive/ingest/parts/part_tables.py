"""A text that a program gave out as a table of its parts, one a row: 标题 渡口的灯 5 / 小标题 … / 正文 … / 图说 …"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern

# Without a colon: a form has one, and is known by that
_LABEL = r"(?P<label>(?:主|大|文章)?标题|题名|引题|肩题|眉题|副标题|副题|小标题|分标题|正文|段落|图说|图注|图片说明|作者|署名|栏目|版次|(?:发布|刊发)?(?:时间|日期))"
ROW = pattern(
    rf"^{_LABEL}\s+(?P<value>\S.*?)(?:\s+(?P<count>\d{{1,4}}))?$",
    like="标题 渡口的灯 5",
    unlike="标题:渡口的灯",
)
# 2,标题,渡口的灯: the same, its cells parted by commas
ROW_OF_COMMAS = pattern(
    rf"^(?:\d{{1,3}},)?{_LABEL},\"?(?P<value>[^\s,\"].*?)\"?(?:,(?P<count>\d{{1,4}}))?$",
    like="2,标题,渡口的灯",
    unlike="标题写得好,是一盏灯",
)
HINTS = {
    "标题": Hint.TITLE,
    "主标题": Hint.TITLE,
    "大标题": Hint.TITLE,
    "文章标题": Hint.TITLE,
    "题名": Hint.TITLE,
    "引题": Hint.KICKER,
    "肩题": Hint.KICKER,
    "眉题": Hint.KICKER,
    "副标题": Hint.SUBTITLE,
    "副题": Hint.SUBTITLE,
    "小标题": Hint.HEADING,
    "分标题": Hint.HEADING,
    "栏目": Hint.FURNITURE,
    "图说": Hint.CAPTION,
    "图注": Hint.CAPTION,
    "图片说明": Hint.CAPTION,
}
# 【01:20】建功立业: when somebody says it, in a transcript
CLOCK = pattern(
    r"^[【\[(](\d{1,2}):([0-5]\d)(?::[0-5]\d)?[】\])]\s*(?=\S)",
    like="【01:20】建功立业",
    unlike="【01:20】",
)
FEWEST_CLOCKS = 3
TEXT = ("正文", "段落")
FEWEST_OF_TEXT, MOSTLY_ROWS = 3, 0.6  # rows of text, and the share of all lines that are rows


def mark_part_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with each row's label and the count of its characters as page matter, and what the label says it is."""
    rows = {at: row for at, line in enumerate(lines) if (row := _row(line))}
    labels = [row["label"] for row in rows.values()]
    titled = any(HINTS.get(label) is Hint.TITLE for label in labels)
    texts = sum(label in TEXT for label in labels)
    if not titled or texts < FEWEST_OF_TEXT or len(rows) < MOSTLY_ROWS * len(lines):
        return tuple(lines)
    return tuple(part for line in lines for part in _parts(line))


def _row(line: Line) -> re.Match[str] | None:
    return ROW.match(line.key) or ROW_OF_COMMAS.match(line.key)


def _parts(line: Line) -> Iterator[Line]:
    row = _row(line)
    if row is None:
        yield line
        return
    start, end = row.span("value")
    yield replace(line.part(0, start), hint=Hint.FURNITURE)
    yield replace(line.part(start, end), hint=HINTS.get(row["label"]))
    if line.part(end).text:
        yield replace(line.part(end), hint=Hint.FURNITURE)


def part_clocks(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a transcript without the clocks that they begin with: 【01:20】建功立业更有舞台 / 【03:40】…"""
    clocks = [clock for line in lines if (clock := CLOCK.match(line.key))]
    times = [(int(clock[1]), int(clock[2])) for clock in clocks]
    if len(clocks) < FEWEST_CLOCKS or times != sorted(times):
        return tuple(lines)
    return tuple(part for line in lines for part in _without_clock(line))


def _without_clock(line: Line) -> Iterator[Line]:
    clock = CLOCK.match(line.key)
    if clock is None:
        yield line
        return
    yield replace(line.part(0, clock.end()), hint=Hint.FURNITURE)
    yield line.part(clock.end())
