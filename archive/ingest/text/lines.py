"""Lines of the cleaned text, whole paragraphs where a page broke them off at a fixed width."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.ingest.text.folding import fold
from archive.ingest.text.patterns import pattern

Range = tuple[int, int]

SENTENCE_END = pattern(
    r"[。!?…;:][\"')\]》>]*$|[^\d]\.[\"')]*$", like='职工说:"好。"', unlike="1.5"
)  # matched on the folded line
# 渡口的2021丨青禾区总工会年度答卷: a character of its own that layouts use as a bar. A search takes it for the character.
BARS = {ord("丨"): "|"}
STOPS = frozenset("。!?…;:")
CAN_END = frozenset(".\"')]》>")  # behind a stop, or a stop only behind a letter
LONGEST_END = 12  # characters that can stand behind the stop of a sentence: 。”)》
STOP = pattern(r"[。!?;]", like="一年来。", unlike="一年来,")


class Hint(StrEnum):
    """What the format itself says of a line: <h1>, a Word style, a navigation bar."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    SUBHEADING = "subheading"
    CAPTION = "caption"
    FURNITURE = "furniture"
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True)
class Line:
    """One line without outer white space. ``key`` is the same words in plain form, for matching.

    ``white`` tells whether white space follows the line in the text; a part cut out of a row may have none.
    ``page`` tells that the file begins a new page with the line, ``seen`` how many other texts have it at their
    head or foot.
    """

    text: str
    key: str
    ranges: tuple[Range, ...]
    indent: int = 0
    gap: int = 0
    hint: Hint | None = None
    white: bool = False
    page: bool = False
    seen: int = 0

    @property
    def ends_sentence(self) -> bool:
        return ends_sentence(self.key)

    def part(self, start: int, end: int | None = None) -> "Line":
        """The words from ``start`` to ``end``, white space at both sides dropped."""
        words = self.text[start:end]
        lead = len(words) - len(words.lstrip())
        start, end = start + lead, start + lead + len(words.strip())
        return replace(
            self,
            text=self.text[start:end],
            key=self.key[start:end],
            ranges=cut(self.ranges, start, end),
            white=self.text[end].isspace() if end < len(self.text) else self.white,
            page=self.page and start == 0,
        )


def ends_sentence(key: str) -> bool:
    """True for words that end with a stop, whatever closes behind it."""
    last = key[-1:]
    return last in STOPS or (last in CAN_END and bool(SENTENCE_END.search(key[-LONGEST_END:])))


def cut(ranges: tuple[Range, ...], start: int, end: int) -> tuple[Range, ...]:
    """The part ``start`` to ``end`` of joined ranges, counted as if they followed each other."""
    found, before = [], 0
    for first, last in ranges:
        if before >= end:
            break
        size = last - first
        low, high = max(start - before, 0), min(end - before, size)
        if low < high:
            found.append((first + low, first + high))
        before += size
    return tuple(found)


def width(text: str) -> int:
    """Cells that the text takes in a fixed-width font: a Latin letter one, everything else two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def split_lines(
    text: str, hints: Mapping[int, Hint] | None = None, pages: Container[int] = ()
) -> tuple[Line, ...]:
    """The lines that hold something; ``hints`` maps a character's offset to what the format says of its line.

    ``pages`` are the offsets of the characters with which pages begin.
    """
    folded = fold(text).translate(BARS)
    lines: list[Line] = []
    position = gap = 0
    for row in text.split("\n"):
        words = row.strip()
        if words:
            start = position + row.index(words[0])
            end = start + len(words)
            hint = hints.get(start) if hints else None
            indent = width(row[: start - position])
            lines.append(
                Line(
                    words,
                    folded[start:end],
                    ((start, end),),
                    indent,
                    gap,
                    hint,
                    white=end < len(text),
                    page=start in pages,
                )
            )
            gap = 0
        else:
            gap += 1
        position += len(row) + 1
    return tuple(lines)


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _closed_up(first: Line, second: Line) -> Line:
    return replace(
        first,
        text=first.text + second.text,
        key=first.key + second.key,
        ranges=first.ranges + second.ranges,
        white=second.white,
    )


def joined(first: Line, second: Line) -> Line:
    """Two lines as one. Han characters and figures close up (19 + 49年); two Latin words keep a space."""
    if _is_latin(first.text[-1]) and _is_latin(second.text[0]):
        return spaced(first, second)
    return _closed_up(first, second)


def spaced(first: Line, second: Line) -> Line:
    """Two lines as one with a space between them, which stands for the line end: a title of two lines."""
    if not first.white:  # no white space that the space could stand for
        return _closed_up(first, second)
    end = first.ranges[-1][1]
    return replace(
        first,
        text=f"{first.text} {second.text}",
        key=f"{first.key} {second.key}",
        ranges=(*first.ranges, (end, end + 1), *second.ranges),
        white=second.white,
    )
