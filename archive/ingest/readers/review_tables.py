"""A table with one review a row, as archives keep lists: columns by the names in its head, each row a page of its own.

Rows become pages with marked roles, so that the reader of pages reads them; what the head calls by no name that is
known here stands beside the article as page matter.
"""

import csv
import datetime
import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from archive.ingest.readers.sandbox import sandbox_for
from archive.ingest.records import UnreadableFile
from archive.ingest.text.dates import DATE
from archive.ingest.text.decoding import decode, decode_page
from archive.ingest.text.file_names import storable
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import Values, first_of

SHEETS = "archive.ingest.readers.sheets"
SEPARATORS = ",\t;|，；"
HEADS_WITHIN = 20  # people write a title and a date above the head
SAMPLE = 8000
MOST_ROWS = 20_000
LONGEST_CELL = 1_000_000
FEWEST_HEADS = 2
# The names of columns as lists have them, without blanks and what stands in brackets
HEADS: Mapping[str, tuple[str, ...]] = {
    "title": ("题名", "标题", "题目", "文章标题", "文章题目", "文章题名", "篇名", "正题", "主标题", "主题", "综述标题", "综述题目", "稿件标题", "新闻标题", "title"),
    "kicker": ("引题", "肩题", "眉题", "上题"),
    "subtitle": ("副题", "副标题", "子标题", "副题名"),
    "body": ("正文", "全文", "内容", "文章内容", "正文内容", "综述正文", "综述内容", "综述全文", "文本", "原文", "文章正文", "稿件内容", "稿件正文", "新闻内容", "文章全文", "content"),
    "newspaper": ("报纸", "报纸名称", "报名", "报刊", "报刊名称", "刊名", "媒体", "媒体名称", "来源", "来源报纸", "出处", "刊发媒体", "发表媒体", "发表报刊", "刊登报纸", "载体"),
    "date": ("日期", "时间", "刊发日期", "刊发时间", "刊登日期", "刊登时间", "发表日期", "发表时间", "出版日期", "出版时间", "见报日期", "见报时间", "发布日期", "发布时间", "刊期"),
    "page": ("版面", "版次", "版", "版号", "版名", "所在版面"),
    "issue": ("期号", "期次", "期数", "期"),
    "byline": ("作者", "署名", "撰稿", "撰稿人", "撰文", "记者", "通讯员", "供稿", "供稿人", "责任者", "作者姓名"),
    "place": ("地区", "县区", "区县", "市县", "县市区", "县", "区", "所属地区", "行政区划", "区域", "所在地区", "所属县区", "所在县区"),
    "union": ("单位", "工会", "工会名称", "报送单位", "撰写单位", "来稿单位", "单位名称", "供稿单位"),
    "year": ("年份", "年度", "所属年份", "所属年度", "综述年度", "综述年份", "工作年度", "报告年度"),
    "caption": ("图片说明", "图说", "图注", "图片文字"),
    "credits": ("编辑", "责编", "责任编辑", "校对", "美编", "编校"),
}  # fmt: skip
NAMED = {word: name for name, words in HEADS.items() for word in words}
REMARK = pattern(r"[(（\[【].*?[)）\]】]|[\s:：*＊]+", like="日期（年月日）", unlike="日期")
# Rows below the list that sum it up or say who made it
CLOSING = pattern(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|备\s*注|说\s*明|注|填表人?|制表人?|审核人?|统计人?)(?:$|[\s:：\d(（共])",
    like="合计：2篇",
    unlike="合计出实招",
)
SERIAL = pattern(r"^\d{5}(?:\.\d+)?$", like="44576", unlike="20240220")
FIRST_DAY, LIKELY_DAYS = datetime.date(1899, 12, 30), range(20_000, 60_000)  # as spreadsheets count them
BARE_YEAR = pattern(r"^(?:19|20)\d\d$", like="2018", unlike="2018年")
BARE_PAGE = pattern(r"^[A-Za-z]?\d{1,3}$", like="07", unlike="第07版")
BARE_NAMES = pattern(
    r"^(?!.*(?:记者|通讯员|摄影|编辑|校对))[\u4e00-\u9fff]{2,4}(?:[\s、,，;；/]+[\u4e00-\u9fff]{2,4})*$",
    like="涂远 方永昌",
    unlike="本报记者 涂远",
)
MARKED_UP = pattern(r"(?i)<(?:p|br|div)\b[^<>]*>", like="<p>一年来</p>", unlike="a < p")
INDENT = pattern(
    r"(?<=[。！？”])\u3000{2,}", like="一年来。\u3000\u3000新的一年", unlike="\u3000\u3000一年来"
)
TABLE_ROW = pattern(r"(?i)<tr\b", like="<tr>", unlike="<track>")
CELL = pattern(r"(?is)<t[dh]\b[^<>]*>(.{0,400}?)</t[dh]>", like="<td>正文</td>", unlike="<p>正文</p>")
TAG = pattern(r"<[^<>]*>", like="<b>", unlike="a < b")
PAGE_SAMPLE = 40_000  # bytes; style sheets stand above the table
MOST_NAMED = 8

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its head at a row, and what each of its columns is, None for a name that is not known."""

    name: str
    rows: Rows
    head: int
    columns: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One review: its cells by what they are, and those that are nothing known with the names of their columns."""

    line: int
    cells: Mapping[str, str]
    others: tuple[tuple[str, str], ...]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def is_list(data: bytes) -> bool:
    """True for a text that begins with the head of such a table, whatever stands between its cells."""
    try:
        text = decode(data[: data.rfind(b"\n", 0, SAMPLE) + 1] or data[:SAMPLE], "").text
    except UnreadableFile:
        return False
    return _separator(text) is not None


def is_page_of_list(data: bytes) -> bool:
    """True for a page whose first table has such a head: web systems call it .xls."""
    try:
        text = decode_page(data[:PAGE_SAMPLE], "").text
    except UnreadableFile:
        return False
    rows = [CELL.findall(row) for row in TABLE_ROW.split(text)[: HEADS_WITHIN + 1]]
    return _head_of([[html.unescape(TAG.sub("", cell)) for cell in row] for row in rows]) is not None


def unpack_text(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The reviews in a text with separators (csv)."""
    text = decode(data, name).text
    csv.field_size_limit(LONGEST_CELL)
    separator = _separator(text)
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator or ","), MOST_ROWS + 2))
    except csv.Error as error:
        raise UnreadableFile("damaged", name, case="quotes") from error
    yield from _unpacked([("", rows)], name)


def unpack_workbook(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The reviews in a workbook (xlsx), or in the page that web systems give that name."""
    yield from _unpacked(json.loads(sandbox_for(SHEETS).read(data, name).source.raw), name)


def _separator(text: str) -> str | None:
    """What stands between the cells of the head; None where there is no head."""
    if not any(map("".join(text.split()).lower().__contains__, HEADS["body"])):
        return None
    csv.field_size_limit(LONGEST_CELL)
    for separator in filter(text.__contains__, SEPARATORS):
        try:
            rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), HEADS_WITHIN))
        except csv.Error:
            continue
        if _head_of(rows) is not None:
            return separator
    return None


def _unpacked(sheets: Iterable[tuple[str, Rows]], name: str) -> Iterator[tuple[str, bytes]]:
    tables = [_sheet(title, rows) for title, rows in sheets]
    found = [table for table in tables if table is not None]
    if not found:
        raise UnreadableFile("no-text-column", name)
    if sum(len(sheet.rows) for sheet in found) > MOST_ROWS:
        raise UnreadableFile("too-large", name, case="rows", most=MOST_ROWS)
    bare: list[Values] = []
    count = 0
    for sheet in found:
        folder = f"{storable(sheet.name)}/" if len(tables) > 1 and storable(sheet.name) else ""
        for row in _reviews(sheet):
            if row.cell("body"):
                count += 1
                yield folder + _label(row), page_of(row).encode("utf-8", "replace")
            elif row.cell("title"):
                bare.append({"code": "row", "folder": folder, "line": row.line})
    if not count:
        raise UnreadableFile("rows-without-text", name, case="all")
    if bare:
        raise UnreadableFile("rows-without-text", name, rows=first_of(bare, MOST_NAMED))


def _sheet(name: str, rows: Rows) -> Sheet | None:
    head = _head_of(rows)
    return Sheet(name, rows, head, _columns(rows[head])) if head is not None else None


def _head_of(rows: Rows) -> int | None:
    """The row that names a column of texts and another one."""
    for at, row in enumerate(rows[:HEADS_WITHIN]):
        columns = {column for column in _columns(row) if column} if len(row) >= FEWEST_HEADS else ()
        if "body" in columns and len(columns) >= FEWEST_HEADS:
            return at
    return None


def _columns(row: Sequence[str]) -> tuple[str | None, ...]:
    """What the columns are; of two that are called alike the first one."""
    found: list[str | None] = []
    for words in row:
        name = NAMED.get(REMARK.sub("", words).lower())
        found.append(name if name not in found or name == "byline" else None)
    return tuple(found)


def _reviews(sheet: Sheet) -> Iterator[Row]:
    heads = sheet.rows[sheet.head]
    for line, row in enumerate(sheet.rows[sheet.head + 1 :], sheet.head + 2):
        cells: dict[str, str] = {}
        others: list[tuple[str, str]] = []
        for at, words in enumerate(cell.strip() for cell in row):
            column = sheet.columns[at] if at < len(sheet.columns) else None
            if column and words:
                cells[column] = f"{cells[column]} {words}" if column in cells else words
            elif words:
                others.append((heads[at].strip() if at < len(heads) else "", words))
        first = next((words.strip() for words in row if words.strip()), "")
        if first and not (CLOSING.match(first) and "body" not in cells):
            yield Row(line, cells, tuple(others))


def _label(row: Row) -> str:
    """The name of a row: where and when the list says that it belongs, its line, its title."""
    year = row.cell("year")
    told = (row.cell("place"), row.cell("union"), f"{year}年" if BARE_YEAR.match(year) else year)
    folder = storable(" ".join(filter(None, told)))
    title = storable(row.cell("title"))
    return (f"{folder}/" if folder else "") + f"第{row.line}行 {title}".strip() + ".html"


def page_of(row: Row) -> str:
    """A row as a page: what the columns are called gives the roles of its lines."""
    beside = [" ".join(filter(None, (row.cell("newspaper"), _day(row), _numbers(row))))]
    beside += [f"{head}：{words}" if head else words for head, words in row.others]
    parts = ["<!DOCTYPE html>", '<html lang="zh"><head><meta charset="utf-8"></head><body>']
    parts += [f"<aside><p>{html.escape(words)}</p></aside>" for words in beside if words]
    parts += [f"<h4>{html.escape(row.cell('kicker'))}</h4>"] if row.cell("kicker") else []
    parts += [f"<h1>{html.escape(row.cell('title'))}</h1>"] if row.cell("title") else []
    parts += (
        [f'<div class="sub-title">{html.escape(row.cell("subtitle"))}</div>'] if row.cell("subtitle") else []
    )
    parts += [f"<p>{html.escape(_byline(row.cell('byline')))}</p>"] if row.cell("byline") else []
    parts += _paragraphs(row.cell("body"))
    parts += [f"<figcaption>{html.escape(row.cell('caption'))}</figcaption>"] if row.cell("caption") else []
    parts += [f"<p>{html.escape(_credits(row.cell('credits')))}</p>"] if row.cell("credits") else []
    return "\n".join((*parts, "</body></html>"))


def _paragraphs(body: str) -> list[str]:
    """The lines of the cell as paragraphs; what a web system exported with its tags as it is."""
    if MARKED_UP.search(body):
        return [f"<div>{body}</div>"]
    if "\n" not in body:
        body = INDENT.sub("\n", body)
    return [f"<p>{html.escape(line)}</p>" for line in body.splitlines() if line.strip()]


def _day(row: Row) -> str:
    """The day in full, so that it is known for one: 2019年1月9日 for 2019-01-09, 20190109 or a spreadsheet's 43474."""
    words = row.cell("date")
    if SERIAL.match(words) and int(float(words)) in LIKELY_DAYS:
        day = FIRST_DAY + datetime.timedelta(days=int(float(words)))
        return f"{day.year}年{day.month}月{day.day}日"
    match = DATE.search(words)
    if match and match["compact"]:
        compact = match["compact"]
        return f"{compact[:4]}年{int(compact[4:6])}月{int(compact[6:])}日"
    if match and match["year"]:
        return f"{match['year']}年{int(match['month'])}月{int(match['day'])}日"
    return words


def _numbers(row: Row) -> str:
    page, issue = row.cell("page"), row.cell("issue")
    page = f"第{page}版" if BARE_PAGE.match(page) else page
    issue = f"第{issue}期" if issue.isdigit() else issue
    return " ".join(filter(None, (issue, page)))


def _byline(words: str) -> str:
    return f"作者：{words}" if BARE_NAMES.match(words) else words


def _credits(words: str) -> str:
    return f"责任编辑：{words}" if BARE_NAMES.match(words) else words
