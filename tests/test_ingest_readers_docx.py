"""Word files: what a reader of the document sees, line by line, with what its styles say."""

import base64
import io
import re
import time
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from archive.ingest.pipeline import read_file
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.docx import parse
from archive.ingest.readers.docx_numbering import formatted
from archive.ingest.readers.registry import read
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.saved_as import Part, as_docx

LONG = "一年来，区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，组织劳模宣讲四十余场，签订工资集体协议八十六份。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def document_of(*paragraphs: str) -> docx.document.Document:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return document


def rewritten(data: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """The package with parts changed, added or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            content = old.read(name) if name in old.namelist() else b""
            change = changes.get(name, content)
            if change is not None:
                new.writestr(name, change if isinstance(change, bytes) else change(content))
    return buffer.getvalue()


def with_body(inner: str) -> bytes:
    """A package whose document holds this XML."""
    return rewritten(
        saved(docx.Document()),
        {"word/document.xml": f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode()},
    )


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>"


def lines_of(data: bytes) -> list[str]:
    return [line.strip() for line in parse(data, "综述.docx").source.raw.split("\n") if line.strip()]


def hints_of(text: ReadText) -> dict[str, Hint]:
    """The hinted lines by their words."""
    return {text.source.raw[at:].split("\n")[0]: hint for at, hint in text.hints.items()}


def test_paragraph_styles_say_what_a_line_is() -> None:
    parts = (
        Part("title", "暖心服务聚合力"),
        Part("subtitle", "——青禾区总工会2019年工作综述"),
        Part("heading", "思想引领有力度"),
        Part("paragraph", LONG),
        Part("subheading", "宣讲进车间"),
        Part("paragraph", LONG),
    )
    assert hints_of(parse(as_docx(parts), "综述.docx")) == {
        "暖心服务聚合力": Hint.TITLE,
        "——青禾区总工会2019年工作综述": Hint.SUBTITLE,
        "思想引领有力度": Hint.HEADING,
        "宣讲进车间": Hint.SUBHEADING,
    }


def test_a_first_heading_that_stands_alone_on_its_level_is_the_title() -> None:
    document = docx.Document()
    document.add_paragraph("青禾区总工会")
    document.add_heading("暖心服务聚合力", 1)
    for heading in ("思想引领有力度", "维权服务有温度"):
        document.add_heading(heading, 2)
        document.add_paragraph(LONG)
    assert hints_of(parse(saved(document), "综述.docx")) == {
        "暖心服务聚合力": Hint.TITLE,
        "思想引领有力度": Hint.HEADING,
        "维权服务有温度": Hint.HEADING,
    }


def test_headings_of_one_level_are_headings_and_none_is_the_title() -> None:
    document = docx.Document()
    for heading in ("思想引领有力度", "维权服务有温度"):
        document.add_heading(heading, 1)
        document.add_paragraph(LONG)
    assert set(hints_of(parse(saved(document), "综述.docx")).values()) == {Hint.HEADING}


def test_a_style_of_the_writers_own_counts_as_the_one_that_it_is_based_on() -> None:
    document = docx.Document()
    own = document.styles.add_style("单位小标题", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("思想引领有力度", style="单位小标题")
    document.add_heading("二、主要做法", 1)
    document.add_paragraph(LONG)
    assert hints_of(parse(saved(document), "综述.docx"))["思想引领有力度"] is Hint.SUBHEADING


def test_a_paragraph_that_only_wears_the_style_of_a_heading_stays_a_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph(LONG * 2, style="Heading 1")
    assert hints_of(parse(saved(document), "综述.docx")) == {}


def test_captions_keep_their_style() -> None:
    document = document_of(LONG)
    document.add_paragraph("图为劳模宣讲团走进车间", style="Caption")
    assert hints_of(parse(saved(document), "综述.docx")) == {"图为劳模宣讲团走进车间": Hint.CAPTION}


def test_a_title_of_two_lines_is_one_title() -> None:
    document = docx.Document()
    document.add_paragraph("暖心服务聚合力", style="Title")
    document.add_paragraph("真抓实干开新局", style="Title")
    document.add_paragraph(LONG)
    assert lines_of(saved(document))[0] == "暖心服务聚合力 真抓实干开新局"


def test_a_table_is_read_row_by_row_in_its_place() -> None:
    document = document_of("表格之前。")
    table = document.add_table(rows=2, cols=3)
    for row, words in zip(
        table.rows, (("项目", "2020年", "2021年"), ("基层工会", "312", "361")), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("表格之后。")
    assert lines_of(saved(document)) == [
        "表格之前。",
        "项目\t2020年\t2021年",
        "基层工会\t312\t361",
        "表格之后。",
    ]


def test_a_table_that_lays_out_the_page_is_read_as_paragraphs() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = LONG
    cell.add_paragraph("第二段。" + LONG)
    assert lines_of(saved(document)) == [LONG, "第二段。" + LONG]


def test_a_table_inside_a_table_is_read_once() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).rows[0].cells[0]
    outer.text = "外层"
    inner = outer.add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "里层一", "里层二"
    raw = parse(saved(document), "综述.docx").source.raw
    assert [raw.count(words) for words in ("外层", "里层一", "里层二")] == [1, 1, 1]


TEXT_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice Requires='wps'><w:drawing><w:txbxContent>{box}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it() -> None:
    box = TEXT_BOX.format(box=paragraph("框里的话"))
    data = with_body(
        f"<w:p><w:r><w:t>前半句，</w:t></w:r>{box}<w:r><w:t>后半句。</w:t></w:r></w:p>"
        + paragraph("下一段。")
    )
    assert lines_of(data) == ["前半句，后半句。", "框里的话", "下一段。"]


HEAD = (
    paragraph("灯下一杯茶 厂里一个家")
    + paragraph("——青禾区总工会2019年工作综述")
    + paragraph("本报记者 顾南")
)
VML_BOX = "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


@pytest.mark.parametrize("box", [TEXT_BOX, VML_BOX])
def test_a_text_box_anchored_before_the_words_of_a_paragraph_is_read_before_them(box: str) -> None:
    data = with_body(f"<w:p>{box.format(box=HEAD)}<w:r><w:t>{LONG}</w:t></w:r></w:p>" + paragraph(LONG))
    assert lines_of(data)[:4] == [
        "灯下一杯茶 厂里一个家",
        "——青禾区总工会2019年工作综述",
        "本报记者 顾南",
        LONG,
    ]
    record = read_file(data, "综述.docx").records[0]
    assert record.title is not None and record.title.text == "灯下一杯茶 厂里一个家"
    assert record.sections[0].paragraphs[0].text == LONG


def test_a_text_box_that_names_the_article_is_read_before_the_lead_that_it_is_anchored_behind() -> None:
    box = TEXT_BOX.format(box=HEAD)
    data = with_body(f"<w:p><w:r><w:t>{LONG}</w:t></w:r>{box}</w:p>" + paragraph(LONG))
    assert lines_of(data)[0] == "灯下一杯茶 厂里一个家"
    signed = TEXT_BOX.format(box=paragraph("本报记者 顾南"))
    data = with_body(paragraph(LONG) + f"<w:p><w:r><w:t>{LONG}</w:t></w:r>{signed}</w:p>")
    assert lines_of(data) == [LONG, LONG, "本报记者 顾南"]


def with_styles(styles: str, inner: str) -> bytes:
    """A package with these styles and this body."""
    data = with_body(inner)
    return rewritten(data, {"word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode()})


def style(kind: str, key: str, properties: str, base: str = "", default: str = "") -> str:
    based = f"<w:basedOn w:val='{base}'/>" if base else ""
    return f"<w:style w:type='{kind}' w:styleId='{key}'{default}><w:name w:val='{key}'/>{based}<w:rPr>{properties}</w:rPr></w:style>"


HIDDEN, SHOWN = "<w:vanish/>", "<w:vanish w:val='0'/>"
AS_SHOWN = "<w:rStyle w:val='反'/>"


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def test_a_run_that_its_style_hides_is_not_read_and_one_that_says_otherwise_itself_is() -> None:
    styles = style("character", "暗", HIDDEN) + style("character", "暗二", "", base="暗")
    styles += style("character", "明", SHOWN, base="暗")
    runs = run("会员") + run("批注", "<w:rStyle w:val='暗'/>") + run("旁批", "<w:rStyle w:val='暗二'/>")
    runs += run("百", "<w:rStyle w:val='明'/>") + run("人", f"<w:rStyle w:val='暗'/>{SHOWN}")
    assert lines_of(with_styles(styles, f"<w:p>{runs}</w:p>")) == ["会员百人"]


def test_a_paragraph_whose_style_hides_it_is_not_read() -> None:
    styles = style("paragraph", "审", HIDDEN) + style("paragraph", "审二", "", base="审")
    styles += style("character", "反", HIDDEN)
    marked = "<w:pPr><w:pStyle w:val='审二'/></w:pPr>"
    inner = paragraph("领导审定意见", marked) + paragraph("发展会员百人。")
    assert lines_of(with_styles(styles, inner)) == ["发展会员百人。"]
    turned = f"<w:p>{marked}{run('意见')}{run('照发', AS_SHOWN)}</w:p>"
    assert lines_of(with_styles(styles, turned)) == ["照发"]


def test_what_the_defaults_of_a_document_hide_shows_where_a_style_or_a_run_says_so() -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{HIDDEN}</w:rPr></w:rPrDefault></w:docDefaults>"
    styles += style("paragraph", "正文", SHOWN)
    inner = paragraph("底稿") + paragraph("发展会员百人。", "<w:pPr><w:pStyle w:val='正文'/></w:pPr>")
    inner += f"<w:p>{run('底稿二')}{run('走访千户。', SHOWN)}</w:p>"
    assert lines_of(with_styles(styles, inner)) == ["发展会员百人。", "走访千户。"]


def test_a_paragraph_whose_end_is_hidden_goes_on_in_the_next() -> None:
    mark = f"<w:pPr><w:rPr>{HIDDEN}<w:specVanish/></w:rPr></w:pPr>"
    assert lines_of(with_body(paragraph("建家：", mark) + paragraph("一个都不能少。"))) == [
        "建家：一个都不能少。"
    ]


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_inserted_is() -> None:
    data = with_body(
        "<w:p><w:r><w:t>全年</w:t></w:r><w:del><w:r><w:delText>旧数</w:delText><w:t>旧</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>会员</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>百人</w:t></w:r></w:hyperlink></w:p>"
    )
    assert lines_of(data) == ["全年新增会员百人"]


def test_pinyin_over_characters_and_the_codes_of_fields_are_left_out() -> None:
    data = with_body(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>gōng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>工</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:t>会</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>12</w:t></w:r></w:p>"
    )
    assert lines_of(data) == ["工会12"]


def field(code: str, result: str = "") -> str:
    separate = (
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{result}</w:t></w:r>" if result else ""
    )
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{separate}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (r" EQ \* jc2 \* &quot;Font:宋体&quot; \* hps10 \o\ad(\s\up 9(hé),禾)", "禾"),
        (r"EQ \o(\s\up 9(hé),禾)", "禾"),
        (r"eq \o\ac(○,3)", "③"),
        (r"eq \o\ac(□,优)", "优"),
        (r"EQ \f(3,4)", "3/4"),
        (r"EQ \b\bc\[(甲,乙)", "[甲,乙]"),
        (r"EQ \x(盖章)", "盖章"),
        (r"EQ 60\s\up 5(\,)分", "60,分"),
        (r"SYMBOL 9312 \u \f 宋体", "①"),
        (r"SYMBOL 252 \f Wingdings", "✓"),
        (r"QUOTE &quot;工会&quot;", "工会"),
        (r"MACROBUTTON 空 点这里", "点这里"),
        (r"ADVANCE \d 4", ""),
        (r"PAGE \* MERGEFORMAT", ""),
        (r"HYPERLINK &quot;http://example.com/&quot;", ""),
    ],
)
def test_text_that_only_the_code_of_a_field_holds_is_text(code: str, words: str) -> None:
    inner = paragraph("", "").replace("<w:r><w:t></w:t></w:r>", "{}")
    around = "<w:r><w:t>前{}</w:t></w:r>"
    expected = [f"前{words}后"]
    complex_field = around.format("") + field(code) + "<w:r><w:t>后</w:t></w:r>"
    simple_field = around.format("") + f'<w:fldSimple w:instr="{code}"/><w:r><w:t>后</w:t></w:r>'
    assert lines_of(with_body(inner.format(complex_field))) == expected
    assert lines_of(with_body(inner.format(simple_field))) == expected


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("HYPERLINK &quot;http://example.com/&quot;", "工会网"),
        ("REF _Ref1 \\h", "第三节"),
        ("EQ \\o(甲,乙)", "丙"),
    ],
)
def test_a_field_shows_its_result(code: str, result: str) -> None:
    assert lines_of(with_body(f"<w:p>{field(code, result)}</w:p>")) == [result]


def test_a_field_in_the_code_of_another_is_not_seen() -> None:
    inner = field("MERGEFIELD 县", "青禾")
    data = with_body(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF </w:instrText></w:r>"
        f"{inner}<w:r><w:instrText> = 青禾 全区</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>全区职工</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    assert lines_of(data) == ["全区职工"]


def test_a_field_that_nothing_closes_loses_no_words() -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>"
    assert lines_of(with_body(f"<w:p>{begin}<w:r><w:t>{LONG}</w:t></w:r></w:p>" + paragraph("下一段。"))) == [
        LONG,
        "下一段。",
    ]


def test_the_fields_of_a_form_show_what_was_chosen() -> None:
    choice = (
        "<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲区'/><w:listEntry w:val='乙区'/></w:ddList>"
    )
    boxes = ("<w:checkBox><w:checked/></w:checkBox>", "<w:checkBox><w:default w:val='0'/></w:checkBox>")
    runs = "".join(
        f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        for data in (choice, *boxes)
    )
    assert lines_of(with_body(f"<w:p>{runs}</w:p>")) == ["乙区☑☐"]


def test_the_prompt_of_an_empty_content_control_is_no_text() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    data = with_body(
        paragraph(LONG)
        + prompt.format(paragraph("单击此处输入标题。"))
        + f"<w:p>{prompt.format('<w:r><w:t>单击</w:t></w:r>')}<w:r><w:t>完。</w:t></w:r></w:p>"
    )
    assert lines_of(data) == [LONG, "完。"]


@pytest.mark.parametrize(
    ("font", "code", "words"),
    [
        ("宋体", "2460", "①"),
        ("宋体", "002E", "."),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F08C", "❶"),
        ("Wingdings 2", "F052", "☑"),
        ("Symbol", "F0B0", "°"),
        ("Symbol", "F06D", "μ"),
        ("Webdings", "F061", "a"),
        ("Wingdings", "F001", "•"),
        ("宋体", "zz", ""),
    ],
)
def test_a_character_given_by_number_is_that_character(font: str, code: str, words: str) -> None:
    run = f"<w:p><w:r><w:t>前</w:t></w:r><w:r><w:sym w:font='{font}' w:char='{code}'/></w:r></w:p>"
    assert lines_of(with_body(run)) == [f"前{words}"]


def test_letters_set_in_a_font_of_pictures_are_the_pictures() -> None:
    fonts = "<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr>"
    data = with_body(f"<w:p><w:r>{fonts}<w:t>ü\uf0fc</w:t></w:r><w:r><w:t>已建会</w:t></w:r></w:p>")
    assert lines_of(data) == ["✓✓已建会"]


def test_wordart_is_a_line_and_is_read_once() -> None:
    art = "<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textpath string='暖心服务聚合力'/></v:shape></w:pict>"
    both = TEXT_BOX.format(box=paragraph("真抓实干开新局")).replace(
        "<mc:Fallback>", f"<mc:Fallback>{art.replace('暖心服务聚合力', '真抓实干开新局')}"
    )
    data = with_body(f"<w:p><w:r>{art}</w:r></w:p><w:p>{both}</w:p>" + paragraph(LONG))
    assert lines_of(data) == ["暖心服务聚合力", "真抓实干开新局", LONG]


def test_the_copy_of_a_drawing_that_has_words_is_read() -> None:
    picture = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice Requires='w99'><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        f"{paragraph('只有旧版里有的话')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines_of(with_body(f"<w:p>{picture}</w:p>")) == ["只有旧版里有的话"]


MERGED = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"


def test_paragraphs_whose_break_was_deleted_are_one() -> None:
    data = with_body(
        paragraph("年初摸清了底数，", MERGED)
        + paragraph("年中建了台账，", MERGED)
        + paragraph("年底全部办结。")
    )
    assert lines_of(data) == ["年初摸清了底数，年中建了台账，年底全部办结。"]


def test_a_deleted_break_before_a_table_or_at_the_end_loses_no_words() -> None:
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    data = with_body(
        paragraph("表格之前。", MERGED)
        + table.format(paragraph("会员"), paragraph("312", MERGED))
        + paragraph("末段。", MERGED)
    )
    assert [" ".join(line.split()) for line in lines_of(data)] == ["表格之前。", "会员 312", "末段。"]


def test_a_paragraph_deleted_whole_leaves_nothing() -> None:
    gone = f"<w:p>{MERGED}<w:del><w:r><w:delText>旧的一段。</w:delText></w:r></w:del></w:p>"
    assert lines_of(with_body(paragraph("上一段。") + gone + paragraph("下一段。"))) == [
        "上一段。",
        "下一段。",
    ]


def test_deleted_rows_and_cells_of_a_table_are_not_read() -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc>{properties}{paragraph(words)}</w:tc>"

    deleted_row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧数')}{cell('1100')}</w:tr>"
    deleted_cell = cell("旧", "<w:tcPr><w:cellDel/></w:tcPr>")
    row = f"<w:tr>{cell('户数')}{deleted_cell}{cell('1264')}</w:tr>"
    text = parse(with_body(f"<w:tbl>{row}{deleted_row}</w:tbl>"), "综述.docx")
    assert hints_of(text) == {"户数\t1264": Hint.ROW}


def test_a_drop_cap_is_the_first_sign_of_its_paragraph() -> None:
    cap = "<w:pPr><w:framePr w:dropCap='{}' w:lines='2'/></w:pPr>"
    for kind in ("drop", "margin"):
        data = with_body(paragraph("2", cap.format(kind)) + paragraph("019年，全区新建工会46家。"))
        assert lines_of(data) == ["2019年，全区新建工会46家。"]
    aside = with_body(paragraph("框里一行", cap.format("none")) + paragraph("正文。"))
    assert lines_of(aside) == ["框里一行", "正文。"]


def test_rows_of_a_title_broken_by_hand_keep_their_parts() -> None:
    rows = "<w:br/>".join(
        f"<w:t>{words}</w:t>"
        for words in ("暖心服务聚合力", "真抓实干开新局", "——青禾区总工会2019年工作综述", "本报记者 顾南")
    )
    for style in ("Title", "Heading1"):
        data = with_body(
            f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r>{rows}</w:r></w:p>" + paragraph(LONG)
        )
        assert lines_of(data)[:3] == [
            "暖心服务聚合力 真抓实干开新局",
            "——青禾区总工会2019年工作综述",
            "本报记者 顾南",
        ]
        assert list(hints_of(parse(data, "综述.docx")).values()) == [Hint.TITLE, Hint.SUBTITLE]


def test_a_remark_in_a_cell_beside_the_article_is_a_caption() -> None:
    document = docx.Document()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text = "青禾区总工会技能夜校开班现场。"
    row.cells[1].text = "暖心服务聚合力"
    for words in (LONG, "维权服务有温度", LONG):
        row.cells[1].add_paragraph(words)
    assert hints_of(parse(saved(document), "综述.docx")) == {"青禾区总工会技能夜校开班现场。": Hint.CAPTION}


def test_footnotes_stand_beside_the_article() -> None:
    notes = f"<w:footnotes {W}><w:footnote w:type='separator'>{paragraph('—')}</w:footnote><w:footnote>{paragraph('名单附后。')}</w:footnote></w:footnotes>"
    relation = b'<Relationship Id="rIdN" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>'
    data = rewritten(
        saved(document_of(LONG)),
        {
            "word/footnotes.xml": notes.encode(),
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation),
        },
    )
    assert hints_of(parse(data, "综述.docx")) == {"名单附后。": Hint.FURNITURE}


def with_chunk(file: str, content: bytes, body: str = "<w:altChunk r:id='rIdC'/>") -> bytes:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="rIdC" Type="{relations}/aFChunk" Target="{file}"/></Relationships>'.encode()
    )
    document = f"<w:document {W} xmlns:r='{relations}'><w:body>{body}</w:body></w:document>"
    return rewritten(
        saved(docx.Document()),
        {
            "word/document.xml": document.encode(),
            f"word/{file}": content,
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation),
        },
    )


PAGE = f"<html><head><meta charset='gbk'></head><body><h1>暖心服务聚合力</h1><p>{LONG}</p></body></html>"
MHT = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(PAGE.encode("gb2312"))
    + b"\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("chunk.htm", PAGE.encode("gbk")),
        ("chunk.mht", MHT),
        ("chunk.txt", f"暖心服务聚合力\n{LONG}\n".encode("gb18030")),
        ("chunk.docx", saved(document_of("暖心服务聚合力", LONG))),
        ("chunk.dat", PAGE.encode("gbk")),
    ],
)
def test_a_file_that_was_put_into_the_document_whole_is_read_in_its_place(file: str, content: bytes) -> None:
    body = paragraph("插入之前。") + "<w:altChunk r:id='rIdC'/>" + paragraph("插入之后。")
    assert lines_of(with_chunk(file, content, body)) == ["插入之前。", "暖心服务聚合力", LONG, "插入之后。"]


def test_an_inserted_file_that_is_not_read_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"正文是嵌在里面的另一个文件（chunk\.rtf）"):
        parse(with_chunk("chunk.rtf", b"{\\rtf1}"), "综述.docx")
    body = paragraph(LONG) + "<w:altChunk r:id='rIdC'/>"
    notices = parse(with_chunk("chunk.rtf", b"{\\rtf1}", body), "综述.docx").notices
    assert [code for code, _ in notices] == ["chunks-left-out"]


def test_a_document_that_holds_itself_ends() -> None:
    data = saved(document_of(LONG))
    for _ in range(5):
        data = with_chunk("chunk.docx", data)
    with pytest.raises(UnreadableFile, match="嵌在里面"):
        parse(data, "综述.docx")


def test_parts_named_with_backslashes_are_found() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document_of(LONG)))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert lines_of(buffer.getvalue()) == [LONG]


def review(title: str, place: str, writer: str, properties: str = "") -> str:
    lines = (f"——{place}总工会2019年工作综述", f"本报记者 {writer}", LONG, "思想引领有力度", LONG)
    return paragraph(title, properties) + "".join(paragraph(line) for line in lines)


@pytest.mark.parametrize(
    ("between", "properties"),
    [
        ("<w:p><w:r><w:br w:type='page'/></w:r></w:p>", ""),
        ("<w:p><w:r><w:t>（完）</w:t><w:br w:type='page'/></w:r></w:p>", ""),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", ""),
        ("", "<w:pPr><w:pageBreakBefore/></w:pPr>"),
    ],
)
def test_reviews_that_begin_on_new_pages_are_a_record_each(between: str, properties: str) -> None:
    data = with_body(
        review("灯下一杯茶 厂里一个家", "青禾区", "顾南")
        + between
        + review("岛上一盏灯 海上一条心", "石桥县", "沙鸥", properties)
        + "<w:sectPr/>"
    )
    records = read_file(data, "综述.docx").records
    assert [record.title.text for record in records if record.title] == [
        "灯下一杯茶 厂里一个家",
        "岛上一盏灯 海上一条心",
    ]
    assert [[byline.text for byline in record.bylines] for record in records] == [
        ["本报记者 顾南"],
        ["本报记者 沙鸥"],
    ]


FEED = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"


def titles_of(data: bytes) -> list[str]:
    return [record.title.text for record in read_file(data, "综述.docx").records if record.title]


def test_titles_that_name_union_and_year_open_a_record_each() -> None:
    reviews = [
        paragraph(f"{place}总工会2019年工作总结") + paragraph(LONG) + paragraph("一、建会") + paragraph(LONG)
        for place in ("青禾区", "石桥县", "沙屿县")
    ]
    assert titles_of(with_body(FEED.join(reviews))) == [
        f"{place}总工会2019年工作总结" for place in ("青禾区", "石桥县", "沙屿县")
    ]


def test_a_cover_is_no_article_of_its_own() -> None:
    cover = paragraph("云川市总工会2019年工作总结汇编")
    reviews = [
        review("灯下一杯茶 厂里一个家", "青禾区", "顾南"),
        review("岛上一盏灯 海上一条心", "石桥县", "沙鸥"),
    ]
    assert len(read_file(with_body(FEED.join((cover, *reviews))), "综述.docx").records) == 2
    one = with_body(FEED.join((paragraph("青禾区总工会2019年工作总结"), reviews[0])))
    assert len(read_file(one, "综述.docx").records) == 1


def test_a_table_of_contents_is_no_part_of_the_article() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、建会\t1", style="toc 1")
    document.add_paragraph(LONG)
    assert list(hints_of(parse(saved(document), "综述.docx")).values()) == [Hint.FURNITURE]


def test_a_new_page_in_one_review_begins_no_other() -> None:
    feed = "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
    data = with_body(
        review("灯下一杯茶 厂里一个家", "青禾区", "顾南")
        + feed
        + paragraph("维权服务有温度")
        + paragraph(LONG)
        + feed
        + paragraph("附件：工会名单")
        + paragraph(LONG)
    )
    assert len(read_file(data, "综述.docx").records) == 1


def test_a_new_page_in_the_middle_of_a_sentence_does_not_cut_it() -> None:
    assert lines_of(
        with_body("<w:p><w:r><w:t>前半句，</w:t><w:br w:type='page'/><w:t>后半句。</w:t></w:r></w:p>")
    ) == ["前半句，后半句。"]


def test_a_content_control_is_transparent() -> None:
    assert lines_of(
        with_body(f"<w:sdt><w:sdtContent>{paragraph('控件里的段落。')}</w:sdtContent></w:sdt>")
    ) == ["控件里的段落。"]


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf06c"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_numbers_that_word_sets_by_itself_stand_before_their_paragraphs() -> None:
    def numbered(words: str, number: int, level: int) -> str:
        properties = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
        return paragraph(words, properties)

    items = [
        ("强基固本", 1, 0),
        ("建会", 1, 1),
        ("入会", 1, 1),
        ("细则", 1, 2),
        ("维权", 1, 0),
        ("协商", 1, 1),
    ]
    items += [("要点", 2, 0), ("重新起头", 3, 0)]
    data = with_body("".join(numbered(*item) for item in items))
    data = rewritten(data, {"word/numbering.xml": NUMBERING.encode()})
    assert lines_of(data) == [
        "一、强基固本",
        "（一）建会",
        "（二）入会",
        "一.1 细则",
        "二、维权",
        "（一）协商",
        "•要点",
        "一、重新起头",
    ]


@pytest.mark.parametrize(
    ("number", "style", "words"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (2, "ideographTraditional", "乙"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (7, "decimalZero", "07"),
        (7, "aFormatOfTheFuture", "7"),
    ],
)
def test_counts_are_written_in_the_format_of_the_list(number: int, style: str, words: str) -> None:
    assert formatted(number, style) == words


def test_page_headers_and_footers_are_furniture() -> None:
    document = document_of(LONG)
    document.sections[0].header.paragraphs[0].text = "云川日报 2020年1月15日"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    text = parse(saved(document), "综述.docx")
    assert hints_of(text) == {"云川日报 2020年1月15日": Hint.FURNITURE, "第 1 页": Hint.FURNITURE}
    assert text.source.raw.startswith("云川日报")
    assert text.source.raw.rstrip().endswith("第 1 页")


def test_pictures_are_counted_and_leave_room() -> None:
    blip = "<w:drawing><a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'/></w:drawing>"
    text = parse(
        with_body(paragraph(LONG) + f"<w:p><w:r>{blip}</w:r></w:p>" + paragraph("图为宣讲现场。")),
        "综述.docx",
    )
    assert text.notices == (("images-left-out", {"count": 1}),)
    assert "\n\n\n\n图为" in text.source.raw


def test_a_strict_open_xml_document_is_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<w:document xmlns:w='{strict}'><w:body>{paragraph(LONG)}</w:body></w:document>"
    assert lines_of(rewritten(saved(docx.Document()), {"word/document.xml": body.encode()})) == [LONG]


def refusal(data: bytes, name: str = "综述.docx") -> UnreadableFile:
    """How the whole reader, in its child process, refuses a file."""
    start = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        read(data, name)
    assert time.monotonic() - start < 40
    assert f"“{name}”" in refused.value.message
    return refused.value


def test_an_encrypted_document_is_refused_with_advice() -> None:
    data = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert refusal(data).code == "encrypted"
    assert "去掉密码" in refusal(data).message


def test_an_old_document_under_a_new_name_is_refused_with_advice() -> None:
    assert "另存为 .docx" in refusal(b"\xd0\xcf\x11\xe0" + bytes(2000)).message


def test_an_old_document_is_refused_with_advice_by_its_name() -> None:
    with pytest.raises(UnreadableFile, match=r"另存为 \.docx"):
        read_file(b"\xd0\xcf\x11\xe0" + bytes(2000), "综述.doc")


def test_an_archive_that_is_no_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "不是 Word 文档" in refusal(buffer.getvalue()).message


def test_a_document_without_words_says_so() -> None:
    assert refusal(saved(docx.Document())).code == "no-text"


def test_a_document_cut_short_says_so_wherever_it_is_cut() -> None:
    data = saved(document_of(*[LONG] * 30))
    for share in (0.05, 0.3, 0.6, 0.9, 0.99):
        assert refusal(data[: int(len(data) * share)]).code == "damaged"


def test_external_entities_are_not_followed() -> None:
    body = (
        '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&secret;&a;</w:t></w:r></w:p></w:body></w:document>"
    )
    refused = refusal(rewritten(saved(docx.Document()), {"word/document.xml": body.encode()}))
    assert "外部引用" in refused.message
    assert "root" not in refused.message


def test_an_entity_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    body = (
        f'<!DOCTYPE w:document [<!ENTITY e0 "工会">{entities}]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert refusal(rewritten(saved(docx.Document()), {"word/document.xml": body.encode()})).code == "damaged"


def test_a_part_of_fifty_megabytes_out_of_fifty_kilobytes_is_refused() -> None:
    data = rewritten(saved(docx.Document()), {"word/document.xml": b"<w:document>" + b" " * 50_000_000})
    assert len(data) < 100_000
    assert refusal(data).code == "too-large"


def test_a_small_file_of_many_elements_ends_in_bounds() -> None:
    """Hundreds of thousands of empty elements: small files that cost a careless reader a gigabyte."""
    data = with_body("<w:p><w:r/></w:p>" * 300_000)
    assert len(data) < 100_000
    assert refusal(data).code in {"no-text", "memory", "timeout"}


def test_a_document_nested_without_end_is_refused() -> None:
    assert refusal(with_body("<w:sdt>" * 5000 + "</w:sdt>" * 5000)).code == "damaged"


def test_relations_that_lead_out_of_the_package_lead_nowhere() -> None:
    data = rewritten(
        saved(document_of(LONG)),
        {
            "word/_rels/document.xml.rels": lambda content: re.sub(
                rb'Target="[^"]*"', b'Target="../../../etc/passwd"', content
            )
        },
    )
    assert lines_of(data) == [LONG]
