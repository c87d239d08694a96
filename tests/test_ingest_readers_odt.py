"""OpenDocument texts, zipped and in one piece: what LibreOffice shows of them, and nothing else."""

import io
import zipfile

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers import odt
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pages import BODY

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
STYLES = """
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Subtitle" style:family="paragraph"/>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
"""
OWN = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph"><style:paragraph-properties fo:text-indent="0.74cm"/></style:style>
<style:style style:name="P3" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-list-format="第%1%条"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1" text:bullet-char="●"/></text:list-style>
"""
MASTERS = (
    "<office:master-styles><style:master-page style:name='Standard'><style:header><text:p>内部资料</text:p></style:header>"
    "<style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page></office:master-styles>"
)


def zipped(body: str, *, masters: str = "", own: str = OWN, more: dict[str, str] | None = None) -> bytes:
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{own}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{STYLES}</office:styles>{masters}</office:document-styles>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (parts | (more or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def flat(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{STYLES}</office:styles><office:automatic-styles>{OWN}</office:automatic-styles>{MASTERS}"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def parsed(body: str) -> ReadText:
    return odt.parse(zipped(body), "综述.odt")


def lines(body: str) -> list[str]:
    return [line.strip() for line in parsed(body).source.raw.split("\n") if line.strip()]


def roles(found: ReadText) -> dict[str, Hint]:
    raw = found.source.raw
    return {raw[at:].split("\n")[0].strip(): hint for at, hint in found.hints.items()}


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


ARTICLE = (
    p("一盏灯照亮一条街", "Title")
    + p("——青禾区总工会2019年工作综述")
    + '<text:h text:style-name="Heading_20_1" text:outline-level="1">建家</text:h>'
    + "".join(map(p, BODY))
)


@pytest.mark.parametrize("name", ["综述.odt", "综述.fodt", "综述.docx", "综述.doc", "综述.txt", "综述"])
@pytest.mark.parametrize("data", [zipped(ARTICLE), flat(ARTICLE)], ids=["zipped", "flat"])
def test_a_document_is_read_under_any_name(name: str, data: bytes) -> None:
    assert read(data, name).source.media_type == odt.MEDIA_TYPE
    record = read_file(data, name).records[0]
    assert record.title
    assert record.title.text == "一盏灯照亮一条街"
    assert [section.heading.text for section in record.sections if section.heading] == ["建家"]


def test_the_names_of_styles_give_the_roles_of_lines() -> None:
    found = parsed(
        p("一盏灯", "P1")
        + p("——综述", "Subtitle")
        + '<text:h text:outline-level="1">建家</text:h><text:h text:outline-level="2">进车间</text:h>'
        + p("帮扶", "Heading_20_1")
        + p("图为夜校", "Illustration")
    )
    assert roles(found) == {
        "一盏灯": Hint.TITLE,
        "——综述": Hint.SUBTITLE,
        "建家": Hint.HEADING,
        "进车间": Hint.SUBHEADING,
        "帮扶": Hint.HEADING,
        "图为夜校": Hint.CAPTION,
    }


def test_blanks_tabs_and_line_ends_are_those_that_show() -> None:
    assert (
        parsed(p('甲<text:s text:c="2"/>乙\n   丙<text:tab/>丁<text:line-break/>戊')).source.raw
        == "甲  乙 丙\t丁\n戊\n"
    )
    assert parsed(p("甲") + p("一年来", "P2")).source.raw == "甲\n　　一年来\n"


def test_what_the_page_does_not_show_is_no_text() -> None:
    gone = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        + '<text:section text:display="none"><text:p>隐藏的节</text:p></text:section>'
        + p('<text:hidden-paragraph text:is-hidden="true"/>隐藏的段')
    )
    shown = p(
        '看<text:span text:style-name="T1">不</text:span>得<office:annotation><text:p>批注</text:p></office:annotation>'
        "<text:ruby><text:ruby-base>见</text:ruby-base><text:ruby-text>jiàn</text:ruby-text></text:ruby>"
    )
    assert lines(gone + shown) == ["看得见"]


def test_numbers_that_lists_and_outlines_count_are_read() -> None:
    def item(words: str, more: str = "") -> str:
        return f"<text:list-item>{p(words)}{more}</text:list-item>"

    inner = "<text:list>" + item("车间") + item("工棚") + "</text:list>"
    assert lines(f'<text:list text:style-name="L1">{item("建家", inner)}{item("帮扶")}</text:list>') == [
        "一、建家",
        "(1)车间",
        "(2)工棚",
        "二、帮扶",
    ]
    again = f'<text:list text:style-name="L2">{item("甲")}</text:list>'
    goes_on = again.replace('"L2"', '"L2" text:continue-numbering="true"')
    assert lines(again + goes_on + again) == ["第1条 甲", "第2条 甲", "第1条 甲"]
    assert lines(f'<text:list text:style-name="L3">{item("甲")}</text:list>') == ["●甲"]


def test_margins_notes_and_contents_stand_beside_the_text() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("注释")
        + "</text:note-body></text:note>"
    )
    contents = (
        "<text:table-of-content><text:index-body>"
        + p("建家 1")
        + "</text:index-body></text:table-of-content>"
    )
    found = odt.parse(zipped(contents + p("正文" + note), masters=MASTERS), "综述.odt")
    assert found.source.raw.split("\n")[:-1] == ["内部资料", "建家 1", "正文", "注释", "第1页"]
    assert roles(found) == dict.fromkeys(("内部资料", "建家 1", "注释", "第1页"), Hint.FURNITURE)


def test_a_row_of_short_cells_is_a_row_and_covered_cells_are_none() -> None:
    cells = f"<table:table-cell>{p('项目')}</table:table-cell><table:table-cell>{p('人数')}</table:table-cell><table:covered-table-cell/>"
    table = f"<table:table><table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows></table:table>"
    found = parsed(table + p("正文"))
    assert roles(found) == {"项目\t人数": Hint.ROW}


def test_a_box_with_the_title_stands_above_and_pictures_are_counted() -> None:
    box = f"<draw:frame><draw:text-box>{p('——青禾区总工会综述')}</draw:text-box></draw:frame>"
    found = parsed(p("正文。" + box) + p("<draw:frame><draw:image/></draw:frame>"))
    assert found.source.raw.split() == ["——青禾区总工会综述", "正文。"]
    assert found.notices == (("images-left-out", {"count": 1}),)


def test_a_new_page_begins_one() -> None:
    assert parsed(p("甲") + p("乙", "P3")).source.raw == "甲\n\f乙\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(p("")), "no-text"),
        (zipped(p("<draw:frame><draw:image/></draw:frame>")), "no-text"),
        (zipped("</broken"), "damaged"),
        (zipped(ARTICLE)[:-40], "damaged"),
        (zipped(ARTICLE, more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "encrypted"),
        (zipped(ARTICLE, more={"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        (zipped(ARTICLE, more={"content.xml": "<a/>"}), "format"),
        (flat(ARTICLE)[:-40], "damaged"),
    ],
)
def test_what_can_not_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data, "综述.odt")
    assert (refused.value.code, refused.value.message.startswith("“综述.odt”")) == (code, True)
