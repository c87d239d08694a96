"""Two texts laid beside each other sentence by sentence, so that what differs can be shown by the character.

By sentences, not paragraphs: a newspaper that sets an article anew breaks it elsewhere.
"""

import re
from collections import Counter

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；”’」』）]*")
PIECE = 3  # characters; sentences are short
ALIKE = (
    0.5  # share of the shorter sentence's pieces: 建成驿站八家 and 建成爱心驿站八家 are one sentence, edited
)

Keyed = tuple[object, str]


def laid_beside(one: str, other: str) -> tuple[list[Keyed], list[Keyed]]:
    """The sentences of both; what are the same, or one edited, have the same key."""
    before, after = _sentences(one), _sentences(other)
    free = {place: (sentence, _pieces(sentence)) for place, sentence in enumerate(before)}
    keyed: list[Keyed] = []
    for place, sentence in enumerate(after):
        found = _nearest(sentence, free)
        keyed.append((("new", place) if found is None else found, sentence))
        if found is not None:
            del free[found]
    return list(enumerate(before)), keyed


def _sentences(text: str) -> list[str]:
    return [sentence for found in SENTENCE.findall(text) if (sentence := found.strip())]


def _nearest(sentence: str, among: dict[int, tuple[str, Counter[str]]]) -> int | None:
    same = next((place for place, (other, _) in among.items() if other == sentence), None)
    if same is not None:
        return same
    pieces = _pieces(sentence)
    shares = {place: _share(pieces, others) for place, (_, others) in among.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= ALIKE else None


def _pieces(sentence: str) -> Counter[str]:
    return Counter(sentence[at : at + PIECE] for at in range(max(1, len(sentence) - PIECE + 1)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / min(one.total(), other.total())
