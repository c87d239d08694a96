"""Notes, in the transaction that changes an article, that the index must follow; tells listeners after it."""

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.dispatch import Signal

index_changes_committed = Signal()
"""Sent after the commit of a transaction that noted a change. The search app listens; the archive does not know it."""


def note(article_ids: Iterable[int]) -> None:
    """Write an outbox row for each of these articles and, once committed, tell whoever keeps an index."""
    ids = sorted(set(article_ids))
    if not ids:
        return
    index_change = apps.get_model("archive", "IndexChange")
    index_change.objects.bulk_create([index_change(article_id=pk) for pk in ids])
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    index_changes_committed.send(sender=None)
