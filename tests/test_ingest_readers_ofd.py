"""OFD files: signs in whatever pieces and order the file draws them, read as the page shows them."""

import zipfile
from io import BytesIO

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers import ofd
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pages import BODY
from tests.saved_as import Part, as_ofd, ofd_of, ofd_words

TITLE = "一盏灯照亮一条街"
PARTS = (
    Part("title", TITLE),
    Part("subtitle", "——青禾区总工会2019年工作综述"),
    *(Part("paragraph", line) for line in BODY),
)
PICTURE = '<ofd:ImageObject Boundary="0 0 210 297"/>'


def parsed(*pages: str, size: str = "0 0 210 297", more: dict[str, str] | None = None) -> ReadText:
    return ofd.parse(ofd_of(pages, size=size, more=more), "综述.ofd")


def lines(*pages: str) -> list[str]:
    return [line.strip() for line in parsed(*pages).source.raw.split("\n") if line.strip()]


def column(x: float, words: str, signs: int = 12) -> list[str]:
    rows = [words[at : at + signs] for at in range(0, len(words), signs)]
    return [ofd_words(row, x, 30 + 7 * at) for at, row in enumerate(rows)]


@pytest.mark.parametrize("name", ["综述.ofd", "综述.pdf", "综述.docx", "综述.zip", "综述"])
def test_a_file_is_read_under_any_name(name: str) -> None:
    assert read(as_ofd(PARTS), name).source.media_type == "application/ofd"
    record = read_file(as_ofd(PARTS), name).records[0]
    assert record.title
    assert record.title.text == TITLE


def test_columns_are_read_one_after_the_other_in_whatever_order_they_are_drawn() -> None:
    left, right = "左栏的文字一行接着一行" * 6, "右栏的文字也是一行接一行" * 6
    drawn = [*column(20, left), *column(110, right)]
    assert "".join(lines("".join(reversed(drawn)))) == left + right


def test_signs_that_are_drawn_one_by_one_are_words() -> None:
    drawn = "".join(ofd_words(sign, 20 + 4.2 * at, 30) for at, sign in enumerate("工会2019"))
    assert lines(drawn) == ["工会2019"]


def run(codes: str, more: str = "", boundary: str = "20 30 170 5") -> str:
    return f'<ofd:TextObject Boundary="{boundary}" Size="4" {more}>{codes}</ofd:TextObject>'


def code(text: str, more: str = 'X="0" Y="4"') -> str:
    return f"<ofd:TextCode {more}>{text}</ofd:TextCode>"


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        (run(code("工会夜校", 'X="0" Y="4" DeltaX="4 4 4"')), "工会夜校"),
        (run(code("工会夜校", 'X="0" Y="4" DeltaX="g 3 4"')), "工会夜校"),
        (run(code("工会夜校")), "工会夜校"),  # no steps: one sign behind the other
        (run(code("工会 夜校", 'X="0" Y="4" DeltaX="4 4 4 4"')), "工会 夜校"),
        (run(code("工会", 'X="0" Y="4" DeltaX="4"') + code("夜校", 'X="12" Y="4" DeltaX="4"')), "工会 夜校"),
        (run(code("工会", 'X="0" Y="4" DeltaX="4"'), 'CTM="2 0 0 2 10 10"'), "工会"),
        (run(code("“工”——会", 'X="0" Y="4" DeltaX="g 5 4"')), "“工”——会"),
    ],
)
def test_the_steps_between_signs_are_read_in_every_form(drawn: str, shown: str) -> None:
    assert lines(drawn) == [shown]


@pytest.mark.parametrize(
    "hidden",
    [
        run(code("看不见"), 'Visible="false"'),
        run('<ofd:FillColor Value="0 0 0" Alpha="0"/>' + code("看不见")),
        run('<ofd:FillColor Value="255 255 255"/>' + code("看不见")),
        run(code("看不见"), boundary="20 400 170 5"),
        run(code("看不见"), boundary="-80 30 20 5"),
    ],
)
def test_what_the_page_does_not_show_is_no_text(hidden: str) -> None:
    assert lines(hidden + ofd_words("看得见的一行字", 20, 60)) == ["看得见的一行字"]


def test_white_signs_on_a_dark_ground_are_text() -> None:
    ground = '<ofd:PathObject Boundary="10 20 190 30" Fill="true"><ofd:FillColor Value="120 0 0"/></ofd:PathObject>'
    assert lines(ground + run('<ofd:FillColor Value="255 255 255"/>' + code("看得见"))) == ["看得见"]


def test_what_stands_slanted_over_the_page_is_page_matter() -> None:
    slanted = run(code("内部资料 严禁外传"), 'CTM="0.7 0.7 -0.7 0.7 0 0"', boundary="40 80 100 100")
    found = parsed(slanted + "".join(column(20, BODY[1], 36)))
    raw = found.source.raw
    hints = {raw[at:].split("\n")[0].strip(): hint for at, hint in found.hints.items()}
    assert hints["内部资料 严禁外传"] is Hint.FURNITURE


def test_a_template_below_the_page_is_read_with_it() -> None:
    head = "xmlns:ofd='http://www.ofdspec.org/2016'"
    template = f"<ofd:Page {head}><ofd:Content><ofd:Layer>{ofd_words('青禾区总工会文件', 60, 15, 8)}</ofd:Layer></ofd:Content></ofd:Page>"
    found = parsed("".join(column(20, BODY[1], 36)), more={"Doc_0/Tpls/Tpl_0/Content.xml": template})
    assert found.source.raw.startswith("青禾区总工会文件")


def test_pages_without_a_word_and_damaged_ones_are_told() -> None:
    text = "".join(column(20, BODY[1], 36))
    assert [code for code, _ in parsed(text, PICTURE).notices] == ["pages-without-text"]
    data = BytesIO(ofd_of([text, text]))
    with zipfile.ZipFile(data) as archive:
        kept = {name: archive.read(name).decode() for name in archive.namelist() if "Page_1" not in name}
    rest = BytesIO()
    with zipfile.ZipFile(rest, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    assert [code for code, _ in ofd.parse(rest.getvalue(), "综述.ofd").notices] == ["pages-damaged"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ofd_of([PICTURE]), "no-text-layer"),
        (ofd_of([]), "damaged"),
        (ofd_of(["</broken"]), "damaged"),
        (ofd_of([""], more={"OFD.xml": "<a/>"}), "damaged"),
        (ofd_of([""], more={"Encryptions.xml": "<a/>"}), "encrypted"),
        (ofd_of([ofd_words("工", 20, 20)] * 301), "too-large"),
        (as_ofd(PARTS)[:-50], "damaged"),
    ],
)
def test_what_can_not_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data, "综述.ofd")
    assert (refused.value.code, refused.value.message.startswith("“综述.ofd”")) == (reason, True)
