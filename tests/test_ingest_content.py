"""The content of a file decides how it is read; its name is a hint, and the reason of a refusal is the true one."""

import base64
import io
import zipfile

import docx
import pytest

from archive.ingest.pipeline import hints_after_cleaning, read_file
from archive.ingest.readers.registry import CONTAINERS, FORMATS, container_of, format_of, read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.cleaning import clean
from archive.ingest.text.file_names import helpers_of_pages, is_litter, name_of
from archive.ingest.text.lines import Hint
from tests.pages import ARTICLE
from tests.pdf_maker import pdf_of

PAGE = "<html><head><meta charset='utf-8'></head><body>" + "".join(
    f"<p>{line}</p>" for line in ARTICLE.split("\n\n")
)

MAIL = (
    b"Subject: =?utf-8?B?5bm0?=\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(ARTICLE.encode())
)


def word_file() -> bytes:
    document = docx.Document()
    for line in ARTICLE.split("\n\n"):
        document.add_paragraph(line.strip())
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return buffer.getvalue()


def test_a_zip_whose_first_file_is_a_pdf_that_is_not_packed_is_a_zip() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("甲.pdf", pdf_of([[]]))
        archive.writestr("乙.txt", ARTICLE)
    unpack = container_of(buffer.getvalue(), "云川2019.zip")
    assert unpack is CONTAINERS[".zip"]
    assert [name for name, _ in unpack(buffer.getvalue(), "云川2019.zip")] == ["甲.pdf", "乙.txt"]


NAMES = [
    "综述.doc",
    "综述.wps",
    "综述.docx",
    "综述.txt",
    "综述.html",
    "综述.pdf",
    "综述.asp",
    "综述",
    "综述.2019年",
    "show.php",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_is_read_under_any_name(name: str) -> None:
    assert "wordprocessingml" in read_file(word_file(), name).source.media_type


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_under_any_name(name: str) -> None:
    for data in (PAGE.encode(), PAGE.encode("utf-16"), b"<!-- a --><!-- b -->" + PAGE.encode()):
        assert read_file(data, name).source.media_type == "text/html"


@pytest.mark.parametrize(
    "name", ["综述.pdf", "综述.txt", "综述.eml", "综述.rar", "综述", "综述.docx", "综述.ofd", "综述.xlsx"]
)
def test_a_zip_is_opened_under_any_name(name: str) -> None:
    assert container_of(zip_of("甲.txt", "乙.txt"), name) is CONTAINERS[".zip"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".html")])
def test_a_text_is_read_under_any_name(name: str, encoding: str) -> None:
    reading = read_file(ARTICLE.encode(encoding), name)
    assert reading.source.media_type == "text/plain"
    assert reading.records[0].title


@pytest.mark.parametrize("name", ["综述.doc", "综述.docx", "综述.txt", "综述"])
def test_a_pdf_goes_to_its_reader_under_any_name(name: str) -> None:
    for data in (b"%PDF-1.4\n" + bytes(200), b"\r\n%PDF-1.4\n" + bytes(200)):
        assert format_of(data, name) is FORMATS[".pdf"]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "综述.doc", "电子表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "综述.doc", "密码"),
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), "综述.docx", "电子表格"),
        (zip_of("OFD.xml", "Doc_0/Document.xml"), "综述.pdf", "没有一页"),
        (zip_of("mimetype", "content.xml"), "综述.doc", "ODT"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "综述.docx", "图片"),
        (b"Subject: x\nMIME-Version: 1.0\n\n" + ARTICLE.encode(), "综述", "邮件"),
        *((MAIL, f"综述.{suffix}", "邮件") for suffix in ("txt", "md", "html", "eml", "doc")),
        (b"From gh@a.example Thu Jan  9 09:00:00 2020\nX-Id: 1\n" + MAIL, "综述.txt", "邮件"),
        (b"\xef\xbb\xbfDelivered-To: da@a.example\r\n" + MAIL.replace(b"\n", b"\r\n"), "综述.txt", "邮件"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
            "综述.doc",
            "Outlook",
        ),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(200), "综述.docx", "图片"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(200), "综述.jpg", "图片"),
        (zip_of("mimetype", "Index/Document.iwa"), "综述.docx", "Pages"),
        (b"<?xml version='1.0'?><?mso-application?><w:wordDocument>", "综述.doc", "XML"),
        (b"<?xml version='1.0'?><a>" + ARTICLE.encode() + b"</a>", "综述.asp", "格式读不了"),
        (b"var a = 1;\n" + ARTICLE.encode(), "综述.js", "格式读不了"),
    ],
)
def test_what_is_not_read_is_told_what_it_is(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(content, name)
    assert reason in refused.value.message
    assert refused.value.message.startswith(f"“{name}”")


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("青禾区总工会2019年工作综述\n暖心服务", "too-short", "只有 19 个字"),
        ("Union\n2019\n", "no-chinese", "没有中文"),
        (
            "首页\n返回首页\n版权所有 青禾日报社\n网站地图\n联系我们\n设为首页\n加入收藏\n上一篇\n下一篇\n"
            * 2,
            "no-article",
            "导航",
        ),
        ("建家\n帮扶\n成才\n维权\n宣讲进车间\n" * 6, "only-headings", "短行"),
    ],
)
def test_each_cause_of_no_article_has_its_own_reason(text: str, code: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(text.encode(), "综述.txt")
    assert (refused.value.code, reason in refused.value.message) == (code, True)


def test_a_line_without_end_is_no_title_whatever_the_format_calls_it() -> None:
    raw = "工" * 100_000 + "\n" + ARTICLE
    assert hints_after_cleaning({0: Hint.TITLE}, clean(raw)) == {}
    page = f"<html><body><h1>{'工' * 100_000}</h1>" + PAGE.partition("<body>")[2]
    for content, name in ((raw, "综述.txt"), (page, "综述.html")):
        record = read_file(content.encode(), name).records[0]
        assert all(len(part.text) < 1000 for part in (record.title, record.subtitle, record.kicker) if part)


def test_names_are_read_in_the_encoding_that_they_were_written_in() -> None:
    for encoding in ("utf-8", "gb18030"):
        assert name_of("青禾区总工会.txt".encode(encoding)) == "青禾区总工会.txt"
    assert name_of(b"\xff\xfe.txt").endswith(".txt")


@pytest.mark.parametrize(
    "part", ["__MACOSX", "Thumbs.db", "Desktop.ini", "~$综述.docx", ".DS_Store", "._综述.txt"]
)
def test_what_systems_leave_is_no_file_of_people(part: str) -> None:
    assert is_litter(part)


def test_the_folder_of_a_saved_page_belongs_to_the_page() -> None:
    names = ["甲/综述.html", "甲/综述_files/a.js", "甲/综述_files/深/b.html", "乙.htm", "乙.files/c.html"]
    others = ["丙_files/d.html", "综述_files/e.html", "甲/附件_files/f.txt"]
    assert helpers_of_pages([*names, *others]) == {names[1], names[2], names[4]}


def test_a_text_copied_out_of_a_mail_with_its_sender_is_read() -> None:
    head = "From: 档案室\nSubject: 综述\nDate: 2020-01-09\n\n"
    assert ARTICLE.splitlines()[-1] in read((head + ARTICLE).encode(), "综述.txt").source.raw
