"""Brings the index up to the outbox: at once for a moment after each commit, by the worker for the rest.

A row goes only when the index holds what it stands for. Rows name articles, not actions, and articles are
read while the index is locked, so that it does not matter who applies a row, when, or how often.
"""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import DatabaseError, transaction
from django.dispatch import receiver

from archive.models import Article
from archive.outbox import IndexBehind, index_changes_committed, index_wanted_now
from search import replicas
from search.article_documents import LookUp, published_documents
from search.binding import forget_older_marks, newest_mark, refuse_another_history
from search.documents import Document
from search.engines import engine
from search.engines.contract import Engine, IndexLocked, IndexUnavailable, IndexUnreachable
from search.waiting import locked_told, waiting_told

logger = logging.getLogger(__name__)

REQUEST_SECONDS = 0.5
"""What a request may spend on the index; what is left after that is the worker's."""
PATIENCE_RETURNS_SECONDS = 5.0
REQUEST_BATCH = 20
WORKER_BATCH = 200
ROWS_AT_ONCE = 500
COMMAND_LOCK_SECONDS = 120.0
REBUILT_AT_ONCE = 50
"""Published articles up to which a missing index is built within a request: the start of a new archive."""


def apply_pending(*, lock_seconds: float, budget_seconds: float | None) -> int:
    """Bring outbox rows into the index until none is left or the time is up; how many articles that were.

    Raises IndexLocked when the lock is not had in time, and IndexUnavailable when there is no index to
    bring them into; no row is lost by either. Without a budget such an index is rebuilt first, unless it only can't be
    reached just now.
    """
    deadline = None if budget_seconds is None else time.monotonic() + budget_seconds
    size = WORKER_BATCH if deadline is None else REQUEST_BATCH
    applied = 0
    while rows := list(replicas.waiting().order_by("pk").values_list("pk", "article_id")[:size]):
        articles = LookUp(article for _, article in rows)
        try:
            refuse_another_history()
            engine().apply(
                articles.documents(), articles.gone(), lock_seconds=lock_seconds, made_from=newest_mark
            )
        except IndexUnreachable:
            raise
        except IndexUnavailable:
            if deadline is not None and Article.objects.published().count() > REBUILT_AT_ONCE:
                raise
            rebuild(lock_seconds=lock_seconds)
        with transaction.atomic():
            replicas.brought_in([row for row, _ in rows])
            forget_older_marks()
        applied += len({article for _, article in rows})
        if deadline is not None:
            lock_seconds = deadline - time.monotonic()
            if lock_seconds <= 0:
                break
    return applied


def rebuild(
    *, lock_seconds: float, progress: Callable[[], Any] | None = None, target: Engine | None = None
) -> int:
    """Build the index anew from the database, beside the live one; ``progress`` hears of each article.

    What was noted before it began to read is in the new index; those rows go.
    """
    replicas.register()
    overtaken = list(replicas.waiting().values_list("pk", flat=True))

    def documents() -> Iterator[Document]:
        for document in published_documents():
            yield document
            if progress is not None:
                progress()

    indexed = (target or engine()).replace_all(documents(), lock_seconds=lock_seconds, made_from=newest_mark)
    if target is None:
        for start in range(0, len(overtaken), ROWS_AT_ONCE):
            replicas.brought_in(overtaken[start : start + ROWS_AT_ONCE])
        replicas.built()
    return indexed


class _Patience:
    """A request of many commits waits for a busy index once, not once a commit."""

    exhausted_until = float("-inf")


@receiver(index_changes_committed)
def apply_at_once(**kwargs: Any) -> None:
    """After a commit: what can be done in half a second. Readers see the change with their next search."""
    patient = time.monotonic() > _Patience.exhausted_until
    try:
        apply_pending(lock_seconds=REQUEST_SECONDS if patient else 0.0, budget_seconds=REQUEST_SECONDS)
    except IndexLocked as reason:
        if patient:
            _Patience.exhausted_until = time.monotonic() + PATIENCE_RETURNS_SECONDS
        logger.info("the index will follow later: %s", reason)
    except IndexUnavailable as reason:
        logger.info("the index will follow later: %s", reason)
    except Exception:
        # The change is committed and its rows wait: whatever keeps the index from it must not fail the answer.
        logger.exception("the index will follow later")


@receiver(index_wanted_now)
def apply_all(**kwargs: Any) -> None:
    """For commands that return when the index holds what they did."""
    try:
        with waiting_told(logger.warning):
            apply_pending(lock_seconds=COMMAND_LOCK_SECONDS, budget_seconds=None)
    except IndexLocked as locked:
        raise IndexBehind(locked_told(locked)) from locked
    except (IndexUnavailable, OSError, DatabaseError) as error:
        raise IndexBehind(str(error)) from error
