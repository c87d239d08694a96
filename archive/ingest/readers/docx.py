"""Word files: paragraphs, tables and text boxes in the order of the document, page headers and footers aside."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from archive.ingest.readers import docx_chunks
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.doc_paragraphs import (
    PAGE,
    built_of,
    images_left_out,
    is_head,
    row_of_table,
    rows_of,
    with_gaps,
    without_text,
)
from archive.ingest.readers.docx_fields import Fields, text_of_code
from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.docx_numbering import Numbering
from archive.ingest.readers.docx_package import Package, child, is_on, tag_of, value_of
from archive.ingest.readers.docx_styles import Style, Styles
from archive.ingest.readers.docx_symbols import in_font, sign
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.lines import Hint
from archive.ingest.wording import Values

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

DELETED = frozenset(
    ("del", "moveFrom", "rPr", "pPr", "delText", "delInstrText", "rt", "sectPr", "tblPr", "sdtPr", "ffData")
)
PICTURES = frozenset(("a:blip", "v:imagedata"))
MOST_CHUNKS_DEEP = 2  # a Word file in a Word file in a Word file is no article


class DocumentReader:
    """The lines of one document in order."""

    def __init__(self, package: Package, name: str, *, depth: int = 0) -> None:
        self._package = package
        self._name = name
        self._depth = depth
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self._fields = Fields()
        self._font = ""
        self._style = Style()  # of the paragraph that is being read
        self._carried: list[str] = []  # words of paragraphs whose end was deleted, or of a drop cap
        self._section_starts: list[bool] = []
        self.images = 0
        self.left_out: list[str] = []  # names of the parts that no reader reads

    def lines(self, container: Element) -> Iterator[DocLine]:
        """Paragraphs, tables and text boxes, with the blank lines that stand between them."""
        self._section_starts = _section_starts(container)
        yield from with_gaps(line for lines in (self._blocks(container), self._flush()) for line in lines)

    def _label(self, style: Style, words: str) -> str:
        if style.number in (None, "0") or not words.strip():
            return ""
        return self._numbering.label(style.number or "", style.number_level or 0)

    def _blocks(self, container: Element) -> Iterator[DocLine]:
        for element in container:
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._flush()
                yield from self._table(element)
            elif tag == "altChunk":
                yield from self._flush()
                yield from self._chunk(element)
            elif tag == "mc:AlternateContent":
                yield from self._blocks(_alternative(element))
            elif tag == "sdt" and is_on(child(element, "sdtPr", "showingPlcHdr")):
                continue  # 单击此处输入文字: the form speaks, nobody wrote it
            elif tag not in DELETED:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[DocLine]:
        boxes: list[Element] = []
        images = self.images
        self._style = style = self._styles.of(paragraph)
        words = "".join(self._words(paragraph, boxes)) + self._fields.end_paragraph()
        properties = child(paragraph, "pPr")
        if _ends_in_the_next(properties):
            self._carried.append(words.rstrip("\n"))
            yield from self._boxes(boxes)
            return
        carried = "".join(self._carried)
        self._carried.clear()
        pictures = 2 if self.images > images else 0
        words = carried + words
        label = self._label(style, words)
        rows = list(rows_of(words, style, label=label, pictures=pictures, page=bool(style.on_new_page)))
        boxed = list(self._boxes(boxes))
        above = not carried and (_opens_with_box(paragraph) or is_head(boxed))
        yield from (*boxed, *rows) if above else (*rows, *boxed)
        if child(properties, "sectPr") is not None and self._section_starts and self._section_starts.pop(0):
            yield DocLine("", gap=-1, page=True)

    def _flush(self) -> Iterator[DocLine]:
        """What was to go on in a paragraph that never came."""
        words = "".join(self._carried)
        self._carried.clear()
        if words.strip():
            yield from rows_of(words, Style())

    def _boxes(self, boxes: Sequence[Element]) -> Iterator[DocLine]:
        for box in boxes:
            carried, self._carried = self._carried, []
            yield DocLine("")
            yield from self._blocks(box)
            yield from self._flush()
            yield DocLine("")
            self._carried = carried

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The visible words below an element; its text boxes are put aside."""
        for part in element:
            tag = tag_of(part)
            if tag == "r":
                properties = child(part, "rPr")
                if self._styles.hides(properties, self._style) or is_on(child(properties, "webHidden")):
                    continue
                self._font = _font(properties)
                yield from self._words(part, boxes)
                self._font = ""
            elif (shown := self._sign(part, tag)) is not None:
                yield shown
            elif tag == "fldSimple":
                result = "".join(self._words(part, boxes))
                held = "" if result.strip() else text_of_code(value_of(part, "instr") or "")
                yield result or self._fields.word(held)
            elif tag == "txbxContent":
                boxes.append(part)
            elif tag == "mc:AlternateContent":
                yield from self._words(_alternative(part), boxes)
            elif tag == "sdt" and is_on(child(part, "sdtPr", "showingPlcHdr")):
                continue
            elif tag not in DELETED:
                self.images += tag in PICTURES
                yield from self._words(part, boxes)
                yield "\n" if tag == "a:p" else ""

    def _sign(self, part: Element, tag: str) -> str | None:
        """What an element of a run shows, None for one that only holds others."""
        match tag:
            case "t" | "m:t" | "a:t":
                return self._fields.word(in_font(part.text or "", self._font))
            case "sym":
                return self._fields.word(_symbol(part))
            case "tab" | "ptab" | "noBreakHyphen":
                return self._fields.word("-" if tag == "noBreakHyphen" else "\t")
            case "br":
                return {"page": PAGE, "column": ""}.get(value_of(part, "type") or "", "\n")
            case "cr":
                return "\n"
            case "v:textpath":  # WordArt
                return f"\n{value_of(part, 'string') or ''}\n"
            case "fldChar":
                return self._field(part)
            case "instrText":
                self._fields.code(part.text or "")
                return ""
        return None

    def _field(self, part: Element) -> str:
        kind = value_of(part, "fldCharType")
        if kind == "begin":
            self._fields.begin(child(part, "ffData"))
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            return self._fields.end()
        return ""

    def _table(self, table: Element) -> Iterator[DocLine]:
        """A row of short cells as one line; a table that lays out the page as the blocks of its cells."""
        yield DocLine("")
        for row in _children(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            images = self.images
            cells = [
                [*self._blocks(cell), *self._flush()]
                for cell in _children(row, "tc")
                if child(cell, "tcPr", "cellDel") is None
            ]
            yield from row_of_table(cells, pictures=self.images > images)
        yield DocLine("")

    def _chunk(self, element: Element) -> Iterator[DocLine]:
        """A file that was put into this one whole."""
        target = self._package.target(value_of(element, "id") or "")
        data = self._package.content(target) if target else None
        if data is None:
            return
        kind = docx_chunks.kind_of(target, data)
        if kind == "document" and self._depth < MOST_CHUNKS_DEEP:
            inner = Package(data, self._name)
            reader = DocumentReader(inner, self._name, depth=self._depth + 1)
            body = child(inner.part(inner.main), "body")
            yield from reader.lines(body) if body is not None else ()
            self.images += reader.images
            self.left_out += reader.left_out
        elif kind in ("", "document"):
            self.left_out.append(target.rpartition("/")[2])
        else:
            yield from docx_chunks.lines_of(kind, data, self._name)


def _opens_with_box(paragraph: Element) -> bool:
    """True for a paragraph before whose first word a text box is anchored: what the box holds is read first."""
    shown = (tag_of(part) for part in paragraph.iter() if tag_of(part) == "txbxContent" or _is_word(part))
    return next(shown, "") == "txbxContent"


def _is_word(part: Element) -> bool:
    return tag_of(part) == "t" and bool((part.text or "").strip())


def _ends_in_the_next(properties: Element | None) -> bool:
    """True for a paragraph whose end is deleted or hidden, and for a drop cap: the next one goes on with it."""
    if value_of(child(properties, "framePr"), "dropCap") in ("drop", "margin"):
        return True
    mark = child(properties, "rPr")
    hidden = is_on(child(mark, "vanish")) or is_on(child(mark, "specVanish"))
    return hidden or child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _section_starts(container: Element) -> list[bool]:
    """For each section that ends in a paragraph, whether the section after it begins on a new page."""
    sections = [found for found in container.iter() if tag_of(found) == "sectPr"]
    kinds = [value_of(child(section, "type")) for section in sections[1:]]
    return [kind not in ("continuous", "nextColumn") for kind in kinds]


def _font(properties: Element | None) -> str:
    fonts = child(properties, "rFonts")
    return value_of(fonts, "ascii") or value_of(fonts, "hAnsi") or "" if fonts is not None else ""


def _symbol(element: Element) -> str:
    """<w:sym w:font="宋体" w:char="2460"/>"""
    try:
        code = int(value_of(element, "char") or "", 16)
    except ValueError:
        return ""
    return sign(code, value_of(element, "font") or "")


def _children(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, also those in content controls; not those of tables inside."""
    for part in element:
        tag = tag_of(part)
        if tag == name:
            yield part
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _children(part, name)


def _alternative(element: Element) -> Element:
    """One of the copies that Word keeps of a drawing for new and for old programs: the one with words."""
    choice, fallback = child(element, "mc:Choice"), child(element, "mc:Fallback")
    if choice is None or (fallback is not None and _has_words(fallback) and not _has_words(choice)):
        return fallback if fallback is not None else element
    return choice


def _has_words(element: Element) -> bool:
    return any(
        (tag_of(part) in ("t", "a:t") and (part.text or "").strip()) or tag_of(part) == "v:textpath"
        for part in element.iter()
    )


def _margins(package: Package, reader: DocumentReader, kind: str) -> list[str]:
    """The words of the page headers, or footers, each once."""
    lines = (line.text.strip() for root in package.related(kind) for line in reader.lines(root))
    return list(dict.fromkeys(line for line in lines if line))


def _notes(package: Package, reader: DocumentReader) -> Iterator[DocLine]:
    """Footnotes and endnotes, without the rules that part them from the text: beside the article, not in it."""
    for kind in ("footnotes", "endnotes"):
        for root in package.related(kind):
            for note in root:
                if value_of(note, "type") in (None, "normal"):
                    yield from (replace(line, hint=Hint.FURNITURE) for line in reader.lines(note))


def _notices(reader: DocumentReader) -> Iterator[tuple[str, Values]]:
    yield from images_left_out(reader.images)
    if reader.left_out:
        yield "chunks-left-out", {"names": reader.left_out}


def parse(data: bytes, name: str) -> ReadText:
    """The text of a Word file with what its styles say."""
    package = Package(data, name)
    body = child(package.part(package.main), "body")
    reader = DocumentReader(package, name)
    lines = list(reader.lines(body)) if body is not None else []
    notices = tuple(_notices(reader))
    notes = list(_notes(package, reader))
    if not lines and not notes:
        raise _without_text(reader, name)
    builder = built_of(
        lines,
        headers=_margins(package, reader, "header"),
        notes=notes,
        footers=_margins(package, reader, "footer"),
    )
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notices)


def _without_text(reader: DocumentReader, name: str) -> UnreadableFile:
    if reader.left_out:
        return UnreadableFile("no-text", name, case="embedded", names=reader.left_out)
    return without_text(reader.images, name)
