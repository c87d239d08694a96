"""Who else has an article open. A courtesy: what keeps changes from being lost is the version in the form."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import EditingPresence

FORGOTTEN_AFTER = timedelta(minutes=10)
"""Without a sign of life. A form without a script gives one when it is opened, one with it every minute."""


def here(pk: int, user: User) -> None:
    """This editor has the form of the article open."""
    now = timezone.now()
    present = EditingPresence.objects.filter(article=pk, user=user)
    present.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    if not present.update(seen_at=now):
        EditingPresence.objects.get_or_create(
            article_id=pk, user=user, defaults={"opened_at": now, "seen_at": now}
        )


def left(pk: int, user: User) -> None:
    EditingPresence.objects.filter(article=pk, user=user).delete()


def others(pk: int, user: User) -> Sequence[EditingPresence]:
    """The other editors who have it open, the first to open it first."""
    alive = EditingPresence.objects.filter(article=pk, seen_at__gte=timezone.now() - FORGOTTEN_AFTER)
    return list(alive.exclude(user=user).select_related("user"))
