"""Which characters must stand in a text for a pattern to match it: asked first, for asking is ten times as fast as matching.

Reads the patterns of ``indicators.tsv`` before they are compiled: characters, groups, classes, what is optional, what looks
around. Whatever it does not know is taken to be needed by nothing.
"""

import re
from dataclasses import dataclass, field

PLAIN = re.compile(r"[\u4e00-\u9fff%]")
CLASS = re.compile(r"\[[^\]]*\]")
REPEAT = re.compile(r"[?*+]\??|\{(\d*)[^}]*\}")
PAIR = 2

Needed = frozenset[str] | None
"""Pairs of characters one of which is in every match; None where no such pairs are known."""


def needed_of(words: str) -> Needed:
    """The pairs for patterns with blanks between."""
    return _any_of([_Parser(word).alternatives() for word in words.split()])


def pairs_in(text: str) -> set[str]:
    """Every pair of neighbours of a text."""
    return {text[at : at + PAIR] for at in range(len(text) - 1)}


def _any_of(found: list[Needed]) -> Needed:
    if not found or any(one is None for one in found):
        return None
    return frozenset().union(*(one for one in found if one))


@dataclass(slots=True)
class _Sequence:
    """One branch: runs of plain characters and what its groups need."""

    run: str = ""
    runs: list[str] = field(default_factory=list)
    groups: list[Needed] = field(default_factory=list)

    def end_run(self) -> None:
        self.runs.append(self.run)
        self.run = ""

    def needed(self) -> Needed:
        self.end_run()
        longest = max(self.runs, key=len)
        if len(longest) >= PAIR:
            return frozenset({longest[:PAIR]})
        known = [group for group in self.groups if group]
        return min(known, key=len) if known else None


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> Needed:
        """What the branches up to the end or the closing bracket need, one of them at least."""
        branches = [_Sequence()]
        while self._at < len(self._pattern) and self._pattern[self._at] != ")":
            if self._pattern[self._at] == "|":
                self._at += 1
                branches.append(_Sequence())
            else:
                self._item(branches[-1])
        return _any_of([branch.needed() for branch in branches])

    def _item(self, branch: _Sequence) -> None:
        sign = self._pattern[self._at]
        if sign == "(":
            self._group(branch)
        elif sign == "[":
            match = CLASS.match(self._pattern, self._at)
            self._at = match.end() if match else len(self._pattern)
            self._repeat()
            branch.end_run()
        else:
            self._at += 1
            if self._repeat():
                branch.end_run()
            elif PLAIN.match(sign):
                branch.run += sign
            else:
                branch.end_run()

    def _group(self, branch: _Sequence) -> None:
        looks = re.compile(r"\(\?<?[!=]").match(self._pattern, self._at)
        self._at = looks.end() if looks else self._at + 1
        if not looks and self._pattern.startswith("?:", self._at):
            self._at += 2
        needed = self.alternatives()
        self._at += 1
        is_optional = self._repeat()
        if not looks:
            branch.end_run()
            if not is_optional:
                branch.groups.append(needed)

    def _repeat(self) -> bool:
        """Pass a sign of repetition; True where what it repeats need not be there."""
        match = REPEAT.match(self._pattern, self._at)
        if not match:
            return False
        self._at = match.end()
        return match[0][0] in "?*" or match[1] in ("", "0")
