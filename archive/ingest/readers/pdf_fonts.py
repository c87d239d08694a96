"""One font for every name: a PDF is measured by its own figures, never by what this machine has installed.

A file may name STSong or SimSun without embedding it. PDFium then takes what the system has, and drops signs for
which it has nothing. Here it is given the same plain font for every name, in which each sign is a box.
"""

import ctypes
import struct
from collections.abc import Mapping
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium_c

EM = 1000
ASCENT, DESCENT = 880, -120
LAST_SIGN = 0x10FFFF


@cache
def box_font() -> bytes:
    """A TrueType font in which every sign is one box, as wide as high."""
    box = struct.pack(">hhhhh", 1, 0, DESCENT, EM, ASCENT)  # one outline, and where it lies
    box += struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)  # four corners on the line, no instructions
    box += struct.pack(">8h", 0, EM, 0, -EM, DESCENT, 0, EM, 0)
    sets = struct.pack(">HHIII", 13, 0, 28, 0, 1)  # many signs, one glyph
    groups = struct.pack(">III", 0x20, LAST_SIGN, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + sets + groups,
        b"glyf": box,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            EM,
            0,
            0,
            0,
            DESCENT,
            EM,
            ASCENT,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(">IhhhHhhh", 0x10000, ASCENT, DESCENT, 0, EM, 0, 0, EM)
        + bytes(16)
        + struct.pack(">H", 2),
        b"hmtx": struct.pack(">HhHh", EM, 0, EM, 0),
        b"loca": struct.pack(">III", 0, 0, len(box)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _font_file(tables)


def _font_file(tables: Mapping[bytes, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(head) + 16 * len(tables)
    listed, contents = b"", b""
    for name, content in tables.items():
        listed += name + struct.pack(">III", 0, place + len(contents), len(content))
        contents += content + bytes(-len(content) % 4)
    return head + listed + contents


def _map_font(
    _info: Any, _weight: int, _italic: int, _charset: int, _pitch: int, _face: Any, exact: Any
) -> int:
    return 1


def _font_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    font = box_font()
    if table:
        return 0
    if buffer and size >= len(font):
        ctypes.memmove(buffer, font, len(font))
    return len(font)


def _nothing(*_arguments: Any) -> int:
    return 0


def _system_fonts() -> pdfium_c.FPDF_SYSFONTINFO:
    """The interface by which PDFium asks for fonts."""
    given = {"MapFont": _map_font, "GetFont": _nothing, "GetFontData": _font_data}
    info = pdfium_c.FPDF_SYSFONTINFO(version=1)
    for name, kind in pdfium_c.FPDF_SYSFONTINFO._fields_:
        if name != "version":
            setattr(info, name, kind(given.get(name, _nothing)))
    return info


SYSTEM_FONTS = _system_fonts()  # kept: PDFium calls it as long as the process lives


def use_own_fonts() -> None:
    """Measure every file of this process alike."""
    pdfium_c.FPDF_SetSystemFontInfo(ctypes.byref(SYSTEM_FONTS))
