"""Tasks of researchers and clerks on the demo archive, from the home page, signed out, in as few steps as docs/tasks.md says.

A step is a field that is filled in and sent, or a click. What is looked at costs none.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, PageReport
from search import lexicon, outbox
from search.box import names
from tests import factories
from tests.browser.arrived import arrived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


class Reader:
    """Somebody before the site, whose steps are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0
        page.goto("/")
        arrived(page)

    def asks(self, words: str) -> None:
        """Types into the box of the home page and sends it."""
        self.steps += 1
        self.page.fill("#q", words)
        self.page.press("#q", "Enter")
        expect(self.page.locator(".result-count")).to_be_visible()

    def types(self, words: str) -> None:
        """Types into the box of the home page and looks at what comes up below it."""
        self.steps += 1
        self.page.locator("#q").press_sequentially(words)

    def clicks(self, place: Locator) -> None:
        self.steps += 1
        place.click()


@pytest.fixture(autouse=True)
def demo(transactional_db: None) -> Iterator[None]:
    lexicon.forget()
    names.forget()
    call_command("import_reviews", str(DEMO), publish_all=True, stdout=io.StringIO(), stderr=io.StringIO())
    outbox.rebuild(lock_seconds=10)
    yield
    lexicon.forget()
    names.forget()


def test_the_report_of_a_county_for_a_year_is_two_steps_away(page: Page) -> None:
    sends = Reader(page)
    sends.asks("临江县2014年")
    sends.clicks(page.locator(".place-offer li a"))
    expect(page.locator("h1")).to_contain_text("江边有个“娘家”")
    picks = Reader(page)
    picks.types("临江县2014")
    picks.clicks(page.get_by_role("option", name=re.compile("江边有个“娘家”")))
    expect(page.locator("h1")).to_contain_text("江边有个“娘家”")
    assert (sends.steps, picks.steps) == (2, 2)


def test_a_subject_in_a_province_and_a_year_typed_as_people_type_it_is_a_workbook_in_three_steps(
    page: Page, tmp_path: Path
) -> None:
    reader = Reader(page)
    reader.asks("示例省 2020 集体协商")
    reader.clicks(page.locator(".place-offer-link"))
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    with page.expect_download() as download:
        reader.clicks(page.get_by_role("link", name="工作簿（XLSX）"))
    download.value.save_as(tmp_path / "two.xlsx")
    rows = list(load_workbook(tmp_path / "two.xlsx").worksheets[0].values)
    places = [cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith("示例省")]
    assert sorted(places) == ["示例省 › 云川市 › 云川经济技术开发区", "示例省 › 海澜市"]
    assert reader.steps == 3


def test_what_two_years_of_a_county_say_on_one_subject_stands_side_by_side_in_three_steps(page: Page) -> None:
    reader = Reader(page)
    reader.asks("临江区 协商")
    reader.clicks(page.locator(".hit-title a", has_text="把暖流引到每一个岗位"))
    reader.clicks(page.locator(".article-steps").get_by_role("link", name="与 2019 年对照"))
    rows = page.locator(".compare-row")
    expect(rows.first).to_contain_text("协商")
    headings = rows.locator("h3").all_inner_texts()
    assert "协商桌谈出定心丸" in headings
    assert "桌子有多大,底气就有多足" in headings
    assert "新业态建会跑出加速度" not in headings
    assert reader.steps == 3


def test_a_paragraph_is_cited_ready_for_a_footnote_in_three_steps(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = Reader(page)
    reader.asks("户外劳动者驿站")
    reader.clicks(page.locator(".passage").first)
    expect(page.locator("p:target")).to_be_visible()
    reader.clicks(page.get_by_role("button", name="复制引文"))
    expect(page.locator("[data-copied]")).to_have_text("已复制引文")
    cited = str(page.evaluate("navigator.clipboard.readText()"))
    anchor = page.evaluate("location.hash")
    assert re.search(rf"\[(?:N|EB)/OL\]\. .+/articles/\d+/{anchor}\.$", cited), cited
    assert reader.steps == 3


def saved(reader: Reader, place: Locator, folder: Path) -> Path:
    """The file that a click brings."""
    with reader.page.expect_download() as download:
        reader.clicks(place)
    download.value.save_as(folder / "file")
    return folder / "file"


def test_reviews_that_mention_something_are_a_table_of_cities_by_years_in_three_steps(
    page: Page, tmp_path: Path
) -> None:
    reader = Reader(page)
    reader.asks("驿站")
    reader.clicks(page.get_by_role("link", name="地区 × 年份"))
    expect(page.locator("h1")).to_have_text("地区 × 年份")
    file = saved(reader, page.get_by_role("link", name="工作簿（XLSX）"), tmp_path)
    head, *rows = load_workbook(io.BytesIO(file.read_bytes())).worksheets[0].values
    assert head[:2] == ("地区", "区划代码")
    assert "示例省 › 云川市" in {row[0] for row in rows}
    assert reader.steps == 3


def test_a_dated_record_of_not_found_is_three_steps_away(page: Page, tmp_path: Path) -> None:
    reader = Reader(page)
    reader.asks("无人机植保飞手")
    reader.clicks(page.get_by_role("link", name="检索记录"))
    expect(page.locator(".record-sentence")).to_contain_text("未见")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    words = saved(reader, page.get_by_role("link", name="下载文字"), tmp_path).read_text("utf-8-sig")
    assert re.match(r"20\d\d-\d\d-\d\d .*篇综述.*“无人机植保飞手”.*未见", words)
    assert reader.steps == 3


def test_the_originals_of_a_county_are_one_zip_in_two_steps(page: Page, tmp_path: Path) -> None:
    reader = Reader(page)
    reader.asks("临江区")
    file = saved(reader, page.locator(".place-offer").get_by_role("link", name="原始文件（ZIP）"), tmp_path)
    names = ZipFile(file).namelist()
    assert sum("linjiang-" in name for name in names) == len(names) - 1 == 5
    assert reader.steps == 2


def test_all_passages_on_a_word_with_their_sources_are_a_document_in_two_steps(
    page: Page, tmp_path: Path
) -> None:
    reader = Reader(page)
    reader.asks("创新工作室")
    file = saved(reader, page.get_by_role("link", name="摘录成文（Word）"), tmp_path)
    lines = [paragraph.text for paragraph in Document(io.BytesIO(file.read_bytes())).paragraphs]
    assert sum("创新工作室" in line for line in lines) > 3
    assert sum("/articles/" in line for line in lines) > 2
    assert reader.steps == 2


def test_an_article_is_a_word_file_in_three_steps(page: Page, tmp_path: Path) -> None:
    reader = Reader(page)
    reader.asks("临江区2019年")
    reader.clicks(page.locator(".place-offer li a").first)
    file = saved(reader, page.get_by_role("link", name="下载 Word 文件"), tmp_path)
    lines = [paragraph.text for paragraph in Document(io.BytesIO(file.read_bytes())).paragraphs]
    assert "立潮头听江声 聚匠心启新程" in lines
    assert reader.steps == 3


def test_what_a_footnote_cites_is_two_steps_away(page: Page) -> None:
    cited = Article.objects.exclude(newspaper=None).exclude(published_on=None).earliest("pk")
    reader = Reader(page)
    reader.asks(f"{cited.newspaper}, {cited.published_on}(A07)")
    reader.clicks(page.get_by_role("main").get_by_role("link", name=cited.display_title).first)
    expect(page.locator("h1")).to_have_text(cited.display_title)


def test_the_new_reviews_of_a_region_are_followed_in_two_steps(page: Page) -> None:
    reader = Reader(page)
    reader.asks("临江区")
    reader.clicks(page.locator(".place-offer-link"))
    expect(page.locator("h1")).to_have_text("临江区")
    feed = page.locator("link[type='application/atom+xml']").first.get_attribute("href")
    assert page.request.get(feed or "").text().count("<entry>") == 5
    assert reader.steps == 2


def test_a_reader_tells_the_editors_of_a_wrong_page_in_two_steps(page: Page) -> None:
    reader = Reader(page)
    page.goto(Article.objects.published().earliest("pk").get_absolute_url())
    reader.clicks(page.get_by_role("link", name="告诉编辑这一页有错"))
    page.get_by_label("哪里不对，应当怎样").fill("第二段的年份不对。")
    reader.clicks(page.get_by_role("button", name="发给编辑"))
    expect(page.get_by_role("status")).to_contain_text("收到了")
    assert list(PageReport.objects.values_list("words", flat=True)) == ["第二段的年份不对。"]
    assert reader.steps == 2


def test_the_first_review_that_mentions_something_is_two_steps_away(page: Page) -> None:
    reader = Reader(page)
    reader.asks("驿站")
    reader.clicks(page.get_by_role("link", name="年份从旧到新"))
    expect(page.get_by_role("navigation", name="排序").locator("strong")).to_have_text("年份从旧到新")
    arrived(page)
    years = [
        int(label[:4])
        for label in page.locator(".hit-meta .tag:first-child").all_inner_texts()
        if label[0].isdigit()
    ]
    assert len(years) > 5
    assert years == sorted(years)
    assert reader.steps == 2


def test_what_a_city_itself_lacks_of_a_year_is_two_steps_away_and_a_list_to_send_one_more(
    page: Page, tmp_path: Path
) -> None:
    reader = Reader(page)
    reader.asks("云川市 2021")
    reader.clicks(page.get_by_role("link", name="看缺哪些"))
    expect(page.locator(".own-state")).to_contain_text("未收")
    expect(page.locator(".own-state")).to_contain_text("云川市总工会")
    expect(page.locator(".gap-list")).to_contain_text("石桥县")
    assert reader.steps == 2
    with page.expect_download() as download:
        reader.clicks(page.get_by_role("link", name="工作簿（XLSX）"))
    download.value.save_as(tmp_path / "wanted.xlsx")
    rows = list(load_workbook(tmp_path / "wanted.xlsx").worksheets[0].values)
    assert [row[3] for row in rows[1:3]] == ["云川市总工会", "青禾区总工会"]
    assert {row[4] for row in rows[1:]} == {"2021"}
    assert reader.steps == 3


def test_who_reprinted_a_review_is_one_step_away(page: Page) -> None:
    first = factories.article(title="一份年报走了三张报纸", newspaper="云川日报", years=(2023, 2023))
    for newspaper in ("示例工人报", "海澜晚报"):
        factories.article(title="年报走了三张报纸", newspaper=newspaper, years=(2023, 2023), reprint_of=first)
    reader = Reader(page)
    listed = page.locator(".newest li").filter(has_text="一份年报走了三张报纸")
    reader.clicks(listed.get_by_role("link", name="另有 2 篇转载"))
    prints = page.locator("#prints")
    expect(prints).to_be_in_viewport()
    expect(prints).to_contain_text("示例工人报")
    expect(prints).to_contain_text("海澜晚报")
    assert reader.steps == 1
