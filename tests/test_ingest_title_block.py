"""Kicker, title, subtitle and by-lines: what stands above the body, and what only looks like it."""

import pytest

from archive.ingest.parts.bylines import split_byline
from archive.ingest.records import ReviewRecord
from archive.ingest.text.lines import split_lines
from tests.pages import BODY, record


def page(*head: str, body: tuple[str, ...] = BODY) -> ReviewRecord:
    return record("\n\n".join((*head, *body)))


def head(found: ReviewRecord) -> tuple[str | None, str | None, str | None]:
    kicker, title, subtitle = (
        part.text if part else None for part in (found.kicker, found.title, found.subtitle)
    )
    return kicker, title, subtitle


SLOGAN, DASH = "扛起使命开新局 聚力同心谱新篇", "——青禾区总工会2019年工作综述"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((SLOGAN, DASH), (None, SLOGAN, DASH)),
        (("青禾区总工会2019年工作综述",), (None, "青禾区总工会2019年工作综述", None)),
        ((SLOGAN, "青禾区总工会2019年工作综述"), (None, SLOGAN, "青禾区总工会2019年工作综述")),
        (("青禾区总工会", SLOGAN), ("青禾区总工会", SLOGAN, None)),
        (("喜迎工会十八大·部门巡礼", SLOGAN, DASH), ("喜迎工会十八大·部门巡礼", SLOGAN, DASH)),
        (("扛起使命开新局", "聚力同心谱新篇", DASH), (None, "扛起使命开新局 聚力同心谱新篇", DASH)),
        (("青禾区总工会：", SLOGAN), (None, "青禾区总工会： " + SLOGAN, None)),
        (("青禾区总工会：守好工友的灶台",), (None, "青禾区总工会：守好工友的灶台", None)),
        (("扛起使命开新局——青禾区总工会2019年工作综述",), (None, "扛起使命开新局", DASH)),
        ((SLOGAN, SLOGAN, DASH), (None, SLOGAN, DASH)),
        ((SLOGAN + "_示例日报数字报", SLOGAN, DASH), (None, SLOGAN, DASH)),
        (("专题", SLOGAN, DASH), (None, SLOGAN, DASH)),
        ((DASH,), (None, None, DASH)),
    ],
)
def test_the_lines_above_the_body_find_their_places(
    lines: tuple[str, ...], expected: tuple[str | None, str | None, str | None]
) -> None:
    assert head(page(*lines)) == expected


def test_a_dash_inside_a_title_or_a_range_of_years_parts_nothing() -> None:
    assert head(page("产改——新时代的一道考题", DASH))[1] == "产改——新时代的一道考题"
    assert head(page(SLOGAN, "——青禾区总工会2018—2022年工作综述"))[2] == "——青禾区总工会2018—2022年工作综述"


def test_headlines_of_the_page_run_together_are_furniture_and_the_title_is_the_one_below() -> None:
    run = f"全市劳模疗休养启动{SLOGAN}石桥县举办职工篮球赛松坪市总工会送岗进村白塔县安全月开讲"
    found = page(run, "第02版 上一版 下一版", SLOGAN, DASH)
    assert head(found) == (None, SLOGAN, DASH)
    assert run in [words.text for words in found.furniture]


def test_a_text_that_begins_with_its_body_has_no_title_and_says_so() -> None:
    found = page()
    assert head(found) == (None, None, None)
    assert "title-missing" in {notice.code for notice in found.notices}


def test_the_first_heading_right_below_the_byline_is_no_subtitle() -> None:
    found = page(SLOGAN, DASH, "本报记者 涂远", "建会入会有热度")
    assert head(found) == (None, SLOGAN, DASH)
    assert found.sections[0].heading is not None
    assert found.sections[0].heading.text == "建会入会有热度"


def test_a_numbered_heading_is_no_title() -> None:
    found = page("青禾区总工会2019年工作总结", "一、主要工作情况")
    assert head(found)[1] == "青禾区总工会2019年工作总结"
    assert [section.heading.text for section in found.sections if section.heading] == ["一、主要工作情况"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 涂远 通讯员 方永昌", ["本报记者 涂远", "通讯员 方永昌"]),
        ("本报记者涂远通讯员方永昌", ["本报记者涂远", "通讯员方永昌"]),
        ("何晓冰 本报记者 俞芳", ["何晓冰", "本报记者 俞芳"]),
        ("□ 通讯员 方永昌 李  晓", ["通讯员 方永昌 李晓"]),
        ("文/图 本报记者 涂 远", ["文/图 本报记者 涂远"]),
        ("马骁", ["马骁"]),
        ("孟  凡   郝大海", ["孟凡 郝大海"]),
        ("撰稿：齐菲", ["撰稿：齐菲"]),
        ("方永昌 文/摄", ["方永昌 文/摄"]),
        ("本报首席记者 岳知行  实习生 白 露", ["本报首席记者 岳知行", "实习生 白露"]),
        ("欧阳文华 买买提·艾力", ["欧阳文华", "买买提·艾力"]),
        ("青禾区总工会宣传部", ["青禾区总工会宣传部"]),
    ],
)
def test_bylines_of_every_form_are_found(line: str, names: list[str]) -> None:
    assert [part.text for part in page(SLOGAN, DASH, line).bylines] == names


def test_a_role_behind_a_workplace_is_of_the_same_writer() -> None:
    (line,) = split_lines("青禾区融媒体中心记者涂远")
    assert [part.text for part in split_byline(line)] == ["青禾区融媒体中心记者涂远"]


@pytest.mark.parametrize("line", ["强基固本", "金秋助学", "高质量 发展", "温暖 安全"])
def test_a_short_heading_is_no_name(line: str) -> None:
    assert page(SLOGAN, DASH, "本报记者 涂远", line).bylines[1:] == ()


def test_a_byline_in_brackets_is_taken_off_the_last_and_the_first_paragraph() -> None:
    found = page(SLOGAN, body=(*BODY[:-1], BODY[-1] + "（本报记者 涂远 通讯员 方永昌）"))
    assert [part.text for part in found.bylines] == ["本报记者 涂远", "通讯员 方永昌"]
    assert found.sections[-1].paragraphs[-1].text == BODY[-1]
    found = page(SLOGAN, body=("本报讯（记者 涂远）" + BODY[0], *BODY[1:]))
    assert found.sections[0].paragraphs[0].text == BODY[0]


def test_brackets_that_name_nobody_stay_in_the_paragraph() -> None:
    last = BODY[-1] + "（数据截至2019年底）"
    assert page(SLOGAN, body=(*BODY[:-1], last)).sections[-1].paragraphs[-1].text == last


def test_the_pages_own_staff_are_credits_not_writers() -> None:
    found = page("责编/徐一 美编/谢二 校对/邱三", SLOGAN, DASH, "本报记者 涂远")
    assert [part.text for part in found.credits] == ["责编/徐一 美编/谢二 校对/邱三"]
    assert [part.text for part in found.bylines] == ["本报记者 涂远"]


def test_the_writer_is_found_inside_a_line_of_furniture() -> None:
    found = page(SLOGAN, "来源：示例日报 作者：方 舟，卫青 浏览次数：1874")
    assert [part.text for part in found.bylines] == ["方舟，卫青"]
    assert found.newspaper is not None
    assert found.newspaper.text == "示例日报"


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("本报讯 记者顾南 通讯员卫青报道 ", ["记者顾南", "通讯员卫青"]),
        ("本报讯 记者 顾南 通讯员 卫青 报道：", ["记者 顾南", "通讯员 卫青"]),
        ("本报记者 顾南 通讯员 卫青 报道 ", ["本报记者 顾南", "通讯员 卫青"]),
        ("本报讯（记者 顾南 通讯员 卫青）", ["记者 顾南", "通讯员 卫青"]),
    ],
)
def test_writers_who_open_the_lead_are_found_with_and_without_brackets(
    opening: str, names: list[str]
) -> None:
    found = page(SLOGAN, DASH, body=(opening + BODY[0], *BODY[1:]))
    assert [byline.text for byline in found.bylines] == names
    assert found.sections[0].paragraphs[0].text == BODY[0]


@pytest.mark.parametrize(
    "opening", ["本报记者 走进车间，", "通讯员 队伍建设也有了起色，", "记者 站在工会的门口，"]
)
def test_a_lead_that_speaks_of_reporters_is_no_byline(opening: str) -> None:
    found = page(SLOGAN, DASH, body=(opening + BODY[0], *BODY[1:]))
    assert found.bylines == ()
    assert found.sections[0].paragraphs[0].text == opening + BODY[0]


def test_the_character_that_stands_for_a_bar_is_one() -> None:
    found = record("\n".join(("渡口的2021丨青禾区总工会年度答卷", *BODY)))
    assert found.issuer is not None
    assert found.issuer.text == "青禾区总工会"
