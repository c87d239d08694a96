"""What offices write around an article: labels of a form, numbers and lists of a document's post."""

import pytest

from archive.ingest.parts.office_forms import mark_office_forms
from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord
from archive.ingest.text.lines import Hint, split_lines

LONG = "一年来，区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，组织劳模宣讲四十余场，签订工资集体协议八十六份。"
BODY = f"{LONG}\n一、夯实基层组织\n{LONG}\n二、维护职工权益\n{LONG}\n"


def record_of(text: str) -> ReviewRecord:
    return read_file(text.encode(), "综述.txt").records[0]


def marked(*rows: str) -> list[tuple[str, Hint | None]]:
    return [(line.text, line.hint) for line in mark_office_forms(split_lines("\n".join(rows)))]


@pytest.mark.parametrize(
    "label",
    ["题：", "标题：", "题目:", "标 题：", "【标题】：", "【标题】", "文章标题：", "题名：", "篇名："],
)
def test_the_label_of_a_title_is_no_part_of_it(label: str) -> None:
    record = record_of(
        f"{label}暖心服务聚合力\n副题：——青禾区总工会2019年工作综述\n作者：顾南\n正文：\n{BODY}"
    )
    assert record.title is not None
    assert record.subtitle is not None
    assert record.title.text == "暖心服务聚合力"
    assert record.subtitle.text == "——青禾区总工会2019年工作综述"
    assert "正文：" in [line.text for line in record.furniture]


def test_the_entries_of_a_clipping_service_are_the_parts_of_the_title_block() -> None:
    rows = (
        "【媒体】示例日报",
        "【日期】2020-01-09",
        "【引题】青禾区总工会办实事",
        "【标题】灯火照归人",
        "【作者】记者 顾南",
    )
    record = record_of("\n".join((*rows, f"【正文】\n{BODY}")))
    parts = (record.kicker, record.title, record.newspaper, record.published_on, *record.bylines)
    assert [part and part.text for part in parts] == [
        "青禾区总工会办实事", "灯火照归人", "示例日报", "2020-01-09", "记者 顾南",
    ]  # fmt: skip


def test_the_fields_of_a_database_are_the_parts_of_the_title_block() -> None:
    rows = ("ID=20200211", "PAPER=示例日报", "TITLE=灯火照归人", "SUBTITLE=青禾区总工会2019年工作扫描")
    record = record_of("\n".join((*rows, "AUTHOR=张胜芬 杨正海", f"CONTENT=\n{BODY}\nSTATUS=已发布")))
    parts = (record.title, record.subtitle, record.newspaper, *record.bylines)
    assert [part and part.text for part in parts] == [
        "灯火照归人", "青禾区总工会2019年工作扫描", "示例日报", "张胜芬 杨正海",
    ]  # fmt: skip


def test_whose_meeting_a_paper_was_made_for_reports_in_it() -> None:
    head = "青禾区总工会十五届三次全委（扩大）会议材料之二"
    report = "各位委员、同志们：\n受区总工会常委会委托，我向全委会报告工作，请予审议。"
    found = record_of(
        f"{head}\n努力开创全区工会工作新局面\n——在区总工会十五届三次全委会议上的工作报告\n王 德 福\n{report}\n{BODY}"
    )
    assert found.issuer is not None and found.issuer.text == "青禾区总工会"
    assert [passage.text for passage in found.bylines] == ["王德福"]


def test_title_and_subtitle_behind_one_label_are_two() -> None:
    record = record_of(
        f"题名：灯火照归人——青禾区总工会五年工作巡礼\n责任者：本报记者 顾南 涂远\n全文：\n{BODY}"
    )
    parts = (record.title, record.subtitle, *record.bylines)
    assert [part and part.text for part in parts][:2] == ["灯火照归人", "——青禾区总工会五年工作巡礼"]
    assert "顾南" in record.bylines[0].text


def test_an_entry_in_tags_is_no_writer() -> None:
    record = record_of(f"灯火照归人\n——青禾区总工会2019年工作综述\n<责任者>顾南;涂远</责任者>\n{BODY}")
    assert not record.bylines


def test_a_label_may_stand_on_a_line_of_its_own_or_before_the_text() -> None:
    assert marked("标题：", "暖心服务聚合力", f"正文：{LONG}") == [
        ("标题：", Hint.FURNITURE),
        ("暖心服务聚合力", Hint.TITLE),
        ("正文：", Hint.FURNITURE),
        (LONG, None),
    ]


def test_a_title_that_stands_below_its_index_card_is_the_one_below() -> None:
    assert marked("标题：暖心服务聚合力", "发布机构：区总工会", "暖心服务聚合力", LONG)[0] == (
        "标题：暖心服务聚合力",
        None,
    )


def test_words_like_labels_in_the_text_are_text() -> None:
    assert marked(LONG, LONG, "标题：暖心服务聚合力")[2] == ("标题：暖心服务聚合力", None)


@pytest.mark.parametrize(
    "line",
    [
        "青工发〔2020〕3号",
        "青工字[2020]12号",
        "签发人：顾南",
        "抄送：云川市总工会，区委办公室。",
        "抄 报：云川市总工会",
        "主题词：工会 总结 报告",
    ],
)
def test_the_post_of_a_document_is_no_part_of_the_article(line: str) -> None:
    record = record_of(f"青禾区总工会2019年工作总结\n{BODY}{line}\n")
    assert line in [furniture.text for furniture in record.furniture]
    assert record.sections[-1].paragraphs[-1].text == LONG


def test_a_sentence_about_a_document_is_text() -> None:
    sentence = "区总工会印发青工发〔2020〕3号文件，部署全年工作。"
    assert marked(sentence) == [(sentence, None)]


@pytest.mark.parametrize(
    "row", ["2019年工作总结", "2019年工作要点", "2019年度工作计划", "2019年工作总结（送审稿）"]
)
def test_the_union_and_the_year_on_two_rows_are_one_title(row: str) -> None:
    record = record_of(f"青禾区总工会文件\n青工字〔2020〕12号\n青禾区总工会\n{row}\n{BODY}")
    assert record.title is not None
    assert record.title.text == f"青禾区总工会 {row}"
    assert record.issuer is not None
    assert record.issuer.text == "青禾区总工会"


@pytest.mark.parametrize("head", ["石桥县总工会", "石桥县总工会文件"])
def test_who_sends_a_document_stands_above_its_number_and_is_no_kicker(head: str) -> None:
    record = record_of(f"{head}\n石工发〔2020〕3号\n2019年工作总结\n{BODY.replace('区总工会', '县总工会')}")
    assert record.kicker is None
    assert record.issuer is not None
    assert record.issuer.text == "石桥县总工会"
    assert head in [line.text for line in record.furniture]


def rows_of_table(*rows: str) -> list[tuple[str, Hint | None]]:
    text = "\n".join((*rows, BODY))
    hints = {text.index(row): Hint.ROW for row in rows}
    return [(line.text, line.hint) for line in mark_office_forms(split_lines(text, hints))]


def test_a_label_of_the_title_in_a_cell_of_its_own_is_no_part_of_it() -> None:
    found = rows_of_table("标题 暖心服务聚合力", "副题 ——青禾区总工会2019年工作综述", "送稿日期 2020年1月9日")
    assert ("暖心服务聚合力", Hint.TITLE) in found
    assert ("——青禾区总工会2019年工作综述", Hint.SUBTITLE) in found
    assert ("送稿日期 2020年1月9日", None) in found  # no row of figures of the article


def test_the_rows_of_a_table_of_figures_are_left_alone() -> None:
    rows = ("标题 日期 人数", "技能培训 夜校 120")
    assert rows_of_table(*rows)[:2] == [(row, Hint.ROW) for row in rows]
