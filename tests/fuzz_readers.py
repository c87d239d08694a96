"""Damaged, cut, spliced and random files for every reader: ``python tests/fuzz_readers.py SECONDS [SEED]``.

A reader may refuse a file with ``UnreadableFile`` and nothing else. The program prints what it tried, one line
for each outcome, and as its last line one JSON object; it ends with 1 when a reader did anything else.
"""

import argparse
import io
import json
import logging
import random
import shutil
import sys
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from archive.ingest.ocr.engines import is_installed  # noqa: E402
from archive.ingest.pipeline import read_file  # noqa: E402
from archive.ingest.readers.doc import PROGRAM  # noqa: E402
from archive.ingest.readers.page_set import packed  # noqa: E402
from archive.ingest.readers.registry import CONTAINERS  # noqa: E402
from archive.ingest.records import UnreadableFile  # noqa: E402
from archive.regions.authority import Authority  # noqa: E402
from tests import saved_as  # noqa: E402
from tests.pdf_maker import Words, pdf_of, set_in_lines  # noqa: E402
from tests.word97 import Paragraph, document_of, row_of  # noqa: E402

Mutation = Callable[[random.Random, bytes], bytes]
LARGEST = 400_000
ASIDE = "一年来，区总工会把职工的急难愁盼放在心上，"
SLOWEST_SECONDS, SLOWEST_PICTURES = (
    60.0,
    600.0,
)  # beyond every limit of the sandbox, which counts the pages of pictures

TOKENS: dict[str, tuple[bytes, ...]] = {
    "txt": ("——".encode(), b"\n\n", "　　".encode(), b"\x00", b"\xff\xfe", b"\x84\x31\x95\x33", "（摄".encode(), b"2019", "一、".encode(), b"\r"),
    "html": (
        b"<div>", b"</div>", b"<table><tr><td>", b"<br>", b"<!--", b"-->", b"<script>", b"</p>", b"<p>", b"<a href=x>", b"<h1>",
        b'<meta charset="utf-16">', b'<meta charset="gbk">', b"&#0;", b"&#x110000;", b"&#xD800;", b"style='display:none'", b"<title>",
        b"<frameset>", b"<img>", b"<svg><title>", b"<![CDATA[", b"<founder-title>", b"\x00", b"</body></html>", b"<pre>\n", b"<li>",
    ),
    "docx": (
        b"<w:p>", b"</w:p>", b"<w:r><w:t>", b"</w:tbl>", b"<w:tbl>", b"<w:tr>", b"<w:numPr><w:ilvl w:val='-1'/><w:numId w:val='99999999999'/></w:numPr>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<w:sdt>", b"<w:txbxContent>", b"<mc:AlternateContent/>", b"w:val=''", b"\x00", b"<w:outlineLvl w:val='x'/>",
    ),
    "pdf": (
        b"obj", b"endobj", b"stream\n", b"endstream", b"<<", b">>", b"/Kids [2 0 R]", b"/Count -1", b"/Length 99999999", b"0 0 0 0 0 0 Tm", b"1e38 Tf",
        b"NaN", b"/Filter /JBIG2Decode", b"/Rotate 90", b"<ffff>", b"BT", b"ET", b"xref", b"/MediaBox [0 0 0 0]", b"/UserUnit 1e9", b"[", b"(",
    ),
    "mht": (
        b"\r\n\r\n", b"Content-Type: text/html; charset=", b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", b"------B--\r\n", b"=E5=", b"=\r\n",
        b"Content-Transfer-Encoding: base64\r\n", b"boundary*0*=utf-8''%FF", b"start=<x>", b"=?gb2312?B?/w==?=", b"<link href=cid:x>", b"\xff\xfe",
    ),
    "eml": (
        b"\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n", b"; format=flowed", b"=?gb18030?Q?=FF?=",
        b"Content-Disposition: attachment; filename*=gb2312''%B9%A4\r\n", b"filename*0*=x''%", b"Content-Transfer-Encoding: x-uuencode\r\n", b"charset=utf-7", b"\x00", b"../",
    ),
    "odt": (
        b"<text:p>", b"</text:p>", b"<text:h text:outline-level='99'>", b"<text:list text:style-name='x'><text:list-item>", b"<text:s text:c='999999999'/>", b"<table:table>",
        b"<table:table-row>", b"<text:note><text:note-body>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<draw:text-box>", b"text:style-name='P1'", b"\x00",
    ),
    "rtf": (
        b"{", b"}", rb"\par ", rb"\u-10187?", rb"\u20849", rb"\uc99 ", rb"\'b9", b"\\'", rb"\bin999999 ", rb"{\*\x", rb"\trowd\intbl", rb"\cell", rb"\row", rb"{\stylesheet{\s1",
        rb"{\fonttbl{\f0\fcharset2 Wingdings;}}", rb"\ansicpg1252", rb"{\footnote", rb"{\upr{", rb"{\field{\*\fldinst EQ \\o(", rb"\deleted", rb"{\shp{\*\shpinst{\shptxt", b"\\",
    ),
    "doc": (
        b"\xec\xa5\xc1\x00", b"\x16\x24\x01", b"\x17\x24\x01", b"\x08\xd6\xff\xff\xff", b"\x08\xd6\x00\x00\x3f", b"\x07\x00", b"\r\x00", b"\x13\x00\x14\x00\x15\x00", b"\x01\x00", b"\x02\x00",
        b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\x00\x00\x00\x40", b"\xff\xff\xff\x7f", b"\x02\x10\x00\x00\x00", b"\x01\x00\x00\x80", b"\x00" * 40,
    ),
    "ofd": (
        b"<ofd:TextObject Boundary='0 0 1e9 nan'>", b"</ofd:TextObject>", b"DeltaX='g 99999999 1'", b"DeltaX='x'", b"CTM='0 0 0 0 0 0'", b"CTM='0 1 -1 0 5 5'", b"Size='0'",
        b"<ofd:TextCode X='inf' Y='-1e308'>", b"BaseLoc='../../x'", b"BaseLoc='/Doc_0/Document.xml'", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"Value='255 255 255'", b"\x00",
    ),
    "xlsx": (
        b"<row r='999999999'>", b"<c r='ZZZ1' t='s'><v>-1</v></c>", b"<c t='inlineStr'><is><t>", b"<mergeCell ref='A1:XFD1048576'/>", b"<v>1e999</v>", b"t='d'", b"</sheetData>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<f>1/0</f>", b"r:id='x'", b"\x00",
    ),
    "csv": (b",", b'"', b'""', b"\t", b"\r", b"\x00", "正文".encode(), "标题".encode(), b"\xff\xfe", "，".encode(), b"\n\n", "合计".encode(), b"<p>"),
    "md": (b"# ", b"## ", b"---\ntitle: ", b"\n---\n", b"**", b"![](", b"[1]: x", b"|---|", b"```\n", b"<div>", b"> ", b"\\", b"&#0;", b"- [ ] ", b"\x00"),
    "jpg": (b"\xff\xd8", b"\xff\xd9", b"\xff\xda", b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff", b"\xff\xe1", b"Exif\x00\x00MM", b"MPF\x00", b"\xff\xee\x00\x0eAdobe", b"\xff" * 9),
    "png": (b"IHDR", b"IDAT", b"IEND", b"tRNS", b"acTL", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00", b"\x10\x06", b"zTXt"),
    "tif": (b"II*\x00", b"MM\x00*", b"\x00\x01\x03\x00\xff\xff\xff\xff", b"\x11\x01", b"\x08\x00\x00\x00", b"\xff\xff\xff\x7f", b"\x03\x01\x03\x00"),
    "webp": (b"RIFF", b"VP8X", b"ANMF", b"ALPH", b"\xff\xff\xff\xff", b"VP8L/"),
    "page-set": (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"mimetype", b"\xff\xd8\xff", b"\xff\xff\xff\xff", b"../"),
    "zip": (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"../", b"\x75\x70"),
}  # fmt: skip

PICTURES = ("jpg", "png", "tif", "webp", "page-set")
"""Only where something reads them; pages of few lines, which are read in a second."""

# What parsers of any format are known to stumble over
TRAPS = (
    b"<div>" * 3000,
    b"<table><tr><td>" * 500,
    b"\xed\xa0\x80",
    b"\x00" * 64,
    b"1 0 obj<</Kids[1 0 R]>>endobj",
    b"[" * 5000,
    "总工会".encode() * 300,
    "（".encode() * 500,
    b"\n" * 500,
    "　".encode() * 500,
)

# mutations of bytes


def flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 40))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice((0, 255, rng.randrange(256)))
    return bytes(changed)


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def drop(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.choice((1, 4, 64, 2000)) :]


def repeat(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.choice((1, 7, 100, 3000))]
    return data[:start] + piece * rng.choice((2, 3, 50)) + data[start:]


def shuffle(rng: random.Random, data: bytes) -> bytes:
    places = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    first, second, third = places
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def noise(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.choice((0, 0, 4, 16, 200))] + rng.randbytes(rng.choice((0, 1, 30, 5000)))


BYTE_MUTATIONS: tuple[Mutation, ...] = (flip, cut, drop, repeat, shuffle, noise)


@dataclass(slots=True)
class Fuzzer:
    """Good files of each format, and what became of their damaged offspring."""

    rng: random.Random
    seeds: dict[str, list[bytes]]
    authority: Authority
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def mutant(self, kind: str) -> bytes:
        """A damaged file: its bytes, or the parts inside of it."""
        data = self.rng.choice(self.seeds[kind])
        for _ in range(self.rng.choice((1, 1, 1, 2, 4))):
            if kind in ("docx", "odt", "ofd", "xlsx", "zip", "page-set") and self.rng.random() < 0.7:
                data = self._inside_zip(kind, data)
            elif kind == "pdf" and self.rng.random() < 0.6:
                data = self._inside_pdf(data)
            else:
                data = self._bytes(kind, data)
        return data[:LARGEST]

    def _bytes(self, kind: str, data: bytes) -> bytes:
        choice = self.rng.random()
        if choice < 0.35:
            at = self.rng.randrange(len(data) + 1)
            if choice < 0.06:
                return data[:at] + self.rng.choice(TRAPS) + data[at:]
            return data[:at] + self.rng.choice(TOKENS[kind]) * self.rng.choice((1, 1, 3, 300)) + data[at:]
        if choice < 0.45:
            other = self.rng.choice(self.seeds[kind])
            return data[: self.rng.randrange(len(data) + 1)] + other[self.rng.randrange(len(other) + 1) :]
        return self.rng.choice(BYTE_MUTATIONS)(self.rng, data)

    def _inside_zip(self, kind: str, data: bytes) -> bytes:
        """A zip or a Word file with one of its parts damaged and packed again."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except Exception:  # noqa: BLE001 - damaged already
            return self._bytes(kind, data)
        if not parts:
            return data
        name = self.rng.choice([name for name in parts if name.endswith((".xml", ".rels"))] or list(parts))
        if self.rng.random() < 0.1:
            del parts[name]
        else:
            parts[name] = self._bytes(kind, parts[name])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        return buffer.getvalue()

    def _inside_pdf(self, data: bytes) -> bytes:
        """A PDF with the words of one page damaged before they are packed again."""
        start = data.find(b"stream\n")
        end = data.find(b"\nendstream", start)
        if start < 0 or end < 0:
            return self._bytes("pdf", data)
        try:
            content = zlib.decompress(data[start + 7 : end])
        except zlib.error:
            return self._bytes("pdf", data)
        return data[: start + 7] + zlib.compress(self._bytes("pdf", content)) + data[end:]

    def run(self, kind: str) -> None:
        """Make one file, read it, and note what became of it."""
        data = self.mutant(kind)
        start = time.monotonic()
        try:
            outcome = self.read(kind, data)
        except UnreadableFile as refused:
            outcome = refused.code
            if not refused.message:
                self._fault(kind, data, "a refusal without words")
        except Exception:  # noqa: BLE001 - this is what the program looks for
            outcome = "FAULT"
            self._fault(kind, data, traceback.format_exc())
        seconds = time.monotonic() - start
        self.slowest = max(self.slowest, seconds)
        if seconds > (SLOWEST_PICTURES if kind in PICTURES else SLOWEST_SECONDS):
            self._fault(kind, data, f"{seconds:.0f} seconds")
        self.outcomes[kind, outcome] += 1

    def read(self, kind: str, data: bytes) -> str:
        """Read a file whole, as the site would."""
        if f".{kind}" in CONTAINERS:
            for name, content in CONTAINERS[f".{kind}"](data, f"综述.{kind}"):
                if ".." in name.split("/") or name.startswith("/") or not isinstance(content, bytes):
                    raise AssertionError(name)
                with suppress(UnreadableFile):
                    read_file(content, name, authority=self.authority)
            return "read"
        read_file(data, "各页.zip" if kind == "page-set" else f"综述.{kind}", authority=self.authority)
        return "read"

    def _fault(self, kind: str, data: bytes, words: str) -> None:
        path = Path(f"fault-{kind}-{len(self.faults)}.bin")
        self.faults.append(f"{kind}: {words}")
        if len(self.faults) <= 20:
            path.write_bytes(data)


def good_files(authority: Authority) -> dict[str, list[bytes]]:
    """Files to begin with: articles of the demo archive in every format."""
    seeds: dict[str, list[bytes]] = {kind: [] for kind in TOKENS}
    if not is_installed():
        for kind in PICTURES:
            del seeds[kind]
    if shutil.which(PROGRAM) is None:
        del seeds["doc"]
    for name in ("baita-2013.txt", "yunchuan-2018.gb18030.txt", "jinwan-2018.txt"):
        data = (ROOT / "fixtures" / "demo" / name).read_bytes()
        reading = read_file(data, name, authority=authority)
        parts = saved_as.parts_of(reading.records[0], reading.source.raw)[:9]
        seeds["txt"] += [data, saved_as.as_text(parts).encode("utf-16")]
        seeds["html"] += [
            saved_as.as_plain_html(parts).encode(),
            saved_as.as_newspaper_html(parts, "gb2312").encode("gb18030"),
            saved_as.as_union_site_html(parts).encode("gb18030"),
        ]
        seeds["docx"] += [saved_as.as_docx(parts), saved_as.as_docx(parts, styled=False)]
        if "doc" in seeds:
            rows_of_table = [word for row in (["项目", "人数"], ["夜校", "120"]) for word in row_of(row)]
            seeds["doc"] += [
                saved_as.as_doc(parts),
                document_of([*rows_of_table, Paragraph(f"{ASIDE}\r")] * 4),
            ]
        seeds["pdf"] += [saved_as.as_typeset_pdf(parts), saved_as.as_typeset_pdf(parts, columns=2)]
        seeds["md"].append(
            "\n\n".join(("# " * (not at) + part.text) for at, part in enumerate(parts)).encode()
        )
        seeds["odt"] += [saved_as.as_odt(parts), saved_as.as_odt(parts, flat=True)]
        seeds["ofd"].append(saved_as.as_ofd(parts))
        rows = [[parts[0].text, "2020-01-09", "\n".join(part.text for part in parts[1:])]] * 2
        seeds["xlsx"].append(saved_as.as_workbook([["标题", "日期", "正文"], *rows]))
        seeds["csv"].append(saved_as.as_csv([["标题", "日期", "正文"], *rows]))
        seeds["rtf"] += [saved_as.as_rtf(parts), saved_as.as_rtf(parts, styled=False)]
        if is_installed():
            for kind, data in as_pictures([part.text[:20] for part in parts[:4]]).items():
                seeds[kind].append(data)
        page = saved_as.as_newspaper_html(parts, "gb2312").encode("gb18030")
        seeds["mht"] += [saved_as.as_mht(page), saved_as.as_mht(seeds["html"][0])]
        seeds["eml"] += [
            saved_as.as_mail(
                saved_as.as_text(parts), {"综述.docx": seeds["docx"][-1], "综述.mht": seeds["mht"][0]}
            ),
            saved_as.as_mail(saved_as.as_text(parts), {}),
        ]
    seeds["pdf"].append(pdf_of([[Words(30, 300, "侧边", turn=True), *set_in_lines(ASIDE * 3, 60, 700, 30)]]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, data in enumerate((*seeds["txt"][:3], *seeds["docx"][:1])):
            archive.writestr(f"2019/第{at}篇.txt", data)
        archive.writestr("a/plain.txt", b"x" * 1000)
    seeds["zip"].append(buffer.getvalue())
    return seeds


def as_pictures(lines: list[str]) -> dict[str, bytes]:
    """Lines on a page, in every kind of picture."""
    drawing = import_module("benchmarks.drawn_pages")
    page = drawing.Image.new("RGB", (460, 60 * len(lines)), "white")
    pen = drawing.ImageDraw.Draw(page)
    for at, line in enumerate(lines):
        pen.text((20, 60 * at + 10), line, font=drawing.font("Serif", 20), fill="black")
    made = {}
    for kind, name in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF"), ("webp", "WEBP")):
        buffer = io.BytesIO()
        page.save(buffer, name)
        made[kind] = buffer.getvalue()
    return made | {"page-set": packed([("1.jpg", made["jpg"]), ("2.webp", made["webp"])])}


class Complaints(logging.Handler):
    """What the parsers raised inside their child processes."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.last_lines: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage().strip().split("\n")
        if len(words) > 1:
            place = next((line.strip() for line in reversed(words) if "/archive/" in line), "")
            self.last_lines[f"{words[-1][:120]} | {place[-90:]}"] += 1


def kinds(known: Iterable[str]) -> Iterator[str]:
    known = tuple(known)
    while True:
        yield from known


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("seconds", type=float)
    arguments.add_argument("seed", type=int, nargs="?", default=1)
    arguments.add_argument("--only", choices=list(TOKENS))
    options = arguments.parse_args()
    complaints = Complaints()
    logger = logging.getLogger("archive.ingest.readers.sandbox")
    logger.addHandler(complaints)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    authority = Authority.load()
    fuzzer = Fuzzer(random.Random(options.seed), good_files(authority), authority)
    end = time.monotonic() + options.seconds
    for kind in kinds(fuzzer.seeds):
        if time.monotonic() > end:
            break
        fuzzer.run(options.only or kind)
    for (kind, outcome), count in sorted(fuzzer.outcomes.items()):
        print(f"{kind:5} {outcome:20} {count}")
    for words, count in complaints.last_lines.most_common(30):
        print(f"in the child {count:6}  {words}")
    for fault in fuzzer.faults[:20]:
        print(fault)
    per_kind = Counter[str]()
    for (kind, _), count in fuzzer.outcomes.items():
        per_kind[kind] += count
    figures = {
        "files": sum(per_kind.values()),
        **per_kind,
        "faults": len(fuzzer.faults),
        "slowest_seconds": round(fuzzer.slowest, 2),
        "seconds": options.seconds,
        "seed": options.seed,
    }
    print(json.dumps(figures))
    return 1 if fuzzer.faults else 0


if __name__ == "__main__":
    sys.exit(main())
