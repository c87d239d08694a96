"""Administrators see on their first page whether the index can be trusted, and since when that is known."""

import io

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from archive import outbox
from archive.models import IndexChange
from search.heartbeat import FILE, beat
from tests import factories

pytestmark = pytest.mark.django_db


def first_page(client: Client) -> str:
    return client.get("/admin/").content.decode()


def test_the_last_check_is_shown_with_its_time(admin_client: Client) -> None:
    factories.article()
    outbox.wait_until_applied()
    call_command("check_index", "--repair", stdout=io.StringIO())
    page = first_page(admin_client)
    assert "索引与数据库一致" in page
    assert "检查）" in page


def test_an_archive_that_was_never_checked_says_so(admin_client: Client) -> None:
    (settings.ARCHIVE_DATA / "index_check.json").unlink(missing_ok=True)
    assert "还没有检查过索引" in first_page(admin_client)


def test_what_waits_is_counted_by_article(admin_client: Client) -> None:
    IndexChange.objects.all().delete()
    IndexChange.objects.create(article_id=1)
    IndexChange.objects.create(article_id=1)
    assert "1 篇等待写入索引" in first_page(admin_client)


def test_editors_who_are_no_administrators_are_spared_it(client: Client) -> None:
    client.force_login(User.objects.create_user("编辑", is_staff=True))
    page = first_page(client)
    assert "检索索引" not in page
    assert "manage.py" not in page


def test_editors_are_told_in_a_sentence_whether_the_search_follows(client: Client) -> None:
    client.force_login(User.objects.create_user("编辑", is_staff=True))
    IndexChange.objects.all().delete()
    (settings.ARCHIVE_DATA / "index_check.json").unlink(missing_ok=True)
    beat(process=1, pending=0, problem=None)
    assert "没有等待写入的改动" in first_page(client)
    IndexChange.objects.create(article_id=1)
    assert "1 篇改动正在写入检索" in first_page(client)
    beat(process=1, pending=1, problem="no space left on device")
    assert "跟不上" in first_page(client)
    assert "no space" not in first_page(client)
    (settings.ARCHIVE_DATA / FILE).unlink()
    assert "请告诉管理员" in first_page(client)
    IndexChange.objects.all().delete()
    assert "没有在运行" in first_page(client)


def test_a_report_from_before_a_change_is_not_shown_as_the_present(admin_client: Client) -> None:
    factories.article()
    outbox.wait_until_applied()
    call_command("check_index", "--repair", stdout=io.StringIO())
    assert "检查之后文章有改动" not in first_page(admin_client)
    factories.article()
    assert "检查之后文章有改动" in first_page(admin_client)
