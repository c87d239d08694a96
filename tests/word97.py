"""Files of Word 97, written sign by sign: what an old office has on its disks, for the reader that antiword is.

The structures are those of Microsoft's [MS-DOC] and [MS-CFB], as far as a text with headings and tables needs them.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SECTOR = 512
LEAST = 4096
"""Smaller streams would lie in small sectors of their own."""
END_OF_CHAIN, TABLE_OF_SECTORS, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
TEXT_AT = 1024
"""Behind the description of the file, at the start of a page."""
ON_A_PAGE = 16
"""Paragraphs whose forms one page of 512 bytes holds beside each other."""
IN_TABLE, ROW_ENDS = b"\x16\x24\x01", b"\x17\x24\x01"
DESCRIPTION = {"styles": 0xA2, "signs": 0xFA, "paragraphs": 0x102, "pieces": 0x1A2}
"""Where the file's description names the places of its tables."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its sign at the end; heading 1 to 9 is a style, 0 is the style of the text."""

    text: str
    heading: int = 0
    form: bytes = b""


def row_of(cells: Sequence[str]) -> list[Paragraph]:
    """A row of a table: each cell, and the sign behind the last with the places of their edges."""
    edges = b"".join(struct.pack("<h", 2000 * at) for at in range(len(cells) + 1))
    row = bytes([len(cells)]) + edges + bytes(20 * len(cells))
    form = IN_TABLE + ROW_ENDS + b"\x08\xd6" + struct.pack("<H", len(row) + 1) + row
    return [*(Paragraph(f"{cell}\x07", form=IN_TABLE) for cell in cells), Paragraph("\x07", form=form)]


def document_of(paragraphs: Sequence[Paragraph]) -> bytes:
    """A file with these paragraphs."""
    text = "".join(paragraph.text for paragraph in paragraphs)
    main = bytearray(TEXT_AT) + text.encode("utf-16-le")
    ends = list(_ends(paragraphs))
    table, places = bytearray(), {}
    signs = _on_new_page(main, _page([TEXT_AT, ends[-1]], [b"\0"]))
    of_paragraphs = [
        _on_new_page(
            main,
            _page(
                [ends[at], *ends[at + 1 : at + 1 + ON_A_PAGE]],
                [bytes(13)] * len(paragraphs[at : at + ON_A_PAGE]),
                [_form(paragraph) for paragraph in paragraphs[at : at + ON_A_PAGE]],
            ),
        )
        for at in range(0, len(paragraphs), ON_A_PAGE)
    ]
    length = len(text.encode("utf-16-le")) // 2
    for name, content in (
        ("styles", _styles()),
        ("signs", struct.pack("<3I", TEXT_AT, ends[-1], signs)),
        (
            "paragraphs",
            struct.pack(f"<{len(of_paragraphs) + 1}I", *ends[:-1:ON_A_PAGE], ends[-1])
            + struct.pack(f"<{len(of_paragraphs)}I", *of_paragraphs),
        ),
        ("pieces", b"\x02" + struct.pack("<3I", 16, 0, length) + struct.pack("<HIH", 0, TEXT_AT, 0)),
    ):
        places[name] = (len(table), len(content))
        table += content
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<HH", main, 6, 0x0804, 0)  # Chinese
    struct.pack_into("<H", main, 10, 0x0200)  # the tables are in 1Table
    struct.pack_into("<II", main, 0x18, TEXT_AT, ends[-1])
    struct.pack_into("<H", main, 0x20, 14)
    struct.pack_into("<H", main, 0x3E, 22)
    struct.pack_into("<I", main, 0x4C, length)
    struct.pack_into("<H", main, 0x98, 93)
    for name, at in DESCRIPTION.items():
        struct.pack_into("<II", main, at, *places[name])
    return compound_file({"WordDocument": bytes(main), "1Table": bytes(table)})


def _ends(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Where the first paragraph begins, and where each ends."""
    at = TEXT_AT
    yield at
    for paragraph in paragraphs:
        at += len(paragraph.text.encode("utf-16-le"))
        yield at


def _form(paragraph: Paragraph) -> bytes:
    """The style of a paragraph and what it has beside it, with its length in words."""
    form = struct.pack("<H", paragraph.heading) + paragraph.form
    if len(form) % 2:
        return bytes([len(form) // 2 + 1]) + form
    return bytes([0, len(form) // 2]) + form


def _page(ends: Sequence[int], entries: Sequence[bytes], forms: Sequence[bytes] = ()) -> bytes:
    """A page of forms: where each run ends, from the front; what it looks like, from the back."""
    page, at = bytearray(SECTOR), SECTOR - 1
    entries, kept = list(entries), {}
    for number, form in enumerate(forms):
        if form not in kept:
            at = (at - len(form)) // 2 * 2
            page[at : at + len(form)] = form
            kept[form] = at // 2
        entries[number] = bytes([kept[form]]) + entries[number][1:]
    front = struct.pack(f"<{len(ends)}I", *ends) + b"".join(entries)
    assert len(front) <= at, "too many paragraphs on a page"
    page[: len(front)] = front
    page[-1] = len(entries)
    return bytes(page)


def _on_new_page(main: bytearray, page: bytes) -> int:
    main += bytes(-len(main) % SECTOR)
    main += page
    return len(main) // SECTOR - 1


def _styles() -> bytes:
    """The style of the text and the nine of headings."""
    names = ["Normal", *(f"heading {level}" for level in range(1, 10))]
    sheet = struct.pack("<9H", len(names), 10, 1, 91, 15, 0, 0, 0, 0)
    sheet = struct.pack("<H", len(sheet)) + sheet
    for number, name in enumerate(names):
        base = 0xFFF if number == 0 else 0
        style = struct.pack("<5H", number, 1 | base << 4, 2 | number << 4, 0, 0)
        style += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
        style += struct.pack("<HHH", 2, number, 0)
        sheet += struct.pack("<H", len(style)) + style
    return sheet


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A file of Microsoft's with two streams in it, one after the other, and the small sectors that every such file has."""
    sectors, chain, starts = b"", list[int](), []
    padded = {
        name: content + bytes(max(LEAST - len(content), -len(content) % SECTOR))
        for name, content in streams.items()
    }
    for content in padded.values():
        starts.append(len(chain))
        count = len(content) // SECTOR
        chain += [*range(len(chain) + 1, len(chain) + count), END_OF_CHAIN]
        sectors += content
    small = len(chain)
    folder = small + 2
    chain += [END_OF_CHAIN] * 3
    sectors += bytes(SECTOR) + struct.pack("<I", END_OF_CHAIN) + struct.pack("<I", FREE) * (SECTOR // 4 - 1)
    entries = [_entry("Root Entry", kind=5, child=1, start=small, size=64)]
    for number, (name, start) in enumerate(zip(padded, starts, strict=True)):
        entries.append(_entry(name, start=start, left=FREE if number else 2, size=len(padded[name])))
    sectors += b"".join(entries).ljust(SECTOR, b"\0")
    tables = 1
    while (len(chain) + tables) * 4 > tables * SECTOR:
        tables += 1
    listed = [*range(folder + 1, folder + 1 + tables)]
    chain += [TABLE_OF_SECTORS] * tables
    chain += [FREE] * (-len(chain) % (SECTOR // 4))
    head = struct.pack("<8s16x6H", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0)
    head += struct.pack("<10I", 0, 0, tables, folder, 0, LEAST, small + 1, 1, END_OF_CHAIN, 0)
    head += struct.pack("<109I", *listed, *[FREE] * (109 - tables))
    return head.ljust(SECTOR, b"\0") + sectors + struct.pack(f"<{len(chain)}I", *chain)


def _entry(
    name: str, *, kind: int = 2, child: int = FREE, left: int = FREE, start: int = END_OF_CHAIN, size: int = 0
) -> bytes:
    """A line of the list of streams; the list is a tree, in which shorter names stand to the left."""
    label = f"{name}\0".encode("utf-16-le")
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(label), kind, 1, left, FREE, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
