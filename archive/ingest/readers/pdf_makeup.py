"""How a page is made up: which of its blocks are the article, and which are others beside, above and below it.

Each stretch of a column belongs to what stands above it: to a headline that is set over the column, or to the text there.
A rule across the column ends that. What has nothing above it goes on from the column before: it is the article's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from archive.ingest.parts.articles import UNION_AND_GENRE
from archive.ingest.readers.pdf_ground import Box
from archive.ingest.readers.pdf_layout import Block, in_reading_order
from archive.ingest.readers.pdf_paragraphs import (
    LONGEST_HEADING,
    OTHER_SIZE,
    SENTENCE_END,
    SHORTEST_TITLE,
    TITLE_SIZE,
)
from archive.ingest.readers.pdf_signs import Piece
from archive.ingest.text.folding import fold
from archive.ingest.text.newspaper import JUMP
from archive.ingest.text.patterns import pattern

SHARED = 0.5  # of the narrower one: what stands over that much of a column stands over it
RULED = 0.6  # of a column's width: a shorter rule parts nothing
THIN = 3.0  # points
NEAR_RULE = 4.0  # of the size of a headline: how far the rule above it may be
APART = 1.9  # of the usual distance between rows: white that a heading does not leave
SHORTEST_ARTICLE = 120  # signs
RIVAL = 0.5  # of the text below the largest headline: with so much, the one about a union is the one that is meant
FEWEST_ROWS = 3  # of a stretch, to show the edges of its column
FEWEST_OWN_HEADINGS = 2  # of one size, which tells how the article sets them
UNION = pattern(r"工会", like="青禾区总工会", unlike="青禾区妇联")
QUOTATION = pattern(
    r"^[“「『][^”」』]{8,}|[^。]{8,}。[”」』]?(?:——.{1,12})?$",
    like="“谁累了都能推门进来坐一坐。”",
    unlike="“暖心屋”暖人心",
)
FROM_ANOTHER_PAGE = pattern(r"(?<!下)接", like="(上接第1版)", unlike="(下转第3版)")


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A headline, or a stretch of a column; ``block`` is its number in the order of reading."""

    lines: list[Piece]
    block: int
    left: float
    right: float
    is_head: bool = False
    spans: bool = False  # set over several columns
    goes_on: bool = False  # tells from which page the article comes

    @property
    def top(self) -> float:
        return self.lines[0].base

    @property
    def bottom(self) -> float:
        return min(line.base for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def words(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def pitch(self) -> float:
        """The usual distance between its rows."""
        pitches = sorted(above.base - below.base for above, below in pairwise(self.lines))
        return pitches[len(pitches) // 2] if pitches else 1.5 * self.size

    @property
    def is_quotation(self) -> bool:
        """True for words of the article that are set again in large letters amid its columns."""
        return self.is_head and bool(QUOTATION.search(self.words))

    @property
    def is_prose(self) -> bool:
        return self.is_head or any(SENTENCE_END.search(line.text) for line in self.lines)

    def stands_over(self, other: "_Part") -> bool:
        width = min(self.right - self.left, other.right - other.left)
        return min(self.right, other.right) - max(self.left, other.left) > SHARED * width


def made_up(
    blocks: Sequence[Block], size: float, strokes: Sequence[Box], *, first: bool = True
) -> list[Block]:
    """The blocks of a page with the article first, its headline before its text, and the others set apart.

    On a page behind the first one others are told where it says where the article goes on, (上接第1版), and below a rule.
    """
    parts = _with_spans(list(_parts(blocks, size, strokes)))
    jump = next((part for part in parts if part.goes_on), None)
    if first:
        main, owners = _main(parts, strokes)
    else:
        text = next((part for part in parts if part.is_prose and not part.is_head), None)
        main = jump or text
        owners = _owners(parts, main, strokes) if main else {}
    if main is None:
        return list(blocks)
    others = {owner for owner in owners.values() if owner is not None and owner is not main}
    if not first and not jump:  # headings of the article may be as large
        others = {head for head in others if head.spans and _is_below_rule(head, strokes)}
    if any(UNION_AND_GENRE.search(fold(_head_words(parts, owners, other))) for other in others):
        return list(blocks)  # a review as well
    foot = _foot(parts, owners, main, strokes)
    rest = [part for part in parts if owners[part] in others or part in foot]
    own = {part for part in parts if part not in rest}
    if rest:  # without them its columns are whole
        alone = in_reading_order([line for part in own for line in part.lines])
        parts = _with_spans(list(_parts(alone, size, strokes)))
        largest = max(main.lines, key=lambda line: line.size)
        main = next(
            (part for part in parts if any(line.text == largest.text for line in part.lines)), parts[0]
        )
    else:
        alone = list(blocks)
    return [
        *_as_blocks(_head_first(parts, main), alone),
        *(replace(block, apart=True) for block in _as_blocks(rest, blocks)),
    ]


def _is_below_rule(head: _Part, strokes: Sequence[Box]) -> bool:
    return _is_ruled(head.top + NEAR_RULE * head.size, head.top, head.left, head.right, strokes)


def _foot(
    parts: Sequence[_Part], owners: Mapping[_Part, _Part | None], main: _Part, strokes: Sequence[Box]
) -> set[_Part]:
    """Words below a rule at the foot of the page that tell nothing: an index of the issue."""
    told = [part for part in parts if part.is_prose and not part.is_head and owners[part] in (main, None)]
    end = min((part.bottom for part in told), default=0.0)
    return {
        part
        for part in parts
        if part.top < end and not part.is_prose and _is_ruled(end, part.top, part.left, part.right, strokes)
    }


def _parts(blocks: Sequence[Block], size: float, strokes: Sequence[Box]) -> Iterator[_Part]:
    """The blocks, those of one column cut where large letters begin and end and where there is much white."""
    for number, block in enumerate(blocks):
        left, right = _edges(block.lines)
        if block.left is not None and block.right is not None:
            is_head = any(_is_large(line, size) for line in block.lines)
            yield _Part(block.lines, number, block.left, block.right, is_head=is_head, spans=True)
            continue
        for (is_large, goes_on), lines in groupby(
            block.lines, key=lambda line: (_is_large(line, size), _comes_from_another_page(line))
        ):
            for rows in _stretches(list(lines), strokes):
                edges = (left, right) if len(rows) < FEWEST_ROWS else _edges(rows)
                yield _Part(rows, number, *edges, is_head=is_large, goes_on=goes_on)


def _edges(lines: Sequence[Piece]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)


def _is_large(line: Piece, size: float) -> bool:
    """True for a headline, but neither for the number of a page nor for the label of a column: 05, 简讯."""
    return line.size >= TITLE_SIZE * size and SHORTEST_TITLE <= len(line.text) <= LONGEST_HEADING


def _comes_from_another_page(line: Piece) -> bool:
    jump = JUMP.fullmatch(fold(line.text))
    return jump is not None and bool(FROM_ANOTHER_PAGE.search(jump[0]))


def _stretches(lines: list[Piece], strokes: Sequence[Box]) -> Iterator[list[Piece]]:
    """The lines cut where a rule lies between them, or much white."""
    pitches = sorted(above.base - below.base for above, below in pairwise(lines))
    usual = pitches[len(pitches) // 2] if pitches else 0.0
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    stretch = lines[:1]
    for above, line in pairwise(lines):
        if above.base - line.base > APART * usual or _is_ruled(above.base, line.base, left, right, strokes):
            yield stretch
            stretch = []
        stretch.append(line)
    yield stretch


def _is_ruled(above: float, below: float, left: float, right: float, strokes: Sequence[Box]) -> bool:
    """True where a rule lies across the column between these heights."""
    return any(
        high - low < THIN
        and below < low
        and high < above
        and min(end, right) - max(start, left) >= RULED * (right - left)
        for start, low, end, high in strokes
    )


def _with_spans(parts: list[_Part]) -> list[_Part]:
    """The headlines over several columns with the edges of those over whose middle they stand."""
    columns = [part for part in parts if not part.spans and not part.is_head and len(part.lines) > 1]
    return [_with_span(part, columns, parts) if part.spans and part.is_head else part for part in parts]


def _with_span(head: _Part, columns: Sequence[_Part], parts: Sequence[_Part]) -> _Part:
    """A headline alone at its height is set over all columns, be it at the left, unless some have one of their own."""
    line = max(head.lines, key=lambda line: line.size)
    below = [column for column in columns if column.top < line.base]
    runs = [
        (left, right)
        for left in {round(column.left) for column in below if column.left <= line.left + line.size}
        for right in {round(column.right) for column in below if column.right >= line.right - line.size}
    ]
    middle = (line.left + line.right) / 2
    centred = [run for run in runs if abs(sum(run) / 2 - middle) < line.size]
    flush = [run for run in runs if abs(run[0] - line.left) < line.size]
    if not (centred or flush):
        return head
    left, right = max(centred, key=lambda run: run[1] - run[0]) if centred else min(flush)
    outside = [
        part for part in parts if not part.spans and part.bottom < head.top and not left < part.right <= right
    ]
    firsts = {part.left: part for part in sorted(outside, key=lambda part: part.top)}
    if not any(part.lines[0].top > head.lines[-1].bottom or part.is_head for part in firsts.values()):
        return head
    return replace(head, left=left, right=right)


def _main(
    parts: Sequence[_Part], strokes: Sequence[Box]
) -> tuple[_Part | None, Mapping[_Part, _Part | None]]:
    """The headline of the article, and to which headline each part belongs; to none what goes on from elsewhere."""
    heads = sorted((part for part in parts if part.is_head), key=lambda part: -part.size)
    found: list[tuple[int, _Part, Mapping[_Part, _Part | None]]] = []
    for head in heads:
        owners = _owners(parts, head, strokes)
        length = sum(len(part.words) for part in _texts(parts, owners, head))
        if length >= SHORTEST_ARTICLE:
            found.append((length, head, owners))
    if not found:
        return None, {}
    longest = found[0][0]
    about = (
        each
        for each in found
        if each[0] >= RIVAL * longest and UNION.search(_head_words(parts, each[2], each[1]))
    )
    _, main, belonging = next(about, found[0])
    return main, belonging


def _texts(parts: Sequence[_Part], owners: Mapping[_Part, _Part | None], head: _Part) -> Iterator[_Part]:
    """What belongs to a headline, with what stands lower and belongs to none."""
    return (
        part
        for part in parts
        if not part.is_head and (owners[part] is head or (not owners[part] and part.top < head.top))
    )


def _head_words(parts: Sequence[_Part], owners: Mapping[_Part, _Part | None], head: _Part) -> str:
    """A headline with the first rows below it, among which its subtitle may be."""
    below = next(_texts(parts, owners, head), None)
    return head.words + "".join(line.text for line in (below.lines[:2] if below else []))


def _owners(parts: Sequence[_Part], main: _Part, strokes: Sequence[Box]) -> dict[_Part, _Part | None]:
    """To which headline each part belongs, from the top of the page down."""
    owners: dict[_Part, _Part | None] = {}
    headings = _headings(parts, main)
    for part in sorted(parts, key=lambda part: (-part.top, part.left)):
        above = [
            other
            for other in owners
            if other.bottom > part.top and other.stands_over(part) and not other.is_quotation
        ]
        nearest = min(above, key=lambda other: other.bottom, default=None)
        parted = (
            nearest is None
            or _is_ruled(nearest.bottom, part.top, part.left, part.right, strokes)
            or (not part.is_head and _has_ended(nearest, part, owners))
        )
        opens = parted or part.spans or part.is_quotation or (nearest is not None and not nearest.is_prose)
        if part is main or (part.is_head and part not in headings and opens):
            owners[part] = part
        else:
            owners[part] = None if nearest is None or parted else owners[nearest]
    return owners


def _has_ended(above: _Part, part: _Part, owners: Mapping[_Part, _Part | None]) -> bool:
    """True where much white follows the last row of an article: that of its last column as high as this one."""
    if above.is_head or above.lines[-1].base - part.top <= APART * above.pitch:
        return False
    own = [other for other in owners if owners[other] is owners[above] and other.bottom > part.top]
    last = max(own, key=lambda other: (other.block, -other.top))
    return not last.is_head and bool(SENTENCE_END.search(last.lines[-1].text))


def _headings(parts: Sequence[_Part], main: _Part) -> set[_Part]:
    """Large letters that head a part of the article: several of one size, in its columns or over all of them."""
    found: set[_Part] = set()
    sizes = Counter(round(part.size, 1) for part in parts if part.is_head and part is not main)
    for part in parts:
        if part is main or not part.is_head or sizes[round(part.size, 1)] < FEWEST_OWN_HEADINGS:
            continue
        whole = abs(part.left - main.left) + abs(part.right - main.right) < 2 * main.size
        under = part.top < main.bottom and main.stands_over(part)
        if part.size < (1 - OTHER_SIZE) * main.size and under and (whole or not part.spans):
            found.add(part)
    return found


def _head_first(parts: Sequence[_Part], main: _Part) -> list[_Part]:
    """The headline before the columns beside it; what stands above it stays there."""
    if not main.spans:
        return list(parts)
    at = parts.index(main)
    before = [part for part in parts[:at] if part.stands_over(main) and part.bottom > main.top]
    return [*before, main, *(part for part in parts if part is not main and part not in before)]


def _as_blocks(parts: Sequence[_Part], blocks: Sequence[Block]) -> list[Block]:
    return [
        replace(blocks[number], lines=[line for part in run for line in part.lines])
        for number, run in groupby(parts, key=lambda part: part.block)
    ]
