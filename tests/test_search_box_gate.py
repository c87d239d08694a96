"""The labelled inputs of the search box are read as they should be."""

import random
from collections import Counter

import pytest

from search.repairs import QueryRefused
from search.syntax import parse
from tests.box_gate import Judged, answer, judged, share

LEAST_RIGHT, LEAST_SILENT = 0.97, 0.99


@pytest.fixture(scope="module")
def rows() -> list[Judged]:
    return judged()


def test_there_are_inputs_of_every_kind(rows: list[Judged]) -> None:
    kinds = Counter(row.kind for row in rows)
    assert len(rows) >= 300
    assert min(kinds.values()) >= 15
    assert set(kinds) == {
        *("place", "year", "words", "former", "shared", "short", "letters", "typo", "none"),
    }


def test_no_input_stands_in_the_table_twice(rows: list[Judged]) -> None:
    assert [text for text, times in Counter(row.text for row in rows).items() if times > 1] == []


def test_places_and_years_are_read_as_they_are_meant(rows: list[Judged]) -> None:
    places = [row for row in rows if row.names_a_place]
    wrong = [(row.text, row.got) for row in places if not row.right]
    assert share(places) >= LEAST_RIGHT, wrong


def test_words_that_are_no_places_bring_no_offer(rows: list[Judged]) -> None:
    words = [row for row in rows if not row.names_a_place]
    wrong = [(row.text, row.got) for row in words if not row.right]
    assert share(words) >= LEAST_SILENT, wrong


def test_any_text_is_read_and_what_is_left_of_it_can_be_asked() -> None:
    chance = random.Random(11)
    pieces = [
        *(
            "云川市",
            "临江县",
            "广丰",
            "鼓楼区",
            "和县",
            "城区",
            "市",
            "县",
            "gfq",
            "yunchuan",
            "总工会",
            "集体协商",
            "沪",
        ),
        *(
            "2019",
            "二〇一九年",
            "十三五",
            "近三年",
            "19年",
            "近〇年",
            "近十年",
            "99年",
            "—",
            "、",
            "至",
            "年",
            "2100",
            "0",
        ),
        *(
            " ",
            "\u3000",
            "“",
            "”",
            '"',
            "(",
            ")",
            "|",
            "-",
            "年份:",
            "地区:",
            "OR",
            "NOT ",
            "㎡",
            "\u200b",
            "é",
            "e\u0301",
        ),
        *("𠮷", "…", "½", "\n", "请问", "有没有", "的"),
    ]
    for _number in range(1500):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 9)))
        try:
            found = answer(text)
        except QueryRefused:
            continue
        if found.words:
            assert parse(found.words).canonical == found.words, text
