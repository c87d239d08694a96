"""Which of several numbers speaks for an indicator in a year, and which stand in no series at all."""

import pytest

from archive.figures.headline import headline, told, years_in_series
from archive.figures.indicators import indicators
from archive.figures.reader import read_figures
from archive.figures.records import Block, Setting

YEAR = Setting(issuer="青禾区总工会", start=2022, end=2022)
FIVE_YEARS = Setting(issuer="青禾区总工会", start=2018, end=2022)


def series(text: str, code: str, setting: Setting = YEAR) -> dict[tuple[int, int], str | None]:
    """The words that speak for each span of years of an indicator."""
    indicator, cells = indicators()[code], {}
    for figure in read_figures([Block(text)], setting):
        says = told(figure, text)
        if figure.indicator == code and (years := years_in_series(says, indicator)):
            cells.setdefault((years.start, years.end), []).append((figure.text, says))
    chosen = {}
    for years, rivals in cells.items():
        first = headline([says for _, says in rivals], indicator)
        chosen[years] = None if first is None else rivals[first][0]
    return chosen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("会员总数5.2万人，其中农民工会员2.1万人。", "migrant_members"),
        ("会员总数比上年净增1.1万人。", "members"),
        ("计划明年发展会员3000人。", "new_members"),
        ("年均培训职工1.2万人次。", "training_people"),
        ("石桥县总工会新建工会组织45家。", "new_unions"),
        ("上半年新建工会组织45家。", "new_unions"),
        ("组织培训职工2300名。", "training_people"),
        ("爱心驿站建成以来累计服务户外劳动者6.4万人次。", "station_service"),
    ],
    ids=[
        "share",
        "growth",
        "planned",
        "per head",
        "another union",
        "half a year",
        "people for visits",
        "since ever",
    ],
)
def test_what_is_not_surely_the_whole_stands_in_no_series(text: str, code: str) -> None:
    assert code in {figure.indicator for figure in read_figures([Block(text)], YEAR)}
    assert series(text, code) == {}


def test_the_state_before_a_change_stands_in_no_series_and_the_state_after_it_does() -> None:
    assert series("会员总数由4.8万人增至5.2万人。", "members") == {(2022, 2022): "5.2万人"}


def test_of_a_part_and_the_whole_the_whole_speaks() -> None:
    text = "为46名农民工追回欠薪318万元。全年调处劳动争议，挽回经济损失2906万元。"
    assert series(text, "recovered") == {(2022, 2022): "2906万元"}


def test_a_number_said_again_in_round_numbers_does_not_speak() -> None:
    text = "全区会员总数突破9万人。到年底，全区会员总数90360人。"
    assert series(text, "members") == {(2022, 2022): "90360人"}


def test_numbers_of_single_levels_have_no_headline() -> None:
    text = "建成市级模范职工之家7家、区级19家。"
    assert series(text, "worker_homes") == {(2022, 2022): None}


def test_rates_of_several_parts_have_no_headline() -> None:
    text = "公有制企业建会率100%，非公有制企业建会率86%。"
    assert series(text, "union_rate") == {(2022, 2022): None}


def test_a_flow_of_five_years_stands_for_its_span_and_a_stock_for_its_last_year() -> None:
    text = "五年来，新建工会组织312家；会员总数5.2万人。"
    assert series(text, "new_unions", FIVE_YEARS) == {(2018, 2022): "312家"}
    assert series(text, "members", FIVE_YEARS) == {(2022, 2022): "5.2万人"}


def test_what_was_newly_built_is_no_stock() -> None:
    assert series("新建爱心驿站24处，全区爱心驿站总数104处。", "stations") == {(2022, 2022): "104处"}


def test_a_sum_within_the_year_is_one_of_the_year() -> None:
    assert series("全年累计调解劳动争议638件。", "disputes") == {(2022, 2022): "638件"}
