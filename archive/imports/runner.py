"""The one runner: takes what waits, item by item, reads it apart and keeps what was read.

A process may be killed at any moment. An item is taken by one update that only one process wins, and its end is
written in the transaction that stores its articles: what was cut short is taken up again, and nothing twice.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from archive import outbox
from archive.imports import reasons, room
from archive.imports.apart import Reader
from archive.imports.beside import Batches
from archive.imports.handing_in import hold
from archive.imports.keeping import (
    TakenByAnother,
    keep,
    not_stored,
    note_failure,
    note_fault,
    note_opened,
    taken,
)
from archive.ingest.readers.steps import Step
from archive.intake import HandedIn, Outcome, is_packed, open_packed
from archive.models import ImportItem
from archive.storage.storage_faults import fault_of

logger = logging.getLogger(__name__)

State = ImportItem.State
LEASE = timedelta(minutes=10)
"""Longer than two readers may take; for the items of a process on another machine, whose end nobody here sees."""
MOST_ATTEMPTS = 10
"""Takings that ended with the whole worker. Its reader is a process of its own, so the file is hardly to blame."""
MEMBERS_AT_ONCE = 50
BYTES_AT_ONCE = 4 * 1024 * 1024
"""Of a zip, in one transaction: whichever comes first, so that nobody else waits long to write."""


class Runner:
    """One process's part in reading; ``name`` is its own among all that run at the same time."""

    def __init__(
        self, name: str, *, reader: Reader | None = None, alive: Callable[[], object] = lambda: None
    ) -> None:
        self._name, self._alive = name, alive
        self._reader = reader or Reader(alive=alive)
        self._batches = Batches(self._reader.look)

    def run(self) -> int:
        """Read everything that waits; how many items that were."""
        done = 0
        self.release()
        with outbox.held_back():  # the index is another process's work
            while (item := self.claim()) is not None:
                self._alive()
                self._take(item)
                done += 1
        return done

    def end(self) -> None:
        self._reader.end()

    def release(self) -> None:
        """Whatever a process was ended at waits again: between two items this one holds none."""
        held = ImportItem.objects.being_read()
        for abandoned in (
            held.filter(taken_by=self._name),
            held.filter(taken_at__lt=timezone.now() - LEASE),
        ):
            if abandoned.exists():
                abandoned.filter(attempts__lt=MOST_ATTEMPTS).update(state=State.WAITING)
                abandoned.exclude(code__in=reasons.OF_THE_STORAGE).update(code="reader-ended")
                abandoned.update(state=State.FAILED)

    def claim(self) -> ImportItem | None:
        """Take the next item, which no other process then has; None when nothing waits."""
        waiting = ImportItem.objects.in_turn().values_list("pk", flat=True)
        while (pk := waiting.first()) is not None:
            mine = ImportItem.objects.filter(pk=pk, state=State.WAITING).update(
                state=State.READING,
                taken_by=self._name,
                taken_at=timezone.now(),
                attempts=F("attempts") + 1,
                code="",
                values={},
            )
            if mine:
                return ImportItem.objects.select_related("batch__started_by").get(pk=pk)
        return None

    def _take(self, item: ImportItem) -> None:
        file = HandedIn(item.name, item.content)
        try:
            if item.container_id is None and is_packed(file):
                self._unpack(item, file)
            else:
                known = self._batches.known(item.batch_id)
                keep(item, file, self._reader.read(file, known, at_step=partial(note_step, item)))
        except TakenByAnother:
            logger.warning("%s was taken up by another process in the meantime", item.name)
        except (DatabaseError, OSError) as error:
            note_fault(item, error)
            raise

    def _unpack(self, item: ImportItem, file: HandedIn) -> None:
        """The files in a zip become items of their own, some at a time; an earlier turn may have begun with it."""
        failed: Outcome | None = None
        order = item.members.count()
        try:
            for some in _by_size(islice(open_packed(file), order, None)):
                self._alive()
                refused = room.refusal(sum(len(inner.content or b"") for inner in some))
                if refused is not None:
                    note_failure(item, Outcome.refused(item.name, "no-room", **refused))
                    return
                whole = [inner for inner in some if inner.name != item.name]
                order = self._bring_out(item, whole, order)
                failed = next(
                    (Outcome.of_unopened(inner) for inner in some if inner.name == item.name), failed
                )
        except (DatabaseError, OSError) as error:
            failed = not_stored(item.name, error, waits=True)
        if failed is not None:
            note_failure(item, failed)
        else:
            note_opened(item)

    def _bring_out(self, item: ImportItem, files: list[HandedIn], order: int) -> int:
        with transaction.atomic():
            if not taken(item).update(taken_at=timezone.now()):
                raise TakenByAnother(item)
            hold(item.batch, enumerate(files, order), container=item)
        return order + len(files)


def note_step(item: ImportItem, step: Step) -> None:
    """Say on the page of the import how far it is; a file of many pages is held as long as it goes on."""
    values = {"page": step.page, "pages": step.pages}
    try:
        mine = taken(item).update(taken_at=timezone.now(), code="at-page", values=values)
    except (DatabaseError, OSError) as error:
        if fault_of(error) is None:
            raise
        return  # a full disk is told of when there is something to be kept
    if not mine:
        raise TakenByAnother(item)


def _by_size(files: Iterator[HandedIn]) -> Iterator[list[HandedIn]]:
    """A few files at a time, of a few megabytes together."""
    some: list[HandedIn] = []
    size = 0
    for file in files:
        some.append(file)
        size += len(file.content or b"")
        if len(some) >= MEMBERS_AT_ONCE or size >= BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some
