"""An article as a Word file: a clean document with its source, its reference and its address, and no page matter."""

from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from archive.citing.work import Work
from archive.models import Article
from archive.section_ranks import heading_ranks
from archive.xml_text import for_xml

SONG, HEI, KAI = "宋体", "黑体", "楷体"
"""Fonts that every Chinese Word has."""
INK, SOFT = RGBColor(0, 0, 0), RGBColor(0x55, 0x55, 0x55)
SIZES_OF_HEADINGS = {2: 15, 3: 13, 4: 12}
BODY_POINTS = 12


def word_file(article: Article, *, work: Work, reference: str) -> bytes:
    """The file's bytes. ``reference`` and the address of ``work`` stand below the text."""
    document = Document()
    _set_up(document, article, work)
    _head(document, article)
    _body(document, article)
    _source(document, work, reference)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Any, article: Article, work: Work) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(3)
    _font(document.styles["Normal"], SONG, BODY_POINTS)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    _font(document.styles["Title"], HEI, 20)
    for rank, points in SIZES_OF_HEADINGS.items():
        _font(document.styles[f"Heading {rank - 1}"], HEI, points)
    about = document.core_properties
    about.title = for_xml(article.display_title)[:255]
    about.author = for_xml("、".join(work.authors.names))[:255]
    about.subject, about.keywords, about.language = "", "", "zh-CN"
    about.comments = for_xml(work.url or "")[:255]
    if article.updated_at is not None:
        about.created = about.modified = article.updated_at.replace(tzinfo=None)


def _font(style: Any, name: str, points: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(points), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _head(document: Any, article: Article) -> None:
    if article.kicker:
        _centred(document, article.kicker, points=12)
    title = document.add_paragraph(style="Title")
    title.add_run(for_xml(article.display_title))
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # The rule below the title is the template's; a newspaper has none.
    borders = title.style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    if article.subtitle:
        _centred(document, article.subtitle, points=14)
    if article.bylines:
        _centred(document, "　".join(article.bylines), points=10.5, font=KAI)
    day = article.published_on.strftime("%Y-%m-%d") if article.published_on else None
    if printed := [part for part in (article.newspaper, day, article.issue, article.page_label) if part]:
        _centred(document, "　".join(printed), points=10.5)


def _centred(document: Any, text: str, *, points: float, font: str = SONG) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, points=points, font=font)


def _run(paragraph: Any, text: str, *, points: float, font: str = SONG, colour: RGBColor = INK) -> None:
    run = paragraph.add_run(for_xml(text))
    run.font.size, run.font.color.rgb, run.font.name = Pt(points), colour, font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _body(document: Any, article: Article) -> None:
    sections = list(article.sections.all())
    for section, rank in zip(sections, heading_ranks(sections), strict=True):
        if section.heading:
            level = min(rank, max(SIZES_OF_HEADINGS)) - 1
            document.add_heading(for_xml(section.heading), level=level)
        for _anchor, text in section.paragraphs:
            _paragraph(document, text)
    for caption in article.captions.all():
        paragraph = document.add_paragraph()
        _run(paragraph, f"图片说明：{caption.text}", points=10.5, font=KAI)


def _paragraph(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(for_xml(text))
    form = paragraph.paragraph_format
    form.first_line_indent, form.line_spacing, form.space_after = Pt(2 * BODY_POINTS), 1.5, Pt(0)


def _source(document: Any, work: Work, reference: str) -> None:
    """Where it comes from, smaller and below a blank line."""
    document.add_paragraph()
    today = timezone.localdate().isoformat()
    for text in (f"引文：{reference}", f"网址：{work.url}", f"由工会工作综述档案库于 {today} 生成"):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _run(paragraph, text, points=9, colour=SOFT)
