"""Blocks on a page: lines that stand close to each other, as an editor would point at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from archive.scans.original import Line, Page

BESIDE = 1.0
"""Of the lower height: white between two lines of one block, below each other or in one row. Columns stand two apart."""
SHARED = 0.5
"""Of the narrower width: what two lines below each other have in common."""
LIKE = 1.5
"""How often as high a line of the same block may be: a headline is a block of its own."""
WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """Upright, around a line or a block."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def around(self, others: Iterable["Frame"]) -> "Frame":
        frames = [self, *others]
        return Frame(
            min(one.left for one in frames),
            min(one.top for one in frames),
            max(one.right for one in frames),
            max(one.bottom for one in frames),
        )

    def holds(self, other: "Frame") -> bool:
        """Whether the middle of the other lies in it."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Block:
    """``key`` is that of its first line; ``number`` the page's."""

    key: str
    number: int
    lines: tuple[Line, ...]
    frame: Frame

    @property
    def words(self) -> str:
        return "".join(line.text for line in self.lines)[:WORDS_SHOWN]

    @property
    def points(self) -> str:
        frame = self.frame
        corners = (
            (frame.left, frame.top),
            (frame.right, frame.top),
            (frame.right, frame.bottom),
            (frame.left, frame.bottom),
        )
        return " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)


def blocks_of(page: Page) -> tuple[Block, ...]:
    """The blocks of a page, the uppermost first."""
    frames = [frame_of(line) for line in page.lines]
    group = list(range(len(frames)))
    for one, two in combinations(range(len(frames)), 2):
        if _belong(frames[one], frames[two]):
            old, new = group[two], group[one]
            group = [new if number == old else number for number in group] if old != new else group
    found = [_block(page, [n for n, of in enumerate(group) if of == number]) for number in set(group)]
    return tuple(sorted(found, key=lambda block: (block.frame.top, block.frame.left)))


def frame_of(line: Line) -> Frame:
    xs, ys = ([corner[axis] for corner in line.corners] for axis in (0, 1))
    return Frame(min(xs), min(ys), max(xs), max(ys))


def _block(page: Page, numbers: Sequence[int]) -> Block:
    lines = tuple(page.lines[number] for number in numbers)
    first, *others = map(frame_of, lines)
    return Block(lines[0].key, page.number, lines, first.around(others))


def _belong(one: Frame, two: Frame) -> bool:
    low, high = sorted((one.height, two.height))
    if high > LIKE * low:
        return False
    beside = min(one.right, two.right) - max(one.left, two.left)
    below = min(one.bottom, two.bottom) - max(one.top, two.top)
    narrow = min(one.right - one.left, two.right - two.left)
    if beside >= SHARED * narrow:
        return below >= -BESIDE * low
    return below >= SHARED * low and beside >= -BESIDE * low
