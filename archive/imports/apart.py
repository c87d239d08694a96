"""Files are read in a process apart: whatever a file does to its reader, the worker goes on.

Formats of others have bounds of their own (``archive.ingest.readers.sandbox``); this one holds for everything, also for a
text that a rule of ours does not come to an end with.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from django.db import connections

from archive.ingest.parts.seen_again import Edges, Elsewhere, Mask, nowhere
from archive.ingest.readers.registry import may_be_scan
from archive.ingest.readers.steps import Step, listening
from archive.intake import HandedIn, Outcome, look, read
from archive.regions.authority import Authority
from archive.server.lifeline import die_with
from archive.site_authority import authority_mark, site_authority

READ_SECONDS = 100
"""A parser of the sandbox may take 60 to start and 30 for a file; a text of 100,000 lines takes some seconds."""
SCAN_SECONDS = 280
"""Words in pictures take ten seconds a page and more; so much has each page, of which the reader tells."""
LOOK_SECONDS = 1.0
MOST_DEATHS = 2
FILES_PER_READER = 500
"""What a reader may keep in memory of every file is bounded by the number of its files."""

_apart = multiprocessing.get_context("fork")


def _unheard(step: Step) -> None:
    """Nobody asks how far it is."""


class Ended(Exception):
    """The reader is gone in the middle of a file."""


class Hung(Exception):
    """The reader is not done in time."""


@dataclass(frozen=True, slots=True)
class Look:
    """Asks for the head and the foot of a file alone."""

    file: HandedIn


class Reader:
    """Reads one file at a time in a child; ``alive`` is called every second meanwhile."""

    def __init__(self, *, alive: Callable[[], object] = lambda: None, seconds: float = READ_SECONDS) -> None:
        self._alive, self._seconds = alive, seconds
        self._patience = seconds  # for the file that is being read, or its page
        self._at_step: Callable[[Step], object] = _unheard
        self._child: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._read = 0
        self._mark: Hashable = None

    def read(
        self,
        file: HandedIn,
        elsewhere: Elsewhere = nowhere,
        *,
        at_step: Callable[[Step], object] = _unheard,
    ) -> Outcome:
        """What the file holds; one that ends its reader twice, or takes too long, is refused in words.

        ``elsewhere`` is asked here, where the database is; ``at_step`` is told of each page of a file of pictures.
        """
        self._at_step = at_step
        scan = file.content is not None and may_be_scan(file.content, file.name)
        self._patience = max(self._seconds, SCAN_SECONDS) if scan else self._seconds
        for _attempt in range(MOST_DEATHS):
            try:
                return self._outcome(file, elsewhere)
            except Ended:
                self.end()
            except Hung:
                self.end()
                return Outcome.refused(file.name, "reader-hung", seconds=int(self._patience))
        return Outcome.refused(file.name, "reader-ended")

    def look(self, file: HandedIn) -> Edges | None:
        """What stands at its head and foot; nothing of a file that is too much for the reader."""
        self._patience = self._seconds
        try:
            edges = self._ask(Look(file))
        except (Ended, Hung):
            self.end()
            return None
        self._read += 1
        return edges if isinstance(edges, Edges) else None

    def end(self) -> None:
        """The next file begins with a new child."""
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
        self._child = self._pipe = None

    def _outcome(self, file: HandedIn, elsewhere: Elsewhere) -> Outcome:
        answer = self._ask(file)
        while isinstance(answer, Edges):  # the reader asks where else these lines stand
            answer = self._answer(elsewhere(answer))
        self._read += 1
        outcome: Outcome = answer
        return outcome

    def _ask(self, said: object) -> Any:
        """What a reader, this one or the next, has to say of a file."""
        return self._said_to(self._ready(), said)

    def _answer(self, said: object) -> Any:
        """What the reader has to say once its own question is answered."""
        if self._pipe is None:
            raise Ended
        return self._said_to(self._pipe, said)

    def _said_to(self, pipe: Connection, said: object) -> Any:
        deadline = monotonic() + self._patience
        try:
            pipe.send(said)
            while True:
                while not pipe.poll(LOOK_SECONDS):
                    self._alive()
                    if monotonic() > deadline:
                        raise Hung
                answer = pipe.recv()
                if not isinstance(answer, Step):
                    return answer
                self._go_on(answer)
                deadline = monotonic() + self._patience
        except (OSError, EOFError) as error:
            raise Ended from error

    def _go_on(self, step: Step) -> None:
        """A reader that nobody waits for any more would answer the next file with this one."""
        try:
            self._at_step(step)
        except Exception:
            self.end()
            raise

    def _ready(self) -> Connection:
        mark = authority_mark()
        if self._read >= FILES_PER_READER or mark != self._mark:  # an editor may have added a zone
            self.end()
        if self._pipe is None:
            authority = site_authority()
            _close_connections()
            self._pipe, theirs = _apart.Pipe()
            self._child = _apart.Process(
                target=_serve, args=(theirs, self._pipe, authority, os.getpid()), daemon=True
            )
            self._child.start()
            theirs.close()
            self._mark, self._read = mark, 0
        return self._pipe


def _close_connections() -> None:
    """A connection to the database is no child's business; one amid a transaction can't be closed without losing it."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _serve(pipe: Connection, of_the_parent: Connection, authority: Authority, parent: int) -> None:
    """The child: files in, outcomes out, until nobody asks any more.

    What it asks itself in the middle of a file is where else the file's head and foot were seen.
    """
    die_with(parent)
    of_the_parent.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def asked(edges: Edges) -> Mapping[Mask, int]:
        pipe.send(edges)
        known: Mapping[Mask, int] = pipe.recv()
        return known

    with suppress(EOFError, OSError), listening(pipe.send):
        while True:
            said = pipe.recv()
            pipe.send(look(said.file) if isinstance(said, Look) else read(said, authority, asked))
