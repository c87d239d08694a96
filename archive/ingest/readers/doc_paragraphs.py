"""Paragraphs and rows of tables as lines, alike for every format of a word processor."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.ingest.parts.bylines import is_byline
from archive.ingest.readers.contract import TextBuilder
from archive.ingest.readers.docx_lines import DocLine, with_hints, with_title
from archive.ingest.readers.docx_styles import Style, role
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint, split_lines
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import Values

INDENT = pattern(r"^[ \t]*[\u3000\xa0\u2003]{2}", like="　　一年来", unlike="一年来")
LINE_OF_A_CELL = 40  # characters; a table with longer cells is there for the layout
FEWEST_LINES_OF_AN_ARTICLE = 4  # in one cell of a table that lays out the page
LONGEST_CAPTION = 90
CAPTION_END = pattern(r"(?:。|摄|供图|[)）])$", like="李红梅摄", unlike="夜校课堂")
MOST_BLANK_LINES = 4
PAGE = "\f"  # in the words of a paragraph: a new page begins
DASH = pattern(r"^[—\-－―]", like="——青禾区总工会2019年工作综述", unlike="青禾区总工会")
SENTENCE_END = pattern(r"[。！？!?…”』」]\s*$", like="一年来。", unlike="一年来")


def built_of(
    lines: Iterable[DocLine], *, headers: Iterable[str], notes: Iterable[DocLine], footers: Iterable[str]
) -> TextBuilder:
    """The text of a document: what stands in its margins and its notes is page matter."""
    builder = TextBuilder()
    for words in headers:
        builder.add(words, Hint.FURNITURE)
    for line in (*with_hints(with_title(list(lines))), *notes):
        builder.add(line.text, line.hint, gap=line.gap, indent=line.indented, page=line.page)
    for words in footers:
        builder.add(words, Hint.FURNITURE)
    return builder


def images_left_out(images: int) -> Iterator[tuple[str, Values]]:
    """The notice of pictures, where there are some."""
    if images:
        yield "images-left-out", {"count": images}


def without_text(images: int, name: str) -> UnreadableFile:
    """The refusal of a document without a word."""
    if images:
        return UnreadableFile("no-text", name, case="pictures", count=images)
    return UnreadableFile("no-text", name, case="blank")


def with_gaps(lines: Iterable[DocLine]) -> Iterator[DocLine]:
    """The lines that hold something, with the blank ones between them as their gaps."""
    gap, page = 0, False
    for line in lines:
        if line.text.strip():
            yield replace(line, gap=min(gap + line.gap, MOST_BLANK_LINES), page=line.page or page)
            gap, page = 0, False
        else:
            page = page or line.page
            gap += 1 + line.gap


def rows_of(
    words: str, style: Style, *, label: str = "", pictures: int = 0, page: bool = False
) -> Iterator[DocLine]:
    """The rows of a paragraph, broken by hand or by a new page, behind its label."""
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


def row_of_table(cells: Sequence[Sequence[DocLine]], *, pictures: bool = False) -> Iterator[DocLine]:
    """A row of short cells as one line; of a table that lays out the page the lines of its cells."""
    filled = [[line for line in cell if line.text.strip()] for cell in cells]
    short = all(len(line.text) <= LINE_OF_A_CELL for cell in filled for line in cell)
    if short and not pictures and sum(map(bool, filled)) > 1:
        words = "\t".join(" ".join(line.text for line in cell) for cell in filled if cell)
        yield DocLine(words.replace("\n", " "), Hint.ROW)
    else:
        for cell in cells:
            yield from _as_captions(cell, filled)


def is_head(boxed: Sequence[DocLine]) -> bool:
    """True for the lines of a text box that names the article, wherever in the lead it is anchored."""
    words = [line for line in boxed if line.text.strip()]
    named = any(line.hint in (Hint.TITLE, Hint.SUBTITLE) or DASH.match(line.text) for line in words)
    return named and not any(SENTENCE_END.search(line.text) for line in words)


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
