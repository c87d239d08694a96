"""Numerals are read exactly, however a newspaper writes them."""

import random
from decimal import Decimal

import cn2an
import pytest

from archive.ingest.text.numerals import number_of, spread

MANY = 20_000
LARGEST_EXPONENT = 12


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12,385", "12385"),
        ("5.2万", "52000"),
        ("17414.61万", "174146100"),
        ("1亿2000万", "120000000"),
        ("三百六十", "360"),
        ("两千三", "2300"),
        ("一万二", "12000"),
        ("三百五", "350"),
        ("一百零五", "105"),
        ("二千零三", "2003"),
        ("三", "3"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("三十一", "31"),
        ("百", "100"),
        ("二〇一九", "2019"),
        ("九十五点五", "95.5"),
        ("壹佰贰拾叁", "123"),
        ("0", "0"),
    ],
)
def test_a_numeral_is_worth_what_it_says(words: str, number: str) -> None:
    assert number_of(words) == Decimal(number)


@pytest.mark.parametrize("words", ["", "三四百", "5 万分", "会员", "点五", "三点"])
def test_what_is_no_numeral_is_worth_nothing(words: str) -> None:
    assert number_of(words) is None


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [("三四百", 300, 400), ("十七八", 17, 18), ("三五", 3, 5), ("二三十", 20, 30), ("两三千", 2000, 3000)],
)
def test_two_neighbours_are_two_numbers(words: str, low: int, high: int) -> None:
    assert spread(words) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("words", ["三百", "二十三", "五三", "三八", "一百二十三"])
def test_one_number_is_no_pair(words: str) -> None:
    assert spread(words) is None


def test_chinese_numerals_are_read_as_another_program_writes_them() -> None:
    """Twenty thousand of the hundred thousand that it is measured on (docs/figures.md)."""
    picked = random.Random(15)
    for _ in range(MANY):
        number = picked.randrange(10 ** picked.randint(1, LARGEST_EXPONENT))
        assert number_of(cn2an.an2cn(str(number))) == number
