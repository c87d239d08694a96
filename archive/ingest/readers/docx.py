"""Word files: paragraphs, tables and text boxes in the order of the document, page headers and footers aside."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.docx_numbering import Numbering
from archive.ingest.readers.docx_package import Package, child, is_on, tag_of, value_of
from archive.ingest.records import SourceText, UnreadableFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TITLE_STYLE = re.compile(r"^(?:title|标题|文章标题|大标题|主标题)$", re.I)
SUBTITLE_STYLE = re.compile(r"^(?:subtitle|副标题)$", re.I)
HEADING_STYLE = re.compile(r"^(?:heading|标题)\s*(\d)$", re.I)
CAPTION_STYLE = re.compile(r"^(?:caption|题注|图注|图片说明)", re.I)
BODY_TEXT_LEVEL = 9  # what <w:outlineLvl> says of text that is no heading

DELETED = frozenset(
    ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "delInstrText", "rt", "sectPr", "tblPr")
)
PICTURES = frozenset(("a:blip", "v:imagedata"))
INDENT = re.compile(r"^[ \t]*[\u3000\xa0\u2003]{2}")
LINE_OF_A_CELL = 40  # characters; a table with longer cells is there for the layout
LONGEST_HEADING = 46
LONGEST_TITLE = 60
MOST_BLANK_LINES = 4
DEEPEST_STYLE = 12


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, with what it takes from the styles that it is based on."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    indented: bool | None = None
    number: str | None = None
    number_level: int | None = None


@dataclass(frozen=True, slots=True)
class DocLine:
    """One line of the document. ``level`` counts headings from 0; None is no heading."""

    text: str
    hint: Hint | None = None
    level: int | None = None
    gap: int = 0
    indented: bool = False


class Styles:
    """The paragraph styles of a document by their ids."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        for root in roots:
            for element in root:
                if tag_of(element) == "style" and value_of(element, "type") in (None, "paragraph"):
                    key = value_of(element, "styleId") or ""
                    self._styles[key] = _style(element)
                    if value_of(element, "default") in ("1", "true"):
                        self._default = key

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph, with what the paragraph itself changes."""
        key = value_of(child(paragraph, "pPr", "pStyle")) or self._default
        style = self._whole(key, 0)
        own = _settings(child(paragraph, "pPr"), Style())
        return _merged(own, style)

    def _whole(self, key: str, depth: int) -> Style:
        style = self._styles.get(key, Style())
        if style.based_on and depth < DEEPEST_STYLE:
            return _merged(style, self._whole(style.based_on, depth + 1))
        return style


def _style(element: Element) -> Style:
    style = Style(value_of(child(element, "name")) or "", value_of(child(element, "basedOn")) or "")
    heading = HEADING_STYLE.match(style.name)
    if heading:
        style = replace(style, level=int(heading.group(1)) - 1)
    return _settings(child(element, "pPr"), style)


def _settings(properties: Element | None, style: Style) -> Style:
    """The style with what paragraph properties say."""
    level = value_of(child(properties, "outlineLvl"))
    indent = child(properties, "ind")
    first = [value_of(indent, name) for name in ("firstLine", "firstLineChars")]
    numbers = child(properties, "numPr")
    return replace(
        style,
        level=int(level) if level and level.isdigit() else style.level,
        indented=any(words not in (None, "", "0") for words in first) if any(first) else style.indented,
        number=value_of(child(numbers, "numId")) or style.number,
        number_level=_digit(value_of(child(numbers, "ilvl")), style.number_level),
    )


def _digit(words: str | None, default: int | None) -> int | None:
    return int(words) if words and words.isdigit() else default


def _merged(own: Style, base: Style) -> Style:
    """A style over the one that it is based on. A style without a telling name goes by the name of its base."""
    telling = any(
        pattern.match(own.name) for pattern in (TITLE_STYLE, SUBTITLE_STYLE, HEADING_STYLE, CAPTION_STYLE)
    )
    return Style(
        own.name if telling else base.name or own.name,
        "",
        own.level if own.level is not None else base.level,
        own.indented if own.indented is not None else base.indented,
        own.number if own.number is not None else base.number,
        own.number_level if own.number_level is not None else base.number_level,
    )


class DocumentReader:
    """The lines of one document in order."""

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self.images = 0

    def lines(self, container: Element) -> Iterator[DocLine]:
        """Paragraphs, tables and text boxes, with the blank lines that stand between them."""
        gap = 0
        for line in self._blocks(container):
            if line.text.strip():
                yield replace(line, gap=min(gap + line.gap, MOST_BLANK_LINES))
                gap = 0
            else:
                gap += 1 + line.gap

    def _blocks(self, container: Element) -> Iterator[DocLine]:
        for element in container:
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "mc:AlternateContent":
                yield from self._blocks(_alternative(element))
            elif tag not in DELETED:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[DocLine]:
        boxes: list[Element] = []
        images = self.images
        words = "".join(self._words(paragraph, boxes))
        style = self._styles.of(paragraph)
        pictures = 2 if self.images > images else 0
        label = ""
        if style.number not in (None, "0") and words.strip():
            label = self._numbering.label(style.number or "", style.number_level or 0)
        if label and label[-1].isalnum():
            label += " "
        hint, level = _role(style, words)
        if hint or level is not None:
            words = " ".join(words.split())  # a heading broken by hand
        indented = bool(style.indented) or bool(INDENT.match(words))
        for at, row in enumerate(f"{label}{words.strip()}".split("\n")):
            yield DocLine(
                row.strip(), hint, level, 0 if at else pictures * (not words.strip()), indented and not at
            )
        for box in boxes:
            yield DocLine("")
            yield from self._blocks(box)
            yield DocLine("")

    def _words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The visible words below an element; its text boxes are put aside."""
        for part in element:
            tag = tag_of(part)
            if tag in ("t", "m:t"):
                yield part.text or ""
            elif tag in ("tab", "ptab"):
                yield "\t"
            elif tag == "br":
                yield "\n" if value_of(part, "type") in (None, "textWrapping") else ""
            elif tag == "cr":
                yield "\n"
            elif tag == "noBreakHyphen":
                yield "-"
            elif tag == "sym":
                yield "•"
            elif tag == "txbxContent":
                boxes.append(part)
            elif tag == "mc:AlternateContent":
                yield from self._words(_alternative(part), boxes)
            elif tag == "r" and (
                is_on(child(part, "rPr", "vanish")) or is_on(child(part, "rPr", "webHidden"))
            ):
                continue
            elif tag not in DELETED:
                self.images += tag in PICTURES
                yield from self._words(part, boxes)

    def _table(self, table: Element) -> Iterator[DocLine]:
        """A row of short cells as one line; a table that lays out the page as the blocks of its cells."""
        yield DocLine("")
        for row in _children(table, "tr"):
            images = self.images
            cells = [list(self._blocks(cell)) for cell in _children(row, "tc")]
            filled = [[line for line in cell if line.text.strip()] for cell in cells]
            short = all(len(line.text) <= LINE_OF_A_CELL for cell in filled for line in cell)
            if short and self.images == images and sum(map(bool, filled)) > 1:
                words = "\t".join(" ".join(line.text for line in cell) for cell in filled if cell)
                yield DocLine(words.replace("\n", " "))
            else:
                for cell in cells:
                    yield from cell
        yield DocLine("")


def _children(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, also those in content controls; not those of tables inside."""
    for part in element:
        tag = tag_of(part)
        if tag == name:
            yield part
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _children(part, name)


def _alternative(element: Element) -> Element:
    """One of the copies that Word keeps of a drawing for new and for old programs."""
    choice = child(element, "mc:Choice")
    if choice is not None:
        return choice
    fallback = child(element, "mc:Fallback")
    return fallback if fallback is not None else element


def _role(style: Style, words: str) -> tuple[Hint | None, int | None]:
    """What the style says of the paragraph: a hint, or the level of a heading."""
    plain = " ".join(words.split())
    if TITLE_STYLE.match(style.name) and len(plain) <= LONGEST_TITLE:
        return (Hint.SUBTITLE if plain.startswith(("—", "-")) else Hint.TITLE), None
    if SUBTITLE_STYLE.match(style.name) and len(plain) <= LONGEST_TITLE:
        return Hint.SUBTITLE, None
    if CAPTION_STYLE.match(style.name):
        return Hint.CAPTION, None
    heading = style.level is not None and style.level < BODY_TEXT_LEVEL and len(plain) <= LONGEST_TITLE
    return None, style.level if heading and "。" not in plain[:-1] else None


def with_title(lines: list[DocLine]) -> list[DocLine]:
    """The heading of the highest level is the title where no style says so and it stands alone at the top."""
    if any(line.hint is Hint.TITLE for line in lines):
        return lines
    headings = [at for at, line in enumerate(lines) if line.level is not None]
    if not headings:
        return lines
    first = headings[0]
    level = lines[first].level
    alone = all(lines[at].level != level for at in headings[1:])
    at_top = all(len(line.text) < LONGEST_TITLE and "。" not in line.text for line in lines[:first])
    if not (alone and at_top and all((lines[at].level or 0) >= (level or 0) for at in headings)):
        return lines
    return [
        replace(line, hint=Hint.TITLE, level=None) if at == first else line for at, line in enumerate(lines)
    ]


def with_hints(lines: list[DocLine]) -> Iterator[DocLine]:
    """Headings as hints by the order of their levels; the rows of one title on one line."""
    levels = sorted({line.level for line in lines if line.level is not None})
    title: DocLine | None = None
    for line in lines:
        if line.hint is Hint.TITLE:
            title = replace(title, text=f"{title.text} {line.text}") if title else line
            continue
        if title:
            yield title
            title = None
        if line.level is None or len(line.text) > LONGEST_HEADING:
            yield line
        else:
            yield replace(line, hint=Hint.HEADING if line.level == levels[0] else Hint.SUBHEADING)
    if title:
        yield title


def _margins(package: Package, reader: DocumentReader, kind: str) -> list[str]:
    """The words of the page headers, or footers, each once."""
    lines = (line.text.strip() for root in package.related(kind) for line in reader.lines(root))
    return list(dict.fromkeys(line for line in lines if line))


def _notes(package: Package, reader: DocumentReader) -> Iterator[DocLine]:
    """Footnotes and endnotes, without the rules that part them from the text."""
    for kind in ("footnotes", "endnotes"):
        for root in package.related(kind):
            for note in root:
                if value_of(note, "type") in (None, "normal"):
                    yield from reader.lines(note)


def parse(data: bytes, name: str) -> ReadText:
    """The text of a Word file with what its styles say."""
    package = Package(data, name)
    body = child(package.part(package.main), "body")
    reader = DocumentReader(package)
    lines = with_title(list(reader.lines(body))) if body is not None else []
    notice = (
        (("images-left-out", f"文档中有 {reader.images} 张图片，没有读入，图片仍在原件里。"),)
        if reader.images
        else ()
    )
    notes = list(_notes(package, reader))
    if not lines and not notes:
        raise UnreadableFile("no-text", f"“{name}”里没有文字，可能只有图片。请先做文字识别，再上传文字稿。")
    builder = TextBuilder()
    for words in _margins(package, reader, "header"):
        builder.add(words, Hint.FURNITURE)
    for line in (*with_hints(lines), *notes):
        builder.add(line.text, line.hint, gap=line.gap, indent=line.indented)
    for words in _margins(package, reader, "footer"):
        builder.add(words, Hint.FURNITURE)
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notice)
