"""What a person at a command is told of an index that another process writes to, or that can't be written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.storage.storage_faults import fault_of
from search.engines.contract import IndexLocked, IndexUnavailable, lock_awaited


@contextmanager
def waiting_told(say: Callable[[str], Any]) -> Iterator[None]:
    """Say who is waited for, and how long at most, as soon as it takes longer than a moment."""

    def told(locked: IndexLocked, **kwargs: Any) -> None:
        say(f"{locked_told(locked)}。正在等它，最多等 {locked.waited:.0f} 秒")

    lock_awaited.connect(told)
    try:
        yield
    finally:
        lock_awaited.disconnect(told)


@contextmanager
def trouble_told(say: Callable[[str], Any], undone: str) -> Iterator[None]:
    """For commands that write to the index: each reason for which they can't is a sentence that begins so."""
    try:
        with waiting_told(say):
            yield
    except IndexLocked as locked:
        raise CommandError(f"{undone}：{locked_told(locked)}") from locked
    except IndexUnavailable as reason:
        raise CommandError(f"{undone}：{reason}") from reason
    except (OSError, DatabaseError) as error:
        fault = fault_of(error)
        raise CommandError(f"{undone}：{fault.told if fault else error}（{error}）") from error


def locked_told(locked: IndexLocked) -> str:
    """For a person at a command: who is to be waited for, or looked at when it is stuck."""
    if locked.holder is None:
        return "索引正由另一个进程写入"
    return f"索引自 {locked.since} 起由进程 {locked.holder} 写入，还没有写完；它若停住了，请结束它"
