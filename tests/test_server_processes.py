"""The site's processes: each is watched, none outlives its parent, no silent client holds what all share."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.server import ports, supervisor
from archive.server.supervisor import Part
from tests.site_process import Site, is_running, manage_each, running, wait_until

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
pytestmark = [pytest.mark.slow, linux_only]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests that look at it or hurt a part of it; somebody has been here before, who left no article."""
    folder = tmp_path_factory.mktemp("site")
    user = ("createsuperuser", "--noinput", "--username", "a", "--email", "a@example.cn")
    made = manage_each(
        folder / "data", ("migrate", "-v0"), user, DJANGO_SUPERUSER_PASSWORD="long-enough-for-once"
    )
    assert [done.returncode for done in made] == [0, 0], made
    with running(folder / "data", folder / "log", demo=True, own={"SCRIPT_NAME": "/zs"}) as started:
        yield started


def connections(port: int, count: int, sends: bytes = b"") -> list[socket.socket]:
    opened = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(count)]
    for one in opened:
        one.sendall(sends)
    return opened


# One client never holds what all share


def test_silent_half_sent_and_slow_connections_cost_nobody_a_page(site: Site) -> None:
    held = connections(site.port, 50)
    held += connections(site.port, 20, b"GET /search/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    held += connections(
        site.port,
        20,
        b"POST /language/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nlanguage=",
    )
    try:
        assert [site.get("/zs/")[0] for _ in range(5)] == [200] * 5
    finally:
        for one in held:
            one.close()


def test_an_address_longer_than_any_of_ours_gets_a_page_of_ours(site: Site) -> None:
    status, _, page = site.get("/zs/search/?q=" + "a" * 4211)
    assert status == 200
    assert "<h1" in page.decode()
    status, _, _ = site.get("/zs/search/?" + "&".join(f"region={n:06d}" for n in range(2000)))
    assert status == 200


# Below a path


def test_pages_styles_and_cookies_lie_below_the_path(site: Site) -> None:
    for prefix in ("/zs", ""):  # whether the server in front passes the path on or takes it off
        status, answer, page = site.get(f"{prefix}/")
        assert status == 200
        assert 'href="/zs/search/' in page.decode()
        assert "/zs/static/css/" in page.decode()
        assert all("Path=/zs" in cookie for cookie in answer.headers.get_all("Set-Cookie") or [])
        status, _, style = site.get(f"{prefix}/static/css/base.css")
        assert (status, bool(style)) == (200, True)
    status, answer, _ = site.get("/zs/admin/")
    assert (status, answer.headers["Location"].startswith("/zs/admin/login/")) == (302, True)


def test_the_demo_is_loaded_only_where_there_never_was_anything(site: Site) -> None:
    assert "工会工作综述档案库" in site.said()
    assert "演示档案" not in site.said()


# Every process is watched


def test_whoever_holds_the_port_is_named_and_known_as_ours(site: Site) -> None:
    reason = ports.obstacle("127.0.0.1", site.port)
    assert reason is not None
    assert str(site.process.pid) in reason
    assert "本站" in reason
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        reason = ports.obstacle("127.0.0.1", other.getsockname()[1])
        assert reason is not None
        assert str(os.getpid()) in reason
        assert "本站" not in reason


@pytest.mark.parametrize("part", ["archive.server.web_server", "index_worker", "import_worker"])
def test_a_part_that_is_killed_is_begun_anew(site: Site, part: str) -> None:
    before = site.children(part)
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: bool(set(site.children(part)) - set(before)) and site.answers())
    assert wait_until(lambda: not any(is_running(process) for process in before[:1]))


def test_what_stays_in_memory_beside_the_parts_is_small(site: Site) -> None:
    pages = int(Path(f"/proc/{site.process.pid}/statm").read_text(encoding="ascii").split()[1])
    assert pages * os.sysconf("SC_PAGE_SIZE") < 60e6


def test_a_part_that_gives_no_sign_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "SILENT_SECONDS", 0.5)
    part = Part("试验", [sys.executable, "-c", "import time; time.sleep(600)"], beats=True)
    part.start()
    assert part.process is not None
    first = part.process.pid

    def begun_anew() -> bool:
        part.watch()
        return part.process is not None and part.process.pid != first

    try:
        assert wait_until(begun_anew)
        assert not is_running(first)
    finally:
        if part.process is not None:
            part.process.kill()
            part.process.wait()


def test_a_part_that_ends_at_once_is_begun_anew_after_a_growing_pause() -> None:
    part = Part("试验", [sys.executable, "-c", ""])
    part.start()
    assert part.process is not None
    part.process.wait()
    part.watch()
    assert part.process is None
    first = part.pause
    part.again = 0.0
    part.watch()
    assert part.process is not None
    part.process.wait()
    part.watch()
    assert part.pause > first > 0


# The server itself


def test_a_request_that_trickles_in_loses_its_connection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = (
        "import threading, sys\n"
        "from archive.server import web_worker as w\n"
        "from waitress.server import create_server\n"
        "s = create_server(lambda e, r: [r('200 OK', [])and b''], host='127.0.0.1', port=0,"
        " channel_timeout=1, cleanup_interval=1)\n"
        "s.channel_class = w.BoundedChannel\n"
        "print(s.effective_port, flush=True)\n"
        "s.run()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with closing(socket.create_connection(("127.0.0.1", port), timeout=1)) as trickling:

            def closed() -> bool:
                try:
                    trickling.sendall(b"G")
                    time.sleep(0.2)
                    trickling.setblocking(False)
                    return trickling.recv(1) == b""
                except BlockingIOError:
                    return False
                except OSError:
                    return True

            assert wait_until(closed, 60)
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as whole:
            whole.request("GET", "/")
            assert whole.getresponse().status == 200
    finally:
        process.kill()
        process.wait()


def test_an_ordinary_stop_ends_every_part_in_order_and_kills_none(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(tmp_path / "data", log) as site:
        parts = site.children()
        os.killpg(site.process.pid, signal.SIGINT)  # Ctrl+C goes to all of a terminal's group
        assert site.process.wait(timeout=60) == 0
        assert not any(map(is_running, parts))
    said = log.read_text(encoding="utf-8")
    for word in ("SIGKILL", "Traceback", "重新启动"):
        assert word not in said


# The last of all: it ends the site that the others look at


def test_nothing_outlives_a_killed_parent(site: Site) -> None:
    children = site.children()
    assert len(children) >= 3
    site.process.kill()
    assert wait_until(lambda: not any(is_running(child) for child in children))
    # The number may have been lent to somebody's outgoing connection for a moment.
    assert wait_until(lambda: ports.obstacle("127.0.0.1", site.port) is None)
