"""The source of truth is checked itself: structure, references, the bytes of every original."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from archive.models import SourceDocument
from archive.server.nights import is_due
from archive.storage import soundness
from search.management.commands.index_worker import Worker
from tests import factories

pytestmark = pytest.mark.django_db


def original(content: bytes) -> SourceDocument:
    from_factory = factories.source(content)
    SourceDocument.objects.filter(pk=from_factory.pk).update(sha256=hashlib.sha256(content).hexdigest())
    return from_factory


def run() -> str:
    out = io.StringIO()
    call_command("check_archive", stdout=out)
    return out.getvalue()


def test_a_whole_database_is_whole() -> None:
    original(b"one")
    assert "数据库完整" in run()
    report = soundness.last_report()
    assert report is not None
    assert (report.is_whole, report.originals) == (True, 1)


def test_one_changed_bit_of_an_original_is_named(admin_client: Client) -> None:
    document = original(b"\x00" * 100)
    original(b"another")
    SourceDocument.objects.filter(pk=document.pk).update(content=b"\x00" * 99 + b"\x01")
    with pytest.raises(CommandError, match="备份"):
        run()
    report = soundness.last_report()
    assert report is not None
    assert report.damaged == (f"{document.pk} {document.name}",)
    page = admin_client.get("/admin/").content.decode()
    assert "数据库或原始文件有损坏" in page
    assert document.name in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases keep references themselves")
def test_a_reference_to_what_is_not_there_is_named() -> None:
    article = factories.article()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys=1")
        cursor.execute("UPDATE archive_section SET article_id=999999 WHERE article_id=%s", [article.pk])
        report = soundness.check()
        cursor.execute("UPDATE archive_section SET article_id=%s WHERE article_id=999999", [article.pk])
    assert any("archive_section" in found for found in report.references)
    assert not report.is_whole


def test_an_archive_that_was_never_checked_says_so(admin_client: Client, state_folder: Path) -> None:
    (state_folder / soundness.FILE).unlink(missing_ok=True)
    assert "还没有检查过数据库" in admin_client.get("/admin/").content.decode()


def test_the_worker_checks_at_night_and_keeps_the_report(state_folder: Path) -> None:
    (state_folder / soundness.FILE).unlink(missing_ok=True)
    worker = Worker()
    for _ in range(2):
        worker.turn()
    assert soundness.last_report() is not None


@pytest.mark.parametrize(
    ("hours_ago", "hour", "due"),
    [(1, 3, False), (23, 3, True), (23, 14, False), (50, 14, True), (-5, 14, True)],
)
def test_the_night_is_when_it_is_checked(hours_ago: int, hour: int, due: bool) -> None:
    now = timezone.localtime().replace(hour=hour)
    assert is_due(now - timedelta(hours=hours_ago), now) is due
    assert is_due(None, now)
