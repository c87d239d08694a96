"""PDF files whose page holds more than it shows: layers, watermarks, what was cropped, fonts that are not there."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest.lines import Hint
from archive.ingest.readers.pdf import parse
from archive.ingest.records import UnreadableFile
from archive.ingest.registry import read
from tests.pdf_maker import Words, pdf_of, set_in_lines
from tests.test_ingest_readers_pdf import LONG, SECOND, hints_of, lines_of, text_of

BARE = Path(__file__).parents[1] / ".ci" / "bare"
READ = (
    "import json, sys; from archive.ingest.readers.pdf import parse;"
    "text = parse(open(sys.argv[1], 'rb').read(), 'x.pdf');"
    "print(json.dumps([text.source.raw, sorted(text.hints.items())]))"
)
BODY = [*set_in_lines(LONG, 60, 700, 30), *set_in_lines(SECOND, 60, 600, 30)]
READ_BODY = [f"　　{LONG}", f"　　{SECOND}"]


def test_a_page_reads_the_same_with_and_without_the_fonts_of_the_machine(tmp_path: Path) -> None:
    signs = [Words(100 + 60 * at, 780, sign, 30) for at, sign in enumerate("工会综述")]
    column = [Words(560, 760 - 22 * at, sign, 20) for at, sign in enumerate("工会工作巡礼")]
    whole = set_in_lines(LONG * 2 + "2019年“AB”区，", 60, 700, 19)
    second = set_in_lines(SECOND * 2, 320, 700, 19)
    file = tmp_path / "综述.pdf"
    file.write_bytes(pdf_of([[*signs, *column, *whole, *second, Words(30, 300, "侧", 10, turn=True)]]))
    command = (sys.executable, "-c", READ, str(file))
    bare = subprocess.run(["sh", str(BARE), *command], capture_output=True, text=True, check=False)
    if bare.returncode and "unshare" in bare.stderr:
        pytest.skip("this system lets no process hide the fonts for itself (unshare)")
    here = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(bare.stdout) == json.loads(here.stdout)
    assert "工会综述" in json.loads(here.stdout)[0]
    assert "工会工作巡礼" in json.loads(here.stdout)[0]


@pytest.mark.parametrize("degrees", [15, 30, 45, 60, -30, -45, 135])
def test_a_watermark_that_stands_slanted_is_page_matter_and_cuts_no_sentence(degrees: int) -> None:
    marks = [
        Words(x, y, "工会办 内部资料", 20, degrees=degrees)
        for x in range(40, 560, 170)
        for y in range(80, 800, 150)
    ]
    text = text_of(*BODY[:3], *marks, *BODY[3:])
    assert lines_of(text)[:2] == READ_BODY
    assert set(hints_of(text).values()) == {Hint.FURNITURE}
    assert lines_of(text)[2:] == ["工会办 内部资料"]


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_pale_watermark_over_the_text_is_page_matter(at: str) -> None:
    mark = [Words(120, 640, "内部资料 注意保存", 48, grey=0.85)]
    text = text_of(*(mark if at == "before" else ()), *BODY, *(mark if at == "after" else ()))
    assert lines_of(text) == [*READ_BODY, "内部资料 注意保存"]
    assert hints_of(text) == {"内部资料 注意保存": Hint.FURNITURE}


def test_a_white_title_and_a_grey_caption_beside_the_text_are_read() -> None:
    text = text_of(
        Words(150, 780, "暖心服务聚合力", 24, grey=1), *BODY, Words(60, 400, "图为服务现场", 9, grey=0.6)
    )
    assert lines_of(text) == ["暖心服务聚合力", *READ_BODY, "图为服务现场"]
    assert hints_of(text) == {"暖心服务聚合力": Hint.TITLE}


def test_what_lies_outside_of_the_cropped_page_is_no_text() -> None:
    outside = [Words(60, 200, "另一篇的一行字", 12), Words(610, 700, "对开的下一版", 12)]
    page = "/CropBox [0 300 595 842]"
    text = parse(pdf_of([[*BODY, *outside]], size=(1200, 842), page=page), "综述.pdf")
    assert lines_of(text) == READ_BODY


@pytest.mark.parametrize("shift", [(0, 0), (0.4, 0.3), (3, 2), (-2, 3)])
def test_a_second_layer_that_nobody_sees_is_read_once(shift: tuple[float, float]) -> None:
    right, up = shift
    hidden = [Words(line.x + right, line.y + up, line.text, line.size, hidden=True) for line in BODY]
    for order in ([*BODY, *hidden], [*hidden, *BODY]):
        assert lines_of(text_of(*order)) == READ_BODY


@pytest.mark.parametrize("shift", [(0, 0), (0.4, -0.3), (-0.6, 0.5), (1.5, -1)])
@pytest.mark.parametrize("x", [60, 61.3, 62, 63.7])
def test_a_layer_with_misread_signs_under_the_visible_text_is_left_out(
    x: float, shift: tuple[float, float]
) -> None:
    right, up = shift
    misread = str.maketrans("区会工职", "医公土耳")
    seen = [replace(row, x=row.x - 60 + x) for row in BODY]
    hidden = [
        replace(row, x=row.x + right, y=row.y + up, text=row.text.translate(misread), hidden=True)
        for row in seen
    ]
    assert lines_of(text_of(*seen, *hidden)) == READ_BODY


def test_a_page_that_only_has_a_hidden_layer_is_read() -> None:
    assert lines_of(text_of(*(Words(x.x, x.y, x.text, x.size, hidden=True) for x in BODY))) == READ_BODY


def test_a_shadow_under_a_title_is_read_once() -> None:
    text = text_of(Words(151.5, 778.5, "谱写新篇章", 24, grey=0.7), Words(150, 780, "谱写新篇章", 24), *BODY)
    assert lines_of(text) == ["谱写新篇章", *READ_BODY]


def test_a_pdf_whose_letters_are_numbers_of_a_font_is_refused_with_advice() -> None:
    rubbish = LONG.translate(
        {ord(sign): chr(0xC0 + ord(sign) % 0x60) for sign in LONG if sign not in "区工会"}
    )
    with pytest.raises(UnreadableFile) as refused:
        read(pdf_of([set_in_lines(rubbish * 4, 60, 700, 30)]), "综述.pdf")
    assert refused.value.code == "no-text-layer"
    assert "乱码" in refused.value.message
