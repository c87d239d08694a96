"""Reviews of one year or several, plans, and everything else that comes out of a union's office."""

import pytest

from archive.ingest.records import Kind
from tests.pages import ARTICLE, BODY, codes, record

FIELDS = (
    "全年新建基层工会21家，发展会员1500人；签订工资集体协议190份；慰问困难职工310户；举办劳动竞赛42场；"
    "评选劳模工匠20名；为职工追回欠薪96万元；建成职工书屋12家、户外驿站33座。"
)


def kind(*lines: str) -> Kind:
    return record("\n\n".join(lines)).kind


def test_a_union_that_reports_on_its_year_writes_an_annual_review() -> None:
    assert record(ARTICLE).kind is Kind.ANNUAL_REVIEW


@pytest.mark.parametrize(
    "subtitle",
    ["——青禾区总工会2016—2020年工作综述", "——青禾区总工会五年工作综述", "——青禾区总工会“十三五”工作回眸"],
)
def test_a_report_on_several_years_is_a_multi_year_review(subtitle: str) -> None:
    assert kind("扛起使命开新局", subtitle, *BODY[1:]) is Kind.MULTI_YEAR_REVIEW


def test_a_review_needs_no_word_for_it_when_it_goes_through_the_work_of_a_year() -> None:
    lines = ("青禾区总工会：守好工友的灶台", "2019年，青禾区总工会围绕中心服务大局。" + FIELDS, BODY[2])
    assert kind(*lines) is Kind.ANNUAL_REVIEW


@pytest.mark.parametrize(
    "title", ["青禾区总工会2020年工作要点", "2020年青禾区总工会工作计划", "青禾区总工会2020年工作思路"]
)
def test_what_a_union_means_to_do_is_a_plan(title: str) -> None:
    found = record("\n\n".join((title, "2020年，区总工会要加强思想引领，计划新建基层工会30家。" + FIELDS)))
    assert found.kind is Kind.PLAN
    assert "kind-plan" in codes(found)


@pytest.mark.parametrize(
    "lines",
    [
        ("巾帼绽芳华 建功新时代", "——石桥县妇联2022年工作综述", "2022年，石桥县妇联围绕中心，" + FIELDS),
        (
            "公正司法护航发展",
            "——城关区人民法院2021年工作综述",
            "2021年，区法院依法审结劳动争议案件三百件，群众满意率上升。",
        ),
        (
            "青春心向党",
            "——共青团金湾县委2023年工作综述",
            "2023年，团县委组织青年职工志愿服务四百场，受到群众欢迎。",
        ),
        (
            "石桥县总工会召开十届三次全委会议",
            "1月15日，石桥县总工会召开十届三次全委会议，总结去年工作，部署今年任务，各基层工会代表参加了会议。",
        ),
        (
            "石桥县总工会启动“夏送清凉”活动",
            "本报讯 7月3日，石桥县总工会启动夏送清凉活动，为一线职工送去西瓜和毛巾，活动将持续两个月。",
        ),
        (
            "关于开展职工技能竞赛的通知",
            "各基层工会：",
            "为提高职工技能，经研究决定开展职工技能竞赛，现将有关事项通知如下。竞赛分三个阶段进行。",
        ),
        ("浅谈基层工会在企业发展中的作用", "基层工会是党联系职工的桥梁。近年来，各地基层工会" + FIELDS),
        (
            "青禾区总工会经费管理办法",
            "第一条 为规范经费管理，制定本办法。",
            "第二条 本办法适用于全区基层工会。",
            "第三条 经费收支实行预算管理，接受监督。",
        ),
        (
            "娘家人认亲记",
            "10月23日临近中午，会议刚刚结束，石桥县总工会主席方大海在宾馆遇到了老乡，两人聊起了家乡的变化，都很高兴。",
        ),
    ],
)
def test_news_notices_essays_and_other_bodies_are_no_reviews(lines: tuple[str, ...]) -> None:
    found = record("\n\n".join(lines))
    assert found.kind is Kind.OTHER
    assert "kind-other" in codes(found)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "通知发下去之后",
            "——白塔县总工会2022年工作综述",
            "2022年，白塔县总工会的第一份文件是一纸通知。" + FIELDS,
        ),
        (
            "携手织就关爱网",
            "——石桥县总工会2020年工作综述",
            "2020年，石桥县总工会联合县妇联、团县委、法院办实事。" + FIELDS,
        ),
        ("理清新思路 干出新业绩", "——金湾县总工会2019年工作综述", "2019年，金湾县总工会理清思路。" + FIELDS),
    ],
)
def test_a_review_that_speaks_of_notices_plans_or_other_bodies_stays_one(lines: tuple[str, ...]) -> None:
    assert kind(*lines) is Kind.ANNUAL_REVIEW


def test_a_list_of_headlines_is_no_article() -> None:
    rows = [f"• 石桥县总工会送清凉到工地之{at}　2023-06-{at}" for at in range(10, 18)]
    assert (
        kind("基层动态", "本栏目刊登全省各级工会的工作动态，每个工作日更新，欢迎各地工会投稿。", *rows)
        is Kind.OTHER
    )


def test_a_menu_of_the_canteen_is_no_review() -> None:
    rows = [
        "星期一：早餐 豆浆、油条；午餐 红烧肉套餐 12元/份",
        "星期二：早餐 稀饭；午餐 土豆牛肉 15元/份",
        "星期三：午餐 米饭、凉菜 10元/份",
    ]
    found = record(
        "\n\n".join(
            ("云川市总工会职工食堂一周菜谱", "欢迎广大职工会员前来用餐，今年以来食堂不断改进口味。", *rows)
        )
    )
    assert found.kind is Kind.OTHER


def test_a_report_to_a_congress_that_addresses_its_members_is_a_review() -> None:
    head = (
        "同心筑梦谱新篇",
        "——在青禾区工会第七次代表大会上的报告",
        "（2021年10月20日）",
        "各位代表、同志们：",
    )
    body = ("五年来，" + FIELDS, "一、五年工作回顾", "五年来，区总工会团结带领全区职工" + FIELDS, BODY[2])
    assert kind(*head, *body) is Kind.MULTI_YEAR_REVIEW


ADVICE = "先翻一翻台账，再到各股室要数字，开头写总的情况，中间分三块写，结尾写问题和打算，写完念一遍。工会的材料都这样写。"


def test_advice_on_how_to_write_a_review_is_none() -> None:
    assert kind("工会年终总结怎么写？刚到镇总工会上班", ADVICE, ADVICE) is Kind.OTHER


def test_a_review_that_somebody_asked_for_is_one() -> None:
    told = "2019年，青禾区总工会全年新建基层工会21家，一年来累计帮扶职工310户，发展会员1500人，签订工资协议190份。"
    assert kind("求一份区总工会年终总结范文", told, told) is Kind.ANNUAL_REVIEW


def test_a_meeting_on_the_work_of_a_year_is_news() -> None:
    lead = "3月26日，青禾公司召开2015年工会工作会议，公司工会委员和各部门负责人参加，会议提出了指导意见。"
    assert kind("青禾公司工会召开2015年工作会议", lead) is Kind.OTHER
