"""Numbers that count something are found with their value, unit and bound; what only looks like one is left alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from archive.figures.measures import MEASURES
from archive.figures.quantities import MOST_IN_TEXT, Quantity, quantities

NEAR_MISSES = [
    line
    for line in (Path(__file__).resolve().parent.parent / "fixtures/figures/near_misses.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
]
FEWEST_NEAR_MISSES = 150


def only(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [text[one.start : one.end] for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "bound"),
    [
        ("会员总数12,385人", "12,385人", "12385", "人", "exact"),
        ("会员总数１２３８５名", "１２３８５名", "12385", "人", "exact"),
        ("培训2000余人", "2000余人", "2000", "人", "above"),
        ("轮值练兵30余万人次", "30余万人次", "300000", "人次", "above"),
        ("追回货款285余万元", "285余万元", "2850000", "元", "above"),
        ("发放17万余元", "17万余元", "170000", "元", "above"),
        ("慰问2万多人次", "2万多人次", "20000", "人次", "above"),
        ("效益上亿元", "上亿元", "100000000", "元", "above"),
        ("宣讲百余场", "百余场", "100", "场", "above"),
        ("活动近千场", "近千场", "1000", "场", "below"),
        ("店铺近200家", "近200家", "200", "家", "below"),
        ("覆盖不足一成", "不足一成", "10", "%", "below"),
        ("人数不超过800人", "不超过800人", "800", "人", "below"),
        ("约200名职工", "约200名", "200", "人", "about"),
        ("签订260份左右", "260份左右", "260", "份", "about"),
        ("书二百来册", "二百来册", "200", "册", "about"),
        ("建会率95%以上", "95%以上", "95", "%", "above"),
        ("数百名职工", "数百名", "100", "人", "several"),
        ("几十家企业", "几十家", "10", "家", "several"),
        ("二十几名工人", "二十几名", "20", "人", "several"),
        ("达7.4万人次", "达7.4万人次", "74000", "人次", "exact"),
        ("入会率百分之九十三", "百分之九十三", "93", "%", "exact"),
        ("占了两成半", "两成半", "25", "%", "exact"),
        ("升至六成七", "六成七", "67", "%", "exact"),
        ("三分之二的公司", "三分之二", "66.6667", "%", "exact"),
        ("提高1.2个百分点", "1.2个百分点", "1.2", "个百分点", "exact"),
        ("新会员 4870 人", "4870 人", "4870", "人", "exact"),
        ("补助 1240 余万元", "1240 余万元", "12400000", "元", "above"),
        ("會員6.27萬人", "6.27萬人", "62700", "人", "exact"),
        ("两千三百余人", "两千三百余人", "2300", "人", "above"),
        ("五块钱一碗", "五块钱", "5", "元", "exact"),
        ("参保人数44.1万,给付", "44.1万", "441000", "人", "exact"),
        ("播放量突破210万,", "突破210万", "2100000", None, "above"),
        ("4个县(市、区)", "4个", "4", "个", "exact"),
        ("6个人和班组荣获奖章", "6个", "6", "个", "exact"),
        ("工匠工作室各1家", "1家", "1", "家", "exact"),
        ("会员4万零600人", "4万零600人", "40600", "人", "exact"),
        ("投入3万5千元", "3万5千元", "35000", "元", "exact"),
        ("参保12万3千余人", "12万3千余人", "123000", "人", "above"),
        ("投资1亿2000万元", "1亿2000万元", "120000000", "元", "exact"),
        ("投资2亿3千多万元", "2亿3千多万元", "230000000", "元", "above"),
        ("筹资两亿三千多万元", "两亿三千多万元", "230000000", "元", "above"),
        ("会员10万2千3百人", "10万2千3百人", "102300", "人", "exact"),
        ("病例73例", "73例", "73", "例", "exact"),
        ("培训40班次", "40班次", "40", "班次", "exact"),
    ],
)
def test_a_quantity_is_read_with_its_words(
    text: str, words: str, value: str, unit: str | None, bound: str
) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.value, found.unit, found.bound) == (
        words,
        Decimal(value),
        unit,
        bound,
    )
    assert found.low is None


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("组织3至5人的小组", "3至5人", 3, 5),
        ("10—15家企业", "10—15家", 10, 15),
        ("补助三千元至八千元不等", "三千元至八千元", 3000, 8000),
        ("奖励100元到3000元", "100元到3000元", 100, 3000),
        ("来了二三十人", "二三十人", 20, 30),
    ],
)
def test_a_range_keeps_both_ends(text: str, words: str, low: int, high: int) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.low, found.value) == (
        words,
        Decimal(low),
        Decimal(high),
    )


def test_a_change_is_two_quantities_and_no_range() -> None:
    assert [one.value for one in quantities("驿站由36处至45处")] == [36, 45]


def test_a_comma_before_a_number_is_no_thousands_sign() -> None:
    assert [one.value for one in quantities("开展培训16期，200人参加；3,400人次受益")] == [16, 200, 3400]


def test_a_rejected_numeral_is_never_resumed_inside() -> None:
    assert quantities("第四十六名") == ()


def test_bounds_are_words_of_their_own() -> None:
    for text in ("签约3家", "附近3家", "送达30份", "吃上六元套餐", "总数百分之三"):
        assert only(text).bound == "exact", text


def test_speech_has_numbers_and_names_have_none() -> None:
    assert quantities("他说：“我们去年走访了四十二家企业，今年还要多走几家。”")[0].value == Decimal(42)
    assert quantities("年年办好“八件实事”") == ()


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_nothing_is_read_where_nothing_is_counted(text: str) -> None:
    assert [text[one.start : one.end] for one in quantities(text)] == []


def test_there_are_enough_near_misses() -> None:
    assert len(set(NEAR_MISSES)) == len(NEAR_MISSES) >= FEWEST_NEAR_MISSES


@pytest.mark.parametrize("word", sorted(MEASURES))
def test_every_measure_word_counts(word: str) -> None:
    assert only(f"共计35{word}。").unit == MEASURES[word].unit


def test_a_text_of_numbers_is_read_up_to_a_bound() -> None:
    assert len(quantities("会员3人，" * (MOST_IN_TEXT + 5))) == MOST_IN_TEXT
