"""The years of a report: what states them, what lets them be reckoned, and what leaves them unknown."""

import datetime

import pytest

from archive.ingest.records import PeriodGuess
from archive.ingest.text.dates import dates_in
from archive.ingest.text.lines import split_lines
from archive.ingest.text.numerals import han_year
from tests.pages import BODY, codes, record

PLAIN = (
    "青禾区总工会把驿站建到街头巷尾，冬有热水、夏有清凉，户外职工有了歇脚的地方，受到职工的欢迎。",
    "区总工会请来退休的师傅，手把手带徒弟，技能竞赛一场接着一场，车间里的能手越来越多。",
)


def period(
    title: str = "扛起使命开新局",
    subtitle: str | None = "——青禾区总工会工作综述",
    *body: str,
    masthead: str = "",
) -> PeriodGuess:
    head = [part for part in (masthead, title, subtitle) if part]
    return record("\n\n".join((*head, *(body or PLAIN)))).period


@pytest.mark.parametrize(
    ("subtitle", "years"),
    [
        ("——青禾区总工会2019年工作综述", (2019, 2019)),
        ("——青禾区总工会 2019 年工作综述", (2019, 2019)),
        ("——青禾区总工会二〇一九年工作侧记", (2019, 2019)),
        ("——青禾区总工会二○一九年工作侧记", (2019, 2019)),
        ("——青禾区总工会二o一九年工作侧记", (2019, 2019)),
        ("——青禾区总工会2016—2020年工作回眸", (2016, 2020)),
        ("——青禾区总工会2016年至2020年工作回眸", (2016, 2020)),
        ("——青禾区总工会“十三五”时期工作综述", (2016, 2020)),
        ("——青禾区总工会2022年上半年工作综述", (2022, 2022)),
        ("——青禾区总工会2019年工作总结和2020年工作思路", (2019, 2019)),
        ("——青禾区总工会二〇一六—二〇二〇年工作回眸", (2016, 2020)),
        ("——青禾区总工会2020年1-6月工作总结", (2020, 2020)),
    ],
)
def test_the_subtitle_states_the_years(subtitle: str, years: tuple[int, int]) -> None:
    found = period(subtitle=subtitle)
    assert ((found.start, found.end), found.basis.value) == (years, "subtitle")
    assert all(passage.text in subtitle for passage in found.evidence)


def test_the_title_states_the_year_where_there_is_no_subtitle() -> None:
    found = period("青禾区总工会2019年工作综述", None)
    assert (found.start, found.end, found.basis.value) == (2019, 2019, "title")


@pytest.mark.parametrize(
    ("masthead", "years"),
    [
        ("示例日报 2023年10月26日 星期四 第02版", (2018, 2023)),
        ("示例日报 2021年1月20日 星期三 第02版", (2016, 2020)),
    ],
)
def test_five_years_are_reckoned_back_from_the_paper_and_marked(
    masthead: str, years: tuple[int, int]
) -> None:
    found = period(subtitle="——青禾区总工会五年工作综述", masthead=masthead)
    assert (found.start, found.end) == years
    assert found.inferred


def test_five_years_are_those_of_a_range_in_the_text() -> None:
    found = period("扛起使命开新局", "——青禾区总工会五年工作综述", "2016年至2020年，" + PLAIN[0], PLAIN[1])
    assert (found.start, found.end, found.basis.value) == (2016, 2020, "text")


def test_five_years_without_any_date_stay_unknown() -> None:
    assert period(subtitle="——青禾区总工会五年工作综述").start is None


def test_the_year_that_the_text_speaks_of_counts() -> None:
    found = period("扛起使命开新局", None, "2019年，" + PLAIN[0], PLAIN[1] + "到2019年底，会员突破三万人。")
    assert (found.start, found.end, found.basis.value) == (2019, 2019, "text")


def test_a_year_of_founding_or_a_year_to_come_is_not_the_reports() -> None:
    body = ("2019年，" + PLAIN[0], "区工人文化宫始建于1958年，2019年大修。2021年，区总工会将再办三件实事。")
    assert period("扛起使命开新局", None, *body).start == 2019


def test_this_year_is_that_of_the_paper() -> None:
    found = period(
        "扛起使命开新局",
        None,
        "今年以来，" + PLAIN[0],
        PLAIN[1],
        masthead="示例日报 2019年12月20日 星期五 第02版",
    )
    assert (found.start, found.basis.value, found.inferred) == (2019, "published", True)


def test_the_past_year_of_a_january_paper_is_the_year_before() -> None:
    found = period(
        "扛起使命开新局",
        None,
        "一年来，" + PLAIN[0],
        PLAIN[1],
        masthead="示例日报 2020年1月9日 星期四 第02版",
    )
    assert (found.start, found.end) == (2019, 2019)


@pytest.mark.parametrize("opening", ["近年来，", "多年来，", ""])
def test_recent_years_without_a_date_are_unknown(opening: str) -> None:
    found = record("\n\n".join(("扛起使命开新局", "青禾区总工会", opening + PLAIN[0], PLAIN[1])))
    assert (found.period.start, found.period.basis.value) == (None, "unknown")
    assert "period-unknown" in codes(found)


@pytest.mark.parametrize("year", ["201*年", "20XX年", "201X年", "20xx年"])
def test_a_masked_year_is_unknown_and_said_to_be_masked(year: str) -> None:
    found = record("\n\n".join((f"青禾区总工会{year}工作总结", *PLAIN)))
    assert found.period.start is None
    assert "period-masked" in codes(found)


def test_a_masked_year_is_known_where_the_text_dates_itself() -> None:
    found = record(
        "\n\n".join(("青禾区总工会201*年工作总结", "2019年，" + PLAIN[0], "截至2019年底，" + PLAIN[1]))
    )
    assert found.period.start == 2019


def test_the_clock_of_a_web_site_dates_nothing() -> None:
    head = ("今天是2024年3月4日 星期一", "扛起使命开新局", "——青禾区总工会工作综述")
    found = record("\n\n".join((*head, *PLAIN, "Copyright © 2011 示例工会网")))
    assert found.published_on is None
    assert found.period.start is None


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2023-10-26", "2023-10-26"),
        ("2013年1月17日 星期四", "2013-01-17"),
        ("2021 年 1 月 22 日", "2021-01-22"),
        ("二〇一九年十二月三日", "2019-12-03"),
        ("二o一九年十二月三日", "2019-12-03"),
        ("二0一九年十二月三日", "2019-12-03"),
        ("二Ｏ一九年十二月三日", "2019-12-03"),
        ("20190108", "2019-01-08"),
        ("2019.1.8", "2019-01-08"),
    ],
)
def test_dates_are_read_as_papers_print_them(words: str, date: str) -> None:
    (line,) = split_lines(words)
    assert [found for found, _ in dates_in(line)] == [datetime.date.fromisoformat(date)]


@pytest.mark.parametrize("words", ["2019年2月30日", "邮编 331200", "12019-01-080", "2019年13月1日"])
def test_what_is_no_date_is_none(words: str) -> None:
    (line,) = split_lines(words)
    assert list(dates_in(line)) == []


def test_han_years_count() -> None:
    assert han_year("二〇一九") == han_year("二○一九") == han_year("二零一九") == 2019


def test_the_paper_its_issue_and_its_page_are_found_with_the_date() -> None:
    found = record(
        "\n\n".join(("示例工人报  2019年12月30日  第8452期  第03版：综合新闻", "扛起使命开新局", *BODY))
    )
    shown = (found.newspaper, found.published_on, found.issue, found.page)
    assert [part.text if part else None for part in shown] == [
        "示例工人报",
        "2019-12-30",
        "第8452期",
        "第03版",
    ]


@pytest.mark.parametrize(
    ("foot", "paper"),
    [
        ("Copyright © 2011 示例工人报融媒体数字报 All Rights Reserved", "示例工人报"),
        ("来源：《示例日报》", "示例日报"),
        ("来源：本报消息", None),
        ("职工之家简报", None),
    ],
)
def test_the_paper_is_named_by_foot_or_source_and_never_made_up(foot: str, paper: str | None) -> None:
    found = record("\n\n".join(("扛起使命开新局", *BODY, foot)))
    assert (found.newspaper.text if found.newspaper else None) == paper


def test_a_congress_reports_on_the_years_since_the_last_one() -> None:
    head = ("在青禾区工会第七次代表大会上的报告", "（2021年10月20日）", "各位代表：")
    since = "2016年区工会第六次代表大会召开至今，区总工会团结带领全区职工，" + PLAIN[0]
    found = record("\n\n".join((*head, "我向大会报告工作，请予审议。", since, "五年来，" + PLAIN[1]))).period
    assert (found.start, found.end, found.inferred) == (2016, 2021, True)


@pytest.mark.parametrize("words", ["二一七年", "二〇一年", "一二三年", "一二三四年"])
def test_numerals_that_are_no_year_of_ours_are_none(words: str) -> None:
    """A machine that reads pictures misses a zero; what is stored has to be a year."""
    found = period("扛起使命开新局", f"——青禾区总工会{words}工作综述", *BODY)
    assert (found.start, found.end, found.basis.value) == (2019, 2019, "text")


def test_years_behind_a_salutation_and_an_announcement_open_a_report_all_the_same() -> None:
    opening = ("各位代表、同志们：", "现在，我代表上一届委员会向大会作报告，请予审议。")
    found = period("团结奋斗 建功青禾", "——在青禾区工会第六次代表大会上的报告", *opening,
                   "上次代表大会以来，从2008年到2012年，全区各级工会围绕中心、服务大局，各项工作都有新的进步。",
                   *PLAIN, "集体合同签订率由71%提高到2012年的94%，签约企业有三千家。")  # fmt: skip
    assert (found.start, found.end) == (2008, 2012)


def test_the_first_heading_of_a_report_may_say_how_many_years_it_looks_back_on() -> None:
    found = period("团结奋斗 建功青禾", "——在青禾区工会第六次代表大会上的报告", "各位代表：", "一、过去五年的工作", *PLAIN,
                   masthead="示例日报 2022年1月9日 星期日 第03版")  # fmt: skip
    assert (found.start, found.end) == (2017, 2021)


def test_years_are_reckoned_from_a_month_that_stands_alone() -> None:
    found = period(
        "青禾区总工会近三年工作情况汇报",
        "（2022年11月）",
        "近三年来，全区新建工会二十一家，各项工作都有新的进步，成绩有目共睹。",
        *PLAIN,
    )
    assert (found.start, found.end, found.inferred) == (2019, 2022, True)


def test_half_a_year_in_a_title_is_no_day() -> None:
    found = record("\n".join(("青禾区总工会2020年1-6月工作总结", *BODY)))
    assert found.title is not None and found.title.text == "青禾区总工会2020年1-6月工作总结"
    assert found.published_on is None


@pytest.mark.parametrize(
    "lead",
    [
        "现将石桥县总工会2019年有关工作汇报如下。",
        "下面，我把县总工会2019年工作情况向大家报告。",
        "现将2019年工作总结如下。",
    ],
)
def test_a_report_says_which_year_it_reports(lead: str) -> None:
    found = record(
        "\n".join(
            ("工会工作情况汇报", f"根据会议安排，{lead}", *(line.replace("2019年，", "") for line in BODY))
        )
    )
    assert (found.period.start, found.period.end) == (2019, 2019)


def test_five_years_are_those_between_which_the_opening_measures() -> None:
    opening = "2019年年初，全区工会会员只有6.4万人；到2023年底，这个数字变成17.4万。"
    found = period("煤乡五载 工运如歌", "——青禾区总工会五年工作综述", opening, *PLAIN)
    assert (found.start, found.end, found.inferred) == (2019, 2023, False)
    assert period("煤乡五载 工运如歌", "——青禾区总工会三年工作综述", opening, *PLAIN).start is None


def test_a_year_of_the_text_long_before_the_paper_is_doubted() -> None:
    rows = (
        "右岸日报　2012年5月1日　星期二　第1版",
        "守着果林的人",
        "涂远",
        "五十一岁的老焊工天刚亮就进了林子，青禾区总工会去年推荐他当上了劳动模范，他的剪刀用了十二年。",
        "2000年，他从砖厂下岗，借钱承包了四十亩坡地，头三年只出不进，一边打零工，一边背着馒头去学嫁接。",
        "技术摸熟了，他没藏着，邻村六十多户跟他学，他骑摩托车一户户去剪枝，十年骑坏了三辆车。",
    )
    found = record("\n".join(rows))
    assert (found.period.end, found.published_on and found.published_on.text) == (2000, "2012-05-01")
    assert any(notice.code.startswith("period") for notice in found.notices)
    county = record("\n".join(rows).replace("青禾区", "田阳县")).region
    assert county.code == "451021"  # of 2012; of 2000 it was 452622


@pytest.mark.parametrize(
    ("span", "opening", "years"),
    [
        ("五年", "2018年底，全区工会会员只有6.4万人；到2023年底，这个数字变成17.4万。", (2019, 2023)),
        ("五年", "2018年末，全区工会会员只有6.4万人；到2022年底，这个数字变成17.4万。", (2018, 2022)),
        ("五年", "工会的家底越来越厚，2018年12月底，全区会员6.4万人；到2023年底，变成17.4万。", (2019, 2023)),
        ("三年", "2017年底全区会员5万人；2018年底6万人；到2020年底，这个数字变成17万。", (2018, 2020)),
        ("四年", "2019年初全区会员只有5万人；到2023年初，这个数字变成17万。", (2019, 2022)),
    ],
)
def test_the_end_of_a_year_is_the_beginning_of_the_next(
    span: str, opening: str, years: tuple[int, int]
) -> None:
    found = period("煤乡载歌 工运如歌", f"——青禾区总工会{span}工作综述", opening, *PLAIN)
    assert (found.start, found.end) == years
