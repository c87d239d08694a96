"""Which of the web server's processes this one is: one that takes the place of another has its number."""

from collections.abc import Iterable
from itertools import count

NONE = 0
"""Of whatever is no process of the web server: a command, a worker, a test."""


class _Kept:
    number = NONE


def number() -> int:
    return _Kept.number


def is_number(own: int) -> None:
    """Said in the process itself, once, before it answers anybody."""
    _Kept.number = own


def next_number(taken: Iterable[int]) -> int:
    """The smallest that no process has."""
    others = set(taken)
    return next(free for free in count(NONE + 1) if free not in others)
