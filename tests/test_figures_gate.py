"""The labelled figures are read as well as they were, or better."""

import pytest

from archive.figures.scoring import Score
from tests.figures_gate import (
    FEWEST_LABELS,
    OWN,
    PROMISED,
    PROMISED_OF_SEEDS,
    available,
    both,
    fallen,
    score_of,
)


@pytest.fixture(scope="module")
def own() -> dict[str, Score]:
    return {name: score_of(name) for name in OWN}


@pytest.fixture(scope="module")
def seeds() -> Score:
    if "seeds" not in available():
        pytest.skip("the seeds are not at hand")
    return score_of("seeds")


@pytest.mark.parametrize("name", OWN)
def test_no_mark_falls_below_its_floor(own: dict[str, Score], name: str) -> None:
    assert fallen(name, own[name]) == []


def test_enough_figures_are_labelled(own: dict[str, Score]) -> None:
    assert both(list(own.values())).labels >= FEWEST_LABELS


@pytest.mark.parametrize("kind", PROMISED)
def test_what_is_promised_is_kept(own: dict[str, Score], kind: str) -> None:
    tally = dict(both(list(own.values())).rows())[kind]
    precision, recall = PROMISED[kind]
    assert (tally.precision >= precision, tally.recall >= recall) == (True, True), tally


@pytest.mark.parametrize("kind", PROMISED_OF_SEEDS)
def test_real_pages_are_read_as_promised(seeds: Score, kind: str) -> None:
    tally = dict(seeds.rows())[kind]
    precision, recall = PROMISED_OF_SEEDS[kind]
    assert (tally.precision >= precision, tally.recall >= recall) == (True, True), tally


def test_no_mark_of_the_real_pages_falls(seeds: Score) -> None:
    assert fallen("seeds", seeds) == []
