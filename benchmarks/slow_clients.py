"""What silent, half-sent and slow connections cost a reader beside them.

    python -m benchmarks.slow_clients [--pages 60]

Starts the server of `make run` over the demo archive in a temporary folder, and asks for pages with nobody beside,
then beside 50 connections that send nothing, 20 that send half a request, and 8 readers of a download who don't read.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from benchmarks.measuring import median, p95, show

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", f"/search/?q={quote('职工')}", "/articles/1/", "/coverage/")
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
DOWNLOAD = b"GET /search/export.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def site() -> Iterator[int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="archive-slow-") as folder:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=os.environ | {"ARCHIVE_DATA": folder, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            while process.poll() is None:
                with closing(socket.socket()) as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)


def connections(port: int, count: int, sends: bytes) -> list[socket.socket]:
    opened = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        one.connect(("127.0.0.1", port))
        one.sendall(sends)
        opened.append(one)
    return opened


def waits(port: int, pages: int) -> list[float]:
    """Milliseconds of each page, asked for one after another."""
    taken = []
    for number in range(pages):
        began = time.perf_counter()
        with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as asked:
            asked.request("GET", PAGES[number % len(PAGES)])
            asked.getresponse().read()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--pages", type=int, default=60)
    pages = arguments.parse_args().pages
    with site() as port:
        waits(port, 8)
        alone = waits(port, pages)
        held = connections(port, 50, b"") + connections(port, 20, HALF) + connections(port, 8, DOWNLOAD)
        time.sleep(1)
        beside = waits(port, pages)
        for one in held:
            one.close()
    rows = [
        ("", "median ms", "p95 ms"),
        ("alone", median(alone), p95(alone)),
        ("beside", median(beside), p95(beside)),
    ]
    show(rows, {"ratio": median(beside) / median(alone), "p95_ratio": p95(beside) / p95(alone)})


if __name__ == "__main__":
    main()
