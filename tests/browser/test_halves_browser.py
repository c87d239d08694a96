"""The editor in two halves: lines get their roles by keyboard, by touch and without script; doubts are answered by a click."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from archive import editing
from archive.models import Article, Import, ImportItem, Notice
from archive.representation import represent
from tests import factories
from tests.browser.arrived import press
from tests.browser.test_editor_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUCCESS = ".messagelist .success"


@pytest.fixture
def article(transactional_db: None) -> Article:
    raw = "云川日报\n暖心服务\n开头一段。\n维权服务\n调解四十件。\n追回欠薪百万。\n首页 > 要闻\n"
    return factories.article(
        source=factories.source(raw.encode()),
        title="暖心服务",
        sections=[(None, "开头一段。"), ("维权服务", "调解四十件。\n追回欠薪百万。")],
        furniture=["首页 > 要闻"],
        provenance={"title": [[5, 9]], "furniture": [[[36, 43]]]},
        status="draft",
    )


def open_form(page: Page, article: Article) -> None:
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    expect(page.locator(".line").first).to_be_visible()


def line(page: Page, text: str) -> Locator:
    return page.locator(".line", has_text=text)


def shape(article: Article) -> list[tuple[str | None, str]]:
    return list(article.sections.values_list("heading", "text"))


def test_by_keyboard_alone_a_heading_becomes_a_caption_and_back_and_lines_are_split_joined_and_moved(
    page: Page, article: Article
) -> None:
    before = represent(article)
    sign_in(page)
    open_form(page, article)
    line(page, "开头一段。").focus()
    press(page, "j")
    expect(line(page, "维权服务")).to_be_focused()
    expect(page.locator(".original")).to_be_visible()
    press(page, "c")
    expect(line(page, "维权服务").locator(".line-role")).to_have_text("图片说明")
    page.click("[name=_continue]:visible")
    expect(page.locator(SUCCESS)).to_be_visible()
    expect(page.locator(".line").first).to_be_visible()
    assert [caption.text for caption in article.captions.all()] == ["维权服务"]
    assert shape(article) == [(None, "开头一段。\n调解四十件。\n追回欠薪百万。")]

    line(page, "维权服务").focus()
    press(page, "1", "Alt+ArrowUp", "Alt+ArrowUp")
    expect(page.locator(".line .line-text")).to_have_text(
        ["开头一段。", "维权服务", "调解四十件。", "追回欠薪百万。", "首页 > 要闻"]
    )
    page.click("[name=_continue]:visible")
    expect(page.locator(SUCCESS)).to_be_visible()
    expect(page.locator(".line").first).to_be_visible()
    article.refresh_from_db()
    assert represent(article)["sections"] == before["sections"]

    line(page, "追回欠薪百万。").focus()
    press(page, "m")  # joined to the line above, and split again where the cursor stands
    expect(page.locator(".line .line-text")).to_have_count(4)
    press(page, "Enter")
    box = page.get_by_role("textbox", name="正文", exact=True)
    expect(box).to_be_focused()
    box.evaluate("box => box.setSelectionRange(6, 6)")
    press(page, "Enter")
    expect(line(page, "追回欠薪百万。")).to_be_focused()
    press(page, "j", "p")  # page matter becomes a paragraph
    expect(line(page, "首页 > 要闻").locator(".line-role")).to_have_text("正文")
    press(page, "z", "k", "f")  # a step back; then a paragraph becomes page matter
    page.click("[name=_save]")
    expect(page.locator(SUCCESS)).to_be_visible()
    article.refresh_from_db()
    assert shape(article) == [(None, "开头一段。"), ("维权服务", "调解四十件。")]
    assert article.furniture == ["追回欠薪百万。", "首页 > 要闻"]


def test_the_line_is_shown_in_the_original_and_what_was_typed_can_be_looked_at_before_it_is_saved(
    page: Page, article: Article
) -> None:
    sign_in(page)
    open_form(page, article)
    line(page, "首页 > 要闻").click()
    expect(page.locator(".original .is-here")).to_have_text("首页 > 要闻")
    page.fill("#id_title", "还没有保存的标题")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="预览").click()
    expect(opened.value.locator("h1")).to_contain_text("还没有保存的标题")
    expect(opened.value.locator(".note-warn")).to_contain_text("还没有保存")
    opened.value.close()
    article.refresh_from_db()
    assert (article.title, article.version) == ("暖心服务", 0)
    page.press("#id_title", "Enter")  # saves and stays; publishes nothing
    expect(page.locator(SUCCESS)).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("还没有保存的标题")
    article.refresh_from_db()
    assert (article.title, article.status) == ("还没有保存的标题", "draft")


def test_a_list_is_published_article_by_article(page: Page, article: Article) -> None:
    second = factories.article(title="第二篇", status="draft")
    factories.article(title="第三篇", status="draft")
    sign_in(page)
    page.goto("/admin/archive/article/?status__exact=draft")
    page.get_by_role("link", name="第三篇").click()
    page.get_by_role("button", name="发布并打开下一篇（1 / 3）").click()
    expect(page.locator("#id_title")).to_have_value("第二篇")
    page.get_by_role("button", name="发布并打开下一篇（1 / 2）").click()
    expect(page.locator("#id_title")).to_have_value("暖心服务")
    second.refresh_from_db()
    assert second.is_published
    page.get_by_role("button", name="保存并发布").click()
    expect(page).to_have_url(re.compile(r"/article/\?status__exact=draft$"))


def an_import(*articles: Article) -> str:
    batch = Import.objects.create(way="upload", name="一批", announced=len(articles))
    for order, article in enumerate(articles):
        item = ImportItem.objects.create(batch=batch, order=order, name=f"{order}.txt", state="read")
        item.articles.add(article)
    return batch.get_absolute_url()


def test_keystrokes_an_article_in_the_table_of_an_import(page: Page) -> None:
    """The figures of docs/editing.md."""
    clean = factories.article(title="没有疑问的一篇", status="draft")
    unsure = factories.article(title="云川日报", status="draft", sections=[("暖心服务", "一段。")])
    nowhere = factories.article(title="不知何处的一篇", status="draft", place=None)
    Notice.objects.create(
        article=unsure, code="title-uncertain", message="标题可能认错了", evidence="暖心服务"
    )
    either = factories.article(title="同名的一篇", status="draft", place=None)
    named = [factories.region(code) for code in ("990102", "990103")]
    offered = {
        "names": [region.full_name for region in named],
        "divisions": [[region.code, region.valid_from] for region in named],
    }
    Notice.objects.create(article=either, code="region-ambiguous", values=offered)
    sign_in(page)
    page.goto(an_import(clean, unsure, either, nowhere))
    pressed: Counter[str | None] = Counter()

    def press_for(article: Article, *keys: str) -> None:
        pressed[article.title] += len(keys)
        press(page, *keys)

    def row(article: Article) -> Locator:
        return page.locator(f"#row-{article.pk} .row-edit")

    expect(row(clean)).to_be_visible()
    press(page, "j")  # into the table, once
    expect(row(clean)).to_be_focused()
    press_for(clean, "Control+Enter")
    expect(row(unsure)).to_be_focused()
    press_for(unsure, "2")
    expect(page.locator(SUCCESS)).to_contain_text("已采用：暖心服务")
    expect(row(unsure)).to_be_focused()
    press_for(unsure, "Control+Enter")
    expect(row(either)).to_be_focused()
    press_for(either, "2")
    expect(page.locator(SUCCESS)).to_contain_text(named[1].full_name)
    expect(row(either)).to_be_focused()
    press_for(either, "Control+Enter")
    expect(row(nowhere)).to_be_focused()
    press_for(nowhere, "Enter")
    page.wait_for_url(f"**edit={nowhere.pk}*")  # loaded, with its script
    expect(page.locator("[name=place]")).to_be_focused()
    press_for(nowhere, *"y qhq", "Control+Enter")
    expect(page.locator(SUCCESS)).to_contain_text("已发布：不知何处的一篇")
    assert Article.objects.published().count() == 4
    assert Article.objects.get(pk=unsure.pk).sections.get().heading == "云川日报"
    assert Article.objects.get(pk=either.pk).region == named[1]
    assert pressed == {"没有疑问的一篇": 1, "云川日报": 2, "同名的一篇": 2, "不知何处的一篇": 7}


@pytest.fixture
def narrow(browser: Browser, live_server: LiveServer) -> Any:
    """A page of a phone, with scripts or without."""
    contexts = []

    def opened(**how: Any) -> Page:
        contexts.append(
            browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}, **how)
        )
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def test_on_a_phone_lines_are_tapped(narrow: Callable[..., Page], article: Article) -> None:
    page = narrow(has_touch=True)
    sign_in(page)
    open_form(page, article)
    line(page, "首页 > 要闻").tap()
    page.get_by_label("这一行是").select_option("图片说明")
    expect(line(page, "首页 > 要闻").locator(".line-role")).to_have_text("图片说明")
    page.get_by_role("button", name="上移").tap()
    expect(page.locator(".line .line-text")).to_have_text(
        ["开头一段。", "维权服务", "调解四十件。", "首页 > 要闻", "追回欠薪百万。"]
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[name=_save]").tap()
    expect(page.locator(SUCCESS)).to_be_visible()
    assert article.captions.get().section.heading == "维权服务"


def test_without_script_the_text_has_marks_and_a_candidate_is_a_button(
    narrow: Callable[..., Page], article: Article
) -> None:
    Notice.objects.create(
        article=article, code="title-uncertain", message="标题可能认错了", evidence="暖心服务\n维权服务"
    )
    page = narrow(java_script_enabled=False)
    sign_in(page)
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    expect(page.locator("#id_lines")).to_have_value(re.compile("〔小标题〕维权服务"))
    page.get_by_role("button", name="维权服务", exact=True).click()
    expect(page.locator("#id_title")).to_have_value("维权服务")
    expect(page.locator("#id_lines")).to_have_value(re.compile("〔小标题〕暖心服务"))
    assert not article.notices.unsettled().exists()
    page.fill("#id_lines", "一段。\n〔图片说明〕图为驿站。")
    page.locator("[name=_save]").click()
    expect(page.locator(SUCCESS)).to_be_visible()
    assert shape(article) == [(None, "一段。")]
    for _ in range(2):
        editing.undo(article.pk, by=None)
    article.refresh_from_db()
    assert article.title == "暖心服务"
