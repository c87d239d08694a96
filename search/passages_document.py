"""All paragraphs in which a search finds its words as one Word document, each article's with the reference to it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from archive.citing.of_article import work_of
from archive.citing.styles import gbt7714
from archive.feeds import Absolute
from archive.files.word_documents import (
    HEI,
    bytes_of,
    document,
    made_here,
    paragraph,
    run,
    small,
    title,
)
from archive.files.xml_text import for_xml
from search.exports import Selection
from search.service import Hit
from search.snippets import READ_AS_TEXT, FoundBlock, printed_spans

MOST_ARTICLES = 300
"""A document of some six hundred pages; more is for a table."""


def word_file(chosen: Selection, absolute: Absolute, told: str) -> bytes:
    """What was asked and found, then article by article the paragraphs, the words that were looked for in bold."""
    address = absolute(chosen.state.url())
    written = document(title=told or _("全部综述"), comments=address)
    title(written, _("摘录：%(told)s") % {"told": told or _("全部综述")})
    small(written, _("查到：%(count)s") % {"count": chosen.count})
    if chosen.total > MOST_ARTICLES:
        small(written, _("只摘录前 %(most)d 篇，请缩小范围。") % {"most": MOST_ARTICLES})
    for note in chosen.notes:
        small(written, note)
    for hit in _first(chosen.hits()):
        _of_article(written, hit, absolute)
    small(written, _("检索：%(address)s") % {"address": address})
    small(written, made_here())
    return bytes_of(written)


def _first(hits: Iterator[Hit]) -> Iterator[Hit]:
    for number, hit in enumerate(hits):
        if number == MOST_ARTICLES:
            return
        yield hit


def _of_article(written: Any, hit: Hit, absolute: Absolute) -> None:
    article = hit.article
    place = article.region.full_name if article.region else _("地区不详")
    written.add_heading(for_xml(f"{place}　{article.period_label}"), level=1)
    found = [block for block in hit.found.blocks if block.block.field in READ_AS_TEXT]
    for block in found:
        _paragraph(written, block)
    if not found:
        paragraph(written, _("（检索词在标题或署名里，或者没有检索词。）"))
    reference = gbt7714(2025).reference(work_of(article, absolute(article.get_absolute_url())))
    small(written, reference)


def _paragraph(written: Any, found: FoundBlock) -> None:
    """The paragraph whole: who quotes it wants to see what stands around the words."""
    added = paragraph(written)
    if found.heading and found.heading != found.block.text:
        run(added, f"（{found.heading}）", points=10.5, font=HEI)
    text, at = found.block.text, 0
    for start, end in printed_spans(found):
        run(added, text[at:start], points=12)
        run(added, text[start:end], points=12, bold=True)
        at = end
    run(added, text[at:], points=12)
