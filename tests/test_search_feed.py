"""Feeds and lists of the newest go by first publication; a feed is valid Atom and the same by every host name."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from archive import outbox
from archive.models import Article
from tests import factories
from tests.test_archive_admin import change

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: Client, query: str = "", *, host: str = "testserver") -> ElementTree.Element:
    outbox.wait_until_applied()
    return ElementTree.fromstring(client.get(f"/search/feed/?{query}", headers={"host": host}).content)


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, ATOM)]


def kept_waiting() -> Article:
    """A draft of a year ago, with sixty articles that were published since."""
    draft = factories.article(title="久等的草稿", status=Article.Status.DRAFT)
    Article.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(days=365))
    for number in range(60):
        factories.article(title=f"先发的{number}", sections=[])
    return draft


@pytest.mark.parametrize("way", ["form", "action"])
def test_a_draft_published_last_is_the_newest(admin_client: Client, way: str) -> None:
    draft = kept_waiting()
    if way == "form":
        change(admin_client, draft, _publish="1")
    else:
        data = {"action": "publish", "_selected_action": [draft.pk]}
        admin_client.post(reverse("admin:archive_article_changelist"), data)
    assert texts(feed(admin_client), "a:entry/a:title")[0] == "久等的草稿"
    assert admin_client.get("/").context["newest"][0] == draft
    assert admin_client.get("/search/?sort=added").context["results"].hits[0].article == draft


def test_published_again_is_not_new() -> None:
    article = factories.article()
    first = article.first_published_at
    for status in ("withdrawn", "published"):
        Article.objects.filter(pk=article.pk).update(status=status)
    article.refresh_from_db()
    article.save(update_fields=["title"])
    article.refresh_from_db()
    assert article.first_published_at == first


def test_a_draft_has_no_date_of_publication() -> None:
    assert factories.article(status=Article.Status.DRAFT).first_published_at is None


def test_articles_of_before_are_dated_by_their_upload() -> None:
    published, draft = factories.article(), factories.article(status=Article.Status.DRAFT)
    Article.objects.update(first_published_at=None)
    migration = import_module("archive.migrations.0003_article_first_published_at")
    migration.from_the_upload(apps, SimpleNamespace(connection=connection))
    published.refresh_from_db()
    draft.refresh_from_db()
    assert published.first_published_at == published.created_at
    assert draft.first_published_at is None


def test_ids_are_the_same_by_every_host_name(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    factories.article()
    one, other = (feed(client, "q=工会", host=host) for host in ("10.0.0.5:8000", "zongshu.example"))
    for path in ("a:id", "a:entry/a:id"):
        assert texts(one, path) == texts(other, path) != []
        assert all(text.startswith("tag:") for text in texts(one, path))
    assert texts(one, "a:id") != texts(feed(client, "q=职工"), "a:id")


def test_a_feed_and_its_entries_have_authors_and_dates(client: Client) -> None:
    factories.article(issuer="青禾区总工会")
    factories.article(issuer=None)
    root = feed(client)
    assert root.find("a:author/a:name", ATOM) is not None
    assert "青禾区总工会" in texts(root, "a:entry/a:author/a:name")
    for path in ("a:updated", "a:entry/a:updated", "a:entry/a:published"):
        assert all(datetime.fromisoformat(text).tzinfo for text in texts(root, path))
    assert len(texts(root, "a:entry/a:published")) == 2


def test_a_feed_without_entries_stays_as_it_is(client: Client) -> None:
    assert texts(feed(client, "q=无此事"), "a:updated") == texts(feed(client, "q=无此事"), "a:updated")


def test_signs_of_markup_in_a_passage_are_text(client: Client) -> None:
    factories.article(sections=[(None, "工会<b>服务</b>&职工")])
    assert "&lt;b&gt;" in texts(feed(client, "q=工会"), "a:entry/a:summary")[0]


def test_a_feed_that_did_not_change_is_not_sent_again(client: Client) -> None:
    factories.article(title="第一篇")
    outbox.wait_until_applied()
    first = client.get("/search/feed/?q=工会")
    assert first["ETag"]
    again = client.get("/search/feed/?q=工会", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.article(title="第二篇")
    outbox.wait_until_applied()
    changed = client.get("/search/feed/?q=工会", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_what_was_not_read_of_the_question_is_told_in_the_feed(client: Client) -> None:
    assert "foo" in client.get("/search/feed/?kind=foo").content.decode()
