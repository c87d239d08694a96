"""Does a text read as Chinese? Asked of what every reader gives: rubbish is refused, not stored."""

import html

from archive.ingest.text.decoding import LIKELY_SHARE, likelihood
from archive.ingest.text.patterns import pattern

SHORTEST_JUDGED = 200  # characters; a note of two lines may hold anything
PASSAGE = 60  # characters; with one such passage of Chinese the rest is only damaged
# ’7青禾 `工Ó ?O ¢: the glyph numbers of a font read as characters; × · ° ± stand in Chinese text
STRANGE = pattern(
    "[\u0080-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u02af\ue000-\uf8ff\ufffd]", like="Ó", unlike="×"
)
MOST_STRANGE = 0.1  # of the signs of a passage


def is_legible(text: str) -> bool:
    """True for a text that reads as Chinese somewhere, and for one too short to judge."""
    plain = "".join(html.unescape(text).split())
    passages = (plain[at : at + PASSAGE] for at in range(0, len(plain), PASSAGE))
    return len(plain) < SHORTEST_JUDGED or any(_is_chinese(passage) for passage in passages)


def _is_chinese(passage: str) -> bool:
    strange = sum(1 for sign in passage if STRANGE.match(sign))
    return likelihood(passage) >= LIKELY_SHARE and strange <= MOST_STRANGE * len(passage)
