"""Seen again: a line that stands at the head or the foot of other texts as well is hardly this text's own.

The name of a site, its menu, who to call come again from page to page, but for their figures; the words of an
article seldom do. It is evidence and no verdict: 维权 may head a part of the article every year.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import Line, split_lines
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import running_text

MOST_ABOVE, MOST_BESIDE_TEXT, MOST_AT_END = 20, 10, 10  # lines: down to the text, below it, at the page's end
LONGEST = 60  # characters; what is longer is told, not repeated
MASKED = pattern(r"\d+", like="第3期", unlike="工会")
SIGNS = pattern(r"[\W_]+", like="第 3 期", unlike="第3期")
SHORTEST = 2  # characters beside figures: - 3 - is a page number whether it comes again or not
COMPARED = 60  # characters of the longest line of the running text, which no two texts have in common

Mask = str


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines at the head and the foot of one text, masked.

    ``text`` is the same for two prints of one text, whose common lines say nothing.
    """

    text: str
    lines: frozenset[Mask]


Elsewhere = Callable[[Edges], Mapping[Mask, int]]
"""How many other texts have each of these lines at their head or foot; lines that none has may be left out."""


def nowhere(edges: Edges) -> Mapping[Mask, int]:
    """For a text that is read by itself."""
    return {}


def mask_of(line: Line) -> Mask | None:
    """A short name for the words of a line, whatever its figures and signs; None for one that can't tell anything."""
    words = SIGNS.sub("", MASKED.sub("0", line.key))
    if len(line.key) > LONGEST or len(words.replace("0", "")) < SHORTEST:
        return None
    return _name_of(words)


def _name_of(words: str) -> str:
    return blake2b(words.encode(), digest_size=8).hexdigest()


def edges_of(lines: Sequence[Line]) -> Edges:
    """The lines above and below the running text of a page."""
    start, end = running_text(lines)
    text = max((line.key for line in lines[start:end]), key=len, default="")
    below = lines[end:]
    at_edges = (
        *lines[:start][:MOST_ABOVE],
        *below[:MOST_BESIDE_TEXT],
        *below[MOST_BESIDE_TEXT:][-MOST_AT_END:],
    )
    return Edges(_name_of(SIGNS.sub("", text)[:COMPARED]), frozenset(filter(None, map(mask_of, at_edges))))


def edges_of_text(raw: str) -> Edges:
    """The head and the foot of a text as it was read from its file."""
    return edges_of(split_lines(clean(raw).text))


def mark_seen(lines: Sequence[Line], elsewhere: Elsewhere) -> tuple[Line, ...]:
    """The lines with the number of other texts that have them at their head or foot."""
    known = elsewhere(edges_of(lines)) if elsewhere is not nowhere else {}
    if not known:
        return tuple(lines)
    return tuple(replace(line, seen=known.get(mask_of(line) or "", 0)) for line in lines)


class Memory:
    """The edges of some texts, each counted once however often it was printed."""

    def __init__(self, texts: Iterable[Edges]) -> None:
        self._texts: dict[Mask, set[str]] = {}
        for edges in texts:
            for mask in edges.lines:
                self._texts.setdefault(mask, set()).add(edges.text)

    def __call__(self, edges: Edges) -> Mapping[Mask, int]:
        found = {mask: self._texts.get(mask, set()) - {edges.text} for mask in edges.lines}
        return {mask: len(texts) for mask, texts in found.items() if texts}
