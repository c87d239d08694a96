"""Saved web pages: what a reader sees of them, and which of it is the article."""

import html
import json
import re
import time
from collections.abc import Sequence

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.html import parse
from archive.ingest.readers.registry import read
from archive.ingest.readers.sandbox import Limits, Sandbox
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.saved_as import Part, as_newspaper_html, as_union_site_html

LONG = "一年来，区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，组织劳模宣讲四十余场，签订工资集体协议八十六份。"
SECOND = (
    "职工服务中心接待来访六百多人次，新建爱心驿站八处，户外劳动者歇脚有了去处，入冬以后热水和药箱一样不缺。"
)
BODY = f"<p>{LONG}</p><p>{SECOND}</p>"

PARTS = (
    Part("title", "暖心服务聚合力"),
    Part("subtitle", "——青禾区总工会2019年工作综述"),
    Part("byline", "本报记者 周文静"),
    Part("heading", "思想引领有力度"),
    Part("paragraph", LONG),
    Part("heading", "维权服务有温度"),
    Part("paragraph", SECOND),
)


def page(body: str, *, title: str = "", head: str = "") -> ReadText:
    source = f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    return parse(source.encode(), "综述.html")


def lines_of(text: ReadText) -> list[str]:
    return [line.strip() for line in text.source.raw.split("\n") if line.strip()]


def hints_of(text: ReadText) -> dict[str, Hint]:
    """The hinted lines by their words."""
    return {text.source.raw[at:].split("\n")[0]: hint for at, hint in text.hints.items()}


def open_lines(text: ReadText) -> list[str]:
    """The lines that are left to the stages that judge by words."""
    return [line for line in lines_of(text) if hints_of(text).get(line) is not Hint.FURNITURE]


# encodings


@pytest.mark.parametrize("real", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "big5", "x-unknown", ""])
def test_the_real_encoding_counts_whatever_the_page_declares(declared: str, real: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body>{BODY}</body></html>".encode(real)
    assert lines_of(parse(data, "综述.html")) == [LONG, SECOND]


def test_a_page_declared_as_gb2312_may_hold_characters_that_only_gb18030_has() -> None:
    words = LONG.replace("区总工会", "鎔㼆𠮷总工会")
    data = f"<meta charset=gb2312><p>{words}</p><p>{SECOND}</p>".encode("gb18030")
    assert lines_of(parse(data, "综述.html"))[0] == words


def test_a_page_in_big5_is_read_as_declared() -> None:
    words = "一年來，縣總工會圍繞中心、服務大局，把職工的急難愁盼放在心上，簽訂工資集體協議八十六份。"
    data = f"<meta charset=big5><p>{words}</p>".encode("big5")
    assert lines_of(parse(data, "综述.html")) == [words]


# what a reader sees


def test_scripts_styles_comments_and_hidden_text_are_no_text_of_the_page() -> None:
    text = page(
        "<script>document.write('脚本写的字')</script><style>p{content:'样式'}</style><!-- 注释里的字 -->"
        "<noscript>请打开脚本</noscript><div style='display: none'>藏起来的字</div><p hidden>也藏着</p>"
        "<div class='off'>按样式表藏着</div><span style='font-size:0'>零号字</span><template>模板</template>"
        "<input value='框里的字'><select><option>选项</option></select><div style='text-indent:-9999px'>屏幕外</div>"
        + BODY,
        head="<style>/* 提示 */ .tip, .off { color: red; display:none }</style>",
    )
    assert lines_of(text) == [LONG, SECOND]


def test_an_article_that_only_a_script_would_show_is_read_all_the_same() -> None:
    assert lines_of(page(f"<p>正在加载</p><div style='display:none'>{BODY}</div>")) == [
        "正在加载",
        LONG,
        SECOND,
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "p i.jx, .art .jx {font-size:0; color:#fff}",
        "div > p i { display : none }",
        "#article p:first-child i[class] {visibility:hidden}",
        "i.jx:not(.seen) {position:absolute; left:-9999px}",
        "p i {position:absolute; clip:rect(0 0 0 0)}",
        "p i {overflow:hidden; width:0}",
        "p i {color:transparent}",
        "@media screen and (min-width:800px) { p i {display:none} }",
        "@media (min-width: 48em ) { p i {display:none} }",
        "@supports (display:grid) { p i {display:none!important} } p i.jx {display:inline}",
        "i {display:inline} .jx {opacity:0}",
        "p i {position:relative; left:-9999px}",
        "i {display:none} i.seen {display:inline}",
    ],
)
def test_what_a_rule_of_the_page_hides_is_no_text_of_it(rule: str) -> None:
    words = LONG.replace("，", '，<i class="jx">转载请注明来自青禾网</i>', 2)
    assert lines_of(page(f"<div id=article><p>{words}</p></div>{BODY}", head=f"<style>{rule}</style>")) == [
        LONG,
        LONG,
        SECOND,
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "p b {color:#c00}",
        ".other b {display:none}",
        "p b {display:none} p b.on {display:inline}",
        "@media print { p b {display:none} }",
        "@media (max-width:640px) { p b {display:none} }",
        "@media (max-width:48em) { p b {display:none} }",
        "p b:hover, p b::before {display:none}",
        "p b:last-child {display:none}",
        "p {font-size:0} p b {font-size:16px}",
        "p {visibility:hidden} p b {visibility:visible}",
        "b.on {display:none} p b.on {display:revert}",
        "b.on {color:transparent} p b.on {color:#222}",
        "b.on {position:absolute;left:-9999px} p b.on {position:static}",
        "b.on {position:absolute;left:-9999px} p b.on {left:0}",
        "b.on {overflow:hidden;height:0} p b.on {height:auto}",
        "b.on {opacity:0} p b.on {opacity:1}",
    ],
)
def test_what_a_rule_of_the_page_does_not_hide_is_read(rule: str) -> None:
    text = page(
        f'<p><b class="on">{LONG}</b></p>{BODY.replace("<p>", "<div>")}', head=f"<style>{rule}</style>"
    )
    assert lines_of(text)[0] == LONG


@pytest.mark.parametrize(
    "rule",
    [
        "p| {display:none}",
        "p:lang([zh]) {display:none}",
        "p:nth-child(+) {display:none}",
        "p:is() {display:none}",
        "[*|name] {display:none}",
        "p[=] {display:none}",
        ":not(" * 200 + "p" + ")" * 200 + " {display:none}",
        ":not(" * 2000 + "p" + ")" * 2000 + " {display:none}",
        "p {opacity:" + "calc(" * 2000 + "0" + ")" * 2000 + "}",
        "@media " + "(" * 2000 + ")" * 2000 + " {p {display:none}}",
        "@media (min-width:1.2.3px) {p {display:none}}",
        ":local-link {display:none}",
        ":LOCAL-LINK {display:none}",
        "p {position:absolute; left:1.2.3px; top:4..px}",
        "p {font-size:1.2.3px}",
    ],
)
def test_a_rule_that_cannot_be_read_hides_nothing_and_those_beside_it_hold(rule: str) -> None:
    head = f"<style>i {{display:none}}\n{rule}\nb {{display:none}}</style>"
    words = f'<i>转载请注明</i>{LONG}<b>来自青禾网</b><a href="http://[青禾">原文</a>'
    assert lines_of(page(f"<p>{words}</p><p>{SECOND}</p>", head=head)) == [f"{LONG}原文", SECOND]


def test_a_style_sheet_in_a_comment_is_none() -> None:
    head = "<!--[if IE]><style>p {display:none}</style><![endif]--><style><!-- p i {display:none} --></style>"
    assert lines_of(page(f"<p>{LONG}<i>藏着</i></p><p>{SECOND}</p>", head=head)) == [LONG, SECOND]


def test_readings_above_characters_are_no_part_of_the_words() -> None:
    ruby = "<ruby>职工<rp>(</rp><rt>zhí gōng</rt><rp>)</rp></ruby>"
    assert lines_of(page(BODY.replace("职工", ruby, 1))) == [LONG, SECOND]


def test_the_numbers_of_a_list_are_read_as_the_page_shows_them() -> None:
    def items(*rows: str) -> str:
        return "".join(f"<li>{row}</li>" for row in rows)

    text = page(
        f"<p>{LONG}</p><ol>{items('建会198家', '走访1264户')}</ol><ol start=3 type=A>{items('办班12期')}</ol>"
        f"<ol style='list-style-type:cjk-ideographic' start=12>{items('评先进')}</ol>"
        f"<ol class=bare>{items('无号')}</ol><ol>{items('1、自带序号')}</ol><ul>{items('无序')}</ul><p>{SECOND}</p>",
        head="<style>ol.bare{list-style:none}</style>",
    )
    assert lines_of(text) == [
        LONG, "1.建会198家", "2.走访1264户", "C.办班12期", "十二、评先进", "无号", "1、自带序号", "无序", SECOND,
    ]  # fmt: skip


def test_a_heading_is_not_joined_to_the_list_above_it() -> None:
    body = (
        f"<h1>暖心服务聚合力</h1><p>{LONG}</p><ol><li>建会198家</li><li>走访1264户</li></ol>"
        f"<h3>建家：一个都不能少</h3><p>{SECOND}</p>"
    )
    sections = read_file(f"<html><body>{body}</body></html>".encode(), "综述.html").records[0].sections
    assert [section.heading.text if section.heading else None for section in sections] == [
        None,
        "建家：一个都不能少",
    ]
    assert [row.text for row in sections[0].paragraphs] == [LONG, "1.建会198家", "2.走访1264户"]


def test_quotation_marks_that_the_page_shows_by_its_markup_are_read() -> None:
    assert lines_of(page(f"<p>{LONG}都说是<q>自家的灯</q>。</p>")) == [f"{LONG}都说是“自家的灯”。"]


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe srcdoc='{}'></iframe>",
        "<iframe src='data:text/html;charset=utf-8,{}'></iframe>",
        "<div><template shadowrootmode=open>{}</template></div>",
    ],
)
def test_a_page_within_the_page_is_read_in_its_place(frame: str) -> None:
    inner = f"<style>.off{{display:none}}</style><h1>暖心服务聚合力</h1><p>{LONG}</p><p class=off>藏着</p><p>{SECOND}</p>"
    text = page(f"<ul><li><a href=x>首页</a></ul>{frame.format(inner)}<div class=footer>版权所有</div>")
    assert open_lines(text) == ["暖心服务聚合力", LONG, SECOND]
    assert hints_of(text)["暖心服务聚合力"] is Hint.TITLE


@pytest.mark.parametrize("tag", ["noscript", "noframes", "textarea"])
def test_an_article_for_browsers_without_scripts_is_read_where_there_is_no_other(tag: str) -> None:
    assert lines_of(page(f"<p>正在加载</p><{tag}>{BODY}</{tag}>"))[-2:] == [LONG, SECOND]
    assert lines_of(page(f"{BODY}<{tag}><p>{LONG}请打开脚本。</p></{tag}>")) == [LONG, SECOND]


FIELDS = {"title": "暖心服务聚合力", "author": {"name": "周文静"}, "content": BODY * 2}


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__INITIAL_STATE__={json.dumps({'article': FIELDS})};(function(){{}})()</script>",
        f"<script id=__NEXT_DATA__ type=application/json>{json.dumps({'props': [FIELDS]}, ensure_ascii=False)}</script>",
        "<script type='application/ld+json'>"
        + json.dumps(
            {"@type": "NewsArticle", "headline": "暖心服务聚合力", "articleBody": f"{LONG}\n{SECOND}\n" * 2}
        )
        + "</script>",
        f"<script>var a = 1; var detail = {json.dumps({'title': '暖心服务聚合力', 'txt': html.escape(BODY * 2)})}</script>",
    ],
    ids=["state", "next", "linked data", "escaped"],
)
def test_an_article_in_the_data_of_a_script_is_taken_where_it_is_plain_and_said(script: str) -> None:
    text = page(f"<div class=nav><a href=x>首页</a></div><div id=app></div>{script}")
    assert hints_of(text)["暖心服务聚合力"] is Hint.TITLE
    assert [line for line in open_lines(text) if line in (LONG, SECOND)] == [LONG, SECOND] * 2
    assert [code for code, _ in text.notices] == ["text-in-script"]


def test_a_page_whose_article_is_drawn_by_a_program_says_so() -> None:
    refused = refusal(
        f"<a href=x>首页</a><div id=app></div><script>draw('{LONG}', {{'f': g(1)}})</script>".encode()
    )
    assert "由脚本显示" in refused.message


def test_line_breaks_of_the_source_are_none_of_the_page() -> None:
    text = page("<p>一年来，区总工会\n      围绕中心、\n服务大局。Trade\nunion</p>")
    assert lines_of(text) == ["一年来，区总工会围绕中心、服务大局。Trade union"]


def test_breaks_part_lines_and_indents_of_wide_spaces_are_kept() -> None:
    text = page(f"<div>　　{LONG}<br>　　{SECOND}<br><br>&nbsp;&nbsp;&nbsp;&nbsp;{LONG}</div>")
    assert text.source.raw.split("\n") == [f"　　{LONG}", f"　　{SECOND}", "", f"　　{LONG}", ""]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines_of(page(f"<pre>{LONG}\n{SECOND}\r\n尾行</pre>")) == [LONG, SECOND, "尾行"]


def test_inline_elements_do_not_break_words() -> None:
    assert lines_of(
        page(f"<p>{LONG[:9]}<b>{LONG[9:12]}</b><a href=x>{LONG[12:14]}</a><font>{LONG[14:]}</font></p>")
    ) == [LONG]


def test_a_row_of_figures_in_a_table_is_one_line_and_a_table_for_the_layout_is_not() -> None:
    text = page(
        f"<table><tr><td><p>{LONG}</p><table><tr><th>项目</th><th>2020年</th></tr><tr><td>基层工会</td><td>361</td></tr>"
        f"</table></td><td>{SECOND}</td></tr></table>"
    )
    assert lines_of(text) == [LONG, "项目  2020年", "基层工会  361", SECOND]


def test_a_picture_leaves_room_and_an_icon_does_not() -> None:
    text = page(f"<p>{LONG}</p><p><img src=a.jpg></p><p>{SECOND}</p><p><img src=dot.gif width=9>{LONG}</p>")
    assert text.source.raw == f"{LONG}\n\n\n\n{SECOND}\n\n{LONG}\n"


def test_entities_are_the_characters_that_they_stand_for() -> None:
    assert lines_of(page(f"<p>&ldquo;{LONG}&rdquo;&mdash;&mdash;&#24037;&#x4F1A;</p>")) == [f"“{LONG}”——工会"]


# which of it is the article


def test_menus_side_bars_and_feet_are_furniture_and_nothing_of_them_is_lost() -> None:
    text = parse(as_union_site_html(PARTS).encode("gb18030"), "综述.html")
    assert open_lines(text) == [
        "暖心服务聚合力",
        "——青禾区总工会2019年工作综述",
        "发布时间：2021-03-02 09:15　来源：本站　浏览次数：312",
        "本报记者 周文静",
        "思想引领有力度",
        LONG,
        "维权服务有温度",
        SECOND,
    ]
    for words in ("工会概况", "市总工会走访慰问困难职工", "主办：青禾区总工会", "上一篇：", "微信"):
        assert words in text.source.raw
    assert "隐藏的关键词" not in text.source.raw


def test_a_page_of_a_digital_newspaper_gives_title_and_text_between_its_menus() -> None:
    text = parse(as_newspaper_html(PARTS, "gb2312").encode("gb18030"), "综述.html")
    assert hints_of(text)["暖心服务聚合力"] is Hint.TITLE
    assert hints_of(text)["——青禾区总工会2019年工作综述"] is Hint.SUBTITLE
    assert open_lines(text)[-5:] == ["本报记者 周文静", "思想引领有力度", LONG, "维权服务有温度", SECOND]
    assert "云川日报  2020年01月15日 星期三  返回首页" in lines_of(text)


def test_the_words_of_a_menu_stand_on_one_line() -> None:
    menu = "".join(f"<li><a href=x>{word}</a></li>" for word in ("首页", "工会概况", "工会要闻"))
    assert lines_of(page(f"<ul>{menu}</ul>{BODY}"))[0] == "首页  工会概况  工会要闻"


def test_a_teaser_beside_the_article_is_furniture_and_a_second_half_of_the_article_is_not() -> None:
    article = f"<div><p>{LONG}</p>" + f"<p>{SECOND}</p>" * 6 + "</div>"
    rest = (
        "<div><p>展望来年，区总工会将继续把职工的事一件一件办好，把娘家人的情谊一点一点送到身边。</p></div>"
    )
    teaser = "<div class='list'><ul><li><a href=1>市总工会召开全委会</a><span>近日，市总工会召开全委会，听取工作报告，部署下一步任务。</span></li></ul></div>"
    text = page(f"<article>{article}{rest}</article>{teaser}")
    assert "展望来年" in "".join(open_lines(text))
    assert "近日" not in "".join(open_lines(text))


@pytest.mark.parametrize("names", ["relatedNews", "userComments", "tuijian", "cookieBanner", "x1"])
@pytest.mark.parametrize("label", ["相关推荐", "网友评论"])
def test_other_news_and_replies_are_furniture_by_the_name_or_the_words_above_them(
    label: str, names: str
) -> None:
    box = (
        f"<div class={names}><h3>{label}</h3><div><a href=1>市总工会召开全委会</a><p>近日，市总工会召开全委会，听取工作报告，"
        "部署下一步任务。</p></div><div><p>写得真好，工会就是职工的娘家人，为区总工会点赞！</p></div></div>"
    )
    lines = open_lines(page(f"<div>{BODY * 3}</div>{box}"))
    assert lines == [LONG, SECOND] * 3


@pytest.mark.parametrize(
    "between",
    [
        "<div class=page>1 <a href=2>2</a> <a href=2>下一页</a></div>",
        "<p>（第1页/共2页）</p>",
        "<p>第2页</p>",
        "<div>上一页 1 2 3 下一页</div>",
    ],
)
@pytest.mark.parametrize("at", [LONG.index("放在"), LONG.index("组织")])
def test_a_sentence_cut_where_an_article_was_parted_into_pages_is_whole_again(at: int, between: str) -> None:
    body = (
        f"<h1>暖心服务聚合力</h1><p>{SECOND}</p><p>{LONG[:at]}</p>{between}<p>{LONG[at:]}</p><p>{SECOND}</p>"
    )
    found = read_file(f"<html><body>{body}</body></html>".encode(), "综述.html").records[0]
    assert [row.text for section in found.sections for row in section.paragraphs] == [SECOND, LONG, SECOND]


def test_names_of_blocks_help_but_are_not_needed() -> None:
    bare = re.sub(r' (?:class|id)="[^"]*"', "", as_union_site_html(PARTS[:4] + PARTS[4:] * 5, "utf-8"))
    lines = open_lines(parse(bare.encode(), "综述.html"))
    assert lines[0] == "暖心服务聚合力"
    assert SECOND in lines
    assert not any("近日" in line for line in lines)


def test_a_block_that_holds_the_article_is_no_side_bar_whatever_its_name() -> None:
    assert open_lines(page(f"<div id=search-comment class=side>{BODY}</div>")) == [LONG, SECOND]


# the title


def test_the_title_that_the_page_declares_is_found_among_its_lines() -> None:
    for title in (
        "暖心服务聚合力_青禾日报数字报",
        "青禾日报数字报 - 暖心服务聚合力",
        "暖心服务聚合力|工会要闻|青禾区总工会",
    ):
        text = page(
            f"<div>青禾日报</div><div>暖心服务聚合力</div><div>本报记者 周文静</div>{BODY}", title=title
        )
        assert hints_of(text)["暖心服务聚合力"] is Hint.TITLE


def test_a_title_of_two_lines_is_one_title() -> None:
    text = page(f"<h1>暖心服务聚合力<br>真抓实干开新局</h1>{BODY}")
    assert hints_of(text)["暖心服务聚合力 真抓实干开新局"] is Hint.TITLE


def test_a_title_of_two_lines_is_found_by_the_words_in_the_tab() -> None:
    text = page(
        f"<div>暖心服务聚合力</div><div>真抓实干开新局</div>{BODY}",
        title="暖心服务聚合力 真抓实干开新局_青禾日报",
    )
    assert hints_of(text)["暖心服务聚合力 真抓实干开新局"] is Hint.TITLE


def test_a_subtitle_in_the_tab_is_not_part_of_the_title() -> None:
    text = page(
        f"<div>暖心服务聚合力</div><div>——青禾区总工会2019年工作综述</div>{BODY}",
        title="暖心服务聚合力——青禾区总工会2019年工作综述",
    )
    assert hints_of(text)["暖心服务聚合力"] is Hint.TITLE
    assert Hint.TITLE not in {hint for line, hint in hints_of(text).items() if line.startswith("——")}


def test_the_logo_of_the_site_is_not_the_title() -> None:
    text = page(
        f"<div class=header><h1><a href=/>青禾区总工会</a></h1></div><h2 class=title>暖心服务聚合力</h2>{BODY}"
    )
    assert hints_of(text) == {"青禾区总工会": Hint.FURNITURE, "暖心服务聚合力": Hint.TITLE}


def test_a_title_that_stands_in_the_tab_alone_is_shown_as_the_title() -> None:
    text = page(BODY, title="暖心服务聚合力真抓实干_青禾日报")
    assert hints_of(text) == {"暖心服务聚合力真抓实干": Hint.TITLE, "青禾日报": Hint.FURNITURE}


def test_the_largest_type_above_the_text_is_the_title_in_a_table_of_its_own() -> None:
    head = (
        "<table><tr><td align=center><font size=5>暖心服务聚合力</font></td></tr>"
        "<tr><td align=center>——青禾区总工会2019年工作综述</td></tr></table>"
    )
    text = page(
        f"{head}<table><tr><td><font size=3>{LONG}<p>{SECOND}</font></td></tr></table>", title="青禾日报"
    )
    assert hints_of(text) == {"青禾日报": Hint.FURNITURE, "暖心服务聚合力": Hint.TITLE}
    assert open_lines(text)[1] == "——青禾区总工会2019年工作综述"


def placed(rows: Sequence[tuple[float, float, str]], *, size: float = 10) -> str:
    return "".join(
        f"<div style='position:absolute;left:{left}px;top:{top}px;font-size:{size}px'>{words}</div>"
        for left, top, words in rows
    )


def test_lines_put_in_their_places_are_paragraphs_by_indent_and_full_rows() -> None:
    rows, top = [], 100.0
    for text in (LONG, SECOND, LONG):
        for left, words in ((100, text[:18]), (80, text[18:38]), (80, text[38:])):
            rows.append((left, top, words))
            top += 15
    assert lines_of(page(placed(rows))) == [LONG, SECOND, LONG]
    assert lines_of(page(placed(list(reversed(rows))))) == [LONG, SECOND, LONG]


def test_placed_pieces_of_inline_elements_are_lines_of_their_own() -> None:
    rows, top = [], 100.0
    for text in (LONG, SECOND, LONG):
        for left, words in ((100, text[:18]), (80, text[18:38]), (80, text[38:])):
            rows.append((left, top, words))
            top += 15
    for tag in ("span", "a", "b"):
        assert lines_of(page(placed(rows).replace("div", tag))) == [LONG, SECOND, LONG]
    signs = [(left + 10.0 * at, top, sign) for left, top, text in rows for at, sign in enumerate(text)]
    assert lines_of(page(placed(signs).replace("div", "span"))) == [LONG, SECOND, LONG]
    css = "<style>span {position:absolute}</style>"
    plain = placed(rows).replace("div", "span").replace("position:absolute;", "")
    assert lines_of(page(plain, head=css)) == [LONG, SECOND, LONG]


def test_what_stands_at_a_place_of_its_own_does_not_break_the_sentence_that_it_is_anchored_in() -> None:
    aside = "<span style='position:absolute;right:0'>摘要见二版</span>"
    text = page(f"<p>{LONG[:20]}{aside}{LONG[20:]}</p><ol><li>{aside}{SECOND}</li></ol>")
    assert lines_of(text) == ["摘要见二版", LONG, "摘要见二版", f"1.{SECOND}"]


def test_two_columns_of_placed_lines_are_read_one_after_the_other() -> None:
    rows = []
    for row in range(4):
        for left, text in ((80, LONG * 2), (400, SECOND * 2)):
            rows.append((left, 100.0 + 15 * row, text[20 * row : 20 * row + 20]))
    text = "".join(lines_of(page(placed(rows))))
    assert text == (LONG * 2)[:80] + (SECOND * 2)[:80]


def test_a_page_that_marks_nothing_gets_no_title_from_the_reader() -> None:
    assert hints_of(page(f"<p>暖心服务聚合力</p>{BODY}")) == {}


# headings and captions


def test_heading_tags_inside_the_text_are_headings_by_their_order() -> None:
    text = page(
        f"<h1>暖心服务聚合力</h1><p>{LONG}</p><h3>思想引领</h3><h4>进车间</h4><p>{LONG}</p><h4>进班组</h4><p>{SECOND}</p>"
        f"<h3>维权服务</h3><p>{SECOND}</p>"
    )
    assert list(hints_of(text).values()) == [
        Hint.TITLE, Hint.HEADING, Hint.SUBHEADING, Hint.SUBHEADING, Hint.HEADING,
    ]  # fmt: skip


def test_a_tag_that_is_used_once_says_nothing() -> None:
    assert hints_of(page(f"<p>{LONG}</p><h3>思想引领</h3><p>{SECOND}</p>")) == {}


def test_captions_are_known_by_their_element_their_name_or_their_picture() -> None:
    text = page(
        f"<p>{LONG}</p><figure><img src=1.jpg><figcaption>图为宣讲现场</figcaption></figure>"
        f"<div class='pic-desc'>工人们领到春联</div><p>{SECOND}</p><p><img src=2.jpg><br>义诊队走进工地</p><p>{LONG}</p>"
    )
    assert hints_of(text) == {
        "图为宣讲现场": Hint.CAPTION,
        "工人们领到春联": Hint.CAPTION,
        "义诊队走进工地": Hint.CAPTION,
    }


# what can't be read


def refusal(data: bytes, name: str = "综述.html") -> UnreadableFile:
    """How the whole reader, in its child process, refuses a file."""
    with pytest.raises(UnreadableFile) as refused:
        read(data, name)
    assert f"“{name}”" in refused.value.message
    return refused.value


def test_a_page_of_frames_is_refused_with_advice() -> None:
    refused = refusal(b"<html><frameset cols='20%,80%'><frame src=a.htm><frame src=b.htm></frameset></html>")
    assert refused.code == "frames"
    assert "单独打开文章" in refused.message


def test_a_page_without_words_says_so() -> None:
    assert (
        refusal(b"<html><body><script>render()</script><div id=app></div></body></html>").code == "no-article"
    )


@pytest.mark.parametrize(
    ("data", "code", "truth"),
    [
        (b"GIF89a" + bytes(500), "format", "其实是GIF 图片"),
        (b"%PDF-1.7\n\x00", "damaged", "不是完整的 PDF 文件"),
        (b"PK\x03\x04" + bytes(99), "format", "其实是压缩包"),
    ],
)
def test_other_files_under_the_name_of_a_page_are_refused_as_what_they_are(
    data: bytes, code: str, truth: str
) -> None:
    refused = refusal(data)
    assert (refused.code, truth in refused.message) == (code, True)


def test_a_page_of_two_hundred_megabytes_is_refused_unread() -> None:
    start = time.process_time()
    assert refusal(b"<p>" * 70_000_000).code == "too-large"
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 400_000 + LONG,
        "<div>" * 200_000 + LONG + "</div>" * 200_000 + BODY,
        "<table><tr><td>" * 60_000 + LONG,
        "<b><i><p>" * 60_000 + LONG,
        "<ul><li>" * 100_000 + LONG,
        f"<p>{LONG}" * 20_000,
    ],
    ids=["unclosed", "closed", "tables", "crossed", "lists", "flat"],
)
def test_two_megabytes_of_nesting_end_in_bounds_and_lose_no_text(source: str) -> None:
    start = time.monotonic()
    try:
        text = read(source.encode(), "综述.html")
    except UnreadableFile as refused:
        assert refused.code in {"timeout", "memory"}
    else:
        assert LONG in text.source.raw
    assert time.monotonic() - start < 40


@pytest.mark.parametrize(
    "teaser", ["", "<div>近日，市总工会召开全委会，听取工作报告，部署下一步的任务和要求。</div>"]
)
def test_a_tag_of_two_hundred_thousand_attributes_ends_in_bounds(teaser: str) -> None:
    """Where a second opinion is asked for, the parser that gives it takes minutes for such a tag."""
    sandbox = Sandbox("archive.ingest.readers.html", limits=Limits(cpu_seconds=3))
    tag = f"<div {' '.join(f'a{at}=1' for at in range(200_000))}>"
    try:
        text = sandbox.read(f"<div>{BODY * 3}</div>{tag}</div>{teaser}".encode(), "综述.html")
    except UnreadableFile as refused:
        assert refused.code == "timeout"
    else:
        assert LONG in text.source.raw
    finally:
        sandbox.close()


def test_a_page_cut_anywhere_is_read_as_far_as_it_goes_or_refused() -> None:
    data = as_union_site_html(PARTS).encode("gb18030")
    for end in range(1, len(data), 97):
        try:
            text = parse(data[:end], "综述.html")
        except UnreadableFile as refused:
            assert refused.message
        else:
            assert text.source.raw.strip()


SMALL = "<p style='font-size:16px'>{}</p><p><img src=a.jpg></p><p><span style='font-size:{}px'>{}</span></p><p style='font-size:16px'>{}</p>"


def test_words_in_smaller_type_below_a_picture_are_its_caption() -> None:
    found = page(SMALL.format(LONG, 12, "船厂职工在码头比武", SECOND))
    assert found.hints[found.source.raw.index("船厂职工")] is Hint.CAPTION


def test_words_in_the_type_of_the_text_below_a_picture_are_left_to_the_text() -> None:
    found = page(SMALL.format(LONG, 16, "船厂职工在码头比武", SECOND))
    assert found.source.raw.index("船厂职工") not in found.hints


def test_words_in_a_table_that_holds_a_picture_are_its_caption() -> None:
    table = "<table><tr><td><img src=a.jpg></td></tr><tr><td>船厂职工在码头比武。</td></tr></table>"
    found = page(f"<h1>渡口的灯</h1>{table}{BODY}")
    assert found.hints[found.source.raw.index("船厂职工")] is Hint.CAPTION


def test_a_table_for_the_layout_of_the_page_makes_no_captions() -> None:
    found = page(
        f"<table><tr><td><img src=a.jpg></td></tr><tr><td>在码头，船厂职工比武。{BODY}</td></tr></table>"
    )
    assert Hint.CAPTION not in found.hints.values()


def test_the_ending_of_a_files_name_is_no_part_of_the_title() -> None:
    html = f"<html><body><h1>渡口的灯.doc</h1><p>页数：3</p><p>渡口的灯</p>{BODY}</body></html>"
    record = read_file(html.encode(), "综述.html").records[0]
    assert record.title is not None
    assert record.title.text == "渡口的灯"
    assert record.subtitle is None


def test_the_kind_of_a_post_before_its_title_is_page_matter() -> None:
    html = f"<html><body><h1><a>[职工之家]</a> <span>渡口的灯照着归船</span></h1>{BODY}</body></html>"
    record = read_file(html.encode(), "综述.html").records[0]
    assert record.title is not None
    assert record.title.text == "渡口的灯照着归船"


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ("<td>慰问</td><td>户</td><td><p>310</p><p>（含春节）</p></td>", "慰问  户  310  （含春节）"),
        (
            "<td><p>竞赛</p><p>（含联办）</p></td><td><p>场</p></td><td><p>42</p></td>",
            "竞赛  （含联办）  场  42",
        ),
        ("<td>夜校</td><td><p>期</p><p>（次）</p></td><td>31</td>", "夜校  期  （次）  31"),
        ("<td><div>援助</div></td><td><div>件</div></td><td><div>53</div></td>", "援助  件  53"),
    ],
)
def test_a_cell_of_two_paragraphs_does_not_tear_its_row(cells: str, row: str) -> None:
    table = f"<table><tr><td>项目</td><td>单位</td><td>数量</td></tr><tr>{cells}</tr></table>"
    rows = page(f"<h1>暖心服务聚合力</h1>{BODY}{table}{BODY}").source.raw.split("\n")
    assert row in rows


def test_two_lines_of_one_cell_are_no_row_of_a_table() -> None:
    """<center>- 2 -</center> cuts a sentence in two, and the second half stands in the cell itself."""
    cell = f"<td>{LONG}<br><br>二十名律师组成服务队，带着案<br><center>- 2 -</center><br>例到乡镇普法三十场。<br><br>{SECOND}</td>"
    rows = page(f"<h1>暖心服务聚合力</h1><table><tr>{cell}</tr></table>").source.raw.split("\n")
    assert "- 2 -" in rows
    assert "例到乡镇普法三十场。" in rows
