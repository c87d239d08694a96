"""The order in which a reader takes the lines of a page: columns from left to right, what spans them as it stands.

A page is cut at its widest gutter: a strip that few lines cross. The lines that cross it (a headline over
two columns) part the page into bands; in each band the left side is read before the right.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from statistics import median

from archive.ingest.readers.pdf_signs import SAME_LINE, Piece, is_wide

NARROWEST_GUTTER = 0.8  # of the size of the letters
MOST_CROSSING = 0.5  # lines across a gutter, as a share of the lines on its smaller side
FEWEST_LINES = 3
FEWEST_SIGNS = 16
FILLED = 0.5  # of the lines of a column reach its edge
SMALL_LETTERS = 0.9  # of the size of most letters: those of a caption
WIDEST_GUTTER = 4.0  # of the size, between columns of which one stands below the other
END_OF_ROW = 2.5  # of the size: a row that ends nearer to the edge reaches it; hanging signs move it
OVERLAP = 0.3  # of the smaller side's height, on which both sides have lines: else they are no columns
DEEPEST = 12
LARGE = 1.2  # of the size of most letters
ALIKE = 0.93  # of the largest size: the rows of one headline
WHITE_ACROSS = 0.8  # of the size: white over the whole width of a page, between two bands of it
MOST_ACROSS = 8  # tried on one page
SHARE_ACROSS = (
    0.3  # of the rows of a band run across the gutters of the other: its columns are of another width
)
MOST_STRIPS = 400  # tried on one page; scattered words would make thousands
MOST_SMALL_HEADS, LONGEST_DATELINE = 2, 60
FAR_IN = 0.25  # of the width: a line that begins there and ends there stands in the middle
CENTRED_MARGIN, WORDS_APART = 3.0, 5.0  # of the size: of a centred line, at its ends and between its words
PARAGRAPH_INDENT = 2  # signs, by which a first row stands in
WIDE_SPACE = 1.2  # of the size: white between two words on a line that is a tab


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from top to bottom. ``left`` and ``right`` are the edges of the columns that the lines span."""

    lines: list[Piece]
    left: float | None = None
    right: float | None = None


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip of white between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def crossed_by(self, piece: Piece) -> bool:
        return piece.left < self.middle < piece.right

    def run_over_by(self, piece: Piece) -> bool:
        """True for a line from one side to the other; a row of a column under a picture only stands in the white."""
        return piece.left < self.left and self.right < piece.right


def in_reading_order(pieces: Sequence[Piece], depth: int = 0) -> list[Block]:
    """Blocks of lines in the order of reading, each block's lines from top to bottom."""
    if not pieces:
        return []
    heads = heads_of(pieces) if depth < DEEPEST else []
    below = [piece for piece in pieces if piece not in heads]
    gutter = widest_gutter(below) if depth < DEEPEST else None
    cut = _cut_across(below, gutter) if depth < DEEPEST and not heads else None
    if cut is not None:
        return [
            *in_reading_order([piece for piece in pieces if piece.base > cut], depth + 1),
            *in_reading_order([piece for piece in pieces if piece.base < cut], depth + 1),
        ]
    if gutter is None:
        return [Block(lines_of(pieces))]
    if heads:
        left = min(piece.left for piece in pieces)
        # the headline stands over the middle of all columns, the last of which may be empty
        edges = left, max(*(piece.right for piece in pieces), 2 * _middle(heads[-1:]) - left)
        return [Block(lines_of(heads), *edges), *in_reading_order(below, depth + 1)]
    pieces = _centred_joined(pieces)
    captions = _captions_across(pieces, gutter)
    pieces = [piece for piece in pieces if piece not in captions]
    crossing = [piece for piece in pieces if gutter.crossed_by(piece)]
    blocks: list[Block] = []
    spanning: list[Piece] = []
    edges = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    for band in _bands([piece for piece in pieces if not gutter.crossed_by(piece)], crossing):
        if len(band) == 1 and gutter.crossed_by(band[0]):
            spanning += band
            continue
        blocks += _spanning_block(spanning, *edges)
        spanning = []
        blocks += in_reading_order([piece for piece in band if piece.right <= gutter.middle], depth + 1)
        blocks += in_reading_order([piece for piece in band if piece.right > gutter.middle], depth + 1)
    return [*blocks, *_spanning_block(spanning, *edges), *([Block(lines_of(captions))] if captions else [])]


def _captions_across(pieces: Sequence[Piece], gutter: Gutter) -> list[Piece]:
    """Small letters across the gutter amid the rows: words under a picture over two columns, which part no column."""
    size = median(piece.size for piece in pieces)
    rows = [piece for piece in pieces if piece.size >= SMALL_LETTERS * size and not gutter.crossed_by(piece)]
    small = [piece for piece in pieces if piece.size < SMALL_LETTERS * size and gutter.crossed_by(piece)]
    sides = [[piece for piece in rows if (piece.right <= gutter.middle) is side] for side in (True, False)]
    return [
        piece
        for piece in small
        if all(
            any(row.base > piece.base for row in side) and any(row.base < piece.base for row in side)
            for side in sides
        )
    ]


def _cut_across(pieces: Sequence[Piece], gutter: Gutter | None) -> float | None:
    """The height of the white strip across the page below which the columns are of another width.

    Where the columns are the same, a line of white in all of them at one height parts nothing.
    """
    lines = _on_base_lines(pieces)
    if gutter is None and len(lines) == len(pieces):
        return None
    size = median(piece.size for piece in pieces)
    for height in _strips_across(lines, size):
        above = [piece for piece in pieces if piece.base > height]
        below = [piece for piece in pieces if piece.base < height]
        rows = [[piece for piece in part if piece.size < LARGE * size] for part in (above, below)]
        if min(map(len, rows)) > FEWEST_LINES and (
            _run_across(rows[1], _gutters(above)) or _run_across(rows[0], _gutters(below))
        ):
            return height
    return None


def _strips_across(lines: Sequence[Sequence[Piece]], size: float) -> list[float]:
    """The middles of the white strips that no line reaches into, the widest first."""
    strips: list[tuple[float, float]] = []
    reached = min(piece.bottom for piece in lines[0])
    for line in lines[1:]:
        top = max(piece.top for piece in line)
        if reached - top >= WHITE_ACROSS * size:
            strips.append((reached - top, (reached + top) / 2))
        reached = min(reached, *(piece.bottom for piece in line))
    return [height for _, height in sorted(strips, reverse=True)[:MOST_ACROSS]]


def _gutters(pieces: Sequence[Piece], depth: int = 0) -> list[Gutter]:
    """All gutters of a part of the page, the headlines of which are left aside."""
    heads = heads_of(pieces) if pieces else []
    below = [piece for piece in pieces if piece not in heads]
    gutter = widest_gutter(below) if depth < DEEPEST else None
    if gutter is None:
        return []
    left = [piece for piece in below if piece.right <= gutter.middle]
    right = [piece for piece in below if piece.left >= gutter.middle]
    return [*_gutters(left, depth + 1), gutter, *_gutters(right, depth + 1)]


def _run_across(rows: Sequence[Piece], gutters: Sequence[Gutter]) -> bool:
    """True when rows of text run across the gutters of the other part of the page."""
    across = sum(1 for piece in rows if any(gutter.run_over_by(piece) for gutter in gutters))
    return across >= max(FEWEST_LINES, SHARE_ACROSS * len(rows))


def _centred_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """A centred line whose words stand on both sides of the gutter is one line: 本报记者 张三    通讯员 李四."""
    left_edge, right_edge = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    starts = Counter(round(piece.left) for piece in pieces)
    rest: list[Piece] = []
    for line in _on_base_lines(pieces):
        first, last = line[0], max(line, key=lambda piece: piece.right)
        margins = first.left - left_edge, right_edge - last.right
        centred = abs(margins[0] - margins[1]) < first.size and min(margins) > CENTRED_MARGIN * first.size
        near = all(after.left - before.right < WORDS_APART * first.size for before, after in pairwise(line))
        words = near and _are_alike(line) and not _are_rows(line, starts)
        joined = len(line) > 1 and centred and words
        rest += [_one_line(line)] if joined else line
    return rest


def _are_alike(line: Sequence[Piece]) -> bool:
    """True for one size: the headlines of two articles beside each other have two."""
    return min(piece.size for piece in line) > ALIKE * max(piece.size for piece in line)


def _are_rows(line: Sequence[Piece], starts: Mapping[int, int]) -> bool:
    """True for the rows of several columns at one height: each begins where its column does, or two signs in."""
    return all(
        any(
            starts.get(round(piece.left - indent * piece.size), 0) >= FEWEST_LINES
            for indent in (0, PARAGRAPH_INDENT)
        )
        for piece in line
    )


def _spanning_block(pieces: Sequence[Piece], left: float, right: float) -> list[Block]:
    return [Block(lines_of(pieces), left, right)] if pieces else []


def heads_of(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines at the top that stand alone at their height, large or centred: they head all columns below."""
    size = median(piece.size for piece in pieces)
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    lines = _on_base_lines(pieces)
    starts = Counter(round(piece.left) for piece in pieces)
    heads: list[Piece] = []
    small: list[Piece] = []  # a dateline, a folio: at the head of the page when a headline follows
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else []
        large = line[0].size >= LARGE * size
        if _is_beside(line, after, size) or (not large and len(line) > 1 and _are_rows(line, starts)):
            break
        within = line[0].left - left > CENTRED_MARGIN * line[0].size  # the first line of two columns is not
        under = within and bool(heads) and abs(_middle(line) - _middle(heads[-1:])) < line[0].size
        if (under or _is_headline(line, left, right, size)) and (large or not small):
            heads += [*small, *line]
            small = []
        elif heads or at >= MOST_SMALL_HEADS or sum(len(piece.text) for piece in line) > LONGEST_DATELINE:
            break
        else:
            small += line
    return heads


def _is_beside(line: Sequence[Piece], after: Sequence[Piece], size: float) -> bool:
    """True when the next line reaches up beside this one."""
    lowest = min(piece.base for piece in line) + SAME_LINE * size
    return max((piece.top for piece in after), default=lowest) > lowest


def _middle(line: Sequence[Piece]) -> float:
    return (min(piece.left for piece in line) + max(piece.right for piece in line)) / 2


def _is_headline(line: Sequence[Piece], left: float, right: float, size: float) -> bool:
    """True for large letters, and for a centred line: 本报记者 张三    通讯员 李四."""
    first, last = line[0], max(line, key=lambda piece: piece.right)
    margins = first.left - left, right - last.right
    centred = abs(margins[0] - margins[1]) < 2 * first.size and min(margins) > CENTRED_MARGIN * first.size
    widest = max((second.left - one.right for one, second in pairwise(line)), default=0.0)
    if not _are_alike(line):
        return False
    if centred and min(margins) > FAR_IN * (right - left):
        return widest < WORDS_APART * first.size
    return widest <= NARROWEST_GUTTER * first.size and (first.size >= LARGE * size or centred)


def _bands(pieces: Sequence[Piece], crossing: Sequence[Piece]) -> list[list[Piece]]:
    """The page from top to bottom: each crossing line by itself, and what stands between two of them."""
    bands: list[list[Piece]] = []
    rest = sorted(pieces, key=lambda piece: -piece.base)
    for line in sorted(crossing, key=lambda piece: -piece.base):
        above = [piece for piece in rest if piece.base > line.base]
        if above:
            bands.append(above)
        bands.append([line])
        rest = rest[len(above) :]
    if rest:
        bands.append(rest)
    return bands


def widest_gutter(pieces: Sequence[Piece]) -> Gutter | None:
    """The strip that parts the lines best, None where they stand in one column."""
    if len(pieces) < 2 * FEWEST_LINES:
        return None
    for crossing, strip in _strips(pieces):
        left = [piece for piece in pieces if piece.right <= strip.middle]
        right = [piece for piece in pieces if piece.left >= strip.middle]
        few = crossing <= MOST_CROSSING * min(len(left), len(right))
        columns = _is_column(left) and _is_column(right)
        if few and (columns or _is_rest(left, right, strip)) and _side_by_side(left, right):
            return strip
        if not crossing and columns and _is_staggered(left, right, strip):
            return strip
    return None


def _is_rest(left: Sequence[Piece], right: Sequence[Piece], strip: Gutter) -> bool:
    """True when one side is a whole column along the strip and the other the few lines that were left for it."""
    if not left or not right:
        return False
    on_left = sum(1 for piece in left if strip.left - piece.right < piece.size)
    on_right = sum(1 for piece in right if piece.left - strip.right < piece.size)
    if _is_column(left) and on_left >= max(FEWEST_LINES, FILLED * len(left)):
        return on_right == len(right)
    return _is_column(right) and on_right >= max(FEWEST_LINES, FILLED * len(right)) and on_left == len(left)


def _strips(pieces: Sequence[Piece]) -> list[tuple[int, Gutter]]:
    """Strips between the end of some line and the start of another with the lines across, the best first.

    Few lines cross it, the headlines beside it stand over the columns of their side, and it is wide.
    """
    narrowest = NARROWEST_GUTTER * median(piece.size for piece in pieces)
    lefts = sorted(piece.left for piece in pieces)
    rights = sorted(piece.right for piece in pieces)
    ends = sorted({round(right, 1) for right in rights})
    headlines = _largest(pieces)
    found: list[tuple[int, float, float, int, Gutter]] = []
    for start in sorted({round(left, 1) for left in lefts}):
        # the column on the left ends where its full lines do; hanging signs reach a little further
        for end in ends[max(0, bisect_right(ends, start) - 3) : bisect_right(ends, start)]:
            if start - end >= narrowest:
                strip = Gutter(end, start)
                ended, begun = bisect_right(rights, strip.middle), bisect_left(lefts, strip.middle)
                crossing = begun - ended
                if crossing <= MOST_CROSSING * len(pieces) / 2:
                    sides = (lefts[0], rights[ended - 1]), (lefts[min(begun, len(lefts) - 1)], rights[-1])
                    off = sum(_off_its_columns(line, strip, *sides) for line in headlines)
                    # a headline that stands over other columns is as bad as a line across
                    found.append((crossing + int(off), off, end - start, crossing, strip))
    return [(crossing, strip) for *_, crossing, strip in sorted(found, key=itemgetter(0, 1, 2))[:MOST_STRIPS]]


def _largest(pieces: Sequence[Piece]) -> list[Piece]:
    """The rows of the largest headline."""
    largest = max(piece.size for piece in pieces)
    if largest < LARGE * median(piece.size for piece in pieces):
        return []
    return [piece for piece in pieces if piece.size > ALIKE * largest]


def _off_its_columns(
    line: Piece, strip: Gutter, before: tuple[float, float], behind: tuple[float, float]
) -> float:
    """By how many signs a headline is off the middle, and off the left edge, of the columns on its side."""
    if strip.crossed_by(line):
        return 0.0
    start, end = before if line.right <= strip.middle else behind
    off = min(abs(_middle([line]) - (start + end) / 2), abs(line.left - start))
    return int(4 * off / line.size) / 4


def _is_column(pieces: Sequence[Piece]) -> bool:
    return len(pieces) >= FEWEST_LINES and sum(len(piece.text) for piece in pieces) >= FEWEST_SIGNS


def _is_staggered(left: Sequence[Piece], right: Sequence[Piece], strip: Gutter) -> bool:
    """True for two set columns of which a picture fills the one where the other has its text."""
    size = median(piece.size for piece in (*left, *right))
    narrow = strip.right - strip.left <= WIDEST_GUTTER * size
    return narrow and _is_set(left) and _is_set(right)


def _is_set(pieces: Sequence[Piece]) -> bool:
    """True for the rows of one column: most begin at its left edge, or two signs in, and reach its right one."""
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    begun = sum(1 for piece in pieces if piece.left - left < (PARAGRAPH_INDENT + 1) * piece.size)
    ended = sum(1 for piece in pieces if right - piece.right < END_OF_ROW * piece.size)
    return begun == len(pieces) and ended >= FILLED * len(pieces)


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """True when both sides have lines at the same heights."""
    top = min(max(piece.top for piece in left), max(piece.top for piece in right))
    bottom = max(min(piece.bottom for piece in left), min(piece.bottom for piece in right))
    heights = [
        max(piece.top for piece in side) - min(piece.bottom for piece in side) for side in (left, right)
    ]
    return top - bottom >= OVERLAP * max(1.0, min(heights))


def lines_of(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of one column: pieces on one base line are one line."""
    return [_one_line(line) for line in _on_base_lines(pieces)]


def _on_base_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if lines and abs(lines[-1][-1].base - piece.base) <= SAME_LINE * min(lines[-1][-1].size, piece.size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _one_line(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], max(pieces, key=lambda piece: piece.right)
    words = first.text
    for before, piece in pairwise(pieces):
        gap = piece.left - before.right
        closed = gap < 0.3 * piece.size and (is_wide(before.text[-1]) or is_wide(piece.text[0]))
        words += ("" if closed else "  " if gap > WIDE_SPACE * piece.size else " ") + piece.text
    return replace(
        first,
        text=words,
        right=last.right,
        size=max(pieces, key=lambda piece: len(piece.text)).size,
        last_font=next((piece.last_font for piece in reversed(pieces) if piece.last_font), ""),
        first_font=next((piece.first_font for piece in pieces if piece.first_font), ""),
    )
