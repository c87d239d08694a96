"""Sentences that archives of before kept in Chinese, brought back to the codes and values that they were made of."""

import re
from typing import Any

from archive.ingest.wording.parts import PARTS
from archive.told import ALL

GAP = re.compile(r"%\((\w+)\)s")
WHOLE_PARTS = {sentence: name for name, sentence in PARTS.items() if not GAP.search(sentence)}
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
"""Of pages, years or articles: what is longer is none, and 007 would come out as another title."""


def recognised(code: str, sentence: str) -> dict[str, Any] | None:
    """The values that a sentence was made of; None where no sentence of this code reads so."""
    for name, known in ALL.items():
        own, _, case = name.partition(":")
        if own == code and (found := _made_of(str(known), sentence)) is not None:
            return ({"case": case} if case else {}) | found
    return None


def _made_of(known: str, sentence: str) -> dict[str, Any] | None:
    pieces = GAP.split(known)  # words, name of a gap, words …
    words = "".join(
        f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )
    found = re.fullmatch(words, sentence, re.S)
    return {name: _value(text) for name, text in found.groupdict().items()} if found else None


def _value(text: str) -> Any:
    if NUMBER.fullmatch(text):
        return int(text)
    part = WHOLE_PARTS.get(text)
    return dict(zip(("code", "case"), part.split(":"), strict=True)) if part else text
