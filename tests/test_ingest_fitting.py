"""The fitting of the weights, in short: the same pages give the same weights, and what is written is what is read."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.ingest.layout.decoding import Model, load_model
from archive.ingest.quality.articles import load_pages
from archive.ingest.quality.families import load_families
from archive.ingest.quality.fit import FORM, fit, right, samples_of, write
from archive.ingest.quality.samples import Sample, sample

PAGES = 12


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    pages = load_pages()[:PAGES]
    return [found for page in pages if (found := sample(FORM, page.text, page.spans))]


def test_the_same_pages_give_the_same_weights(samples: Sequence[Sample]) -> None:
    assert fit(samples) == fit(samples)


def test_the_order_of_chance_is_that_of_the_page_not_of_the_run() -> None:
    family = load_families()[0]
    bank = [page.article for page in load_pages()]
    once = list(samples_of(family, bank, most=3))
    random.seed(1)
    assert list(samples_of(family, bank, most=3)) == once


def test_weights_that_are_written_are_read_again(samples: Sequence[Sample], tmp_path: Path) -> None:
    weights, follows = fit(samples)
    write(weights, follows, tmp_path / "weights.tsv")
    read, made = load_model(tmp_path / "weights.tsv"), Model.of(weights, follows)
    assert read.follows == made.follows
    assert {name: row for name, row in read.weights.items() if any(row)} == weights


def test_pages_that_were_fitted_are_read_rightly(samples: Sequence[Sample]) -> None:
    lines, titles = right(Model.of(*fit(samples)), samples)
    assert lines > 0.95
    assert titles > 0.9
