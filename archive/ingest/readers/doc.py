"""Word 97 to 2003 files (doc, and WPS's own): read by antiword, a program of its own, where that is installed.

The program gets the file in memory, may write nothing, and ends with the bounds of the process that it runs in.
"""

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.doc_paragraphs import (
    built_of,
    images_left_out,
    row_of_table,
    rows_of,
    with_gaps,
    without_text,
)
from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.docx_styles import Style
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.lines import Hint
from archive.ingest.text.patterns import pattern

MEDIA_TYPE = "application/msword"
PROGRAM = "antiword"
LARGEST_FILE = 64 * 1024 * 1024  # of what this process may write, in memory alone
SECONDS = 20.0
ENCRYPTED = pattern(rb"(?i)encrypt|password", like=b"Encrypted documents are not supported", unlike=b"x")
RARE_SIGN = pattern(
    # 𬭎, in people's names, comes as the two halves that UTF-16 has for it, each written for itself
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]",
    like=b"\xed\xa1\xb2\xed\xbd\x8e",
    unlike="铉".encode(),
)
PICTURE = "[pic]"
SECTIONS = {"chapter": 0, **{f"sect{level}": level for level in range(1, 6)}}
BESIDE = frozenset(("bookinfo", "beginpage", "colspec"))


def parse(data: bytes, name: str) -> ReadText:
    """The text of a document with its headings and tables."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise UnreadableFile("needs-antiword", name)
    reader = DocumentReader(_book(program, data, name))
    lines = list(with_gaps(reader.lines()))
    if not lines:
        raise without_text(reader.images, name)
    builder = built_of(lines, headers=(), notes=reader.notes, footers=())
    return ReadText(
        SourceText(builder.text, None, MEDIA_TYPE), builder.hints, tuple(images_left_out(reader.images))
    )


def _book(program: str, data: bytes, name: str) -> Element:
    """What antiword makes of the file: a book in DocBook's XML."""
    handle = os.memfd_create("document")
    try:
        os.write(handle, data)
        done = subprocess.run(  # noqa: S603 - the program's path, nothing of the file's
            [program, "-x", "db", f"/proc/self/fd/{handle}"],
            pass_fds=(handle,),
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={"LC_ALL": "C.UTF-8", "HOME": "/"},
            preexec_fn=_write_nothing,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("timeout", name, case="old-word") from error
    finally:
        os.close(handle)
    if ENCRYPTED.search(done.stderr):
        raise UnreadableFile("encrypted", name, case="word")
    written = RARE_SIGN.sub(_whole_sign, done.stdout)
    book = etree.fromstring(written, _lenient()) if written.strip() else None
    if book is None:
        raise UnreadableFile("damaged", name, case="old-word")
    return book


def _whole_sign(halves: "re.Match[bytes]") -> bytes:
    return (
        halves.group()
        .decode("utf-8", "surrogatepass")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16")
        .encode()
    )


def _write_nothing() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _lenient() -> etree.XMLParser:
    """The program closes its elements in another order where headings stand in tables."""
    return etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)


class DocumentReader:
    """The lines of one document in order."""

    def __init__(self, book: Element) -> None:
        self._book = book
        self.images = 0
        self.notes: list[DocLine] = []

    def lines(self) -> Iterator[DocLine]:
        return self._blocks(self._book, 0)

    def _blocks(self, element: Element, level: int) -> Iterator[DocLine]:
        for part in element:
            tag = str(part.tag)
            if tag in SECTIONS:
                yield from self._blocks(part, SECTIONS[tag])
            elif tag == "title":
                yield from rows_of(self._words(part), Style(level=level))
            elif tag == "informaltable":
                yield from self._table(part)
            elif tag == "footnote":
                self._note(part)
            elif tag == "para":
                yield from self._paragraph(part)
            elif tag not in BESIDE:
                yield from self._blocks(part, level)

    def _paragraph(self, paragraph: Element) -> Iterator[DocLine]:
        tables = [part for part in paragraph if part.tag == "informaltable"]
        yield from rows_of(self._words(paragraph), Style())
        for table in tables:
            yield from self._table(table)

    def _words(self, element: Element) -> str:
        """The words of a paragraph; a line end between them is one that the document has."""
        words = [element.text or ""]
        for part in element:
            if part.tag == "footnote":
                self._note(part)
            elif part.tag != "informaltable":
                words.append(self._words(part))
            words.append(part.tail or "")
        text = "".join(words)
        self.images += text.count(PICTURE)
        return text.replace(PICTURE, "").strip("\n")

    def _note(self, note: Element) -> None:
        found = with_gaps(self._blocks(note, 0))
        self.notes += [replace(line, hint=Hint.FURNITURE, level=None) for line in found]

    def _table(self, table: Element) -> Iterator[DocLine]:
        yield DocLine("")
        for row in table.iter("row"):
            cells = [[*self._cell(cell)] for cell in row if cell.tag == "entry"]
            yield from row_of_table(cells)
        yield DocLine("")

    def _cell(self, cell: Element) -> Iterator[DocLine]:
        yield from rows_of(self._words(cell), Style())
        yield from self._blocks(cell, 0)
