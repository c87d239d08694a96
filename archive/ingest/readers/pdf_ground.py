"""What lies under and over the letters of a page: white letters on white paper are not for reading."""

import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

SMALLEST = 3.0  # points: what is thinner is a rule
MOST_PATCHES = 300  # of a page; a drawing of thousands of strokes is no ground
MOST_OBJECTS = 50_000
MOST_STROKES = 400  # of a page; a drawing of thousands parts no articles
MOST_SEGMENTS = 100  # of one path; rules and frames have few
LEVEL = 1.0  # points by which a rule may lie off the straight
DEEPEST = 8
RECTANGLE = range(4, 7)  # corners of a plain shape; a frame drawn as a ring has more and is no one colour
OPAQUE = 255
NEAR_COLOUR = 24  # of 255, in each part: letters in the colour of their ground
WHITE_FROM, DARK_TO = 0xF8, 0x60  # the colours in which words are painted over; a bright one is a text marker

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]  # left, bottom, right, top
PAPER: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled shape or a picture, and at what time it is drawn. A picture, or a shape of many corners, has no one colour."""

    box: Box
    at: int
    colour: Colour | None
    opaque: bool = True

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top

    @property
    def is_paper(self) -> bool:
        return self.opaque and self.colour is not None and _alike(self.colour, PAPER)

    @property
    def hides(self) -> bool:
        """True for what is laid over words to take them out: white, or a black bar."""
        return (
            self.opaque
            and self.colour is not None
            and (min(self.colour) >= WHITE_FROM or max(self.colour) <= DARK_TO)
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """The patches of a page in the order in which they are drawn, and when each drawing of words is.

    ``strokes`` are its thin lines and the outlines of its shapes, each by the box that it fills.
    """

    patches: Sequence[Patch] = ()
    drawn: Mapping[int, int] = field(default_factory=dict)
    strokes: Sequence[Box] = ()

    def around(self, bottom: float, top: float) -> list[Patch]:
        """The patches that reach into this strip of the page."""
        return [patch for patch in self.patches if patch.box[1] <= top and patch.box[3] >= bottom]


def is_unseen(x: float, y: float, ink: Colour | None, at: int, patches: Sequence[Patch]) -> bool:
    """True for a sign in the colour of what it stands on, or one that was painted over."""
    here = [patch for patch in patches if patch.covers(x, y)]
    if any(patch.at > at and patch.hides for patch in here):
        return True
    under = [patch for patch in here if patch.at < at and patch.opaque]
    ground = under[-1].colour if under else PAPER
    return ink is not None and ground is not None and _alike(ink, ground)


def is_on_picture(x: float, y: float, patches: Sequence[Patch]) -> bool:
    """True for a place where a picture, or anything but white, can show the words that a machine read there."""
    return any(patch.covers(x, y) and not patch.is_paper for patch in patches)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(first - second) <= NEAR_COLOUR for first, second in zip(one, other, strict=True))


def place_of(handle: Any) -> int:
    """Where PDFium keeps a drawing or a font, which tells it from others; 0 for none. ctypes.cast takes six times as long."""
    return ctypes.addressof(handle.contents) if handle else 0


def ground_of(page: Any) -> Ground:
    """What the page draws beside its letters. ``page`` is PDFium's."""
    patches: list[Patch] = []
    strokes: list[Box] = []
    drawn: dict[int, int] = {}
    count = pdfium_c.FPDFPage_CountObjects(page)
    objects = (pdfium_c.FPDFPage_GetObject(page, at) for at in range(count))
    for at, (drawing, kind, matrix) in enumerate(_drawings(objects, (1, 0, 0, 1, 0, 0), 0)):
        if at >= MOST_OBJECTS:
            return Ground()
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            drawn[place_of(drawing)] = at
        else:
            patches += (
                patch for patch in _patch(drawing, kind, matrix, at) if patches or drawn or not patch.is_paper
            )
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                strokes += _strokes(drawing, matrix)
    seen = strokes if len(strokes) <= MOST_STROKES else []
    return Ground(patches, drawn, seen) if len(patches) <= MOST_PATCHES else Ground(strokes=seen)


Matrix = tuple[float, float, float, float, float, float]


def _drawings(objects: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    """Each drawing with its kind, those inside of forms where the form stands."""
    for drawing in objects:
        kind = pdfium_c.FPDFPageObj_GetType(drawing)
        if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
            yield drawing, kind, matrix
        elif depth < DEEPEST:
            count = pdfium_c.FPDFFormObj_CountObjects(drawing)
            inner = (pdfium_c.FPDFFormObj_GetObject(drawing, at) for at in range(count))
            yield from _drawings(inner, _after(_matrix_of(drawing), matrix), depth + 1)


def _matrix_of(form: Any) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(form, ctypes.byref(found)):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _after(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _patch(drawing: Any, kind: int, matrix: Matrix, at: int) -> Iterator[Patch]:
    picture = kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING)
    if not picture and not _is_filled(drawing):
        return
    box = _box(drawing, matrix)
    if box is None or box[2] - box[0] < SMALLEST or box[3] - box[1] < SMALLEST:
        return
    colour, opaque = (None, True) if picture else _fill(drawing)
    yield Patch(box, at, colour, opaque)


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    known = pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    return bool(known) and mode.value != pdfium_c.FPDF_FILLMODE_NONE


def _strokes(path: Any, matrix: Matrix) -> Iterator[Box]:
    """The straight lines and the rectangles that a path draws; of what it fills, not what is as white as paper."""
    if not 2 <= pdfium_c.FPDFPath_CountSegments(path) <= MOST_SEGMENTS:
        return
    filled = _is_filled(path)
    a, b, c, d, e, f = _after(_matrix_of(path), matrix)
    for points in _shapes(path):
        places = [(x * a + y * c + e, x * b + y * d + f) for x, y in points]
        straight = all(min(abs(x - left), abs(y - low)) <= LEVEL for (x, y), (left, low) in pairwise(places))
        if len(places) < 2 or not straight or not all(map(math.isfinite, chain.from_iterable(places))):
            continue
        across, up = zip(*places, strict=True)
        box = min(across), min(up), max(across), max(up)
        if not filled or min(box[2] - box[0], box[3] - box[1]) < SMALLEST or _is_tinted(path):
            yield box


def _is_tinted(path: Any) -> bool:
    colour, opaque = _fill(path)
    return opaque and colour is not None and not _alike(colour, PAPER)


def _shapes(path: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of each shape of a path; of one with curves, none."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        elif kind != pdfium_c.FPDF_SEGMENT_LINETO:
            return
        if pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            points.append((x.value, y.value))
    yield points


def _fill(path: Any) -> tuple[Colour | None, bool]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    parts = map(ctypes.byref, (red, green, blue, alpha))
    plain = pdfium_c.FPDFPath_CountSegments(path) in RECTANGLE
    if not plain or not pdfium_c.FPDFPageObj_GetFillColor(path, *parts):
        return None, True
    return (red.value, green.value, blue.value), alpha.value == OPAQUE


def _box(drawing: Any, matrix: Matrix) -> Box | None:
    """Where it lies on the page, as far as it is not clipped away."""
    edges = tuple(ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(drawing, *map(ctypes.byref, edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    for low_x, low_y, high_x, high_y in _clips(pdfium_c.FPDFPageObj_GetClipPath(drawing)):
        left, bottom = max(left, low_x), max(bottom, low_y)
        right, top = min(right, high_x), min(top, high_y)
    if not all(map(math.isfinite, (left, bottom, right, top))) or left > right or bottom > top:
        return None
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _clips(clip: Any) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))) if clip else ():
        count = pdfium_c.FPDFClipPath_CountPathSegments(clip, at)
        points = []
        for segment in range(max(0, count)):
            part = pdfium_c.FPDFClipPath_GetPathSegment(clip, at, segment)
            if pdfium_c.FPDFPathSegment_GetPoint(part, ctypes.byref(x), ctypes.byref(y)):
                points.append((x.value, y.value))
        if points:
            across, up = zip(*points, strict=True)
            yield min(across), min(up), max(across), max(up)
