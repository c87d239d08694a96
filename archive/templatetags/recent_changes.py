"""What an editor did last, for the first page of the admin."""

from typing import Any

from django import template

from archive.models import ArticleEvent

register = template.Library()
SHOWN = 8


@register.inclusion_tag("includes/_recent_changes.html", takes_context=True)
def recent_changes(context: template.Context) -> dict[str, Any]:
    return {"events": ArticleEvent.objects.by_editor(context["user"])[:SHOWN]}
