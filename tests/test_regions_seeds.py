"""The resolver on real pages, where they lie beside the project; their sentences are not in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.regions.authority import Authority
from archive.regions.clues import ClueSource
from archive.regions.resolver import Clue, resolve

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
LABELS = SEEDS / "truth.jsonl"

pytestmark = pytest.mark.skipif(not LABELS.exists(), reason="the real pages are not there")


def labels() -> list[dict[str, Any]]:
    if not LABELS.exists():
        return []
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("label", labels(), ids=lambda label: label["id"])
@pytest.mark.parametrize("with_issuer", [True, False])
def test_a_real_page_is_placed(label: dict[str, Any], with_issuer: bool) -> None:
    authority = Authority.load()
    sources: tuple[ClueSource, ...] = ("title", "subtitle", "kicker", "newspaper")
    clues = [Clue(source, label[source]) for source in sources if label.get(source)]
    if with_issuer:
        clues.insert(0, Clue("issuer", label["union"]))
    # The whole page, its furniture too: the headlines of other counties must not outweigh the article.
    page = (SEEDS / label["file"]).read_text(encoding="utf-8")
    clues += [Clue("text", line) for line in page.splitlines() if line.strip()]
    answer = resolve(authority, clues, year=label["year_to"])
    assert answer.division is not None, answer
    path = [step.name for step in authority.path(answer.division)]
    for level in ("province", "city", "county"):
        if label[level]:
            assert label[level] in path
