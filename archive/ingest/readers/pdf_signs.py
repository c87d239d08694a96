"""The signs of a PDF page with their places, and the pieces of lines that they make."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from archive.ingest.readers.pdf_ground import (
    Box,
    Colour,
    Ground,
    Patch,
    ground_of,
    is_on_picture,
    is_unseen,
    place_of,
)

SAME_LINE = 0.35  # of the size: two signs of one line stand on one base line, superscripts a little off
RUN_GAP = 1.6  # of the size: signs that the file draws one after the other and are one piece of a line
SPACE = 0.17  # of the size: white that is a space between two signs, beyond what the whole line has
AUTOMATIC_SPACE = 0.45  # of the size: word processors set up to a quarter between 2019 and 年 by themselves
AUTOMATIC_SHARE = 0.6  # of the places between Han and Latin that have such white
BROWSERS = (
    "skia",
    "chrome",
    "webkit",
    "firefox",
    "cairo",
)  # leave spaces out of the file, and set none themselves
DOUBLE = 0.25  # of the size: the same sign drawn again a little beside itself, which prints it bold
LETTER_SPACED = 3.0  # of the size: a title set wide: 工  作  综  述
FEWEST_IN_A_VERTICAL_LINE = 4
FONT_NAME_BYTES = 128
EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
INVISIBLE = pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
ASKEW = 8.0  # degrees by which a scanned line may lie off the straight
CELL = 4.0  # points: signs are looked up by the cell of the page that they begin in
SECOND_LAYER = (
    0.45  # of a sign's width: a second layer lies that near; nearer than the same sign written twice
)
OPAQUE = 255
PALE, WHITE_INK, SEE_THROUGH = (
    0x98,
    0xF8,
    0x90,
)  # of 255: grey of a watermark, white on a dark ground, half transparent
MOST_SECOND_PASS = 12  # signs at once
FEWEST_SEAMS, MACHINE_SPACES = (
    40,
    0.1,
)  # of the places between two Han characters; writers set a space in a few
WRITTEN_SPACE = 1.4  # of the size: white between Han characters that stays one on such a page
FEWEST_ON_A_VERTICAL_PAGE = 40
UNLIKE = 0.7  # of the larger size
LONGEST_NUMBER, SET_OFF = 4, 0.5  # signs, and of the size: white behind the number of a row
NO_CHARACTER = frozenset((0, 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Sign:
    """A character on its base line. x grows to the right, y upwards."""

    text: str
    x: float
    y: float
    end: float
    size: float
    font: str
    spaced: bool  # the file has a space before it
    pale: bool = False
    close: bool = False  # a machine set the space before it
    hidden: bool = False  # for the eye: the text under the picture of a page
    bare: bool = False  # hidden, and no picture shows it


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs on one line, without the white of a column between them."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first_font: str = ""
    last_font: str = ""
    page: int = 0
    vertical: bool = False
    pale: bool = False
    hidden: bool = False

    @property
    def top(self) -> float:
        return self.base + 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base - 0.12 * self.size


def is_wide(sign: str) -> bool:
    """True for Han characters and their signs, which are as wide as high."""
    return unicodedata.east_asian_width(sign) in "WF"


def is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\u2e80" <= sign <= "\u2fdf"


@dataclass(frozen=True, slots=True)
class PageSigns:
    """The signs of a page in the order in which the file draws them, each group as if its turn were upright.

    ``upright`` stand as most signs of the page do, ``turned`` by a right angle to them, ``slanted`` by another.
    """

    upright: list[Sign]
    turned: list[Sign]
    slanted: list[Sign]
    bottom: float = 0.0  # of the page as it is read
    top: float = 1.0
    strokes: Sequence[Box] = ()  # its rules and frames


def signs_of(page: pdfium.PdfPage) -> PageSigns:
    """The signs that the page shows."""
    textpage = page.get_textpage()
    edges = _edges_of(page)
    try:
        ground = ground_of(page.raw)
        found = list(_signs(textpage.raw, textpage.count_chars(), edges, ground))
    finally:
        textpage.close()
    straight = [(sign, round(degrees / 90) % 4) for sign, degrees in found if not _is_slanted(degrees)]
    slanted = [_turned(sign, degrees) for sign, degrees in found if _is_slanted(degrees)]
    if is_vertical_page(straight):
        strokes = [_turned_box(box, 3) for box in ground.strokes]
        return PageSigns(_shown(upright_of_vertical(straight)), [], slanted, edges[0], edges[2], strokes)
    turns = Counter(turn for _, turn in straight)
    usual = turns.most_common(1)[0][0] if turns else 0
    upright = [_turned(sign, 90 * turn) for sign, turn in straight if turn == usual]
    others = [_turned(sign, 90 * turn) for sign, turn in straight if turn != usual]
    return PageSigns(
        without_machine_spaces(_shown(upright)),
        _shown(others),
        slanted,
        *_heights(edges, usual),
        [_turned_box(box, usual) for box in ground.strokes],
    )


def _heights(edges: tuple[float, float, float, float], turn: int) -> tuple[float, float]:
    """Bottom and top of the page when it is turned so that it reads upright."""
    left, bottom, right, top = edges
    return ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[turn]


def _is_slanted(degrees: float) -> bool:
    """True for a watermark's 30°; a scan that lies a little askew is straight."""
    return abs(degrees - 90 * round(degrees / 90)) > ASKEW


def _edges_of(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what the page shows: its CropBox."""
    left, bottom, right, top = page.get_bbox()
    whole = all(map(math.isfinite, (left, bottom, right, top))) and left < right and bottom < top
    return (left, bottom, right, top) if whole else EVERYWHERE


@dataclass(frozen=True, slots=True)
class Style:
    """What all signs of one drawing have in common."""

    size: float
    degrees: float
    font: str
    pale: bool
    hidden: bool
    bare: bool  # hidden, and no picture shows it
    ink: Colour | None
    drawn: int  # when, among what the page draws
    patches: Sequence[Patch]  # that may lie under or over it
    handle: Any  # PDFium's font
    embedded: bool
    in_doubt: bool  # whether each of its signs is seen has to be asked


class _Styles:
    """The styles of the drawings of a page, each asked for once."""

    def __init__(self, textpage: pdfium_c.FPDF_TEXTPAGE, ground: Ground) -> None:
        self._textpage = textpage
        self._ground = ground
        self._last: tuple[int, Style] | None = None
        self._widths: dict[tuple[int, int], float] = {}
        self._embedded: dict[int, bool] = {}
        self._name = ctypes.create_string_buffer(FONT_NAME_BYTES)
        self._matrix = pdfium_c.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._ink = tuple(ctypes.c_uint() for _ in range(4))  # red, green, blue, alpha
        self._ink_places = tuple(ctypes.byref(part) for part in self._ink)

    def of(self, index: int, left: float, base: float) -> Style:
        drawing = pdfium_c.FPDFText_GetTextObject(self._textpage, index)
        place = place_of(drawing)
        if not place or not self._last or self._last[0] != place:
            self._last = (place, self._read(index, drawing, place, left, base))
        return self._last[1]

    def _read(self, index: int, drawing: Any, place: int, left: float, base: float) -> Style:
        matrix = self._matrix
        scale, degrees = 1.0, 0.0
        if pdfium_c.FPDFText_GetMatrix(self._textpage, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.b, matrix.d) or 1.0
            degrees = math.degrees(math.atan2(matrix.b, matrix.a))
        length = pdfium_c.FPDFText_GetFontInfo(
            self._textpage, index, self._name, FONT_NAME_BYTES, ctypes.byref(self._flags)
        )
        font = self._name.raw[: max(0, min(length, FONT_NAME_BYTES) - 1)].decode("utf-8", "replace")
        handle = pdfium_c.FPDFTextObj_GetFont(drawing) if drawing else None
        size = pdfium_c.FPDFText_GetFontSize(self._textpage, index) * scale
        ink, alpha = self._ink_of(index)
        invisible = bool(drawing) and pdfium_c.FPDFTextObj_GetTextRenderMode(drawing) == INVISIBLE
        hidden = invisible or not alpha
        patches = self._ground.patches if round(degrees) else self._ground.around(base - size, base + size)
        return Style(
            size,
            degrees,
            font,
            _is_pale(ink, alpha),
            hidden,
            hidden and not is_on_picture(left + size / 2, base + size / 3, patches),
            ink,
            self._ground.drawn.get(place, -1),
            patches,
            handle,
            self._is_embedded(handle),
            not hidden and bool(patches or (ink and min(ink) >= PALE)),
        )

    def _ink_of(self, index: int) -> tuple[Colour | None, int]:
        """The colour of the letters, None for a pattern, and how opaque they are."""
        if not pdfium_c.FPDFText_GetFillColor(self._textpage, index, *self._ink_places):
            return None, OPAQUE
        red, green, blue, alpha = (part.value for part in self._ink)
        return (red, green, blue), alpha

    def _is_embedded(self, handle: Any) -> bool:
        place = place_of(handle)
        if not place:
            return True
        if place not in self._embedded:
            self._embedded[place] = pdfium_c.FPDFFont_GetIsEmbedded(handle) == 1
        return self._embedded[place]

    def width(self, style: Style, code: int) -> float:
        """The width that the file gives a sign, in points; 0 where it gives none."""
        key = (place_of(style.handle), code)
        if key not in self._widths:
            width = ctypes.c_float()
            known = pdfium_c.FPDFFont_GetGlyphWidth(style.handle, code, 1.0, ctypes.byref(width))
            self._widths[key] = width.value if known and math.isfinite(width.value) else 0.0
        return self._widths[key] * style.size


def _is_pale(ink: Colour | None, alpha: int) -> bool:
    """True for grey or half transparent letters; white ones stand on a dark ground and are read."""
    grey = ink is not None and min(ink) >= PALE and max(ink) < WHITE_INK
    return grey or 0 < alpha < SEE_THROUGH


def _is_unseen(style: Style, x: float, y: float, end: float) -> bool:
    """True for a sign in the colour of its ground, or one that is painted over."""
    if not round(style.degrees):
        x, y = (x + end) / 2, y + 0.35 * style.size
    return is_unseen(x, y, style.ink, style.drawn, style.patches)


def _signs(
    handle: pdfium_c.FPDF_TEXTPAGE, count: int, edges: tuple[float, float, float, float], ground: Ground
) -> Iterator[tuple[Sign, float]]:
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    styles = _Styles(handle, ground)
    left, bottom, right, top = edges
    spaced = False
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        text = "" if code in NO_CHARACTER or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
        if not text or text.isspace() or unicodedata.category(text) in ("Cc", "Cf"):
            spaced = spaced or (text.isspace() and not pdfium_c.FPDFText_IsGenerated(handle, index))
            continue
        if not pdfium_c.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y)):
            continue
        style = styles.of(index, x.value, y.value)
        size = style.size
        if not 0.5 < size < 2000 or not all(map(math.isfinite, (x.value, y.value))):
            continue
        if not (left - size / 2 <= x.value < right and bottom - size / 2 <= y.value < top):
            continue  # outside of what the page shows
        end = x.value + (size if is_wide(text) else size / 2)
        if not is_wide(text):
            width = 0.0 if style.embedded else styles.width(style, code)
            if width:
                end = x.value + width
            elif not round(style.degrees / 90) % 4 and pdfium_c.FPDFText_GetLooseCharBox(
                handle, index, ctypes.byref(box)
            ):
                end = max(x.value, box.right)
        unseen = style.in_doubt and _is_unseen(style, x.value, y.value, end)
        yield (
            Sign(
                text,
                x.value,
                y.value,
                end,
                size,
                style.font,
                spaced,
                pale=style.pale,
                hidden=style.hidden or unseen,
                bare=style.bare or unseen,
            ),
            style.degrees,
        )
        spaced = False


def _turned(sign: Sign, degrees: float) -> Sign:
    """The sign as it stands when the page is turned so that it reads upright."""
    if not degrees:
        return sign
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = sign.x * cosine + sign.y * sine, sign.y * cosine - sign.x * sine
    return replace(sign, x=x, y=y, end=x + sign.end - sign.x)


def _turned_box(box: Box, turn: int) -> Box:
    """Where a shape lies when the page is turned so that it reads upright."""
    left, bottom, right, top = box
    return (box, (bottom, -right, top, -left), (-right, -top, -left, -bottom), (-top, left, -bottom, right))[
        turn
    ]


def _shown(signs: Sequence[Sign]) -> list[Sign]:
    return without_doubles(without_hidden_layer(signs))


def without_hidden_layer(signs: Sequence[Sign]) -> list[Sign]:
    """The signs without the invisible ones that lie over visible ones: a page read by machine though it had text.

    On a page that is seen, invisible ones without a picture say nothing to a reader: white words against copying.
    """
    seen = [sign for sign in signs if not sign.hidden]
    if not seen or len(seen) == len(signs):
        return list(signs)
    if 2 * len(seen) > len(signs):
        signs = [sign for sign in signs if not sign.bare]
    places = {
        (across, up)
        for sign in seen
        for across in _cells(sign.x, sign.end)
        for up in _cells(sign.y, sign.y + 0.8 * sign.size)
    }
    return [
        sign
        for sign in signs
        if not sign.hidden
        or (int((sign.x + sign.end) / 2 // CELL), int((sign.y + 0.35 * sign.size) // CELL)) not in places
    ]


def _cells(start: float, end: float) -> range:
    return range(int(start // CELL), int(end // CELL) + 1)


def without_doubles(signs: Iterable[Sign]) -> list[Sign]:
    """The signs without those that are drawn again at the same place: bold print, a shadow, a second layer."""
    kept: list[Sign] = []
    places: dict[tuple[str, int], list[tuple[int, Sign]]] = {}
    for sign in signs:
        near = min(SECOND_LAYER * (sign.end - sign.x), SECOND_LAYER * sign.size)
        reach = max(near, DOUBLE * sign.size)
        lowest, highest = int((sign.y - reach) // CELL), int((sign.y + reach) // CELL)
        rows = (places.get((sign.text, row), ()) for row in range(lowest, highest + 1))
        if any(
            _is_double(other, sign, near, adjacent=at == len(kept) - 1) for row in rows for at, other in row
        ):
            continue
        places.setdefault((sign.text, int(sign.y // CELL)), []).append((len(kept), sign))
        kept.append(sign)
    return kept


def _is_double(other: Sign, sign: Sign, near: float, *, adjacent: bool) -> bool:
    if adjacent:
        near = DOUBLE * sign.size
        if (other.x, other.y) == (sign.x, sign.y):
            return False  # of one glyph: —— is drawn as one long dash
    return abs(other.x - sign.x) < near and abs(other.y - sign.y) < near


def is_vertical_page(signs: Sequence[tuple[Sign, int]]) -> bool:
    """True when most Han characters stand below the one before."""
    han = [sign for sign, turn in signs if is_han(sign.text) and not turn]
    below = sum(1 for above, sign in pairwise(han) if _is_below(above, sign))
    return len(han) >= FEWEST_ON_A_VERTICAL_PAGE and below > len(han) / 2


def upright_of_vertical(signs: Sequence[tuple[Sign, int]]) -> list[Sign]:
    """The signs of a vertical page when it is turned by 90°: each line from top to bottom is one from left to right.

    Figures stand turned in their line, or upright beside each other: both follow the sign above them.
    """
    found: list[Sign] = []
    before: tuple[Sign, int] | None = None
    for sign, turn in signs:
        middle = sign.x + sign.size / 2
        start = -(sign.y + 0.88 * sign.size)
        width = sign.size
        if before and (before[0].x, before[0].y) == (sign.x, sign.y):  # —— is one glyph
            start, middle = found[-1].end, found[-1].y + 0.38 * sign.size
        elif turn == 3:  # 2019 drawn from top to bottom
            middle, start = sign.x + 0.35 * sign.size, -sign.y
            width = sign.end - sign.x if sign.text.isascii() else sign.size  # —— is as wide as two Han
        elif turn:
            middle, start = sign.x - 0.35 * sign.size, -sign.y
            width = sign.end - sign.x
        elif sign.text.isascii():
            width = sign.size / 2
            if (
                before and before[1] == 0 and _is_beside(before[0], sign)
            ):  # 12 side by side in a vertical line
                start, middle = found[-1].end, found[-1].y + found[-1].size * 0.38
        found.append(replace(sign, x=start, end=start + width, y=middle - 0.38 * sign.size))
        before = (sign, turn)
    return found


def _is_beside(before: Sign, sign: Sign) -> bool:
    near = abs(before.y - sign.y) < 0.2 * sign.size and 0 < sign.x - before.x < sign.size
    return before.text.isascii() and near


def is_printed_by_a_browser(document: pdfium.PdfDocument) -> bool:
    """True for a web page that was printed to PDF."""
    try:
        facts = document.get_metadata_dict()
    except (pdfium.PdfiumError, UnicodeError):
        return False
    words = f"{facts.get('Producer', '')} {facts.get('Creator', '')}".lower()
    return any(name in words for name in BROWSERS)


def pieces_of(signs: Sequence[Sign], page: int, *, printed_by_browser: bool) -> list[Piece]:
    """Pieces of lines: signs that the file draws one after the other on one base line."""
    automatic = not printed_by_browser and has_automatic_spaces(signs)
    runs: list[list[Sign]] = []
    for sign in signs:
        if runs and _follows(runs[-1], sign):
            runs[-1].append(sign)
        else:
            runs.append([sign])
    runs = [part for run in _in_their_gaps(runs) for part in _number_apart(run)]
    pieces: list[Piece] = []
    at = 0
    while at < len(runs):
        end = _end_of_vertical_line(runs, at)
        if end - at >= FEWEST_IN_A_VERTICAL_LINE:
            pieces.append(_vertical([run[0] for run in runs[at:end]], page))
            at = end
        else:
            pieces.append(piece_of(runs[at], page, automatic=automatic))
            at += 1
    return pieces


def without_machine_spaces(signs: list[Sign]) -> list[Sign]:
    """The signs without the spaces that a program sets between all words it reads: 区总工会 办起技能 夜校，车 工."""
    seams = [
        sign.spaced
        for before, sign in pairwise(signs)
        if is_han(before.text) and is_han(sign.text) and abs(before.y - sign.y) < SAME_LINE * sign.size
    ]
    if len(seams) < FEWEST_SEAMS or sum(seams) < MACHINE_SPACES * len(seams):
        return signs
    kept = [signs[0]]
    for before, sign in pairwise(signs):
        # where it set none the boxes of its words may gape; — is as wide as a Han character
        closed = not (before.text.isascii() and sign.text.isascii())
        kept.append(replace(sign, spaced=False, close=True) if closed else sign)
    return kept


def _number_apart(run: list[Sign]) -> list[list[Sign]]:
    """A run without the number that is set off before it: 12  区总工会办起夜校."""
    for end in range(1, min(LONGEST_NUMBER + 1, len(run))):
        if not run[end - 1].text.isdecimal():
            break
        if run[end].x - run[end - 1].end >= SET_OFF * run[end].size:
            return [run[:end], run[end:]]
    return [run]


def _in_their_gaps(runs: Sequence[list[Sign]]) -> list[list[Sign]]:
    """The runs with signs that were drawn in a second pass where they stand: the quotation marks of another font."""
    long: dict[int, list[list[Sign]]] = {}
    for run in runs:
        if len(run) > 1:
            long.setdefault(round(run[0].y), []).append(run)
    kept: list[list[Sign]] = []
    for run in runs:
        level = round(run[0].y)
        near = [
            other for at in (level - 1, level, level + 1) for other in long.get(at, ()) if other is not run
        ]
        for part in _numbers_apart(run, near):
            home = next((other for other in near if _has_room(other, part) or _leads(part, other)), None)
            if home is None:
                kept.append(part)
                continue
            home += part
            home.sort(key=lambda sign: sign.x)
    return kept


def _numbers_apart(run: list[Sign], near: Sequence[Sequence[Sign]]) -> list[list[Sign]]:
    """2020, 1 and 9 of a second pass, between which 年, 月 and 日 stand; any other run as it is."""
    if not near or not all(sign.text.isdecimal() for sign in run):
        return [run]
    parts = [[run[0]]]
    for before, sign in pairwise(run):
        if any(before.end <= (other.x + other.end) / 2 <= sign.x for others in near for other in others):
            parts.append([sign])
        else:
            parts[-1].append(sign)
    return parts if len(parts) > 1 else [run]


def _leads(number: Sequence[Sign], run: Sequence[Sign]) -> bool:
    """True for a number that stands right before a run of Han: 2020, drawn after 年 月 日."""
    last, first = number[-1], run[0]
    white = first.x - last.end
    return (
        all(sign.text.isdecimal() for sign in number)
        and is_han(first.text)
        and min(last.size, first.size) >= UNLIKE * max(last.size, first.size)  # no drop cap
        and abs(first.y - last.y) <= SAME_LINE * first.size
        and -0.3 * first.size < white < 0.3 * first.size
    )


def _has_room(run: Sequence[Sign], others: Sequence[Sign]) -> bool:
    """True when the signs stand inside a run, in white that it left for them."""
    first, last, size = others[0], others[-1], run[0].size
    if abs(first.y - run[0].y) > SAME_LINE * size or not (run[0].x < first.x and last.x < run[-1].end):
        return False
    numbers = all(sign.text.isdecimal() for sign in others) and all(is_han(sign.text) for sign in run)
    if len(others) > MOST_SECOND_PASS or (len(others) >= len(run) and not numbers):  # 第  版, then 06
        return False
    return all(
        not any(min(sign.end, other.end) - max(sign.x, other.x) > 0.3 * (other.end - other.x) for sign in run)
        for other in others
    )


def _follows(run: Sequence[Sign], sign: Sign) -> bool:
    before = run[-1]
    size = max(before.size, sign.size)
    if abs(before.y - sign.y) > SAME_LINE * size:
        return False
    gap = sign.x - before.end
    if min(before.size, sign.size) < UNLIKE * size and gap > SET_OFF * size:
        return False  # a subtitle beside its title
    onwards = gap >= -0.6 * size or sign.x > before.x + 0.2 * size  # narrow Han: the layer of a scan
    if (onwards and gap <= RUN_GAP * size) or before.x == sign.x:
        return True
    # 工  作  综  述: every gap of the run is as wide
    return (
        len(run) > 1
        and gap > 0
        and gap <= LETTER_SPACED * size
        and abs(gap - (before.x - run[-2].end)) < 0.3 * size
    )


def _end_of_vertical_line(runs: Sequence[Sequence[Sign]], at: int) -> int:
    """Where single signs that stand below each other end."""
    end = at + 1
    while (
        end < len(runs) and len(runs[at]) == len(runs[end]) == 1 and _is_below(runs[end - 1][0], runs[end][0])
    ):
        end += 1
    return end


def _vertical(signs: Sequence[Sign], page: int) -> Piece:
    """A line of vertical writing."""
    first = signs[0]
    return Piece(
        "".join(sign.text for sign in signs),
        first.x,
        first.end,
        first.y,
        first.size,
        page=page,
        vertical=True,
    )


def _is_below(above: Sign, sign: Sign) -> bool:
    down = above.y - sign.y
    return abs(above.x - sign.x) < 0.3 * sign.size and 0.7 * sign.size < down < 2.0 * sign.size


def piece_of(run: Sequence[Sign], page: int, *, automatic: bool) -> Piece:
    """The text of signs on one line; white between them is a space where it is wide enough."""
    words = [run[0].text]
    spread = _usual_gap(run)
    for before, sign in pairwise(run):
        words.append(f" {sign.text}" if _parted(before, sign, spread, automatic=automatic) else sign.text)
    han = [sign.font for sign in run if is_han(sign.text)]
    sizes = Counter(round(sign.size, 1) for sign in run)
    return Piece(
        "".join(words),
        min(sign.x for sign in run),
        max(sign.end for sign in run),
        sorted(sign.y for sign in run)[len(run) // 2],
        max(sizes.most_common(1)[0][0], 0.5),
        han[0] if han else "",
        han[-1] if han else "",
        page,
        pale=all(sign.pale for sign in run),
        hidden=all(sign.hidden for sign in run),
    )


def _usual_gap(run: Sequence[Sign]) -> float:
    """The white between any two signs of a justified or letter-spaced line."""
    gaps = sorted(max(0.0, sign.x - before.end) for before, sign in pairwise(run))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _parted(before: Sign, sign: Sign, spread: float, *, automatic: bool) -> bool:
    size = max(before.size, sign.size)
    gap = sign.x - before.end
    if sign.close:
        return gap - spread > WRITTEN_SPACE * size
    if sign.spaced:
        return gap > 0.1 * size
    mixed = _is_mixed(before, sign)
    return gap - spread > (AUTOMATIC_SPACE if mixed and automatic else SPACE) * size


def _is_mixed(before: Sign, sign: Sign) -> bool:
    """True between 2019 and 年."""
    return (is_han(before.text) and sign.text.isascii()) or (before.text.isascii() and is_han(sign.text))


def has_automatic_spaces(signs: Sequence[Sign]) -> bool:
    """True when white stands between Han and Latin throughout, set by the program and not by the writer."""
    mixed = [
        (sign.x - before.end) / sign.size
        for before, sign in pairwise(signs)
        if _is_mixed(before, sign) and abs(before.y - sign.y) < SAME_LINE * sign.size
    ]
    white = sum(1 for gap in mixed if SPACE / 2 < gap < AUTOMATIC_SPACE)
    return white > AUTOMATIC_SHARE * len(mixed)
