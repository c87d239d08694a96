"""The index proves from which state of which database it was made; where it can't, it is made anew."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from archive.models import Article, IndexChange, StateMark
from search import outbox as search_outbox
from search.binding import mismatch
from search.engines import engine
from search.engines.contract import IndexUnavailable, Request
from search.engines.whoosh.home import Home
from search.management.commands.index_worker import Worker
from search.outbox import apply_all, apply_at_once, apply_pending, rebuild
from search.query import Everything, Term
from search.selfcheck import check
from tests import factories
from tests.search_engines import engine_of_the_tests

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_index() -> None:
    StateMark.objects.create()  # as the migration does; a test with real transactions begins without any
    rebuild(lock_seconds=1)


def found() -> tuple[int, ...]:
    return engine().find(Request(Everything(), limit=0, want_ids=True)).ids or ()


@pytest.fixture
def set_back(tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Note the database as it is; called again, put it back, as a restored copy or a power cut would."""
    if connection.vendor != "sqlite":
        pytest.skip("only a file is set back beneath a running site")

    def noted() -> Callable[[], None]:
        copy = tmp_path / "copy.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)

        def put_back() -> None:
            connection.ensure_connection()
            with closing(sqlite3.connect(copy)) as source:
                source.backup(connection.connection)

        return put_back

    return noted


def test_an_index_made_from_this_database_belongs_to_it() -> None:
    factories.article()
    apply_all()
    assert mismatch() is None
    assert check(thorough=False).is_whole


@pytest.mark.parametrize("mends", ["worker", "check"])
def test_a_database_that_was_set_back_gets_an_index_of_its_own(
    set_back: Callable[[], Callable[[], None]], mends: str
) -> None:
    kept = factories.article(sections=[(None, "原来的说法")])
    apply_all()
    put_back = set_back()
    kept.sections.update(text="后来的说法")
    factories.article(title="后来的一篇")
    apply_all()
    put_back()
    assert engine().find(Request(Term("原来的说法", quoted=True))).total == 0
    assert "another database" in (mismatch() or "")
    if mends == "worker":
        Worker().turn()
    else:
        call_command("check_index", "--repair", "--quick")
    assert found() == (kept.pk,)
    assert engine().find(Request(Term("原来的说法", quoted=True))).total == 1
    assert mismatch() is None


def test_a_change_after_the_setting_back_does_not_cover_it_up(
    set_back: Callable[[], Callable[[], None]],
) -> None:
    first = factories.article()
    apply_all()
    put_back = set_back()
    for _ in range(3):
        factories.article()
    apply_all()
    put_back()
    second = factories.article()
    apply_all()
    assert found() == (first.pk, second.pk)


def test_an_older_index_put_back_beside_the_database_is_noticed() -> None:
    factories.article()
    apply_all()
    home = Home(engine_of_the_tests()._home.path)
    older = home.manifest().state
    newer = factories.article()
    apply_all()
    assert older != home.manifest().state
    engine().apply([], [newer.pk], lock_seconds=1, made_from=lambda: older)
    assert mismatch() is not None
    Worker().turn()
    assert newer.pk in found()


def test_an_index_whose_waiting_rows_are_gone_is_older_than_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_outbox, "REBUILT_AT_ONCE", 0)
    monkeypatch.setattr(search_outbox, "REQUEST_SECONDS", -1.0)
    monkeypatch.setattr(search_outbox, "apply_pending", lambda **kwargs: 0)
    factories.article()
    assert mismatch() is None, "what waits is on its way"
    IndexChange.objects.all().delete()
    assert "older than the database" in (mismatch() or "")


def test_a_request_never_writes_into_the_index_of_another_history(
    set_back: Callable[[], Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_outbox, "REBUILT_AT_ONCE", -1)
    apply_all()
    put_back = set_back()
    factories.article()
    apply_all()
    put_back()
    StateMark.objects.create()
    IndexChange.objects.create(article_id=1)
    with pytest.raises(IndexUnavailable):
        apply_pending(lock_seconds=1, budget_seconds=1)
    assert IndexChange.objects.count() == 1


def test_changes_that_no_reader_sees_bring_the_index_to_the_present_state_all_the_same() -> None:
    draft = factories.article(status=Article.Status.DRAFT)
    apply_all()
    draft.title = "改过的草稿"
    draft.save()
    apply_all()
    assert mismatch() is None


def test_marks_that_can_never_be_asked_for_are_forgotten() -> None:
    for _ in range(5):
        factories.article()
        apply_all()
    assert StateMark.objects.count() == 1


def test_nothing_that_keeps_the_index_from_a_committed_change_fails_the_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lock = engine_of_the_tests()._home.path / "LOCK"
    lock.unlink()
    lock.mkdir()
    try:
        article = factories.article(title="已经入库")
        apply_at_once()
    finally:
        lock.rmdir()
    assert "the index will follow later" in caplog.text
    assert Article.objects.filter(pk=article.pk).exists()
    apply_all()
    assert found() == (article.pk,)
