"""Where words of an article stand in the text that was read of its original, also after an editor corrected some."""

from archive.provenance import Span

AROUND = (24, 12, 6, 3, 0)
"""Signs before and after, by which words that stand several times are told apart; a corrected one spoils the longer."""
BETWEEN = (12, 8, 5, 3)
"""Signs before and after, between which stands what was corrected."""
MOST_ADDED = 6
"""Signs by which a correction may have shortened the words."""


class PrintedPlaces:
    """Looks in a raw text, without its white."""

    def __init__(self, raw: str) -> None:
        self._places = [place for place, sign in enumerate(raw) if not sign.isspace()]
        self._signs = "".join(raw[place] for place in self._places)

    def of(self, text: str, span: Span) -> Span | None:
        """Where the words of ``text`` at ``span`` stand, or what stands in their place; None where nothing tells."""
        before, words, after = (
            "".join(part.split()) for part in (text[: span[0]], text[slice(*span)], text[span[1] :])
        )
        return self._as_they_are(before, words, after) or self._corrected(before, words, after)

    def _as_they_are(self, before: str, words: str, after: str) -> Span | None:
        for width in AROUND:
            head, tail = before[max(len(before) - width, 0) :], after[:width]
            at = self._signs.find(head + words + tail) if words else -1
            if at >= 0:
                return self._span(at + len(head), len(words))
        return None

    def _corrected(self, before: str, words: str, after: str) -> Span | None:
        for width in BETWEEN:
            head, tail = before[-width:], after[:width]
            at = self._signs.find(head) if len(head) == width else -1
            if at < 0:
                continue
            start = at + width
            end = self._signs.find(tail, start, start + len(words) + MOST_ADDED + len(tail)) if tail else -1
            return self._span(start, end - start if end > start else len(words))
        return None

    def _span(self, start: int, length: int) -> Span | None:
        last = min(start + length, len(self._places)) - 1
        return (self._places[start], self._places[last] + 1) if start <= last else None
