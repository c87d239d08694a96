"""The real site for the time of a measurement."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
