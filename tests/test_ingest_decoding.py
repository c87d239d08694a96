"""Bytes to text: the mark first, then UTF-8, then the likeliest Chinese encoding on evidence."""

import codecs

import pytest

from archive.ingest.decoding import decode, decode_page
from archive.ingest.records import UnreadableFile
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
    ],
)
def test_the_same_article_is_read_from_every_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data, "综述.txt")
    assert decoded.text == ARTICLE
    assert decoded.encoding == encoding
    assert not decoded.guessed


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
