"""An article as a Word file: a clean document with its source, its reference and its address, and no page matter."""

from typing import Any

from archive.citing.work import Work
from archive.files.word_documents import (
    KAI,
    SIZES_OF_HEADINGS,
    bytes_of,
    centred,
    document,
    made_here,
    paragraph,
    run,
    small,
    title,
)
from archive.files.xml_text import for_xml
from archive.models import Article
from archive.section_ranks import heading_ranks


def word_file(article: Article, *, work: Work, reference: str) -> bytes:
    """The file's bytes. ``reference`` and the address of ``work`` stand below the text."""
    written = document(
        title=article.display_title,
        author="、".join(work.authors.names),
        comments=work.url or "",
        made=article.updated_at,
    )
    _head(written, article)
    _body(written, article)
    _source(written, work, reference)
    return bytes_of(written)


def _head(document: Any, article: Article) -> None:
    if article.kicker:
        centred(document, article.kicker, points=12)
    title(document, article.display_title)
    if article.subtitle:
        centred(document, article.subtitle, points=14)
    if article.bylines:
        centred(document, "　".join(article.bylines), points=10.5, font=KAI)
    day = article.published_on.strftime("%Y-%m-%d") if article.published_on else None
    if printed := [part for part in (article.newspaper, day, article.issue, article.page_label) if part]:
        centred(document, "　".join(printed), points=10.5)


def _body(document: Any, article: Article) -> None:
    sections = list(article.sections.all())
    for section, rank in zip(sections, heading_ranks(sections), strict=True):
        if section.heading:
            level = min(rank, max(SIZES_OF_HEADINGS)) - 1
            document.add_heading(for_xml(section.heading), level=level)
        for _anchor, text in section.paragraphs:
            paragraph(document, text)
    for caption in article.captions.all():
        run(document.add_paragraph(), f"图片说明：{caption.text}", points=10.5, font=KAI)


def _source(document: Any, work: Work, reference: str) -> None:
    """Where it comes from, smaller and below a blank line."""
    document.add_paragraph()
    for text in (f"引文：{reference}", f"网址：{work.url}", made_here()):
        small(document, text)
