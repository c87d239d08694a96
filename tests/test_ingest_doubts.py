"""What the reader is unsure of is said, with the next best answer; what is plain raises no doubt."""

import pytest

from archive.ingest.records import Kind, NoticeRecord, ReviewRecord
from tests.pages import ARTICLE, BODY, codes, record

PLAIN = "把驿站建到街头巷尾，冬有热水、夏有清凉，户外职工有了歇脚的地方，受到职工的欢迎。全年新建基层工会21家，发展会员1500人。"
BRIEFS = (
    ("望潮区总工会启动春茶技能赛", "5月8日，望潮区总工会在茶厂启动技能赛，32家茶企的工会派出选手参赛。"),
    ("市交通工会开展心理疏导", "市交通工会请来心理咨询师，为二百名驾驶员讲情绪管理，设立解压室三间。"),
    ("渔业公司工会举办联谊会", "5月20日，渔业公司工会办起联谊活动，一百二十名单身青年到场，十一对牵手。"),
    ("沙洲镇总工会调解一起欠薪纠纷", "5月下旬，沙洲镇总工会三次上门协商，帮助四十七名工人追回工资63万元。"),
)


def doubt(found: ReviewRecord, code: str) -> NoticeRecord:
    return next(notice for notice in found.notices if notice.code == code)


def test_a_plain_review_raises_no_doubt_of_what_it_is_whose_and_when() -> None:
    assert not {code for code in codes(record(ARTICLE)) if code.endswith("-uncertain")}


def test_two_unions_in_the_title_block_are_a_doubt_that_names_the_other() -> None:
    head = ("海澜市总工会2019年工作综述", "——望潮区总工会供稿的一份答卷")
    found = record("\n\n".join((*head, "2019年，市总工会" + PLAIN, PLAIN)))
    names = {passage.text for passage in doubt(found, "issuer-uncertain").evidence}
    assert names == {"海澜市总工会", "望潮区总工会"}


def test_a_union_of_which_the_text_speaks_nearly_as_often_is_a_doubt() -> None:
    body = ("望潮区总工会" + PLAIN, "青禾区总工会" + PLAIN, "这一年，两家工会结成了对子，" + PLAIN)
    assert "issuer-uncertain" in codes(record("\n\n".join(("携手同行", *body))))


@pytest.mark.parametrize("other", ["市总工会", "区总工会", "云川市青禾区总工会"])
def test_a_superior_and_short_forms_of_the_same_name_are_no_doubt(other: str) -> None:
    body = ("2019年，青禾区总工会" + PLAIN, other + PLAIN)
    assert "issuer-uncertain" not in codes(
        record("\n\n".join(("携手同行", "——青禾区总工会2019年工作综述", *body)))
    )


def test_another_year_that_the_text_names_as_loudly_is_a_doubt() -> None:
    body = (
        "2018年，区总工会" + PLAIN,
        "截至2018年底，全区" + PLAIN,
        "2019年，全区" + PLAIN,
    )
    found = record("\n\n".join(("携手同行", "——青禾区总工会2019年工作综述", *body)))
    assert (found.period.start, found.period.end) == (2019, 2019)
    assert "2018年" in doubt(found, "period-uncertain").message


def test_a_year_to_come_is_no_rival_of_the_year_reported() -> None:
    body = ("2019年，区总工会" + PLAIN, "截至2019年底，全区" + PLAIN, "2020年，区总工会将再办三件实事。")
    assert "period-uncertain" not in codes(
        record("\n\n".join(("携手同行", "——青禾区总工会2019年工作综述", *body)))
    )


def test_briefs_of_many_unions_are_no_review() -> None:
    found = record("\n\n".join(("各地工会工作动态", *(line for brief in BRIEFS for line in brief))))
    assert found.kind is Kind.OTHER
    assert "简讯" in doubt(found, "kind-other").message


def test_sections_of_one_review_that_tell_what_it_did_are_no_briefs() -> None:
    sections = (
        ("建会，把组织建到车间里", "全年新建基层工会21家，" + PLAIN),
        ("服务，把温暖送到手心里", "全年走访困难职工310户，" + PLAIN),
        ("维权，把公道讲到明处", "全年追回欠薪96万元，" + PLAIN),
    )
    lines = ("桥头的灯", "——青禾区总工会2019年工作综述", BODY[0], *(row for part in sections for row in part))
    assert record("\n\n".join(lines)).kind is Kind.ANNUAL_REVIEW


def test_a_text_that_is_barely_a_review_is_one_with_a_doubt() -> None:
    lines = ("桥头的灯", "青禾区总工会近年来" + PLAIN, "职工夜里下了班，也能进来坐一坐，" + PLAIN)
    found = record("\n\n".join(lines))
    assert found.kind in (Kind.ANNUAL_REVIEW, Kind.MULTI_YEAR_REVIEW)
    assert "kind-uncertain" in codes(found)


def test_the_year_of_a_plan_is_said_to_be_no_year_that_was_reported() -> None:
    found = record("\n\n".join(("青禾区总工会2020年工作要点", "2020年，区总工会要加强思想引领，" + PLAIN)))
    assert found.kind is Kind.PLAN
    assert "计划" in doubt(found, "period-uncertain").message


def test_page_matter_that_ends_like_a_series_is_doubted_for_a_kicker() -> None:
    lines = (
        "县区风采·1",
        "2020-01-09 10:23 来源：示例日报",
        "桥头的灯",
        "——青禾区总工会2019年工作综述",
        PLAIN,
        PLAIN,
    )
    found = record("\n".join(lines))
    named = [
        passage.text
        for notice in found.notices
        if notice.code == "head-uncertain"
        for passage in notice.evidence
    ]
    assert (found.kicker is not None and found.kicker.text == lines[0]) or lines[0] in named


HEADS = ("织密一张网", "点亮一盏灯", "守好一个家")


def sections() -> list[str]:
    """A page with three sections."""
    first, second, third = (row for head in HEADS for row in (head + "\n\n" + "全区" + PLAIN,))
    return [
        "桥头的灯",
        "——青禾区总工会2019年工作综述",
        "2019年，青禾区总工会" + PLAIN,
        first,
        second,
        third,
    ]


def test_a_paragraph_that_breaks_off_in_mid_sentence_is_doubted_with_its_end() -> None:
    broken = "区总工会办起夜校四十期，请来工匠进车间授课，拍摄的短片在全省工会系统的评比中拿了"
    found = record("\n\n".join((*sections(), broken)))
    assert doubt(found, "paragraphs-broken").evidence[0].text == broken
    assert "评比中拿了" in doubt(found, "paragraphs-broken").message


def test_paragraphs_that_all_end_with_a_stop_are_not_doubted() -> None:
    assert "paragraphs-broken" not in codes(record("\n\n".join(sections())))


def test_a_series_named_like_a_union_is_doubted_where_the_text_speaks_of_another() -> None:
    body = ("2019年，石桥县总工会" + PLAIN, "县总工会" + PLAIN, "石桥县总工会" + PLAIN)
    found = record("\n\n".join(("云川市工会巡礼", *body)))
    names = {passage.text for passage in doubt(found, "issuer-uncertain").evidence}
    assert names == {"云川市工会", "石桥县总工会"}


def test_a_heading_that_is_set_like_no_other_is_doubted() -> None:
    rows = [f"{number}、{head}\n\n全区{PLAIN}" for number, head in zip("一二三", HEADS, strict=True)]
    lines = ("桥头的灯", "——青禾区总工会2019年工作综述", "2019年，青禾区总工会" + PLAIN, *rows)
    assert "headings-uncertain" not in codes(record("\n\n".join(lines)))
    found = record(
        "\n\n".join((*lines, "望潮之夜", "电影放映车开进清水镇，二百多名护林员看上了新片。" + PLAIN))
    )
    assert "望潮之夜" in {passage.text for passage in doubt(found, "headings-uncertain").evidence}
