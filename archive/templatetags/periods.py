"""The years of an article as a label: ``{% period article %}``. A range and an unknown period look different from a year."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.models import Article

register = template.Library()

LABEL = '<span class="tag{}">{}{}</span>'


@register.simple_tag
def period(article: Article) -> SafeString:
    kind = "" if not article.spans_years else " tag-span"
    inferred = f" · {escape(_('推算'))}" if article.period_inferred else ""
    if not article.has_period:
        kind, inferred = " tag-unknown", ""
    return mark_safe(LABEL.format(kind, escape(article.period_label), inferred))  # noqa: S308 - escaped
