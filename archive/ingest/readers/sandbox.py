"""Parsers of foreign formats run in child processes with bounds on memory, time and file size.

A child serves many files of one format, one at a time, because starting one costs more than reading a page.
It is replaced after a number of files and after every failure, and ends when it has been idle for a while.
Parent and child speak in frames: four bytes of length, then the body. What comes back is JSON, never code.
"""

import atexit
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from time import monotonic
from typing import IO, Any

from archive.ingest.ocr.pages import ReadPage, unpacked
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.steps import Step, tell
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.lines import Hint

logger = logging.getLogger(__name__)

WALL_SECONDS = 30.0
START_SECONDS = 60.0  # a cold disk and busy processors need seconds to import a parser
IDLE_SECONDS = 60.0
FILES_PER_CHILD = 200  # pdfium and lxml keep some memory of every file
LARGEST_ANSWER = 64 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]

ENDED_BY: dict[int, str] = {
    signal.SIGXCPU: "timeout",
    signal.SIGKILL: "memory",
}  # the kernel kills when memory is short
SPENT = frozenset(("memory", "damaged"))  # answers after which the child's own state is not trusted any more


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: address space in all, processor time for each file, or for each page that it tells of."""

    memory: int = 1024 * 1024 * 1024
    cpu_seconds: int = 15


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of the child of one format, and how long its parent waits for a file, or a page that it tells of."""

    limits: Limits = DEFAULT_LIMITS
    wall_seconds: float = WALL_SECONDS


USUAL = Bounds()


class ChildFailed(Exception):
    """The child gave no answer; ``code`` names the refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@dataclass(slots=True)
class _Child:
    process: "subprocess.Popen[bytes]"
    stdin: IO[bytes]
    stdout: IO[bytes]
    served: int = 0
    used_at: float = field(default_factory=monotonic)
    ended: threading.Event = field(default_factory=threading.Event)

    def end(self) -> int:
        """Kill it if it still runs, and leave no zombie; its return code."""
        self.ended.set()
        self.process.kill()
        code = self.process.wait()
        self.close_pipes()
        return code

    def close_pipes(self) -> None:
        for pipe in (self.stdin, self.stdout):
            with suppress(OSError):  # words for a child that is gone
                pipe.close()


class Sandbox:
    """The child that parses one format. Safe to use from several threads, and after a fork."""

    def __init__(
        self,
        module: str,
        *,
        wall_seconds: float = WALL_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._module = module
        self._limits = limits
        self._wall_seconds = wall_seconds
        self._idle_seconds = idle_seconds
        self._child: _Child | None = None
        self._lock = threading.Lock()

    @property
    def process_id(self) -> int | None:
        """Of the child that waits for the next file, None when there is none."""
        return self._child.process.pid if self._child else None

    def read(self, data: bytes, name: str) -> ReadText:
        """What the child makes of the file; ``UnreadableFile`` when it refuses, dies or runs out of time."""
        with self._lock:
            try:
                answer = self._ask(data, name)
            except ChildFailed as failure:
                raise UnreadableFile(failure.code, name) from failure
        if "code" in answer:
            logger.info("parser %s refused %s: %s", self._module, name, answer.get("detail", answer["code"]))
            raise UnreadableFile(answer["code"], name, **answer["values"])
        return ReadText(
            SourceText(answer["raw"], answer["encoding"], answer["media_type"]),
            {int(at): Hint(hint) for at, hint in answer["hints"].items()},
            tuple((code, values) for code, values in answer["notices"]),
            tuple(
                ReadPage(width, height, b64decode(picture), unpacked(lines))
                for width, height, picture, lines in answer["pages"]
            ),
        )

    def close(self) -> None:
        """End the child; the next file starts another."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """After a fork: the child belongs to the parent, and so does whoever held the lock."""
        self._lock = threading.Lock()
        if self._child is not None:
            self._child.close_pipes()
            self._child = None

    def _end(self) -> int | None:
        child, self._child = self._child, None
        return child.end() if child else None

    def _start(self) -> _Child:
        command = [sys.executable, "-m", "archive.ingest.readers.child", self._module]
        command += [str(self._limits.memory), str(self._limits.cpu_seconds)]
        process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the file's
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        child = _Child(process, *_pipes(process))
        self._child = child
        try:
            self._receive(child, START_SECONDS)  # its greeting: the parser is imported
        except (OSError, TimeoutError) as error:
            self._end()
            logger.error("parser %s does not start", self._module)
            raise ChildFailed("parser-unavailable") from error
        threading.Thread(target=self._end_when_idle, args=(child,), daemon=True).start()
        return child

    def _end_when_idle(self, child: _Child) -> None:
        while not child.ended.wait(self._idle_seconds):
            with self._lock:
                if self._child is not child:
                    return
                if monotonic() - child.used_at >= self._idle_seconds:
                    self._end()
                    return

    def _ready_child(self) -> _Child:
        child = self._child
        if child and (child.served >= FILES_PER_CHILD or child.process.poll() is not None):
            self._end()
        return self._child or self._start()

    def _ask(self, data: bytes, name: str) -> dict[str, Any]:
        try:
            child = self._ready_child()
            child.served += 1
            child.stdin.write(frame(name.encode("utf-8", "replace")) + frame(data))
            child.stdin.flush()
            answer = self._answer_of(child)
            child.used_at = monotonic()
        except TimeoutError as error:
            self._end()
            raise ChildFailed("timeout") from error
        except (OSError, ValueError) as error:
            code = self._how_it_ended()
            logger.warning("parser %s gave no answer for %s: %s", self._module, name, code)
            raise ChildFailed(code) from error
        if answer.get("code") in SPENT:
            self._end()
        return answer

    def _answer_of(self, child: _Child) -> dict[str, Any]:
        """What it says at the end; a file of many pages has the time of each of them."""
        answer: dict[str, Any] = json.loads(self._receive(child, self._wall_seconds))
        while "step" in answer:
            page, pages = answer["step"]
            tell(Step(page, pages))
            answer = json.loads(self._receive(child, self._wall_seconds))
        return answer

    def _how_it_ended(self) -> str:
        """The reason why the child closed its pipe."""
        if self._child is not None:
            try:
                ended = self._child.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                ended = 0
            self._end()
            return ENDED_BY.get(-ended, "crash")
        return "crash"

    def _receive(self, child: _Child, seconds: float) -> bytes:
        """One frame, or an error when the child ends or is not done in time."""
        deadline = monotonic() + seconds
        (length,) = struct.unpack(">I", self._exactly(child, 4, deadline))
        if length > LARGEST_ANSWER:
            raise OSError("answer too large")
        return self._exactly(child, length, deadline)

    def _exactly(self, child: _Child, count: int, deadline: float) -> bytes:
        pipe = child.stdout
        received = bytearray()
        with DefaultSelector() as selector:
            selector.register(pipe, EVENT_READ)
            while len(received) < count:
                if not selector.select(max(0.0, deadline - monotonic())):
                    raise TimeoutError("the child is not done in time")
                chunk = os.read(pipe.fileno(), min(count - len(received), 1 << 20))
                if not chunk:
                    raise OSError("the child ended")
                received += chunk
        return bytes(received)


def _pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes to the child")
    return process.stdin, process.stdout


def _environment() -> Mapping[str, str]:
    """The modules of this process and nothing else: its keys and passwords are no parser's business."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LC_ALL": "C.UTF-8"}


_sandboxes: dict[str, Sandbox] = {}


def sandbox_for(module: str, bounds: Bounds = USUAL) -> Sandbox:
    """The one sandbox of this process for a reader module."""
    if module not in _sandboxes:
        _sandboxes[module] = Sandbox(module, wall_seconds=bounds.wall_seconds, limits=bounds.limits)
    return _sandboxes[module]


@atexit.register
def close_all() -> None:
    """End every child; a child whose parent is killed ends by itself at the end of its input."""
    for sandbox in _sandboxes.values():
        sandbox.close()


def _forget_all() -> None:
    for sandbox in _sandboxes.values():
        sandbox.forget()


os.register_at_fork(after_in_child=_forget_all)
