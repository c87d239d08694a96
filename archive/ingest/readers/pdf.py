"""PDF files with a text layer: lines from the places of the signs, columns in reading order."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.records import SourceText, UnreadableFile

MOST_PAGES = 300
MOST_SIGNS = 2_000_000
FEWEST_SIGNS_A_PAGE = 15  # fewer on average: the pages are pictures
SAME_LINE = 0.5  # of the height of a sign, by which two signs of one line may stand apart
WORD_GAP = 0.3  # of the height: a space between signs
COLUMN_GAP = 0.9  # of the height: the white between two columns is at least this wide
BLOCK_GAP = 0.9  # of the height: the white between a headline and the columns below it
PARAGRAPH_GAP = 1.35  # of the usual distance between lines
INDENT = 1.2  # of the height: a first line that stands in
MARGIN = 0.08  # of the page's height, in which headers and footers stand


@dataclass(frozen=True, slots=True)
class Sign:
    """A character and its box; y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Row:
    """Characters on one line of one column."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def signs_of(page: pdfium.PdfPage) -> Iterator[Sign]:
    """The signs of a page in the order in which the file draws them."""
    textpage = page.get_textpage()
    handle = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        if code in (0, 0xFFFE, 0xFFFF) or not pdfium_c.FPDFText_GetCharBox(
            handle, index, ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top)
        ):
            continue
        text = chr(code) if not 0xD800 <= code <= 0xDFFF else ""
        if text and not text.isspace():
            yield Sign(text, left.value, bottom.value, right.value, top.value)
    textpage.close()


def rows_of(signs: Sequence[Sign], page: int) -> list[Row]:
    """Pieces of lines: signs that follow each other on one height without the white of a column between."""
    heights = sorted(sign.top - sign.bottom for sign in signs)
    usual = heights[int(len(heights) * 0.75)] if heights else 0.0
    rows: list[Row] = []
    for sign in signs:
        before = rows[-1] if rows else None
        height = max(sign.top - sign.bottom, before.height if before else 0.0, usual * 0.6)
        if before and _follows(before, sign, height):
            space = " " if sign.left - before.right > WORD_GAP * height and _wants_space(before.text[-1], sign.text) else ""
            rows[-1] = replace(
                before,
                text=before.text + space + sign.text,
                right=max(before.right, sign.right),
                bottom=min(before.bottom, sign.bottom),
                top=max(before.top, sign.top),
            )
        else:
            rows.append(Row(sign.text, sign.left, sign.bottom, sign.right, sign.top, page))
    return rows


def _follows(before: Row, sign: Sign, height: float) -> bool:
    # a comma has a low small box, a quotation mark a high one: they count as inside the line's band
    low, high = before.bottom - SAME_LINE * height, before.top + SAME_LINE * height
    level = low <= sign.bottom and sign.top <= high and (
        abs((sign.top + sign.bottom) / 2 - before.middle) <= SAME_LINE * height
    )
    return level and -0.5 * height <= sign.left - before.right <= COLUMN_GAP * 2 * height


def _wants_space(before: str, after: str) -> bool:
    return True


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Pieces of one line that the file draws apart, put together when no column's white is between them."""
    merged: list[Row] = []
    for row in sorted(rows, key=lambda row: (-row.middle, row.left)):
        partner = next(
            (
                at for at in range(len(merged) - 1, max(-1, len(merged) - 12), -1)
                if abs(merged[at].middle - row.middle) <= SAME_LINE * min(merged[at].height, row.height)
                and 0 <= row.left - merged[at].right + 1 <= COLUMN_GAP * max(merged[at].height, row.height)
            ),
            None,
        )
        if partner is None:
            merged.append(row)
            continue
        before = merged[partner]
        space = " " if row.left - before.right > WORD_GAP * before.height else ""
        merged[partner] = replace(
            before,
            text=before.text + space + row.text,
            right=row.right,
            bottom=min(before.bottom, row.bottom),
            top=max(before.top, row.top),
        )
    return merged


def in_reading_order(rows: Sequence[Row], depth: int = 0) -> list[list[Row]]:
    """Blocks of rows, columns from left to right, what spans them before what stands below.

    Cuts the page at its white: first at a vertical strip that no row crosses, else at the widest
    horizontal one that parts a headline from columns.
    """
    if len(rows) <= 1 or depth > 24:
        return [sorted(rows, key=lambda row: (-row.middle, row.left))] if rows else []
    height = median(row.height for row in rows)
    strip = _widest_gap([(row.left, row.right) for row in rows])
    if strip and strip[0] >= COLUMN_GAP * height:
        left = [row for row in rows if row.right <= strip[1]]
        right = [row for row in rows if row.right > strip[1]]
        if _is_column(left) and _is_column(right):
            return in_reading_order(left, depth + 1) + in_reading_order(right, depth + 1)
    if _has_columns(rows):
        for gap, edge in _gaps([(row.bottom, row.top) for row in rows]):
            if gap < BLOCK_GAP * 0.3 * height:
                break
            above = [row for row in rows if row.bottom >= edge]
            below = [row for row in rows if row.bottom < edge]
            if above and below and (_splits(above) or _splits(below)):
                return in_reading_order(above, depth + 1) + in_reading_order(below, depth + 1)
    return [sorted(rows, key=lambda row: (-row.middle, row.left))]


def _gaps(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """White strips between spans: width and the coordinate where the lower side ends, the widest first."""
    found = []
    reach = None
    for start, end in sorted(spans):
        if reach is not None and start > reach:
            found.append((start - reach, reach))
        reach = end if reach is None else max(reach, end)
    # the edge is where the strip begins; rows that start above it stand on the far side
    return sorted(((width, edge + width / 2) for width, edge in found), reverse=True)


def _widest_gap(spans: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    gaps = _gaps(spans)
    return gaps[0] if gaps else None


def _is_column(rows: Sequence[Row]) -> bool:
    return len(rows) >= 3 and sum(len(row.text) for row in rows) >= 20


def _splits(rows: Sequence[Row]) -> bool:
    """True when a vertical strip of white runs through all the rows."""
    if len(rows) < 4:
        return False
    height = median(row.height for row in rows)
    strip = _widest_gap([(row.left, row.right) for row in rows])
    if not strip or strip[0] < COLUMN_GAP * height:
        return False
    left = [row for row in rows if row.right <= strip[1]]
    return _is_column(left) and _is_column([row for row in rows if row.right > strip[1]])


def _has_columns(rows: Sequence[Row]) -> bool:
    """True when rows stand beside each other."""
    beside = 0
    ordered = sorted(rows, key=lambda row: -row.middle)
    for first, second in zip(ordered, ordered[1:], strict=False):
        if abs(first.middle - second.middle) <= SAME_LINE * first.height:
            beside += 1
    return beside >= 3


def margin_rows(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> set[tuple[int, float, str]]:
    """Headers and footers: what stands in the margin of several pages, page numbers left out of account."""
    seen: Counter[tuple[str, int]] = Counter()

    def key(row: Row, height: float) -> tuple[str, int] | None:
        place = row.middle / height
        if MARGIN < place < 1 - MARGIN:
            return None
        return re.sub(r"\d+", "#", row.text), round(place * 40)

    for rows, height in zip(pages, heights, strict=True):
        seen.update({found for row in rows if (found := key(row, height))})
    repeated = {found for found, count in seen.items() if count >= 2}
    return {
        (row.page, row.middle, row.text)
        for rows, height in zip(pages, heights, strict=True)
        for row in rows
        if key(row, height) in repeated
    }


def write(builder: TextBuilder, block: Sequence[Row], margins: set[tuple[int, float, str]], *, first: bool) -> None:
    """The rows of a block as lines: white between paragraphs as blank lines, a first line's indent as one."""
    left = min(row.left for row in block)
    pitches = [above.middle - below.middle for above, below in zip(block, block[1:], strict=False)]
    usual = median(pitches) if pitches else 0.0
    before: Row | None = None
    for row in block:
        hint = Hint.FURNITURE if (row.page, row.middle, row.text) in margins else None
        gap = 0
        if before is None:
            gap = 0 if first else 0
        elif usual and before.middle - row.middle > PARAGRAPH_GAP * usual:
            gap = max(1, min(4, round((before.middle - row.middle) / usual) - 1))
        elif abs(before.height - row.height) > 0.25 * max(before.height, row.height) and len(row.text) > 3 < len(before.text):
            gap = 1  # another size of letters: a headline above a text
        indent = INDENT * row.height <= row.left - left <= 4 * row.height and len(row.text) > 6
        builder.add(row.text, hint, gap=gap, indent=indent)
        before = row


def parse(data: bytes, name: str) -> ReadText:
    """The text of a PDF in reading order."""
    if b"%PDF" not in data[:1024]:
        raise UnreadableFile("format", f"“{name}”不是 PDF 文件。")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("encrypted", f"“{name}”加了密码。请去掉密码后再上传。") from error
        raise UnreadableFile("damaged", f"“{name}”不是完整的 PDF 文件,请重新下载或导出后再上传。") from error
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableFile("too-large", f"“{name}”有 {count} 页,最多读 {MOST_PAGES} 页。请按篇拆开后再上传。")
    pages: list[list[Row]] = []
    heights: list[float] = []
    total = 0
    for number in range(count):
        page = document[number]
        signs = list(signs_of(page))
        total += len(signs)
        if total > MOST_SIGNS:
            raise UnreadableFile("too-large", f"“{name}”的文字太多,不像是一篇文章。请按篇拆开后再上传。")
        pages.append(joined_rows(rows_of(signs, number)))
        heights.append(max(1.0, page.get_height()))
        page.close()
    if total < FEWEST_SIGNS_A_PAGE * max(1, count):
        raise UnreadableFile(
            "no-text-layer", f"“{name}”没有文字层,只有图片。请先用文字识别软件转成文字,再上传文字稿或双层 PDF。"
        )
    margins = margin_rows(pages, heights) if count > 1 else set()
    builder = TextBuilder()
    for rows in pages:
        for at, block in enumerate(in_reading_order(rows)):
            write(builder, block, margins, first=at == 0)
    document.close()
    return ReadText(SourceText(builder.text, None, "application/pdf"), builder.hints)
