"""The worker of the web server: waitress receives and sends, gunicorn starts, watches and replaces.

A request takes one of the few threads only when it is there as a whole, and leaves it as soon as the answer is
made: who sends nothing, half a request, or reads slowly costs a connection and nobody's time. With gunicorn's
own threads 20 half-sent requests stopped the site; with its default workers two silent connections did.
"""

import errno
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server

from archive.server.web_lanes import Lanes
from archive.server.web_requests import Answer, LenientParser, Refusal

RECEIVE_SECONDS = 60
"""A request has so long to arrive, and a second more for every ``SLOWEST`` bytes that have: an upload of 64 MB
over a poor line takes its time, one byte a second does not keep a connection."""
SLOWEST = 4096
LINGER_SECONDS = 5
CONNECTIONS = 1000
CLEANUP_SECONDS = 5
LEAVE_SECONDS = 5
"""Of the time that gunicorn allows a process to end, so much is kept for the ending itself."""
SELECT_SECONDS = 1.0


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose time runs from the first byte of a request, not anew from each that trickles in."""

    parser_class = LenientParser
    task_class = Answer
    error_task_class = Refusal
    begun: float | None = None
    arrived = 0
    refused_until: float | None = None
    # Waitress's own, which has no types
    close_when_flushed: bool
    last_activity: float

    def refuse_the_rest(self) -> None:
        """Said by a refusal: what is still on its way is let pass for a moment before the connection is closed.

        Closed at once, it would be reset, and the sender of 10 GB would never see the page that says why.
        """
        self.refused_until = time.time() + LINGER_SECONDS

    def handle_write(self) -> None:
        if self.refused_until is None or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some_if_lockable)  # the refusal may still be being written
        if self.close_when_flushed and not self.total_outbufs_len:
            self.close_when_flushed = False
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                self.handle_close()

    def readable(self) -> bool:
        return (self.refused_until is not None and not self.will_close) or bool(super().readable())

    def handle_read(self) -> None:
        if self.refused_until is None:
            super().handle_read()
            return
        try:
            more = self.recv(self.adj.recv_bytes)
        except OSError:
            more = b""
        if not more or time.time() > self.refused_until:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        now = self.last_activity
        taken: bool = super().received(data)
        if self.request is None:
            self.begun = None
            return taken
        if self.begun is None:
            self.begun, self.arrived = now, 0
        self.arrived += len(data)
        self.last_activity = min(now, self.begun + self.arrived / SLOWEST)
        return taken


class BufferingWorker(Worker):  # type: ignore[misc]
    """What gunicorn runs in each of its processes."""

    has_finished = False

    def init_process(self) -> None:
        self.answered = 0
        self.counting = threading.Lock()
        super().init_process()

    def run(self) -> None:
        sockets: dict[int, Any] = {}
        server = create_server(
            self._counted(self.wsgi),
            map=sockets,
            sockets=[listener.sock for listener in self.sockets],
            _dispatcher=Lanes(self.cfg.threads),
            connection_limit=CONNECTIONS,
            channel_timeout=RECEIVE_SECONDS,
            cleanup_interval=CLEANUP_SECONDS,
            clear_untrusted_proxy_headers=False,  # archive.web.proxies decides whom to believe
            log_socket_errors=False,
            ident="",
        )
        for part in sockets.values():
            if isinstance(part, TcpWSGIServer):
                part.channel_class = BoundedChannel
        while self.alive and self.ppid == os.getppid():
            self.notify()
            _turn(sockets)
        self._finish(server, sockets)

    def _finish(self, server: Any, sockets: dict[int, Any]) -> None:
        """Take no more connections; give what is being answered the time that gunicorn allows."""
        for part in list(sockets.values()):
            if isinstance(part, TcpWSGIServer):
                part.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout - LEAVE_SECONDS
        while time.monotonic() < until and any(getattr(part, "requests", None) for part in sockets.values()):
            self.notify()
            _turn(sockets)
        server.task_dispatcher.shutdown(timeout=1)
        self.has_finished = True

    def _counted(self, application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """A process is replaced after so many answers: whatever leaks in it is bounded."""

        def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            with self.counting:
                self.answered += 1
                if self.answered >= self.max_requests:
                    self.alive = False
            return headers_alone(environ, application(environ, start_response))

        return counted


def headers_alone(environ: dict[str, Any], answer: Iterable[bytes]) -> Iterable[bytes]:
    """For HEAD nothing is made that is not sent: a table of 10,000 rows is closed before its first."""
    if environ["REQUEST_METHOD"] != "HEAD":
        return answer
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return ()


def _turn(sockets: dict[int, Any]) -> None:
    try:
        wasyncore.poll2(SELECT_SECONDS, sockets)
    except OSError as error:
        if error.errno != errno.EINTR:
            raise
