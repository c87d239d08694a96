"""Publishing, editing and withdrawing reach the index; no request waits on it, and no change is lost."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from archive import outbox
from archive.models import Article, IndexChange, Region, Section
from search import outbox as search_outbox
from search.article_documents import documents_of, published_documents
from search.documents import BlockField, Document
from search.engines import engine
from search.engines.contract import IndexLocked, IndexUnavailable, Request
from search.outbox import apply_pending, rebuild
from search.query import Everything, Node, Term
from tests import factories
from tests.search_engines import engine_of_the_tests


@pytest.fixture(autouse=True)
def empty_index(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_outbox._Patience, "exhausted_until", float("-inf"))
    IndexChange.objects.all().delete()
    rebuild(lock_seconds=1)


def found(node: Node) -> tuple[int, ...]:
    return engine().find(Request(node, limit=0, want_ids=True)).ids or ()


def pending() -> int:
    return IndexChange.objects.count()


def apply_everything() -> int:
    return apply_pending(lock_seconds=1, budget_seconds=None)


# What is applied


def test_a_published_article_is_found_after_its_commit() -> None:
    article = factories.article(sections=[("爱心驿站", "建成驿站三十六个。")])
    apply_everything()
    assert found(Term("驿站三十六", quoted=True)) == (article.pk,)
    assert pending() == 0


def test_drafts_and_withdrawn_articles_are_not_found() -> None:
    draft = factories.article(title="草稿", status=Article.Status.DRAFT)
    published = factories.article(title="发布")
    apply_everything()
    assert found(Everything()) == (published.pk,)
    Article.objects.filter(pk=published.pk).update(status=Article.Status.WITHDRAWN)
    Article.objects.filter(pk=draft.pk).update(status=Article.Status.PUBLISHED)
    apply_everything()
    assert found(Everything()) == (draft.pk,)


def test_an_edit_replaces_what_was_found() -> None:
    article = factories.article(sections=[(None, "旧的说法")])
    apply_everything()
    section = Section.objects.get(article=article)
    section.text = "新的说法"
    section.save()
    apply_everything()
    assert found(Term("旧的说法", quoted=True)) == ()
    assert found(Term("新的说法", quoted=True)) == (article.pk,)


def test_a_deleted_article_is_gone() -> None:
    article = factories.article()
    apply_everything()
    article.delete()
    apply_everything()
    assert found(Everything()) == ()


def test_a_renamed_region_changes_the_entries_of_its_articles() -> None:
    article = factories.article(place="990122")
    apply_everything()
    region = Region.objects.get(code="990122")
    region.name = "新石桥县"
    region.save()
    apply_everything()
    assert found(Term("新石桥县", quoted=True, field="region")) == (article.pk,)


def test_many_rows_are_applied_in_few_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [factories.article() for _ in range(12)]
    for article in articles:
        article.save()
    before = engine().health().documents
    assert apply_everything() == 12
    assert (before, engine().health().documents) == (0, 12)


def test_applying_with_nothing_pending_writes_nothing() -> None:
    assert apply_everything() == 0


# Documents


def test_a_document_holds_the_blocks_in_the_order_of_the_page() -> None:
    article = factories.article(
        kicker="引题",
        title="标题",
        subtitle="副题",
        issuer="青禾区总工会",
        bylines=["何平"],
        newspaper="示例日报",
        sections=[(None, "导语。"), ("小标题", "第一段。\n第二段。")],
        captions=["图为现场。"],
    )
    (document,) = documents_of([Article.objects.with_place().get(pk=article.pk)])
    assert [(block.field, block.text) for block in document.blocks] == [
        (BlockField.KICKER, "引题"),
        (BlockField.TITLE, "标题"),
        (BlockField.SUBTITLE, "副题"),
        (BlockField.ISSUER, "青禾区总工会"),
        (BlockField.BYLINE, "何平"),
        (BlockField.PARAGRAPH, "导语。"),
        (BlockField.HEADING, "小标题"),
        (BlockField.PARAGRAPH, "第一段。"),
        (BlockField.PARAGRAPH, "第二段。"),
        (BlockField.CAPTION, "图为现场。"),
    ]
    assert (document.newspaper, document.kind) == ("示例日报", "annual_review")
    assert (document.year_start, document.year_end) == (2019, 2019)


def test_an_article_of_a_former_county_is_found_under_its_successor() -> None:
    former = factories.article(place="990121", years=(2012, 2012))
    (document,) = documents_of([Article.objects.with_place().get(pk=former.pk)])
    assert {"990000", "990100", "990121", "990103"} <= set(document.region_codes)
    assert {"示例省", "云川市", "临江县", "临江区"} <= set(document.region_names)


def test_an_article_without_region_or_period_has_none() -> None:
    article = factories.article(place=None, years=None)
    (document,) = documents_of([Article.objects.get(pk=article.pk)])
    assert (document.region_codes, document.region_sort) == ((), "")
    assert (document.year_start, document.year_end, document.newspaper) == (None, None, None)


def test_documents_take_few_queries_however_many_articles(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        factories.article(sections=[("甲", "乙"), ("丙", "丁")], captions=["戊"])
    with django_assert_max_num_queries(6):
        assert len(list(published_documents())) == 3
    for code in ("990102", "990103", "990221", "990191"):
        factories.article(place=code, sections=[("甲", "乙")], captions=["己"])
    with django_assert_max_num_queries(6):
        assert len(list(published_documents())) == 7


def test_documents_come_in_batches_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.article_documents.BATCH", 3)
    pks = [factories.article().pk for _ in range(8)]
    draft = factories.article(status=Article.Status.DRAFT).pk
    assert [document.id for document in published_documents()] == pks
    assert [document.id for document in published_documents([*pks[:4], draft, 10**6])] == pks[:4]
    assert list(published_documents([draft])) == []


# When it is applied


@pytest.mark.django_db(transaction=True)
def test_a_change_is_found_as_soon_as_its_transaction_is_committed() -> None:
    with transaction.atomic():
        article = factories.article(title="提交之后")
        assert found(Everything()) == ()
    assert found(Term("提交之后", quoted=True)) == (article.pk,)
    assert pending() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_is_never_found() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.article(title="没有发生")
        raise RuntimeError
    assert found(Everything()) == ()
    assert pending() == 0


@pytest.mark.django_db(transaction=True)
def test_while_another_process_writes_a_commit_waits_half_a_second_and_loses_nothing() -> None:
    writing, done = threading.Event(), threading.Event()

    def waiting() -> Iterator[Document]:
        writing.set()
        done.wait(30)
        yield from ()

    def hold() -> None:
        engine().apply(waiting(), [], lock_seconds=1)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert writing.wait(10)
    try:
        started = time.monotonic()
        article = factories.article(title="稍后写入", sections=[("甲", "乙"), ("丙", "丁")])
        waited = time.monotonic() - started
        assert waited < 1.4, "three commits together wait once, half a second"
        held_back = pending()
        assert held_back >= 3
        assert found(Everything()) == ()
        with pytest.raises(IndexLocked):
            apply_pending(lock_seconds=0.05, budget_seconds=None)
        assert pending() == held_back
    finally:
        done.set()
        holder.join()
    apply_everything()
    assert found(Term("稍后写入", quoted=True)) == (article.pk,)
    assert pending() == 0


def test_within_its_budget_a_request_leaves_the_rest_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_outbox, "REQUEST_BATCH", 2)
    for _ in range(6):
        factories.article(sections=[])
    assert apply_pending(lock_seconds=1, budget_seconds=0.0) == 2
    assert pending() == 4
    assert apply_everything() == 4


def test_a_row_written_while_another_is_applied_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    article = factories.article(title="初稿", sections=[])
    real = engine().apply

    def apply_and_edit(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        monkeypatch.undo()
        Article.objects.filter(pk=article.pk).update(title="定稿")

    monkeypatch.setattr(type(engine()), "apply", lambda self, *a, **k: apply_and_edit(*a, **k))
    apply_everything()
    assert found(Term("定稿", quoted=True)) == (article.pk,)
    assert pending() == 0


def test_whoever_waits_gets_all_of_it_applied() -> None:
    pks = tuple(factories.article().pk for _ in range(3))
    outbox.wait_until_applied()
    assert found(Everything()) == pks
    assert pending() == 0


# Without an index


def lose_the_index() -> None:
    folder = engine_of_the_tests()._home.path
    (folder / "CURRENT").unlink()


def test_a_lost_index_is_built_anew_by_whoever_has_time() -> None:
    articles = [factories.article() for _ in range(4)]
    apply_everything()
    lose_the_index()
    articles[0].delete()
    apply_everything()
    assert found(Everything()) == tuple(article.pk for article in articles[1:])


def test_a_small_archive_is_built_anew_within_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    lose_the_index()
    article = factories.article()
    assert apply_pending(lock_seconds=0.5, budget_seconds=0.5) == 1
    assert found(Everything()) == (article.pk,)


def test_a_large_archive_is_left_to_the_worker_and_never_shrinks_to_the_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_outbox, "REBUILT_AT_ONCE", 2)
    for _ in range(3):
        factories.article()
    lose_the_index()
    with pytest.raises(IndexUnavailable):
        apply_pending(lock_seconds=0.5, budget_seconds=0.5)
    with pytest.raises(IndexUnavailable):
        found(Everything())
    assert pending() > 0


def test_a_rebuild_tells_of_each_article() -> None:
    for _ in range(3):
        factories.article()
    heard: list[datetime] = []
    assert rebuild(lock_seconds=1, progress=lambda: heard.append(datetime.now(UTC))) == 3
    assert len(heard) == 3


@pytest.mark.django_db
def test_a_rebuild_leaves_nothing_to_do_for_what_it_overtook() -> None:
    article = factories.article(title="重建之前的一篇")
    IndexChange.objects.create(article_id=article.pk)
    rebuild(lock_seconds=5)
    assert not IndexChange.objects.exists()
    assert article.pk in engine().digests()
