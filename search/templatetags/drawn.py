"""Rows that stand in a page of results by the dozen, put together here: a node of a template for each value of each of them
took longer than the engine."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.templatetags.periods import period
from archive.templatetags.prints import prints
from search.facets import FacetValue
from search.service import Hit

register = template.Library()

PASSAGE = """
        <li>
          <a class="passage" href="{}#{}">{}{}</a>
        </li>
      """
LABEL = '<span class="passage-heading">{}</span> '
VALUE = """
  <li class="depth-{}">
    <a href="{}" class="facet-value{}" rel="nofollow">
      <span class="facet-name" lang="zh-Hans">{}{}</span>
      <span class="count">{}<span class="visually-hidden"> {}</span></span>
    </a>
  </li>
"""
NOTE = ' <span class="facet-note">{}</span>'
PLACE = '<a lang="zh-Hans" href="{}">{}</a>'
PRINTED = '<span lang="zh-Hans">{}</span>'
TAG = '<span class="{}">{}</span>'


@register.simple_tag
def passages_of(hit: Hit) -> SafeString:
    """The passages of a hit, each with its address: ``{% passages_of hit %}``."""
    url = escape(hit.url)
    return _joined(
        PASSAGE.format(
            url,
            escape(passage.anchor),
            LABEL.format(escape(passage.label)) if passage.label else "",
            passage.html,
        )
        for passage in hit.passages
    )


@register.simple_tag
def facts_of(hit: Hit) -> SafeString:
    """Of what and whom a hit is, where it was printed and how it was found: ``{% facts_of hit %}``."""
    return _joined(f"\n    {fact}" for fact in _facts(hit))


def _facts(hit: Hit) -> Iterator[str]:
    article, issuer = hit.article, hit.issuer
    yield period(article)
    if article.region:
        yield PLACE.format(escape(article.region.get_absolute_url()), escape(article.region.full_name))
    else:
        yield TAG.format("tag tag-unknown", escape(_("地区不详")))
    if issuer:
        yield PRINTED.format(issuer)
    if article.newspaper:
        yield PRINTED.format(escape(article.newspaper))
    if not article.is_review:
        yield TAG.format("tag", escape(article.get_kind_display()))
    yield prints(article)
    if not hit.exact:
        yield TAG.format("tag tag-wider", escape(_("分开写到")))
    if hit.only_matter:
        yield TAG.format("tag tag-matter", escape(_("版面文字")))
    if hit.found.count:
        yield TAG.format("hit-count", escape(hit.places_told))


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The link of each value chooses it, or lets it go: ``{% facet_values values %}``."""
    unit = escape(_("篇"))
    chosen = unit + escape(_("，已选，再按取消"))
    return _joined(
        VALUE.format(
            value.depth,
            escape(value.url),
            " chosen" if value.chosen else "",
            escape(value.label),
            NOTE.format(escape(value.note)) if value.note else "",
            value.count,
            chosen if value.chosen else unit,
        )
        for value in values
    )


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - every value above is escaped
