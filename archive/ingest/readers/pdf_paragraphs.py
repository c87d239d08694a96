"""Paragraphs out of the lines of a PDF, and what the sizes of its letters say of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from archive.ingest.parts.furniture import PAGE_NUMBER
from archive.ingest.readers.pdf_layout import WHOLE, Block
from archive.ingest.readers.pdf_signs import Piece
from archive.ingest.text.folding import fold
from archive.ingest.text.lines import Hint
from archive.ingest.text.newspaper import JUMP
from archive.ingest.text.patterns import pattern

MARGIN = 0.09  # of the page's height, in which headers and footers stand
SAME_PLACE = 4.0  # points by which a header moves from page to page
SMALL = 0.93  # of the size of the text: what stands in a margin in such letters is no text
FOOT_APART = 2.0  # of its size, by which a foot line stands below the last row of all columns
LONGEST_HEAD = 30
# ① 联合工会指…, [1] 见…, 注：…, * 本文…: set small at the foot of a page
NOTE = pattern(
    r"^(?:[\u2460-\u2473\u2776-\u277f]|[\[\uff3b\u3014]\d{1,2}[\]\uff3d\u3015]|注\s*[\d一二三]?\s*[：:]|[*\uff0a※])",
    like="注1：数据由县总工会提供",
    unlike="注重实效",
)
# what a browser prints above and below a page: 2020/1/15 14:05  谱写新篇 · https://… 1/3
BROWSER_LINE = pattern(
    r"(?:https?|file)://\S+|^\d{4}/\d{1,2}/\d{1,2}[ ,]+\d{1,2}:\d\d",
    like="2020/1/15 14:05  谱写新篇",
    unlike="2020年1月15日",
)

FULL = 2.2  # of the size: a line that ends nearer to the edge fills its column; hanging signs move two characters
INDENT, LARGEST_INDENT = 1.2, 4.5  # of the size: how far a first line stands in; more is a centred line
WHITE = 1.25  # of the usual distance between lines: inside a paragraph it is constant
FEWEST_BESIDE = 3  # rows that are shorter together
ROW_OF_HEADING = 1.7  # of its size: the distance between two rows of one heading
INSET = 2.5  # of that distance: as much white as a picture leaves
OTHER_SIZE = 0.07
TITLE_SIZE, HEADING_SIZE = 1.25, 1.07  # of the size of the text
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_HEADING = 4, 60, 46
MOST_BLANK_LINES = 4
MOST_KICKER_ROWS = 2
MOST_HEAD_ROWS = 2
MOST_OTHER_TEXT = 0.4  # of the article's own: a longer one beside it is no small article
FEWEST_OWN_HEADINGS = 2  # of one size, which tells how the article sets them
# 出海不出组织, but neither ” nor 的一夜住下过316名渔工。
PLAIN_HEAD = pattern(
    r"[\w“‘《（(■□●◆▲▼★【][^。！？]{2,44}(?<![，、；：,;:])$",
    like="出海不出组织",
    unlike="的一夜住下过316名渔工。",
)
SENTENCE_END = pattern(r"[。！？!?…；;：:][”’』」）)]*$", like="一年来。”", unlike="一年来，")
# the red head of a document, set larger than the title below it
LETTERHEAD = pattern(
    r"(?:会|委|府|局|办公室)\s?文\s?件$", like="示例县总工会文件", unlike="从一份文件到一张笑脸"
)
CLAUSE = pattern(r"[，。]", like="比武现场，选手", unlike="责任编辑：乔木")
MIXED_SEAM = pattern(
    r"[\u3400-\u9fff]\|[0-9A-Za-z]|[0-9A-Za-z]\|[\u3400-\u9fff]", like="年|2019", unlike="年|月"
)
MIXED = pattern(
    r"(?<=[\u3400-\u9fff])( ?)(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])( ?)(?=[\u3400-\u9fff])",
    like="于2019",
    unlike="于今年",
)
FIGURES = pattern(r"\d+", like="第3页", unlike="第三页")
HYPHEN = pattern(r"[A-Za-z]-$", like="infor-", unlike="2019-")
LATIN = pattern(r"^[A-Za-z]", like="mation", unlike="工会")
LOWER = pattern(r"^[a-z]", like="mation", unlike="Mation")
LATIN_END = pattern(r"[A-Za-z,.]$", like="App", unlike="工会")
SPACED_SHARE = 0.8  # of the places between Han and figures that have a space
SUBTITLE = pattern(r"^[—-]{2}", like="——青禾区总工会2019年工作综述", unlike="青禾区总工会——")
OPENING = pattern(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[■□●◆▲▼★【])",
    like="（一）建会",
    unlike="建会",
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the geometry of its first and last line."""

    text: str
    size: float
    hint: Hint | None = None
    gap: int = 0
    indented: bool = False
    page: int = 0
    fills: bool = False  # its last line reaches the edge of the column
    centred: bool = False
    last_font: str = ""
    first_font: str = ""
    left: float = 0.0
    right: float = 0.0  # of its first line
    base: float = 0.0  # of its first line

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def has_spaced_figures(blocks: Iterable[Block]) -> bool:
    """True when the writer sets a space between Han and figures throughout: 2019 年."""
    seams = [match.group() for block in blocks for line in block.lines for match in MIXED.finditer(line.text)]
    return bool(seams) and seams.count(" ") >= SPACED_SHARE * len(seams)


def body_size(blocks: Iterable[Block]) -> float:
    """The size of most signs of the document."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        for line in block.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def margin_pieces(pages: Sequence[Sequence[Piece]], heights: Sequence[tuple[float, float]]) -> set[Piece]:
    """Headers and footers: page numbers, and what stands at one place in the margin of several pages."""
    found: set[Piece] = set()
    places: dict[str, list[Piece]] = {}
    size = size_of([piece for pieces in pages for piece in pieces])
    for pieces, (bottom, top) in zip(pages, heights, strict=True):
        margin = MARGIN * (top - bottom)
        for piece in pieces:
            if bottom + margin < piece.base < top - margin:
                continue
            numbered = PAGE_NUMBER.match(piece.text) or BROWSER_LINE.search(piece.text)
            if numbered or (piece.page and _is_running_head(piece, pieces, size)):
                found.add(piece)
            places.setdefault(FIGURES.sub("#", piece.text), []).append(piece)
    for alike in places.values():
        for piece in alike:
            others = (other for other in alike if other.page != piece.page)
            if any(abs(other.base - piece.base) <= SAME_PLACE for other in others):
                found.add(piece)
    return found | _beside(found, pages) | _at_one_place(pages)


def _beside(margins: set[Piece], pages: Sequence[Sequence[Piece]]) -> set[Piece]:
    """What stands on one line with the head or foot of its page: 06 综合, beside the paper's name on every page."""
    lines = {(piece.page, round(piece.base)) for piece in margins}
    return {
        piece
        for pieces in pages
        for piece in pieces
        if (piece.page, round(piece.base)) in lines
        and len(piece.text) <= LONGEST_HEAD
        and not SENTENCE_END.search(piece.text)
    }


def _at_one_place(pages: Sequence[Sequence[Piece]]) -> set[Piece]:
    """What stands at one place of most pages, wherever that is: a stamp, a watermark."""
    places: dict[tuple[str, int, int], list[Piece]] = {}
    for piece in (piece for pieces in pages for piece in pieces):
        key = piece.text, round(piece.left / SAME_PLACE), round(piece.base / SAME_PLACE)
        places.setdefault(key, []).append(piece)
    fewest = max(2, (len(pages) + 1) // 2)
    alike = (group for group in places.values() if len({piece.page for piece in group}) >= fewest)
    return {piece for group in alike for piece in group}


def size_of(pieces: Sequence[Piece]) -> float:
    """The size of most signs."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _is_running_head(piece: Piece, pieces: Sequence[Piece], size: float) -> bool:
    """True for a short line in the margin of a later page, in small letters and away from the text: 青禾年鉴·2020."""
    if len(piece.text) > LONGEST_HEAD or SENTENCE_END.search(piece.text) or piece.size > SMALL * size:
        return False
    others = [
        abs(other.base - piece.base) for other in pieces if abs(other.base - piece.base) > piece.size / 2
    ]
    return min(others, default=2 * size) >= 1.5 * piece.size


def notes_of(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """The notes at the foot of a page: small letters down to its end, begun by a sign that the text refers to."""
    ordered = sorted(pieces, key=lambda piece: -piece.base)
    small_from = len(ordered)
    while small_from and ordered[small_from - 1].size <= SMALL * size:
        small_from -= 1
    marked = (at for at in range(small_from, len(ordered)) if NOTE.match(ordered[at].text))
    first = next(marked, len(ordered))
    return ordered[first:] if first else []  # a page of nothing but notes is text


def feet_of(pieces: Sequence[Piece], size: float, edges: tuple[float, float]) -> list[Piece]:
    """Small lines in the lower margin, apart from the columns above: 责任编辑：乔木 版式：夏至."""
    bottom, top = edges
    low = [
        piece
        for piece in pieces
        if piece.base <= bottom + MARGIN * (top - bottom) and piece.size <= SMALL * size
    ]
    text = min((piece.base for piece in pieces if piece not in low), default=top)
    return [piece for piece in low if text - piece.base >= FOOT_APART * piece.size]


def watermarks_of(pieces: Sequence[Piece]) -> list[Piece]:
    """Pale words that lie over the text of a page, and the same words beside it."""
    pale = [piece for piece in pieces if piece.pale]
    dark = [piece for piece in pieces if not piece.pale]
    if len(pale) >= len(dark):
        return []
    over = {piece.text for piece in pale if any(_overlap(piece, text) for text in dark)}
    return [piece for piece in pale if piece.text in over]


def _overlap(one: Piece, other: Piece) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 0 and up > 0.2 * min(one.size, other.size)


def paragraphs_of(
    block: Block, size: float, *, spaced_figures: bool, below_text: bool = False
) -> Iterator[Paragraph]:
    """The lines of one column as paragraphs: a line that fills the column is carried on by the next.

    ``below_text``: an article has begun before, so that large letters head a part of it.
    """
    body = [line for line in block.lines if abs(line.size - size) <= OTHER_SIZE * size] or block.lines
    edges = sorted(line.right for line in body)
    left = _commonest([line.left for line in body]) if block.left is None else block.left
    right = edges[int(len(edges) * 0.9)] if len(edges) > 2 else edges[-1]
    right = right if block.right is None else block.right
    # an edge that one line alone reaches is no edge: the lines of a title block, each centred
    has_edge = sum(1 for edge in edges if right - edge < FULL * size) > 1
    ends = _ends_of_rows(block.lines, right, size)
    starts = _starts_of_rows(block.lines, left)
    usual = _usual_pitch(body)
    heads = set(_plain_heads(block.lines, left, right))
    open_one: Paragraph | None = None
    before: Piece | None = None
    for at, line in enumerate(block.lines):
        if JUMP.fullmatch(
            fold(line.text)
        ):  # the sentence goes on behind it: in the next column, on another page
            if open_one:
                yield open_one
            yield Paragraph(line.text, line.size, Hint.FURNITURE, page=line.page)
            open_one = before = None
            continue
        pitch = before.base - line.base if before else 0.0
        fresh = _paragraph(line, left, right, usual, pitch)
        if abs(line.size - size) > OTHER_SIZE * size:
            fresh = replace(fresh, indented=False)  # a headline stands where it stands
        below_text = below_text or abs(line.size - size) <= OTHER_SIZE * size
        if (
            open_one
            and before
            and at not in heads
            and (
                not _opens(before, line, starts[at], ends[at - 1], usual)
                or (
                    below_text
                    and line.size >= HEADING_SIZE * size
                    and _is_next_row(before, line, left, right)
                )
            )
        ):
            open_one = _carried_on(open_one, fresh, spaced_figures=spaced_figures)
        else:
            if open_one:
                yield open_one
            open_one = fresh
        before = line
    if open_one:
        yield replace(open_one, fills=open_one.fills and has_edge)


def _ends_of_rows(lines: Sequence[Piece], right: float, size: float) -> list[float]:
    """Where each line would end if it were full.

    Small sentences under a picture have an edge of their own, and so have rows beside one.
    """
    ends: list[float] = []
    for own, rows in groupby(lines, key=lambda line: line.size):
        run = list(rows)
        narrow = own < SMALL * size and any(CLAUSE.search(line.text) for line in run)
        ends += [max(line.right for line in run) if narrow else right] * len(run)
    for at in range(len(lines) - FEWEST_BESIDE + 1):
        run = list(lines[at : at + FEWEST_BESIDE])
        last = max(line.right for line in run)
        even = last - min(line.right for line in run) < INDENT * run[0].size
        if (
            even
            and right - last >= FULL * run[0].size
            and not any(SENTENCE_END.search(line.text) for line in run)
        ):
            ends[at : at + FEWEST_BESIDE] = [last] * FEWEST_BESIDE
    return ends


def _starts_of_rows(lines: Sequence[Piece], left: float) -> list[float]:
    """Where each line would begin if it opened no paragraph: further in beside a picture, where several do."""
    starts = [left] * len(lines)
    for at in range(len(lines) - FEWEST_BESIDE + 1):
        run = lines[at : at + FEWEST_BESIDE]
        first = min(line.left for line in run)
        if first - left > LARGEST_INDENT * run[0].size and max(line.left for line in run) - first <= 1.0:
            starts[at : at + FEWEST_BESIDE] = [first] * FEWEST_BESIDE
    return starts


def _is_next_row(before: Piece, line: Piece, left: float, right: float) -> bool:
    """True for the second row of a heading: both in the middle of the column, or the first one fills it."""
    close = before.base - line.base <= ROW_OF_HEADING * line.size
    alike = abs(before.size - line.size) <= OTHER_SIZE * line.size
    words = before.text + line.text
    if (
        not (close and alike)
        or len(words) > LONGEST_HEADING
        or SENTENCE_END.search(before.text)
        or OPENING.match(line.text)
    ):
        return False
    middle = (left + right) / 2
    centred = all(abs((row.left + row.right) / 2 - middle) < row.size for row in (before, line))
    return (
        centred and before.left - left > INDENT * before.size
    ) or right - before.right < FULL * before.size


def _plain_heads(lines: Sequence[Piece], left: float, right: float) -> Iterator[int]:
    """Where a heading in the letters of the text begins: behind a sentence whose last row fills the column.

    It stands flush, ends short and without a stop, and the row of text below it stands in, as paragraphs do. What stands
    below a picture and its words, flush, carries it on.
    """
    flush = [line.left - left <= INDENT * line.size for line in lines]
    for at in range(1, len(lines)):
        if not flush[at] or not SENTENCE_END.search(lines[at - 1].text):
            continue
        end = at + 1
        while end < min(len(lines), at + MOST_HEAD_ROWS) and flush[end]:
            end += 1
        rows = lines[at:end]
        text = (
            row
            for row in range(end, len(lines))
            if abs(lines[row].size - rows[-1].size) <= OTHER_SIZE * rows[-1].size
        )
        below = not flush[row] if (row := next(text, None)) is not None else True
        short = right - rows[-1].right >= FULL * rows[-1].size
        words = "".join(row.text for row in rows)
        if below and short and PLAIN_HEAD.match(words):
            yield at


def _commonest(values: Sequence[float]) -> float:
    """The left edge of a column: where most lines begin, not the one that hangs out."""
    rounded = Counter(round(value) for value in values)
    most = max(rounded.values())
    edge = (
        min(value for value, count in rounded.items() if count >= max(2, 0.5 * most))
        if most > 1
        else min(values)
    )
    return min((value for value in values if abs(value - edge) <= 1.0), default=edge)


def _usual_pitch(lines: Sequence[Piece]) -> float:
    pitches = [above.base - below.base for above, below in pairwise(lines) if above.base > below.base]
    return median(sorted(pitches)[: max(1, len(pitches) * 2 // 3)]) if pitches else 0.0


def _paragraph(line: Piece, left: float, right: float, usual: float, pitch: float) -> Paragraph:
    stands_in = line.left - left
    white = bool(usual) and pitch > WHITE * usual
    behind = right - line.right
    centred = (
        stands_in > 2 * line.size and behind > INDENT * line.size and abs(stands_in - behind) < 2 * line.size
    )
    return Paragraph(
        line.text,
        line.size,
        gap=max(1, min(MOST_BLANK_LINES, round(pitch / usual) - 1)) if white else 0,
        indented=INDENT * line.size <= stands_in <= LARGEST_INDENT * line.size and not centred,
        page=line.page,
        fills=right - line.right < FULL * line.size,
        centred=centred,
        last_font=line.last_font,
        first_font=line.first_font,
        left=line.left,
        right=line.right,
        base=line.base,
    )


def _opens(before: Piece, line: Piece, left: float, right: float, usual: float) -> bool:
    """True when a new paragraph begins with the line."""
    pitch = before.base - line.base
    if abs(before.size - line.size) > OTHER_SIZE * max(before.size, line.size):
        return True
    other_font = bool(before.last_font and line.first_font) and before.last_font != line.first_font
    return (
        line.left - left > INDENT * line.size
        or right - before.right >= FULL * before.size
        or before.left - left > LARGEST_INDENT * before.size
        or (bool(usual) and WHITE * usual < pitch and not _runs_on(before, line, pitch, usual))
        or other_font
    )


def _runs_on(before: Piece, line: Piece, pitch: float, usual: float) -> bool:
    """True for the two halves of a sentence above and below a picture, or what else was set into the column."""
    return (
        pitch > INSET * usual and not SENTENCE_END.search(before.text) and len(before.text) > LONGEST_HEAD / 2
    )


def _carried_on(first: Paragraph, second: Paragraph, *, spaced_figures: bool) -> Paragraph:
    return replace(
        first,
        text=joined_words(first.text, second.text, spaced_figures=spaced_figures),
        fills=second.fills,
        page=second.page,
        last_font=second.last_font or first.last_font,
    )


def joined_words(text: str, line: str, *, spaced_figures: bool = False) -> str:
    """Two lines as one: Han closes up, Latin words keep a space, a hyphen at the end of a line goes.

    ``spaced_figures``: the writer sets 2019 年, and the space went with the end of the line.
    """
    if spaced_figures and MIXED_SEAM.search(f"{text[-1]}|{line[0]}"):
        return f"{text} {line}"
    if HYPHEN.search(text) and LOWER.match(line):
        return text[:-1] + line
    if LATIN_END.search(text) and LATIN.match(line):
        return f"{text} {line}"
    return text + line


def over_edges(paragraphs: Sequence[Paragraph], size: float, *, spaced_figures: bool) -> list[Paragraph]:
    """Paragraphs that a column or a page broke, whole again; headers and footers between stay where they are."""
    texts = [
        paragraph
        for paragraph in paragraphs
        if abs(paragraph.size - size) <= OTHER_SIZE * size
        and (paragraph.indented or not paragraph.hint)  # another article shows how the page sets them
    ]
    indents = sum(paragraph.indented for paragraph in texts) >= max(2, 0.3 * len(texts))
    whole: list[Paragraph] = []
    last: int | None = None
    for paragraph in paragraphs:
        if paragraph.hint is Hint.FURNITURE:
            whole.append(paragraph)
            continue
        if last is not None and _goes_on(whole[last], paragraph, indents=indents):
            whole[last] = _carried_on(whole[last], paragraph, spaced_figures=spaced_figures)
            continue
        whole.append(paragraph)
        if last is None or not _interrupts(whole[last], paragraph, size):
            last = len(whole) - 1
    return whole


def _interrupts(text: Paragraph, paragraph: Paragraph, size: float) -> bool:
    """True for small words, whole by themselves, where a row of the text wants to be carried on: a caption."""
    is_open = abs(text.size - size) <= OTHER_SIZE * size and text.fills and not SENTENCE_END.search(text.text)
    return is_open and paragraph.size < SMALL * size and bool(WHOLE.search(paragraph.text))


def _goes_on(first: Paragraph, second: Paragraph, *, indents: bool) -> bool:
    alike = abs(first.size - second.size) <= OTHER_SIZE * max(first.size, second.size)
    fonts = not (first.last_font and second.first_font) or first.last_font == second.first_font
    if (
        not (alike and fonts and first.fills)
        or second.indented
        or second.centred
        or first.centred
        or second.gap
    ):
        return False
    if OPENING.match(second.text):
        return False
    ended = bool(SENTENCE_END.search(first.text))
    if ended and len(second.text) <= LONGEST_HEADING and not SENTENCE_END.search(second.text):
        return False  # a heading at the top of the next column
    return (indents and first.indented) or not ended


def with_hints(paragraphs: Sequence[Paragraph], size: float) -> list[Paragraph]:
    """The largest letters of the first page are the title; what is larger than the text, headings."""
    titled = _with_title(paragraphs, size)
    sizes = Counter(round(paragraph.size, 1) for paragraph in titled if _could_be_heading(paragraph, size))
    ranks = sorted((found for found, count in sizes.items() if count > 1), reverse=True)
    hints = {found: Hint.HEADING if not rank else Hint.SUBHEADING for rank, found in enumerate(ranks)}
    title_at = next((at for at, paragraph in enumerate(titled) if paragraph.hint is Hint.TITLE), -1)
    titled = _without_other_articles(_with_kicker(titled, title_at, size), title_at, size)
    return [
        replace(paragraph, hint=hints.get(round(paragraph.size, 1)))
        if at > title_at
        and _could_be_heading(paragraph, size)
        and not (at == title_at + 1 and SUBTITLE.match(paragraph.text))
        else paragraph
        for at, paragraph in enumerate(titled)
    ]


def _without_other_articles(paragraphs: Sequence[Paragraph], title_at: int, size: float) -> list[Paragraph]:
    """The paragraphs with the small articles that a page holds behind the main one set aside: headline and text."""
    if title_at < 0:
        return list(paragraphs)
    page = paragraphs[title_at].page
    text_at = next(
        (at for at in range(title_at + 1, len(paragraphs)) if _is_text(paragraphs[at], size)), len(paragraphs)
    )
    end = next((at for at in range(text_at, len(paragraphs)) if paragraphs[at].page != page), len(paragraphs))
    other = next((at for at in range(text_at, end) if _heads_other(paragraphs, at, text_at, end, size)), end)
    own = _text_length(paragraphs[text_at:other], size)
    heads = [at for at in range(other, end) if paragraphs[at].size >= TITLE_SIZE * size]
    lengths = [_text_length(paragraphs[head:after], size) for head, after in pairwise([*heads, end])]
    if max(lengths, default=0) > MOST_OTHER_TEXT * own or sum(lengths) > own:
        return list(paragraphs)
    return [
        replace(paragraph, hint=Hint.FURNITURE) if other <= at < end else paragraph
        for at, paragraph in enumerate(paragraphs)
    ]


def _text_length(paragraphs: Sequence[Paragraph], size: float) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs if _is_text(paragraph, size))


def _heads_other(paragraphs: Sequence[Paragraph], at: int, text_at: int, end: int, size: float) -> bool:
    """True for a headline that stands beside the one of the article, or larger than its headings and below them all."""
    line = paragraphs[at]
    if line.hint or line.size < TITLE_SIZE * size or len(line.text) > LONGEST_HEADING:
        return False
    if line.base > paragraphs[text_at].base + size:
        return True
    headings = [
        (found, paragraph.size)
        for found, paragraph in enumerate(paragraphs[text_at:end], text_at)
        if _could_be_heading(paragraph, size) and paragraph.size < (1 - OTHER_SIZE) * line.size
    ]
    sizes = Counter(round(heading, 1) for _, heading in headings)
    large = (paragraph.size for paragraph in paragraphs[text_at:at] if _could_be_heading(paragraph, size))
    usual = max(sizes.values(), default=0) >= FEWEST_OWN_HEADINGS
    return usual and headings[-1][0] < at and max(large, default=0.0) < (1 - OTHER_SIZE) * line.size


def _is_text(paragraph: Paragraph, size: float) -> bool:
    alike = abs(paragraph.size - size) <= OTHER_SIZE * size
    return alike and not paragraph.hint and bool(SENTENCE_END.search(paragraph.text))


def _with_kicker(paragraphs: Sequence[Paragraph], title_at: int, size: float) -> list[Paragraph]:
    """The paragraphs with the rows set right above the title, larger than the text and smaller than it, as the kicker."""
    found = list(paragraphs)
    for at in range(title_at - 1, max(-1, title_at - 1 - MOST_KICKER_ROWS), -1):
        if not _heads_title(found[at], found[title_at], size):
            break
        found[at] = replace(found[at], hint=Hint.KICKER)
    return found


def _heads_title(above: Paragraph, title: Paragraph, size: float) -> bool:
    """True for a row over the middle of the title, or one that begins where it does."""
    over = min(abs(above.middle - title.middle), abs(above.left - title.left)) < above.size
    between = HEADING_SIZE * size <= above.size < (1 - OTHER_SIZE) * title.size
    return (
        over and between and not above.hint and above.page == title.page and len(above.text) <= LONGEST_TITLE
    )


def _could_be_heading(paragraph: Paragraph, size: float) -> bool:
    larger = paragraph.size >= HEADING_SIZE * size
    return larger and not paragraph.hint and not paragraph.centred and len(paragraph.text) <= LONGEST_HEADING


def _with_title(paragraphs: Sequence[Paragraph], size: float) -> list[Paragraph]:
    """The paragraphs with the rows of the largest letters as one title, when they stand together at one place."""
    first_page = [
        paragraph.size
        for paragraph in paragraphs
        if paragraph.page == paragraphs[0].page
        and not paragraph.hint
        and not LETTERHEAD.search(paragraph.text)
    ]
    largest = max(first_page, default=0.0)
    if largest < TITLE_SIZE * size:
        return list(paragraphs)
    groups = [
        (is_large, list(group))
        for is_large, group in groupby(
            paragraphs,
            key=lambda found: (
                not found.hint
                and found.size >= (1 - OTHER_SIZE) * largest
                and not LETTERHEAD.search(found.text)
            ),
        )
    ]
    large = [group for is_large, group in groups if is_large]
    words = large[0][0].text
    for before, row in pairwise(large[0]):
        words += row.text if before.fills else f" {row.text}"
    if len(large) != 1 or not SHORTEST_TITLE <= len(words) <= LONGEST_TITLE:
        return list(paragraphs)
    titled: list[Paragraph] = []
    for is_large, group in groups:
        if is_large:
            titled.append(replace(group[0], text=words, hint=Hint.TITLE))
        else:
            titled += group
    return titled
