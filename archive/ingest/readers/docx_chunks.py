"""Other files inside a Word file (altChunk): pages and texts that Word takes into the document when it opens it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.html_lines import page_of
from archive.ingest.readers.mime import message_of
from archive.ingest.readers.mime_pages import page_in
from archive.ingest.text.decoding import decode, decode_page

PAGES = frozenset((".htm", ".html", ".xhtml"))
ARCHIVED_PAGES = frozenset((".mht", ".mhtml"))
TEXTS = frozenset((".txt", ".text"))
HEADINGS = {f"h{level}": level - 1 for level in range(1, 7)}


def kind_of(path: str, data: bytes) -> str:
    """``page``, ``archived page``, ``text``, ``document``, or empty for what no reader here reads."""
    suffix = PurePosixPath(path).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return "document"
    if suffix in PAGES or data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "page"
    if suffix in ARCHIVED_PAGES or data[:200].lower().startswith(b"mime-version:"):
        return "archived page"
    return "text" if suffix in TEXTS else ""


def lines_of(kind: str, data: bytes, name: str) -> Iterator[DocLine]:
    """The lines of a page or a text."""
    if kind == "archived page":
        yield from _page(page_in(message_of(data), name).text)
    elif kind == "page":
        yield from _page(decode_page(data, name).text)
    else:
        for row in decode(data, name).text.splitlines():
            yield DocLine(row.strip())


def _page(text: str) -> Iterator[DocLine]:
    page = page_of(text)
    for line in page.lines:
        level = HEADINGS.get(page.blocks[line.block].tag)
        yield DocLine(line.text, level=level, gap=max(line.gap - 1, 0), indented=line.indented)
