"""Pages in one file, as browsers and Word save them: read as the page itself, whatever the file is called."""

import quopri
from base64 import encodebytes
from collections.abc import Callable

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pages import BODY

TITLE, SUBTITLE = "一盏灯照亮一条街", "——青禾区总工会2019年工作综述"
ROWS = "".join(f"<p>　　{line}</p>" for line in BODY)
PAGE = f'<html><head><meta charset="CHARSET"></head><body><h1>{TITLE}</h1><h2>{SUBTITLE}</h2>{ROWS}</body></html>'
BROWSER = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://paper.example/a.html\r\nSubject: x\r\n"
)


def part(content: bytes, kind: str, *heads: str, packing: str = "quoted-printable") -> bytes:
    packings: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring,
        "base64": encodebytes,
        "8bit": bytes,
    }
    lines = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {packing}", *heads, "", "")
    return "\r\n".join(lines).encode() + packings[packing](content)


def saved(
    *parts: bytes, head: bytes = BROWSER, kind: str = "multipart/related", more: str = "", end: bool = True
) -> bytes:
    head += f'MIME-Version: 1.0\r\nContent-Type: {kind};{more}\r\n\tboundary="--x"\r\n\r\n'.encode()
    body = b"".join(b"\r\n----x\r\n" + one for one in parts)
    return head + body + (b"\r\n----x--\r\n" if end else b"")


def page(text: str = PAGE, charset: str = "utf-8") -> bytes:
    return text.replace("CHARSET", charset).encode("gb18030" if charset == "gb2312" else charset)


def titles(found: ReadText) -> list[str]:
    raw = found.source.raw
    return [raw[at:].split("\n")[0] for at, hint in found.hints.items() if hint is Hint.TITLE]


PICTURE = part(b"\x89PNG\r\n\x1a\n" + bytes(300), "image/png", packing="base64")


@pytest.mark.parametrize("name", ["综述.mht", "综述.mhtml", "综述.doc", "综述.html", "综述.txt", "综述"])
@pytest.mark.parametrize("packing", ["quoted-printable", "base64", "8bit"])
def test_a_saved_page_is_read_under_any_name_however_it_is_packed(name: str, packing: str) -> None:
    found = read(saved(part(page(), "text/html", packing=packing), PICTURE), name)
    assert found.source.media_type == "multipart/related"
    assert titles(found) == [TITLE]
    assert all(line in found.source.raw for line in BODY)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"From: <Saved by WebKit>\r\n", "multipart/related"),
        (
            "From: 由 Microsoft Internet Explorer 5 保存\r\nSubject: x\r\n".encode("gb18030"),
            "multipart/related",
        ),
        (b"", "multipart/related"),  # Word, and the systems that offices work with
    ],
)
def test_the_pages_of_every_program_are_known(head: bytes, kind: str) -> None:
    data = saved(part(page(charset="gb2312"), 'text/html; charset="gb2312"'), head=head, kind=kind)
    found = read(data, "综述.doc")
    assert (found.source.encoding, titles(found)) == ("gb18030", [TITLE])
    assert not found.notices


def test_a_page_that_is_not_in_parts_is_read() -> None:
    data = BROWSER + b"MIME-Version: 1.0\r\n" + part(page(), "text/html; charset=utf-8")
    assert titles(read(data, "综述.mht")) == [TITLE]


@pytest.mark.parametrize("said", ["utf-8", "us-ascii", "iso-8859-1", "x-nonsense"])
def test_an_encoding_that_the_head_names_wrongly_is_not_believed(said: str) -> None:
    data = saved(part(page(charset="gb2312"), f"text/html; charset={said}"))
    assert titles(read(data, "综述.mht")) == [TITLE]


def test_rows_that_got_blanks_on_their_way_go_on() -> None:
    packed = part(page(), "text/html").replace(b"=\n", b"=  \n")
    assert titles(read(saved(packed), "综述.mht")) == [TITLE]


def test_what_the_style_sheets_in_the_file_hide_is_no_text() -> None:
    lure = '<link rel="stylesheet" href="cid:css-1@mhtml.blink"><link rel=stylesheet href=s.css>'
    text = PAGE.replace("<head>", f"<head>{lure}").replace(
        "<h1>", "<div class=no>看不见的字</div><div class=nor>也看不见</div><h1>"
    )
    found = read(
        saved(
            part(page(text), "text/html", "Content-Location: http://paper.example/2020/a.html"),
            part(b".no{display:none}", "text/css", "Content-ID: <css-1@mhtml.blink>"),
            part(b".nor{display:none}", "text/css", "Content-Location: http://paper.example/2020/s.css"),
        ),
        "综述.mht",
    )
    assert "看不见" not in found.source.raw
    assert titles(found) == [TITLE]


def test_the_article_in_a_frame_is_the_article() -> None:
    around = "<html><body><p>青禾区总工会</p><iframe src='cid:frame-1@mhtml.blink'></iframe></body></html>"
    found = read(
        saved(
            part(around.encode(), "text/html; charset=utf-8"),
            part("<p>广告</p>".encode(), "text/html; charset=utf-8", "Content-ID: <frame-0@mhtml.blink>"),
            part(page(), "text/html", "Content-ID: <frame-1@mhtml.blink>"),
        ),
        "综述.mht",
    )
    assert titles(found) == [TITLE]


def test_the_page_that_the_file_opens_with_may_stand_behind_others() -> None:
    data = saved(
        part("<p>页眉</p>".encode(), "text/html; charset=utf-8", "Content-ID: <head>"),
        part(page(), "text/html", "Content-ID: <main>"),
        more='\r\n\tstart="<main>";',
    )
    assert titles(read(data, "综述.mht")) == [TITLE]


def test_a_file_that_was_cut_is_read_as_far_as_it_goes_and_says_so() -> None:
    record = read_file(saved(part(page(), "text/html"), end=False), "综述.mht").records[0]
    assert "file-cut" in [notice.code for notice in record.notices]


@pytest.mark.parametrize("parts", [(), (PICTURE,), (part(b"<html></html>", "text/html"),)])
def test_a_file_without_a_page_says_so(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(saved(*parts), "综述.mht")
    assert refused.value.code == "no-article"
    assert "“综述.mht”" in refused.value.message
