"""``{% kept "year" year page.number %}…{% endkept %}``: a part of a page that is put together once for a state of the archive.

What stands in it is the same for all readers: nothing of who asks, of the whole address, or of the colours chosen. What
follows the name tells its kinds apart; the language does so by itself. A value that is worked out when it is first
asked for is worked out no more than the part is.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from archive.kept import KeptParts

register = template.Library()
MOST_CHARACTERS = 8_000_000
"""Of all parts together, in a process: some hundred tables of a province."""
PARTS: KeptParts[str] = KeptParts(MOST_CHARACTERS, len)


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, told: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._told = told

    def render(self, context: template.Context) -> SafeString:
        told: list[Any] = [expression.resolve(context) for expression in self._told]
        key = (get_language(), get_script_prefix(), *told)
        return mark_safe(PARTS.get(key, lambda: self.nodelist.render(context)))  # noqa: S308 - rendered


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    told = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, told)
