"""What should come first does: the judgements of ``fixtures/relevance.jsonl`` over the demo archive."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Article
from search import outbox
from search.analysis import fold_text
from search.documents import BlockField
from search.query import Not, Or, Term, leaves
from search.service import Hit, SearchResults, search
from search.snippets import Passage
from search.state import SearchState
from search.syntax import parse

FIXTURES = Path(__file__).parent.parent / "fixtures"
DEMO = FIXTURES / "demo"
LEAD, CAPTION = "导语", "图片说明"


@dataclass(frozen=True)
class Judgement:
    query: str
    file: str
    section: str | None
    why: str
    among: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        return (self.file, *self.among)


def read() -> list[Judgement]:
    lines = (FIXTURES / "relevance.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [Judgement(**row | {"among": tuple(row.get("among", ()))}) for row in rows]


JUDGEMENTS = read()


@pytest.fixture
def demo(db: None) -> None:
    call_command("import_reviews", str(DEMO), publish_all=True, stdout=io.StringIO(), stderr=io.StringIO())
    outbox.rebuild(lock_seconds=10)


def answers() -> list[tuple[Judgement, SearchResults]]:
    return [(judgement, search(SearchState(judgement.query))) for judgement in JUDGEMENTS]


def section_path(passage: Passage, article: Article) -> Sequence[str]:
    """The headings that the passage stands under, the section's first."""
    if passage.field is BlockField.CAPTION:
        return (CAPTION,)
    above: dict[int, str] = {}
    for section in article.sections.order_by("order", "pk"):
        above = {level: heading for level, heading in above.items() if level < section.level}
        above[section.level] = section.heading or LEAD
        if passage.anchor in {f"s{section.pk}", *(f"p{number}" for number in section.anchors)}:
            return tuple(above.values())
    raise AssertionError(f"{passage.anchor} leads nowhere")


def told(judgement: Judgement, hits: Sequence[Hit]) -> str:
    order = "、".join(f"{hit.source_name} {hit.score:.1f}" for hit in hits[:4]) or "nothing"
    return f"{judgement.query}: {judgement.file} should come first ({judgement.why}), found {order}"


# The search


@pytest.mark.usefixtures("demo")
def test_the_article_that_should_come_first_does() -> None:
    wrong = [
        told(judgement, results.hits)
        for judgement, results in answers()
        if not results.hits or results.hits[0].source_name not in judgement.files
    ]
    assert wrong == []


@pytest.mark.usefixtures("demo")
def test_the_first_passage_stands_in_the_section_that_should_come_first() -> None:
    wrong = []
    for judgement, results in answers():
        if judgement.section is not None and results.hits:
            hit = results.hits[0]
            path = section_path(hit.passages[0], hit.article)
            if hit.source_name == judgement.file and fold_text(judgement.section) not in map(fold_text, path):
                wrong.append(f"{judgement.query}: {judgement.section}, but found in {' › '.join(path)}")
    assert wrong == []


@pytest.mark.usefixtures("demo")
def test_the_order_is_the_same_however_the_query_is_written() -> None:
    for judgement, results in answers()[::3]:
        rewritten = search(SearchState(results.query.canonical))
        assert [hit.article.pk for hit in rewritten.hits] == [hit.article.pk for hit in results.hits]
        assert [hit.score for hit in rewritten.hits] == [hit.score for hit in results.hits], judgement


@pytest.mark.usefixtures("demo")
def test_enough_of_the_queries_could_be_answered_otherwise() -> None:
    totals = [results.total for _judgement, results in answers()]
    assert sum(total > 1 for total in totals) >= 70
    assert sum(total > 3 for total in totals) >= 10


# The file


def test_there_are_queries_of_every_kind() -> None:
    assert len(JUDGEMENTS) >= 60
    nodes = [parse(judgement.query).node for judgement in JUDGEMENTS]
    terms = [leaf for node in nodes for leaf in leaves(node) if isinstance(leaf, Term)]
    assert {term.field for term in terms} >= {
        "title",
        "heading",
        "issuer",
        "newspaper",
        "region",
        "body",
        None,
    }
    assert sum(term.quoted for term in terms) >= 5
    assert sum("年份" in judgement.query for judgement in JUDGEMENTS) >= 4
    assert sum(len(list(leaves(node))) > 1 for node in nodes) >= 30
    assert sum(isinstance(node, Term) and not node.quoted for node in nodes) >= 60
    assert any(isinstance(child, Not) for node in nodes for child in getattr(node, "children", ()))
    assert any(isinstance(node, Or) for node in nodes)


def test_queries_are_asked_once_and_read_as_they_are_written() -> None:
    queries = [judgement.query for judgement in JUDGEMENTS]
    assert len(set(queries)) == len(queries)
    assert [query for query in queries if parse(query).repairs] == []


def test_every_file_and_section_is_one_of_the_demo_archive() -> None:
    labels = [json.loads(line) for line in (DEMO / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    headings = {label["file"]: {*map(fold_text, label["headings"]), LEAD, CAPTION} for label in labels}
    for judgement in JUDGEMENTS:
        assert set(judgement.files) <= set(headings), judgement
        assert judgement.section is None or fold_text(judgement.section) in headings[judgement.file], (
            judgement
        )
        assert judgement.why
    assert {judgement.file for judgement in JUDGEMENTS} == set(headings), "every article is asked for"


def test_hardly_any_judgement_leaves_the_choice_open() -> None:
    assert sum(bool(judgement.among) for judgement in JUDGEMENTS) <= len(JUDGEMENTS) // 20
    assert sum(judgement.section is not None for judgement in JUDGEMENTS) >= len(JUDGEMENTS) / 2
