"""What the processes beside the web server have in common: each works turn by turn until it is asked to leave."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType

from archive.server.web_server import keep_open
from archive.storage.readiness import enter_the_data_folder, refuse_reading_only, refuse_where_no_archive_is

logger = logging.getLogger(__name__)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--beat", type=int, metavar="FD", help="向上级进程报告动静的管道（由 serve 使用）")
    parser.add_argument("--once", action="store_true", help="处理完现有的就退出")


def begin(beat: int | None) -> None:
    """Before the first turn; a worker that ``serve`` has started, which gives it a pipe, holds the database open."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
    refuse_where_no_archive_is()
    enter_the_data_folder()
    refuse_reading_only()
    if beat is not None:
        keep_open()


def run(turn: Callable[[], float], *, once: bool) -> None:
    """Turn after turn, each followed by the pause that it asks for; or one."""
    try:
        while not once:
            time.sleep(turn())
        turn()
    except SystemExit:
        logger.info("process %d was asked to stop", os.getpid())


def pause_after(failures: int, *, pause: float, longest: float) -> float:
    """Twice as long with every turn that failed since the last good one."""
    return min(pause * 2.0 ** min(failures, 10), longest)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once: what is not finished was never stored, and the next one takes it up again."""
    raise SystemExit(0)
