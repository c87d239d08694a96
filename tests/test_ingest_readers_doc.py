"""Word 97 to 2003 files: what antiword makes of them, and what is said where it is not installed."""

import shutil

import pytest
from lxml import etree

from archive.ingest.readers import doc
from archive.ingest.readers.doc_paragraphs import built_of, with_gaps
from archive.ingest.readers.registry import FORMATS, format_of, read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.word97 import Paragraph, document_of, row_of

NEEDS_ANTIWORD = pytest.mark.skipif(
    shutil.which(doc.PROGRAM) is None, reason="antiword, which reads .doc, is not installed here"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(900)


def para(words: str) -> str:
    return f"  <para>\n{words}\n  </para>\n"


TABLE = (
    "<informaltable><tgroup cols='2'><colspec colwidth='9pt'/><tbody>"
    "<row><entry>\n项目\n</entry><entry>\n人数\n</entry></row></tbody></tgroup></informaltable>"
)
BOOK = (
    "<book lang='en_US'><bookinfo><author><surname>office</surname></author><date>2013-12-23</date></bookinfo>"
    "<chapter><title/>"
    + para("<emphasis role='bold'>一盏灯</emphasis>照亮一条街")
    + para("青禾区总工会办起夜校<footnote>\n<para>\n名单附后\n</para>\n</footnote>。")
    + "</chapter><chapter><title>建家</title>"
    + para(TABLE)
    + "<sect1><title>进车间</title><itemizedlist><listitem>"
    + para("第一件")
    + "</listitem></itemizedlist>"
    + para("[pic]")
    + "</sect1></chapter></book>"
)


@pytest.mark.parametrize("name", ["综述.doc", "综述.wps", "综述.dot", "综述.docx", "综述.txt", "综述"])
def test_a_file_of_word_97_goes_to_its_reader_under_any_name(name: str) -> None:
    assert format_of(OLE, name) is FORMATS[".doc"]


def test_headings_tables_and_notes_of_the_book_have_their_roles() -> None:
    reader = doc.DocumentReader(etree.fromstring(BOOK))
    lines = list(with_gaps(reader.lines()))
    built = built_of(lines, headers=(), notes=reader.notes, footers=())
    rows = [row.strip() for row in built.text.split("\n") if row.strip()]
    assert rows == [
        "一盏灯照亮一条街",
        "青禾区总工会办起夜校。",
        "建家",
        "项目\t人数",
        "进车间",
        "第一件",
        "名单附后",
    ]
    hints = {built.text[at:].split("\n")[0].strip(): hint for at, hint in built.hints.items()}
    assert hints == {
        "建家": Hint.HEADING,
        "项目\t人数": Hint.ROW,
        "进车间": Hint.SUBHEADING,
        "名单附后": Hint.FURNITURE,
    }
    assert reader.images == 1


def test_without_the_program_the_refusal_says_what_to_install_and_how_to_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doc, "PROGRAM", "no-such-program")
    with pytest.raises(UnreadableFile) as refused:
        doc.parse(OLE, "综述.doc")
    assert refused.value.code == "needs-antiword"
    assert "安装 antiword" in refused.value.message
    assert "另存为 .docx" in refused.value.message


@NEEDS_ANTIWORD
@pytest.mark.parametrize("data", [OLE, OLE[:40] + bytes(range(256)) * 40 + OLE[600:]])
def test_a_damaged_file_is_refused_and_the_next_one_is_read(data: bytes) -> None:
    for _ in range(2):
        with pytest.raises(UnreadableFile) as refused:
            read(data, "综述.doc")
        assert (refused.value.code, "“综述.doc”" in refused.value.message) == ("damaged", True)


@NEEDS_ANTIWORD
def test_a_file_of_word_97_is_read_with_its_headings_its_tables_and_rare_characters() -> None:
    paragraphs = [
        Paragraph("温暖送到一线\r", heading=1),
        Paragraph("青禾区总工会主席𬭎林走访班组。\r"),
        *row_of(["项目", "人数"]),
        *row_of(["夜校", "120"]),
        Paragraph("把家建在车间\r", heading=2),
        Paragraph("班组里的家\r", heading=3),
        *[Paragraph(f"第{number}个班组有了职工之家。\r") for number in range(1, 41)],
    ]
    read_text = read(document_of(paragraphs), "综述.doc")
    rows = [row.strip() for row in read_text.source.raw.split("\n") if row.strip()]
    assert rows == [
        "温暖送到一线",
        "青禾区总工会主席𬭎林走访班组。",
        "项目\t人数",
        "夜校\t120",
        "把家建在车间",
        "班组里的家",
        *[f"第{number}个班组有了职工之家。" for number in range(1, 41)],
    ]
    hints = {read_text.source.raw[at:].split("\n")[0].strip(): hint for at, hint in read_text.hints.items()}
    assert hints == {
        "温暖送到一线": Hint.TITLE,
        "项目\t人数": Hint.ROW,
        "夜校\t120": Hint.ROW,
        "把家建在车间": Hint.HEADING,
        "班组里的家": Hint.SUBHEADING,
    }
