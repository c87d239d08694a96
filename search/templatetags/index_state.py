"""What the admin's first page says of the index: the last self-check, the worker, what waits."""

from typing import Any

from django import template

from archive.models import Article
from search import replicas
from search.heartbeat import last_heartbeat
from search.selfcheck import described, last_report

register = template.Library()


@register.inclusion_tag("search/_index_state.html")
def index_state() -> dict[str, Any]:
    """The state of the index with the time of the last check, for administrators: ``{% index_state %}``."""
    return _state()


@register.inclusion_tag("search/_index_sentence.html")
def index_sentence() -> dict[str, Any]:
    """The same for editors, in a sentence without commands: ``{% index_sentence %}``."""
    return _state()


def _state() -> dict[str, Any]:
    report, heartbeat = last_report(), last_heartbeat()
    return {
        "report": report,
        "checked_at": report.time if report else None,
        "is_past": report is not None and Article.objects.changed_since(report.time).exists(),
        "lines": list(described(report)) if report else [],
        "heartbeat": heartbeat,
        "worker_seen_at": heartbeat.time if heartbeat else None,
        "pending": replicas.waiting().values("article_id").distinct().count(),
    }
