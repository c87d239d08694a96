"""What administrators see of the database: the last check of its structure and of every original, the last backup."""

from typing import Any

from django import template
from django.conf import settings

from archive.backups.nightly import last_night, on_the_same_disk
from archive.storage.soundness import described, last_report

register = template.Library()


@register.inclusion_tag("includes/_archive_state.html")
def archive_state() -> dict[str, Any]:
    """The state of the database with the time of the last check: ``{% archive_state %}``."""
    report = last_report()
    return {"report": report, "lines": list(described(report)) if report else []}


@register.inclusion_tag("includes/_backup_state.html")
def backup_state() -> dict[str, Any]:
    """How old the newest nightly backup is, and what kept the last from being made: ``{% backup_state %}``."""
    wanted = settings.BACKUP_KEEP > 0
    return {"wanted": wanted, "night": last_night(), "same_disk": wanted and on_the_same_disk()}
