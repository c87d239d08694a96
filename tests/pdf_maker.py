"""PDF files by hand: words at places, in a font that every reader of Chinese PDF knows by name."""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

A4 = (595, 842)


@dataclass(frozen=True, slots=True)
class Words:
    """A string at a place on the page, in points from the lower left corner; ``turn`` is a quarter turn.

    ``degrees`` is another turn, ``grey`` the colour (0 is black), ``hidden`` letters are in the file and not on paper,
    ``layer`` is the name under which the page knows the layer that they belong to.
    """

    x: float
    y: float
    text: str
    size: float = 12
    turn: bool = False
    degrees: float = 0
    grey: float = 0
    hidden: bool = False
    layer: str = ""

    @property
    def code(self) -> str:
        angle = math.radians(90 if self.turn else self.degrees)
        cosine, sine = round(math.cos(angle), 6), round(math.sin(angle), 6)
        place = f"{cosine} {sine} {-sine} {cosine} {self.x} {self.y}"
        style = f"{self.grey} g {3 if self.hidden else 0} Tr"
        words = f"BT {style} /F1 {self.size} Tf {place} Tm <{self.text.encode('utf-16-be').hex()}> Tj ET"
        return f"/OC /{self.layer} BDC\n{words}\nEMC" if self.layer else words


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws beside words, in the language of PDF: a box with ``0 g 50 700 300 40 re f``."""

    code: str


def box(x: float, y: float, wide: float, high: float, *, grey: float = 0) -> Drawing:
    return Drawing(f"q {grey} g {x} {y} {wide} {high} re f Q")


def pdf_of(
    pages: Sequence[Sequence[Words | Drawing]],
    *,
    size: tuple[int, int] = A4,
    extra: str = "",
    page: str = "",
    resources: str = "",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF with these words on its pages. Its signs are as wide as high, Latin ones half as wide.

    ``extra``, ``page`` and ``resources`` are added to the catalogue, to each page and to what it may name; ``more``
    are objects that come last in the file: behind one page they have the numbers from 8.
    """
    streams = [zlib.compress("\n".join(words.code for words in place).encode()) for place in pages]
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for at, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page {page} /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {7 + 2 * at} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {resources} >> >>".encode()
        )
        head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    return written([*objects, *more])


def written(objects: Sequence[bytes]) -> bytes:
    """The objects as a file with its table of places."""
    data = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


def width(text: str) -> float:
    """In signs: Latin ones are half as wide as the others."""
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def broken(text: str, signs: float, *, indent: float = 0) -> list[str]:
    """The text in rows of so many signs, the first one shorter by the indent."""
    rows = [""]
    for word in re.findall(r"[\x21-\x7e]{1,12}|.", text):
        room = signs - (indent if len(rows) == 1 else 0)
        if width(rows[-1]) + width(word) > room:
            rows.append("")
        rows[-1] += word
    return rows


def set_in_lines(
    text: str, x: float, top: float, signs: float, *, size: float = 12, pitch: float = 20, indent: float = 2
) -> list[Words]:
    """A paragraph broken into rows of so many signs, its first row two signs in."""
    return [
        Words(x + (0 if at else indent * size), top - at * pitch, row, size)
        for at, row in enumerate(broken(text, signs, indent=indent))
    ]
