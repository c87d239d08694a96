"""PDF files whose page holds more than it shows: layers, watermarks, what was cropped, fonts that are not there."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest.readers.pdf import parse
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pdf_maker import Drawing, Words, box, pdf_of, set_in_lines
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
        box(40, 770, 500, 50, grey=0.2),
        Words(150, 780, "暖心服务聚合力", 24, grey=1),
        *BODY,
        Words(60, 400, "图为服务现场", 9, grey=0.6),
    )
    assert lines_of(text) == ["暖心服务聚合力", *READ_BODY, "图为服务现场"]
    assert hints_of(text) == {"暖心服务聚合力": Hint.TITLE}


@pytest.mark.parametrize("grey", [1, 0.96])
def test_letters_in_the_colour_of_the_paper_are_not_read(grey: float) -> None:
    unseen = [
        Words(x, row.y + up, "禁止转载", 12, grey=grey)
        for row in BODY
        for x, up in ((70, 0), (330, 10), (60, 3))
    ]
    for order in ([*BODY, *unseen], [*unseen, *BODY], [box(0, 0, 595, 842, grey=1), *BODY, *unseen]):
        assert lines_of(text_of(*order)) == READ_BODY


@pytest.mark.parametrize("ground", [0, 0.3, 0.7])
def test_letters_are_read_on_every_ground_but_their_own_colour(ground: float) -> None:
    dark = box(50, 380, 400, 60, grey=ground)
    shown, same = Words(60, 400, "在花乡的第十个年头", grey=1), Words(60, 420, "禁止转载", grey=ground)
    assert lines_of(text_of(*BODY, dark, shown, same)) == [*READ_BODY, shown.text]


def test_white_letters_on_a_drawing_whose_colours_nobody_knows_are_read() -> None:
    ring = Drawing("q 0 g 40 380 420 80 re 44 384 412 72 re f* Q")
    shown = Words(60, 400, "在花乡的第十个年头", grey=1)
    assert lines_of(text_of(*BODY, ring, shown)) == [*READ_BODY, shown.text]
    assert lines_of(text_of(*BODY, ring, replace(shown, grey=0))) == [*READ_BODY, shown.text]
    assert lines_of(text_of(*BODY, replace(shown, grey=0), ring)) == [*READ_BODY, shown.text]


def test_a_page_of_white_letters_whose_ground_is_not_in_the_file_is_read() -> None:
    assert lines_of(text_of(*(replace(row, grey=1) for row in BODY))) == READ_BODY


@pytest.mark.parametrize("grey", [0, 1])
def test_words_under_a_bar_that_was_laid_over_them_are_not_read(grey: float) -> None:
    covered = Words(60, 400, "联系人手机13800000000", 12)
    assert lines_of(text_of(*BODY, covered, box(55, 395, 200, 18, grey=grey))) == READ_BODY


def test_words_under_a_text_marker_or_a_clear_sheet_are_read() -> None:
    marked = Words(60, 400, "在花乡的第十个年头", 12)
    marker = Drawing("q 1 1 0 rg 55 395 200 18 re f Q")
    clipped = Drawing("q 300 395 10 10 re W n 1 g 0 0 595 842 re f Q")
    for over in (marker, clipped):
        assert lines_of(text_of(*BODY, marked, over)) == [*READ_BODY, marked.text]


def test_invisible_letters_between_the_visible_ones_are_read_only_where_a_picture_shows_them() -> None:
    words = Words(60, 400, "墙上的光荣榜有三十张笑脸", hidden=True)
    picture = Drawing("q 400 0 0 30 50 390 cm BI /W 1 /H 1 /BPC 8 /CS /G ID A\nEI Q")
    assert lines_of(text_of(*BODY, words)) == READ_BODY
    assert lines_of(text_of(*BODY, picture, words)) == [*READ_BODY, words.text]


LAYER = "<< /Type /OCG /Name (layer) {} >>"
REMARK = Words(60, 400, "审稿：标题再推敲。", layer="MC0")


def with_layers(
    words: Sequence[Words | Drawing],
    form: str,
    *,
    named: str = "8 0 R",
    more: Sequence[str] = (),
    usage: str = "",
) -> list[str]:
    """The lines of a page that knows a layer, or a group of layers, as MC0; the layers are the objects 8 and 9."""
    data = pdf_of(
        [words],
        extra=f"/OCProperties << /OCGs [8 0 R 9 0 R] /D << {form} >> >>",
        resources=f"/Properties << /MC0 {named} >> /XObject << /Fm0 10 0 R >>",
        more=[text.encode() for text in (LAYER.format(usage), LAYER.format(""), *more)],
    )
    return lines_of(parse(data, "综述.pdf"))


@pytest.mark.parametrize(
    "form",
    [
        "/OFF [8 0 R]",
        "/BaseState /OFF",
        "/BaseState /OFF /ON [9 0 R]",
        "/AS [<< /Event /View /Category [/View] /OCGs [8 0 R] >>]",
    ],
)
def test_a_layer_that_is_off_is_not_read(form: str) -> None:
    off = "/Usage << /View << /ViewState /OFF >> >>"
    assert with_layers([*BODY, REMARK], form, usage=off) == READ_BODY


@pytest.mark.parametrize("form", ["", "/OFF [9 0 R]", "/BaseState /OFF /ON [8 0 R]"])
def test_a_layer_that_is_on_is_read(form: str) -> None:
    assert with_layers([*BODY, REMARK], form) == [*READ_BODY, REMARK.text]


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        ("/OCGs [8 0 R 9 0 R]", True),
        ("/OCGs 8 0 R", False),
        ("/OCGs [8 0 R 9 0 R] /P /AllOn", False),
        ("/OCGs [8 0 R] /P /AllOff", True),
        ("/OCGs [9 0 R] /P /AnyOff", False),
        ("/VE [/Not 8 0 R]", True),
        ("/VE [/And 9 0 R [/Or 8 0 R 8 0 R]]", False),
    ],
)
def test_a_group_of_layers_is_read_as_its_policy_asks(policy: str, shown: bool) -> None:
    group = f"<< /Type /OCMD {policy} >>"
    lines = with_layers([*BODY, REMARK], "/OFF [8 0 R]", named="10 0 R", more=[group])
    assert lines == [*READ_BODY, *([REMARK.text] if shown else [])]


@pytest.mark.parametrize("form", ["/OFF [8 0 R]", "/OFF [9 0 R]"])
def test_a_form_that_belongs_to_a_layer_is_read_when_the_layer_is_on(form: str) -> None:
    code = replace(REMARK, layer="").code
    drawn = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 8 0 R /Resources << /Font << /F1 3 0 R >> >>"
        f" /Length {len(code)} >>\nstream\n{code}\nendstream"
    )
    lines = with_layers([*BODY, Drawing("/Fm0 Do")], form, more=[drawn])
    assert lines == [*READ_BODY, *([REMARK.text] if "9" in form else [])]


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
