"""Who waits for whom: what takes seconds never holds more than half of the threads of a process.

Two hundred exports at once would otherwise take every thread in turn, and a page of milliseconds would wait behind
all of them.
"""

import re
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher

FILES = (".csv", ".docx", ".json", ".xlsx", ".zip", "record.txt")
"""Made, when it is asked for, of as many articles as were found."""
ONE_ARTICLE = re.compile(r".*/articles/\d+\.json")
"""No more work than its page: /articles/7.json. In the lane it waited a minute where fifty read and a thousand files came in."""
PAGES = frozenset({"by-place", "compare", "coverage", "record", "series", "sheet"})
"""By the last part of their address: what lays many articles, or two whole ones, beside each other."""


def takes_long(path: str) -> bool:
    last = path.rstrip("/").rpartition("/")[2]
    return last in PAGES or (last.endswith(FILES) and ONE_ARTICLE.fullmatch(path) is None)


def _path_of(request: HTTPRequestParser) -> str:
    """What was no request has none, and is refused at once."""
    return getattr(request, "path", "")


def _has_left(channel: Any) -> bool:
    """Whether the reader has closed the connection; nobody reads from it while a request of it waits."""
    try:
        return not channel.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


@dataclass(frozen=True)
class _InItsLane:
    """A connection whose request takes long, and what to do when it is answered."""

    channel: Any
    leave: Callable[[], None]

    def service(self) -> None:
        """What nobody waits for any more when its turn comes is not made."""
        try:
            if _has_left(self.channel):
                self.cancel()
            else:
                self.channel.service()
        finally:
            self.leave()

    def cancel(self) -> None:
        self.channel.cancel()


class Lanes(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Hands requests to threads: what is quick at once, what takes long as the lane for it gets free."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._free = max(1, threads // 2)
        self._waiting: deque[Any] = deque()
        self.set_thread_count(threads)

    def add_task(self, channel: Any) -> None:
        if not takes_long(_path_of(channel.requests[0])):
            super().add_task(channel)
            return
        with self.lock:
            if not self._free:
                self._waiting.append(channel)
                return
            self._free -= 1
        self._let_in(channel)

    def _let_in(self, channel: Any) -> None:
        super().add_task(_InItsLane(channel, self._leave))

    def _leave(self) -> None:
        with self.lock:
            if not self._waiting:
                self._free += 1
                return
            following = self._waiting.popleft()
        self._let_in(following)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        while cancel_pending and self._waiting:
            self._waiting.popleft().cancel()
        return bool(super().shutdown(cancel_pending, timeout))
