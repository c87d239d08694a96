"""What somebody who means harm could hand in: names, bytes and words, as data. Made here; none of it does anything."""

import io
import itertools
import zipfile
from collections.abc import Iterator

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><iframe src='javascript:alert(1)'></iframe>",
    "'-alert(1)-'",
    "</title></textarea></style></script><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>甲</a>",
    "<link rel=stylesheet href=https://elsewhere.invalid/x.css>",
    "<img src=https://elsewhere.invalid/x.png>",
    "<mark>甲</mark>&lt;b&gt;&amp;&#60;script&#62;",
    "＜script＞alert(1)＜/script＞",
    "{{7*7}}{% load x %}${7*7}",
    "\u202e<b>\u2066甲\u2069",
    "]]><!--<b>-->",
)
"""Markup in every dress; the address does not exist, by its name."""
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "\t=1+1", '=HYPERLINK("https://elsewhere.invalid")')
NAMES = (
    *(
        "../../escaped.txt",
        "..\\..\\escaped.txt",
        "/etc/escaped.txt",
        "C:\\escaped.txt",
        "\\\\host\\share\\escaped.txt",
    ),
    *(
        "a\0b.txt",
        "a\nb.txt",
        "a\r\nX-Header: 1.txt",
        "\u202etxt.exe",
        "\u200b.txt",
        " .txt",
        "..txt",
        ".",
        "..",
        "~",
    ),
    *("CON.txt", "aux", "a:b.txt", "a*b?.txt", "a|b.txt", "'; DROP TABLE x; --.txt", "$(touch escaped).txt"),
    *(
        "`touch escaped`.txt",
        "a;rm.txt",
        "-rf.txt",
        "--help.txt",
        "%2e%2e%2fescaped.txt",
        "%00.txt",
        "字" * 300 + ".txt",
    ),
    *(
        "a" * 5000 + ".txt",
        "甲.txt.html",
        "甲.html.txt",
        "甲.TXT",
        "甲.php",
        "甲.svg",
        "甲",
        "\ud83d\ude00.txt",
        "é.txt",
    ),
    *FORMULAS,
    *SCRIPTS,
)
REPORT = "青禾区总工会2019年工作综述\n\n本报记者 周文静\n\n这一年，工会办了{}件实事，职工都说好。\n\n一、修渠引水\n\n师傅把学徒领进了车间。\n"
EXTERNAL = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "https://elsewhere.invalid/x">]>',
    '<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE x SYSTEM "https://elsewhere.invalid/x.dtd">',
)
PACKED_XML = {"docx": "word/document.xml", "odt": "content.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}


def files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for number, name in enumerate(NAMES):
        yield name, REPORT.format(number).encode()
    yield from _markup()
    yield from _bytes()
    yield from _packed()
    yield from _two_at_once()


def _markup() -> Iterator[tuple[str, bytes]]:
    """Markup and formulas in each place of a report that text can come from."""
    for number, words in enumerate((*SCRIPTS, *FORMULAS)):
        for place, line in enumerate(
            (
                "{w}",
                "{w}总工会2019年工作综述",
                "本报记者 {w}",
                "——{w}",
                "云川日报{w} 2020年1月15日 第3版",
                "一、{w}",
                "图为{w}。",
            )
        ):
            text = f"{line.format(w=words)}\n\n{REPORT.format(1000 + number * 10 + place)}\n{line.format(w=words)}\n"
            yield f"标记{number}-{place}.txt", text.encode()
        page = f"<html><head><title>{words}</title></head><body><h1>{words}</h1><p>{REPORT.format(number)}{words}</p></body></html>"
        yield f"标记{number}.html", page.encode()
        yield (
            f"标记{number}.md",
            f"# {words}\n\n{REPORT.format(number)}\n\n[甲](javascript:alert(1)) ![乙](https://elsewhere.invalid/x)".encode(),
        )


def _bytes() -> Iterator[tuple[str, bytes]]:
    """Texts in encodings that are not what they say, cut in the middle, or none at all."""
    report = REPORT.format(7)
    encodings = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "utf-7")
    for number, encoding in enumerate(encodings):
        whole = report.encode(encoding, "replace")
        for cut, content in enumerate(
            (whole, whole[:-1], whole[1:], b"\xff\xfe" + whole, whole + b"\0" * 50)
        ):
            yield f"编码{number}-{cut}.txt", content
    for number, content in enumerate(
        (b"", b"\0" * 1000, bytes(range(256)) * 20, b"\xef\xbb\xbf", b"\n" * 10000, b"\x1b[31m\x07" * 100)
    ):
        for suffix in ("txt", "html", "docx", "pdf", "zip", "rtf", "eml", "xlsx"):
            yield f"字节{number}.{suffix}", content


def _packed() -> Iterator[tuple[str, bytes]]:
    """Packed files that lead outside, hold each other, or are far larger than they look; and references in their XML."""
    for number, name in enumerate(NAMES[:30]):
        yield f"包{number}.zip", packed({name.replace("\0", "_"): REPORT.format(200 + number).encode()})
    yield "炸弹.zip", packed({"大.txt": b"0" * 50_000_000})
    inner = packed({"甲.txt": REPORT.format(300).encode()})
    for _level in range(6):
        inner = packed({"里.zip": inner})
    yield "层层.zip", inner
    yield "许多.zip", packed({f"{number}.txt": b"x" for number in range(120)})
    for (suffix, member), (number, doctype) in itertools.product(PACKED_XML.items(), enumerate(EXTERNAL)):
        xml = f'<?xml version="1.0"?>{doctype}<x>&e;</x>'.encode()
        yield f"引用{number}.{suffix}", packed({member: xml, "[Content_Types].xml": xml, "mimetype": b"x"})
    for number, doctype in enumerate(EXTERNAL):
        yield f"引用{number}.html", f"{doctype}<html><body><p>&e;</p></body></html>".encode()


def _two_at_once() -> Iterator[tuple[str, bytes]]:
    """Bytes that are two formats at once, each under the name of the other."""
    page, zipped = b"<html><script>alert(1)</script></html>", packed({"x.txt": b"x"})
    heads = (
        b"%PDF-1.7\n",
        b"GIF89a/*",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"{\\rtf1 ",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"MZ",
    )
    for number, head in enumerate(heads):
        for body in (page, zipped):
            for suffix in ("txt", "html", "pdf", "docx"):
                yield f"两样{number}-{len(body)}.{suffix}", head + body


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
