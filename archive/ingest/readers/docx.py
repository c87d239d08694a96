"""Word files: paragraphs, tables and text boxes in the order of the document, page headers and footers aside."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from archive.ingest.bylines import is_byline
from archive.ingest.lines import Hint, split_lines
from archive.ingest.patterns import pattern
from archive.ingest.readers import docx_chunks
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.docx_fields import Fields, text_of_code
from archive.ingest.readers.docx_lines import DocLine, with_hints, with_title
from archive.ingest.readers.docx_numbering import Numbering
from archive.ingest.readers.docx_package import Package, child, is_on, tag_of, value_of
from archive.ingest.readers.docx_styles import Style, Styles, role
from archive.ingest.readers.docx_symbols import in_font, sign
from archive.ingest.records import SourceText, UnreadableFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

DELETED = frozenset(
    ("del", "moveFrom", "rPr", "pPr", "delText", "delInstrText", "rt", "sectPr", "tblPr", "sdtPr", "ffData")
)
PICTURES = frozenset(("a:blip", "v:imagedata"))
INDENT = pattern(r"^[ \t]*[\u3000\xa0\u2003]{2}", like="　　一年来", unlike="一年来")
DASH = pattern(r"^[—\-－―]", like="——青禾区总工会2019年工作综述", unlike="青禾区总工会")
SENTENCE_END = pattern(r"[。！？!?…”』」]\s*$", like="一年来。", unlike="一年来")
LINE_OF_A_CELL = 40  # characters; a table with longer cells is there for the layout
FEWEST_LINES_OF_AN_ARTICLE = 4  # in one cell of a table that lays out the page
LONGEST_CAPTION = 90
CAPTION_END = pattern(r"(?:。|摄|供图|[)）])$", like="李红梅摄", unlike="夜校课堂")
MOST_BLANK_LINES = 4
MOST_CHUNKS_DEEP = 2  # a Word file in a Word file in a Word file is no article
PAGE = "\f"


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
        self._page = False
        self._section_starts: list[bool] = []
        self.images = 0
        self.left_out: list[str] = []  # names of the parts that no reader reads

    def lines(self, container: Element) -> Iterator[DocLine]:
        """Paragraphs, tables and text boxes, with the blank lines that stand between them."""
        self._section_starts = _section_starts(container)
        gap = 0
        for line in (*self._blocks(container), *self._flush()):
            if line.text.strip():
                page, self._page = line.page or self._page, False
                yield replace(line, gap=min(gap + line.gap, MOST_BLANK_LINES), page=page)
                gap = 0
            else:
                self._page = self._page or line.page
                gap += 1 + line.gap

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
        rows = list(self._rows(carried + words, style, pictures=pictures, page=bool(style.on_new_page)))
        boxed = list(self._boxes(boxes))
        above = not carried and (_opens_with_box(paragraph) or _is_head(boxed))
        yield from (*boxed, *rows) if above else (*rows, *boxed)
        if child(properties, "sectPr") is not None and self._section_starts and self._section_starts.pop(0):
            yield DocLine("", gap=-1, page=True)

    def _rows(self, words: str, style: Style, *, pictures: int, page: bool) -> Iterator[DocLine]:
        """The rows of a paragraph, broken by hand or by a new page."""
        label = ""
        if style.number not in (None, "0") and words.strip():
            label = self._numbering.label(style.number or "", style.number_level or 0)
        if label and label[-1].isalnum():
            label += " "
        indented = bool(style.indented) or bool(INDENT.match(words))
        for part_at, part in enumerate(_pages(words)):
            page = page or part_at > 0
            hint, level = role(style, part)
            rows = [row.strip() for row in part.strip().split("\n")]
            if hint or level is not None:
                rows = list(_rows_of_a_heading(rows))
            for at, row in enumerate(rows):
                first = not at and not part_at
                own_hint, own_level = (hint, level) if not at else _role_of_row(row, hint, level)
                text = f"{label}{row}" if first else row
                gap = pictures * (not part.strip()) if first else 0
                yield DocLine(text, own_hint, own_level, gap, indented and first, page and not at)

    def _flush(self) -> Iterator[DocLine]:
        """What was to go on in a paragraph that never came."""
        words = "".join(self._carried)
        self._carried.clear()
        if words.strip():
            yield from self._rows(words, Style(), pictures=0, page=False)

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
            filled = [[line for line in cell if line.text.strip()] for cell in cells]
            short = all(len(line.text) <= LINE_OF_A_CELL for cell in filled for line in cell)
            if short and self.images == images and sum(map(bool, filled)) > 1:
                words = "\t".join(" ".join(line.text for line in cell) for cell in filled if cell)
                yield DocLine(words.replace("\n", " "), Hint.ROW)
            else:
                for cell in cells:
                    yield from _as_captions(cell, filled)
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


def _is_head(boxed: Sequence[DocLine]) -> bool:
    """True for the lines of a text box that names the article, wherever in the lead it is anchored."""
    words = [line for line in boxed if line.text.strip()]
    named = any(line.hint in (Hint.TITLE, Hint.SUBTITLE) or DASH.match(line.text) for line in words)
    return named and not any(SENTENCE_END.search(line.text) for line in words)


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


def _pages(words: str) -> list[str]:
    """The words before and after each new page; a sentence that one cuts is one sentence."""
    parts = [""]
    for at, part in enumerate(words.split(PAGE)):
        before = parts[-1].strip()
        if at and (not before or not part.strip() or SENTENCE_END.search(before)):
            parts.append(part)
        else:
            parts[-1] += part
    return parts


def _rows_of_a_heading(rows: Sequence[str]) -> Iterator[str]:
    """A heading broken by hand is one; a subtitle or a by-line below it in the same paragraph is a row."""
    whole = ""
    for row in rows:
        if whole and row and (DASH.match(row) or _is_byline(row) or _is_byline(whole)):
            yield whole
            whole = row
        else:
            whole = f"{whole} {row}".strip()
    yield " ".join(whole.split())


def _is_byline(row: str) -> bool:
    return any(is_byline(line, bare=False) for line in split_lines(row))


def _role_of_row(row: str, hint: Hint | None, level: int | None) -> tuple[Hint | None, int | None]:
    """What a later row of a title or a heading is."""
    if hint in (Hint.CAPTION, Hint.FURNITURE):
        return hint, level
    return (Hint.SUBTITLE if DASH.match(row) and not _is_byline(row) else None), None


def _as_captions(cell: Sequence[DocLine], row: Sequence[Sequence[DocLine]]) -> Iterator[DocLine]:
    """A cell that holds one remark beside a cell that holds the article: the words of a picture."""
    filled = [line for line in cell if line.text.strip()]
    beside = any(len(other) >= FEWEST_LINES_OF_AN_ARTICLE for other in row)
    remark = (
        len(filled) == 1
        and len(filled[0].text) <= LONGEST_CAPTION
        and bool(CAPTION_END.search(filled[0].text))
    )
    for line in cell:
        caption = beside and remark and line.text.strip() and not line.hint
        yield replace(line, hint=Hint.CAPTION) if caption else line


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


def _notices(reader: DocumentReader) -> Iterator[tuple[str, str]]:
    if reader.images:
        yield "images-left-out", f"文档中有 {reader.images} 张图片，没有读入，图片仍在原件里。"
    if reader.left_out:
        names = "、".join(reader.left_out)
        yield "chunks-left-out", f"文档里嵌有另外的文件（{names}），没有读入，请打开原件，另存后再上传。"


def parse(data: bytes, name: str) -> ReadText:
    """The text of a Word file with what its styles say."""
    package = Package(data, name)
    body = child(package.part(package.main), "body")
    reader = DocumentReader(package, name)
    lines = with_title(list(reader.lines(body))) if body is not None else []
    notices = tuple(_notices(reader))
    notes = list(_notes(package, reader))
    if not lines and not notes:
        raise _without_text(reader, name)
    builder = TextBuilder()
    for words in _margins(package, reader, "header"):
        builder.add(words, Hint.FURNITURE)
    for line in (*with_hints(lines), *notes):
        builder.add(line.text, line.hint, gap=line.gap, indent=line.indented, page=line.page)
    for words in _margins(package, reader, "footer"):
        builder.add(words, Hint.FURNITURE)
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notices)


def _without_text(reader: DocumentReader, name: str) -> UnreadableFile:
    if reader.left_out:
        inner = "、".join(reader.left_out)
        return UnreadableFile(
            "no-text",
            f"“{name}”的正文是嵌在里面的另一个文件（{inner}），读不了。请用 Word 打开后另存为 .docx，再上传。",
        )
    if reader.images:
        return UnreadableFile(
            "no-text",
            f"“{name}”里没有文字，只有 {reader.images} 张图片。请先做文字识别，再上传文字稿。",
        )
    return UnreadableFile("no-text", f"“{name}”是空白文档，里面没有文字。")
