"""Tags by which the article page speaks of the search that led to it, without its view knowing of any."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

from archive.models import Article
from search.engines.contract import IndexUnavailable
from search.reading import Reading, reading
from search.service import similar_articles

register = template.Library()

KEY = "search_reading"
SIMILAR_ARTICLES = 6


@register.inclusion_tag("search/_reading_bar.html", takes_context=True)
def reading_bar(context: Context, article: Article) -> dict[str, Any]:
    """Previous and next article of the result, and steps from mark to mark. Stands before every ``marked``."""
    return {"reading": _reading(context, article)}


@register.simple_tag(takes_context=True)
def marked(context: Context, text: str | None, anchor: str = "") -> SafeString:
    """A text of the article, escaped, with its marks: ``{% marked text anchor %}``."""
    if not text:
        return SafeString("")
    found = _reading(context, context["article"])
    return SafeString(escape(text)) if found is None else found.marked(text, anchor)


@register.inclusion_tag("search/_similar.html")
def similar(article: Article) -> dict[str, Any]:
    """Articles that share the article's distinctive words; nothing while the index is repaired."""
    try:
        return {"similar": similar_articles(article.pk, limit=SIMILAR_ARTICLES)}
    except IndexUnavailable:
        return {"similar": []}


def _reading(context: Context, article: Article) -> Reading | None:
    """Worked out once a page."""
    kept = context.render_context
    if KEY not in kept:
        kept[KEY] = reading(article, context["request"].GET)
    found: Reading | None = kept[KEY]
    return found
