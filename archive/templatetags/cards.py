"""Rows of a list as cards, where there is no room for columns: each cell brings the head of its column."""

import re
from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

CELL = re.compile(r"\s*<t[dh](?=[\s>])")
EMPTY = re.compile(r">(?:-|&nbsp;)?</td>\s*$")
"""What Django writes where there is no value: "-". In a card that is a label without anything."""


@register.filter
def labelled_by(cells: Iterable[str], headers: Iterable[dict[str, object]]) -> Iterator[SafeString]:
    """The cells of a row as Django made them, ``<td class="field-issuer">…``, each with the head of its column."""
    for cell, header in zip(cells, headers, strict=False):
        made = conditional_escape(cell)
        start = CELL.match(made)
        if start is None or header.get("class_attrib") == ' class="action-checkbox-column"':
            yield made
            continue
        label = format_html(' data-label="{}"', capfirst(str(header["text"])))
        if EMPTY.search(made):
            label = format_html("{} data-empty", label)
        yield mark_safe(made[: start.end()] + label + made[start.end() :])  # noqa: S308 - both parts are safe
