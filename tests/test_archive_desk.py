"""The first page of the admin is a desk: what waits, counted, each count a link to just those; and a box for files."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive.admin import queues
from archive.models import Article, Import, ImportItem, Notice, TwinPair
from tests import factories
from tests.test_archive_admin import form_data
from tests.test_imports_review import batch

__all__ = ["batch"]

pytestmark = pytest.mark.django_db

QUEUE = re.compile(r'<a href="([^"]+)"><span>([^<]+)</span> <b>(\d+)</b></a>')


def desk(client: Client) -> dict[str, tuple[int, str]]:
    """The queues of the desk: their counts, and where they lead."""
    page = client.get("/admin/").content.decode()
    return {label: (int(count), unescape(url)) for url, label, count in QUEUE.findall(page)}


def signed_in(*permissions: str) -> Client:
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def noticed(code: str, **fields: Any) -> Article:
    article = factories.article(**{"status": "draft"} | fields)
    Notice.objects.create(article=article, code=code, message="存疑")
    return article


def long_ago(article: Article) -> Article:
    Article.objects.filter(pk=article.pk).update(created_at=timezone.now() - timedelta(days=8))
    return article


@pytest.fixture
def waiting() -> dict[str, set[Article]]:
    """What lies in each queue, beside what is done, settled or in the trash and lies in none."""
    factories.article()
    Notice.objects.create(
        article=factories.article(status="draft"),
        code="title-missing",
        message="已核对",
        settled_at=timezone.now(),
    )
    long_ago(noticed("title-missing", status="trashed", place=None, years=None))
    long_ago(factories.article())
    published = noticed("period-inferred", status="published")
    return {
        "标题存疑": {noticed("title-missing", title=None), noticed("title-uncertain")},
        "缺地区": {factories.article(status="draft", place=None)},
        "缺年份": {factories.article(status="draft", years=None)},
        "其他存疑提示": {noticed("issuer-unknown"), published},
        "已发布而有存疑": {published},
        "草稿超过一周": {long_ago(factories.article(status="draft"))},
    }


def test_each_queue_counts_what_its_list_shows(
    admin_client: Client, waiting: dict[str, set[Article]]
) -> None:
    found = desk(admin_client)
    for label, articles in waiting.items():
        count, url = found[label]
        assert count == len(articles), label
        assert set(admin_client.get(url).context["cl"].queryset) == articles, label


def test_a_suspected_reprint_waits_until_it_is_decided_or_trashed(admin_client: Client) -> None:
    one, two, three, trashed = (factories.article() for _ in range(4))
    suspected = TwinPair.objects.create(article=two, other=one, score=0.8)
    TwinPair.objects.create(article=three, other=one, score=0.6, verdict="distinct")
    TwinPair.objects.create(article=trashed, other=one, score=0.7)
    Article.objects.filter(pk=trashed.pk).update(status="trashed")
    count, url = desk(admin_client)["疑似转载"]
    assert count == 1
    assert list(admin_client.get(url).context["cl"].queryset) == [suspected]


def test_files_that_failed_wait_until_they_are_dismissed(admin_client: Client) -> None:
    broken, sound = (Import.objects.create(way="upload", name=name) for name in ("坏", "好"))
    for order, dismissed in enumerate([None, None, timezone.now()]):
        ImportItem.objects.create(
            batch=broken, order=order, name="坏.pdf", state="failed", dismissed_at=dismissed
        )
    ImportItem.objects.create(batch=sound, order=0, name="好.txt", state="read")
    count, url = desk(admin_client)["未入库的文件"]
    assert count == 2
    assert list(admin_client.get(url).context["cl"].queryset) == [broken]


def test_all_lists_of_articles_are_counted_in_one_query(
    waiting: dict[str, set[Article]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        queues.counts()


def test_the_desk_asks_no_more_of_a_full_archive_than_of_an_empty_one(
    admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        noticed("title-missing", place=None, years=None)
    with django_assert_max_num_queries(
        12 if connection.vendor == "sqlite" else 13
    ):  # several hosts: which is this
        admin_client.get("/admin/")


def test_who_may_see_no_articles_sees_no_queue_of_them_and_no_box() -> None:
    noticed("title-missing")
    client = signed_in("view_region")
    page = client.get("/admin/").content.decode()
    assert desk(client) == {}
    assert "upload-form" not in page
    assert "待办" not in page


def test_who_may_only_read_drafts_sees_the_queues_and_no_box() -> None:
    client = signed_in("view_article")
    assert "标题存疑" in desk(client)
    assert "upload-form" not in client.get("/admin/").content.decode()


def test_files_are_handed_in_on_the_desk_without_script() -> None:
    client = signed_in("view_article", "add_article")
    page = client.get("/admin/").content.decode()
    address = re.search(r'action="([^"]+)"[^>]*class="upload-form"', page)
    assert address is not None
    file = SimpleUploadedFile("综述.txt", "示例县总工会工作综述".encode())
    answer = client.post(address[1], {"files": file, "text": ""})
    assert answer["Location"].startswith(Import.objects.get().get_absolute_url())


def test_commands_are_for_administrators_and_folded(admin_client: Client) -> None:
    assert "manage.py" not in signed_in("view_article", "change_article").get("/admin/").content.decode()
    page = admin_client.get("/admin/").content.decode()
    folded = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert page.count("manage.py") == sum(part.count("manage.py") for part in folded) > 0


# Back to the table of an import


def opened_from(client: Client, batch: Import, query: str = "") -> tuple[Article, str]:
    """An article of the table, and the address by which its row opens it."""
    page = client.get(batch.get_absolute_url() + query).content.decode()
    found = re.search(r'href="(/admin/archive/article/(\d+)/change/\?back=[^"]+)"', page)
    assert found is not None
    return Article.objects.get(pk=int(found[2])), unescape(found[1])


@pytest.mark.parametrize("query", ["", "?show=unsure"])
def test_an_article_opened_from_an_import_goes_back_to_its_table(
    admin_client: Client, batch: Import, query: str
) -> None:
    _, url = opened_from(admin_client, batch, query)
    sent = sent_form(admin_client, url)
    answer = admin_client.post(url, sent)
    assert answer["Location"] == batch.get_absolute_url() + query


def test_publishing_in_doubt_asks_and_then_goes_back_to_the_table(
    admin_client: Client, batch: Import
) -> None:
    _, url = opened_from(admin_client, batch, "?show=unsure")
    asked = admin_client.post(url, sent_form(admin_client, url) | {"_publish": "1"})
    assert asked.context["back"] == batch.get_absolute_url() + "?show=unsure"
    answer = admin_client.post(asked.context["answer_to"], {"answer": "all"})
    assert answer["Location"] == batch.get_absolute_url() + "?show=unsure"


def test_nobody_is_sent_to_another_site(admin_client: Client) -> None:
    article = factories.article(status="draft")
    url = f"/admin/archive/article/{article.pk}/change/?back=https://evil.example/"
    answer = admin_client.post(url, sent_form(admin_client, url))
    assert answer["Location"] == "/admin/archive/article/"


def sent_form(client: Client, url: str) -> dict[str, Any]:
    return form_data(client, Article.objects.get(pk=int(url.split("/")[4])))
