"""Patterns as data: each beside words that it is for, and words that look like them and are none.

Whoever reads a pattern sees what it means, and the tests hold each to both. Nothing else compiles patterns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, AnyStr, Generic, cast


class Late(Generic[AnyStr]):
    """A pattern that is compiled when something is first looked for: of a thousand most processes use none.

    Compiling all took half of a second of every command. What was asked for once is an attribute from then on, and no slower.
    """

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = expression
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        asked = getattr(self._compiled, name)
        setattr(self, name, asked)
        return asked

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self.pattern, self.flags)


@dataclass(frozen=True, slots=True)
class Known(Generic[AnyStr]):
    """A pattern with words as it gets them: in ``like`` it finds something, in ``unlike`` nothing."""

    pattern: re.Pattern[AnyStr]
    like: AnyStr
    unlike: AnyStr


KNOWN: list[Known[str] | Known[bytes]] = []
"""Every pattern of the reader that was imported."""


def pattern(expression: AnyStr, flags: int = 0, *, like: AnyStr, unlike: AnyStr) -> re.Pattern[AnyStr]:
    """The expression, known from now on with its example and its counter-example."""
    late = cast("re.Pattern[AnyStr]", Late(expression, flags))
    KNOWN.append(Known(late, like, unlike))
    return late


def any_of(patterns: Mapping[str, re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern out of named ones, quicker than one after the other."""
    flags = {known.flags for known in patterns.values()}
    if len(flags) != 1:
        raise ValueError("patterns of one set have the same flags")
    return cast("re.Pattern[str]", Late("|".join(known.pattern for known in patterns.values()), *flags))


def example_of(compiled: re.Pattern[str]) -> str:
    """The words that a pattern is for."""
    return next(str(known.like) for known in KNOWN if known.pattern is compiled)
