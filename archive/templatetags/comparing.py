"""How articles beside each other are shown and reached."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from archive.article_figures import Numbered
from archive.comparing.clauses import Mark
from archive.comparing.words import Shown
from archive.models import Article
from archive.models.figure import address_of

register = template.Library()

MARKED = {
    Mark.SAME: '<span class="is-same">{}</span>',
    Mark.KEPT: '<span class="is-kept">{}</span>',
    Mark.OTHER: '<b class="is-other">{}</b>',
    Mark.OWN: "{}",
}


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
    return f"{reverse('archive:compare')}?{urlencode(asked + ([('q', words)] if words else []))}"


@register.simple_tag
def sentence_address(numbered: Numbered, article: Article) -> str:
    """The sentence that says a number."""
    place = numbered.place
    return address_of(article.pk, place.anchor, place.words, place.occurrence)
