"""A text that a program gave out as a table of its parts, one a row: 标题 渡口的灯 5 / 小标题 … / 正文 … / 图说 …"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern

# Without a colon: a form has one, and is known by that
ROW = pattern(
    r"^(?P<label>(?:主|大|文章)?标题|题名|引题|肩题|眉题|副标题|副题|小标题|分标题|正文|段落|图说|图注|图片说明|作者|栏目|版次|(?:发布|刊发)?(?:时间|日期))\s+(?P<value>\S.*?)(?:\s+(?P<count>\d{1,4}))?$",
    like="标题 渡口的灯 5",
    unlike="标题:渡口的灯",
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
    "图说": Hint.CAPTION,
    "图注": Hint.CAPTION,
    "图片说明": Hint.CAPTION,
}
TEXT = ("正文", "段落")
FEWEST_OF_TEXT, MOSTLY_ROWS = 3, 0.6  # rows of text, and the share of all lines that are rows


def mark_part_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with each row's label and the count of its characters as page matter, and what the label says it is."""
    rows = {at: row for at, line in enumerate(lines) if (row := ROW.match(line.key))}
    labels = [row["label"] for row in rows.values()]
    titled = any(HINTS.get(label) is Hint.TITLE for label in labels)
    texts = sum(label in TEXT for label in labels)
    if not titled or texts < FEWEST_OF_TEXT or len(rows) < MOSTLY_ROWS * len(lines):
        return tuple(lines)
    return tuple(part for at, line in enumerate(lines) for part in _parts(line, at in rows))


def _parts(line: Line, is_row: bool) -> Iterator[Line]:
    row = ROW.match(line.key) if is_row else None
    if row is None:
        yield line
        return
    yield replace(line.part(*row.span("label")), hint=Hint.FURNITURE)
    yield replace(line.part(*row.span("value")), hint=HINTS.get(row["label"]))
    if row["count"]:
        yield replace(line.part(*row.span("count")), hint=Hint.FURNITURE)
