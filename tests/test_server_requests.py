"""Requests that no browser of today sends, answered by the server that the site runs on, byte for byte."""

import errno
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from waitress import wasyncore
from waitress.server import create_server

from archive.server.web_lanes import Lanes
from archive.server.web_worker import BoundedChannel, headers_alone
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
MARK = b"<!DOCTYPE html>"


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """The site behind waitress as each process of the web server runs it."""
    site = WSGIHandler()

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        return headers_alone(environ, site(environ, start_response))

    sockets: dict[int, Any] = {}
    server = create_server(application, map=sockets, host="127.0.0.1", port=0, _dispatcher=Lanes(2), ident="")
    server.channel_class = BoundedChannel
    stopped = threading.Event()

    def turn() -> None:
        while not stopped.is_set():
            wasyncore.poll2(0.05, sockets)

    thread = threading.Thread(target=turn)
    thread.start()
    yield server.effective_port
    stopped.set()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


def sent(port: int, *requests: bytes) -> bytes:
    """Everything that comes back on one connection until the server has closed it."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as connection:
        for request in requests:
            connection.sendall(request)
        came = b""
        while piece := connection.recv(65536):
            came += piece
    return came


def request(method: str, address: bytes, *, close: bool = False, more: bytes = b"") -> bytes:
    ending = b"Connection: close\r\n" if close else b""
    return method.encode() + b" " + address + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + ending + more + b"\r\n"


def statuses(came: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"^HTTP/1\.1 (\d+) ", came, re.M)]


@pytest.mark.parametrize(
    "address",
    [
        b"/",
        b"/years/",
        b"/search/",
        b"/search/export.csv",
        b"/search/export.xlsx",
        b"/nowhere/",
        b"/admin/login/",
        b"/robots.txt",
    ],
)
def test_the_answer_to_head_isheaders_alone_and_the_connection_stays_in_step(
    port: int, address: bytes
) -> None:
    head = sent(port, request("HEAD", address, close=True))
    assert head.endswith(b"\r\n\r\n")
    assert head.count(b"\r\n\r\n") == 1
    get = sent(port, request("GET", address, close=True))
    assert statuses(head) == statuses(get)
    if statuses(head) == [200] and b"Content-Length" in head:
        kept = sent(port, request("HEAD", address), request("GET", b"/robots.txt", close=True))
        assert statuses(kept) == [200, 200]
        assert MARK not in kept
        assert b"User-agent" in kept


def test_head_says_how_long_the_page_would_be(port: int) -> None:
    head, get = (sent(port, request(method, b"/years/", close=True)) for method in ("HEAD", "GET"))
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length is not None
    assert int(length[1]) == len(get.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_refused_request_is_answered_by_the_same_rule(port: int, method: str) -> None:
    came = sent(port, request(method, b"/", more=b"Content-Length: x\r\n"))
    assert statuses(came) == [400]
    assert (MARK in came) is (method == "GET")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_an_address_whose_bytes_nobody_escaped_is_read_as_if_they_were(port: int, encoding: str) -> None:
    factories.article()
    came = sent(port, request("GET", "/search/?q=工会".encode(encoding), close=True))
    assert statuses(came) == [200]
    assert 'value="工会"' in came.decode()


@pytest.mark.parametrize(
    "address", ["/articles/²/".encode(), "/articles/工会/".encode("gbk"), "/年/".encode(), b"/\xff\xfe/"]
)
def test_an_unescaped_path_that_leads_nowhere_gets_our_page(port: int, address: bytes) -> None:
    came = sent(port, request("GET", address, close=True))
    assert statuses(came) == [404]
    assert "没有这一页" in came.decode()


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        (request("POST", b"/admin/", more=b"Content-Length: 10737418240\r\n"), 413, "MB"),
        (
            request("POST", b"/admin/", more=b"Content-Length: 10737418240\r\nExpect: 100-continue\r\n"),
            413,
            "MB",
        ),
        (request("POST", b"/admin/", more=b"Content-Length: " + b"9" * 5000 + b"\r\n"), 400, "读不懂"),
        (request("POST", b"/admin/", more=b"Content-Length: -1\r\n"), 400, "读不懂"),
        (request("POST", b"/admin/", more=b"Transfer-Encoding: gzip\r\n"), 501, "没能显示"),
        (request("GET", b"http://[/"), 400, "读不懂"),
        (request("GET", b"/a b c"), 400, "读不懂"),
        (request("GET", b"/", more=b"no header\r\n"), 400, "读不懂"),
        (request("GET", b"/", more=b"Cookie: " + b"a" * 300_000 + b"\r\n"), 431, "cookie"),
        (b"GET\r\n\r\n", 400, "读不懂"),
        ("工会\r\n\r\n".encode(), 400, "读不懂"),
    ],
)
def test_what_is_no_request_is_told_in_a_page_of_ours(
    port: int, asked: bytes, status: int, told: str
) -> None:
    came = sent(port, asked)
    assert re.match(rb"HTTP/1\.\d %d " % status, came), came[:200]
    page = came.decode()
    assert told in page
    assert "这个请求不能处理" in page
    assert "generated by" not in page


def test_an_upload_that_the_disk_has_no_room_for_is_told(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    size = 3_000_000
    came = sent(port, request("POST", b"/admin/", more=b"Content-Length: %d\r\n" % size), b"x" * size)
    assert statuses(came) == [507]
    assert "磁盘已满" in came.decode()


def test_a_name_of_the_host_that_nobody_escaped_is_told_as_it_was_sent(port: int) -> None:
    came = sent(port, "GET / HTTP/1.1\r\nHost: 工会.cn\r\nConnection: close\r\n\r\n".encode())
    assert statuses(came) == [400]
    assert "工会.cn" in came.decode()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW"])
def test_what_no_page_does_is_refused_with_what_it_does(client: Client, method: str) -> None:
    answer = client.generic(method, "/")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert method in answer.content.decode()


def test_options_is_answered_with_what_there_is_and_no_page(client: Client) -> None:
    answer = client.options("/years/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("address", ["/", "/years/", "/search/", "/coverage/", "/about/"])
def test_a_form_sent_to_a_page_that_takes_none_is_refused_in_words(client: Client, address: str) -> None:
    answer = client.post(address, {"x": "1"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "什么都没有写入" in answer.content.decode()
