"""The search cluster: nodes that are killed, indexes that are swapped, writers that were taken for dead."""

import io
import json
import random
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.models import Article, IndexChange
from search import selfcheck
from search.analysis import fold_texts
from search.documents import Block, BlockField, Document
from search.engines import engine as engine_of_the_site
from search.engines.contract import (
    Answer,
    Engine,
    Filters,
    IndexLocked,
    IndexUnavailable,
    IndexUnreachable,
    Order,
    Request,
)
from search.engines.whoosh.engine import FlatEngine
from search.management.commands import index_worker
from search.outbox import apply_pending
from search.query import Everything, Node, Not, Or, Term
from search.service import search
from search.state import SearchState
from tests import factories, search_cluster, tls_front
from tests import search_judge as judge

if TYPE_CHECKING:  # opensearch-py is there with a cluster only
    from search.engines.opensearch.engine import ClusterEngine

pytestmark = pytest.mark.cluster

PASSAGES = 500
DOCUMENTS = 250
PATIENCE = 300
"""Seconds after which something that a test waits for will not come."""


@pytest.fixture(scope="module")
def cluster() -> search_cluster.SearchCluster:
    return search_cluster.running()


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    made = judge.made_documents(DOCUMENTS)
    reprints = {20: 7, 21: 7, 40: 41, 60: 9000, 61: 9000}
    return [replace(document, family=reprints.get(document.id)) for document in made]


@pytest.fixture(scope="module")
def whole(
    cluster: search_cluster.SearchCluster,
    documents: list[Document],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine:
    """Read by many tests, changed by none."""
    built = cluster.engine(tmp_path_factory.mktemp("whole"))
    built.replace_all(documents)
    return built


@pytest.fixture
def fresh(cluster: search_cluster.SearchCluster, tmp_path: Path) -> "ClusterEngine":
    return cluster.engine(tmp_path)


def part(name: str) -> Any:
    return import_module(f"search.engines.opensearch.{name}")


def found(engine: Engine, node: Node) -> tuple[int, ...]:
    answer = engine.find(Request(node, limit=0, every_print=True, want_ids=True))
    assert answer.ids is not None
    return answer.ids


def text(number: int, written: str) -> Document:
    template = judge.made_documents(1)[0]
    return replace(template, id=number, blocks=(Block(BlockField.PARAGRAPH, written),), matter=())


# The same answers as the embedded engine's


def test_random_passages_are_found_where_they_stand_and_counted_as_by_the_embedded_engine(
    whole: Engine, documents: list[Document], tmp_path: Path
) -> None:
    embedded = FlatEngine(tmp_path / "index")
    embedded.replace_all(documents)
    chance = random.Random(99)
    for place in range(PASSAGES):
        passage = judge.random_passage(chance.choice(documents), chance)
        node = Term(passage, quoted=place % 2 == 0)
        request = Request(node, limit=0, every_print=True, want_facets=True, want_matter=True, want_ids=True)
        answer = whole.find(request)
        assert answer.ids == judge.ids(documents, node), passage
        assert answer == embedded.find(request), passage


@pytest.mark.parametrize("matter", [False, True])
@pytest.mark.parametrize("exact_only", [False, True])
def test_reprints_are_counted_once_as_by_the_embedded_engine(
    whole: Engine, documents: list[Document], tmp_path: Path, matter: bool, exact_only: bool
) -> None:
    embedded = FlatEngine(tmp_path / "index")
    embedded.replace_all(documents)
    filters = [
        Filters(),
        Filters(newspapers=("示例日报",)),
        Filters(years=(2019,)),
        Filters(regions=("990100",)),
    ]
    nodes: list[Node] = [Everything(), Term("职工"), Term("困难职工 帮扶"), Not(Term("工会服务职工"))]
    for node in nodes:
        for narrowed in filters:
            request = Request(
                node,
                filters=narrowed,
                order=Order.NEWEST_PERIOD,
                limit=DOCUMENTS,
                exact_only=exact_only,
                matter=matter,
                want_matter=True,
                want_facets=True,
                want_ids=True,
            )
            assert without_scores(whole.find(request)) == without_scores(embedded.find(request)), request


def without_scores(answer: Answer) -> Answer:
    return replace(answer, hits=tuple(replace(hit, score=0.0) for hit in answer.hits))


@pytest.mark.parametrize("order", [Order.RELEVANCE, Order.OLDEST_PERIOD])
def test_one_search_tells_what_several_tell(
    whole: Engine, monkeypatch: pytest.MonkeyPatch, order: Order
) -> None:
    nodes: list[Node] = [Term("工会服务职工"), Or((Term("困难职工 帮扶"), Not(Term("工会"))))]
    asked = [
        Request(
            node,
            filters=filters,
            order=order,
            offset=offset,
            limit=15,
            exact_first=exact_first,
            every_print=True,
            matter=matter,
            want_matter=True,
            want_facets=True,
        )
        for node in nodes
        for filters in (Filters(), Filters(years=(2019, 2020), newspapers=("示例日报",)))
        for offset in (0, 30, 90)
        for exact_first in (True, False)
        for matter in (True, False)
    ]
    glances = [whole.find(request) for request in asked]
    monkeypatch.setattr(part("engine"), "at_a_glance", lambda *_, **__: None)
    for request, glance in zip(asked, glances, strict=True):
        assert glance == whole.find(request), request


def test_pages_deeper_than_one_reply_follow_one_another(
    whole: Engine, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(Everything(), order=Order.ADDED, limit=DOCUMENTS, every_print=True, want_ids=True)
    at_once = whole.find(request)
    for name in ("finding", "glance", "point_in_time", "sets"):
        monkeypatch.setattr(part(name), "WINDOW", 30)
    assert whole.find(request) == at_once
    assert whole.find(replace(request, offset=95, limit=7)).hits == at_once.hits[95:102]
    assert len(whole.digests()) == DOCUMENTS


def test_a_facet_with_more_values_than_are_counted_is_no_answer(
    whole: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part("sets"), "MOST_VALUES", 2)
    with pytest.raises(IndexUnavailable, match="more values"):
        whole.find(Request(Everything(), want_facets=True))


def test_no_folded_character_is_one_at_which_the_cluster_parts_tokens() -> None:
    """Java's white space; the pairs of an article are handed over with one space between them."""
    parting = {
        *range(0x09, 0x0E),
        *range(0x1C, 0x21),
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x205F,
        0x3000,
    }
    for start in range(0, 0x110000, 0x1000):
        folded = "".join(fold_texts([chr(code) for code in range(max(start, 1), start + 0x1000)]))
        assert not parting & set(map(ord, folded)), hex(start)
        folded.encode()  # nothing is kept that the cluster could not be sent


# Nodes that are killed


class Searching:
    """Asks without a pause, beside the test; what came back."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask, self._done, self._told = ask, threading.Event(), threading.Condition()
        self.answers: list[object] = []
        self.refused = 0
        self.failed: list[Exception] = []
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not (self._done.is_set() or self.failed):
            try:
                self.answers.append(self._ask())
            except IndexUnavailable:
                self.refused += 1
            except Exception as error:  # noqa: BLE001 - the test tells it
                self.failed.append(error)
            with self._told:
                self._told.notify_all()

    def go_on_for(self, more: int) -> None:
        """Until so many more searches were answered or refused."""
        wanted = self._number + more
        with self._told:
            assert self._told.wait_for(lambda: self._number >= wanted or self.failed, timeout=PATIENCE)

    @property
    def _number(self) -> int:
        return len(self.answers) + self.refused

    def __enter__(self) -> "Searching":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._done.set()
        self._thread.join()


@pytest.mark.parametrize("node", [0, 1, 2])
def test_a_killed_node_costs_no_search_a_hit(
    cluster: search_cluster.SearchCluster, whole: Engine, documents: list[Document], node: int
) -> None:
    asked = Or((Term("职工"), Term("工会服务")))
    expected = judge.ids(documents, asked)
    cluster.wait(3, status="green")
    with Searching(lambda: found(whole, asked)) as searching:
        searching.go_on_for(5)
        cluster.kill_node(node)
        searching.go_on_for(20)
        cluster.start_node(node)
        cluster.wait(3, status="green")
        searching.go_on_for(5)
    assert searching.failed == []
    assert set(searching.answers) == {expected}
    assert whole.health().problem is None


def test_a_node_killed_during_indexing_loses_nothing(
    cluster: search_cluster.SearchCluster, fresh: Engine
) -> None:
    fresh.replace_all([])
    pool = judge.made_documents(120, seed=4)
    cluster.wait(3, status="green")
    refused = 0
    for start in range(0, len(pool), 6):
        if start == 36:
            cluster.kill_node(1)
        while True:  # as the outbox does: its rows stay until the index holds them
            try:
                fresh.apply(
                    pool[start : start + 6], [], lock_seconds=60, made_from=partial("s{}".format, start)
                )
                break
            except (IndexUnavailable, IndexLocked):
                refused += 1
                assert refused < 200
                time.sleep(0.2)
        told = found(fresh, Everything())
        assert told == tuple(document.id for document in pool[: start + 6])
    cluster.start_node(1)
    cluster.wait(3, status="green")
    assert fresh.digests() == {document.id: document.digest() for document in pool}
    assert fresh.state() == "s114"


def test_a_rebuild_is_swapped_in_under_searches_without_a_wrong_answer(fresh: Engine) -> None:
    old, new = [text(n, "旧的工会") for n in range(1, 9)], [text(n, "新的工会") for n in range(1, 13)]
    fresh.replace_all(old)
    with Searching(lambda: found(fresh, Term("工会"))) as searching:
        searching.go_on_for(3)
        for documents in (new, old, new):
            fresh.replace_all(documents)
            searching.go_on_for(3)
    assert searching.failed == []
    assert set(searching.answers) == {tuple(range(1, 9)), tuple(range(1, 13))}


def test_a_rebuild_waits_for_copies_that_take_their_time(
    cluster: search_cluster.SearchCluster, fresh: "ClusterEngine", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part("engine"), "COPIES_SECONDS", 1.0)
    documents = judge.made_documents(260, seed=6)
    with cluster.copying_at("100kb"):
        fresh.replace_all(documents)
        assert cluster.is_green()
    assert found(fresh, Everything()) == tuple(document.id for document in documents)


def test_a_rebuild_during_which_a_node_is_killed_is_whole_or_refused(
    cluster: search_cluster.SearchCluster, fresh: Engine
) -> None:
    old, new = judge.made_documents(40, seed=5), judge.made_documents(260, seed=6)
    fresh.replace_all(old)
    cluster.wait(3, status="green")

    def while_a_node_is_killed() -> Iterator[Document]:
        yield from new[:130]
        cluster.kill_node(2)
        yield from new[130:]

    with Searching(lambda: found(fresh, Everything())) as searching:
        with suppress(IndexUnavailable):
            fresh.replace_all(while_a_node_is_killed())
        cluster.start_node(2)
        cluster.wait(3, status="green")
        fresh.replace_all(new)
        searching.go_on_for(3)
    assert searching.failed == []
    assert set(searching.answers) == {tuple(document.id for document in held) for held in (old, new)}
    assert fresh.digests() == {document.id: document.digest() for document in new}


# Writers


def test_a_writer_that_is_taken_for_dead_changes_nothing_any_more(
    cluster: search_cluster.SearchCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen, other = cluster.engine(tmp_path), cluster.engine(tmp_path)
    frozen.replace_all([text(1, "甲乙")])
    lease = part("lease")
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.5)
    monkeypatch.setattr(lease, "RENEWED_EVERY_SECONDS", 1000.0)

    def while_another_writes() -> Iterator[Document]:
        other.apply([text(1, "丙丁"), text(2, "戊己")], [], lock_seconds=30)
        yield text(1, "庚辛")

    with pytest.raises(IndexLocked):
        frozen.apply(while_another_writes(), [], lock_seconds=1)
    assert found(other, Term("丙丁", quoted=True)) == (1,)
    assert found(other, Everything()) == (1, 2)


def test_what_a_killed_rebuild_left_is_swept_away(
    cluster: search_cluster.SearchCluster, fresh: "ClusterEngine", tmp_path: Path
) -> None:
    fresh.replace_all([text(1, "甲乙")])
    client, name = fresh._cluster.client, cluster.options(tmp_path)["INDEX"]
    client.indices.create(index=f"{name}.17")
    client.indices.create(index=f"{name}.17.other")
    fresh.replace_all([text(2, "甲乙")])
    left = set(client.indices.get(index=f"{name}.*"))
    assert f"{name}.17" not in left
    assert f"{name}.17.other" in left, "only what is an index of this archive is removed"
    client.indices.delete(index=f"{name}.17.other")


def test_an_index_of_another_version_is_said_to_be_one(
    fresh: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.replace_all([text(1, "甲乙")])
    monkeypatch.setattr(part("schema"), "SCHEMA_VERSION", 99)
    with pytest.raises(IndexUnavailable, match="another schema"):
        fresh.find(Request(Everything()))
    with pytest.raises(IndexUnavailable, match="another schema"):
        fresh.apply([text(2, "丙丁")], [], lock_seconds=1)
    assert "another schema" in (fresh.health().problem or "")


# Encrypted, with a name and a password

PASSWORD = "s3cr/t@中"
WRITTEN = "s3cr%2Ft%40%E4%B8%AD"


def away(address: str, authority: Path | None = None, password: str = WRITTEN) -> Engine:
    """An engine at this address, with a name and a password in it as in the setting."""
    scheme, _, place = address.rpartition("://")
    options = {
        "URL": f"{scheme or 'https'}://reader:{password}@{place}",
        "CA": authority and str(authority),
        "INDEX": "guarded",
        "SHARDS": 1,
        "REPLICAS": 0,
    }
    opened: Engine = import_module("search.engines.opensearch").opened(options)
    return opened


@pytest.fixture(scope="module")
def guarded(
    cluster: search_cluster.SearchCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of a node that speaks to nobody without encryption and password, and who vouches for it."""
    made = tls_front.certificate(tmp_path_factory.mktemp("guarded"))
    node = cluster.addresses.split(",")[0]
    with tls_front.in_front_of(node, made, name="reader", password=PASSWORD) as address:
        yield address, made.with_name("public.pem")


def told(engine: Engine, caplog: pytest.LogCaptureFixture) -> str:
    """Everything that is said of a search that fails, in errors, logs and the health that pages show."""
    caplog.set_level("DEBUG")
    with pytest.raises(IndexUnavailable) as raised:
        engine.find(Request(Everything()))
    said = f"{raised.value!r} {raised.value.__cause__!r} {caplog.text} {engine.health()}"
    for secret in ("s3cr", "reader:", b64encode(f"reader:{PASSWORD}".encode()).decode()):
        assert secret not in said
    return str(raised.value)


def test_a_cluster_is_spoken_to_encrypted_and_with_a_password(guarded: tuple[str, Path]) -> None:
    engine = away(*guarded)
    engine.replace_all([text(1, "甲乙")])
    assert found(engine, Term("甲乙", quoted=True)) == (1,)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    guarded: tuple[str, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tls_front.certificate(tmp_path)
    assert "SEARCH_CA does not vouch for" in told(away(guarded[0], tmp_path / "public.pem"), caplog)
    assert "SEARCH_CA does not vouch for" in told(away(guarded[0]), caplog)


def test_a_wrong_password_is_said_to_be_one(
    guarded: tuple[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    assert "does not take the name or the password" in told(away(*guarded, password="s3cret"), caplog)


def test_an_address_that_does_not_answer_is_told_without_the_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert "does not answer" in told(away("http://127.0.0.1:9"), caplog)


# The site on a cluster


@pytest.fixture
def site(
    cluster: search_cluster.SearchCluster, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> "Iterator[ClusterEngine]":
    """The setting SEARCH=opensearch."""
    usual = settings.HAYSTACK_CONNECTIONS[DEFAULT_ALIAS]
    chosen = usual | cluster.options(tmp_path) | {"SEARCH": "opensearch"}
    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS, DEFAULT_ALIAS, chosen)
    monkeypatch.setitem(connections.connections_info, DEFAULT_ALIAS, chosen)
    connections.reload(DEFAULT_ALIAS)
    IndexChange.objects.all().delete()
    opened = engine_of_the_site()
    assert isinstance(opened, part("engine").ClusterEngine)
    yield opened
    monkeypatch.undo()
    connections.reload(DEFAULT_ALIAS)


def said(name: str, *arguments: str, **options: object) -> str:
    output = io.StringIO()
    call_command(name, *arguments, stdout=output, stderr=output, **options)
    return output.getvalue()


def test_the_commands_work_on_a_cluster_and_the_check_finds_nothing(site: Engine) -> None:
    articles = [factories.article(title=f"第{n}篇综述", sections=[(None, "职工之家")]) for n in range(5)]
    said("rebuild_index", interactive=False)
    assert search(SearchState("职工之家")).total == 5
    Article.objects.filter(pk=articles[0].pk).update(title="改名之后")
    said("update_index", verbosity=0)
    assert search(SearchState("改名之后")).total == 1
    said("clear_index", interactive=False)
    with pytest.raises(IndexUnavailable):
        search(SearchState("职工之家"))
    said("update_index", verbosity=0)
    assert search(SearchState("职工之家")).total == 5
    assert "索引与数据库一致" in said("check_index", repair=True)
    told = said("search_reviews", "职工之家", format="jsonl", ids=True).splitlines()
    assert json.loads(told[0])["total"] == 5


def test_what_was_changed_while_a_node_was_dead_is_in_the_index_and_the_check_finds_nothing(
    cluster: search_cluster.SearchCluster, site: Engine
) -> None:
    articles = [factories.article(title=f"第{n}篇综述", sections=[(None, "职工之家")]) for n in range(4)]
    said("rebuild_index", interactive=False)
    cluster.wait(3, status="green")
    cluster.kill_node(0)
    cluster.wait(2)
    Article.objects.filter(pk=articles[0].pk).update(title="节点停下时改的名")
    said("update_index", verbosity=0)
    assert search(SearchState("节点停下时改的名")).total == 1
    cluster.start_node(0)
    cluster.wait(3, status="green")
    assert search(SearchState("节点停下时改的名")).total == 1
    assert "索引与数据库一致" in said("check_index")


def test_an_index_that_is_out_of_reach_for_a_while_is_not_made_anew(
    cluster: search_cluster.SearchCluster, site: "ClusterEngine", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_worker, "close_old_connections", lambda: None)  # the test's own transaction
    article = factories.article(title="第一篇综述", sections=[(None, "职工之家")])
    said("rebuild_index", interactive=False)
    cluster.wait(3, status="green")
    indices = site._cluster.client.indices
    before = set(indices.get(index=f"{site._name}.*"))
    for node in range(3):
        cluster.kill_node(node)
    article.title = "全部节点停下时改的名"
    article.save()
    assert IndexChange.objects.exists()
    with pytest.raises(IndexUnreachable):
        apply_pending(lock_seconds=1, budget_seconds=None)
    with pytest.raises(IndexUnreachable):
        selfcheck.repair(selfcheck.check())
    index_worker.Worker().turn()
    for node in range(3):
        cluster.start_node(node)
    cluster.wait(3, status="green")
    index_worker.Worker().turn()
    assert search(SearchState("全部节点停下时改的名")).total == 1
    assert set(indices.get(index=f"{site._name}.*")) == before


def test_the_judgements_of_relevance_hold_on_a_cluster(site: Engine) -> None:
    relevance = import_module("tests.test_search_relevance")
    said("import_reviews", str(relevance.DEMO), publish_all=True)
    said("rebuild_index", interactive=False)
    checks = [check for check in vars(relevance).values() if getattr(check, "pytestmark", None)]
    assert len(checks) >= 4
    for check in checks:
        check()
