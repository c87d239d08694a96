"""Other files inside a Word file (altChunk): pages and texts that Word takes into the document when it opens it."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import PurePosixPath

from archive.ingest.decoding import decode, decode_page
from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.html_lines import page_of

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
        yield from _page(_page_in(data), name)
    elif kind == "page":
        yield from _page(data, name)
    else:
        for row in decode(data, name).text.splitlines():
            yield DocLine(row.strip())


def _page_in(data: bytes) -> bytes:
    """The page of a web archive, in UTF-8."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = message.get_body(("html", "plain"))
    words = part.get_content() if part is not None else ""
    return b"\xef\xbb\xbf" + str(words).encode("utf-8", "replace")


def _page(data: bytes, name: str) -> Iterator[DocLine]:
    page = page_of(decode_page(data, name).text)
    for line in page.lines:
        level = HEADINGS.get(page.blocks[line.block].tag)
        yield DocLine(line.text, level=level, gap=max(line.gap - 1, 0), indented=line.indented)
