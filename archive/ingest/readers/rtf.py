"""Rich text (rtf): paragraphs, tables, text boxes and notes with what their styles say.

The file is read one sign after the other: nothing nests in the reader, however deep a file nests.
"""

from dataclasses import dataclass, field, replace

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
from archive.ingest.readers.docx_fields import text_of_code
from archive.ingest.readers.docx_lines import DocLine
from archive.ingest.readers.docx_styles import BODY_TEXT_LEVEL, DEEPEST_STYLE, HEADING_STYLE, Style, merged
from archive.ingest.readers.docx_symbols import PRIVATE, in_font
from archive.ingest.readers.rtf_groups import (
    BODY,
    BOX,
    CHARSETS,
    CODE,
    FONTS,
    FOOTER,
    GROUPS,
    HEADER,
    NOTE,
    PROPERTY,
    SHOWN,
    SHOWN_OWN,
    SIGNS,
    SILENT,
    STYLES,
    SYMBOLS,
    TOKEN,
    VALUE,
    WORD_ART,
    WORDS,
    codec_of,
    decoded,
)
from archive.ingest.records import SourceText
from archive.ingest.text.lines import Hint

MEDIA_TYPE = "application/rtf"
MOST_GROUPS = 20_000  # within each other
MOST_STAND_INS = 10  # signs behind \u for programs that don't know it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of the paragraph that is being written."""

    style: int = 0
    level: int | None = None
    indented: bool = False
    in_table: bool = False
    on_new_page: bool = False


@dataclass(slots=True)
class Group:
    """What holds until its brace closes."""

    into: str = SILENT
    around: str = SILENT
    paragraph: Paragraph = Paragraph()
    font: int = -1
    hidden: bool = False
    deleted: bool = False
    stand_ins: int = 1
    begins: bool = False  # the word that names the group is still to come
    own: bool = False  # it began with \*
    field_at: int | None = None  # where the words of a field begin


@dataclass(slots=True)
class Part:
    """The body, a margin, the notes: its lines, and what is not at its end yet."""

    lines: list[DocLine] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cell: list[DocLine] = field(default_factory=list)
    cells: list[list[DocLine]] = field(default_factory=list)
    boxed: list[DocLine] = field(default_factory=list)
    boxed_first: bool = False
    pictures: int = 0


class Document:
    """The parts of one file, filled sign by sign."""

    def __init__(self) -> None:
        self._codec = "gb18030"
        self._group = Group()
        self._groups: list[Group] = []
        self._parts = {name: Part() for name in SHOWN}
        self._fonts: dict[int, tuple[int, str]] = {}
        self._styles: dict[int, Style] = {}
        self._bytes = bytearray()
        self._stand_ins = 0
        self._half = 0  # the first half of a character beyond the first plane
        self._kept: dict[str, list[str]] = {kind: [] for kind in (FONTS, STYLES, CODE, PROPERTY, VALUE)}
        self._entry = 0  # the font or style that is being named
        self._page = False
        self.images = 0

    def lines(self, part: str) -> list[DocLine]:
        return list(with_gaps(self._parts[part].lines))

    def words(self, part: str) -> list[str]:
        return list(dict.fromkeys(line.text.strip() for line in self.lines(part)))

    # signs of the file

    def open(self) -> None:
        self._flush()
        if len(self._groups) < MOST_GROUPS:
            self._groups.append(self._group)
            into = self._group.into
            self._group = replace(self._group, around=into, begins=True, own=False, field_at=None)
            self._entry = 0 if into == STYLES else self._entry

    def close(self) -> None:
        self._flush()
        if not self._groups:
            return
        left, self._group = self._group, self._groups.pop()
        if left.into in (FONTS, STYLES):
            self._name_entry(left.into)
        elif left.into != self._group.into:
            self._leave(left.into)
        elif left.field_at is not None and left.into in SHOWN:
            self._end_field(self._parts[left.into], left.field_at)

    def sign(self, sign: bytes) -> None:
        group = self._group
        group.begins = group.begins and sign == b"*"
        if sign == b"*":
            group.own = True
        elif sign in (b"\n", b"\r"):
            self.word("par", None)
        else:
            self._flush()
            self._add(SIGNS.get(sign, ""))

    def byte(self, data: bytes) -> None:
        """Bytes of text in the code page of the font, but for those that stand in for a character before them."""
        self._group.begins = False
        self._bytes += data[self._stand_ins :]
        self._stand_ins = max(0, self._stand_ins - len(data))

    def word(self, word: str, number: int | None) -> None:
        self._flush()
        group = self._group
        begins, group.begins = group.begins, False
        self._stand_ins = group.stand_ins if word == "u" else 0
        if begins:
            self._begin(group, word)
        if group.into in (FONTS, STYLES):
            self._describe_entry(word, number)
        if word == "u":
            self._add(self._character((number or 0) % 0x10000))
        elif word in WORDS:
            self._add(WORDS[word])
        elif group.into != SILENT:
            self._set(group, word, number)

    def end(self) -> None:
        """The end of the file: what was not closed is at its end."""
        self._flush()
        self._group = replace(self._group, into=BODY, deleted=False)
        self._end_paragraph(new_page=False)
        self._end_table(self._parts[BODY])

    # what they do

    def _begin(self, group: Group, word: str) -> None:
        """The first word of a group says what is in it."""
        if word == "rtf":
            group.into = BODY
        elif word == "ud":  # the words of \upr again, in Unicode
            group.into = self._groups[-1].around if self._groups else BODY
        elif group.into == SILENT or group.into in (FONTS, STYLES):
            return
        elif word in GROUPS:
            group.into = GROUPS[word]
        elif group.own and word not in SHOWN_OWN:
            group.into = SILENT
        if group.into != group.around and group.into in self._kept:
            self._kept[group.into].clear()
        if word == "pict":
            self.images += 1
            self._parts[BODY].pictures += 1
        if word == "field" and group.into in SHOWN:
            group.field_at = len(self._parts[group.into].words)

    def _leave(self, into: str) -> None:
        if into == VALUE and "".join(self._kept[PROPERTY]).strip() == WORD_ART:
            self._put_into_box("".join(self._kept[VALUE]))
        if into in SHOWN:
            part = self._parts[into]
            if "".join(part.words).strip():
                self._end_paragraph_of(part, Paragraph())
            self._end_table(part)
        if into == BOX:
            self._set_box()

    def _put_into_box(self, words: str) -> None:
        box = self._parts[BOX]
        box.lines += rows_of(words, Style())
        self._set_box()

    def _set_box(self) -> None:
        """A text box stands beside the paragraph that it is anchored in."""
        box, body = self._parts[BOX], self._parts[BODY]
        body.boxed_first = body.boxed_first or not "".join(body.words).strip()
        body.boxed += [DocLine(""), *box.lines, DocLine("")]
        box.lines.clear()

    def _set(self, group: Group, word: str, number: int | None) -> None:
        match word:
            case "f":
                group.font = number or 0
            case "v" | "webhidden":
                group.hidden = number != 0
            case "deleted":
                group.deleted = number != 0
            case "plain":
                group.hidden = group.deleted = False
            case "uc":
                group.stand_ins = min(max(number or 0, 0), MOST_STAND_INS)
            case "ansicpg":
                self._codec = codec_of(number or 0) or self._codec
            case "sbknone" | "sbkcol":
                self._page = False
            case "par" | "sect":
                self._end_paragraph(new_page=word == "sect")
            case "cell" | "nestcell":
                self._end_cell(group)
            case "row" | "nestrow":
                self._end_row(group)
            case _:
                group.paragraph = _described(group.paragraph, word, number)

    def _character(self, code: int) -> str:
        """The character of a number; one beyond the first plane comes in two halves."""
        half, self._half = self._half, code if 0xD800 <= code < 0xDC00 else 0
        if self._half:
            return ""
        if 0xDC00 <= code < 0xE000:
            return chr(0x10000 + ((half - 0xD800) << 10) + code - 0xDC00) if half else "\ufffd"
        charset, font = self._fonts.get(self._group.font, (0, ""))
        return in_font(chr(code), font) if charset == SYMBOLS else chr(code)

    def _flush(self) -> None:
        """The bytes that were read so far as words."""
        if not self._bytes:
            return
        data, self._bytes, self._half = bytes(self._bytes), bytearray(), 0
        charset, font = self._fonts.get(self._group.font, (0, ""))
        if charset == SYMBOLS:
            self._add(in_font("".join(chr(PRIVATE + code) for code in data), font))
        else:
            self._add(decoded(data, CHARSETS.get(charset, self._codec)))

    def _add(self, text: str) -> None:
        group = self._group
        if group.into in self._kept:
            self._kept[group.into].append(text)
        elif group.into in SHOWN and not (group.hidden or group.deleted):
            self._parts[group.into].words.append(text)

    def _end_field(self, part: Part, at: int) -> None:
        """A field without a result shows what its code says."""
        if not "".join(part.words[at:]).strip():
            self._add(text_of_code("".join(self._kept[CODE])))
        self._kept[CODE].clear()

    # paragraphs and tables

    def _end_paragraph(self, *, new_page: bool) -> None:
        group = self._group
        if group.into not in SHOWN or group.deleted:
            return
        self._end_paragraph_of(self._parts[group.into], group.paragraph)
        self._page = self._page or (new_page and group.into == BODY)

    def _end_paragraph_of(self, part: Part, said: Paragraph) -> None:
        words = self._taken(part)
        body = part is self._parts[BODY]
        style = self._style(said)
        page = bool(style.on_new_page) or (body and self._page)
        rows = list(rows_of(words, style, pictures=2 if part.pictures else 0, page=page))
        self._page = self._page and not (body and words.strip())
        above = part.boxed_first or is_head(part.boxed)
        found = [*part.boxed, *rows] if above else [*rows, *part.boxed]
        part.pictures, part.boxed, part.boxed_first = 0, [], False
        if said.in_table:
            part.cell += found
        else:
            self._end_table(part)
            part.lines += found

    def _style(self, said: Paragraph) -> Style:
        """The style of the paragraph, with what the paragraph itself says."""
        own = Style(level=said.level, indented=said.indented or None, on_new_page=said.on_new_page or None)
        return merged(own, self._whole(said.style))

    def _whole(self, number: int, depth: int = 0) -> Style:
        style = self._styles.get(number, Style())
        if style.based_on and depth < DEEPEST_STYLE:
            return merged(style, self._whole(int(style.based_on), depth + 1))
        return style

    def _end_cell(self, group: Group) -> None:
        part = self._parts.get(group.into)
        if part is not None:
            part.cells.append([*part.cell, *rows_of(self._taken(part), self._style(group.paragraph))])
            part.cell = []

    def _end_row(self, group: Group) -> None:
        part = self._parts.get(group.into)
        if part is not None and part.cells:
            part.lines += row_of_table(part.cells)
            part.cells = []

    def _end_table(self, part: Part) -> None:
        """Cells of a row whose end never came."""
        if part.cell or part.cells:
            part.lines += row_of_table([*part.cells, part.cell])
            part.cells, part.cell = [], []

    @staticmethod
    def _taken(part: Part) -> str:
        words = "".join(part.words)
        part.words.clear()
        return words

    # tables of fonts and styles

    def _describe_entry(self, word: str, number: int | None) -> None:
        style = self._styles.get(self._entry, Style())
        match word:
            case "f" | "s":
                self._entry = number or 0
            case "cs" | "ts" | "ds":
                self._entry = -1 - (number or 0)  # of characters, tables, sections
            case "fcharset":
                self._fonts[self._entry] = (number or 0, "")
            case "sbasedon" if number not in (None, self._entry):
                self._styles[self._entry] = replace(style, based_on=str(number))
            case "outlinelevel":
                self._styles[self._entry] = replace(style, level=number)
            case "fi" | "cufi":
                self._styles[self._entry] = replace(style, indented=(number or 0) > 0)

    def _name_entry(self, table: str) -> None:
        name = "".join(self._kept[table]).strip().rstrip(";").strip()
        self._kept[table].clear()
        if table == FONTS and name:
            self._fonts[self._entry] = (self._fonts.get(self._entry, (0, ""))[0], name)
        elif name:
            heading = HEADING_STYLE.match(name)
            style = replace(self._styles.get(self._entry, Style()), name=name)
            self._styles[self._entry] = replace(style, level=int(heading[1]) - 1) if heading else style


def _described(said: Paragraph, word: str, number: int | None) -> Paragraph:
    """The paragraph with what one more word says of it."""
    match word:
        case "pard":
            return Paragraph()
        case "s":
            return replace(said, style=number or 0)
        case "outlinelevel":
            return replace(said, level=number if (number or 0) < BODY_TEXT_LEVEL else None)
        case "fi" | "cufi":
            return replace(said, indented=(number or 0) > 0)
        case "intbl":
            return replace(said, in_table=True)
        case "pagebb":
            return replace(said, on_new_page=number != 0)
    return said


def read_into(document: Document, data: bytes) -> None:
    """Every sign of the file, in order."""
    at = 0
    while match := TOKEN.search(data, at):
        at = match.end()
        word, number, code, sign, brace, plain = match.groups()
        if word == b"bin":
            at += max(0, int(number or 0))
        elif word:
            document.word(word.decode(), int(number) if number else None)
        elif code:
            document.byte(bytes.fromhex(code.decode()))
        elif brace == b"{":
            document.open()
        elif brace:
            document.close()
        elif plain:
            document.byte(plain)
        else:
            document.sign(sign)
    document.end()


def parse(data: bytes, name: str) -> ReadText:
    """The text of a document with what its styles say."""
    document = Document()
    read_into(document, data)
    lines = document.lines(BODY)
    notes = [replace(line, hint=Hint.FURNITURE) for line in document.lines(NOTE)]
    if not lines and not notes:
        raise without_text(document.images, name)
    builder = built_of(lines, headers=document.words(HEADER), notes=notes, footers=document.words(FOOTER))
    notices = tuple(images_left_out(document.images))
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notices)
