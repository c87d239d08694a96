"""What was read of an item is kept: articles, history and the item's own end, in one transaction."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, Error, transaction

from archive import editing
from archive.editing import NotSettled, Publish
from archive.imports import reasons
from archive.imports.storing import DuplicateFile, store
from archive.ingest.wording import Values
from archive.intake import HandedIn, Outcome
from archive.models import Article, ImportContent, ImportItem
from archive.storage.storage_faults import fault_of, passes_by_itself
from archive.turns import one_at_a_time

State = ImportItem.State


class TakenByAnother(Exception):
    """Somebody else has taken the item up since: what was read here is not kept a second time."""


def keep(
    item: ImportItem, file: HandedIn, outcome: Outcome, *, publish: Publish = Publish.NOTHING
) -> Outcome:
    """Keep what was read, and with it what became of the item. Raises TakenByAnother."""
    if outcome.reading is None or file.content is None:
        note_failure(item, outcome)
        return outcome
    number, user = item.pk, item.batch.started_by
    try:
        with transaction.atomic():
            one_at_a_time("store")
            articles = store(outcome.reading, file.content, user=user)
            for article in articles:
                editing.took_in(article, by=user)
            published = list(editing.publish_new(articles, publish, by=user))
            _end(item, State.READ, articles=articles)
    except DuplicateFile as duplicate:
        outcome = Outcome(
            file.name, error_code="duplicate", values=duplicate.values, duplicate_of=duplicate.article
        )
        with transaction.atomic():
            _end(item, State.DUPLICATE, articles=[duplicate.article], code="duplicate")
    except (DatabaseError, OSError) as error:
        outcome = not_stored(file.name, error, waits=number is not None)
        item.pk = number  # a new row is gone with its transaction
        note_failure(item, outcome)
    else:
        outcome = Outcome(
            file.name,
            reading=outcome.reading,
            articles=tuple(one.article if isinstance(one, NotSettled) else one for one in published),
            held_back=tuple(one for one in published if isinstance(one, NotSettled)),
        )
    return outcome


def not_stored(name: str, error: Exception, *, waits: bool) -> Outcome:
    """What the disk refuses is a file that failed: the others, and what is in already, are told as well.

    A file that ``waits`` fails by nothing that passes by itself: it is taken up again with the next turn.
    """
    fault = fault_of(error)
    if fault is None or (waits and passes_by_itself(fault)):
        raise error
    return Outcome.refused(name, reasons.code_of(fault))


def note_failure(item: ImportItem, outcome: Outcome) -> None:
    """The item keeps its bytes and says why it failed."""
    try:
        with transaction.atomic():
            _end(item, State.FAILED, code=outcome.error_code or "unread", values=outcome.values)
    except (DatabaseError, OSError) as error:
        # Where the disk is full, not even that can be written; an item that waits is taken up again later.
        if fault_of(error) is None or item.pk is not None:
            raise


def note_fault(item: ImportItem, error: Exception) -> None:
    """What keeps an item waiting, as far as it can be written: it is said of it when it was taken up for the last time."""
    fault = fault_of(error)
    if fault is not None:
        with suppress(Error):
            taken(item).update(code=reasons.code_of(fault))


def note_opened(item: ImportItem) -> None:
    with transaction.atomic():
        _end(item, State.OPENED)


def _end(
    item: ImportItem,
    state: ImportItem.State,
    *,
    articles: Iterable[Article] = (),
    code: str = "",
    values: Values | None = None,
) -> None:
    """Write what became of the item, if it is still the one that was taken."""
    ended: dict[str, Any] = {"state": state, "code": code, "values": dict(values or {}), "reason": ""}
    if item.pk is None:
        for name, value in ended.items():
            setattr(item, name, value)
        item.save(force_insert=True)
    elif not taken(item).update(**ended):
        raise TakenByAnother(item)
    elif state is not State.FAILED:
        ImportContent.objects.filter(item=item).delete()
    item.articles.set(articles)


def taken(item: ImportItem) -> Any:
    """The row of an item as it was taken: every taking has a number of its own."""
    return ImportItem.objects.being_read().filter(pk=item.pk, attempts=item.attempts)
