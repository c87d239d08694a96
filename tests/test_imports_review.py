"""The page of an import: how far it is, what failed and what to do, and a table from which the settled are published."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from archive.models import Article, Import, ImportContent, ImportItem, Notice
from tests import factories
from tests.import_worker import read_what_waits
from tests.test_imports_runner import handed_in, review

pytestmark = pytest.mark.django_db

VAGUE = (
    "这一年办了许多实事\n\n这一篇没有写是哪里的工会，也没有写是哪一年，讲的是职工的生活和工作，大家都说好。\n"
).encode()


@pytest.fixture
def batch() -> Import:
    """Three articles: two that could be published, one that lacks everything; a failure; one that was there."""
    found = handed_in(
        ("甲.txt", review()),
        ("乙.txt", review(1)),
        ("不明.txt", VAGUE),
        ("空.txt", b""),
        ("又.txt", review()),
    )
    read_what_waits()
    return found


def page_of(client: Client, batch: Import, **asked: str) -> str:
    response = client.get(batch.get_absolute_url(), asked)
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, batch: Import, **sent: Any) -> str:
    response = client.post(batch.get_absolute_url(), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> int:
    return page.count('<th scope="row" data-label')


# What it says


def test_it_says_what_came_of_each_file(admin_client: Client, batch: Import) -> None:
    page = page_of(admin_client, batch)
    for words in ("已全部读完", "读入 3 篇", "1 个文件已在库中", "1 个文件未入库", "空.txt", "是空文件"):
        assert words in page
    first = Article.objects.get(source__name="甲.txt")
    assert reverse("admin:archive_article_change", args=[first.pk]) in page
    for words in ("示例省 › 云川市 › 青禾区", "据署名单位", "2019 年", "据副标题", "年度综述", "云川日报"):
        assert words in page


def test_each_row_says_what_the_reader_was_unsure_of(admin_client: Client, batch: Import) -> None:
    page = page_of(admin_client, batch, show="unsure")
    for notice in Notice.objects.filter(article__source__name="不明.txt"):
        assert escape(notice.told) in page


@pytest.mark.parametrize(
    ("shown", "rows"), [("", 3), ("settled", 2), ("unsure", 1), ("published", 0), ("nonsense", 3)]
)
def test_the_rows_can_be_narrowed(admin_client: Client, batch: Import, shown: str, rows: int) -> None:
    assert titles(page_of(admin_client, batch, show=shown)) == rows


def test_while_files_wait_it_says_how_many_and_whether_anybody_reads(admin_client: Client) -> None:
    waiting = handed_in(("甲.txt", review()), ("乙.txt", review(1)))
    page = page_of(admin_client, waiting)
    assert "正在读取：0 / 2 个文件" in page
    assert "读取进程没有运行" in page
    assert 'data-done="no"' in page
    part = admin_client.get(waiting.get_absolute_url(), {"live": "1"})
    assert part["X-Import-Done"] == "no"
    assert "<html" not in part.content.decode()
    read_what_waits()
    assert admin_client.get(waiting.get_absolute_url(), {"live": "1"})["X-Import-Done"] == "yes"


def test_an_import_by_command_is_a_place_like_the_others(admin_client: Client) -> None:
    made = Import.objects.create(way=Import.Way.COMMAND, name="综述/甲.txt")
    assert "命令" in page_of(admin_client, made)
    assert "综述/甲.txt" in admin_client.get("/admin/archive/import/").content.decode()


def test_the_list_finds_an_import_by_the_names_of_its_files(admin_client: Client, batch: Import) -> None:
    handed_in(("别的.txt", review(2)))
    page = admin_client.get("/admin/archive/import/", {"q": "乙.txt"}).content.decode()
    assert "甲.txt" in page
    assert "别的.txt" not in page


def test_rows_cost_no_queries_of_their_own(admin_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(admin_client, found)
        return len(queries)

    found = handed_in(("甲.txt", review()))
    read_what_waits()
    asked()
    few = asked()
    for number in range(8):
        item = ImportItem.objects.create(batch=found, order=100 + number, name=f"{number}.txt", state="read")
        item.articles.add(factories.article(status="draft"))
    assert asked() <= few + 1


def test_an_address_that_leads_to_no_import_is_not_found(admin_client: Client) -> None:
    assert admin_client.get("/admin/archive/import/999/").status_code == 404
    assert admin_client.get("/admin/archive/import/999/change/", follow=True).status_code == 404
    assert admin_client.get("/admin/archive/import/x/change/").status_code == 404


# Publishing


def test_all_that_is_settled_is_published_together_and_the_rest_stays(
    admin_client: Client, batch: Import
) -> None:
    page = press(admin_client, batch, publish_all="1")
    assert "已发布 2 篇" in page
    assert Article.objects.get(source__name="不明.txt").status == "draft"
    assert titles(page_of(admin_client, batch, show="published")) == 2


def test_of_the_ticked_ones_only_those_that_are_settled_are_published(
    admin_client: Client, batch: Import
) -> None:
    ticked = Article.objects.filter(source__name__in=["甲.txt", "不明.txt"])
    press(admin_client, batch, publish="1", article=[article.pk for article in ticked])
    published = Article.objects.filter(status="published")
    assert [article.source.name for article in published] == ["甲.txt"]


def test_where_nothing_can_be_ticked_there_is_no_button_for_what_is_ticked(
    admin_client: Client, batch: Import
) -> None:
    button = "发布勾选的"
    assert button in page_of(admin_client, batch)
    assert button not in page_of(admin_client, batch, show="unsure")
    press(admin_client, batch, publish_all="1")
    assert button not in page_of(admin_client, batch)


def test_an_import_is_called_by_its_first_file_and_by_how_many_there_are(
    admin_client: Client, batch: Import
) -> None:
    alone = handed_in(("独.txt", review(2)))
    assert f"导入 {batch.pk}：甲.txt 等 5 个文件" in page_of(admin_client, batch)
    listed = admin_client.get(reverse("admin:archive_import_changelist")).content.decode()
    assert "甲.txt 等 5 个文件" in listed
    for page in (page_of(admin_client, alone), listed):
        assert "独.txt 等" not in page


def test_an_article_of_another_import_is_not_published_from_here(admin_client: Client, batch: Import) -> None:
    other = factories.article(status="draft")
    press(admin_client, batch, publish="1", article=[other.pk])
    other.refresh_from_db()
    assert other.status == "draft"


def test_what_an_editor_has_settled_can_be_published(admin_client: Client, batch: Import) -> None:
    vague = Article.objects.get(source__name="不明.txt")
    Notice.objects.filter(article=vague).update(settled_at="2026-01-01T00:00Z")
    vague.region, vague.period_start, vague.period_end = factories.region("990102"), 2019, 2019
    vague.kind = Article.Kind.ANNUAL_REVIEW
    vague.save()
    assert "已发布 3 篇" in press(admin_client, batch, publish_all="1")


# Failures


def test_a_failure_can_be_read_again(admin_client: Client, batch: Import) -> None:
    failed = ImportItem.objects.failures().get()
    ImportContent.objects.filter(item=failed).update(content=review(2))
    assert "1 个文件重新排队读取" in press(admin_client, batch, again=failed.pk)
    read_what_waits()
    failed.refresh_from_db()
    assert failed.state == "read"


def test_failures_stay_until_they_are_dismissed_and_then_let_their_bytes_go(
    admin_client: Client, batch: Import
) -> None:
    failed = ImportItem.objects.failures().get()
    assert "空.txt" in page_of(admin_client, batch)
    press(admin_client, batch, dismiss=failed.pk)
    page = page_of(admin_client, batch)
    assert "未入库的文件" not in page
    assert not ImportContent.objects.exists()
    assert ImportItem.objects.get(pk=failed.pk).state == "failed"


def test_the_bytes_of_a_failure_can_be_had_as_they_came(admin_client: Client) -> None:
    content = bytes(range(256)) * 40
    found = handed_in(("2019/程序.exe", content))
    read_what_waits()
    address = re.search(r'href="([^"]+)" download', page_of(admin_client, found))
    assert address is not None
    answer = admin_client.get(address[1])
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "sent", [{}, {"nonsense": "1"}, {"again": "x"}, {"dismiss": "²"}, {"publish": "1", "article": ["9" * 40]}]
)
def test_what_no_button_of_the_page_sends_is_refused(
    admin_client: Client, batch: Import, sent: dict[str, Any]
) -> None:
    admin_client.raise_request_exception = False
    assert admin_client.post(batch.get_absolute_url(), sent).status_code == 400
    assert not Article.objects.published().exists()
