"""The index is compared with the database, drift is named and mended, and the exit code says which it was."""

import random
import unicodedata
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from archive.models import Article, IndexChange
from search import analysis
from search.article_documents import published_documents
from search.binding import newest_mark
from search.engines import engine
from search.engines.contract import Request
from search.outbox import rebuild
from search.query import Everything
from search.second_opinion import kept_apart
from search.selfcheck import FailedProbe, check, described, keep, last_report, passage, repair
from tests import factories, search_judge
from tests.search_engines import engine_of_the_tests


@pytest.fixture(autouse=True)
def archive(db: None) -> list[Article]:
    lines = search_judge.demo_lines()
    articles = [
        factories.article(title=lines[n], sections=[(lines[n + 1], "\n".join(lines[n + 2 : n + 9]))])
        for n in range(0, 80, 10)
    ]
    rebuild(lock_seconds=1)
    IndexChange.objects.all().delete()
    return articles


def run(*options: str) -> str:
    output = StringIO()
    call_command("check_index", *options, stdout=output)
    return output.getvalue()


def test_an_index_that_agrees_is_whole(archive: list[Article]) -> None:
    report = check(probes=50, seed=1)
    assert report.is_whole
    assert (report.published, report.indexed, report.pending) == (8, 8, 0)
    assert report.probes > 30
    assert "索引与数据库一致" in run()


def test_missing_superfluous_and_changed_articles_are_named(archive: list[Article]) -> None:
    documents = {document.id: document for document in published_documents()}
    missing, changed = archive[0].pk, archive[1].pk
    stale = replace(documents[changed], newspaper="另一份报纸")
    ghost = replace(documents[changed], id=999_999)
    engine().apply([stale, ghost], [missing], lock_seconds=1)
    report = check(seed=1)
    assert (report.missing, report.superfluous, report.changed) == ((missing,), (999_999,), (changed,))
    with pytest.raises(CommandError):
        run()


def test_probes_notice_text_that_is_found_elsewhere_than_it_stands(archive: list[Article]) -> None:
    documents = list(published_documents())
    others = documents[1:] + documents[:1]
    engine().replace_all(
        (replace(one, id=other.id) for one, other in zip(documents, others, strict=True)),
        made_from=newest_mark,
    )
    report = check(probes=40, seed=3)
    assert report.failed_probes
    assert all(probe.missed or probe.wrong for probe in report.failed_probes)


def test_repair_mends_single_articles_without_a_rebuild(archive: list[Article]) -> None:
    folder = engine_of_the_tests().manifest().folder
    engine().apply([], [archive[0].pk, archive[1].pk], lock_seconds=1)
    assert "索引与数据库一致" in run("--repair")
    assert engine().find(Request(Everything())).total == 8
    assert engine_of_the_tests().manifest().folder == folder


def test_repair_rebuilds_a_damaged_index(archive: list[Article]) -> None:
    home = engine_of_the_tests()._home
    for path in home.folder(home.manifest()).glob("*.seg"):
        path.write_bytes(b"")
    engine_of_the_tests()._forget()
    with pytest.raises(CommandError):
        run()
    assert "索引有问题" in run("--repair")
    assert check(seed=1).is_whole


def test_repair_builds_a_missing_index(archive: list[Article]) -> None:
    (engine_of_the_tests()._home.path / "CURRENT").unlink()
    assert "索引与数据库一致" in run("--repair", "--quick")
    assert engine().find(Request(Everything())).total == 8


def test_articles_on_their_way_to_the_index_are_no_drift(archive: list[Article]) -> None:
    archive[0].title = "正在修改的标题"
    archive[0].save()
    factories.article(title="刚刚发布")
    report = check(seed=1)
    assert report.is_whole
    assert report.pending == 2
    assert "待写入索引的变更：2 篇" in run()
    run("--repair")
    assert IndexChange.objects.count() == 0


def test_a_quick_check_looks_at_files_and_ids_alone(
    archive: list[Article], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    engine().apply([], [archive[0].pk], lock_seconds=1)
    with django_assert_max_num_queries(
        5 if connection.vendor == "sqlite" else 8
    ):  # several hosts: what each has
        report = check(thorough=False)
    assert (report.missing, report.probes) == ((archive[0].pk,), 0)


def test_the_last_report_is_kept_for_administrators(archive: list[Article], state_folder: Path) -> None:
    engine().apply([], [archive[0].pk], lock_seconds=1)
    with pytest.raises(CommandError):
        run()
    kept = last_report()
    assert kept is not None
    assert kept.missing == (archive[0].pk,)
    run("--repair")
    kept = last_report()
    assert kept is not None
    assert kept.is_whole
    assert kept.at > "2024"
    (state_folder / "index_check.json").write_text("[]", encoding="utf-8")
    assert last_report() is None


def test_a_failed_probe_survives_being_kept() -> None:
    probe = FailedProbe("职工", missed=(1, 2), wrong=(3,))
    report = replace(check(seed=1), failed_probes=(probe,))
    keep(report)
    assert last_report() == report
    assert "“职工” 漏 1、2，误 3" in "\n".join(described(report))


def test_passages_come_from_one_block(archive: list[Article]) -> None:
    chance = random.Random(4)
    for document in published_documents():
        for _ in range(20):
            text = passage(document.blocks, chance)
            assert len(text) <= 12
            assert search_judge.holds(document, text, None)


def test_repairing_what_is_whole_does_nothing(archive: list[Article]) -> None:
    before = engine_of_the_tests().manifest()
    repair(check(seed=1))
    assert engine_of_the_tests().manifest() == before


def test_characters_that_other_libraries_take_for_one_and_folding_does_not_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factories.article(title="老師傅帶著徒弟", sections=[(None, "値得硏究")])
    rebuild(lock_seconds=1)
    assert check(probes=50, seed=1).kept_apart == ()
    # A table that has lost a class, as an older one may lack it.
    monkeypatch.setitem(analysis._table, ord("著"), "著")
    report = check(probes=50, seed=1)
    assert report.kept_apart == ("著≠着",)
    assert not report.is_whole
    assert any("著≠着" in line for line in described(report))


def test_what_draws_nothing_is_known_by_its_name_too() -> None:
    assert kept_apart(["签￼约\u3164协\u034f商\u2063职工\u115f之\u200d家"]) == ()


def test_the_two_opinions_agree_on_every_character_of_unicode() -> None:
    """What one of them alone takes for something else would be told of every archive that holds it."""
    assigned = (
        chr(code) for code in range(0x20, 0x32000) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}
    )
    assert kept_apart(["\n".join(assigned)]) == ()
