"""OpenDocument texts (odt, and fodt in one piece): what LibreOffice writes, and what archives hand over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.doc_paragraphs import (
    built_of,
    images_left_out,
    is_head,
    row_of_table,
    rows_of,
    with_gaps,
    without_text,
)
from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.docx_numbering import whole
from archive.ingest.readers.docx_package import value_of
from archive.ingest.readers.docx_styles import Style
from archive.ingest.readers.odt_styles import (
    HIDDEN,
    OUTLINE,
    TEXT,
    Lists,
    Styles,
    child,
    on_own_level,
    tag_of,
)
from archive.ingest.readers.zipped_parts import ForeignReference, Kind, ZippedParts, root_of
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.lines import Hint
from archive.ingest.text.patterns import pattern

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
DOCUMENT = Kind("odt")
PARAGRAPHS = frozenset(("text:p", "text:h"))
# What draws nothing: deletions kept for the record, remarks in the margin, readings above characters, marks
UNSEEN = frozenset(
    (
        *("text:tracked-changes", "office:annotation", "office:annotation-end", "text:ruby-text"),
        *("office:forms", "text:sequence-decls", "text:variable-decls", "text:user-field-decls"),
        *("text:hidden-text", "text:placeholder", "text:note-citation", "text:soft-page-break"),
        *(
            "svg-compatible:title",
            "svg-compatible:desc",
            "office:event-listeners",
            "text:alphabetical-index-mark",
            "text:toc-mark",
        ),
        *("text:number", "text:index-source", "text:table-of-content-source"),
    )
)
CONTENTS = frozenset(("text:table-of-content", "text:alphabetical-index", "text:illustration-index"))
MOST_SPACES = 100
WHITE = pattern(r"[ \t\r\n]+", like="工会\n综述", unlike="工会\u3000综述")
ROWS_AROUND = frozenset(("table:table-header-rows", "table:table-rows", "table:table-row-group"))
MARGINS = ("header", "header-first", "header-left"), ("footer", "footer-first", "footer-left")


class DocumentReader:
    """The lines of one document in order."""

    def __init__(self, roots: Sequence[Element]) -> None:
        self._styles = Styles(roots)
        self._lists = Lists(roots)
        self._notes: list[DocLine] = []
        self.images = 0

    def lines(self, container: Element) -> Iterator[DocLine]:
        """Paragraphs, tables and text boxes, with the blank lines that stand between them."""
        return with_gaps(self._blocks(container))

    def notes(self) -> list[DocLine]:
        """The footnotes of what was read, beside the article, not in it."""
        return [replace(line, hint=Hint.FURNITURE) for line in with_gaps(self._notes)]

    def _blocks(self, container: Iterable[Element]) -> Iterator[DocLine]:
        for element in container:
            yield from self._block(element)

    def _block(self, element: Element) -> Iterator[DocLine]:
        tag = tag_of(element)
        if tag in PARAGRAPHS:
            yield from self._paragraph(element)
        elif tag == "text:list":
            yield from self._list(element, value_of(element, "style-name") or "", 0)
        elif tag == "table:table":
            yield from self._table(element)
        elif tag in CONTENTS:
            yield from (replace(line, hint=Hint.FURNITURE, level=None) for line in self._blocks(element))
        elif tag == "drawing:image":
            self.images += 1
        elif tag == "text:note":
            self._note(element)
        elif tag not in UNSEEN and not _is_hidden(element):
            yield from self._blocks(element)

    def _paragraph(self, paragraph: Element, label: str = "") -> Iterator[DocLine]:
        style = self._styles.of(paragraph)
        hidden = child(paragraph, "text:hidden-paragraph")
        hides = bool(style.hides) or value_of(hidden, "is-hidden") == "true"
        boxes: list[Element] = []
        images = self.images
        words = "".join(self._words(paragraph, boxes, hides=hides))
        if tag_of(paragraph) == "text:h":
            style = on_own_level(style, value_of(paragraph, "outline-level") or value_of(paragraph, "level"))
            label = label or self._of_outline(paragraph, style, words)
        pictures = 2 if self.images > images else 0
        label = label if words.strip() else ""
        rows = list(rows_of(words, style, label=label, pictures=pictures, page=bool(style.on_new_page)))
        boxed = [line for box in boxes for line in (DocLine(""), *self._blocks(box), DocLine(""))]
        above = _opens_with_box(paragraph) or is_head(boxed)
        yield from (*boxed, *rows) if above else (*rows, *boxed)

    def _of_outline(self, heading: Element, style: Style, words: str) -> str:
        """The number of a heading that the outline of the document counts."""
        if style.level is None or not words.strip() or value_of(heading, "is-list-header") == "true":
            return ""
        return self._lists.label(OUTLINE, style.level)

    def _words(self, element: Element, boxes: list[Element], *, hides: bool) -> Iterator[str]:
        """The visible words below an element; its text boxes are put aside."""
        yield "" if hides else _plain(element.text)
        for part in element:
            tag = tag_of(part)
            if tag == "text:s":
                yield " " * min(whole(value_of(part, "c"), 1), MOST_SPACES)
            elif tag in ("text:tab", "text:tab-stop", "text:line-break"):
                yield "\n" if tag.endswith("break") else "\t"
            elif tag == "text:note":
                self._note(part)
            elif tag in ("drawing:text-box", "drawing:custom-shape"):
                boxes.append(part)
            elif tag == "drawing:image":
                self.images += 1
            elif tag in PARAGRAPHS:  # the words of a shape, row by row
                yield "".join(self._words(part, boxes, hides=hides)) + "\n"
            elif tag not in UNSEEN:
                own = self._styles.of(part, TEXT).hides if tag == "text:span" else None
                yield from self._words(part, boxes, hides=hides if own is None else own)
            yield "" if hides else _plain(part.tail)

    def _note(self, note: Element) -> None:
        body = child(note, "text:note-body")
        if body is not None:
            self._notes += list(self._blocks(body))

    def _list(self, element: Element, name: str, level: int) -> Iterator[DocLine]:
        if (
            not level
            and value_of(element, "continue-numbering") != "true"
            and not value_of(element, "continue-list")
        ):
            self._lists.begin(name)
        for item in element:
            first = tag_of(item) == "text:list-item"
            start = value_of(item, "start-value")
            for part in item:
                tag = tag_of(part)
                if tag == "text:list":
                    yield from self._list(part, value_of(part, "style-name") or name, level + 1)
                elif tag in PARAGRAPHS:
                    own = name or self._styles.of(part).number or ""
                    label = self._lists.label(own, level, whole(start, 1) if start else None) if first else ""
                    first = False
                    yield from self._paragraph(part, label)
                else:
                    yield from self._block(part)

    def _table(self, table: Element) -> Iterator[DocLine]:
        yield DocLine("")
        for row in _rows(table):
            images = self.images
            cells = [
                list(self._blocks(cell))
                for cell in row
                if tag_of(cell) == "table:table-cell"  # not those that another one covers
            ]
            yield from row_of_table(cells, pictures=self.images > images)
        yield DocLine("")


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        tag = tag_of(part)
        if tag == "table:table-row":
            yield part
        elif tag in ROWS_AROUND:
            yield from _rows(part)


def _is_hidden(element: Element) -> bool:
    return tag_of(element) == "text:section" and value_of(element, "display") in HIDDEN


def _plain(words: str | None) -> str:
    """Words without the line ends and tabs of the XML: blanks that show are written in another way."""
    return WHITE.sub(" ", words or "")


def _opens_with_box(paragraph: Element) -> bool:
    """True where a text box stands before the first word of a paragraph."""
    for part in paragraph.iter():
        if tag_of(part) == "drawing:text-box":
            return True
        if (part.text or "").strip():
            return False
    return False


def parse(data: bytes, name: str) -> ReadText:
    """The text of a document with what its styles say."""
    roots = list(_roots(data, name))
    reader = DocumentReader(roots)
    body = next((found for root in roots for found in root.iter() if tag_of(found) == "office:text"), None)
    if body is None:
        raise UnreadableFile("format", name, case="not-odt")
    lines = list(reader.lines(body))
    notes = reader.notes()
    images = reader.images
    if not lines and not notes:
        raise without_text(images, name)
    headers, footers = (
        list(dict.fromkeys(words for root in roots for words in _margins(reader, root, kinds)))
        for kinds in MARGINS
    )
    builder = built_of(lines, headers=headers, notes=notes, footers=footers)
    notices = tuple(images_left_out(images))
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notices)


def _roots(data: bytes, name: str) -> Iterator[Element]:
    """The styles that are shared, then the text with those of its own; of a document in one piece the whole."""
    if not data.startswith(b"PK"):
        yield _flat(data, name)
        return
    package = ZippedParts(data, name, DOCUMENT)
    if b"encryption-data" in (package.content("META-INF/manifest.xml") or b""):
        raise UnreadableFile("encrypted", name)
    for path in ("styles.xml", "content.xml"):
        root = package.part(path)
        if root is not None:
            yield root


def _flat(data: bytes, name: str) -> Element:
    try:
        return root_of(data)
    except (etree.XMLSyntaxError, ForeignReference) as error:
        raise UnreadableFile("damaged", name, case="part", **DOCUMENT.values) from error


def _margins(reader: DocumentReader, root: Element, kinds: Sequence[str]) -> Iterator[str]:
    """The words of the page headers, or footers."""
    for element in root.iter():
        if tag_of(element) in {f"style:{kind}" for kind in kinds} and value_of(element, "display") != "false":
            yield from (line.text.strip() for line in reader.lines(element))
