"""The same article, whatever it was saved as: the same title block, the same headings, the same body."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers import doc
from archive.ingest.records import ReviewRecord, UnreadableFile
from archive.regions.authority import Authority
from tests import saved_as
from tests.fonts import NO_CHINESE_FONT, has_chinese_font
from tests.saved_as import Part, Parts

DEMO = Path(__file__).parent.parent / "fixtures" / "demo"
ARTICLES = sorted(path.name for path in DEMO.glob("*.txt"))
# each with what is hard in print: figures set off by spaces, traditional characters, two levels, a kicker and a
# title of two rows, by-lines in two parts, headings that open paragraphs
PRINTED = (
    "jinwan-2018.txt",
    "yunchuan-2018.gb18030.txt",
    "zone-2020.txt",
    "province-2021.txt",
    "hailan-fiveyears-2023.txt",
)


def article_of(record: ReviewRecord) -> dict[str, Any]:
    """What must be the same."""
    return {
        "kicker": record.kicker and record.kicker.text,
        "title": record.title and record.title.text,
        "subtitle": record.subtitle and record.subtitle.text,
        "bylines": [byline.text for byline in record.bylines],
        "sections": [
            (
                section.level,
                section.heading and section.heading.text,
                [part.text for part in section.paragraphs],
            )
            for section in record.sections
        ],
    }


@cache
def original(name: str) -> tuple[Parts, dict[str, Any]]:
    """The article of a demo text, line by line, and how its plain text is read."""
    reading = read_file((DEMO / name).read_bytes(), name, authority=Authority.load())
    parts = saved_as.parts_of(reading.records[0], reading.source.raw)
    return parts, article_as(saved_as.as_text(parts).encode(), "综述.txt")


def article_as(data: bytes, name: str) -> dict[str, Any]:
    records = read_file(data, name, authority=Authority.load()).records
    assert len(records) == 1
    return article_of(records[0])


def saved(parts: Parts) -> Iterator[tuple[str, bytes, str]]:
    """The article in every format that needs no browser."""
    text = saved_as.as_text(parts)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield encoding, text.encode(encoding), "综述.txt"
    yield "plain page", saved_as.as_plain_html(parts).encode(), "综述.html"
    yield "newspaper page", saved_as.as_newspaper_html(parts).encode(), "综述.html"
    yield "newspaper page, GBK", saved_as.as_newspaper_html(parts, "gb2312").encode("gb18030"), "综述.htm"
    yield "union site", saved_as.as_union_site_html(parts).encode("gb18030"), "综述.html"
    yield "page with its parts", saved_as.as_mht(saved_as.as_newspaper_html(parts).encode()), "综述.mht"
    yield "Word with styles", saved_as.as_docx(parts), "综述.docx"
    yield "Word without styles", saved_as.as_docx(parts, styled=False), "综述.docx"
    if shutil.which(doc.PROGRAM):
        yield "Word 97 with headings", saved_as.as_doc(parts), "综述.doc"
        yield "Word 97 without styles", saved_as.as_doc(parts, styled=False), "综述.wps"
    yield "LibreOffice", saved_as.as_odt(parts), "综述.odt"
    yield "LibreOffice, in one piece", saved_as.as_odt(parts, flat=True), "综述.fodt"
    yield "rich text with styles", saved_as.as_rtf(parts), "综述.rtf"
    yield "rich text without styles", saved_as.as_rtf(parts, styled=False), "综述.rtf"
    yield "OFD", saved_as.as_ofd(parts), "综述.ofd"
    yield "PDF", saved_as.as_typeset_pdf(parts), "综述.pdf"
    yield "PDF in two columns", saved_as.as_typeset_pdf(parts, columns=2), "综述.pdf"
    yield "PDF in three columns", saved_as.as_typeset_pdf(parts, columns=3), "综述.pdf"


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_the_same_in_every_format(name: str) -> None:
    parts, expected = original(name)
    assert expected["title"]
    assert sum(len(paragraphs) for _, _, paragraphs in expected["sections"]) >= 2
    for label, data, file in saved(parts):
        assert article_as(data, file) == expected, label


@pytest.mark.parametrize(
    "lose",
    [
        lambda text: text.encode().decode("cp1252", "ignore"),
        lambda text: "".join(
            chr(0x4E00 + ord(sign) * 7919 % 20000) if sign > "一" else sign for sign in text
        ),
    ],
    ids=["read in a wrong code page", "other characters for each"],
)
def test_rubbish_is_refused_in_every_format(lose: Callable[[str], str]) -> None:
    parts = tuple(
        Part(part.role, "".join(filter(str.isprintable, lose(part.text))))
        for part in original(ARTICLES[0])[0]
    )
    text = saved_as.as_text(parts).encode()
    plain = ("综述.txt", text), ("综述.md", text), ("综述.html", saved_as.as_plain_html(parts).encode())
    formats = (
        ("综述.docx", saved_as.as_docx(parts)),
        ("综述.odt", saved_as.as_odt(parts)),
        ("综述.rtf", saved_as.as_rtf(parts)),
    )
    for file, data in (*plain, *formats):
        with pytest.raises(UnreadableFile) as refusal:
            read_file(data, file, authority=Authority.load())
        assert refusal.value.code == "illegible", file


@pytest.mark.slow
@pytest.mark.skipif(saved_as.BROWSER is None, reason="no Chromium here to print the page to PDF")
@pytest.mark.skipif(not has_chinese_font(), reason=NO_CHINESE_FONT)
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("name", PRINTED)
def test_an_article_printed_to_pdf_by_a_browser_is_the_same(name: str, columns: int, tmp_path: Path) -> None:
    parts, expected = original(name)
    data = saved_as.as_pdf(saved_as.as_printed_html(parts, columns), tmp_path)
    assert article_as(data, "综述.pdf") == expected


def test_the_demo_articles_are_read_alike_from_their_parts_and_from_their_pages() -> None:
    """What the other tests compare with is the article itself, not a thing of their own making."""
    for name in ARTICLES:
        reading = read_file((DEMO / name).read_bytes(), name, authority=Authority.load())
        page, parts = article_of(reading.records[0]), original(name)[1]
        assert parts["title"] == page["title"]
        assert parts["sections"] == page["sections"]
