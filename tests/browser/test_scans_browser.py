"""A scanned page beside its text: lines lead to their places and back, in the editor, in the original, without a script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.models import Article
from tests import factories
from tests.browser.arrived import press
from tests.browser.test_editor_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = [
    "修渠引水又一年",
    *(f"第{n}条渠修了四十里，村村通水。" for n in "一二三四五六七八九"),
    "全区工会追回欠薪三十万元。",
]
HERE = re.compile("is-here")


@pytest.fixture
def article(transactional_db: None) -> Article:
    return factories.article(
        title=LINES[0],
        source=factories.scan(LINES, doubtful="薪"),
        sections=[(None, "\n".join(LINES[1:]))],
        status="draft",
        provenance={"title": [[0, 7]]},
    )


def test_in_the_editor_a_click_on_the_picture_leads_to_the_line_of_the_list_and_back(
    page: Page, article: Article
) -> None:
    sign_in(page)
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    last = page.locator(".line", has_text="追回欠薪")
    expect(last.locator("mark.is-doubtful")).to_have_text("薪")
    page.locator("#k1-6").click()
    expect(page.locator(".line", has_text="第五条渠")).to_be_focused()
    expect(page.locator("#k1-6")).to_have_class(HERE)
    last.focus()
    expect(page.locator("#k1-11")).to_have_class(HERE)
    expect(page.locator("#k1-6")).not_to_have_class(HERE)
    press(page, "Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("全区工会追回欠款三十万元。")
    page.keyboard.press("Escape")
    expect(page.locator("mark.is-doubtful")).to_have_count(0)
    page.locator("#k1-11").click()  # what was corrected is found by what stands around it
    expect(page.locator(".line", has_text="追回欠款")).to_be_focused()


def test_enter_on_a_line_of_the_original_shows_its_place_on_the_picture(page: Page, article: Article) -> None:
    Article.objects.update(status=Article.Status.PUBLISHED)
    page.goto(f"{article.get_absolute_url()}original/")
    page.locator("#t1-1").focus()
    press(page, "ArrowDown", "ArrowDown", "Enter")
    expect(page.locator("#k1-3")).to_have_class(HERE)
    expect(page.locator("#t1-3")).to_be_focused()
    page.locator("#k1-2").click()
    expect(page.locator("#t1-2")).to_be_focused()


def test_without_a_script_line_and_place_are_links_to_each_other(
    browser: Browser, page: Page, article: Article
) -> None:
    Article.objects.update(status=Article.Status.PUBLISHED)
    page.goto(article.get_absolute_url())
    context = browser.new_context(base_url=page.url.split("/articles/")[0], java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{article.get_absolute_url()}original/")
    plain.locator("#t1-4").click()
    expect(plain).to_have_url(re.compile("#k1-4$"))
    plain.locator("#k1-5").click()
    expect(plain).to_have_url(re.compile("#t1-5$"))
    context.close()


def test_the_part_of_a_page_is_drawn_or_ticked_on_the_picture(page: Page, article: Article) -> None:
    sign_in(page)
    page.goto(f"/admin/archive/article/{article.pk}/region/")
    boxes = page.locator("[name=block]")
    expect(boxes.first).to_be_checked()
    shape = page.locator("polygon.block").first
    expect(shape).to_have_class(re.compile("is-chosen"))
    shape.click()
    expect(boxes.first).not_to_be_checked()
    expect(shape).not_to_have_class(re.compile("is-chosen"))
    sheet = page.locator("svg[data-page]").bounding_box()
    assert sheet is not None
    page.mouse.move(sheet["x"] + 4, sheet["y"] + 4)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 200, sheet["y"] + 120, steps=4)
    page.mouse.up()
    expect(page.locator("[name=area]")).to_have_count(1)
    expect(boxes.first).not_to_be_checked()
    page.get_by_role("button", name="去掉").click()
    expect(page.locator("[name=area]")).to_have_count(0)
