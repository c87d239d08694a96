"""Notes, in the transaction that changes an article, that the index must follow; tells listeners after it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import transaction
from django.dispatch import Signal

index_changes_committed = Signal()
"""Sent after the commit of a transaction that noted a change. The search app listens; the archive does not know it."""

index_wanted_now = Signal()
"""Sent by whoever must not go on before the index holds all that is noted, such as an import that was typed in."""


class IndexBehind(Exception):
    """What was stored is safe and will be indexed later; the message says why not now."""


_holding_back = ContextVar("holding_back", default=False)


def note(article_ids: Iterable[int]) -> None:
    """Write an outbox row for each of these articles and a mark of the new state, and take from what was read of their
    figures that it is the present; once committed, tell whoever keeps an index."""
    ids = sorted(set(article_ids))
    if not ids:
        return
    index_change = apps.get_model("archive", "IndexChange")
    with transaction.atomic():
        index_change.objects.bulk_create([index_change(article_id=pk) for pk in ids])
        apps.get_model("archive", "StateMark").objects.create()
        apps.get_model("archive", "FigureReading").objects.overtaken(ids)
        transaction.on_commit(tell, robust=True)


def tell() -> None:
    """Tell whoever keeps an index that there is something to follow, unless told to hold back."""
    if not _holding_back.get():
        index_changes_committed.send(sender=None)


def wait_until_applied() -> None:
    """Return when the index holds every change noted so far. Raises IndexBehind with what keeps it from that."""
    index_wanted_now.send(sender=None)


@contextmanager
def held_back() -> Iterator[None]:
    """Note changes but tell nobody: one update of the index for a whole import instead of one a file."""
    token = _holding_back.set(True)
    try:
        yield
    finally:
        _holding_back.reset(token)
