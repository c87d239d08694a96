"""Newspaper pages of our own as pictures: the demo texts set in columns, then scanned, copied, folded, photographed."""

import io
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy
from opencc import OpenCC
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from archive.ingest.pipeline import read_file
from archive.regions.authority import Authority

DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo"
POINTS_AN_INCH = 72
PITCH, HEADING, TITLE, SUBTITLE = 1.55, 1.15, 2.6, 1.5  # of the size of the text
HANGING = frozenset("，。、；：！？”’）》")  # begin no line
STANDING = str.maketrans("（）“”‘’《》—", "︵︶﹃﹄﹁﹂︽︾︱")
"""Signs as they stand in vertical print."""
UP_AND_RIGHT = frozenset("，。、")
"""Signs that stand in the other corner of their cell there."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What stands on a page, in reading order; ``body`` are headings (True) and paragraphs."""

    title: str
    subtitle: str
    body: tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is set and what became of it: the steps of ``worn`` one after the other."""

    columns: int = 1
    dpi: int = 200
    points: float = 10.5
    family: str = "Serif"
    traditional: bool = False
    vertical: bool = False
    signs: int = 700  # of the text, at whose paragraph it ends
    cells: int = 0  # in a line of a column; by the number of columns where nothing is said
    worn: tuple[Callable[[Image.Image], Image.Image], ...] = ()

    @property
    def size(self) -> int:
        return round(self.points * self.dpi / POINTS_AN_INCH)

    @property
    def width_in_cells(self) -> int:
        return self.cells or {1: 34, 2: 19, 3: 16, 4: 14, 5: 13, 6: 12}[self.columns]


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A picture in the bytes of a file, with what stands on it."""

    name: str
    content: bytes
    truth: Truth


def drawn_page(kind: str, look: Look | None = None) -> DrawnPage:
    """The page of a kind, in its own look unless told; each is of a text of its own and the same at every drawing."""
    look = look or KINDS[kind]
    truth = truth_of(sorted(KINDS).index(kind), look)
    picture = _vertical(truth, look) if look.vertical else _horizontal(truth, look)
    for step in look.worn:
        picture = step(picture)
    packed = io.BytesIO()
    picture.save(packed, "PNG" if picture.mode == "1" else "JPEG", quality=80, dpi=(look.dpi, look.dpi))
    return DrawnPage(f"{kind}.{'png' if picture.mode == '1' else 'jpg'}", packed.getvalue(), truth)


def truth_of(number: int, look: Look) -> Truth:
    """A demo text as our own reader has it, cut behind the paragraph that makes it long enough."""
    texts = [path for path in sorted(DEMO.glob("*.txt")) if _record(path).title and _record(path).subtitle]
    record = _record(texts[number % len(texts)])
    turned = OpenCC("s2t").convert if look.traditional else str
    body: list[tuple[bool, str]] = []
    for section in record.sections:
        parts = [(True, section.heading.text)] if section.heading else []
        parts += [(False, paragraph.text) for paragraph in section.paragraphs]
        for is_heading, text in parts:
            if sum(len(words) for _, words in body) < look.signs:
                body.append((is_heading, turned(text)))
    while body and body[-1][0]:
        body.pop()
    return Truth(turned(record.title.text), turned(record.subtitle.text), tuple(body))


@cache
def _record(path: Path) -> Any:
    return read_file(path.read_bytes(), path.name, authority=_authority()).records[0]


@cache
def _authority() -> Authority:
    return Authority.load()


# Setting


@cache
def font(family: str, size: int, *, bold: bool = False, traditional: bool = False) -> Any:
    """A font of this machine, as fontconfig knows it."""
    wanted = f"Noto {family} CJK {'TC' if traditional else 'SC'}:{'bold' if bold else 'regular'}"
    found = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{index}", wanted], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return ImageFont.truetype(found[0], size, index=int(found[1]))


def cells_of(sign: str) -> float:
    return 0.5 if sign.isascii() else 1.0


def _rows(truth: Truth, cells: int) -> Iterator[tuple[bool, str]]:
    """The lines of a column: paragraphs with two cells before them, closing signs never at the beginning."""
    for is_heading, text in truth.body:
        left = text if is_heading else "\u3000\u3000" + text
        while left:
            width = sum(1 for filled in accumulate(map(cells_of, left)) if filled <= cells)
            width += len(left) > width and left[width] in HANGING
            yield is_heading, left[:width]
            left = left[width:]


def _horizontal(truth: Truth, look: Look) -> Image.Image:
    size, pitch, gap = look.size, round(look.size * PITCH), look.size * 2
    column = (look.width_in_cells + 1) * size
    margin = round(0.5 * look.dpi)
    width = 2 * margin + look.columns * column + (look.columns - 1) * gap
    rows = list(_rows(truth, look.width_in_cells))
    deep = -(-len(rows) // look.columns)
    big = min(round(size * TITLE), (width - 2 * margin) // (len(truth.title) + 1))
    small = min(round(size * SUBTITLE), (width - 2 * margin) // (len(truth.subtitle) + 1))
    top = margin + 2 * big + 2 * small
    picture = Image.new("L", (width, top + deep * pitch + margin), 255)
    pen = ImageDraw.Draw(picture)

    def of(px: int, *, bold: bool = False) -> Any:
        return font(look.family, px, bold=bold, traditional=look.traditional)

    pen.text((width / 2, margin), truth.title, font=of(big, bold=True), fill=0, anchor="ma")
    pen.text((width / 2, margin + 1.7 * big), truth.subtitle, font=of(small), fill=0, anchor="ma")
    for number, (is_heading, text) in enumerate(rows):
        at, down = divmod(number, deep)
        left: float = margin + at * (column + gap)
        filled = list(accumulate(map(cells_of, text), initial=0.0))
        left += (look.width_in_cells - filled[-1]) * size / 2 if is_heading else 0
        for sign, place in zip(text, filled, strict=False):
            pen.text((left + place * size, top + down * pitch), sign, font=of(size, bold=is_heading), fill=0)
    return picture


def _vertical(truth: Truth, look: Look) -> Image.Image:
    """From right to left; the title before the text, in the first columns."""
    size, pitch, margin = look.size, round(look.size * PITCH), round(0.5 * look.dpi)
    rows = list(_rows(truth, look.width_in_cells))
    big, small = round(size * TITLE * 0.8), round(size * SUBTITLE)
    height = 2 * margin + max(
        (look.width_in_cells + 1) * size, big * len(truth.title), small * len(truth.subtitle)
    )
    width = 2 * margin + 2 * big + 2 * small + len(rows) * pitch
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)

    def column(middle: float, text: str, px: int, *, bold: bool) -> None:
        glyphs = font(look.family, px, bold=bold, traditional=look.traditional)
        for place, sign in enumerate(text.translate(STANDING)):
            moved = 0.55 * px if sign in UP_AND_RIGHT else 0.0
            pen.text((middle + moved, margin + place * px - moved), sign, font=glyphs, fill=0, anchor="ma")

    column(width - margin - big, truth.title, big, bold=True)
    column(width - margin - 2 * big - small / 2, truth.subtitle, small, bold=False)
    for number, (is_heading, text) in enumerate(rows):
        middle = width - margin - 2 * big - 2 * small - number * pitch - size / 2
        column(middle, text, size, bold=is_heading)
    return picture


# Wear


def _noise(shape: tuple[int, ...], strength: float, seed: int = 7) -> Any:
    return numpy.random.default_rng(seed).normal(0, strength, shape)


def _of(array: Any) -> Image.Image:
    return Image.fromarray(array.clip(0, 255).astype("uint8"))


def skewed(degrees: float) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: picture.rotate(
        degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )


def grey(picture: Image.Image) -> Image.Image:
    """Old paper under a scanner: a ground that is no white, grain, ink that ran a little."""
    array = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
    return _of(70 + array * 0.55 + _noise(array.shape, 12))


def halftone(picture: Image.Image) -> Image.Image:
    """A tinted box behind the text, as printers make it of dots."""
    array = numpy.asarray(picture, dtype=float)
    y, x = numpy.indices(array.shape)
    dots = numpy.sin(x * 1.1) * numpy.sin(y * 1.1)
    return _of(numpy.minimum(array, numpy.where(dots > 0.55, 150, 255))).filter(ImageFilter.GaussianBlur(0.5))


def folded(picture: Image.Image) -> Image.Image:
    """The shadows of two folds, across and down."""
    array = numpy.asarray(picture, dtype=float)
    height, width = array.shape
    across = 110 * numpy.exp(-(((numpy.arange(height) - height * 0.48) / (height * 0.03)) ** 2))
    down = 90 * numpy.exp(-(((numpy.arange(width) - width * 0.52) / (width * 0.03)) ** 2))
    return _of(array * 0.85 - across[:, None] - down[None, :] + _noise(array.shape, 6))


def photographed(picture: Image.Image) -> Image.Image:
    """By a phone, from a little to the side, on a dark table, in uneven light."""
    width, height = picture.size
    table = Image.new("L", (round(width * 1.12), round(height * 1.1)), 60)
    corners = ((0.04, 0.05), (0.98, 0.02), (0.95, 0.97), (0.07, 0.94))
    target = [(x * table.width, y * table.height) for x, y in corners]
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    data = _perspective(target, source)
    page = picture.transform(table.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC)
    inside = Image.new("L", picture.size, 255).transform(table.size, Image.Transform.PERSPECTIVE, data)
    table.paste(page, mask=inside)
    array = numpy.asarray(table.filter(ImageFilter.GaussianBlur(0.7)), dtype=float)
    light = numpy.linspace(0.65, 1.0, array.shape[1])[None, :]
    return _of(array * light + _noise(array.shape, 6))


def _perspective(target: Sequence[tuple[float, float]], source: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers by which each point of the target is looked up in the source."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    wanted = [number for point in source for number in point]
    return [float(number) for number in numpy.linalg.solve(numpy.array(rows), numpy.array(wanted))]


def faxed(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: 255 if value > 140 else 0).convert("1")


def faded(picture: Image.Image) -> Image.Image:
    array = numpy.asarray(picture, dtype=float)
    return _of(175 + array * 0.25 + _noise(array.shape, 5))


def lying(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_90)


def packed_hard(picture: Image.Image) -> Image.Image:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=25)
    return Image.open(packed).convert("L")


KINDS: dict[str, Look] = {
    "150dpi": Look(dpi=150),
    "200dpi": Look(),
    "300dpi": Look(dpi=300, signs=500),
    "sans": Look(family="Sans"),
    "small-print": Look(points=8, columns=2),
    "skew-1": Look(worn=(skewed(1.2),)),
    "skew-3": Look(worn=(skewed(3),)),
    "skew-3-other-way": Look(columns=2, worn=(skewed(-3),)),
    "grey-paper": Look(worn=(grey,)),
    "grey-paper-columns": Look(columns=3, worn=(grey, skewed(0.8))),
    "halftone": Look(worn=(halftone,)),
    "halftone-columns": Look(columns=2, worn=(halftone,)),
    "fold": Look(worn=(folded,)),
    "fold-columns": Look(columns=4, signs=1000, worn=(folded,)),
    "phone": Look(worn=(photographed,)),
    "phone-columns": Look(columns=3, signs=900, worn=(photographed,)),
    "fax": Look(worn=(skewed(0.5), faxed)),
    "faded": Look(worn=(faded,)),
    "jpeg-25": Look(worn=(packed_hard,)),
    "on-its-side": Look(worn=(lying,)),
    "two-columns": Look(columns=2),
    "three-columns": Look(columns=3, signs=900),
    "four-columns": Look(columns=4, signs=1100, points=9),
    "five-columns": Look(columns=5, signs=1200, points=9),
    "six-columns": Look(columns=6, signs=1300, points=9),
    "traditional": Look(traditional=True),
    "traditional-columns": Look(traditional=True, columns=3, signs=900),
    "vertical": Look(vertical=True, cells=30, points=12),
    "vertical-traditional": Look(vertical=True, cells=30, points=12, traditional=True),
}
