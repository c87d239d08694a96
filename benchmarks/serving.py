"""The real site for the time of a measurement."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.measuring import resident_megabytes

ROOT = Path(__file__).resolve().parent.parent
LISTENED_SECONDS = 5.0
AT_REST = 0.05
"""The part of one processor that a site takes at most while nothing is asked of it."""


@contextmanager
def served(folder: Path, *options: str) -> Iterator[int]:
    """The port of a ``manage.py serve`` over this folder, once it answers."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options],
        cwd=ROOT,
        env=os.environ | {"ARCHIVE_DATA": str(folder), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _is_open(port):
            if process.poll() is not None:
                raise RuntimeError("the site did not start")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def _is_open(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for_rest() -> None:
    """Until the site does nothing but wait: a start finds work that was left, figures to read and a backup to make."""
    before = processor_seconds()
    while True:
        time.sleep(LISTENED_SECONDS)
        now = processor_seconds()
        if now - before < AT_REST * LISTENED_SECONDS:
            return
        before = now


def processor_seconds() -> float:
    """What the processor has done for the processes below this one: the site, without whoever asks it."""
    return sum(map(_seconds_of, _below(os.getpid())))


def largest_megabytes() -> float:
    """Of the processes of the site, the memory of the one that has most."""
    return max(map(resident_megabytes, _below(os.getpid())))


def _below(process: int) -> set[int]:
    parents = dict(_parents())
    below: set[int] = set()
    further = {process}
    while further := {child for child, parent in parents.items() if parent in further}:
        below |= further
    return below


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield int(folder.name), int(_stat_of(folder)[1])


def _seconds_of(process: int) -> float:
    """Of a process, and of those that it started and saw end: a web process that was replaced has worked, too."""
    try:
        taken = _stat_of(Path(f"/proc/{process}"))[11:15]
    except OSError:
        return 0.0
    return sum(map(int, taken)) / os.sysconf("SC_CLK_TCK")


def _stat_of(folder: Path) -> list[str]:
    """What follows the name of the program, which may hold anything."""
    return (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def wait_for(port: int, path: str) -> float:
    """Milliseconds until the whole page is here; another answer than 200 ends the measurement."""
    began = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as asked:
        asked.request("GET", path)
        answer = asked.getresponse()
        answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: status {answer.status}")
    return 1000 * (time.perf_counter() - began)
