"""Who works in a data folder: many at a time, or one who exchanges everything in it. Locks that go with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

FILE = "in_use.lock"


class Occupied(Exception):
    """The folder can't be had now; the message says who has it."""


class _Kept:
    """What this process holds for as long as it lives, by folder."""

    descriptors: ClassVar[dict[Path, int]] = {}


def stay(folder: Path) -> None:
    """Work here for as long as this process lives, and what it becomes by an ``exec``. Raises Occupied.

    Where the folder can't be written to there is nothing to be said: nobody can exchange anything there either.
    """
    if folder in _Kept.descriptors:
        return
    try:
        descriptor = _opened(folder)
    except OSError:
        return
    if not _locked(descriptor, fcntl.LOCK_SH):
        os.close(descriptor)
        raise Occupied(f"数据目录 {folder} 正在恢复备份，请等它做完")
    os.set_inheritable(descriptor, True)
    _Kept.descriptors[folder] = descriptor


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else works here meanwhile. Raises Occupied."""
    descriptor = _opened(folder)
    try:
        if not _locked(descriptor, fcntl.LOCK_EX):
            raise Occupied(f"数据目录 {folder} 正在使用：请先停止本站和正在执行的命令")
        yield
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    return os.open(folder / FILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
