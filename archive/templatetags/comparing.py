"""How articles beside each other are shown and reached."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.addresses import address_of_page
from archive.article_figures import Numbered
from archive.comparing.clauses import Mark
from archive.comparing.words import Shown
from archive.models import Article
from archive.models.figure import address_of
from archive.templatetags.periods import period

register = template.Library()

MARKED = {
    Mark.SAME: '<span class="is-same">{}</span>',
    Mark.KEPT: '<span class="is-kept">{}</span>',
    Mark.OTHER: '<b class="is-other">{}</b>',
    Mark.OWN: "{}",
}

SIBLING = """
  <li>
    {}
    <a lang="zh-Hans" href="{}">{}</a> <a class="compare-link" rel="nofollow" href="{}" aria-label="{}">{}</a>
  </li>
"""
PLACE = '<span class="tag" lang="zh-Hans">{}</span>'


@register.filter
def words_in_common(pieces: Iterable[Shown]) -> SafeString:
    """A paragraph, escaped piece by piece, each marked by what the other articles have of it."""
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


def _shown(piece: Shown) -> SafeString:
    words = format_html("<mark>{}</mark>", piece.text) if piece.is_asked else piece.text
    return format_html(MARKED[piece.mark], words)


@register.simple_tag
def compare_address(one: Article, other: Article, words: str = "") -> str:
    """Two articles beside each other, the earlier on the left."""
    pairs = sorted((one, other), key=lambda article: (article.period_end or 0, article.pk))
    asked = [("article", str(article.pk)) for article in pairs]
    return f"{address_of_page('archive:compare')}?{urlencode(asked + ([('q', words)] if words else []))}"


@register.simple_tag
def years_beside(articles: Iterable[Article], beside: Article, words: str = "") -> SafeString:
    """Articles of the place of another, each with the way to the two beside each other."""
    return _siblings(((period(other), other) for other in articles), beside, words)


@register.simple_tag
def places_beside(articles: Iterable[Article], beside: Article, words: str = "") -> SafeString:
    """Articles of the year of another, likewise."""
    return _siblings(((PLACE.format(escape(other.region.name)), other) for other in articles), beside, words)


def _siblings(labelled: Iterable[tuple[str, Article]], beside: Article, words: str) -> SafeString:
    """Put together here: a page has up to seventy of them, whose nodes took a sixth of its time."""
    compare = escape(_("对照"))
    rows = []
    for label, other in labelled:
        title, address = escape(other.display_title), escape(compare_address(other, beside, words))
        page = escape(other.get_absolute_url())
        rows.append(SIBLING.format(label, page, title, address, f"{compare} {title}", compare))
    return mark_safe(f'<ul class="siblings">{"".join(rows)}</ul>')  # noqa: S308 - every value above is escaped


@register.simple_tag
def sentence_address(numbered: Numbered, article: Article) -> str:
    """The sentence that says a number."""
    place = numbered.place
    return address_of(article.pk, place.anchor, place.words, place.occurrence)
