"""What comes first, by invariants that hold of every engine that is shipped, whatever its scores are."""

from itertools import pairwise
from pathlib import Path

import pytest

from search.documents import BlockField, Document
from search.engines.contract import Engine, Request
from search.query import Or, Term
from tests import search_judge as judge
from tests.search_engines import SHIPPED, EngineMaker, each_of
from tests.test_search_engine_contract import article


@pytest.fixture(params=each_of(SHIPPED))
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    made: EngineMaker = SHIPPED[request.param]
    built = made(tmp_path)
    built.replace_all([])
    return built


def test_title_comes_before_heading_before_body(fresh: Engine) -> None:
    filler = "区总工会组织开展活动，服务职工群众。" * 5
    texts = {BlockField.PARAGRAPH: 1, BlockField.HEADING: 2, BlockField.TITLE: 3}
    fresh.apply(
        [article(number, "劳动竞赛", filler, field=field) for field, number in texts.items()]
        + [article(n, filler) for n in range(10, 20)],
        [],
        lock_seconds=1,
    )
    assert [hit.id for hit in fresh.find(Request(Term("劳动竞赛"))).hits] == [3, 2, 1]


def test_characters_side_by_side_come_before_words_apart(fresh: Engine) -> None:
    fresh.apply(
        [
            article(1, "职工代表参加技能培训，随后展示，另有活动若干，记录在案。"),
            article(2, "代表参加职工技能培训，随后展示，另有活动若干，记录在案。"),
            *(article(n, "其他活动") for n in range(3, 9)),
        ],
        [],
        lock_seconds=1,
    )
    assert [hit.id for hit in fresh.find(Request(Term("职工技能培训"))).hits] == [2, 1]


def test_rarer_words_weigh_more(fresh: Engine) -> None:
    fresh.apply(
        [article(1, "职工 职工 职工"), article(2, "职工 托管"), *(article(n, "职工") for n in range(3, 12))],
        [],
        lock_seconds=1,
    )
    node = Or((Term("职工"), Term("托管")))
    assert fresh.find(Request(node)).hits[0].id == 2


def test_scores_fall_along_the_order_of_relevance(fresh: Engine) -> None:
    documents: list[Document] = judge.made_documents(60)
    fresh.replace_all(documents)
    hits = fresh.find(Request(Term("职工服务"), limit=100)).hits
    assert all(one.score >= other.score for one, other in pairwise(hits))
    assert hits[0].score > 0
