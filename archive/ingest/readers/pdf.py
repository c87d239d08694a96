"""PDF files with a text layer: lines from the places of the signs, columns in reading order, paragraphs whole."""

import math
from collections.abc import Sequence
from contextlib import closing

import pypdfium2 as pdfium

from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.pdf_layout import in_reading_order, lines_of
from archive.ingest.readers.pdf_paragraphs import (
    TITLE_SIZE,
    Paragraph,
    body_size,
    has_spaced_figures,
    margin_pieces,
    over_edges,
    paragraphs_of,
    with_hints,
)
from archive.ingest.readers.pdf_signs import Piece, is_printed_by_a_browser, pieces_of, signs_of
from archive.ingest.records import SourceText, UnreadableFile

MOST_PAGES = 300
MOST_SIGNS = 1_000_000
MOST_PIECES_A_PAGE = 4000  # a full newspaper page has a thousand
FEWEST_SIGNS_A_PAGE = 15  # fewer on average: the pages are pictures
MOST_UNREADABLE = 0.3  # of the signs: the fonts of the file have no characters, only shapes


def parse(data: bytes, name: str) -> ReadText:
    """The text of a PDF in reading order."""
    if b"%PDF" not in data[:1024]:
        raise UnreadableFile("format", f"“{name}”不是 PDF 文件。")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refusal(error, name) from error
    with closing(document):
        paragraphs = _paragraphs(document, name)
    builder = TextBuilder()
    for paragraph in paragraphs:
        builder.add(paragraph.text, paragraph.hint, gap=paragraph.gap, indent=paragraph.indented)
    return ReadText(SourceText(builder.text, None, "application/pdf"), builder.hints)


def _refusal(error: pdfium.PdfiumError, name: str) -> UnreadableFile:
    words = str(error).lower()
    if "password" in words or "security" in words:
        return UnreadableFile("encrypted", f"“{name}”加了密码。请去掉密码，或打印成新的 PDF 后再上传。")
    return UnreadableFile("damaged", f"“{name}”不是完整的 PDF 文件，请重新下载或导出后再上传。")


def _paragraphs(document: pdfium.PdfDocument, name: str) -> list[Paragraph]:
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableFile(
            "too-large", f"“{name}”有 {count} 页，最多读 {MOST_PAGES} 页。请按篇拆开后再上传。"
        )
    pages, turned, heights = _pages(document, name)
    margins = margin_pieces(pages, heights)
    blocks = [
        in_reading_order([piece for piece in pieces if piece not in margins and not piece.vertical])
        for pieces in pages
    ]
    size = body_size(block for page in blocks for block in page)
    spaced = has_spaced_figures(block for page in blocks for block in page)
    found: list[Paragraph] = []
    for number, page in enumerate(blocks):
        top = (heights[number][0] + heights[number][1]) / 2
        margin = [piece for piece in pages[number] if piece in margins and not piece.vertical]
        found += _furniture([piece for piece in margin if piece.base > top])
        vertical = sorted((piece for piece in pages[number] if piece.vertical), key=lambda piece: -piece.left)
        headlines = [piece for piece in vertical if piece.size >= TITLE_SIZE * size]
        found += _alone(headlines)
        for block in page:
            found += paragraphs_of(block, size, spaced_figures=spaced)
        found += _furniture([piece for piece in margin if piece.base <= top])
        found += _alone([piece for piece in vertical if piece not in headlines] + turned[number])
    return with_hints(over_edges(found, size, spaced_figures=spaced), size)


def _alone(pieces: Sequence[Piece]) -> list[Paragraph]:
    """Lines that are part of no column: vertical writing from right to left, words that stand turned."""
    return [Paragraph(piece.text, piece.size, page=piece.page, centred=True) for piece in pieces]


def _furniture(pieces: Sequence[Piece]) -> list[Paragraph]:
    return [Paragraph(line.text, line.size, Hint.FURNITURE, page=line.page) for line in lines_of(pieces)]


def _pages(
    document: pdfium.PdfDocument, name: str
) -> tuple[list[list[Piece]], list[list[Piece]], list[tuple[float, float]]]:
    """For each page the pieces of its lines, those that stand turned, and the heights that its signs span."""
    pages: list[list[Piece]] = []
    turned: list[list[Piece]] = []
    heights: list[tuple[float, float]] = []
    total = unreadable = 0
    browser = is_printed_by_a_browser(document)
    for number in range(len(document)):
        with closing(document[number]) as page:
            upright, others = signs_of(page)
            height = page.get_height()
        total += len(upright) + len(others)
        unreadable += sum(1 for sign in upright if "\ue000" <= sign.text <= "\uf8ff" or sign.text == "\ufffd")
        if total > MOST_SIGNS:
            raise UnreadableFile("too-large", f"“{name}”的文字太多，不像是一篇文章。请按篇拆开后再上传。")
        pages.append(pieces_of(upright, number, printed_by_browser=browser))
        turned.append(pieces_of(others, number, printed_by_browser=browser))
        if len(pages[-1]) > MOST_PIECES_A_PAGE:
            raise UnreadableFile(
                "too-complex", f"“{name}”第 {number + 1} 页的文字太零碎，读不出顺序。请另存为文本后再上传。"
            )
        heights.append(_extent(pages[-1], height))
    if total < FEWEST_SIGNS_A_PAGE * max(1, len(document)):
        raise UnreadableFile(
            "no-text-layer",
            f"“{name}”没有可以读的文字层，多半只有图片。请先用文字识别软件转成文字，再上传文字稿或双层 PDF。",
        )
    if unreadable > MOST_UNREADABLE * total:
        raise UnreadableFile(
            "no-text-layer",
            f"“{name}”里的字体没有对应的文字，读出来是乱码。请做文字识别，或找原稿的 Word 文档上传。",
        )
    return pages, turned, heights


def _extent(pieces: Sequence[Piece], height: float) -> tuple[float, float]:
    """The lower and the upper edge of the page; of a turned page, those of its text."""
    bases = [piece.base for piece in pieces]
    if not bases or not math.isfinite(height):
        return 0.0, max(1.0, height if math.isfinite(height) else 1.0)
    return min(0.0, *bases, 0.0), max(height, *bases) if min(bases) >= 0 else max(bases)
