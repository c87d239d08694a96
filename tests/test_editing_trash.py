"""Deleting moves to the trash; from there a review comes back with its links, or goes for good."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from archive import editing, outbox
from archive.models import Article, ArticleEvent, SourceDocument
from tests import factories
from tests.history import last_event
from tests.test_archive_admin import REVIEW, upload

pytestmark = pytest.mark.django_db
LIST, TRASH = "/admin/archive/article/", "/admin/archive/trashedarticle/"


def url(name: str, article: Article, kind: str = "article") -> str:
    return reverse(f"admin:archive_{kind}_{name}", args=[article.pk])


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="要删的一篇", sections=[("维权", "萤火虫驿站接待来访。")], captions=["图为驿站。"]
    )


def an_editor(*codenames: str) -> User:
    editor = User.objects.create_user("编", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return editor


def found(client: Client, words: str) -> int:
    outbox.wait_until_applied()
    return int(client.get("/search/", {"q": words}).context["results"].total)


def test_the_delete_button_moves_to_the_trash_after_a_question(
    admin_client: Client, article: Article
) -> None:
    assert "30 天内可以取回" in admin_client.get(url("delete", article)).content.decode()
    article.refresh_from_db()
    assert article.is_published
    page = admin_client.post(url("delete", article), follow=True).content.decode()
    assert "回收站" in page
    article.refresh_from_db()
    assert article.status == Article.Status.TRASHED


def test_many_are_moved_to_the_trash_at_once(admin_client: Client, article: Article) -> None:
    other = factories.article()
    data = {"action": "delete_selected", "_selected_action": [article.pk, other.pk]}
    admin_client.post(LIST, data)
    assert Article.objects.in_trash().count() == 2
    assert SourceDocument.objects.count() == 2


def test_nobody_reads_or_finds_what_lies_in_the_trash(
    client: Client, admin_client: Client, article: Article
) -> None:
    factories.article(sections=[(None, "萤火虫驿站还有一篇。")])
    assert found(client, "萤火虫驿站") == 2
    editing.trash(article.pk, by=None)
    assert found(client, "萤火虫驿站") == 1
    for reader in (client, admin_client):
        for page in ("article", "article-original", "article-source"):
            assert reader.get(reverse(f"archive:{page}", args=[article.pk])).status_code == 404
        for page in ("/", "/years/2019/", "/coverage/", "/search/feed/", "/sitemap-articles.xml"):
            assert "要删的一篇" not in reader.get(page).content.decode()
            assert f"/articles/{article.pk}/" not in reader.get(page).content.decode()
        assert reader.get("/").context["total"] == 1
    assert "要删的一篇" not in admin_client.get(LIST).content.decode()
    assert "要删的一篇" in admin_client.get(TRASH).content.decode()


@pytest.mark.parametrize("way", ["page", "list"])
def test_out_of_the_trash_a_review_is_found_under_its_links(
    admin_client: Client, article: Article, way: str
) -> None:
    before = admin_client.get(article.get_absolute_url()).content.decode()
    editing.trash(article.pk, by=None)
    if way == "page":
        response = admin_client.post(url("untrash", article, "trashedarticle"))
        assert response["Location"] == url("change", article)
    else:
        admin_client.post(TRASH, {"action": "untrash", "_selected_action": [article.pk]})
    after = admin_client.get(article.get_absolute_url()).content.decode()
    for fragment in (article.sections.get().anchor, "p1", article.captions.get().anchor):
        assert f'id="{fragment}"' in before
        assert f'id="{fragment}"' in after
    assert found(admin_client, "萤火虫驿站") == 1


def test_the_form_and_the_history_of_what_lies_in_the_trash_lead_to_the_trash(
    admin_client: Client, article: Article
) -> None:
    editing.trash(article.pk, by=None)
    response = admin_client.get(url("change", article), follow=True)
    assert response.request["PATH_INFO"] == url("change", article, "trashedarticle")
    assert "取回" in response.content.decode()
    page = admin_client.get(url("history", article), follow=True).content.decode()
    assert "移到回收站" in page


def test_a_file_whose_article_lies_in_the_trash_is_told_so(admin_client: Client) -> None:
    upload(admin_client, ("一.txt", REVIEW.encode()))
    editing.trash(Article.objects.get().pk, by=None)
    assert "· 在回收站" in upload(admin_client, ("二.txt", REVIEW.encode()))


def test_what_was_a_reprint_of_it_stands_by_itself_when_it_is_gone_for_good(article: Article) -> None:
    reprint = factories.article(title="转载的一篇")
    editing.correct(reprint.pk, {"reprint_of": article.pk}, by=None)
    editing.correct(reprint.pk, {"reprint_of": None}, by=None)
    editing.trash(article.pk, by=None)
    editing.purge(article.pk, by=None)
    assert editing.undo(reprint.pk, by=None).reprint_of_id is None


def test_only_from_the_trash_a_review_is_deleted_for_good_and_only_by_who_may(
    client: Client, article: Article
) -> None:
    editing.trash(article.pk, by=None)
    editor = an_editor("view_article", "change_article")
    client.force_login(editor)
    delete = url("delete", article, "trashedarticle")
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(TRASH, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()
    editor.user_permissions.add(Permission.objects.get(codename="delete_article"))
    assert client.get(delete).status_code == 200
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Article.objects.filter(pk=article.pk).exists()
    assert SourceDocument.objects.exists()
    last = ArticleEvent.objects.of_article(article.pk)[0]
    assert (last.what, last.user, last.state) == ("purged", editor, None)


def test_who_may_only_look_moves_nothing(client: Client, article: Article) -> None:
    client.force_login(an_editor("view_article"))
    assert client.post(url("delete", article)).status_code == 403
    assert client.get(TRASH).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk]})
    editing.trash(article.pk, by=None)
    assert client.post(url("untrash", article, "trashedarticle")).status_code == 403
    assert Article.objects.in_trash().exists()


def test_what_has_lain_there_for_long_enough_goes_for_good(article: Article, settings: Settings) -> None:
    other = factories.article()
    for one in (article, other):
        editing.trash(one.pk, by=None)
    ArticleEvent.objects.filter(article=article, what="trashed").update(
        at=timezone.now() - timedelta(days=31)
    )
    output = StringIO()
    call_command("purge_trash", stdout=output)
    assert set(Article.objects.all()) == {other}
    assert "1 篇" in output.getvalue()
    settings.TRASH_DAYS = 60
    ArticleEvent.objects.filter(article=other, what="trashed").update(at=timezone.now() - timedelta(days=31))
    call_command("purge_trash", stdout=output)
    assert Article.objects.exists()


# --- the list of all changes


def test_every_change_stands_in_one_list_also_of_what_was_deleted_for_good(
    admin_client: Client, article: Article
) -> None:
    editing.correct(article.pk, {"title": "改过的标题"}, by=User.objects.get(username="admin"))
    editing.trash(article.pk, by=None)
    editing.purge(article.pk, by=None)
    page = admin_client.get("/admin/archive/articleevent/").content.decode()
    for words in ("改过的标题", "要删的一篇", "永久删除", "移到回收站", "修改", "命令行"):
        assert words in page
    only = admin_client.get("/admin/archive/articleevent/", {"what": "corrected"}).content.decode()
    assert "改过的标题" in only
    assert "要删的一篇" not in only
    assert (
        "改过的标题"
        in admin_client.get("/admin/archive/articleevent/", {"q": str(article.pk)}).content.decode()
    )
    response = admin_client.get(url("history", article), follow=True)
    assert response.status_code == 200


def test_a_change_says_what_was_changed_in_the_words_of_the_form(
    admin_client: Client, article: Article
) -> None:
    editing.correct(article.pk, {"newspaper": "云川晚报"}, by=None)
    event = last_event(article)
    page = admin_client.get(f"/admin/archive/articleevent/{event.pk}/change/").content.decode()
    assert "报纸" in page
    assert "newspaper" not in page


def test_the_list_of_changes_is_read_only(admin_client: Client, client: Client, article: Article) -> None:
    editing.withdraw(article.pk, by=None)
    event = ArticleEvent.objects.first()
    assert event is not None
    address = reverse("admin:archive_articleevent_delete", args=[event.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/archive/articleevent/add/").status_code == 403
    client.force_login(an_editor("view_region"))
    assert client.get("/admin/archive/articleevent/").status_code == 403
