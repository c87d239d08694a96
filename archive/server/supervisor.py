"""Starts the web server and the workers beside it, watches them, and takes them with it.

    python -m archive.server.supervisor --host 127.0.0.1 --port 8000 --workers 2

``manage.py serve`` becomes this process when the archive is set up. It imports nothing but the standard
library: what stays in memory for as long as the site runs is a few megabytes.
"""

import argparse
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from archive.server.lifeline import die_with
from archive.storage.data_folder import has_room

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK_SECONDS = 0.5
START_SECONDS = 120.0
STOP_SECONDS = 30.0
SILENT_SECONDS = 60.0
"""A part that beats does so every few seconds; one that is stopped or stuck is killed after this and begun anew."""
ANSWER_EVERY_SECONDS = 20.0
ANSWER_WITHIN_SECONDS = 60.0
UNANSWERED = 3
"""So many questions without any answer, a minute each: the web server is begun anew."""
SHORT_LIFE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 60.0
WORKERS = (("索引进程", "index_worker"), ("读取进程", "import_worker"))
"""What works beside the web server: its name for people, its command of manage.py."""


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Part:
    """A process of the site. It is begun anew whenever it ends, after a growing pause where it ends at once."""

    name: str
    command: list[str]
    beats: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    heard: float = 0.0
    pause: float = 0.0
    again: float = 0.0
    pipe: int = field(default=-1)

    def start(self) -> None:
        command = list(self.command)
        kept: tuple[int, ...] = ()
        if self.beats:
            self._close_pipe()
            self.pipe, write = os.pipe()
            os.set_blocking(self.pipe, False)
            command, kept = [*command, "--beat", str(write)], (write,)
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            cwd=ROOT,
            pass_fds=kept,
            process_group=0,  # Ctrl+C is for this process alone, which ends its parts in order
            # Nothing else runs in this process between fork and exec: it has one thread.
            preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509
        )
        for descriptor in kept:
            os.close(descriptor)
        self.began = self.heard = time.monotonic()

    def watch(self) -> None:
        """See whether it lives; begin it anew when it does not and its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again:
                self.start()
            return
        ended = self.process.poll()
        if ended is None and self.beats:
            self._listen(now)
            if now - self.heard > SILENT_SECONDS:
                say(
                    f"{self.name}（进程 {self.process.pid}）{SILENT_SECONDS:.0f} 秒没有动静，结束它并重新启动"
                )
                self.process.kill()
                ended = self.process.wait()
        if ended is not None:
            self._rest(now, ended)

    def _rest(self, now: float, ended: int) -> None:
        short = now - self.began < SHORT_LIFE_SECONDS
        self.pause = min(max(1.0, self.pause * 2), LONGEST_PAUSE_SECONDS) if short else 0.0
        self.again, self.process = now + self.pause, None
        say(f"{self.name}已退出（{ended}），" + (f"{self.pause:.0f} 秒后重新启动" if short else "重新启动"))

    def _listen(self, now: float) -> None:
        with suppress(BlockingIOError):
            while os.read(self.pipe, 4096):
                self.heard = now

    def _close_pipe(self) -> None:
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Answers:
    """Whether somebody answers at the address: asked now and then, without ever waiting for it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (reachable(host), port)
        self._asked = time.monotonic()
        self._open: socket.socket | None = None
        self.unanswered = 0

    def watch(self) -> None:
        now = time.monotonic()
        if self._open is None:
            if now - self._asked >= ANSWER_EVERY_SECONDS:
                self._ask(now)
        elif _is_readable(self._open):
            self._close()
            self.unanswered = 0
        elif now - self._asked >= ANSWER_WITHIN_SECONDS:
            self._close()
            self.unanswered += 1

    def _ask(self, now: float) -> None:
        """A request that no application sees: the server itself refuses it."""
        self._asked = now
        try:
            self._open = socket.create_connection(self._address, timeout=1)
            self._open.sendall(b"GET\r\n\r\n")
        except OSError:
            self._close()
            self.unanswered += 1

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _is_readable(connection: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(0))


def reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


class Site:
    """The parts together, until somebody asks this process to stop.

    With ``reading``, the data folder that can't be written to at present, there is nothing for the
    workers to do; when it can be written to ``has_room`` says so, and all is to be begun anew. In ``counts``
    the processes of the web server count what they answer (``archive.web.counted_requests``).
    """

    def __init__(
        self,
        host: str,
        port: int,
        workers: int,
        *,
        prefix: str,
        desk: str,
        reading: Path | None,
        counts: Path | None,
    ) -> None:
        self._host, self._port, self._prefix, self._reading = host, port, prefix, reading
        self._desk = desk
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        server = [sys.executable, "-m", "gunicorn", "-c", "python:archive.server.web_server"]
        server += ["--env", f"PROMETHEUS_MULTIPROC_DIR={counts}"] if counts else []
        self._web = Part("网站进程", [*server, "--bind", bind, "--workers", str(workers)])
        self._workers = [
            Part(name, [sys.executable, "manage.py", command], beats=True)
            for name, command in (() if reading else WORKERS)
        ]
        self._stopping = False
        self.has_room = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._web.start()
            for worker in self._workers:
                worker.start()
            if not self._await_first_answer():
                return 0 if self._stopping else 1
            self._announce()
            self._watch()
        finally:
            self._end()
        return 0

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _watch(self) -> None:
        answers = Answers(self._host, self._port)
        while not self._stopping and not self.has_room:
            for part in (self._web, *self._workers):
                part.watch()
            if self._reading is not None:
                self.has_room = has_room(self._reading)
            answers.watch()
            if answers.unanswered >= UNANSWERED and self._web.process is not None:
                say("网站没有回应，重新启动网站进程")
                self._web.process.kill()
                answers.unanswered = 0
            time.sleep(LOOK_SECONDS)

    def _await_first_answer(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while not self._stopping and self._web.is_running and time.monotonic() < deadline:
            try:
                with closing(socket.create_connection((reachable(self._host), self._port), timeout=1)):
                    return True
            except OSError:
                time.sleep(0.1)
        if not self._stopping:
            say("网站没有启动，原因见上面的输出")
        return False

    def _announce(self) -> None:
        """Where to go, once somebody answers there."""
        host = reachable(self._host)
        shown = f"[{host}]" if ":" in host else host
        say(f"工会工作综述档案库： http://{shown}:{self._port}{self._prefix}/")
        say(f"编辑入口：           http://{shown}:{self._port}{self._prefix}/{self._desk}/")
        if host != self._host:
            say("供其他电脑访问时，请把 ALLOWED_HOSTS 设为它们使用的域名或地址。")
        say("按 Ctrl+C 停止。")

    def _end(self) -> None:
        running = [part.process for part in (self._web, *self._workers) if part.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--desk", default="admin", help="the first part of the editors' addresses")
    parser.add_argument("--reading", type=Path, metavar="FOLDER", help="nothing can be written to it yet")
    parser.add_argument("--counts", type=Path, metavar="FOLDER", help="where its processes count together")
    chosen = parser.parse_args(arguments)
    site = Site(
        chosen.host,
        chosen.port,
        chosen.workers,
        prefix=chosen.prefix,
        desk=chosen.desk,
        reading=chosen.reading,
        counts=chosen.counts,
    )
    ended = site.run()
    if site.has_room:
        say("数据目录又能写入了，重新启动网站")
        again = [str(ROOT / "manage.py"), "serve", "--no-demo", "--workers", str(chosen.workers)]
        os.execv(sys.executable, [sys.executable, *again])  # noqa: S606 - our own command
    return ended


if __name__ == "__main__":
    sys.exit(main())
