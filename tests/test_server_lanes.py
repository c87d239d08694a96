"""What takes seconds stalls nobody whose page takes milliseconds."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import create_server

from archive.server.web_lanes import Lanes, takes_long
from archive.server.web_worker import BoundedChannel
from tests.roles import routes
from tests.site_process import wait_until

AT_ONCE = 50
LONG = "/search/export.csv"


class Server:
    """One process of the web server before an application whose exports take as long as the test wants."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.at_work = self.most_at_work = self.exports_made = 0
        self._counting = threading.Lock()
        self._sockets: dict[int, Any] = {}
        self._lanes = Lanes(4)
        self._server = create_server(
            self._answer, map=self._sockets, host="127.0.0.1", port=0, _dispatcher=self._lanes, ident=""
        )
        self._server.channel_class = BoundedChannel
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._turn)
        self._thread.start()
        self.port: int = self._server.effective_port

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == LONG:
            with self._counting:
                self.at_work += 1
                self.most_at_work = max(self.most_at_work, self.at_work)
            self.may_end.wait()
            with self._counting:
                self.at_work -= 1
                self.exports_made += 1
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def _turn(self) -> None:
        while not self._stopped.is_set():
            wasyncore.poll2(0.05, self._sockets)

    def stop(self) -> None:
        self.may_end.set()
        self._stopped.set()
        self._thread.join()
        self._lanes.shutdown()
        wasyncore.close_all(self._sockets)


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


def asked(port: int, address: str) -> HTTPConnection:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address)
    return connection


def test_whoever_asks_for_a_page_waits_for_no_export_and_every_export_is_answered(server: Server) -> None:
    with ExitStack() as opened:
        exports = [opened.enter_context(closing(asked(server.port, LONG))) for _ in range(AT_ONCE)]
        for _ in range(AT_ONCE):
            with closing(asked(server.port, "/years/")) as page:
                assert page.getresponse().status == 200
        assert server.at_work <= 2
        server.may_end.set()
        assert [export.getresponse().status for export in exports] == [200] * AT_ONCE
    assert server.most_at_work == 2


def test_an_export_that_fails_or_whose_reader_has_left_keeps_no_place_in_the_lane(server: Server) -> None:
    for _ in range(4):
        with closing(socket.create_connection(("127.0.0.1", server.port))) as gone:
            gone.sendall(f"GET {LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    server.may_end.set()
    with closing(asked(server.port, LONG)) as export:
        assert export.getresponse().status == 200


def test_an_export_whose_reader_left_while_it_waited_is_not_made(server: Server) -> None:
    with ExitStack() as opened:
        stay = [opened.enter_context(closing(asked(server.port, LONG))) for _ in range(2)]
        wait_until(lambda: server.at_work == 2)
        for _ in range(AT_ONCE):
            asked(server.port, LONG).close()
        stay += [opened.enter_context(closing(asked(server.port, LONG)))]
        server.may_end.set()
        assert [export.getresponse().status for export in stay] == [200] * 3
    assert server.exports_made == 3


def test_requests_on_one_connection_change_lanes(server: Server) -> None:
    server.may_end.set()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as kept:
        for address in (LONG, "/years/", LONG, "/"):
            kept.request("GET", address)
            assert kept.getresponse().read() == b"ok"


MADE_ONCE = re.compile(r"robots\.txt|sitemap|jsi18n|articles/<int:pk>\.json")
"""What has the name of a file and is no more work than a page."""


def test_every_file_that_the_site_makes_is_in_the_lane_and_the_pages_of_readers_are_not() -> None:
    named = [route.replace("<slug:form>", "csv") for route in routes() if not MADE_ONCE.search(route)]
    files = [route for route in named if re.search(r"\.\w+$", route)]
    assert len(files) > 12
    assert [route for route in files if not takes_long(f"/{route}")] == []
    pages = (
        "/",
        "/search/",
        "/articles/7/",
        "/zs/articles/7.json",
        "/years/2019/",
        "/admin/",
        "/health",
        "/ready",
        "/zs/static/a.css",
    )
    assert not any(map(takes_long, pages))
    assert takes_long("/zs/compare/")
    assert takes_long("/regions/990103.json")
