"""Where an address says that a number stands: the words in their paragraph, with the sentence around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest

from archive.article_figures import Passage, Piece
from archive.article_parts import Place
from archive.figures.sentences import sentence_around

MOST_OCCURRENCES = 100_000


def place_asked(query: Mapping[str, str]) -> Place | None:
    """``?at=p12&words=5.2万人&nth=1``."""
    anchor, words, nth = query.get("at", ""), query.get("words", ""), query.get("nth") or "1"
    if not anchor or not words:
        return None
    if not (nth.isascii() and nth.isdecimal() and len(nth) <= 6 and 0 < int(nth) <= MOST_OCCURRENCES):
        raise BadRequest("no occurrence")
    return Place(anchor, words, int(nth))


@dataclass(frozen=True, slots=True)
class Told:
    """The passage in which the asked number stands, and where its sentence begins and ends."""

    anchor: str
    start: int
    end: int


def told_at(passages: Sequence[Passage], place: Place) -> Told | None:
    """None where these words no longer stand there."""
    for passage in passages:
        if passage.anchor == place.anchor and (at := place.offset_in(passage.text)) >= 0:
            start, end = sentence_around(passage.text, at)
            return Told(passage.anchor, start, max(end, at + len(place.words)))
    return None


def pieces_around(passage: Passage, told: Told | None) -> Iterator[tuple[bool, list[Piece]]]:
    """The pieces of a passage in runs: outside the asked sentence, inside it, behind it."""
    if told is None or told.anchor != passage.anchor:
        yield False, list(passage.pieces)
        return
    before: list[Piece] = []
    inside: list[Piece] = []
    behind: list[Piece] = []
    at = 0
    for piece in passage.pieces:
        end = at + len(piece.text)
        if piece.figure:
            (before if end <= told.start else inside if at < told.end else behind).append(piece)
        else:
            first, last = (max(0, min(len(piece.text), edge - at)) for edge in (told.start, told.end))
            before.append(Piece(piece.text[:first]))
            inside.append(Piece(piece.text[first:last]))
            behind.append(Piece(piece.text[last:]))
        at = end
    yield from ((False, before), (True, inside), (False, behind))
