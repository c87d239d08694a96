"""What administrators see of the database: the last check of its structure and of every original."""

from typing import Any

from django import template

from archive.soundness import described, last_report

register = template.Library()


@register.inclusion_tag("includes/_archive_state.html")
def archive_state() -> dict[str, Any]:
    """The state of the database with the time of the last check: ``{% archive_state %}``."""
    report = last_report()
    return {"report": report, "lines": list(described(report)) if report else []}
