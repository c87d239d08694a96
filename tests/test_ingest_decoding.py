"""Bytes to text: the mark first, then UTF-8, then the likeliest Chinese encoding on evidence."""

import codecs
import quopri
from urllib.parse import quote

import pytest

from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.decoding import decode, decode_page
from tests.pages import ARTICLE

TRADITIONAL = "青禾區總工會圍繞全區發展大局，為職工辦實事，新建驛站十二座，職工體檢三千人次。"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ARTICLE.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + ARTICLE.encode("utf-8"), "utf-8-sig"),
        (ARTICLE.encode("gb18030"), "gb18030"),
        (ARTICLE.encode("gbk"), "gb18030"),
        (ARTICLE.encode("utf-16"), "utf-16"),
        (ARTICLE.encode("utf-16-le"), "utf-16-le"),
        (ARTICLE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + ARTICLE.encode("utf-32-le"), "utf-32"),
        (ARTICLE.encode("utf-32-le"), "utf-32-le"),
        (ARTICLE.encode("utf-32-be"), "utf-32-be"),
        (ARTICLE.encode("utf-7"), "utf-7"),
        (quopri.encodestring(ARTICLE.encode("utf-8")), "quoted-printable"),
        (quopri.encodestring(ARTICLE.encode("gb18030")), "quoted-printable"),
        (quote(ARTICLE).encode(), "percent"),
        (ARTICLE.encode("unicode-escape"), "escapes"),
    ],
)
def test_the_same_article_is_read_from_every_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data, "综述.txt")
    assert decoded.text == ARTICLE
    assert decoded.encoding == encoding
    assert not decoded.guessed


def hz(text: str) -> bytes:
    """GB2312 in seven bits, as RFC 1843 has it: GB between ~{ and ~}, a tilde doubled."""
    rows = []
    for row in text.split("\n"):
        pieces, inside = bytearray(), False
        for sign in row:
            gb = sign.encode("gb18030")
            if inside != (len(gb) == 2):
                inside = not inside
                pieces += b"~{" if inside else b"~}"
            pieces += bytes(byte & 0x7F for byte in gb) if len(gb) == 2 else gb.replace(b"~", b"~~")
        rows.append(bytes(pieces + (b"~}" if inside else b"")))
    return b"\n".join(rows)


def test_hz_is_read() -> None:
    text = ARTICLE + "\n\n约数~20"
    decoded = decode(hz(text), "综述.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "hz", False)


def cesu8(text: str) -> bytes:
    """UTF-8 with the rarer characters as two halves of three bytes each."""
    units = text.encode("utf-16-be")
    halves = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return b"".join(chr(half).encode("utf-8", "surrogatepass") for half in halves)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf8_whose_rare_characters_are_two_halves_loses_none(mark: bytes) -> None:
    text = ARTICLE.replace("涂远", "涂𠅤") + "𬒈师傅"
    assert decode(mark + cesu8(text), "综述.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize(
    "damage", ["byte at the end", "byte at the start", "end cut", "every line end by FTP"]
)
def test_utf16_with_a_byte_too_many_or_too_few_is_mended_and_marked(
    damage: str, mark: bool, encoding: str
) -> None:
    data = ARTICLE.encode(encoding)
    data = {
        "byte at the end": data + b"\n",
        "byte at the start": b"\n" + data,
        "end cut": data[:-1],
        "every line end by FTP": data.replace(b"\n", b"\r\n"),
    }[damage]
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    decoded = decode((marks[encoding] if mark else b"") + data, "综述.txt")
    assert decoded.text == (ARTICLE[:-1] if damage == "end cut" else ARTICLE)
    assert decoded.guessed


def test_a_byte_lost_in_the_middle_of_utf16_costs_one_character() -> None:
    data = ARTICLE.encode("utf-16-le")
    assert decode(data[:301] + data[302:], "综述.txt").text == ARTICLE[:150] + ARTICLE[151:]


@pytest.mark.parametrize(("wrong", "right"), [("latin-1", "utf-8"), ("latin-1", "gb18030")])
def test_text_that_was_once_read_in_a_wrong_code_page_is_read_as_it_was_meant(wrong: str, right: str) -> None:
    decoded = decode(ARTICLE.encode(right).decode(wrong).encode("utf-8"), "综述.txt")
    assert decoded.text == ARTICLE
    assert decoded.guessed


@pytest.mark.parametrize("half", [81, 201])
def test_half_a_character_in_the_middle_of_gbk_costs_little(half: int) -> None:
    data = ARTICLE.encode("gbk")
    decoded = decode(data[:half] + data[half + 1 :], "断.txt")
    assert decoded.encoding == "gb18030"
    assert decoded.text.endswith(ARTICLE[-100:])


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.encode("utf-8").decode("gb18030", "replace"),
        "The federation held its annual meeting and reported on its work. " * 8,
        "".join(chr(0x3400 + 37 * at % 0x1900) for at in range(400)),
    ],
    ids=["lost in a wrong code page", "another language", "rubbish"],
)
def test_what_does_not_read_as_chinese_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(text.encode("utf-8"), "乱码.txt")
    assert refusal.value.code == "illegible"
    assert "读起来不像中文" in refusal.value.message


def test_big5_is_told_from_gb18030() -> None:
    decoded = decode(TRADITIONAL.encode("big5"), "綜述.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


def test_traditional_characters_in_gbk_are_not_taken_for_big5() -> None:
    assert decode(TRADITIONAL.encode("gbk"), "綜述.txt").text == TRADITIONAL


def test_a_file_cut_inside_a_character_is_still_read_and_marked_as_a_guess() -> None:
    decoded = decode(ARTICLE.encode("utf-8")[:-1], "断.txt")
    assert decoded.guessed
    assert decoded.text.startswith(ARTICLE[:100])


def test_a_few_overwritten_bytes_do_not_make_a_text_unreadable() -> None:
    data = bytearray((ARTICLE * 3).encode("utf-8"))
    for at in range(100, len(data), 400):
        data[at] = 0xFF
    decoded = decode(bytes(data), "坏字节.txt")
    assert decoded.encoding == "utf-8"
    assert decoded.guessed


def test_a_lone_nul_byte_does_not_make_a_text_binary() -> None:
    data = ARTICLE.encode("utf-8")
    assert decode(data[:300] + b"\x00" + data[300:], "带空字节.txt").encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n" + bytes(600), ".pdf"),
        (b"PK\x03\x04" + bytes(600), ".docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "另存为 .docx"),
        (b"\x89PNG\r\n" + bytes(600), "图片"),
        (bytes(range(256)) * 40, "二进制"),
    ],
)
def test_a_binary_file_with_a_text_name_is_refused_with_advice(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        decode(data, "假文本.txt")
    assert refusal.value.code == "binary"
    assert "假文本.txt" in refusal.value.message
    assert words in refusal.value.message


def test_an_encoding_that_fits_nothing_is_refused_with_advice() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        decode("Российская Федерация профсоюз".encode("koi8-r") * 30, "未知.txt")
    assert refusal.value.code == "encoding"
    assert "UTF-8" in refusal.value.message


def test_a_page_is_read_by_its_bytes_where_it_declares_another_encoding() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{ARTICLE}</body></html>'
    assert ARTICLE in decode_page(page.encode("utf-8"), "页.html").text
    declared = page.replace("gb2312", "utf-8")
    assert ARTICLE in decode_page(declared.encode("gb18030"), "页.html").text


def test_a_page_that_declares_gb2312_may_hold_characters_of_gb18030() -> None:
    page = '<meta charset="gb2312"><p>区总工会主席朱镕垚走进车间慰问职工</p>'
    assert "朱镕垚" in decode_page(page.encode("gb18030"), "页.html").text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_that_a_disk_filled_up_with_zeros_is_read(encoding: str) -> None:
    assert decode(ARTICLE.encode(encoding) + bytes(4096), "综述.txt").text == ARTICLE


@pytest.mark.parametrize(("most", "few"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
@pytest.mark.parametrize("at", [0, 3, -1])
def test_a_paragraph_in_another_encoding_than_the_rest_is_read_in_its_own(
    most: str, few: str, at: int
) -> None:
    lines = ARTICLE.split("\n")
    paragraph = max(range(len(lines)), key=lambda number: len(lines[number])) if at == 3 else at % len(lines)
    other = next(number for number in (paragraph, *range(len(lines))) if len(lines[number]) > 8)
    data = b"\n".join(line.encode(few if number == other else most) for number, line in enumerate(lines))
    decoded = decode(data, "综述.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (ARTICLE, most, True)
    page = b"<meta charset=gb2312>\n" + data
    assert decode_page(page, "综述.html").text.endswith(ARTICLE)


def test_a_text_of_one_encoding_with_some_bytes_overwritten_is_not_taken_for_two() -> None:
    data = bytearray(ARTICLE.encode("utf-8"))
    data[len(data) // 2] = 0xFF
    assert decode(bytes(data), "综述.txt").encoding == "utf-8"
    assert (
        decode("联通\n".encode("gb18030") + ARTICLE.encode("gb18030"), "综述.txt").text == f"联通\n{ARTICLE}"
    )
