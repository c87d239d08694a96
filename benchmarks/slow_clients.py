"""What silent, half-sent and slow connections cost a reader beside them.

    python -m benchmarks.slow_clients [--pages 60]

Starts the server of `make run` over the demo archive in a temporary folder, and asks for pages with nobody beside,
then beside 50 connections that send nothing, 20 that send half a request, and 8 readers of a download who don't read.
"""

import argparse
import socket
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from benchmarks.measuring import median, p95, show
from benchmarks.serving import served, wait_for

PAGES = ("/", f"/search/?q={quote('职工')}", "/articles/1/", "/coverage/")
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
DOWNLOAD = b"GET /search/export.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


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
    return [wait_for(port, PAGES[number % len(PAGES)]) for number in range(pages)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--pages", type=int, default=60)
    pages = arguments.parse_args().pages
    with TemporaryDirectory(prefix="archive-slow-") as folder, served(Path(folder)) as port:
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
