"""How far a reader is with a file of many pages: told from process to process, to whoever listens in each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """The page that is being read, of all that are."""

    page: int
    pages: int


Listener = Callable[[Step], object]
_listeners: list[Listener] = []


def tell(step: Step) -> None:
    for listener in _listeners:
        listener(step)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """In this process, as long as the block lasts."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
