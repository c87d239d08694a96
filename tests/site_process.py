"""The real site in processes of its own, for the tests of what happens to them."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 180.0
OWN = (
    "ARCHIVE_DATA",
    "DATABASE_URL",
    "HOST",
    "PORT",
    "ALLOWED_HOSTS",
    "HTTPS",
    "SCRIPT_NAME",
    "TRUSTED_PROXIES",
)


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    return kept | {"ARCHIVE_DATA": str(folder), "PYTHONUNBUFFERED": "1"} | more


def manage(folder: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


ONE_AFTER_ANOTHER = """
import json, os, sys
from django.core.management import execute_from_command_line
commands, folder = json.loads(sys.argv[1]), sys.argv[2]
for number, command in enumerate(commands):
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{folder}/{number}.{name}", os.O_WRONLY | os.O_CREAT), descriptor)
    try:
        execute_from_command_line(["manage.py", *command])
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    with open(f"{folder}/{number}.code", "w") as file:
        file.write(str(code))
"""


def manage_each(
    folder: Path, *commands: tuple[str, ...], **more: str
) -> "list[subprocess.CompletedProcess[str]]":
    """Several commands in one process: what takes long of most is to begin."""
    with tempfile.TemporaryDirectory() as said:
        subprocess.run(
            [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(commands), said],
            cwd=ROOT,
            env=environment(folder, DJANGO_SETTINGS_MODULE="archive.settings", **more),
            timeout=PATIENCE_SECONDS,
            check=True,
        )

        def read(number: int, name: str) -> str:
            return Path(said, f"{number}.{name}").read_text(encoding="utf-8")

        return [
            subprocess.CompletedProcess(
                command, int(read(number, "code")), read(number, "out"), read(number, "err")
            )
            for number, command in enumerate(commands)
        ]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(reached: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    """Generous: a busy machine is slow, and a test that passes does not wait."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class Site:
    """A running ``manage.py serve``."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self._log = process, port, log

    def get(self, path: str, **headers: str) -> tuple[int, HTTPResponse, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as asked:
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer, answer.read()

    def answers(self) -> bool:
        with suppress(OSError):
            return self.get("/robots.txt")[0] < 500
        return False

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def children(self, named: str = "") -> list[int]:
        """Processes that this one or a child of it started, with this in their command."""
        found, above = [], [self.process.pid]
        while above:
            below = [child for parent in above for child in _children_of(parent)]
            found += [child for child in below if named in command_of(child)]
            above = below
        return found


def _children_of(parent: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]
    return []


def command_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_running(process: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state != "Z"
    return False


@contextmanager
def running(
    folder: Path, log: Path, *, demo: bool = False, own: Mapping[str, str] | None = None, workers: int = 1
) -> Iterator[Site]:
    """A site in processes of its own; ``own`` are settings of this one."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "serve", "--workers", str(workers)),
                *([] if demo else ["--no-demo"]),
            ],
            cwd=ROOT,
            env=environment(folder, PORT=str(port), **(own or {})),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(process, port, log)
    try:
        assert wait_until(lambda: site.answers() or process.poll() is not None), site.said()
        assert process.poll() is None, site.said()
        yield site
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=60)
        process.kill()
        process.wait()
