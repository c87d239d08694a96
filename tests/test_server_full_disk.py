"""What can still be done on a folder that can't be written to, with real processes on a real read-only disk."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.site_process import Site, manage, manage_each, running, wait_until

pytestmark = pytest.mark.slow
DEMO = sorted((Path(__file__).parent.parent / "fixtures" / "demo").glob("*.txt"))
SEARCH = ("search_reviews", "职工", "--ids", "--format", "jsonl")
TOKEN = "long-enough-for-a-test"
NEW = "青禾区总工会2019年工作综述\n\n" + "这一年，青禾区总工会办了许多实事，职工都说好。" * 9 + "\n"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own, where this user may make one; it is filled or made read-only by the tests."""
    point = tmp_path_factory.mktemp("disk")
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m,mode=755", "tmpfs", str(point)],
        capture_output=True,
        check=False,
    )
    if sys.platform != "linux" or not made or made.returncode:
        pytest.skip("this user may not mount a disk of its own")
    try:
        assert manage(point / "data", "loaddemo").returncode == 0
        yield point
    finally:
        subprocess.run(["umount", "--lazy", str(point)], check=False)


def test_on_a_read_only_disk_searching_checking_and_dry_runs_go_on(disk: Path) -> None:
    looking = ("check_index",), ("check_archive",), ("import_reviews", str(DEMO[0]), "--dry-run")
    writing = ("import_reviews", str(DEMO[0])), ("rebuild_index", "--noinput"), ("update_index",)
    with read_only(disk):
        found, *done = manage_each(disk / "data", SEARCH, *looking, *writing)
    assert (found.returncode, '"total": 0' in found.stdout) == (0, False), found.stderr
    assert [one.returncode for one in done] == [0, 0, 0, 1, 1, 1], done
    assert [one for one in done if "Traceback" in one.stderr] == []


def test_an_import_on_a_disk_that_fills_up_says_what_is_in_and_what_is_not(
    disk: Path, tmp_path: Path
) -> None:
    (tmp_path / "1.txt").write_text(NEW, encoding="utf-8")
    (tmp_path / "2.html").write_text(f"<p>{NEW}<!--{'x' * 3_000_000}-->", encoding="utf-8")
    with filled(disk, leaving=2_000_000):
        done = manage(disk / "data", "import_reviews", str(tmp_path))
    assert (done.returncode, "1 篇，失败 1 个文件" in done.stderr) == (1, True), done.stderr
    assert "2.html: 服务器的磁盘已满" in done.stderr
    assert "Traceback" not in done.stderr
    done = manage(disk / "data", "import_reviews", str(tmp_path))
    assert (done.returncode, "已在库中 1 个文件，失败 0" in done.stderr) == (0, True), done.stderr


def test_on_a_full_disk_looking_goes_on_and_writing_says_why_it_does_not_begin(disk: Path) -> None:
    looking = SEARCH, ("check_index",), ("check_archive",)
    writing = ("import_reviews", str(DEMO[0])), ("update_index",), ("rebuild_index", "--noinput")
    with filled(disk):
        done = manage_each(disk / "data", *looking, *writing)
    assert [one.returncode for one in done] == [0, 0, 0, 1, 1, 1], done
    assert [one for one in done if "Traceback" in one.stderr] == []
    assert [one for one in done[3:] if "磁盘" not in one.stderr and "写入" not in one.stderr] == []


def test_a_backup_and_a_restore_that_find_no_room_say_so_and_leave_nothing(
    disk: Path, tmp_path: Path
) -> None:
    backups, place, whole = disk / "backups", disk / "place", tmp_path / "whole.zip"
    backups.mkdir()
    place.mkdir()
    with filled(disk, leaving=1_000_000):
        commands = ("backup", str(backups / "one.zip")), ("backup", str(whole)), ("verify", str(whole))
        full, *elsewhere = manage_each(disk / "data", *commands)
        restored = manage(place, "restore", str(whole))
    assert ([one.returncode for one in elsewhere], list(backups.iterdir())) == ([0, 0], [])
    for done in full, restored:
        assert (done.returncode, "磁盘已满" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert [path.name for path in place.iterdir()] == ["in_use.lock"]
    assert manage(place, "restore", str(whole)).returncode == 0


def test_a_site_begun_on_a_full_disk_is_read_and_searched_and_becomes_whole_when_there_is_room(
    disk: Path, tmp_path: Path
) -> None:
    with running_in(filled(disk), disk, tmp_path) as (site, make_room):
        assert "磁盘已满" in site.said()
        assert read(site) == [200, 200, 200]
        status, page = signed_in(site)
        assert (status, "磁盘已满" in page) == (507, True)
        make_room()
        assert wait_until(lambda: "又能写入" in site.said() and bool(site.children("index_worker")))
        assert wait_until(site.answers)
        assert signed_in(site)[0] == 200, site.said()
        with filled(disk):  # where answers are counted stands on the disk already
            assert read(site) == [200, 200, 200]
            assert "archive_requests_total" in numbers(site)


def test_a_site_begun_on_a_read_only_disk_is_read_and_searched(disk: Path, tmp_path: Path) -> None:
    with running_in(read_only(disk), disk, tmp_path) as (site, _):
        assert read(site) == [200, 200, 200]
        assert ["archive_requests_total" in numbers(site), "archive_database_up 1.0" in numbers(site)] == [
            False,
            True,
        ]
        status, page = signed_in(site)
        assert (status, "不能写入" in page) == (503, True)


@contextmanager
def running_in(
    trouble: AbstractContextManager[None], disk: Path, tmp_path: Path
) -> Iterator[tuple[Site, Callable[[], None]]]:
    """The site, begun in trouble, with what ends the trouble."""
    with ExitStack() as ending:
        ending.enter_context(trouble)
        with running(disk / "data", tmp_path / "log", own={"METRICS_TOKEN": TOKEN}) as site:
            yield site, ending.close


def read(site: Site) -> list[int]:
    return [site.get(path)[0] for path in ("/", "/search/?q=%E8%81%8C%E5%B7%A5", "/articles/1/")]


def numbers(site: Site) -> str:
    return site.get("/metrics", Authorization=f"Bearer {TOKEN}")[2].decode()


def signed_in(site: Site) -> tuple[int, str]:
    """Nobody has this name; that somebody tried it is written down before the answer."""
    opener = build_opener(HTTPCookieProcessor())
    address = f"http://127.0.0.1:{site.port}/admin/login/"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', opener.open(address).read().decode())
    assert token is not None
    form = {"username": "nobody", "password": "nothing", "csrfmiddlewaretoken": token[1]}
    try:
        with opener.open(address, urlencode(form).encode()) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.read().decode()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


@contextmanager
def filled(disk: Path, *, leaving: int = 0) -> Iterator[None]:
    """A disk without a page of room, or with so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        with pytest.raises(OSError, match="No space"):
            while True:
                os.write(file.fileno(), b"\0" * 4096)
        file.truncate(filler.stat().st_size - leaving)
    try:
        yield
    finally:
        filler.unlink()
