"""Word documents as an office here writes them: the fonts that every Chinese Word has, A4, and no template's ornaments."""

from copy import deepcopy
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from archive.files.xml_text import for_xml

SONG, HEI, KAI = "宋体", "黑体", "楷体"
"""Fonts that every Chinese Word has."""
INK, SOFT = RGBColor(0, 0, 0), RGBColor(0x55, 0x55, 0x55)
SIZES_OF_HEADINGS = {2: 15, 3: 13, 4: 12}
BODY_POINTS = 12
NOWHERE: Any = None
"""The document of what is only made to be copied."""


def document(*, title: str, author: str = "", comments: str = "", made: datetime | None = None) -> Any:
    """An empty A4 page with its styles and what a file says of itself."""
    new = Document()
    page = new.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(3)
    font(new.styles["Normal"], SONG, BODY_POINTS)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    new.styles["Normal"].element.get_or_add_rPr().append(language)
    font(new.styles["Title"], HEI, 20)
    for rank, points in SIZES_OF_HEADINGS.items():
        font(new.styles[f"Heading {rank - 1}"], HEI, points)
    about = new.core_properties
    about.title, about.author, about.comments = (for_xml(text)[:255] for text in (title, author, comments))
    about.subject, about.keywords, about.language = "", "", "zh-CN"
    if made is not None:
        about.created = about.modified = made.replace(tzinfo=None)
    return new


def font(style: Any, name: str, points: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(points), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def title(document: Any, text: str) -> None:
    written = document.add_paragraph(style="Title")
    written.add_run(for_xml(text))
    written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # The rule below the title is the template's; a newspaper has none.
    borders = written.style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)


def centred(document: Any, text: str, *, points: float, font: str = SONG) -> None:
    paragraph = _added(document)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    run(paragraph, text, points=points, font=font)


def run(
    paragraph: Any, text: str, *, points: float, font: str = SONG, colour: RGBColor = INK, bold: bool = False
) -> None:
    paragraph.add_run(for_xml(text))._element.insert(0, deepcopy(_look(points, font, colour, bold)))


@cache
def _look(points: float, font: str, colour: RGBColor, bold: bool) -> Any:
    """Made once: a file of passages has eighteen thousand runs of three looks."""
    written = Run(_empty("w:r"), NOWHERE)
    written.font.size, written.font.color.rgb, written.font.name = Pt(points), colour, font
    written.bold = bold or None
    look = written._element.get_or_add_rPr()
    look.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return look


def paragraph(document: Any, text: str = "") -> Any:
    written = _added(document)
    written._element.append(deepcopy(_form_of_text()))
    if text:
        written.add_run(for_xml(text))
    return written


@cache
def _form_of_text() -> Any:
    written = Paragraph(_empty("w:p"), NOWHERE)
    form = written.paragraph_format
    form.first_line_indent, form.line_spacing, form.space_after = Pt(2 * BODY_POINTS), 1.5, Pt(0)
    return written._element.get_or_add_pPr()


def _added(document: Any) -> Any:
    """A paragraph at the end; ``add_paragraph`` looks for the end among all that the document has."""
    body = document.element.body
    body.sectPr.addprevious(added := _empty("w:p"))
    return Paragraph(added, document)


def _empty(tag: str) -> Any:
    return OxmlElement(tag)


def small(document: Any, text: str) -> None:
    """A line on where something comes from."""
    written = _added(document)
    written.paragraph_format.space_after = Pt(2)
    run(written, text, points=9, colour=SOFT)


def made_here() -> str:
    return f"由工会工作综述档案库于 {timezone.localdate().isoformat()} 生成"


def bytes_of(document: Any) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()
