"""How many other prints of an article there are: ``{% prints article %}``, of one that ``with_prints()`` gave."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from archive.models import Article

register = template.Library()

LINK = '<a class="tag" href="{}#prints">{}</a>'


@register.simple_tag
def prints(article: Article) -> SafeString:
    """Nothing where there is no other, or nobody counted them."""
    count = getattr(article, "prints", 0)
    if not count:
        return mark_safe("")
    told = ngettext("另有 %(n)s 篇转载", "另有 %(n)s 篇转载", count) % {"n": count}
    return mark_safe(LINK.format(escape(article.get_absolute_url()), escape(told)))  # noqa: S308 - escaped
