"""Tags by which the article page speaks of the search that led to it, without its view knowing of any."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import Article, Section
from archive.scans.original import Original
from search.box.offer import place_reading
from search.engines.contract import IndexUnavailable
from search.forms import SearchForm
from search.marked_article import MarkedArticle, marked_article
from search.query import wanted_terms
from search.repairs import QueryRefused
from search.service import similar_articles
from search.snippets import printed_spans
from search.syntax import parse

register = template.Library()

KEY = "_search_readings"
SIMILAR_ARTICLES = 6
PARAGRAPH = """
            <p id="{anchor}">{text} <a class="permalink" href="{here}#{anchor}" lang="{language}" aria-label="{link}">¶</a> <a class="cite-here" href="{here}cite/?at={anchor}" lang="{language}" rel="nofollow" aria-label="{cite}">{cite_short}</a></p>
"""


@register.inclusion_tag("search/_reading_bar.html", takes_context=True)
def reading_bar(context: Context, article: Article) -> dict[str, Any]:
    """Previous and next article of the result, and steps from mark to mark."""
    return {"reading": _reading(context, article)}


@register.simple_tag(takes_context=True)
def marked(context: Context, text: str | None, anchor: str = "") -> SafeString:
    """A text of the article, escaped, with its marks.

    ``anchor`` is that of the paragraph, heading or caption; for a part of the head the name of its field
    (kicker, title, …) or nothing.
    """
    if not text:
        return SafeString("")
    found = _reading(context, context["article"])
    return SafeString(escape(text)) if found is None else found.marked(text, anchor)


@register.simple_tag(takes_context=True)
def paragraphs(context: Context, part: Section, here: str) -> SafeString:
    """The paragraphs of a section with their marks and the links of each, ``here`` being the article's address.

    Put together here: as nodes of a template sixty paragraphs took longer than all the rest of the page.
    """
    words = {"link": _("本段链接"), "cite": _("引用本段"), "cite_short": _("引")}
    same = {name: escape(word) for name, word in words.items()}
    same |= {"here": escape(here), "language": escape(get_language())}
    return mark_safe(  # noqa: S308 - every value is escaped
        "".join(
            PARAGRAPH.format(anchor=escape(anchor), text=marked(context, text, anchor), **same)
            for anchor, text in part.paragraphs
        )
    )


@register.simple_tag(takes_context=True)
def words_of_search(context: Context) -> str:
    """What the search that led here asks for beside a place and years: 集体协商 of 临江区 2019 集体协商."""
    state = SearchForm(context["request"].GET).state()
    try:
        query = parse(state.text)
        place = place_reading(state, query) if state.text else None
    except (QueryRefused, IndexUnavailable):
        return ""
    return " ".join(term.text for term in wanted_terms(place.words if place else query.node))


@register.simple_tag(takes_context=True)
def with_marks(context: Context, original: Original) -> Original:
    """The original with what the search that led here found in its article."""
    found = _reading(context, original.article)
    if found is None:
        return original
    blocks = found.found.blocks
    return original.marking((one.block.text, span) for one in blocks for span in printed_spans(one))


@register.simple_tag(takes_context=True)
def opens_furniture(context: Context, article: Article) -> bool:
    """Whether the page matter is to be unfolded, as the search that led here found something in it."""
    found = _reading(context, article)
    return found is not None and found.opens_furniture


@register.inclusion_tag("search/_similar.html")
def similar(article: Article) -> dict[str, Any]:
    """Articles that share the article's distinctive words; nothing while the index is repaired."""
    try:
        return {"similar": similar_articles(article, limit=SIMILAR_ARTICLES)}
    except IndexUnavailable:
        return {"similar": []}


def _reading(context: Context, article: Article) -> MarkedArticle | None:
    """Worked out once a page. Kept with the request: an included template has a render context of its own."""
    request = context["request"]
    kept: dict[int, MarkedArticle | None] = request.__dict__.setdefault(KEY, {})
    if article.pk not in kept:
        kept[article.pk] = marked_article(article, request.GET)
    return kept[article.pk]
