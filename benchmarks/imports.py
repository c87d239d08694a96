"""How fast files that were handed in are read while readers search, and whether anything grows with their number.

    python -m benchmarks.imports [--files 300] [--many 5000]

Starts the server of `make run` over the demo archive in a temporary folder. So many text files are sent as the upload
page sends them, ten a request, while somebody searches without a pause: how long until all are read, and what a search
takes beside it, and took before. Then many more are sent, and `import_reviews` reads as many others into a folder of its
own, with the memory of the processes that read in the first fifth of the time and at the end. `--many 0` leaves that out.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from benchmarks import synthetic
from benchmarks.measuring import QUERIES, median, p95, show
from benchmarks.serving import ROOT, served, wait_for

AT_ONCE = 10
NAME, PASSWORD = "benchmark", "a-long-password"
BOUNDARY = "a-line-that-no-file-has"
OWN_MEMORY = re.compile(r"RssAnon:\s+(\d+) kB")
File = tuple[int, bytes]


class Editor:
    """Somebody who is signed in and sends files as the script of the upload page does."""

    def __init__(self, port: int) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._open = build_opener(HTTPCookieProcessor()).open
        fields = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": self._token("/admin/login/")}
        self._open(f"{self._site}/admin/login/", urlencode(fields).encode())

    def _token(self, path: str) -> str:
        page = self._open(self._site + path).read().decode()
        return str(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0])

    def hand_in(self, texts: list[bytes]) -> str:
        """Send all; the address of the import's page."""
        token = self._token("/admin/archive/article/upload/")
        listed = json.dumps([[f"{number}.txt", len(text)] for number, text in enumerate(texts)])
        sent = urlencode({"files": listed, "csrfmiddlewaretoken": token}).encode()
        begun = json.load(self._open(f"{self._site}/admin/archive/import/begin/", sent))
        numbered = iter(enumerate(texts))
        while some := list(islice(numbered, AT_ONCE)):
            head = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            sent_to = Request(self._site + begun["to"], _parts(token, some), head)  # noqa: S310
            self._open(sent_to).read()
        return str(begun["page"])

    def is_read(self, page: str) -> bool:
        return bool(self._open(f"{self._site}{page}?live=1").headers["X-Import-Done"] == "yes")


def _parts(token: str, files: list[File]) -> bytes:
    fields = [("csrfmiddlewaretoken", "", token.encode())]
    for number, text in files:
        fields += [("numbers", "", str(number).encode()), ("paths", "", f"{number}.txt".encode())]
        fields.append(("files", f'; filename="{number}.txt"', text))
    line = f"--{BOUNDARY}\r\n".encode()
    parts = (
        line + f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"
        for name, more, value in fields
    )
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


class Searching(threading.Thread):
    """A reader who asks one search after another."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self._stopped = port, threading.Event()
        self.times: list[float] = []

    def run(self) -> None:
        for number in range(10**9):
            if self._stopped.is_set():
                return
            query = QUERIES[number % len(QUERIES)]
            self.times.append(wait_for(self._port, f"/search/?q={quote(query)}"))

    def stop(self) -> list[float]:
        self._stopped.set()
        self.join()
        return self.times


def searching_for(port: int, seconds: float) -> list[float]:
    searching = Searching(port)
    searching.start()
    time.sleep(seconds)
    return searching.stop()


def manage(folder: Path, *words: str, **more: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"ARCHIVE_DATA": str(folder)} | more
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def resident(folder: Path, command: str) -> float:
    """Megabytes of the processes of this command over this folder, and of those that they started for reading.

    Their own memory: pages of the database that the kernel shows them grow with it, up to the 128 MB that are allowed.
    """
    found = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes()
            if command.encode() in words and str(folder).encode() in (process / "environ").read_bytes():
                own = OWN_MEMORY.search((process / "status").read_text(encoding="utf-8"))
                found += int(own[1]) / 1000 if own else 0
    return found


def sampled(folder: Path, command: str, is_done: Iterator[bool]) -> tuple[float, float, float]:
    """Seconds until it is done, and the memory after a fifth of that time and at most in the last fifth."""
    began, memory = time.perf_counter(), []
    for done in is_done:
        if done:
            break
        memory.append(resident(folder, command))
        time.sleep(1)
    taken, fifth = time.perf_counter() - began, max(1, len(memory) // 5)
    return taken, memory[fifth - 1], max(memory[-fifth:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--many", type=int, default=5000)
    options = parser.parse_args()
    made = synthetic.reviews(options.files + 2 * options.many, synthetic.invented_counties())
    texts = (review.text.encode() for review in made)
    with TemporaryDirectory(prefix="archive-imports-") as folder, served(Path(folder)) as port:
        data = Path(folder)
        user = ("createsuperuser", "--noinput", "--username", NAME, "--email", "a@example.cn")
        manage(data, *user, DJANGO_SUPERUSER_PASSWORD=PASSWORD).wait()
        editor = Editor(port)
        searching_for(port, 3)
        alone = searching_for(port, 10)
        searching = Searching(port)
        searching.start()
        began = time.perf_counter()
        page = editor.hand_in(list(islice(texts, options.files)))
        sent = time.perf_counter() - began
        while not editor.is_read(page):
            time.sleep(0.5)
        read = time.perf_counter() - began
        beside = searching.stop()
        rows: list[tuple[object, ...]] = [
            ("", "seconds", "search: median ms", "p95 ms"),
            ("nothing to read", "", median(alone), p95(alone)),
            (f"{options.files} files: sent", sent, "", ""),
            (f"{options.files} files: read", read, median(beside), p95(beside)),
        ]
        figures: dict[str, object] = {
            "files": options.files,
            "seconds": read,
            "search_ratio": median(beside) / median(alone),
            "search_p95": p95(beside),
        }
        if options.many:
            page = editor.hand_in(list(islice(texts, options.many)))
            by_upload = sampled(data, "import_worker", iter(lambda: editor.is_read(page), None))
            by_command = _by_command(list(islice(texts, options.many)))
            rows.append(("", "seconds", "MB at first", "MB at the end"))
            rows.append((f"{options.many} by upload", *by_upload))
            rows.append((f"{options.many} by command", *by_command))
            figures |= {
                "many": options.many,
                "upload_megabytes": list(map(round, by_upload[1:])),
                "command_megabytes": list(map(round, by_command[1:])),
            }
    show(rows, figures)


def _by_command(texts: list[bytes]) -> tuple[float, float, float]:
    with TemporaryDirectory(prefix="archive-imports-") as folder:
        data, files = Path(folder) / "data", Path(folder) / "files"
        files.mkdir()
        for number, text in enumerate(texts):
            (files / f"{number:05d}.txt").write_bytes(text)
        process = manage(data, "import_reviews", str(files))
        return sampled(data, "import_reviews", iter(lambda: process.poll() is not None, None))


if __name__ == "__main__":
    main()
