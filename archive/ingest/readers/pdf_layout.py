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

from archive.ingest.readers.pdf_signs import SAME_LINE, SPACE, Piece, is_wide
from archive.ingest.text.patterns import pattern

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
OVER_SOME = 0.75  # signs; what a headline over some columns of its side counts, less than a line across
FAR_APART = 4.0  # of the size: headlines so far beside each other head two articles
UNLIKE = 0.7  # of the size of a headline, in which its subtitle and its kicker may stand beside it
HIGHER = 2.5  # of the size: text that begins so much higher is of another article
MOST_ROWS_BESIDE, MOST_TITLE_ROWS, NEXT_ROW, ROWS_BELOW = 4, 3, 2.0, 4.0
WHITE_BELOW = (
    1.2  # of the size: white that ends the head of an article, below a row with the names of its writers
)
HEADLINE = 1.25  # of the size of most letters
# of the size: how far columns may end above the headline of the next article, and begin below
ENDS, BEGINS = 8.0, 10.0
BELOW, STEP = 0.1, 0.05  # of the size
SMALL_CAPTION = 0.5  # of the size of the headline below
PARAGRAPH_INDENT = 2  # signs, by which a first row stands in
WIDE_SPACE = 1.2  # of the size: white between two words on a line that is a tab

HANGING, WHITE_HALF = frozenset("，。、；：！？"), 0.5  # of the size
NUMBER = pattern(r"^[(（]?\d{1,3}[)）.、]?$", like="12", unlike="12月")
WHOLE = pattern(r"[。！？!?）)摄图]$", like="比武现场。（李闻 摄）", unlike="比武共设八个工")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from top to bottom. ``left`` and ``right`` are the edges of the columns that the lines span.

    ``apart`` are lines of another article.
    """

    lines: list[Piece]
    left: float | None = None
    right: float | None = None
    apart: bool = False


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
    if not depth:
        pieces = _with_rows_beside_headline(list(map(_without_hanging_white, pieces)))
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
        captions = _captions_above(heads)
        heads = [piece for piece in heads if piece not in captions]
        return [
            Block(lines_of(heads), *edges),
            *in_reading_order(below, depth + 1),
            *([Block(lines_of(captions))] if captions else []),
        ]
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


def _without_hanging_white(piece: Piece) -> Piece:
    """The piece without the white half of a sign that hangs out of its column: 挂钩的办法，"""
    hangs = piece.text[-1:] in HANGING and piece.right - piece.left > 2 * piece.size
    return replace(piece, right=piece.right - WHITE_HALF * piece.size) if hangs else piece


def _with_rows_beside_headline(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with a few small rows that stand beside the headline as if they stood below it, or above it at its left.

    They are its subtitle and its kicker; the rows of a column beside it go on further down.
    """
    usual = median(piece.size for piece in pieces)
    title = _largest(pieces)
    if not title or not _is_one_headline(title):
        return list(pieces)
    top, bottom = max(row.top for row in title), min(row.bottom for row in title)
    left, right = min(row.left for row in title), max(row.right for row in title)
    size = title[0].size
    beside = [
        piece
        for piece in pieces
        if usual * SMALL_LETTERS <= piece.size < UNLIKE * size
        and bottom - BELOW * size < piece.base < top
        and (right <= piece.left < right + FAR_APART * size or left - FAR_APART * size < piece.right <= left)
    ]
    if (
        not beside
        or len(beside) > MOST_ROWS_BESIDE
        or any(_goes_on_below(piece, pieces, bottom) for piece in beside)
        or _heads_a_column(beside, title, pieces)
    ):
        return list(pieces)
    behind = _rows_joined(
        sorted((piece for piece in beside if piece.left >= right), key=lambda piece: -piece.base), usual
    )
    before = [piece for piece in beside if piece.right <= left]
    base, moved = min(row.base for row in title), []
    for piece in behind:
        base -= (SAME_LINE + STEP) * piece.size
        moved.append(replace(piece, base=base, left=left, right=left + piece.right - piece.left))
    first = max(row.base for row in title) + (SAME_LINE + STEP) * size
    moved += [replace(piece, base=first + piece.base / 1000) for piece in before]
    return [*(piece for piece in pieces if piece not in beside), *moved]


def _rows_joined(rows: Sequence[Piece], usual: float) -> list[Piece]:
    """The rows of a subtitle, larger than the text and of one size, as one."""
    joined: list[Piece] = []
    for row in rows:
        alike = bool(joined) and _are_alike([joined[-1], row]) and row.size > usual / ALIKE
        if alike:
            joined[-1] = replace(joined[-1], text=joined[-1].text + row.text)
        else:
            joined.append(row)
    return joined


def _heads_a_column(beside: Sequence[Piece], title: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """True for the headline of another article: its text begins higher than that below the headline it stands beside."""
    size = median(piece.size for piece in pieces)
    lowest = min(beside, key=lambda row: row.base), min(title, key=lambda row: row.base)
    begins = [_second_row_below(row, pieces, size) for row in lowest]
    return begins[0] > begins[1] + HIGHER * size


def _second_row_below(row: Piece, pieces: Sequence[Piece], size: float) -> float:
    """How high the text below a headline stands; its first row may be the names of the writers."""
    below = sorted(
        piece.base
        for piece in pieces
        if piece.base < row.bottom
        and abs(piece.size - size) < (1 - ALIKE) * size
        and min(piece.right, row.right) > max(piece.left, row.left)
    )
    return below[-2] if len(below) > 1 else 0.0


def _goes_on_below(row: Piece, pieces: Sequence[Piece], bottom: float) -> bool:
    """True for a row of a column: rows of its letters follow it, lower than the headline beside it."""
    below = [
        piece
        for piece in pieces
        if bottom - ROWS_BELOW * row.size < piece.base < bottom
        and abs(piece.size - row.size) < (1 - ALIKE) * row.size
        and min(piece.right, row.right) > max(piece.left, row.left)
    ]
    return len(below) > 1


def _is_one_headline(rows: Sequence[Piece]) -> bool:
    """True for rows of which each stands below the one before."""
    ordered = sorted(rows, key=lambda row: -row.base)
    near = all(above.base - row.base < NEXT_ROW * row.size for above, row in pairwise(ordered))
    return len(ordered) <= MOST_TITLE_ROWS and near


def _captions_above(heads: Sequence[Piece]) -> list[Piece]:
    """Small sentences above the headline: words under the picture that stands over it."""
    largest = max(heads, key=lambda piece: piece.size)
    return [
        piece
        for piece in heads
        if piece.base > largest.base
        and piece.size < SMALL_CAPTION * largest.size
        and WHOLE.search(piece.text)
    ]


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
    """The height of the white strip across the page below which another article begins, or columns of another width.

    Where the columns are the same, a line of white in all of them at one height parts nothing, unless a headline
    stands alone below it.
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
            _run_across(rows[1], _gutters(above))
            or _run_across(rows[0], _gutters(below))
            or (gutter is not None and _opens_with_headline(above, below, size))
        ):
            return height
    return None


def _opens_with_headline(above: Sequence[Piece], below: Sequence[Piece], size: float) -> bool:
    """True for large letters alone at their height, between columns that end above them and begin below."""
    first, *lower = _on_base_lines(below)
    largest = max(piece.size for piece in first)
    if largest < HEADLINE * size or not lower or _is_beside(first, lower[0], size):
        return False
    top, bottom = max(piece.top for piece in first), min(piece.bottom for piece in first)
    ends = [min(piece.bottom for piece in column) - top for column in _columns(above)]
    begins = [
        bottom - max(piece.top for piece in column)
        for column in _columns([row for line in lower for row in line])
    ]
    return len(ends) > 1 and len(begins) > 1 and max(ends) < ENDS * size and max(begins) < BEGINS * size


def _columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces by the columns in which they stand."""
    middles = [gutter.middle for gutter in _gutters(pieces)]
    columns: dict[int, list[Piece]] = {}
    size = median(piece.size for piece in pieces)
    for piece in pieces:
        if piece.size < LARGE * size:
            columns.setdefault(bisect_left(middles, piece.left), []).append(piece)
    return list(columns.values())


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
        white = bool(after) and line[0].base - max(piece.top for piece in after) > WHITE_BELOW * size
        ends = bool(heads) and len(line) == 1 and white and len(line[0].text) <= LONGEST_DATELINE
        centred = within and bool(heads) and abs(_middle(line) - _middle(heads[-1:])) < line[0].size
        under = centred or (ends and not WHOLE.search(line[0].text))
        if heads and large and _gap_beside(line, heads[-1]) > FAR_APART * line[0].size:
            break
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
    lowest = min(piece.bottom for piece in line) - SAME_LINE * size
    return any(
        piece.top > lowest and all(piece.left >= other.right or piece.right <= other.left for other in line)
        for piece in after
    )


def _gap_beside(line: Sequence[Piece], other: Piece) -> float:
    """The white between two lines that stand beside each other, less than nothing where one stands below the other."""
    return max(line[0].left - other.right, other.left - max(piece.right for piece in line))


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
        if _are_numbers(left) or _are_numbers(right):
            continue  # those of the rows of a table, or of a list
        few = crossing <= MOST_CROSSING * min(len(left), len(right))
        columns = _is_column(left) and _is_column(right)
        if few and (columns or _is_rest(left, right, strip)) and _side_by_side(left, right):
            return strip
        if not crossing and columns and _is_staggered(left, right, strip):
            return strip
    return None


def _are_numbers(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and all(NUMBER.match(piece.text) for piece in pieces)


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
    edges = _Edges.of(pieces)
    found: list[tuple[int, float, float, int, Gutter]] = []
    for start in sorted({round(left, 1) for left in lefts}):
        # the column on the left ends where its full lines do; hanging signs reach a little further
        for end in ends[max(0, bisect_right(ends, start) - 3) : bisect_right(ends, start)]:
            if start - end >= narrowest:
                strip = Gutter(end, start)
                ended, begun = bisect_right(rights, strip.middle), bisect_left(lefts, strip.middle)
                crossing = begun - ended
                if crossing <= MOST_CROSSING * len(pieces) / 2:
                    off = sum(_off_its_columns(line, strip, edges) for line in headlines)
                    # a headline that stands over other columns is as bad as a line across
                    found.append((crossing + int(off), off, end - start, crossing, strip))
    return [(crossing, strip) for *_, crossing, strip in sorted(found, key=itemgetter(0, 1, 2))[:MOST_STRIPS]]


def _largest(pieces: Sequence[Piece]) -> list[Piece]:
    """The rows of the largest headline."""
    largest = max(piece.size for piece in pieces)
    if largest < LARGE * median(piece.size for piece in pieces):
        return []
    return [piece for piece in pieces if piece.size > ALIKE * largest]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the lines of a part of the page begin and end, and where enough of them do to be those of a column."""

    lefts: Sequence[float]
    rights: Sequence[float]
    of_columns: tuple[Sequence[float], Sequence[float]]
    pieces: Sequence[Piece]

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_Edges":
        lefts, rights = sorted(piece.left for piece in pieces), sorted(piece.right for piece in pieces)
        return cls(lefts, rights, (_common(lefts), _common(rights)), pieces)

    def beside(self, strip: Gutter, line: Piece) -> tuple[float, float]:
        """The outer edges of all columns on the side of the strip on which the line stands."""
        if line.right <= strip.middle:
            return self.lefts[0], self.rights[bisect_right(self.rights, strip.middle) - 1]
        return self.lefts[min(bisect_left(self.lefts, strip.middle), len(self.lefts) - 1)], self.rights[-1]

    def has_rows_beside(self, line: Piece, strip: Gutter) -> bool:
        """True when rows stand at the height of a headline beyond the strip, which it then is not set over."""
        on_left = line.right <= strip.middle
        return any(
            piece.bottom < line.top and piece.top > line.bottom
            for piece in self.pieces
            if (piece.left >= strip.middle if on_left else piece.right <= strip.middle)
        )


def _common(values: Sequence[float]) -> list[float]:
    counts = Counter(round(value) for value in values)
    return [float(value) for value, count in counts.items() if count >= FEWEST_LINES]


def _off_its_columns(line: Piece, strip: Gutter, edges: _Edges) -> float:
    """By how many signs a headline is off the middle, and off the left edge, of the columns on its side.

    A headline that stands over the middle of some of them is hardly off: the last one is of another article.
    """
    if strip.crossed_by(line):
        return 0.0
    start, end = edges.beside(strip, line)
    off = min(abs(_middle([line]) - (start + end) / 2), abs(line.left - start))
    whole = int(4 * off / line.size) / 4
    over_some = (
        whole > OVER_SOME
        and edges.has_rows_beside(line, strip)
        and any(
            start - line.size <= left <= line.left + line.size
            and line.right - line.size <= right <= end + line.size
            and abs(_middle([line]) - (left + right) / 2) < line.size / 2
            for left in edges.of_columns[0]
            for right in edges.of_columns[1]
        )
    )
    return min(whole, OVER_SOME) if over_some else whole


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
    """The lines of one column: pieces on one base line are one line, but for a small one beside a headline."""
    return [_one_line(part) for line in _on_base_lines(pieces) for part in _of_like_size(line)]


def _of_like_size(line: Sequence[Piece]) -> list[list[Piece]]:
    parts = [[line[0]]]
    for before, piece in pairwise(line):
        small, large = sorted((before.size, piece.size))
        if small < UNLIKE * large and piece.left - before.right > NARROWEST_GUTTER * large:
            parts.append([])
        parts[-1].append(piece)
    return parts


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
        wide = is_wide(before.text[-1]) or is_wide(piece.text[0])
        closed = gap < (0.3 if wide else SPACE) * piece.size
        words += ("" if closed else "  " if gap > WIDE_SPACE * piece.size else " ") + piece.text
    return replace(
        first,
        text=words,
        right=last.right,
        size=max(pieces, key=lambda piece: len(piece.text)).size,
        last_font=next((piece.last_font for piece in reversed(pieces) if piece.last_font), ""),
        first_font=next((piece.first_font for piece in pieces if piece.first_font), ""),
    )
