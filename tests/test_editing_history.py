"""The history page: what was changed, character by character, and the ways back."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive import editing
from archive.editing.differences import MOST_COMPARED, Change, characters, compared
from archive.models import Article, ArticleEvent
from archive.representation import represent
from tests import factories

# --- differences


def told(before: str, after: str) -> str:
    """A difference as text: ``[-gone-]`` ``{+new+}``."""
    marks = {Change.SAME: "%s", Change.REMOVED: "[-%s-]", Change.ADDED: "{+%s+}"}
    return "".join(marks[piece.change] % piece.text for piece in characters(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("全年调解四十件", "全年调解四十二件", "全年调解四十{+二+}件"),
        ("甲乙丙", "甲丙", "甲[-乙-]丙"),
        ("", "新", "{+新+}"),
        ("旧", "", "[-旧-]"),
        ("职工的家", "会员的门", "[-职工的家-]{+会员的门+}"),
        ("一二一二", "一二", "一二[-一二-]"),
        ("同", "同", "同"),
    ],
)
def test_a_difference_is_shown_by_the_character(before: str, after: str, shown: str) -> None:
    assert told(before, after) == shown


def test_both_texts_can_be_read_from_a_difference() -> None:
    before, after = "慰问困难职工三百户，送去慰问金四十五万元。", "走访困难职工三百二十户，送慰问金五十万元。"
    pieces = characters(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after


def test_texts_too_long_to_compare_by_the_character_are_shown_as_wholes() -> None:
    before, after = "甲乙" * MOST_COMPARED, "丙丁" * MOST_COMPARED
    assert [piece.text for piece in characters(before, after)] == [before, after]


def test_unchanged_lines_are_counted_not_shown() -> None:
    before = [(number, f"第{number}段") for number in range(6)]
    after = [*before[:3], (3, "第三段"), *before[4:]]
    lines = list(compared(before, after))
    assert [line.skipped for line in lines] == [3, 0, 2]


def test_what_changed_in_a_section_stands_below_its_heading() -> None:
    before = [(("heading", 1), "维权"), (1, "一段"), (("heading", 2), "驿站"), (2, "两段"), (3, "三段")]
    after = [*before[:4], (3, "第三段")]
    lines = list(compared(before, after))
    shown = ["".join(piece.text for piece in line.pieces) or line.skipped for line in lines]
    assert shown == [2, "驿站", 1, "第三段"]


# --- the page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(admin_user: User) -> Article:
    article = factories.article(title="原来的标题", sections=[("维权", "调解四十件。\n追回欠薪百万。")])
    sections = represent(article)["sections"]
    del sections[0]["anchors"]
    sections[0]["text"] = "调解四十二件。\n追回欠薪百万。"
    editing.correct(article.pk, {"title": "改过的标题", "sections": sections}, by=admin_user)
    return article


def page_of(client: Client, article: Article) -> html.HtmlElement:
    page = client.get(reverse("admin:archive_article_history", args=[article.pk]))
    return html.fromstring(page.content.decode())


def test_a_change_is_shown_with_who_made_it_and_what_it_changed(
    admin_client: Client, article: Article
) -> None:
    newest = page_of(admin_client, article).find_class("event")[0]
    assert "改标题、正文（维权）" in newest.xpath(".//h2")[0].text_content()
    assert "admin" in newest.xpath(".//h2")[0].text_content()
    assert [mark.text for mark in newest.xpath(".//ins")] == ["改过", "二"]
    assert [mark.text for mark in newest.xpath(".//del")] == ["原来"]
    assert "（1 行未改）" in newest.text_content()


def test_text_of_an_article_is_text_in_its_history(admin_client: Client, article: Article) -> None:
    editing.correct(article.pk, {"title": "<b>粗</b>"}, by=None)
    page = admin_client.get(reverse("admin:archive_article_history", args=[article.pk])).content.decode()
    assert "<b>粗" not in page


def test_the_last_change_is_undone_from_the_page(admin_client: Client, article: Article) -> None:
    response = admin_client.post(reverse("admin:archive_article_undo", args=[article.pk]), follow=True)
    assert "已撤销上一次修改" in response.content.decode()
    article.refresh_from_db()
    assert article.title == "原来的标题"
    again = admin_client.post(reverse("admin:archive_article_undo", args=[article.pk]), follow=True)
    assert "没有可以撤销的修改" in again.content.decode()


def test_one_item_is_put_back_and_the_rest_stays(admin_client: Client, article: Article) -> None:
    form = page_of(admin_client, article).xpath("//form[button/@value='title']")[0]
    sent = {"version": form.fields["version"], "clause": "title"}
    admin_client.post(form.action, sent)
    article.refresh_from_db()
    assert article.title == "原来的标题"
    assert "四十二件" in article.sections.get().text


def test_an_earlier_version_is_restored_whole(admin_client: Client, article: Article) -> None:
    url = reverse("admin:archive_article_restore", args=[article.pk])
    page = admin_client.post(url, {"version": "0"}, follow=True).content.decode()
    assert "已恢复：整篇" in page
    assert "四十件" in article.sections.get().text


def test_what_is_as_it_is_now_is_not_offered_for_restoring(admin_client: Client, article: Article) -> None:
    newest, first = page_of(admin_client, article).find_class("event")
    assert not newest.xpath(".//button[@name='version']")
    assert first.xpath(".//button[@name='version']")


@pytest.mark.parametrize("version", ["99", "x", "", "-1", "9" * 30, "9" * 5000])
def test_a_version_that_there_is_not_is_refused_in_words(
    admin_client: Client, article: Article, version: str
) -> None:
    admin_client.raise_request_exception = False
    url = reverse("admin:archive_article_restore", args=[article.pk])
    response = admin_client.post(url, {"version": version}, follow=True)
    assert response.status_code in {200, 400}
    assert "已恢复" not in response.content.decode()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_the_history_of_an_article_that_no_database_holds_is_no_failure(
    admin_client: Client, number: str
) -> None:
    admin_client.raise_request_exception = False
    assert admin_client.get(f"/admin/archive/article/{number}/history/").status_code in {302, 400}


@pytest.mark.parametrize("way", ["undo", "restore"])
def test_who_may_only_look_changes_nothing(client: Client, article: Article, way: str) -> None:
    reader = User.objects.create_user("看", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    url = reverse(f"admin:archive_article_{way}", args=[article.pk])
    assert client.post(url, {"version": "0"}).status_code == 403
    assert client.get(url).status_code == 403
    page = page_of(client, article)
    assert page.find_class("event")
    assert not page.get_element_by_id("content-main").xpath(".//button")


def test_the_history_asks_the_database_no_more_often_for_an_article_of_many_events(
    admin_client: Client, article: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        editing.correct(article.pk, {"title": f"第{number}次"}, by=None)
    url = reverse("admin:archive_article_history", args=[article.pk])
    with django_assert_max_num_queries(25):
        admin_client.get(url)
    assert ArticleEvent.objects.of_article(article.pk).count() == 32


def test_the_first_page_lists_what_this_editor_changed_last(
    admin_client: Client, client: Client, article: Article
) -> None:
    other = factories.article(title="别人改的一篇")
    editing.withdraw(other.pk, by=User.objects.create_user("li"))
    page = admin_client.get("/admin/").content.decode()
    assert "改过的标题" in page
    assert "改标题、正文" in page
    assert "别人改的一篇" not in page


def test_a_correction_of_many_values_is_named_by_the_first_of_them(
    admin_client: Client, article: Article
) -> None:
    values = {
        "kicker": "引题",
        "issuer": "青禾区总工会",
        "newspaper": "云川日报",
        "issue": "3",
        "page_label": "A07",
    }
    editing.correct(article.pk, values, by=None)
    newest = page_of(admin_client, article).find_class("event")[0]
    assert "改引题、单位、报纸等 5 项" in newest.text_content()
