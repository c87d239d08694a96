"""A fuzzer over raw bytes for every reader: whatever a file holds, it is read or refused in bounded time.

    .venv/bin/python -m tests.fuzz_readers --minutes 10

Each round takes a sound file of one form, cuts, overwrites, repeats or splices pieces of it, and reads it. Only
``UnreadableFile`` may come out. The suite runs a few hundred rounds (``test_ingest_fuzz``).
"""

import argparse
import io
import json
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx

from archive.ingest.pipeline import read_file
from archive.ingest.readers.zip import unpack
from archive.ingest.records import UnreadableFile
from tests.pages import ARTICLE

SLOWEST = 45.0  # seconds for one file: a child that is killed has had its twenty, another start takes a few
LARGEST = 400_000


def sound_pdf(text: str) -> bytes:
    """A PDF of one page with the text as ASCII shapes: enough for a parser to have objects to trip over."""
    shown = (
        text.encode("ascii", "replace").decode().replace("(", "").replace(")", "").replace("\n", " ")[:2000]
    )
    stream = f"BT /F1 12 Tf 40 760 Td ({shown}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj".encode() + content + b"endobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return (
        body
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        + table
        + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode()
    )


def sound_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "工会数"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def sound_html(text: str) -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>页</title></head><body><div>{rows}</div></body></html>".encode()


def sound_zip(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("一.txt", text)
        archive.writestr("夹/二.txt", text.encode("gb18030"))
    return buffer.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "txt": lambda: ARTICLE.encode("utf-8"),
    "gb18030.txt": lambda: ARTICLE.encode("gb18030"),
    "utf16.txt": lambda: ARTICLE.encode("utf-16"),
    "html": lambda: sound_html(ARTICLE),
    "docx": lambda: sound_docx(ARTICLE),
    "pdf": lambda: sound_pdf(ARTICLE),
    "zip": lambda: sound_zip(ARTICLE),
}
# Pieces that parsers of each form are known to stumble over
TRAPS = (
    b"<div>" * 3000,
    b"<table><tr><td>" * 500,
    b"<!--",
    b"<![CDATA[",
    b"&#x110000;",
    b"<!ENTITY a 'aaaaaaaaaa'>",
    b"\x00" * 64,
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06" + b"\x00" * 18,
    b"1 0 obj<</Kids[1 0 R]>>endobj",
    b"/Length 99999999",
    b"stream\n",
    "总工会".encode() * 300,
    "（".encode() * 500,
    b"\n" * 500,
    "　".encode() * 500,
)


@dataclass(frozen=True, slots=True)
class Round:
    """One broken file, and how it was broken."""

    form: str
    seed: int
    data: bytes

    @property
    def name(self) -> str:
        return f"fuzz-{self.seed}.{self.form}"


def broken(data: bytes, chance: random.Random) -> bytes:
    """The file after a few changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        how = chance.randrange(6)
        if how == 0:
            del changed[at : at + chance.choice((1, 4, 64, 4096))]
        elif how == 1:
            changed[at:at] = chance.choice(TRAPS)
        elif how == 2:
            changed[at : at + 4] = chance.randbytes(4)
        elif how == 3:
            changed[at:at] = bytes(changed[at : at + 256]) * chance.choice((2, 20, 100))
        elif how == 4:
            del changed[chance.randrange(len(changed) + 1) :]
        else:
            changed[at:at] = chance.randbytes(chance.choice((1, 16, 512)))
    return bytes(changed[:LARGEST])


def rounds(seed: int, forms: tuple[str, ...] = tuple(SOUND)) -> Iterator[Round]:
    """Broken files without end; the same seed gives the same ones."""
    sound = {form: SOUND[form]() for form in forms}
    while True:
        chance = random.Random(seed)
        form = forms[seed % len(forms)]
        yield Round(form, seed, broken(sound[form], chance))
        seed += 1


def read(one: Round) -> str:
    """What became of a file: read, or refused with this code. Anything else is raised."""
    try:
        if one.form == "zip":
            for name, content in unpack(one.data, one.name):
                read_file(content, name)
        else:
            read_file(one.data, one.name)
    except UnreadableFile as refusal:
        return f"{one.form}: {refusal.code}"
    return f"{one.form}: read"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    slowest, slowest_name = 0.0, ""
    end = time.monotonic() + 60 * options.minutes
    for one in rounds(options.seed):
        if time.monotonic() > end:
            break
        start = time.monotonic()
        try:
            outcomes[read(one)] += 1
        except Exception:  # noqa: BLE001 - what a fuzzer looks for
            faults.append(f"{one.name}\n{traceback.format_exc()}")
        took = time.monotonic() - start
        if took > slowest:
            slowest, slowest_name = took, one.name
        if took > SLOWEST:
            faults.append(f"{one.name} took {took:.1f} s")
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:8d}  {outcome}")
    print("\n".join(faults))
    figures = {
        "files": outcomes.total(),
        "faults": len(faults),
        "slowest": round(slowest, 2),
        "slowest_file": slowest_name,
    }
    print(json.dumps(figures))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
