"""Citing in a real browser: by mouse, by keyboard, by touch, of selected words, and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from archive.models import Article
from search import lexicon, outbox
from tests import factories
from tests.browser.arrived import press, top_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLER = "这一年，全市职工立足岗位、奋勇争先，各项工作取得新的成绩。" * 8


@pytest.fixture
def article(transactional_db: None) -> Iterator[Article]:
    lexicon.forget()
    made = factories.article(
        title="把冷暖放在职工心上 把实事办到家家门前",
        subtitle="——青禾区总工会2019年工作综述",
        bylines=["本报记者 林深"],
        newspaper="云川日报",
        published_on="2020-01-16",
        page_label="03版",
        sections=[
            (None, FILLER),
            ("一、办实事", f"{FILLER}\n区里建起“爱心驿站”二十座。"),
            ("二、谋长远", f"{FILLER}\n{FILLER}\n{FILLER}"),
        ],
    )
    outbox.rebuild(lock_seconds=10)
    yield made
    lexicon.forget()


@pytest.fixture
def desk(page: Page) -> Page:
    """A page that may write to the clipboard, as a reader's browser lets it when a button was pressed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def copied(page: Page, told: str) -> str:
    expect(page.locator("[data-copied]")).to_have_text(told)
    return str(page.evaluate("navigator.clipboard.readText()"))


def reference(page: Page, article: Article, anchor: str) -> str:
    origin = page.evaluate("location.origin")
    return (
        "林深. 把冷暖放在职工心上 把实事办到家家门前：青禾区总工会2019年工作综述[N/OL]. 云川日报，2020-01-16（3）. "
        f"{origin}{article.get_absolute_url()}{anchor}."
    )


def test_a_paragraph_is_cited_from_home_by_one_field_one_click_and_one_copy(
    desk: Page, article: Article
) -> None:
    desk.goto("/")
    desk.locator("#q").fill("爱心驿站")
    press(desk, "Enter")
    desk.locator(".passage").first.click()
    expect(desk.locator("p:target")).to_be_visible()
    desk.get_by_role("button", name="复制引文").click()
    assert copied(desk, "已复制引文") == reference(desk, article, "#p3")
    desk.get_by_role("button", name="连同原文").click()
    quotation = copied(desk, "已复制原文和引文")
    assert quotation.startswith("“区里建起‘爱心驿站’二十座。”（林深. ")


def test_the_sign_of_a_paragraph_copies_its_clean_address(desk: Page, article: Article) -> None:
    desk.goto(f"{article.get_absolute_url()}?q=爱心驿站")
    desk.locator("#p3").hover()
    desk.locator("#p3 .permalink").click()
    assert copied(desk, "已复制链接").endswith(f"{article.get_absolute_url()}#p3")
    desk.locator("#p3 .cite-here").click()
    assert copied(desk, "已复制引文") == reference(desk, article, "#p3")


def test_the_keyboard_goes_from_paragraph_to_paragraph(desk: Page, article: Article) -> None:
    desk.goto(article.get_absolute_url())
    expect(desk.get_by_role("button", name="复制引文")).to_be_visible()
    press(desk, "p", "p", "p")
    expect(desk.locator("#p3 .permalink")).to_be_focused()
    press(desk, "c")
    assert copied(desk, "已复制引文") == reference(desk, article, "#p3")
    press(desk, "Shift+P")
    expect(desk.locator("#p2 .permalink")).to_be_focused()
    press(desk, "Enter")
    assert copied(desk, "已复制链接").endswith("#p2")


def test_selected_words_are_cited_with_their_paragraph(desk: Page, article: Article) -> None:
    desk.goto(article.get_absolute_url())
    button = desk.get_by_role("button", name="引用所选文字")
    expect(button).not_to_be_visible()
    desk.evaluate(
        """() => {
            const words = document.querySelector("#p3").firstChild;
            getSelection().setBaseAndExtent(words, 4, words, 10);
        }"""
    )
    button.click()
    text = copied(desk, "已复制所选文字和引文")
    assert text == f"“‘爱心驿站’”（{reference(desk, article, '#p3').removesuffix('.')}）"


def test_on_a_phone_the_outline_stands_before_the_text_and_signs_need_no_hovering(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(article.get_absolute_url())
    outline = page.locator("details.outline")
    expect(outline).to_be_visible()
    assert top_of(outline) < top_of(page.locator("h1"))
    expect(page.locator("#p1 .permalink")).to_be_visible()
    for phrase in ("把冷暖放在职工心上", "把实事办到家家门前"):
        assert lines_of(page, phrase) == 1
    context.close()


def lines_of(page: Page, phrase: str) -> int:
    """On how many lines a phrase of the title stands."""
    return int(
        page.evaluate(
            """phrase => {
                const title = document.querySelector("h1").firstChild;
                const range = document.createRange();
                range.setStart(title, title.data.indexOf(phrase));
                range.setEnd(title, title.data.indexOf(phrase) + phrase.length);
                return new Set([...range.getClientRects()].map(box => box.top)).size;
            }""",
            phrase,
        )
    )


def test_the_outline_follows_the_scroll(page: Page, article: Article) -> None:
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(article.get_absolute_url())
    page.get_by_role("navigation", name="提纲").get_by_role("link", name="二、谋长远").click()
    expect(page.locator(".outline-beside [aria-current]")).to_have_text("二、谋长远")


def test_an_article_is_a_word_file_two_clicks_from_home(page: Page, article: Article) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("把冷暖放在职工心上")).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 文件").click()
    assert download.value.suggested_filename == "把冷暖放在职工心上 把实事办到家家门前.docx"


def test_without_scripts_every_reference_can_be_selected_and_no_dead_button_is_shown(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{article.get_absolute_url()}#p3")
    page.locator("#p3 .cite-here").click()
    expect(page.get_by_text("“区里建起‘爱心驿站’二十座。”（林深.")).to_be_visible()
    expect(page.get_by_role("button", name="复制")).to_have_count(0)
    context.close()
