"""The site's processes: each is watched, none outlives its parent, no silent client holds what all share."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import ports, supervisor
from archive import settings as settings_module
from archive.supervisor import Part
from tests.site_process import Site, is_running, manage, running, wait_until

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
pytestmark = [pytest.mark.slow, linux_only]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with running(folder / "data", folder / "log", SCRIPT_NAME="/zs") as started:
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


@pytest.mark.parametrize("part", ["archive.web_server", "index_worker"])
def test_a_part_that_is_killed_is_begun_anew(site: Site, part: str) -> None:
    before = site.children(part)
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: bool(set(site.children(part)) - set(before)) and site.answers())
    assert wait_until(lambda: not any(is_running(process) for process in before[:1]))


def test_what_stays_in_memory_beside_the_parts_is_small(site: Site) -> None:
    pages = int(Path(f"/proc/{site.process.pid}/statm").read_text(encoding="ascii").split()[1])
    assert pages * os.sysconf("SC_PAGE_SIZE") < 60e6


def test_nothing_outlives_a_killed_parent(tmp_path: Path) -> None:
    with running(tmp_path / "data", tmp_path / "log") as started:
        children = started.children()
        assert len(children) >= 3
        started.process.kill()
        assert wait_until(lambda: not any(is_running(child) for child in children))
        assert ports.obstacle("127.0.0.1", started.port) is None


def test_a_part_that_gives_no_sign_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "SILENT_SECONDS", 0.5)
    part = Part("试验", [sys.executable, "-c", "import time; time.sleep(600)"], beats=True)
    part.start()
    assert part.process is not None
    first = part.process.pid
    try:
        assert wait_until(
            lambda: part.watch() is None and part.process is not None and part.process.pid != first
        )
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


# A start that can't succeed says why


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("PORT", "99999", "65535"),
        ("HOST", "nosuchhost.invalid", "找不到这个主机名"),
        ("TIME_ZONE", "Asia/Beijing", "Asia/Beijing"),
        ("ARCHIVE_DATA", "/proc/nowhere/data", "/proc/nowhere/data"),
    ],
)
def test_a_start_that_can_t_succeed_says_why_in_one_sentence(
    tmp_path: Path, setting: str, value: str, reason: str
) -> None:
    done = manage(tmp_path, "serve", **{setting: value})
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda name: settings_module.port(name, 1), "http"),
        (lambda name: settings_module.port(name, 1), "0"),
        (lambda name: settings_module.time_zone(name, "UTC"), "../etc"),
        (lambda name: settings_module.networks(name, []), "nginx"),
        (settings_module.origins, "zs.example.cn"),
        (settings_module.origins, "ftp://zs.example.cn"),
        (settings_module.path_prefix, "/a b"),
        (settings_module.path_prefix, "/zs?x"),
    ],
)
def test_a_setting_that_makes_no_sense_names_itself(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], value: str
) -> None:
    monkeypatch.setenv("SOME_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_SETTING"):
        read("SOME_SETTING")


def test_a_host_of_another_machine_is_told_as_such() -> None:
    assert "不是本机的地址" in (ports.obstacle("203.0.113.77", 8000) or "")


def test_a_folder_that_has_lost_its_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("x" * 60, encoding="ascii")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("", encoding="ascii")
    for command in (
        ("serve",),
        ("loaddemo",),
        ("import_reviews", str(Path(__file__).parent / "factories.py")),
    ):
        done = manage(tmp_path, *command)
        assert done.returncode == 1
        assert "不是第一次启动" in done.stderr
    assert not (tmp_path / "archive.sqlite3").exists() or not (tmp_path / "archive.sqlite3").stat().st_size


def test_a_damaged_database_is_said_at_the_start_with_the_way_out(tmp_path: Path) -> None:
    assert manage(tmp_path, "loaddemo").returncode == 0
    database = tmp_path / "archive.sqlite3"
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(database.read_bytes())
    for page in range(len(data) // 4096 // 3, len(data) // 4096 // 3 + 40):
        data[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    database.write_bytes(data)
    done = manage(tmp_path, "serve")
    assert done.returncode == 1
    assert "损坏" in done.stderr
    assert "备份" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_is_loaded_only_where_there_never_was_anything(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    made = {"DJANGO_SUPERUSER_PASSWORD": "long-enough-for-once"}
    user = ("createsuperuser", "--noinput", "--username", "a", "--email", "a@example.cn")
    assert manage(tmp_path, *user, **made).returncode == 0
    with running(tmp_path, tmp_path / "log") as started:
        assert "演示档案" not in started.said()


def test_a_folder_is_not_made_to_look_used_by_looking_at_it(tmp_path: Path) -> None:
    assert manage(tmp_path, "check").returncode == 0
    assert not (tmp_path / "secret_key").exists()


# The server itself


def test_a_request_that_trickles_in_loses_its_connection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = (
        "import threading, sys\n"
        "from archive import web_worker as w\n"
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
