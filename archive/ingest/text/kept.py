"""Answers that are kept: many steps of the reading ask the same of one line, a line of one page after the other."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LINES_KEPT = 512  # of a text or two
LONGEST_KEPT = 400  # characters; a line of a whole book is held by nobody

Answer = TypeVar("Answer")


def kept(answer: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The same function of a line's words, whose last answers are kept; very long lines are looked at anew."""
    remembered = lru_cache(maxsize=LINES_KEPT)(answer)

    @wraps(answer)
    def asked(key: str) -> Answer:
        return remembered(key) if len(key) <= LONGEST_KEPT else answer(key)

    return asked
