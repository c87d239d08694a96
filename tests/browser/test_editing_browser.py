"""Two editors, second thoughts and the trash, in a real browser."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive import editing
from archive.editing import presence
from archive.models import Article
from tests import factories
from tests.browser.arrived import comes
from tests.browser.dialogs import accepted_dialogs
from tests.browser.test_editor_browser import end_session, sign_in, sign_in_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    return factories.article(
        title="原来的标题",
        newspaper="云川日报",
        sections=[("维权", "调解四十件。\n追回欠薪百万。")],
        captions=["图为驿站。"],
    )


def change_page(article: Article) -> str:
    return f"/admin/archive/article/{article.pk}/change/"


def saved(page: Page, *, button: str = "_save") -> None:
    with page.expect_navigation():
        page.click(f"[name={button}]:visible")


def test_the_later_of_two_saves_chooses_and_nothing_is_lost(page: Page, article: Article) -> None:
    sign_in(page)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(change_page(article))
    other.fill("#id_title", "对方的标题")
    other.fill("#id_issuer", "某总工会")
    saved(other)
    page.fill("#id_title", "我的标题")
    page.get_by_role("button", name="改为整篇文字").click()
    page.fill("#id_lines", "〔小标题〕维权\n调解四十二件。\n追回欠薪百万。\n〔图片说明〕图为驿站。")
    saved(page)
    expect(page.get_by_role("heading", name="这一篇已被他人修改")).to_be_visible()
    title = page.get_by_role("group", name="标题")
    expect(title.get_by_text("用我的")).to_be_visible()
    page.click("text=按所选保存")  # what both changed must be chosen first
    expect(page.get_by_role("heading", name="这一篇已被他人修改")).to_be_visible()
    title.get_by_label("用我的").check()
    page.click("text=按所选保存")
    expect(page.locator(".messagelist")).to_contain_text("成功")
    page.goto(change_page(article))
    expect(page.locator("#id_title")).to_have_value("我的标题")
    expect(page.locator("#id_issuer")).to_have_value("某总工会")
    expect(page.locator("#id_lines")).to_have_value(
        re.compile("〔小标题〕维权\n\n调解四十二件。\n\n追回欠薪百万。")
    )


def test_the_page_that_asks_is_not_left_without_a_question(page: Page, article: Article) -> None:
    sign_in(page)
    page.goto(change_page(article))
    editing.correct(article.pk, {"title": "对方的标题"}, by=None)
    page.fill("#id_title", "我的标题")
    saved(page)
    asked = accepted_dialogs(page)
    page.get_by_label("用我的").first.check()
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_what_comes_back_after_signing_in_is_not_written_over_a_newer_version(
    page: Page, article: Article
) -> None:
    sign_in(page)
    page.goto(change_page(article))
    page.fill("#id_title", "我的标题")
    end_session(page)
    page.click("[name=_save]")
    editing.correct(article.pk, {"title": "对方的标题"}, by=None)
    sign_in_again(page)
    expect(page.locator("#id_title")).to_have_value("我的标题")
    saved(page)
    expect(page.get_by_role("heading", name="这一篇已被他人修改")).to_be_visible()
    article.refresh_from_db()
    assert article.title == "对方的标题"


def test_a_second_editor_sees_who_has_the_article_open(page: Page, article: Article) -> None:
    colleague = User.objects.create_superuser("li", first_name="李编辑")
    presence.here(article.pk, colleague)
    sign_in(page)
    page.goto(change_page(article))
    expect(page.locator("[data-presence]")).to_contain_text("李编辑 也打开着这一篇")
    page.goto("/admin/")
    expect(page.locator("#site-name")).to_be_visible()
    assert comes(page, lambda: not presence.others(article.pk, colleague))  # told while the page is left


def test_an_edit_is_undone_from_the_history(page: Page, article: Article) -> None:
    sign_in(page)
    page.goto(change_page(article))
    page.fill("#id_title", "改过的标题")
    saved(page, button="_continue")
    page.click("text=历史")
    expect(page.locator(".event").first.locator("ins")).to_have_text("改过")
    expect(page.locator(".event").first.locator("del")).to_have_text("原来")
    page.click("text=撤销上一次修改")
    expect(page.locator(".messagelist")).to_contain_text("已撤销上一次修改")
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("原来的标题")


def test_an_article_is_moved_to_the_trash_and_taken_out_with_its_links(page: Page, article: Article) -> None:
    fragments = [article.sections.get().anchor, "p2", article.captions.get().anchor]
    sign_in(page)
    page.goto(change_page(article))
    page.click(".deletelink")
    page.click("button:has-text('移到回收站')")
    expect(page.locator(".messagelist")).to_contain_text("30 天内可以取回")
    answer = page.goto(article.get_absolute_url())
    assert answer is not None and answer.status == 404
    page.goto("/admin/archive/trashedarticle/")
    page.click("text=原来的标题")
    page.click("[value=取回]")
    expect(page.locator("#id_title")).to_have_value("原来的标题")
    for fragment in fragments:
        page.goto(f"{article.get_absolute_url()}#{fragment}")
        expect(page.locator(f"#{fragment}:target")).to_be_visible()


def test_publishing_what_is_in_doubt_asks_first(page: Page) -> None:
    article = factories.article(status="draft", place=None)
    sign_in(page)
    page.goto(change_page(article))
    saved(page, button="_publish")
    expect(page.locator(".doubtful")).to_contain_text("缺地区")
    page.click("text=有疑问的也照样发布")
    expect(page.locator(".messagelist")).to_contain_text("已发布")
