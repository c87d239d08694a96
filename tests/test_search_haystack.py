"""Haystack's own commands and query sets work on the engine."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import CommandError
from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from haystack.management.commands import rebuild_index as haystack_rebuild_index
from haystack.query import SearchQuerySet

from archive.models import Article, IndexChange
from search import engines, outbox, selfcheck
from search.article_documents import published_documents
from search.documents import Document
from search.engines import adapter
from search.engines.adapter import Backend
from search.engines.contract import IndexUnavailable, Request
from search.engines.whoosh import engine as engine_module
from search.engines.whoosh import home
from search.engines.whoosh.engine import FlatEngine
from search.management.commands import rebuild_index
from search.query import Everything, Term
from search.search_indexes import ArticleIndex
from tests import factories
from tests.site_process import environment

ROOT = Path(__file__).parent.parent
WAITS = [
    *((module, "COMMAND_LOCK_SECONDS") for module in (adapter, outbox, rebuild_index, selfcheck)),
    (engine_module, "REBUILD_LOCK_SECONDS"),
]


@pytest.fixture(autouse=True)
def articles(db: None) -> list[Article]:
    created = [factories.article(title=f"第{n}篇综述", sections=[(None, "职工之家")]) for n in range(7)]
    factories.article(title="草稿", status=Article.Status.DRAFT)
    IndexChange.objects.all().delete()
    engines.engine().replace_all([])
    return created


def backend() -> Backend:
    found = connections[DEFAULT_ALIAS].get_backend()
    assert isinstance(found, Backend)
    return found


def embedded() -> FlatEngine:
    engine = engines.engine()
    assert isinstance(engine, FlatEngine)
    return engine


def found() -> list[int]:
    return sorted(hit.id for hit in engines.engine().find(Request(Everything(), limit=100)).hits)


def ids(articles: list[Article]) -> list[int]:
    return [article.pk for article in articles]


def run(name: str, *arguments: str, **options: object) -> str:
    output = StringIO()
    call_command(name, *arguments, stdout=output, **options)
    return output.getvalue()


def test_rebuild_index_indexes_what_is_published(articles: list[Article]) -> None:
    assert "索引已重建：7 篇" in run("rebuild_index", interactive=False)
    assert found() == ids(articles)
    assert run("rebuild_index", verbosity=0) == ""


def test_rebuild_index_leaves_no_moment_without_an_index(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("rebuild_index", verbosity=0)
    seen = []

    def watched() -> Iterator[Document]:
        for document in published_documents():
            seen.append(found())
            yield document

    monkeypatch.setattr(outbox, "published_documents", watched)
    run("rebuild_index", verbosity=0)
    assert seen == [ids(articles)] * 7


def test_haystacks_own_rebuild_says_that_it_mends_until_all_is_in(articles: list[Article]) -> None:
    call_command(haystack_rebuild_index.Command(), interactive=False, verbosity=0, batchsize=3)
    assert found() == ids(articles)


def test_clear_index_never_answers_with_nothing_found(articles: list[Article]) -> None:
    run("rebuild_index", verbosity=0)
    run("clear_index", interactive=False, verbosity=0)
    with pytest.raises(IndexUnavailable):
        found()
    run("update_index", verbosity=0, batchsize=4)
    assert found() == ids(articles)


def test_an_interrupted_rebuild_of_haystacks_own_is_not_taken_for_the_whole(articles: list[Article]) -> None:
    run("clear_index", interactive=False, verbosity=0)
    backend().update(ArticleIndex(), articles[:3])
    with pytest.raises(IndexUnavailable):
        found()
    run("check_index", "--repair")
    assert found() == ids(articles)


def test_update_index_starts_an_index_where_there_is_none(articles: list[Article]) -> None:
    (embedded()._home.path / "CURRENT").unlink()
    run("update_index", verbosity=0)
    assert found() == ids(articles)


def test_update_index_brings_changes_in(articles: list[Article]) -> None:
    run("rebuild_index", verbosity=0)
    Article.objects.filter(pk=articles[0].pk).update(title="改名之后")
    run("update_index", verbosity=0)
    assert engines.engine().find(Request(Term("改名之后"))).total == 1
    assert found() == ids(articles)


def test_update_index_with_remove_drops_what_is_no_longer_published(articles: list[Article]) -> None:
    run("rebuild_index", verbosity=0)
    Article.objects.filter(pk=articles[0].pk).update(status=Article.Status.WITHDRAWN)
    articles[1].delete()
    output = run("update_index", "--remove", "--batch-size", "2")
    assert "removing 2 stale records" in output
    assert found() == ids(articles[2:])


def test_update_index_by_age_takes_what_changed_lately(articles: list[Article]) -> None:
    run("update_index", "--age", "1", verbosity=0)
    assert found() == ids(articles)


def test_query_sets_search_in_the_sites_own_language(articles: list[Article]) -> None:
    run("rebuild_index", verbosity=0)
    everything = SearchQuerySet().models(Article)
    assert everything.count() == 7
    assert sorted(int(result.pk) for result in everything) == ids(articles)
    assert sorted(result.object.pk for result in everything[:3])
    assert [result.object.title for result in SearchQuerySet().filter(content="第3篇")] == ["第3篇综述"]
    assert SearchQuerySet().filter(content="职工").exclude(content="第3篇").count() == 6
    assert SearchQuerySet().auto_query("第3篇").count() == 1
    assert SearchQuerySet().filter(title="职工").count() == 0


def test_a_lookup_that_the_engine_does_not_have_is_refused(articles: list[Article]) -> None:
    with pytest.raises(FieldError, match="content__fuzzy"):
        SearchQuerySet().filter(content__fuzzy="职工").count()
    with pytest.raises(FieldError, match="colour__content"):
        SearchQuerySet().filter(colour="红").count()


def test_more_like_this_gives_similar_articles(articles: list[Article]) -> None:
    one = factories.article(title="甲", sections=[(None, "爱心托管班开班")])
    other = factories.article(title="乙", sections=[(None, "又一个爱心托管班")])
    run("rebuild_index", verbosity=0)
    similar = SearchQuerySet().more_like_this(one)
    assert [int(result.pk) for result in similar] == [other.pk]


def test_an_article_is_removed_by_object_or_by_name(articles: list[Article]) -> None:
    run("rebuild_index", verbosity=0)
    backend().remove(articles[0])
    backend().remove(f"archive.article.{articles[1].pk}")
    assert found() == ids(articles[2:])


def test_the_index_names_its_text_for_other_backends(articles: list[Article]) -> None:
    prepared = ArticleIndex().full_prepare(articles[0])
    assert prepared["text"] == "第0篇综述\n职工之家"


@pytest.mark.slow
@pytest.mark.parametrize("command", [["rebuild_index", "--noinput"], ["update_index", "--remove"]])
def test_a_killed_command_leaves_a_usable_index_that_check_index_makes_whole(
    tmp_path: Path, command: list[str]
) -> None:
    own = environment(tmp_path)
    manage = [sys.executable, str(ROOT / "manage.py")]

    def manage_py(*arguments: str) -> str:
        done = subprocess.run([*manage, *arguments], env=own, stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    manage_py("migrate", "-v0")
    manage_py("loaddemo")
    before = FlatEngine(tmp_path / "index").digests()
    assert len(before) >= 20
    for after in (0.9, 1.2, 1.5):
        process = subprocess.Popen([*manage, *command], env=own, stdout=subprocess.DEVNULL)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert FlatEngine(tmp_path / "index").digests() == before
    assert "索引与数据库一致" in manage_py("check_index", "--repair")


# What a person at the command is told


@pytest.mark.parametrize(
    ("command", "undone"),
    [
        (("rebuild_index", "--noinput"), "没有重建"),
        (("update_index",), "没有更新"),
        (("clear_index", "--noinput"), "没有清空"),
        (("check_index", "--repair"), "没有修复"),
    ],
)
def test_a_command_that_waits_says_for_whom_and_then_why_it_gave_up(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], undone: str
) -> None:
    for module, name in WAITS:
        monkeypatch.setattr(module, name, 0.4)
    monkeypatch.setattr(home, "MOMENT_SECONDS", 0.1)
    said = StringIO()
    with embedded()._home.locked(1), pytest.raises(CommandError, match=f"{undone}.*{os.getpid()}"):
        call_command(*command, stdout=StringIO(), stderr=said)
    assert f"由进程 {os.getpid()} 写入" in said.getvalue()
    assert "正在等它" in said.getvalue()


def test_a_command_that_can_t_write_says_why_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(home.Home, "publish", full)
    for command in (("rebuild_index", "--noinput"), ("update_index",), ("clear_index", "--noinput")):
        with pytest.raises(CommandError, match="磁盘已满"):
            call_command(*command, stdout=StringIO(), stderr=StringIO())
    assert "Traceback" not in capfd.readouterr().err
