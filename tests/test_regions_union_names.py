"""Where the name of a union begins in a sentence, and the region that it says or does not say."""

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord

SENTENCE = "2018年，{}新建读书角9处，组织夜校讲座14场，为户外劳动者添置冷暖设备。"


def reading(union: str) -> ReviewRecord:
    return read_file(SENTENCE.format(union).encode(), "综述.txt").records[0]


@pytest.mark.parametrize(
    "union", ["北荥县总工会", "大金川县总工会", "东青田县总工会", "小兴县总工会", "新蓟县总工会"]
)
def test_an_unknown_name_that_ends_like_a_known_one_stays_without_a_region(union: str) -> None:
    record = reading(union)
    assert record.region.code is None
    assert any(notice.code.startswith("region-") for notice in record.notices)


@pytest.mark.parametrize(
    ("union", "code"),
    [
        ("吉安高新区总工会", "360800"),
        ("常熟高新区总工会", "320581"),
        ("安康恒口示范区总工会", "610900"),
    ],
)
def test_the_union_of_a_zone_that_no_table_has_is_kept_whole_and_put_to_its_city(
    union: str, code: str
) -> None:
    record = reading(union)
    assert record.issuer is not None
    assert (record.issuer.text, record.region.code) == (union, code)
    assert "region-zone-nearest" in {notice.code for notice in record.notices}


@pytest.mark.parametrize(
    ("union", "code"),
    [
        ("农六师总工会", "659004"),
        ("第五师工会", "659007"),
        ("阿右旗总工会", "152922"),
        ("察右中旗总工会", "150927"),
        ("翁旗总工会", "150426"),
    ],
)
def test_short_forms_of_the_corps_and_of_banners_are_read(union: str, code: str) -> None:
    assert reading(union).region.code == code


def test_two_places_that_contradict_each_other_are_both_named_to_the_reader() -> None:
    record = reading("广州市翠屏区总工会")
    assert record.region.code is None
    notice = next(notice for notice in record.notices if notice.code == "region-contradiction")
    assert "翠屏区" in notice.message and "广州市" in notice.message


@pytest.mark.parametrize("union", ["联合随县总工会", "随县总工会", "召开县总工会"])
def test_a_word_before_the_kind_of_a_division_is_no_name(union: str) -> None:
    assert reading(union).region.code is None


def test_the_county_of_such_a_name_is_read_where_its_city_stands_before_it() -> None:
    assert reading("随州市随县总工会").region.code == "421321"


def test_a_division_that_was_not_yet_or_no_more_is_never_taken_silently() -> None:
    record = read_file("2005年，平桂区总工会新建读书角9处，组织夜校讲座14场。".encode(), "综述.txt").records[
        0
    ]
    assert "region-renamed" in {notice.code for notice in record.notices}
