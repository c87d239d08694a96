"""A reader's way through the search in a real browser, with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from search import lexicon, outbox
from tests import factories
from tests.browser.arrived import arrived, comes_into_view, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def reviews(transactional_db: None) -> Iterator[None]:
    """Four reviews of two cities; every test meets an index that holds just these."""
    lexicon.forget()
    filler = "这一年，全市职工立足岗位、奋勇争先，各项工作取得新的成绩。" * 6
    for title, place, years, words in (
        ("青禾之春", "990102", (2019, 2019), "集体协商"),
        ("青禾之秋", "990102", (2020, 2020), "集体协商"),
        ("望潮之声", "990202", (2019, 2019), "集体协商"),
        ("五年之路", "990200", (2018, 2022), "爱心驿站"),
    ):
        factories.article(
            title=title,
            place=place,
            years=years,
            issuer="某某总工会",
            newspaper="示例日报",
            sections=[
                (None, f"{filler}\n导语里先说{words}。"),
                ("维权有力度", f"{filler}\n{filler}签订{words}合同，再谈{words}。\n{filler}"),
                ("服务有温度", f"{filler}\n末尾还有{words}。"),
            ],
        )
    outbox.rebuild(lock_seconds=10)
    yield
    lexicon.forget()


def titles(page: Page) -> Locator:
    return page.locator(".hit-title")


def search_from_home(page: Page, words: str) -> None:
    page.goto("/")
    page.fill("#q", words)
    page.locator("form[role=search]").get_by_role("button").first.click()
    expect(page.locator(".result-count")).to_be_visible()


def narrow_and_widen(page: Page) -> None:
    search_from_home(page, "集体协商")
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")
    expect(page.locator(".passage mark").nth(2)).to_be_visible()
    page.locator(".facet-value", has_text="云川市").click()
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    page.locator(".facet-value", has_text="青禾区").click()
    page.get_by_text("逐年篇数").click()
    page.locator(".facet-value", has_text="2020 年").click()
    expect(page.locator(".result-count")).to_contain_text("共 1 篇")
    expect(titles(page)).to_have_text(["青禾之秋"])
    assert "region=990102" in page.url
    assert "year=2020" in page.url
    page.locator(".chip", has_text="2020 年").get_by_role("link").click()
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    page.locator(".chip", has_text="青禾区").get_by_role("link").click()
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")


def test_a_reader_searches_narrows_by_county_and_year_and_removes_chips(page: Page) -> None:
    narrow_and_widen(page)


def test_all_of_it_works_without_scripts(still_page: Page) -> None:
    narrow_and_widen(still_page)
    still_page.locator(".passage", has_text="末尾还有").first.click()
    assert comes_into_view(still_page, "p:target")
    still_page.get_by_text("逐处看").click()
    still_page.locator(".mark-list a", has_text="3").click()
    assert comes_into_view(still_page, "mark#m3")
    still_page.get_by_role("link", name="下一篇").click()
    expect(still_page.locator(".reading-bar")).to_contain_text("第 2 篇，共 3 篇")
    still_page.get_by_role("link", name="回到结果").click()
    expect(still_page.locator(".result-count")).to_contain_text("共 3 篇")


def test_a_bar_of_the_chart_chooses_its_year(page: Page) -> None:
    page.goto("/search/?q=集体协商")
    page.get_by_role("link", name="2020 年 1 篇").click()
    expect(page.locator(".result-count")).to_contain_text("共 1 篇")
    expect(titles(page)).to_have_text(["青禾之秋"])


def test_two_boxes_choose_a_range_of_years_and_leave_empty_ones_out_of_the_address(page: Page) -> None:
    page.goto("/search/?q=总工会")
    page.fill("#year-from", "2020")
    page.get_by_role("button", name="应用").click()
    expect(page.locator(".chip", has_text="2020 年以来")).to_be_visible()
    expect(titles(page)).to_have_count(2)
    assert sorted(titles(page).all_inner_texts()) == ["五年之路", "青禾之秋"]
    assert "to=" not in page.url


def test_a_passage_opens_the_article_at_its_paragraph_with_the_words_marked(page: Page) -> None:
    page.goto("/search/?q=集体协商&region=990202")
    page.locator(".passage", has_text="末尾还有").click()
    expect(page).to_have_url(re.compile(r"/articles/\d+/\?q=.*#p\d+$"))
    assert comes_into_view(page, "p:target")
    expect(page.locator("p:target mark")).to_have_text("集体协商")


def test_marks_are_stepped_through_by_buttons_and_keys_and_wrap_around(page: Page) -> None:
    page.goto("/search/?q=集体协商&region=990202")
    page.locator(".hit-title a").click()
    expect(page.locator("mark")).to_have_count(4)
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("mark.here")).to_have_attribute("id", "m1")
    press(page, "j", "j")
    expect(page.locator("mark.here")).to_have_attribute("id", "m3")
    expect(page.locator("[data-step-position]")).to_have_text("3 / 4")
    assert comes_into_view(page, "mark.here")
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("mark.here")).to_have_attribute("id", "m2")
    press(page, "k", "k")
    expect(page.locator("mark.here")).to_have_attribute("id", "m4")


def test_stepping_begins_at_the_paragraph_that_was_opened(page: Page) -> None:
    page.goto("/search/?q=集体协商&region=990202")
    page.locator(".passage", has_text="末尾还有").click()
    expect(page.get_by_role("button", name="下一处")).to_be_visible()
    press(page, "j")
    expect(page.locator("mark.here")).to_have_attribute("id", "m4")


def test_neighbours_in_the_result_are_one_step_away(page: Page) -> None:
    page.goto("/search/?q=集体协商")
    shown = titles(page).all_inner_texts()
    page.locator(".hit-title a").first.click()
    for title in shown[1:]:
        page.get_by_role("link", name="下一篇").click()
        expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".reading-bar")).to_contain_text("第 3 篇，共 3 篇")
    page.get_by_role("link", name="上一篇").click()
    expect(page.locator("h1")).to_have_text(shown[1])


def test_nothing_found_helps_on(page: Page) -> None:
    page.goto("/search/?q=集体协商&region=990202&year=2020")
    expect(page.locator(".nothing")).to_contain_text("未见")
    line = page.locator(".relaxations li", has_text="2020 年")
    expect(line).to_contain_text("去掉后有 1 篇")
    line.get_by_role("link").click()
    expect(page.locator(".result-count")).to_contain_text("共 1 篇")


def test_words_that_only_page_matter_holds_are_one_click_away_and_unfolded_in_their_article(
    page: Page,
) -> None:
    factories.article(
        title="金湾之冬",
        furniture=["首页 > 要闻", "集体协商专栏", "浏览 128 次"],
        sections=[(None, "入会。")],
    )
    outbox.rebuild(lock_seconds=10)
    page.goto("/search/?q=专栏")
    expect(page.locator(".nothing")).not_to_contain_text("未见：")
    page.locator(".further a").click()
    expect(titles(page)).to_have_text(["金湾之冬"])
    expect(page.locator(".hit .tag-matter")).to_be_visible()
    page.locator(".passage", has_text="集体协商专栏").click()
    expect(page.locator("li:target mark")).to_have_text("专栏")
    assert comes_into_view(page, "li:target")
    press(page, "j")
    expect(page.locator("mark.here")).to_have_text("专栏")
    page.goto("/search/?q=集体协商")
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")
    expect(page.locator(".further")).to_contain_text("另有 1 篇")


def test_page_matter_is_folded_until_a_reader_unfolds_it(page: Page) -> None:
    article = factories.article(furniture=["首页 > 要闻", "浏览 128 次"])
    page.goto(article.get_absolute_url())
    expect(page.locator("#f2")).not_to_be_visible()
    page.locator(".page-matter summary").click()
    expect(page.locator("#f2")).to_be_visible()


def test_a_word_of_the_same_sound_is_one_click_away(page: Page) -> None:
    page.goto("/search/?q=集体斜商")
    page.locator(".corrections a", has_text="集体协商").click()
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")


def test_a_region_is_completed_by_initials_and_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/search/?year=2019")
    arrived(page)
    page.locator("#q").press_sequentially("qhq")
    option = page.get_by_role("option", name="青禾区")
    expect(option.first).to_be_visible()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    press(page, "ArrowDown")
    expect(option.first).to_have_attribute("aria-selected", "true")
    press(page, "Enter")
    expect(page.locator(".chip", has_text="青禾区")).to_be_visible()
    expect(page.locator(".chip", has_text="2019 年")).to_be_visible()
    expect(titles(page)).to_have_text(["青禾之春"])


def test_completions_close_with_escape_and_enter_still_searches(page: Page) -> None:
    page.goto("/search/")
    arrived(page)
    page.locator("#q").press_sequentially("jtxs")
    expect(page.get_by_role("option", name="集体协商").first).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.fill("#q", "爱心驿站")
    press(page, "Enter")
    expect(page.locator(".result-count")).to_contain_text("共 1 篇")


def test_completions_are_quiet_while_an_input_method_composes(page: Page) -> None:
    page.goto("/search/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.focus("#q")
    session = page.context.new_cdp_session(page)
    for composed in ("q", "qh", "qhq"):
        session.send("Input.imeSetComposition", {"text": composed, "selectionStart": 3, "selectionEnd": 3})
        page.wait_for_timeout(250)
    assert asked == []
    session.send("Input.insertText", {"text": "青禾"})
    expect(page.get_by_role("option", name="青禾区").first).to_be_visible()
    assert len(asked) == 1


def test_keys_lead_to_the_box_through_the_hits_and_to_the_list_of_keys(page: Page) -> None:
    page.goto("/search/?q=集体协商")
    press(page, "j")
    expect(page.locator("[data-hit]").nth(0)).to_be_focused()
    press(page, "j")
    expect(page.locator("[data-hit]").nth(1)).to_be_focused()
    press(page, "k")
    expect(page.locator("[data-hit]").nth(0)).to_be_focused()
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("/j?")
    expect(page.locator("#q")).to_have_value("/j?")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_search_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    long_word = "AVeryLongLatinWordWithoutAnyPlaceToBreakIt" * 3
    for address in (
        "/search/",
        "/search/?q=集体协商&region=990102&year=2019&year=2020&newspaper=示例日报&matter=1",
        f"/search/?q={long_word}&region=990102",
        "/search/help/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_nothing_is_fetched_from_elsewhere(page: Page, live_server: LiveServer) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/search/?q=集体协商")
    page.locator(".hit-title a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    assert hosts == {live_server.url.split("/")[2]}
