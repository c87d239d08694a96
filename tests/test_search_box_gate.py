"""The labelled inputs of the search box are read as they should be."""

from collections import Counter

import pytest

from tests.box_gate import Judged, judged, share

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
