"""Scans and photographs: what is said where nothing reads them, what is opened within bounds, what an engine reads."""

import io
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.ocr.contract import Seen
from archive.ingest.ocr.engines import ENGINES, choose, is_installed
from archive.ingest.ocr.mending import mended
from archive.ingest.pipeline import edges_of_file, read_file
from archive.ingest.readers import registry
from archive.ingest.readers.page_set import packed
from archive.ingest.readers.registry import read
from archive.ingest.readers.steps import Step, listening
from archive.ingest.records import ReviewRecord, UnreadableFile
from archive.regions.authority import Authority
from tests.fonts import NO_CHINESE_FONT, has_chinese_font
from tests.fuzz_readers import PICTURES, Fuzzer, good_files
from tests.pages import ARTICLE, BODY
from tests.pdf_maker import box, pdf_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
SCAN = pdf_of([[box(0, 0, 595, 842, grey=0.5)]])
NEEDS_OCR = pytest.mark.skipif(
    not is_installed(), reason="what reads pictures is not installed here (make ocr)"
)


def test_every_engine_is_known_with_what_installs_it() -> None:
    assert all("make ocr" in engine.by for engine in ENGINES.values())


def test_the_setting_chooses_what_a_refusal_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "is_installed", lambda: False)
    choose("tesseract")
    try:
        with pytest.raises(UnreadableFile) as refused:
            read(PNG, "综述.png")
    finally:
        choose("rapidocr")
    assert "tesseract-ocr-chi-sim" in refused.value.message


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "is_installed", lambda: False)


@pytest.mark.usefixtures("without_engine")
@pytest.mark.parametrize("name", ["综述.png", "综述.docx", "综述"])
def test_without_an_engine_a_picture_is_told_what_would_read_it(name: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(PNG, name)
    assert refused.value.code == "needs-ocr"
    assert "make ocr" in refused.value.message
    assert refused.value.message.startswith(f"“{name}”")


@pytest.mark.usefixtures("without_engine")
def test_without_an_engine_a_scanned_pdf_names_it_too() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(SCAN, "扫描.pdf")
    assert refused.value.code == "no-text-layer"
    assert "make ocr" in refused.value.message


@pytest.mark.usefixtures("without_engine")
def test_without_an_engine_everything_else_is_read() -> None:
    assert read(ARTICLE.encode(), "综述.txt").source.raw == ARTICLE


@pytest.mark.parametrize("data", [PNG, SCAN])
def test_the_head_and_foot_of_a_picture_are_not_read_beside_other_files(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        edges_of_file(data, "综述")
    assert refused.value.code in ("needs-ocr", "picture", "no-text-layer")


@pytest.mark.parametrize(
    ("text", "starts", "whole"),
    [
        (
            "本报记者顾南通讯员卫青",
            (0, 26, 53, 79, 116, 142, 179, 206, 232, 276, 302),
            "本报记者 顾南 通讯员 卫青",
        ),
        ("一青禾区总工会", (16, 50, 76, 102, 128, 154, 180), "——青禾区总工会"),
        ("青禾区总工会", (50, 76, 102, 128, 154, 180), "——青禾区总工会"),
        ("一家一户上门去", (0, 26, 52, 78, 104, 130, 156), "一家一户上门去"),
        ("响了2693次。", (0, 26, 70, 84, 98, 112, 126, 152), "响了2693次。"),
        ("工会", (0, 90), "工会"),
        ("别的字", (), "别的字"),
    ],
)
def test_white_between_names_and_whole_dashes_are_put_back(
    text: str, starts: tuple[int, ...], whole: str
) -> None:
    assert mended(text, list(zip(text, map(float, starts), strict=False)), 0.0) == whole


def drawn(lines: list[str], *, size: int = 32, width: int = 1240) -> Any:
    """A page of these lines as a scanner would give it."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - there only with the engine

    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Serif CJK SC:lang=zh"], capture_output=True, text=True, check=True
    )
    font = ImageFont.truetype(found.stdout, size)
    picture = Image.new("RGB", (width, 120 + 56 * len(lines)), "white")
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        pen.text((80, 60 + 56 * at), line, font=font, fill="black")
    return picture


def saved(picture: Any, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@NEEDS_OCR
def test_pictures_of_every_make_are_opened() -> None:
    from PIL import Image  # noqa: PLC0415

    from archive.ingest.readers.pictures import pages_of  # noqa: PLC0415

    page = Image.new("RGB", (60, 40), "white")
    made = {
        "cmyk": saved(page.convert("CMYK"), "JPEG"),
        "deep": saved(Image.new("I;16", (60, 40), 65535)),
        "alpha": saved(Image.new("RGBA", (60, 40), (0, 0, 0, 0))),
        "palette": saved(page.convert("P")),
        "bilevel": saved(page.convert("1"), "TIFF"),
        "webp": saved(page, "WEBP", save_all=True, append_images=[page]),
    }
    for make, data in made.items():
        (array,) = pages_of(data, "综述.png")
        assert array.shape == (40, 60, 3), make
        assert array.min() > 250, make
    pages = saved(page, "TIFF", save_all=True, append_images=[page, page])
    assert len(list(pages_of(pages, "综述.tif"))) == 3


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """The head of a picture that would fill a gigabyte and more."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    packed = b"\x00\x00\x00\rIHDR" + head[4:] + zlib.crc32(head).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + packed + b"\x00\x00\x00\x00IDAT" + zlib.crc32(b"IDAT").to_bytes(4, "big")


@NEEDS_OCR
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(), "too-large"),
        (bomb(19_866, 28_087), "too-large"),  # A0 at 600 dpi
        (PNG, "damaged"),
        (pdf_of([[box(0, 0, 9, 9)]] * 300), "too-large"),
    ],
    ids=["bomb", "A0", "cut off", "300 scans"],
)
def test_what_is_no_page_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data, "综述")
    assert (refused.value.code, "“综述”" in refused.value.message) == (code, True)


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fc-match") is None or not has_chinese_font(), reason=NO_CHINESE_FONT)
@pytest.mark.parametrize("turn", [0, 180, 90])
def test_a_page_is_read_and_told_as_read_by_a_machine(turn: int) -> None:
    lines = ["扛起使命开新局", "——青禾区总工会2019年工作综述", "", *(BODY[0][at : at + 32] for at in (0, 32))]
    data = saved(drawn(lines).rotate(turn, expand=True), "JPEG", quality=80)
    record = read_file(data, "扫描.jpg").records[0]
    words = "".join(part.text for section in record.sections for part in section.paragraphs)
    assert words.replace(" ", "") == BODY[0]
    assert record.subtitle
    assert record.subtitle.text == "——青禾区总工会2019年工作综述"
    assert "ocr" in [notice.code for notice in record.notices]


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.parametrize(
    ("picture", "codes"),
    [
        ("empty", {"no-text"}),
        ("cat", {"no-text", "no-chinese", "illegible"}),
        ("English", {"illegible"}),
        ("cut", {"damaged"}),
    ],
)
def test_a_picture_without_an_article_is_refused_in_words(picture: str, codes: set[str]) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(without_article(picture), f"{picture}.jpg")
    assert refused.value.code in codes
    assert refused.value.message.startswith(f"“{picture}.jpg”")


def without_article(picture: str) -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415

    words = ["The union met twice in spring and once more in autumn of the year."] * 12
    made = (
        drawn(words)
        if picture == "English"
        else Image.new("RGB", (800, 600), "tan" if picture == "cat" else "white")
    )
    if picture == "cat":
        pen = ImageDraw.Draw(made)
        pen.polygon([(250, 250), (300, 90), (390, 200), (480, 200), (560, 90), (600, 250)], fill="black")
        pen.ellipse((230, 180, 620, 520), fill="black")
        for left in (330, 460):
            pen.ellipse((left, 280, left + 60, 330), fill="gold")
        for down in (400, 420, 440):
            pen.line((120, down, 320, 410), fill="white", width=3)
            pen.line((520, 410, 730, down), fill="white", width=3)
    data = saved(made, "JPEG")
    return data[: len(data) // 2] if picture == "cut" else data


class Unsure:
    """An engine that is as sure of every line as it is told to be."""

    name = "Unsure 1"

    def __init__(self, *sure: float) -> None:
        self._sure = sure

    def lines_in(self, picture: Any) -> list[Seen]:
        return [
            Seen(f"第{number}行写的是工会的事", ((9, top), (600, top), (600, top + 30), (9, top + 30)), sure)
            for number, sure in enumerate(self._sure, 1)
            for top in (60 * number,)
        ]


@NEEDS_OCR
@pytest.mark.parametrize(
    ("sure", "is_poor"),
    [((0.98, 0.97, 0.72, 0.99), False), ((0.7, 0.62, 0.55, 0.9), True), ((0.79, 0.78, 0.79, 0.96), True)],
)
def test_a_picture_that_could_hardly_be_read_says_so(sure: tuple[float, ...], is_poor: bool) -> None:
    from PIL import Image  # noqa: PLC0415

    from archive.ingest.readers.scan import read_by  # noqa: PLC0415 - needs the engine's packages

    picture = saved(Image.new("RGB", (700, 400), "white"), "PNG")
    codes = [code for code, _values in read_by(lambda: Unsure(*sure), picture, "综述.png").notices]
    assert codes[0] == "ocr"
    assert ("ocr-poor" in codes) is is_poor


# Several pictures as the pages of one article


def page_set(*pages: bytes) -> bytes:
    return packed([(f"IMG_{number}.jpg", page) for number, page in enumerate(pages, 1)])


@pytest.mark.usefixtures("without_engine")
def test_without_an_engine_pages_of_one_article_are_told_what_would_read_them() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(page_set(PNG, PNG), "第5版（共2页）.zip")
    assert refused.value.code == "needs-ocr"


@NEEDS_OCR
def test_pictures_of_any_make_are_pages_of_one_article_in_their_order() -> None:
    from PIL import Image  # noqa: PLC0415

    from archive.ingest.readers.pictures import media_type_of, pages_of  # noqa: PLC0415

    pages = [Image.new("L", (30 * number, 40), 255) for number in (1, 2, 3, 4)]
    two = saved(pages[1], "TIFF", save_all=True, append_images=[pages[2]])
    data = page_set(saved(pages[0], "JPEG"), two, saved(pages[3], "WEBP"))
    steps: list[Step] = []
    with listening(steps.append):
        widths = [array.shape[1] for array in pages_of(data, "综述.zip")]
    assert widths == [30, 60, 90, 120]
    assert steps == [Step(number, 4) for number in (1, 2, 3, 4)]
    assert media_type_of(data) == "application/x-page-set+zip"


@NEEDS_OCR
def test_the_picture_of_its_light_that_a_telephone_keeps_in_a_photograph_is_no_page() -> None:
    from PIL import Image  # noqa: PLC0415

    from archive.ingest.readers.pictures import pages_of  # noqa: PLC0415

    photograph = Image.new("RGB", (60, 40), "white")
    data = saved(photograph, "MPO", save_all=True, append_images=[photograph.resize((30, 20))])
    assert [array.shape[:2] for array in pages_of(data, "照片.jpg")] == [(40, 60)]


def torn(data: bytes) -> bytes:
    """With a sign changed in the middle of its first picture, of which the zip keeps a checksum."""
    at = data.index(b"\xff\xd8\xff") + 20
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@NEEDS_OCR
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda jpg: page_set(jpg, jpg[:90]), "第 2 页（“IMG_2.jpg”）不是完整的图片"),
        (lambda jpg: page_set(jpg, ARTICLE.encode()), "第 2 页（“IMG_2.jpg”）不是图片"),
        (lambda jpg: page_set(jpg, SCAN), "第 2 页（“IMG_2.jpg”）不是图片"),
        (lambda jpg: page_set(jpg, page_set(jpg, jpg)), "第 2 页（“IMG_2.jpg”）不是图片"),
        (lambda jpg: page_set(jpg, bomb()), "第 2 页（“IMG_2.jpg”）有 30000×30000 个像素"),
        (lambda jpg: page_set(*[jpg] * 13), "最多识别 12 页"),
        (lambda _jpg: page_set(), "里没有文件"),
        (lambda jpg: torn(page_set(jpg, jpg)), "里面的图片不全"),
        (lambda jpg: page_set(jpg, jpg)[:-30], "结尾缺失"),
        (lambda jpg: page_set(jpg, jpg), "没有"),
    ],
    ids=["cut", "text", "PDF", "a set", "bomb", "13 pages", "empty", "torn", "cut zip", "no text on any"],
)
def test_pages_that_are_no_article_say_which_of_them_and_why(
    make: Callable[[bytes], bytes], words: str
) -> None:
    from PIL import Image  # noqa: PLC0415

    with pytest.raises(UnreadableFile) as refused:
        read(make(saved(Image.new("RGB", (60, 40), "white"), "JPEG")), "综述（共2页）.zip")
    assert words in refused.value.message
    assert refused.value.message.startswith("“综述（共2页）.zip”")


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fc-match") is None or not has_chinese_font(), reason=NO_CHINESE_FONT)
@pytest.mark.parametrize("kind", PICTURES)
def test_damaged_pictures_are_read_or_refused(
    kind: str, damaged: Fuzzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(8):
        damaged.run(kind)
    assert damaged.faults == []
    assert sum(count for (of, _), count in damaged.outcomes.items() if of == kind) == 8


@pytest.fixture(scope="module")
def damaged() -> Fuzzer:
    authority = Authority.load()
    return Fuzzer(random.Random(20), good_files(authority), authority)


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fc-match") is None or not has_chinese_font(), reason=NO_CHINESE_FONT)
def test_a_paragraph_goes_on_over_photographs_that_were_taken_from_nearer_and_farther() -> None:
    rows = [BODY[1][at : at + 30] for at in range(0, len(BODY[1]), 30)]
    first = drawn(
        [
            "扛起使命开新局",
            "——青禾区总工会2019年工作综述",
            "",
            "\u3000\u3000" + rows[0][:28],
            rows[0][28:] + rows[1][:28],
        ]
    )
    second = drawn([rows[1][28:] + rows[2]])
    nearer = second.resize((second.width * 4 // 3, second.height * 4 // 3))
    record = read_file(page_set(saved(first, "JPEG"), saved(nearer, "JPEG")), "第5版（共2页）.zip").records[0]
    words = ["".join(part.text.split()) for section in record.sections for part in section.paragraphs]
    assert words == [BODY[1]]
    assert record.subtitle
    assert "ocr" in [notice.code for notice in record.notices]


CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "files"


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.skipif(not CASES.is_dir(), reason="the folder of cases beside the project is not here")
@pytest.mark.parametrize("name", ["F18-scan.pdf", "OCR-a.png", "OCR-b.png"])
def test_scans_of_offices_give_title_headings_and_order(name: str) -> None:
    base = read_file((CASES / "00-base.txt").read_bytes(), "00-base.txt").records[0]
    found = read_file((CASES / name).read_bytes(), name).records[0]
    assert found.title
    assert base.title
    assert "".join(found.title.text.split()) == "".join(base.title.text.split())
    headings = [
        [section.heading.text for section in record.sections if section.heading] for record in (found, base)
    ]
    assert headings[0] == headings[1]
    assert found.subtitle and base.subtitle
    assert found.subtitle.text == base.subtitle.text
    assert _misread(_body(base), _body(found)) <= MOST_MISREAD


MOST_MISREAD = 0.005  # of the signs of a text


def _body(record: ReviewRecord) -> str:
    passages = (passage.text for section in record.sections for passage in section.paragraphs)
    return "".join("".join(passages).split())


def _misread(printed: str, read: str) -> float:
    """The part of the printed signs that a page misses or has otherwise; the page may tell more, in between."""
    changes = SequenceMatcher(None, printed, read, autojunk=False).get_opcodes()
    return sum(end - start for kind, start, end, _, _ in changes if kind in ("replace", "delete")) / len(
        printed
    )
