"""One article saved in every form gives one record: the same title block, headings and body."""

import html
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.records import Passage, ReviewRecord
from tests.fonts import NO_CHINESE_FONT, has_chinese_font
from tests.pages import BODY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

KICKER = "喜迎工会十八大·部门巡礼"
TITLE = "扛起使命开新局 聚力同心谱新篇"
SUBTITLE = "——青禾区总工会2019年工作综述"
BYLINE = "本报记者 涂远 通讯员 方永昌"
LINES = (
    "示例日报 2020年1月9日 星期四 第03版",
    KICKER,
    TITLE,
    SUBTITLE,
    BYLINE,
    BODY[0],
    "建会入会有热度",
    BODY[1],
    "图为青禾区职工技能竞赛现场。",
    "竞赛练兵有力度",
    "区总工会把擂台搭在生产线旁，焊工、钳工、电工轮番上阵，全年办赛42场，参赛职工8600人次，评出技术能手60名。",
    BODY[2],
    "责编/徐一 美编/谢二 校对/邱三",
)
TEXT = "\n\n".join(LINES)

PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>{title}_示例日报数字报</title>
<style>body{{font-family:"Noto Serif CJK SC"}} .hidden{{display:none}}</style><script>var lost = "脚本";</script></head>
<body><div class="nav"><a href="#">首页</a> | <a href="#">上一版</a> | <a href="#">下一版</a></div>
{rows}
<p style="display:none">看不见的字</p><!-- 注释 -->
<div class="related"><h3>相关新闻</h3><ul><li><a href="#">石桥县总工会送清凉</a></li></ul></div>
<div id="footer">Copyright © 2020 示例日报 版权所有</div></body></html>"""


def as_html(charset: str) -> bytes:
    rows = []
    for line in LINES:
        tag = {TITLE: "h1", SUBTITLE: "h2"}.get(line, "figcaption" if line.startswith("图为") else "p")
        rows.append(f"<{tag}>{html.escape(line)}</{tag}>")
    page = PAGE.format(charset=charset, title=TITLE, rows="\n".join(rows))
    return page.encode("gb18030" if charset == "gb2312" else charset)


def as_docx() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line, style="Title" if line == TITLE else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Prints the article from a browser, in a layout given as CSS."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here to print the article as PDF")
    if not has_chinese_font():
        pytest.skip(NO_CHINESE_FONT)
    folder = tmp_path_factory.mktemp("pdf")

    def printed(css: str) -> bytes:
        rows = "\n".join(f"<p>{html.escape(line)}</p>" for line in LINES)
        style = f'body{{font-family:"Noto Serif CJK SC";{css}}} p{{margin:.5em 0}}'
        page = folder / "page.html"
        page.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{rows}', encoding="utf-8"
        )
        target = folder / "page.pdf"
        command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--print-to-pdf={target}", str(page)], check=True, capture_output=True, timeout=120
        )
        return Path(target).read_bytes()

    return printed


def shape(record: ReviewRecord) -> dict[str, object]:
    """What must not depend on the form: the words of every part, white space apart."""

    def words(passages: Iterable[Passage]) -> list[str]:
        return ["".join(passage.text.split()) for passage in passages]

    heads = (record.kicker, record.title, record.subtitle, record.issuer)
    return {
        "heads": ["".join(part.text.split()) if part else None for part in heads],
        "bylines": words(record.bylines),
        "headings": words(section.heading for section in record.sections if section.heading),
        "body": words(paragraph for section in record.sections for paragraph in section.paragraphs),
        "captions": words(caption.passage for caption in record.captions),
        "period": (record.period.start, record.period.end, record.period.basis),
        "region": record.region.path,
        "published": record.published_on.text if record.published_on else None,
        "newspaper": record.newspaper.text if record.newspaper else None,
        "kind": record.kind,
    }


EXPECTED = shape(read_file(TEXT.encode("utf-8"), "综述.txt").records[0])


def test_the_text_itself_is_read_as_meant() -> None:
    assert EXPECTED["heads"] == [KICKER, TITLE.replace(" ", ""), SUBTITLE, "青禾区总工会"]
    assert EXPECTED["headings"] == ["建会入会有热度", "竞赛练兵有力度"]
    assert EXPECTED["captions"] == ["图为青禾区职工技能竞赛现场。"]
    assert EXPECTED["body"] == [BODY[0], BODY[1], LINES[10], BODY[2]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding_gives_the_same_record(encoding: str) -> None:
    assert shape(read_file(TEXT.encode(encoding), "综述.txt").records[0]) == EXPECTED


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_page_gives_the_same_record(charset: str) -> None:
    reading = read_file(as_html(charset), "综述.html")
    assert shape(reading.records[0]) == EXPECTED
    furniture = [words.text for words in reading.records[0].furniture]
    assert any("石桥县总工会送清凉" in words for words in furniture)
    assert not any(hidden in reading.source.raw for hidden in ("看不见的字", "注释", "脚本"))


def test_a_word_file_gives_the_same_record() -> None:
    assert shape(read_file(as_docx(), "综述.docx").records[0]) == EXPECTED


@pytest.mark.parametrize("css", ["", "columns:2;column-gap:2em;font-size:10pt", "width:12cm;line-height:1.8"])
def test_a_pdf_gives_the_same_record(as_pdf: Callable[[str], bytes], css: str) -> None:
    assert shape(read_file(as_pdf(css), "综述.pdf").records[0]) == EXPECTED
