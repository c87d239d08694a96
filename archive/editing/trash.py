"""The trash: what was deleted waits there and can be taken out as it was, until its time is up."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.editing.room import What, changing, record
from archive.models import Article


def trash(pk: int, *, by: User | None) -> Article:
    """Put an article into the trash; readers see it no more."""
    with changing(pk, What.TRASHED, by=by, from_trash=True) as article:
        article.status = Article.Status.TRASHED
    return article


def untrash(pk: int, *, by: User | None) -> Article:
    """Take an article out of the trash, with the status that it had: its links hold again."""
    with changing(pk, What.UNTRASHED, by=by, from_trash=True) as article:
        if article.status == Article.Status.TRASHED:
            article.status = _status_before(article)
    return article


def _status_before(article: Article) -> str:
    for event in article.events.exclude(state=None).iterator(chunk_size=10):
        if event.state["status"] != Article.Status.TRASHED:
            return str(event.state["status"])
    return Article.Status.DRAFT


def purge(pk: int, *, by: User | None) -> None:
    """Delete an article for good. Its texts go out of the history too; who did what and when stays, and the original."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=pk)
        last = article.events.newest()
        article.version = (last.version if last else article.version) + 1
        article.events.update(state=None)
        article.reprints.update(reprint_of=None)
        record(article, What.PURGED, None, [], by=by)
        article.delete()


def purge_overdue() -> int:
    """Delete for good what has lain in the trash for longer than the site keeps it; how many that were."""
    limit = timezone.now() - timedelta(days=settings.TRASH_DAYS)
    overdue = list(Article.objects.trashed_before(limit).values_list("pk", flat=True))
    for pk in overdue:
        purge(pk, by=None)
    return len(overdue)
