"""The process beside the web server that brings the index up to the outbox."""

import logging
import os
import threading
import time
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from archive import editing
from archive.backups import nightly
from archive.server import workers
from archive.server.nights import is_due
from archive.storage import soundness
from search import replicas, selfcheck
from search.binding import mismatch
from search.engines import engine
from search.engines.contract import IndexLocked, IndexUnreachable
from search.heartbeat import beat
from search.outbox import apply_pending, rebuild

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
LOCK_SECONDS = 10.0
BEAT_SECONDS = 5.0
LOOK_THROUGH_SECONDS = 30.0
"""How often every byte of the index is read and compared with its checksum: 0.15 s at 20,000 articles."""
SEEN_SECONDS = 20.0
"""How often the other hosts learn that this one is there."""
LONGEST_PAUSE_SECONDS = 60.0
STUCK_SECONDS = 1800.0
"""No turn takes so long without a beat, be it a merge of 20,000 articles on a slow machine."""


class Command(BaseCommand):
    help = "持续把已提交的变更写入检索索引；索引缺失、损坏或版本不符时自动重建（随 make run 启动）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        workers.add_arguments(parser)

    def handle(self, *args: Any, once: bool = False, beat: int | None = None, **options: Any) -> None:
        workers.begin(beat)
        worker = Worker()
        if beat is not None:
            threading.Thread(target=_tell, args=(worker, beat), daemon=True).start()
        workers.run(worker.turn, once=once)


class Worker:
    """One turn mends the index where it must, applies what is pending, and tidies up when there is time."""

    def __init__(self) -> None:
        self.moved = time.monotonic()
        self._failures = 0
        self._looked_through = float("-inf")
        self._beaten = float("-inf")
        self._seen = float("-inf")
        self._told: str | None = None

    def turn(self) -> float:
        """Do what there is to do; how long to pause before the next turn."""
        problem: str | None = None
        try:
            self._work()
            self._failures = 0
            self._say_alive()
            problem = self._differing()
        except IndexLocked as locked:
            problem = str(locked)
        except Exception as error:
            # Whatever it is, the rows are still there and the next turn tries again.
            self._failures += 1
            problem = f"{type(error).__name__}: {error}"
            logger.exception("the index worker failed %d times running", self._failures)
        self._beat(problem)
        close_old_connections()
        return workers.pause_after(self._failures, pause=PAUSE_SECONDS, longest=LONGEST_PAUSE_SECONDS)

    def _work(self) -> None:
        now = time.monotonic()
        read_through = now - self._looked_through > LOOK_THROUGH_SECONDS
        health = engine().health(read_through=read_through)
        if read_through:
            self._looked_through = now
        if health.passing:
            raise IndexUnreachable(health.problem)
        problem = health.problem or mismatch()
        if problem is not None:
            logger.warning("the index is rebuilt: %s", problem)
            count = rebuild(
                lock_seconds=LOCK_SECONDS, progress=lambda: self._beat_at_times("the index is being rebuilt")
            )
            logger.info("the index is whole again, with %d articles", count)
        if not apply_pending(lock_seconds=LOCK_SECONDS, budget_seconds=None):
            engine().tidy(lock_seconds=0)
            self._check_at_night()
            self._back_up_at_night()

    def _say_alive(self) -> None:
        if time.monotonic() - self._seen > SEEN_SECONDS:
            replicas.seen()
            self._seen = time.monotonic()

    def _differing(self) -> str | None:
        """What keeps this host from answering although its index is whole; said once in the log."""
        differing = "; ".join(replicas.differing_from_the_first()) or None
        if differing and differing != self._told:
            logger.error("this host answers no search, it is set up otherwise than the first: %s", differing)
        self._told = differing
        return differing

    def _check_at_night(self) -> None:
        """Once a day empty the trash of what is overdue, and compare everything with everything: originals with their
        checksums, index with database."""
        last = soundness.last_report()
        if not is_due(last.time if last else None, timezone.localtime()):
            return
        editing.purge_overdue()
        soundness.keep(report := soundness.check(progress=self._move))
        if not report.is_whole:
            logger.error("the database is damaged: %s", "; ".join(soundness.described(report)))
        selfcheck.keep(found := selfcheck.check())
        if not found.is_whole:
            logger.warning("the index is repaired: %s", "; ".join(selfcheck.described(found)))
            selfcheck.repair(found)
            selfcheck.keep(selfcheck.check(thorough=False))

    def _back_up_at_night(self) -> None:
        if not nightly.is_wanted(timezone.localtime()):
            return
        night = nightly.back_up(progress=self._beat_at_times)
        if night.problem is not None:
            logger.error("the nightly backup: %s", night.problem)

    def _move(self) -> None:
        self.moved = time.monotonic()

    def _beat_at_times(self, problem: str | None = None) -> None:
        if time.monotonic() - self._beaten > BEAT_SECONDS:
            self._beat(problem)

    def _beat(self, problem: str | None) -> None:
        self.moved = self._beaten = time.monotonic()
        try:
            pending = replicas.waiting().count()
        except DatabaseError:
            return  # no database to be behind of; the next turn says why
        beat(process=os.getpid(), pending=pending, problem=problem)


def _tell(worker: Worker, pipe: int) -> None:
    """Tell whoever started this process that it runs and gets on: by a pipe, which no full disk stops."""
    with suppress(OSError):  # nobody listens any more
        while time.monotonic() - worker.moved < STUCK_SECONDS:
            os.write(pipe, b".")
            time.sleep(BEAT_SECONDS)
