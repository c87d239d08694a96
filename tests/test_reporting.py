"""A reader tells the editors of a wrong page: it reaches their desk, says nothing of the reader, and is bounded."""

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive import reporting
from archive.models import Article, PageReport
from tests import factories, roles

pytestmark = pytest.mark.django_db
LIST = "/admin/archive/pagereport/"


def address(article: Article) -> str:
    return reverse("archive:report", args=[article.pk])


def send(client: Client, article: Article, words: str, query: str = "", **fields: str) -> str:
    response = client.post(f"{address(article)}{query}", {"words": words, **fields}, follow=True)
    return unescape(response.content.decode())


def test_a_report_is_two_steps_from_the_page_and_reaches_the_desk(
    client: Client, admin_client: Client
) -> None:
    article = factories.article(title="印错的一篇")
    assert f'href="{address(article)}"' in client.get(article.get_absolute_url()).content.decode()
    assert "收到了" in send(client, article, "第二段的会员数应是5.2万。")
    desk = unescape(admin_client.get("/admin/").content.decode())
    assert "读者报错" in desk
    found = unescape(admin_client.get(LIST).content.decode())
    assert "第二段的会员数应是5.2万。" in found
    assert article.get_absolute_url() in found


def test_nothing_is_kept_of_who_said_so(client: Client) -> None:
    send(client, factories.article(), "年份不对。")
    (row,) = PageReport.objects.values()
    assert set(row) == {"id", "article_id", "anchor", "words", "at", "is_settled", "user_id"}
    assert row["user_id"] is None


def test_a_report_on_a_paragraph_names_it(client: Client) -> None:
    article = factories.article(sections=[(None, "头一段。\n第二段有错。")])
    section = article.sections.get()
    anchor = section.paragraphs[1][0]
    page = client.get(f"{address(article)}?at={anchor}").content.decode()
    assert "第二段有错。" in page
    send(client, article, "这里有错。", f"?at={anchor}")
    send(client, article, "那里有错。", "?at=nowhere")
    assert set(PageReport.objects.values_list("anchor", flat=True)) == {anchor, ""}


@pytest.mark.parametrize("words", ["", " ", "x", "错" * 1001, "a\x00b"])
def test_what_says_nothing_or_too_much_is_asked_for_again_and_not_lost(client: Client, words: str) -> None:
    article = factories.article()
    page = send(client, article, words)
    assert 'role="alert"' in page
    assert words.strip()[:900].replace("\x00", "") in page.replace("\x00", "")
    assert not PageReport.objects.exists()


def test_the_same_words_again_are_one_report(client: Client) -> None:
    article = factories.article()
    for _ in range(3):
        assert "收到了" in send(client, article, "年份不对。")
    assert PageReport.objects.count() == 1


def test_a_page_takes_so_many_reports_and_says_that_the_desk_knows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "MOST_OF_ARTICLE", 2)
    article = factories.article()
    for number in range(2):
        send(client, article, f"第{number}处不对。")
    assert "编辑已经知道" in send(client, article, "又一处不对。")
    PageReport.objects.update(is_settled=True)
    assert "收到了" in send(client, article, "又一处不对。")


@pytest.mark.parametrize("bound", ["MOST_AN_HOUR", "MOST_OPEN"])
def test_a_flood_is_refused_and_keeps_what_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(reporting, bound, 1)
    send(client, factories.article(), "一处不对。")
    response = client.post(address(factories.article()), {"words": "另一处不对。"})
    assert response.status_code == 429
    assert "另一处不对。" in response.content.decode()
    assert PageReport.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_not_kept(client: Client) -> None:
    assert "收到了" in send(client, factories.article(), "buy now", address="http://spam.example")
    assert not PageReport.objects.exists()


def test_a_form_of_another_site_is_refused() -> None:
    article = factories.article()
    assert Client(enforce_csrf_checks=True).post(address(article), {"words": "不对。"}).status_code == 403
    assert not PageReport.objects.exists()


def test_an_editor_ticks_reports_off_and_nobody_changes_their_words() -> None:
    report = PageReport.objects.create(article=factories.article(), words="年份不对。")
    editor = roles.client_of("编辑")
    change = f"{LIST}{report.pk}/change/"
    assert editor.post(change, {"words": "别的", "is_settled": "on"}).status_code == 302
    report.refresh_from_db()
    assert (report.words, report.is_settled) == ("年份不对。", True)
    assert report.user == User.objects.get(username="一名编辑")
    assert roles.client_of("读者").get(LIST).status_code == 302


def test_many_reports_are_ticked_off_at_once() -> None:
    reports = [
        PageReport.objects.create(article=factories.article(), words=f"第{n}处不对。") for n in range(2)
    ]
    data = {"action": "settle", "_selected_action": [report.pk for report in reports]}
    assert roles.client_of("编辑").post(LIST, data).status_code == 302
    assert not PageReport.objects.unsettled().exists()


def test_reports_on_what_lies_in_the_trash_are_not_shown(admin_client: Client) -> None:
    PageReport.objects.create(
        article=factories.article(status=Article.Status.TRASHED), words="在回收站里的不对。"
    )
    assert "在回收站里的不对" not in admin_client.get(LIST).content.decode()


def test_the_list_of_the_desk_asks_as_often_for_many_as_for_few(
    admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def counted() -> int:
        with django_assert_max_num_queries(30) as asked:
            admin_client.get(LIST)
        return len(asked)

    for number in range(2):
        PageReport.objects.create(article=factories.article(), words=f"第{number}处。")
    before = counted()
    for number in range(9):
        PageReport.objects.create(article=factories.article(), words=f"第{number}处不对。")
    assert counted() == before
