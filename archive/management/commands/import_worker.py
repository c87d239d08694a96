"""The process beside the web server that reads what was handed in, and then the figures of what is stored."""

import fcntl
import logging
import os
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from archive.imports.runner import Runner
from archive.ledger.keeping import read_waiting
from archive.models import ImportItem
from archive.server import heartbeat, this_host, workers
from archive.server.heartbeat import IMPORT_WORKER

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
BEAT_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 30.0
"""It beats between two turns only, and a worker that is silent for a minute is begun anew."""
LOCK_SECONDS = 5.0
"""The reader of a worker that was killed is gone a moment after it."""
FIGURES_SECONDS = 2.0
"""Between two looks for what was handed in: figures of articles that an upgrade of their reader made old can wait."""
NICENESS = 5
"""Whoever reads or searches goes first."""


class Command(BaseCommand):
    help = "持续读取已上传、还没有读的文件；中断后接着读，不丢失也不重复（随 make run 启动）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        workers.add_arguments(parser)
        parser.add_argument("--slot", default="1", help="同时运行几个读取进程时，各用一个编号（默认 1）")

    def handle(
        self, *args: Any, slot: str, once: bool = False, beat: int | None = None, **options: Any
    ) -> None:
        workers.begin(beat)
        os.nice(NICENESS)
        with _alone(Path(settings.ARCHIVE_DATA), slot):
            worker = Worker(f"{this_host.short_name()}-{slot}", beat)
            try:
                workers.run(worker.turn, once=once)
            finally:
                worker.end()


class Worker:
    """Turn by turn reads what waits, and says that it lives."""

    def __init__(self, name: str, pipe: int | None = None) -> None:
        self._runner = Runner(name, alive=self._beat_at_times)
        self._pipe = pipe
        self._beaten = float("-inf")
        self._failures = 0
        self._problem: str | None = None

    def turn(self) -> float:
        """Read what waits; how long to pause before the next turn."""
        self._beat_at_times()
        try:
            self._runner.run()
            read_waiting(seconds=FIGURES_SECONDS, progress=lambda _count: self._beat_at_times())
            self._failures, self._problem = 0, None
        except Exception as error:
            # Whatever it is, the items are still there and the next turn tries again.
            self._failures += 1
            self._problem = f"{type(error).__name__}: {error}"
            logger.exception("the import worker failed %d times running", self._failures)
        close_old_connections()
        return workers.pause_after(self._failures, pause=PAUSE_SECONDS, longest=LONGEST_PAUSE_SECONDS)

    def end(self) -> None:
        self._runner.end()

    def _beat_at_times(self) -> None:
        now = time.monotonic()
        if now - self._beaten < BEAT_SECONDS:
            return
        self._beaten = now
        if self._pipe is not None:
            with suppress(OSError):  # nobody listens any more
                os.write(self._pipe, b".")
        with suppress(DatabaseError):  # the next turn says why
            pending = ImportItem.objects.unfinished().count()
            heartbeat.leave(IMPORT_WORKER, pending=pending, problem=self._problem)


@contextmanager
def _alone(folder: Path, slot: str) -> Iterator[None]:
    """One process a slot: the lock goes with the process, however it ends."""
    with (folder / f"import_worker.{slot}.lock").open("a") as file:
        deadline = time.monotonic() + LOCK_SECONDS
        while not _locked(file):
            if time.monotonic() > deadline:
                raise CommandError(f"读取进程 {slot} 已在运行")
            time.sleep(0.1)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
