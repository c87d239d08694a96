"""Parsers of foreign formats run beside the site, and whatever becomes of them, it becomes a clear refusal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.ingest.readers.sandbox import FILES_PER_CHILD, ROOT, Limits, Sandbox
from archive.ingest.readers.steps import Step, listening
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint

PARSER = "tests.sandbox_parser"
SMALL = Limits(memory=512 * 1024 * 1024, cpu_seconds=1)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(PARSER, wall_seconds=10, limits=SMALL)
    yield made
    made.close()


def state_of(process: int) -> str | None:
    """The letter that the kernel gives: S sleeps, Z is a zombie, None is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return None


def wait_until_gone(process: int, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while state_of(process) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert state_of(process) is None


def test_what_the_parser_gives_arrives_whole(sandbox: Sandbox) -> None:
    read = sandbox.read("工会“十三五”\n𠮷\u0000".encode(), "甲.pdf")
    assert read.source.raw == "工会“十三五”\n𠮷\u0000"
    assert read.source.encoding == "utf-8"
    assert read.hints == {0: Hint.TITLE}
    assert read.notices == (("seen", {"name": "甲.pdf"}),)


def test_a_file_of_many_pages_is_told_page_by_page_and_each_has_the_time_of_a_file(sandbox: Sandbox) -> None:
    steps: list[Step] = []
    with listening(steps.append):
        read = sandbox.read(b"pages:4", "甲.pdf")
    assert read.source.raw == "pages:4"
    assert steps == [Step(page, 4) for page in (1, 2, 3, 4)]


def test_one_child_reads_file_after_file(sandbox: Sandbox) -> None:
    sandbox.read(b"1", "1.pdf")
    first = sandbox.process_id
    for number in range(20):
        sandbox.read(b"x" * 200_000, f"{number}.pdf")
    assert sandbox.process_id == first


def test_a_child_is_replaced_after_a_number_of_files(sandbox: Sandbox) -> None:
    sandbox.read(b"1", "1.pdf")
    first = sandbox.process_id
    for number in range(FILES_PER_CHILD):
        sandbox.read(b"x", f"{number}.pdf")
    assert sandbox.process_id != first
    assert first is not None
    assert state_of(first) is None


@pytest.mark.parametrize(
    ("order", "code", "words"),
    [
        (b"spin", "timeout", "读了太久"),
        (b"eat", "memory", "占用的内存太多"),
        (b"eat slowly", "memory", "占用的内存太多"),
        (b"abort", "crash", "异常退出"),
        (b"segfault", "crash", "异常退出"),
        (b"raise", "damaged", "可能已损坏"),
        (b"deep", "damaged", "可能已损坏"),
        (b"refuse", "encrypted", "加了密码"),
        (b"long", "too-large", "250 万字"),
    ],
)
def test_each_way_to_fail_is_told_with_the_name_of_the_file_and_the_next_file_is_read(
    sandbox: Sandbox, order: bytes, code: str, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words) as refusal:
        sandbox.read(order, "坏.pdf")
    assert refusal.value.code == code
    assert "“坏.pdf”" in refusal.value.message
    assert sandbox.read("好".encode(), "好.pdf").source.raw == "好"


def test_a_parser_that_waits_for_ever_is_stopped_by_the_clock() -> None:
    sandbox = Sandbox(PARSER, wall_seconds=0.5)
    sandbox.read(b"warm", "暖.pdf")
    child = sandbox.process_id
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match="读了太久"):
        sandbox.read(b"sleep", "慢.pdf")
    assert time.monotonic() - start < 5
    assert child is not None
    assert state_of(child) is None
    sandbox.close()


def test_a_parser_that_prints_disturbs_nothing(sandbox: Sandbox) -> None:
    assert sandbox.read(b"print", "甲.pdf").source.raw == "print"
    assert sandbox.read(b"next", "乙.pdf").source.raw == "next"


def test_a_parser_can_write_no_file(sandbox: Sandbox, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    with pytest.raises(UnreadableFile):
        sandbox.read(b"write:" + str(target).encode(), "甲.pdf")
    assert not target.exists() or target.stat().st_size == 0


def test_a_parser_sees_no_secrets_of_the_site(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:hush@db/archive")
    names = sandbox.read(b"environment", "甲.pdf").source.raw.split("\n")
    assert "PYTHONPATH" in names
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(names)


def test_a_child_that_died_while_it_waited_is_replaced_without_a_word(sandbox: Sandbox) -> None:
    sandbox.read(b"1", "1.pdf")
    assert sandbox.process_id is not None
    os.kill(sandbox.process_id, signal.SIGKILL)
    time.sleep(0.1)
    assert sandbox.read(b"2", "2.pdf").source.raw == "2"


def test_a_child_without_work_ends_and_leaves_no_zombie() -> None:
    sandbox = Sandbox(PARSER, idle_seconds=0.2)
    sandbox.read(b"1", "1.pdf")
    child = sandbox.process_id
    assert child is not None
    wait_until_gone(child)
    assert sandbox.process_id is None
    assert sandbox.read(b"2", "2.pdf").source.raw == "2"
    sandbox.close()


def test_a_parser_that_cannot_start_is_not_blamed_on_the_file() -> None:
    with pytest.raises(UnreadableFile, match="解析程序无法启动") as refusal:
        Sandbox("tests.no_such_parser").read(b"1", "好.pdf")
    assert refusal.value.code == "parser-unavailable"


def test_threads_take_turns(sandbox: Sandbox) -> None:
    texts = [f"{number}" * 5000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda text: sandbox.read(text.encode(), "甲.pdf").source.raw, texts))
    assert read == texts


def test_after_a_fork_each_process_has_a_child_of_its_own(sandbox: Sandbox) -> None:
    """As under gunicorn --preload: what the master had started is the master's."""
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from archive.ingest.readers.sandbox import sandbox_for
sandbox = sandbox_for({PARSER!r})
sandbox.read(b"before", "1.pdf")
before = sandbox.process_id
forked = os.fork()
if not forked:
    try:
        assert sandbox.process_id is None
        assert sandbox.read(b"in the fork", "2.pdf").source.raw == "in the fork"
        assert sandbox.process_id != before
    except BaseException:
        os._exit(1)
    sandbox.close()
    os._exit(0)
assert os.waitpid(forked, 0)[1] == 0
assert sandbox.read(b"after", "3.pdf").source.raw == "after"
assert sandbox.process_id == before
print(before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    wait_until_gone(int(done.stdout))


def test_children_end_with_a_process_that_is_killed() -> None:
    script = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from archive.ingest.readers.sandbox import sandbox_for
sandbox = sandbox_for({PARSER!r})
sandbox.read(b"1", "1.pdf")
print(sandbox.process_id, flush=True)
time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(child)
