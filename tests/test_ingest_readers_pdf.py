"""PDF files: the lines of a page in the order of reading, whole paragraphs, margins aside."""

import random
import time
import zlib

import pytest

from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.pdf import parse
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pdf_maker import Drawing, Words, pdf_of, set_in_lines, written

LONG = "一年来，区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，组织劳模宣讲四十余场，签订工资集体协议八十六份，为农民工追回欠薪一百二十余万元。"
SECOND = (
    "职工服务中心接待来访六百多人次，新建爱心驿站八处，户外劳动者歇脚有了去处，入冬以后热水和药箱一样不缺。"
)


def text_of(*words: Words | Drawing) -> ReadText:
    return parse(pdf_of([words]), "综述.pdf")


def lines_of(text: ReadText) -> list[str]:
    return [line for line in text.source.raw.split("\n") if line.strip()]


def hints_of(text: ReadText) -> dict[str, Hint]:
    """The hinted lines by their words."""
    return {text.source.raw[at:].split("\n")[0]: hint for at, hint in text.hints.items()}


def test_lines_that_fill_the_column_are_carried_on_and_paragraphs_keep_their_indent() -> None:
    text = text_of(*set_in_lines(LONG, 60, 700, 30), *set_in_lines(SECOND, 60, 620, 30))
    assert lines_of(text) == [f"　　{LONG}", f"　　{SECOND}"]


def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file() -> None:
    left, right = set_in_lines(LONG * 2, 60, 700, 19), set_in_lines(SECOND * 2, 320, 700, 19)
    row_by_row = sorted([*left, *right], key=lambda words: (-words.y, words.x))
    for order in ([*left, *right], [*right, *left], row_by_row):
        assert lines_of(text_of(*order)) == [f"　　{LONG * 2}", f"　　{SECOND * 2}"]


def test_a_sentence_that_goes_on_in_the_next_column_is_whole() -> None:
    whole = set_in_lines(LONG * 4, 60, 700, 19)
    half = len(whole) // 2
    moved = [Words(line.x + 260, line.y + half * 20, line.text) for line in whole[half:]]
    assert lines_of(text_of(*whole[:half], *moved)) == [f"　　{LONG * 4}"]


def test_a_sentence_that_goes_on_over_the_page_is_whole_and_the_page_number_is_aside() -> None:
    whole = set_in_lines(LONG * 4, 60, 700, 30)
    half = len(whole) // 2
    second = [Words(line.x, line.y + half * 20, line.text) for line in whole[half:]]
    number = [Words(290, 30, f"- {page} -", 10) for page in (1, 2)]
    text = parse(pdf_of([[*whole[:half], number[0]], [*second, number[1]]]), "综述.pdf")
    assert lines_of(text)[0] == f"　　{LONG * 4}"
    assert hints_of(text) == {"- 1 -": Hint.FURNITURE, "- 2 -": Hint.FURNITURE}


def test_headers_and_footers_that_return_are_furniture_and_a_line_of_text_at_the_top_is_not() -> None:
    pages = [
        [
            Words(60, 800, "云川日报　2020年1月15日", 9),
            Words(60, 30, f"第 {page} 页 共 2 页", 9),
            *set_in_lines(body, 60, 775, 30),
        ]
        for page, body in ((1, LONG), (2, SECOND))
    ]
    text = parse(pdf_of(pages), "综述.pdf")
    assert set(hints_of(text).values()) == {Hint.FURNITURE}
    assert len(hints_of(text)) == 3  # the header is the same words twice
    assert f"　　{LONG}" in lines_of(text)
    assert f"　　{SECOND}" in lines_of(text)


def test_what_a_browser_prints_around_a_page_is_furniture() -> None:
    text = text_of(
        Words(20, 825, "2020/1/15 14:05", 8),
        Words(20, 12, "https://www.example.org/paper/2020-01-15/content_3.htm", 8),
        Words(560, 12, "1/3", 8),
        *set_in_lines(LONG, 60, 700, 30),
    )
    assert hints_of(text)["2020/1/15 14:05"] is Hint.FURNITURE
    assert all(hint is Hint.FURNITURE for hint in hints_of(text).values())
    assert lines_of(text)[1] == f"　　{LONG}"


def test_the_largest_letters_are_the_title_over_two_rows_too() -> None:
    text = text_of(
        Words(180, 780, "暖心服务聚合力", 24),
        Words(180, 748, "真抓实干开新局", 24),
        Words(200, 715, "——青禾区总工会2019年工作综述"),
        *set_in_lines(LONG, 60, 680, 30),
    )
    assert hints_of(text) == {"暖心服务聚合力 真抓实干开新局": Hint.TITLE}
    assert lines_of(text)[1] == "——青禾区总工会2019年工作综述"


def test_a_title_that_fills_its_row_goes_on_without_a_space() -> None:
    title = "青禾区总工会：暖心服务聚合力真抓实干开新局"
    text = text_of(
        Words(60, 780, title[:15], 24), Words(240, 748, title[15:], 24), *set_in_lines(LONG * 2, 60, 700, 30)
    )
    assert hints_of(text) == {title: Hint.TITLE}


def test_large_letters_at_several_places_are_no_title() -> None:
    text = text_of(
        Words(60, 780, "暖心服务聚合力", 24),
        *set_in_lines(LONG, 60, 750, 30),
        Words(60, 640, "另一篇的标题", 24),
        *set_in_lines(SECOND, 60, 600, 30),
    )
    assert Hint.TITLE not in hints_of(text).values()


def test_headings_in_larger_letters_are_headings() -> None:
    text = text_of(
        Words(180, 790, "暖心服务聚合力", 24),
        Words(60, 750, "思想引领有力度", 14),
        *set_in_lines(LONG, 60, 725, 30),
        Words(60, 640, "维权服务有温度", 14),
        *set_in_lines(SECOND, 60, 615, 30),
    )
    assert hints_of(text) == {
        "暖心服务聚合力": Hint.TITLE,
        "思想引领有力度": Hint.HEADING,
        "维权服务有温度": Hint.HEADING,
    }


def test_a_headline_over_the_columns_is_read_before_them() -> None:
    text = text_of(
        *set_in_lines(LONG * 2, 60, 700, 12),
        *set_in_lines(SECOND * 2, 230, 700, 12),
        *set_in_lines(LONG * 2, 400, 700, 12),
        Words(150, 750, "一年答卷", 30),
    )
    assert lines_of(text) == ["一年答卷", f"　　{LONG * 2}", f"　　{SECOND * 2}", f"　　{LONG * 2}"]


def test_a_centred_by_line_over_two_columns_stays_in_one_piece() -> None:
    text = text_of(
        Words(210, 740, "本报记者 周文静"),
        Words(313, 740, "通讯员 林深"),
        *set_in_lines(LONG * 2, 60, 700, 19),
        *set_in_lines(SECOND * 2, 320, 700, 19),
    )
    assert lines_of(text)[0].split() == ["本报记者", "周文静", "通讯员", "林深"]


def test_a_letter_spaced_title_is_one_line() -> None:
    words = [Words(100 + 60 * at, 780, sign, 30) for at, sign in enumerate("工会综述")]
    assert lines_of(text_of(*words, *set_in_lines(LONG, 60, 700, 30)))[0] == "工会综述"


def test_a_line_of_vertical_writing_is_one_line() -> None:
    column = [Words(560, 760 - 22 * at, sign, 20) for at, sign in enumerate("工会工作巡礼")]
    text = text_of(*set_in_lines(LONG, 60, 700, 30), *column)
    assert sorted(lines_of(text)) == sorted(["工会工作巡礼", f"　　{LONG}"])


def test_words_that_stand_turned_are_kept_apart() -> None:
    text = text_of(Words(30, 300, "侧边的字", 10, turn=True), *set_in_lines(LONG, 60, 700, 30))
    assert lines_of(text) == [f"　　{LONG}", "侧边的字"]


def test_letters_drawn_twice_to_print_bold_are_read_once() -> None:
    signs = [
        Words(60 + 14 * at + shift, 780, sign, 14) for at, sign in enumerate("思想引领") for shift in (0, 0.4)
    ]
    assert lines_of(text_of(*signs, *set_in_lines(LONG, 60, 700, 30)))[0] == "思想引领"


def test_radicals_are_kept_as_they_are_and_plain_after_cleaning() -> None:
    reading = read(pdf_of([set_in_lines("⼯会" + LONG, 60, 700, 30)]), "综述.pdf")
    assert reading.source.raw.strip()[:2] in {"⼯会", "工会"}


def test_latin_words_keep_their_spaces_over_the_end_of_a_line() -> None:
    rows = (LONG[:27] + "on", "line，" + LONG[27:52], LONG[52:])
    text = text_of(*(Words(60, 700 - 20 * at, row) for at, row in enumerate(rows)))
    assert "on line" in text.source.raw


def refusal(data: bytes) -> UnreadableFile:
    """How the whole reader, in its child process, refuses a file."""
    start = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        read(data, "综述.pdf")
    assert time.monotonic() - start < 40
    assert "“综述.pdf”" in refused.value.message
    return refused.value


def test_a_pdf_of_pictures_is_refused_with_advice() -> None:
    refused = refusal(pdf_of([[], []]))
    assert refused.code == "no-text-layer"
    assert "文字识别" in refused.message


def test_a_page_of_pictures_among_others_is_told_in_a_notice() -> None:
    text = parse(pdf_of([set_in_lines(LONG, 60, 700, 30), [], set_in_lines(SECOND, 60, 700, 30)]), "综述.pdf")
    assert text.notices == (("pages-without-text", {"pages": [2]}),)


def test_a_damaged_page_costs_no_other_and_is_told_in_a_notice() -> None:
    data = pdf_of([set_in_lines(LONG, 60, 700, 30), set_in_lines(SECOND, 60, 700, 30)])
    text = parse(data.replace(b"/Kids [6 0 R 8 0 R]", b"/Kids [6 0 R 3 0 R]"), "综述.pdf")
    assert lines_of(text) == [f"　　{LONG}"]
    assert [code for code, _ in text.notices] == ["pages-damaged"]


def test_a_pdf_whose_fonts_have_no_characters_is_refused_with_advice() -> None:
    cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0060> <e001> endbfrange"
    signs = "".join(f"{at:04x}" for at in range(1, 61))
    content = f"BT /F1 12 Tf 60 700 Td <{signs}> Tj ET".encode()
    refused = refusal(
        written(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                b" /Resources << /Font << /F1 5 0 R >> >> >>",
                f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
                b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
                b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /CIDSystemInfo << /Registry (Adobe)"
                b" /Ordering (Identity) /Supplement 0 >> >>",
                f"<< /Length {len(cmap)} >>\nstream\n".encode() + cmap + b"\nendstream",
            ]
        )
    )
    assert refused.code == "no-text-layer"
    assert "乱码" in refused.message


def test_an_encrypted_pdf_is_refused_with_advice() -> None:
    blank = pdf_of([set_in_lines(LONG, 60, 700, 30)])
    encryption = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -60 /O <"
        + "28bf4e5e" * 8
        + "> /U <"
        + "a1b2c3d4" * 8
        + "> >>"
        " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )
    refused = refusal(blank.replace(b"/Root 1 0 R", f"/Root 1 0 R {encryption}".encode()))
    assert refused.code == "encrypted"
    assert "去掉密码" in refused.message


def test_a_pdf_cut_short_is_read_as_far_as_it_goes_or_refused() -> None:
    data = pdf_of([set_in_lines(LONG, 60, 700, 30)] * 20)
    for share in (0.02, 0.2, 0.5, 0.8, 0.99):
        try:
            text = read(data[: int(len(data) * share)], "综述.pdf")
        except UnreadableFile as refused:
            assert refused.code in {"damaged", "no-text-layer"}
        else:
            assert "区总工会" in text.source.raw


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4 " + random.Random(3).randbytes(5000), b"no pdf at all"]
)
def test_bytes_that_are_no_pdf_are_refused(data: bytes) -> None:
    assert refusal(data).code in {"damaged", "format"}


def test_a_stream_that_unpacks_to_gigabytes_ends_in_bounds() -> None:
    bomb = zlib.compress(zlib.compress(b"\x00" * 400_000_000, 9), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(bomb)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
        + bomb
        + b"\nendstream",
    ]
    assert len(bomb) < 20_000
    assert refusal(written(objects)).code in {"no-text-layer", "memory", "timeout", "crash", "damaged"}


def test_arrays_nested_without_end_end_in_bounds() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Deep " + b"[" * 500_000 + b"]" * 500_000 + b" >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
    ]
    assert refusal(written(objects)).code in {"damaged", "crash", "no-text-layer", "memory", "timeout"}


def test_pages_that_name_themselves_as_their_parents_end_in_bounds() -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000 >>"]
    refused = refusal(written(objects))
    assert refused.code in {"damaged", "too-large", "no-text-layer", "crash"}


def test_words_scattered_over_a_page_end_in_bounds() -> None:
    place = random.Random(5)
    words = [Words(place.uniform(0, 590), place.uniform(0, 840), "散", 6) for _ in range(5000)]
    assert refusal(pdf_of([words])).code == "too-complex"


def test_a_pdf_of_very_many_pages_is_refused() -> None:
    assert "请按篇拆开" in refusal(pdf_of([[Words(60, 700, "一页")]] * 301)).message
