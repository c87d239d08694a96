"""Where the lines of a page begin in the text that was made of them."""

from collections.abc import Iterator, Sequence

TAKEN = "\0"


class Placing:
    """Lines are looked for without white, which paragraphs set their own way; each stretch of the text is one line's."""

    def __init__(self, raw: str) -> None:
        self._places = [place for place, sign in enumerate(raw) if not sign.isspace()]
        self._left = "".join(raw[place] for place in self._places)
        self._ends: dict[int, int] = {}  # of the lines that were placed, in signs
        self._starts: dict[int, int] = {}

    def of(self, texts: Sequence[str]) -> list[int | None]:
        """Where each begins in the raw text; what stands there once is placed first, the longest before the others."""
        keys = ["".join(text.split()) for text in texts]
        unsure = []
        for number in sorted(range(len(keys)), key=lambda number: -len(keys[number])):
            places = list(self._where(keys[number]))
            if len(places) == 1:
                self._take(number, places[0], len(keys[number]))
            elif places:
                unsure.append(number)
        for number in sorted(unsure):
            places = list(self._where(keys[number]))
            if places:
                length = len(keys[number])
                self._take(number, min(places, key=lambda at: self._strangeness(number, at, length)), length)
        return [self._places[self._starts[n]] if n in self._starts else None for n in range(len(keys))]

    def _where(self, key: str) -> Iterator[int]:
        at = self._left.find(key) if key else -1
        while at >= 0:
            yield at
            at = self._left.find(key, at + len(key))

    def _take(self, number: int, at: int, length: int) -> None:
        self._left = self._left[:at] + TAKEN * length + self._left[at + length :]
        self._starts[number], self._ends[number] = at, at + length

    def _strangeness(self, number: int, at: int, length: int) -> tuple[int, int]:
        """A line that stands several times stands between its neighbours on the page."""
        after_the_last = self._ends.get(number - 1) == at
        before_the_next = self._starts.get(number + 1) == at + length
        return -(after_the_last + before_the_next), at
