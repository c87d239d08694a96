"""Parsers of foreign formats run in child processes with bounds on memory, time and file size.

A child serves many files, one at a time, because starting one costs more than reading a page. It is killed
when a file takes too long, and replaced after a number of files so that memory stays flat. Parent and child
speak in frames: four bytes of length, then the body. What comes back is JSON, never code.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from time import monotonic
from typing import Any

from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText, UnreadableFile

WALL_SECONDS = 20.0
START_SECONDS = 30.0  # a cold disk needs seconds to import a parser
FILES_PER_CHILD = 200
LARGEST_ANSWER = 64 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]

TOO_MUCH = "“{name}”读了 {seconds:.0f} 秒还没有读完,或占用的内存太多,已停止。文件可能已损坏,或内容过于复杂;请另存为纯文本后再上传。"


def frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@dataclass(slots=True)
class _Child:
    process: "subprocess.Popen[bytes]"
    served: int = 0


class Sandbox:
    """The child that parses one format. Safe to use from several threads."""

    def __init__(self, module: str, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._module = module
        self._wall_seconds = wall_seconds
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def read(self, data: bytes, name: str) -> ReadText:
        """What the child makes of the file; ``UnreadableFile`` when it refuses, dies or runs out of time."""
        with self._lock:
            answer = self._ask(data, name)
        if "error" in answer:
            raise UnreadableFile(str(answer["code"]), str(answer["error"]))
        return ReadText(
            SourceText(answer["raw"], answer["encoding"], answer["media_type"]),
            {int(at): Hint(hint) for at, hint in answer["hints"].items()},
            tuple((code, message) for code, message in answer["notices"]),
        )

    def close(self) -> None:
        """End the child; the next file starts another."""
        if self._child is not None:
            process = self._child.process
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            self._child = None

    def _start(self) -> _Child:
        process = subprocess.Popen(
            [sys.executable, "-m", "archive.ingest.child", self._module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        child = _Child(process)
        self._child = child
        self._receive(child, START_SECONDS)  # its greeting: the parser is imported
        return child

    def _ask(self, data: bytes, name: str) -> dict[str, Any]:
        if self._child is not None and self._child.served >= FILES_PER_CHILD:
            self.close()
        try:
            child = self._child or self._start()
            child.served += 1
            assert child.process.stdin is not None
            child.process.stdin.write(frame(name.encode("utf-8", "replace")) + frame(data))
            child.process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._receive(child, self._wall_seconds))
        except (OSError, TimeoutError, ValueError) as error:
            self.close()
            message = TOO_MUCH.format(name=name, seconds=self._wall_seconds)
            raise UnreadableFile("too-complex", message) from error
        return answer

    def _receive(self, child: _Child, seconds: float) -> bytes:
        """One frame, or an error when the child ends or is not done in time."""
        deadline = monotonic() + seconds
        (length,) = struct.unpack(">I", self._exactly(child, 4, deadline))
        if length > LARGEST_ANSWER:
            raise OSError("answer too large")
        return self._exactly(child, length, deadline)

    def _exactly(self, child: _Child, count: int, deadline: float) -> bytes:
        pipe = child.process.stdout
        assert pipe is not None
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


_sandboxes: dict[str, Sandbox] = {}


def sandbox_for(module: str) -> Sandbox:
    """The one sandbox of this process for a reader module."""
    return _sandboxes.setdefault(module, Sandbox(module))


@atexit.register
def close_all() -> None:
    """End every child; a child whose parent is killed ends by itself at the end of its input."""
    for sandbox in _sandboxes.values():
        sandbox.close()
