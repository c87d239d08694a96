"""OFD (GB/T 33190), the form of official papers: signs with their places, read in order like those of a PDF."""

import math
import posixpath
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.docx_package import value_of
from archive.ingest.readers.pdf import (
    MOST_PAGES,
    MOST_PIECES_A_PAGE,
    MOST_SIGNS,
    PageText,
    pages_left_out,
    paragraphs_on,
)
from archive.ingest.readers.pdf_signs import (
    OPAQUE,
    PALE,
    SEE_THROUGH,
    WHITE_INK,
    Piece,
    Sign,
    pieces_of,
)
from archive.ingest.readers.zipped_parts import Kind, ZippedParts
from archive.ingest.records import SourceText, UnreadableFile

MEDIA_TYPE = "application/ofd"
OFD = Kind("ofd")
POINTS = 72 / 25.4  # of a millimetre, in which the file measures
UPRIGHT, RIGHT_ANGLE = 8.0, 90.0  # degrees
USUAL_PAGE = (0.0, 0.0, 210.0, 297.0)
DARK = 0x60  # of 255: a ground on which white signs can be read
NARROW = frozenset(("Na", "H", "N"))
BESIDE = 1.1  # of the size: a sign that far from the next has no white behind it
MOST_REPEATS = 100_000


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """The signs of one text object, and the degrees by which it is turned."""

    signs: tuple[Sign, ...]
    turn: float


class Document:
    """The pages of one file. Raises ``UnreadableFile``."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._parts = ZippedParts(data, name, OFD)
        if "Encryptions.xml" in self._parts:
            raise UnreadableFile("encrypted", name)
        self._bodies = list(self._documents())
        self.images = 0

    def pages(self) -> Iterator[PageText]:
        number = 0
        signs = 0
        for path, root in self._bodies:
            templates = {value_of(found, "ID"): found for found in _all(root, "TemplatePage")}
            usual = _box_of(root)
            for page in _all(root, "Page"):
                if number == MOST_PAGES:
                    raise UnreadableFile("too-large", self._name, case="more-pages", most=MOST_PAGES)
                found = self._page(page, path, templates, usual, number)
                signs += found.signs
                if signs > MOST_SIGNS or len(found.pieces) > MOST_PIECES_A_PAGE:
                    raise UnreadableFile("too-large", self._name, case="text")
                yield found
                number += 1

    def _documents(self) -> Iterator[tuple[str, Element]]:
        top = self._parts.part("OFD.xml")
        for root in _all(top, "DocRoot") if top is not None else ():
            path = (root.text or "").strip().lstrip("/")
            document = self._parts.part(path)
            if document is not None:
                yield path, document

    def _page(
        self, page: Element, path: str, templates: dict[str | None, Element], usual: Box | None, number: int
    ) -> PageText:
        root = self._parts.part(_beside(path, value_of(page, "BaseLoc")))
        if root is None:
            return PageText(number, lost=True)
        box = _box_of(root) or usual or USUAL_PAGE
        below = [
            self._parts.part(_beside(path, value_of(templates.get(value_of(used, "TemplateID")), "BaseLoc")))
            for used in _all(root, "Template")
        ]
        layers = [layer for layer in (*below, root) if layer is not None]
        self.images += sum(1 for layer in layers for _ in _all(layer, "ImageObject"))
        words = [found for layer in layers for found in _words_on(layer, box)]
        upright = [sign for found in words if abs(found.turn) <= UPRIGHT for sign in found.signs]
        others = [found for found in words if abs(found.turn) > UPRIGHT]
        turned = [found for found in others if _is_turned(found)]
        return PageText(
            number,
            tuple(pieces_of(upright, number, printed_by_browser=False)),
            tuple(_piece(found, number) for found in turned),
            tuple(_piece(found, number) for found in others if found not in turned),
            bottom=0.0,
            top=box[3] * POINTS,
            signs=sum(len(found.signs) for found in words),
        )


def _is_turned(words: Words) -> bool:
    return (
        abs(words.turn % RIGHT_ANGLE - RIGHT_ANGLE * round(words.turn % RIGHT_ANGLE / RIGHT_ANGLE)) <= UPRIGHT
    )


def _piece(words: Words, page: int) -> Piece:
    """Words that stand turned, as one piece."""
    text = "".join(f" {sign.text}" if sign.spaced else sign.text for sign in words.signs)
    first = words.signs[0]
    return Piece(text.strip(), first.x, first.end, first.y, first.size, page=page)


def _words_on(layer: Element, box: Box) -> Iterator[Words]:
    dark = [_numbers(value_of(path, "Boundary"), 4) for path in _all(layer, "PathObject") if _is_dark(path)]
    for element in _all(layer, "TextObject"):
        words = _words(element, box)
        shown = tuple(sign for sign in words.signs if _is_on(sign, box))
        ink = _ink(element)
        if ink >= WHITE_INK and not any(_is_over(sign, ground, box) for sign in shown[:1] for ground in dark):
            continue
        if shown and value_of(element, "Visible") != "false" and _alpha(element):
            pale = (PALE <= ink < WHITE_INK) or _alpha(element) < SEE_THROUGH
            yield Words(tuple(replace(sign, pale=pale) for sign in shown), words.turn)


def _words(element: Element, box: Box) -> Words:
    """The signs of a text object, each in its place on the page: x to the right, y upwards."""
    left, top, _, _ = _numbers(value_of(element, "Boundary"), 4)
    said = value_of(element, "CTM")
    a, b, c, d, e, f = _numbers(said, 6) if said else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = _number(value_of(element, "Size"))
    higher, wider = math.hypot(c, d), math.hypot(a, b) * (_number(value_of(element, "HScale")) or 1.0)
    signs: list[Sign] = []
    spaced = False
    for sign, x, y, width in _placed(element, size):
        if sign.isspace():
            spaced = True
            continue
        across, down = left + a * x + c * y + e - box[0], top + b * x + d * y + f - box[1]
        signs.append(
            Sign(
                sign,
                across * POINTS,
                (box[3] - down) * POINTS,
                (across + width * wider) * POINTS,
                max(size * higher, 0.1) * POINTS,
                value_of(element, "Font") or "",
                spaced,
            )
        )
        spaced = False
    return Words(tuple(signs), math.degrees(math.atan2(b, a)))


def _placed(element: Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each sign with its place in the object, and its width: up to the next sign where that is set beside it."""
    x = y = 0.0
    for code in _all(element, "TextCode"):
        text = code.text or ""
        x, y = _number(value_of(code, "X"), x), _number(value_of(code, "Y"), y)
        usual = [size * (0.5 if unicodedata.east_asian_width(sign) in NARROW else 1.0) for sign in text]
        across, down = value_of(code, "DeltaX"), value_of(code, "DeltaY")
        steps = _steps(across, len(text)) if across or down else usual
        for sign, width, step, lower in zip(text, usual, steps, _steps(down, len(text)), strict=True):
            beside = width < step <= BESIDE * size
            yield sign, x, y, step if beside else width
            x, y = x + step, y + lower


def _steps(words: str | None, most: int) -> list[float]:
    """``5 5 g 3 5``: two steps of 5 and three of 5; the last one goes on to the end."""
    found: list[float] = []
    parts = iter((words or "").split())
    for part in parts:
        if part == "g":
            count, step = _number(next(parts, "0")), _number(next(parts, "0"))
            found += [step] * int(max(0, min(count, MOST_REPEATS, most)))
        else:
            found.append(_number(part))
    found = found or [0.0]
    return (found + [found[-1]] * (most - len(found)))[:most]


def _is_on(sign: Sign, box: Box) -> bool:
    """True for a sign on the page; what lies beside it is cut off."""
    middle = (sign.x + sign.end) / 2
    return 0 <= middle <= box[2] * POINTS and 0 <= sign.y + sign.size / 2 <= box[3] * POINTS + sign.size / 2


def _is_over(sign: Sign, ground: Sequence[float], box: Box) -> bool:
    left, top, width, height = ground
    x, y = sign.x / POINTS + box[0], box[1] + box[3] - sign.y / POINTS
    return left <= x <= left + width and top <= y <= top + height


def _is_dark(path: Element) -> bool:
    return value_of(path, "Fill") == "true" and _ink(path) <= DARK


def _ink(element: Element) -> float:
    """How light the signs are, of 255; black where nothing is said."""
    colour = next(_all(element, "FillColor"), None)
    values = (value_of(colour, "Value") or "").split() if colour is not None else []
    return min((_number(value) for value in values), default=0.0) if len(values) in (1, 3) else 0.0


def _alpha(element: Element) -> float:
    colour = next(_all(element, "FillColor"), None)
    own = _number(value_of(element, "Alpha"), OPAQUE)
    return min(own, _number(value_of(colour, "Alpha"), OPAQUE)) if colour is not None else own


def _box_of(root: Element) -> Box | None:
    found = next(_all(root, "PhysicalBox"), None)
    if found is None:
        return None
    left, top, width, height = _numbers(found.text, 4)
    return (left, top, width, height) if width > 0 and height > 0 else None


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if str(element.tag).rpartition("}")[2] == name)


def _beside(path: str, target: str | None) -> str:
    """The part that a part names: from its own folder, or from the top."""
    if not target or target.startswith("/"):
        return (target or "").lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _number(words: str | None, default: float = 0.0) -> float:
    try:
        found = float(words) if words else default
    except ValueError:
        return default
    return found if math.isfinite(found) and abs(found) < 1e6 else default


def _numbers(words: str | None, count: int) -> tuple[float, ...]:
    found = [_number(word) for word in (words or "").split()[:count]]
    return (*found, *[0.0] * (count - len(found)))


def parse(data: bytes, name: str) -> ReadText:
    """The text of the pages in reading order."""
    document = Document(data, name)
    pages = list(document.pages())
    if not pages or all(page.lost for page in pages):
        raise UnreadableFile("damaged", name, case="no-page", **OFD.values)
    if not sum(page.signs for page in pages):
        raise UnreadableFile("no-text-layer", name, case="ofd")
    builder = TextBuilder()
    for paragraph in paragraphs_on(pages):
        builder.add(paragraph.text, paragraph.hint, gap=paragraph.gap, indent=paragraph.indented)
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, tuple(pages_left_out(pages)))
