"""The signs of a PDF page with their places, and the pieces of lines that they make."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

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


def signs_of(page: pdfium.PdfPage) -> tuple[list[Sign], list[Sign]]:
    """The upright signs of a page in the order in which the file draws them, and those that stand turned."""
    textpage = page.get_textpage()
    try:
        found = list(_signs(textpage.raw, textpage.count_chars()))
    finally:
        textpage.close()
    turns = Counter(turn for _, turn in found)
    usual = turns.most_common(1)[0][0] if turns else 0
    upright = [_turned(sign, usual) for sign, turn in found if turn == usual]
    others = [_turned(sign, turn) for sign, turn in found if turn != usual]
    return _without_doubles(upright), _without_doubles(others)


def _signs(handle: pdfium_c.FPDF_TEXTPAGE, count: int) -> Iterator[tuple[Sign, int]]:
    box, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    name = ctypes.create_string_buffer(FONT_NAME_BYTES)
    flags = ctypes.c_int()
    fonts: dict[bytes, str] = {}
    spaced = False
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        text = "" if code in NO_CHARACTER or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
        if not text or text.isspace() or unicodedata.category(text) in ("Cc", "Cf"):
            spaced = spaced or (text.isspace() and not pdfium_c.FPDFText_IsGenerated(handle, index))
            continue
        if not pdfium_c.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y)):
            continue
        scale, turn = 1.0, 0
        if pdfium_c.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.b, matrix.d) or 1.0
            turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4
        size = pdfium_c.FPDFText_GetFontSize(handle, index) * scale
        if not 0.5 < size < 2000 or not all(map(math.isfinite, (x.value, y.value))):
            continue
        end = x.value + (size if is_wide(text) else size / 2)
        if (
            not is_wide(text)
            and not turn
            and pdfium_c.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
        ):
            end = max(x.value, box.right)
        length = pdfium_c.FPDFText_GetFontInfo(handle, index, name, FONT_NAME_BYTES, ctypes.byref(flags))
        raw = name.raw[: max(0, min(length, FONT_NAME_BYTES) - 1)]
        font = fonts.setdefault(raw, raw.decode("utf-8", "replace"))
        sign = Sign(text, x.value, y.value, end, size, font, spaced)
        yield sign, turn
        spaced = False


def _turned(sign: Sign, turns: int) -> Sign:
    """The sign as it stands when the page is turned so that it reads upright."""
    x, y, width = sign.x, sign.y, sign.end - sign.x
    for _ in range(turns):
        x, y = y, -x
    return replace(sign, x=x, y=y, end=x + width) if turns else sign


def _without_doubles(signs: Iterable[Sign]) -> list[Sign]:
    kept: list[Sign] = []
    for sign in signs:
        before = kept[-1] if kept else None
        near = DOUBLE * sign.size
        if (
            before
            and before.text == sign.text
            and (before.x, before.y) != (sign.x, sign.y)  # of one glyph: —— is drawn as one long dash
            and abs(before.x - sign.x) < near
            and abs(before.y - sign.y) < near
        ):
            continue
        kept.append(sign)
    return kept


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


def _follows(run: Sequence[Sign], sign: Sign) -> bool:
    before = run[-1]
    size = max(before.size, sign.size)
    if abs(before.y - sign.y) > SAME_LINE * size:
        return False
    gap = sign.x - before.end
    if -0.6 * size <= gap <= RUN_GAP * size or before.x == sign.x:
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
    )


def _usual_gap(run: Sequence[Sign]) -> float:
    """The white between any two signs of a justified or letter-spaced line."""
    gaps = sorted(max(0.0, sign.x - before.end) for before, sign in pairwise(run))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _parted(before: Sign, sign: Sign, spread: float, *, automatic: bool) -> bool:
    size = max(before.size, sign.size)
    gap = sign.x - before.end
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
