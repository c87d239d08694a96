"""A second opinion on what the same characters are, by libraries that share nothing with the table of this site.

OpenCC converts whole texts phrase by phrase, and ``unicodedata`` says what a character is made of and whether it is
drawn. Where they take two characters for one, or a character for nothing, and folding does not, a search may miss
what stands in the archive: the self-check then says which characters these are.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import opencc

from search.analysis import fold_text

CONVERSIONS = ("t2s", "tw2s", "hk2s")
NOT_DRAWN = (
    "HANGUL FILLER",
    "CHOSEONG FILLER",
    "JUNGSEONG FILLER",
    "SCRIPT FILLER",
    "WORD JOINER",
    "GRAPHEME JOINER",
    "INVISIBLE",
    "VARIATION SELECTOR",
    "ZERO WIDTH",
    "PATTERN BLANK",
    "OBJECT REPLACEMENT",
    "VOWEL SEPARATOR",
)
"""Words in the Unicode names of what draws nothing. ␢, the blank symbol, is drawn, and so are gap fillers."""
USED_FOR_THEIR_LOOKS = frozenset("ºㆍ")
"""19º and 买买提ㆍ艾山: pages write a degree and a dot with what Unicode knows as an o and a vowel."""
MOST_TOLD = 20


def kept_apart(texts: Iterable[str]) -> tuple[str, ...]:
    """What folding keeps apart and the other libraries do not, such as ``値≠值``; nothing when they agree."""
    found: dict[str, None] = {}
    for text in texts:
        for one, other in _taken_for_one(text):
            if one != other and fold_text(one) != fold_text(other):
                found[f"{_shown(one)}≠{_shown(other) or '∅'}"] = None
        if len(found) >= MOST_TOLD:
            break
    return tuple(found)[:MOST_TOLD]


def _taken_for_one(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of characters, or of a character and nothing, that the other libraries take for one."""
    for configuration in CONVERSIONS:
        converted = _converter(configuration).convert(text)
        if len(converted) == len(text):
            yield from zip(text, converted, strict=True)
    for sign in set(text) - USED_FOR_THEIR_LOOKS:
        plain = unicodedata.normalize("NFKC", sign)
        # ˙ is a space and an accent: no other sign. ″ is drawn of two strokes, and no two quotation marks.
        if not plain[0].isspace() and not (len(plain) > 1 and unicodedata.category(sign)[0] == "P"):
            yield sign, plain
        if not sign.isspace() and any(word in unicodedata.name(sign, "") for word in NOT_DRAWN):
            yield sign, ""
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        yield text, composed


@cache
def _converter(configuration: str) -> Any:
    return opencc.OpenCC(configuration)


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else "".join(f"U+{ord(part):04X}" for part in sign)
