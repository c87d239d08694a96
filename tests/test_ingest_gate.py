"""The labelled pages are read as well as they were, or better."""

import pytest

from archive.ingest.parts import furniture
from archive.ingest.quality.scoring import Mark, Score
from tests.gate import (
    CORPORA,
    LOWEST_FIELD,
    LOWEST_MEAN,
    ROUNDING,
    Gate,
    available,
    fallen_of_families,
    measure,
    of_families,
    side_by_side,
)

MOST_LOST_WITHOUT_NAVIGATION = 0.03  # it was 0.0003 when this was written


@pytest.fixture(scope="module", params=list(CORPORA))
def gate(request: pytest.FixtureRequest) -> Gate:
    if request.param not in available():
        pytest.skip(f"the corpus “{request.param}” is not at hand")
    return measure(request.param)


def test_no_field_falls_below_its_floor(gate: Gate) -> None:
    assert gate.fallen() == []


def test_no_more_wrong_values_are_silent_than_were(gate: Gate) -> None:
    assert gate.risen() == []


def test_floors_belong_to_the_corpus_as_it_is(gate: Gate) -> None:
    assert not gate.changed, f"{gate.name} changed: look at its scores, then python -m tests.gate --pin"


def test_every_labelled_text_is_read(gate: Gate) -> None:
    assert gate.score.misses("read") == ()


def test_the_mean_and_the_weakest_field_are_good_enough(gate: Gate) -> None:
    weak = {field: mean for field, (mean, _) in gate.score.fields.items() if mean < LOWEST_FIELD - ROUNDING}
    assert gate.score.mean >= LOWEST_MEAN
    assert weak == {}


def test_pages_of_all_families_are_read_about_as_well_as_they_were() -> None:
    assert fallen_of_families(of_families()) == []


def test_the_three_kinds_of_pages_stand_side_by_side_for_each_field() -> None:
    mark = Mark("title", 0.0, "一.txt")
    heads, row, note = side_by_side(Score((Mark("title", 1.0, "一.txt"), mark)), Score((mark,)))
    assert heads.split() == ["form", "training", "left", "out"]
    assert row.startswith("0.500 (1)") and "0.000 (1)" in row and row.endswith("title")
    assert "notice" in note


def test_without_the_list_of_navigation_words_hardly_anything_is_lost(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(furniture, "NAVIGATION_WORDS", frozenset())
    monkeypatch.setattr(furniture, "CHANNELS", frozenset())
    assert measure(gate.name).score.mean >= gate.score.mean - MOST_LOST_WITHOUT_NAVIGATION
