"""Patterns as data: each beside words that it is for, and words that look like them and are none.

Whoever reads a pattern sees what it means, and the tests hold each to both. Nothing else compiles patterns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import AnyStr, Generic


@dataclass(frozen=True, slots=True)
class Known(Generic[AnyStr]):
    """A pattern with words as it gets them: in ``like`` it finds something, in ``unlike`` nothing."""

    pattern: re.Pattern[AnyStr]
    like: AnyStr
    unlike: AnyStr


KNOWN: list[Known[str] | Known[bytes]] = []
"""Every pattern of the reader that was imported."""


def pattern(expression: AnyStr, flags: int = 0, *, like: AnyStr, unlike: AnyStr) -> re.Pattern[AnyStr]:
    """The compiled expression, known from now on with its example and its counter-example."""
    compiled = re.compile(expression, flags)
    KNOWN.append(Known(compiled, like, unlike))
    return compiled


def any_of(patterns: Mapping[str, re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern out of named ones, quicker than one after the other."""
    flags = {known.flags for known in patterns.values()}
    if len(flags) != 1:
        raise ValueError("patterns of one set have the same flags")
    return re.compile("|".join(known.pattern for known in patterns.values()), *flags)


def example_of(compiled: re.Pattern[str]) -> str:
    """The words that a pattern is for."""
    return next(str(known.like) for known in KNOWN if known.pattern is compiled)
