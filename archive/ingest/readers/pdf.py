"""PDF files with a text layer: lines from the places of the signs, columns in reading order, paragraphs whole."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain

import pypdfium2 as pdfium

from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.pdf_fonts import use_own_fonts
from archive.ingest.readers.pdf_ground import Box
from archive.ingest.readers.pdf_insets import insets_of
from archive.ingest.readers.pdf_layout import in_reading_order, lines_of
from archive.ingest.readers.pdf_line_numbers import line_numbers_of
from archive.ingest.readers.pdf_makeup import made_up
from archive.ingest.readers.pdf_optional import without_layers_that_are_off
from archive.ingest.readers.pdf_paragraphs import (
    TITLE_SIZE,
    Paragraph,
    body_size,
    feet_of,
    has_spaced_figures,
    margin_pieces,
    notes_of,
    over_edges,
    paragraphs_of,
    size_of,
    watermarks_of,
    with_hints,
)
from archive.ingest.readers.pdf_signs import Piece, is_printed_by_a_browser, pieces_of, signs_of
from archive.ingest.readers.pdf_sizes import with_drop_caps, with_even_sizes
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.legible import is_legible
from archive.ingest.text.lines import Hint
from archive.ingest.wording import Values

MOST_PAGES = 300
MOST_SIGNS = 1_000_000
MOST_PIECES_A_PAGE = 4000  # a full newspaper page has a thousand
FEWEST_SIGNS_A_PAGE = 15  # fewer on average: the pages are pictures
PAGES_THAT_NEED_SIGNS = 4  # an article among pages of pictures is read
MOST_UNREADABLE = 0.3  # of the signs: the fonts of the file have no characters, only shapes

use_own_fonts()


@dataclass(frozen=True, slots=True)
class PageText:
    """The pieces of the lines of one page, those that stand turned, and the heights between which they stand."""

    number: int
    pieces: tuple[Piece, ...] = ()
    turned: tuple[Piece, ...] = ()
    slanted: tuple[Piece, ...] = ()
    bottom: float = 0.0
    top: float = 1.0
    strokes: tuple[Box, ...] = ()
    signs: int = 0
    unreadable: int = 0
    lost: bool = False  # the page is damaged


def parse(data: bytes, name: str) -> ReadText:
    """The text of a PDF in reading order."""
    if b"%PDF" not in data[:1024]:
        raise UnreadableFile("format", name, case="not-pdf")
    try:
        document = pdfium.PdfDocument(without_layers_that_are_off(data))
    except pdfium.PdfiumError as error:
        raise _refusal(error, name) from error
    with closing(document):
        if len(document) > MOST_PAGES:
            raise UnreadableFile("too-large", name, case="pages", pages=len(document), most=MOST_PAGES)
        pages = _pages(document, name)
    _refuse_unreadable(pages, name)
    builder = TextBuilder()
    for paragraph in paragraphs_on(pages):
        builder.add(paragraph.text, paragraph.hint, gap=paragraph.gap, indent=paragraph.indented)
    if not is_legible(builder.text):
        raise _no_characters(name)
    return ReadText(
        SourceText(builder.text, None, "application/pdf"), builder.hints, tuple(pages_left_out(pages))
    )


def _refusal(error: pdfium.PdfiumError, name: str) -> UnreadableFile:
    words = str(error).lower()
    if "password" in words or "security" in words:
        return UnreadableFile("encrypted", name, case="pdf")
    return UnreadableFile("damaged", name, case="pdf")


def _refuse_unreadable(pages: Sequence[PageText], name: str) -> None:
    if all(page.lost for page in pages):
        raise UnreadableFile("damaged", name, case="no-page-of-pdf")
    total = sum(page.signs for page in pages)
    if total < FEWEST_SIGNS_A_PAGE * min(len(pages), PAGES_THAT_NEED_SIGNS):
        raise UnreadableFile("no-text-layer", name)
    if sum(page.unreadable for page in pages) > MOST_UNREADABLE * total:
        raise _no_characters(name)


def _no_characters(name: str) -> UnreadableFile:
    return UnreadableFile("no-text-layer", name, case="fonts")


def pages_left_out(pages: Sequence[PageText]) -> Iterator[tuple[str, Values]]:
    """The notices of pages that gave nothing."""
    lost = [page.number + 1 for page in pages if page.lost]
    if lost:
        yield "pages-damaged", {"pages": lost}
    bare = [page.number + 1 for page in pages if not page.lost and not page.signs]
    if bare:
        yield "pages-without-text", {"pages": bare}


def paragraphs_on(pages: Sequence[PageText]) -> list[Paragraph]:
    """The paragraphs of all pages: headers, columns, footers, and what stands in no column."""
    pages = [_without_watermarks(page) for page in pages]
    even = with_even_sizes([page.pieces for page in pages])
    pages = [
        replace(page, pieces=tuple(with_drop_caps(pieces))) for page, pieces in zip(pages, even, strict=True)
    ]
    margins = margin_pieces([page.pieces for page in pages], [(page.bottom, page.top) for page in pages])
    margins |= {number for page in pages for number in line_numbers_of(page.pieces)}
    inside = [
        [piece for piece in page.pieces if piece not in margins and not piece.vertical] for page in pages
    ]
    usual = size_of([piece for pieces in inside for piece in pieces])
    notes = [notes_of(pieces, usual) for pieces in inside]
    inside = [
        [piece for piece in pieces if piece not in below] for pieces, below in zip(inside, notes, strict=True)
    ]
    feet = [
        feet_of(pieces, usual, (page.bottom, page.top)) for pieces, page in zip(inside, pages, strict=True)
    ]
    inside = [
        [piece for piece in pieces if piece not in foot] for pieces, foot in zip(inside, feet, strict=True)
    ]
    insets = [insets_of(pieces, usual, page.strokes) for pieces, page in zip(inside, pages, strict=True)]
    blocks = [
        in_reading_order([piece for piece in pieces if piece not in set(chain.from_iterable(framed))])
        for pieces, framed in zip(inside, insets, strict=True)
    ]
    size = body_size(block for page in blocks for block in page)
    blocks = [
        [
            *made_up(columns, size, page.strokes, first=not page.number),
            *(replace(block, apart=True) for words in framed for block in in_reading_order(words)),
        ]
        for page, columns, framed in zip(pages, blocks, insets, strict=True)
    ]
    spaced = has_spaced_figures(block for page in blocks for block in page)
    found: list[Paragraph] = []
    for page, columns, foot, below in zip(pages, blocks, feet, notes, strict=True):
        middle = (page.bottom + page.top) / 2
        margin = [piece for piece in page.pieces if piece in margins and not piece.vertical]
        vertical = sorted((piece for piece in page.pieces if piece.vertical), key=lambda piece: -piece.left)
        headlines = [piece for piece in vertical if piece.size >= TITLE_SIZE * size]
        found += _furniture([piece for piece in margin if piece.base > middle])
        found += _alone(headlines)
        for block in columns:
            begun = any(abs(text.size - size) < 1 and not text.hint for text in found)
            texts = paragraphs_of(block, size, spaced_figures=spaced, below_text=begun)
            found += (replace(text, hint=Hint.FURNITURE) for text in texts) if block.apart else texts
        found += _alone(lines_of(foot))
        for block in in_reading_order(below):
            found += (
                replace(note, hint=Hint.FURNITURE)
                for note in paragraphs_of(block, size, spaced_figures=spaced)
            )
        found += _furniture([piece for piece in margin if piece.base <= middle])
        found += _alone([*(piece for piece in vertical if piece not in headlines), *page.turned])
        found += _watermarks(page.slanted)
    return with_hints(over_edges(found, size, spaced_figures=spaced), size)


def _without_watermarks(page: PageText) -> PageText:
    """The page with what lies pale over its text set apart, like what stands slanted."""
    pale = watermarks_of(page.pieces)
    return replace(
        page,
        pieces=tuple(piece for piece in page.pieces if piece not in pale),
        slanted=(*page.slanted, *pale),
    )


def _watermarks(pieces: Sequence[Piece]) -> list[Paragraph]:
    """The words of each watermark once, however often it is printed over the page or cut by its edge."""
    once: list[Piece] = []
    for piece in sorted({piece.text: piece for piece in pieces}.values(), key=lambda piece: -len(piece.text)):
        if not any(piece.text in longer.text for longer in once):
            once.append(piece)
    return [Paragraph(piece.text, piece.size, Hint.FURNITURE, page=piece.page) for piece in once]


def _alone(pieces: Sequence[Piece]) -> list[Paragraph]:
    """Lines that are part of no column: vertical writing from right to left, words that stand turned."""
    return [Paragraph(piece.text, piece.size, page=piece.page, centred=True) for piece in pieces]


def _furniture(pieces: Sequence[Piece]) -> list[Paragraph]:
    return [Paragraph(line.text, line.size, Hint.FURNITURE, page=line.page) for line in lines_of(pieces)]


def _pages(document: pdfium.PdfDocument, name: str) -> list[PageText]:
    """The pages of the document, as far as they have text and can be read."""
    browser = is_printed_by_a_browser(document)
    pages: list[PageText] = []
    total = 0
    for number in range(len(document)):
        try:
            with closing(document[number]) as page:
                signs = signs_of(page)
        except pdfium.PdfiumError:
            pages.append(PageText(number, lost=True))
            continue
        count = len(signs.upright) + len(signs.turned) + len(signs.slanted)
        total += count
        if total > MOST_SIGNS:
            raise UnreadableFile("too-large", name, case="text")
        pieces = tuple(pieces_of(signs.upright, number, printed_by_browser=browser))
        if len(pieces) > MOST_PIECES_A_PAGE:
            raise UnreadableFile("too-complex", name, page=number + 1)
        pages.append(
            PageText(
                number,
                pieces,
                tuple(pieces_of(signs.turned, number, printed_by_browser=browser)),
                tuple(pieces_of(signs.slanted, number, printed_by_browser=browser)),
                signs.bottom,
                signs.top,
                tuple(signs.strokes),
                count,
                sum(1 for sign in signs.upright if is_private(sign.text)),
            )
        )
    return pages


def is_private(sign: str) -> bool:
    """True for a code that stands for no character: U+E000 of a font without a table."""
    return "\ue000" <= sign <= "\uf8ff" or sign == "\ufffd"
