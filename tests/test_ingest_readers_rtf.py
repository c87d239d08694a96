"""Rich text: roles by the names of its styles, every way to write a character, and nothing that Word would not show."""

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers import rtf
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pages import BODY

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 FangSong;}{\f1\fswiss\fcharset0 Arial;}"
    r"{\f3\fnil\fcharset2 Wingdings;}{\f4\fnil\fcharset136 MingLiU;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}"
    r"{\s5\sbasedon1 Own;}{\s9 Title;}{\s10 Subtitle;}{\s11 caption;}{\*\cs16 Title Char;}}"
    r"{\info{\title no title}{\author nobody}}{\*\generator nothing;}"
)


def written(words: str, encoding: str = "gb18030") -> str:
    """Words as an RTF file writes them: each byte beyond ASCII by its number."""
    return "".join(
        sign if sign.isascii() else "".join(rf"\'{byte:02x}" for byte in sign.encode(encoding))
        for sign in words
    )


def by_number(words: str) -> str:
    """Words by the numbers of Unicode, with a ? for programs that don't know them."""
    units = words.encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(rf"\u{number}?" for number in numbers)


def parsed(body: str) -> ReadText:
    return rtf.parse((HEAD + body + "}").encode("ascii"), "综述.rtf")


def text(body: str) -> list[str]:
    return parsed(body).source.raw.split()


def roles(found: ReadText) -> dict[str, Hint]:
    raw = found.source.raw
    return {raw[at:].split("\n")[0].strip(): hint for at, hint in found.hints.items()}


@pytest.mark.parametrize(
    "words",
    [
        written("工会夜校"),
        by_number("工会夜校"),
        r"\f4 " + written("工會夜校", "big5"),
        r"{\f1 " + by_number("工会夜校") + "}",
        r"\uc0\u24037\u20250\u22812\u26657",
        r"\uc2\u24037\'b9\'a4\u20250\'bb\'e1\u22812??\u26657\'d0\'a3",
        r"{\upr{xx}{\*\ud{" + by_number("工会夜校") + "}}}",
        r"\f1 " + written("工会夜校"),  # GBK that a program put down as Western
    ],
)
def test_characters_are_read_however_they_are_written(words: str) -> None:
    assert "".join(text(r"\pard " + words + r"\par")).replace("會", "会") == "工会夜校"


def test_characters_beyond_the_first_plane_come_in_two_halves() -> None:
    assert text(r"\pard " + by_number("𠮷田") + r"\par") == ["𠮷田"]
    assert text(r"\pard\u-10187?" + written("工") + r"\u-9000?\par") == ["工\ufffd"]


def test_signs_have_words_of_their_own() -> None:
    assert text(r"\pard \emdash\ldblquote a\rdblquote\{b\}\\\par") == ["—“a”{b}\\"]


def test_the_names_of_styles_give_the_roles_of_lines() -> None:
    rows = (
        (9, "一盏灯"),
        (10, "——综述"),
        (1, "建家"),
        (2, "进车间"),
        (5, "帮扶"),
        (11, "图为夜校"),
        (0, "正文"),
    )
    found = parsed("".join(rf"\pard\s{style} {written(words)}\par" for style, words in rows))
    assert roles(found) == {
        "一盏灯": Hint.TITLE,
        "——综述": Hint.SUBTITLE,
        "建家": Hint.HEADING,
        "进车间": Hint.SUBHEADING,
        "帮扶": Hint.HEADING,
        "图为夜校": Hint.CAPTION,
    }


def test_what_word_does_not_show_is_no_text() -> None:
    body = (
        r"\pard {\v "
        + written("隐藏")
        + r"}{\deleted "
        + written("删去")
        + r"}{\*\unknown x}{\annotation y}"
        + written("看得见")
        + r"{\*\bkmkstart z}{\field{\*\fldinst HYPERLINK w}{\fldrslt "
        + written("链接")
        + r"}}\par"
    )
    assert text(body) == ["看得见链接"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert text(r"\pard " + written("前") + r"{\deleted\par}" + written("后") + r"\par") == ["前后"]


def test_numbers_of_lists_are_read_and_pictures_are_counted() -> None:
    found = parsed(
        r"\pard\s0{\listtext\pard\plain\f0 "
        + written("一、")
        + r"\tab}"
        + written("建家")
        + r"\par{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 00}}\par"
    )
    assert found.source.raw.split() == ["一、", "建家"]
    assert found.notices == (("images-left-out", {"count": 1}),)


def test_margins_and_notes_stand_beside_the_text() -> None:
    found = parsed(
        r"{\header\pard "
        + written("内部资料")
        + r"\par}{\footer 1\par}\pard "
        + written("正文")
        + r"{\footnote\pard "
        + written("注释")
        + r"}\par"
    )
    assert found.source.raw.split() == ["内部资料", "正文", "注释", "1"]
    assert roles(found) == dict.fromkeys(("内部资料", "注释", "1"), Hint.FURNITURE)


def test_a_row_of_short_cells_is_a_row() -> None:
    cells = "".join(rf"\pard\intbl {written(words)}\cell" for words in ("项目", "人数"))
    found = parsed(r"\trowd" + cells + r"\row\pard " + written("正文") + r"\par")
    assert found.source.raw.split("\n")[0] == "项目\t人数"
    assert roles(found) == {"项目\t人数": Hint.ROW}


def test_a_text_box_and_word_art_with_the_title_stand_above_the_lead() -> None:
    box = r"{\shp{\*\shpinst{\shptxt\pard " + written("——青禾区总工会综述") + r"\par}}{\shprslt old}}"
    art = r"{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv " + written("一盏灯") + r"}}{\sp{\sn x}{\sv y}}}}"
    assert text(r"\pard " + art + box + written("正文。") + r"\par") == [
        "一盏灯",
        "——青禾区总工会综述",
        "正文。",
    ]


def test_new_pages_and_sections_begin_pages() -> None:
    raw = parsed(
        r"\pard a\par\page b\par\sect\sectd c\par\sect\sectd\sbknone d\par\pard\pagebb e\par"
    ).source.raw
    assert [page.split() for page in raw.split("\f")] == [["a"], ["b"], ["c", "d"], ["e"]]


def test_a_field_without_a_result_shows_what_its_code_says() -> None:
    assert text(r'\pard {\field{\*\fldinst QUOTE "' + written("工会") + r'"}}\par') == ["工会"]


@pytest.mark.parametrize("name", ["综述.rtf", "综述.doc", "综述.wps", "综述.txt", "综述"])
def test_rich_text_is_read_under_any_name(name: str) -> None:
    rows = "".join(rf"\pard {written(line)}\par" for line in ("一盏灯照亮一条街", *BODY))
    assert read((HEAD + rows + "}").encode(), name).source.media_type == "application/rtf"
    assert read_file((HEAD + rows + "}").encode(), name).records[0].title


@pytest.mark.parametrize(
    "body",
    [
        "{" * 300_000 + "a",
        "}" * 1000 + "a",
        r"\bin99999999999999999 a",
        r"{\stylesheet{\s1\sbasedon2 a;}{\s2\sbasedon1 b;}}\pard\s1 a\par",
        r"\pard\intbl a\cell b",
        r"\u99999999999?\uc-5\u20?",
    ],
)
def test_nonsense_is_read_or_refused(body: str) -> None:
    try:
        assert isinstance(parsed(body).source.raw, str)
    except UnreadableFile as refused:
        assert refused.code == "no-text"


def test_a_document_without_words_says_so() -> None:
    with pytest.raises(UnreadableFile) as refused:
        parsed(r"\pard\par")
    assert refused.value.code == "no-text"
