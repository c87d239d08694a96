"""Pages printed, walked by keyboard and seen with forced colours, in a real browser."""

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.arrived import arrived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def printed(page: Page) -> list[tuple[str, float, float]]:
    """(text within the sheet, width, height) of each sheet, in points, as A4 unless the page says otherwise."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    return [(sheet.get_textpage().get_text_bounded(), *sheet.get_size()) for sheet in document]


@pytest.mark.parametrize("first", [1999, 1975])
def test_the_coverage_table_is_printed_with_every_year_and_every_row(page: Page, first: int) -> None:
    for number in range(3):
        factories.article(place="990102", years=(first, 2023 - number))
    page.goto("/coverage/?region=990100")
    names = page.locator(".matrix tbody th").all_inner_texts()
    sheets = printed(page)
    text = "".join(words for words, _width, _height in sheets)
    squeezed = "".join(text.split())
    assert [year for year in range(first, 2024) if str(year) not in squeezed] == []
    assert [name for name in names if name not in squeezed] == []
    assert "合计" in squeezed
    assert all(width > height for _words, width, height in sheets)


def test_an_article_is_printed_whole_with_its_address_and_without_the_frame_of_the_site(page: Page) -> None:
    article = factories.article(
        sections=[
            (None, "开头的一段。"),
            ("最后一节", "\n".join(f"第{n}段说的是工会的事。" for n in range(120))),
        ]
    )
    page.goto(article.get_absolute_url())
    text = "".join("".join(words for words, _width, _height in printed(page)).split())
    assert "开头的一段" in text
    assert "第119段说的是工会的事" in text
    assert article.get_absolute_url() in text
    assert "主导航" not in text
    assert "English" not in text


def test_paragraph_signs_are_no_stops_of_the_tab_key_until_they_are_wanted(page: Page) -> None:
    article = factories.article(sections=[(None, "一段。\n二段。\n三段。")])
    page.goto(article.get_absolute_url())
    assert stops_on_signs(page) == 0
    page.get_by_role("link", name="显示每段的链接").click()
    page.wait_for_url("**permalinks=1")
    assert stops_on_signs(page) == 3


def stops_on_signs(page: Page) -> int:
    """How often the tab key stops on a paragraph's link on its way through the page."""
    found = 0
    arrived(page)
    for _step in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.className")
        if here == "permalink":
            found += 1
        if page.evaluate("document.activeElement === document.body"):
            break
    return found


def test_with_forced_colours_the_present_page_is_still_told_from_the_others(page: Page) -> None:
    factories.article()
    page.emulate_media(forced_colors="active")
    page.goto("/coverage/")
    colours = page.locator(".site-nav a").evaluate_all(
        "links => links.map(link => [link.hasAttribute('aria-current'), getComputedStyle(link).borderBottomColor])"
    )
    present = {colour for current, colour in colours if current}
    others = {colour for current, colour in colours if not current}
    assert len(present) == 1
    assert not present & others
