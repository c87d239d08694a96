"""The authority of indicators: every row is whole, and what it gives as an example is read so."""

import re

import pytest

from archive.figures.indicators import Example, Indicator, Nature, indicators
from archive.figures.needed import needed_of, pairs_in
from archive.figures.reader import read_figures
from archive.figures.records import Block, Setting
from archive.figures.topics import WORDS

SETTING = Setting(issuer="青禾区总工会", start=2020, end=2020)
ROWS = list(indicators().values())
CORE = 49


def code_of(example: Example) -> str | None:
    """The indicator that the number in question is read as."""
    found = [
        figure
        for figure in read_figures([Block(example.text)], SETTING)
        if figure.start < example.end and figure.end > example.start
    ]
    return found[0].indicator if found else None


EXAMPLES = [(row.code, example) for row in ROWS for example in row.examples]
NEAR_MISSES = [(row.code, example) for row in ROWS for example in row.near_misses]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}: {one.text}" for code, one in EXAMPLES])
def test_an_example_is_read_as_its_indicator(code: str, example: Example) -> None:
    assert code_of(example) == code


@pytest.mark.parametrize(
    ("code", "example"), NEAR_MISSES, ids=[f"{code}: {one.text}" for code, one in NEAR_MISSES]
)
def test_a_near_miss_is_read_as_something_else(code: str, example: Example) -> None:
    assert code_of(example) != code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_is_whole(row: Indicator) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", row.code)
    assert row.name and row.group and row.unit and row.definition
    assert row.examples and row.near_misses
    assert row.counts
    assert (row.nature is Nature.RATE) == (row.unit == "%")


def test_forty_nine_indicators_are_core() -> None:
    assert sum(row.is_core for row in ROWS) == CORE


def test_names_tell_indicators_apart() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)


def test_topics_that_words_open_belong_to_rows() -> None:
    assert set(WORDS) <= {row.topic for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_what_a_row_needs_stands_in_whatever_its_words_match(row: Indicator) -> None:
    for example in row.examples:
        window = f"{example.text[: example.start]}#{example.text[example.end :]}"
        if row.needed is not None and row.words.search(window):
            assert row.needed & pairs_in(window)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("基层工会(组织)?#", {"基层"}),
        ("(新建|组建)…#", {"新建", "组建"}),
        ("(驿站|户外(爱心)?站点)#", {"驿站", "户外"}),
        ("(?<!慰问)职工(总数|人数)#", {"职工"}),
        ("会员(?!单位)#", {"会员"}),
        ("慰?问#", None),
        ("[省市]级#", None),
        ("基层工会# 、#", None),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(words: str, needed: set[str] | None) -> None:
    assert needed_of(words) == needed
