"""PDF files with a text layer: lines from the places of the signs, columns in reading order."""

import ctypes
import math
import re
import unicodedata
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
WORD_GAP = 0.18  # of the height: a space between signs
COLUMN_GAP = 0.9  # of the height: the white between two columns is at least this wide
BLOCK_GAP = 0.9  # of the height: the white between a headline and the columns below it
PARAGRAPH_GAP = 1.12  # of the usual distance between lines: inside a paragraph it is constant
FULL_ROW = 2.2  # of the height: a row that ends nearer to the edge fills its column
INDENT, LARGEST_INDENT = 1.2, 4.0  # of the height: how far a first line stands in; more is a centred line
OTHER_SIZE = 0.12
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
    """The signs of a page in the order in which the file draws them, each as its whole square on the baseline.

    The printed box alone will not do: those of a comma, a dash and 一 are flat, and stand beside no line.
    """
    textpage = page.get_textpage()
    handle = textpage.raw
    matrix = pdfium_c.FS_MATRIX()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        text = "" if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF else chr(code)
        if not text or text.isspace():
            continue
        boxed = pdfium_c.FPDFText_GetCharBox(handle, index, *map(ctypes.byref, (left, right, bottom, top)))
        placed = pdfium_c.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y))
        if not boxed or not placed:
            continue
        scale = 1.0
        if pdfium_c.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.b, matrix.d) or 1.0
        square = pdfium_c.FPDFText_GetFontSize(handle, index) * scale or top.value - bottom.value
        wide = unicodedata.east_asian_width(text) in "WFA"
        end = max(right.value, x.value + square) if wide else right.value
        yield Sign(text, min(x.value, left.value), y.value - 0.12 * square, end, y.value + 0.88 * square)
    textpage.close()


def rows_of(signs: Sequence[Sign], page: int) -> list[Row]:
    """Pieces of lines: signs that follow each other on one height without the white of a column between."""
    rows: list[Row] = []
    for sign in signs:
        before = rows[-1] if rows else None
        if before and _follows(before, sign):
            space = " " if sign.left - before.right > WORD_GAP * before.height else ""
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


def _follows(before: Row, sign: Sign) -> bool:
    level = abs((sign.top + sign.bottom) / 2 - before.middle) <= SAME_LINE * min(before.height, sign.top - sign.bottom)
    # a closing quotation mark and the comma behind it share one square
    onward = sign.left >= before.right - 1.2 * before.height and sign.right >= before.right - 0.3 * before.height
    return level and onward and sign.left - before.right <= COLUMN_GAP * before.height


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


def write(builder: TextBuilder, block: Sequence[Row], margins: set[tuple[int, float, str]]) -> None:
    """The rows of a block as paragraphs: a row that fills the column is carried on by the next.

    White above a row, an indent, another size of letters or a short row before it open a paragraph.
    """
    edges = sorted(row.right for row in block)
    left, right = min(row.left for row in block), edges[int(len(edges) * 0.9)]
    pitches = [above.middle - below.middle for above, below in zip(block, block[1:], strict=False)]
    usual = median(sorted(pitches)[: max(1, len(pitches) * 2 // 3)]) if pitches else 0.0
    paragraph: _Paragraph | None = None
    before: Row | None = None
    for row in block:
        margin = (row.page, row.middle, row.text) in margins
        pitch = before.middle - row.middle if before else 0.0
        white = before is not None and pitch > max(PARAGRAPH_GAP * usual, usual + 1.0)
        stands_in = row.left - left > INDENT * row.height
        opens = (
            paragraph is None
            or before is None
            or white
            or stands_in
            or margin
            or paragraph.hint is not None
            or before.right < right - FULL_ROW * before.height
            or before.left - left > LARGEST_INDENT * before.height
            or abs(before.height - row.height) > OTHER_SIZE * max(before.height, row.height)
        )
        if opens:
            if paragraph:
                paragraph.add_to(builder)
            gap = max(1, min(4, round(pitch / usual) - 1)) if white and usual else 0
            indented = stands_in and row.left - left <= LARGEST_INDENT * row.height and len(row.text) > 6
            paragraph = _Paragraph(row.text, Hint.FURNITURE if margin else None, gap, indented)
        elif paragraph:
            paragraph = replace(paragraph, text=carried_on(paragraph.text, row.text))
        before = row
    if paragraph:
        paragraph.add_to(builder)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    hint: Hint | None
    gap: int
    indented: bool

    def add_to(self, builder: TextBuilder) -> None:
        builder.add(self.text, self.hint, gap=self.gap, indent=self.indented)


def carried_on(text: str, row: str) -> str:
    """Two rows as one: Han closes up, Latin words keep a space, a hyphen at the end of a row goes."""
    if text[-1].isascii() and text[-1].isalpha() and row[0].isascii() and row[0].isalpha():
        return f"{text} {row}"
    if re.search(r"[A-Za-z]-$", text) and re.match(r"[a-z]", row):
        return text[:-1] + row
    return text + row


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
        for block in in_reading_order(rows):
            write(builder, block, margins)
    document.close()
    return ReadText(SourceText(builder.text, None, "application/pdf"), builder.hints)
