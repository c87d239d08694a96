"""Years as people write them into a box."""

# ruff: noqa: RUF001 (full-width signs are what people type)

import pytest

from search.analysis import plain_text
from search.box.years import short_year, years_in

THIS_YEAR = 2026


def read(text: str) -> list[tuple[int | None, int]]:
    folded = " ".join(map(plain_text, text.split()))
    return [(years.first, years.last) for years in years_in(folded, this_year=THIS_YEAR)]


@pytest.mark.parametrize(
    "text", ["2019", "2019年", "2019 年", "2019年度", "２０１９", "二〇一九年", "二零一九", "二O一九年"]
)
def test_one_year_in_every_writing(text: str) -> None:
    assert read(text) == [(2019, 2019)]


@pytest.mark.parametrize(
    "text",
    [
        *("2018-2021", "2018—2021年", "2018～2021", "2018..2021", "2018年至2021年", "2018到2021"),
        *("2018 至 2021", "二〇一八至二〇二一年", "2018—21年", "从2018年到2021年", "2021—2018"),
    ],
)
def test_a_span_of_years(text: str) -> None:
    assert read(text) == [(2018, 2021)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020、2021年", (2020, 2021)),
        ("2020和2021", (2020, 2021)),
        ("2016年以来", (2016, THIS_YEAR)),
        ("自2016年起", (2016, THIS_YEAR)),
        ("2016年至今", (2016, THIS_YEAR)),
        ("2016年以前", (None, 2016)),
        ("十三五", (2016, 2020)),
        ("“十四五”时期", (2021, 2025)),
        ("十二五规划", (2011, 2015)),
        ("三五计划", (1966, 1970)),
        ("近三年", (2024, 2026)),
        ("最近5年", (2022, 2026)),
        ("近两年来", (2025, 2026)),
        ("去年", (2025, 2025)),
        ("今年", (2026, 2026)),
        ("前年", (2024, 2024)),
        ("上年度", (2025, 2025)),
        ("党的十八大以来", (2012, 2026)),
    ],
)
def test_years_in_words(text: str, years: tuple[int | None, int]) -> None:
    assert read(text) == [years]


@pytest.mark.parametrize(
    "text",
    [
        "2020人",
        "2000万元",
        "12019",
        "20191",
        "3.2019",
        "2020年代",
        "近年来",
        "五年来",
        "三五成群",
        "二十一五",
        "1808年",
    ],
)
def test_what_only_looks_like_a_year(text: str) -> None:
    assert read(text) == []


def test_two_digits_are_the_nearest_century() -> None:
    assert [short_year(digits, this_year=THIS_YEAR) for digits in ("21", "27", "28", "98")] == [
        2021,
        2027,
        1928,
        1998,
    ]
