"""Files of every format dropped together with a scan: read, the scan corrected beside its picture, published, found, its
words seen on the picture."""

import re
import sys
from importlib import import_module

import pytest
from playwright.sync_api import Page, expect

from archive.ingest.ocr.engines import is_installed
from archive.ingest.pipeline import read_file
from tests import saved_as
from tests.browser.test_imports_browser import PATIENCE, a_text_of_its_own, drop, pdf_file
from tests.browser.test_imports_browser import empty_archive as empty_archive  # noqa: PLC0414 - a fixture
from tests.browser.test_imports_browser import page as page  # noqa: PLC0414 - a fixture
from tests.browser.test_imports_browser import shared_site as shared_site  # noqa: PLC0414 - a fixture
from tests.browser.test_imports_browser import site as site  # noqa: PLC0414 - a fixture
from tests.test_imports_runner import packed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the site is ended as Linux does"),
    pytest.mark.skipif(not is_installed(), reason="what reads pictures is not installed here (make ocr)"),
]
RECOGNITION = 300_000  # milliseconds; a picture takes ten seconds, on a machine that has nothing else to do


def every_format() -> tuple[list[tuple[str, bytes]], str]:
    """Twenty files, eighteen of them in a format of its own or an encoding, one a scan, one that nobody reads; and the
    last paragraph of the scan."""
    texts = iter(a_text_of_its_own(number) for number in range(20))

    def parts() -> saved_as.Parts:
        text = next(texts)
        return saved_as.parts_of(read_file(text.encode(), "综述.txt").records[0], text)

    drawing = import_module("benchmarks.drawn_pages")
    scan = drawing.drawn_page("200dpi", drawing.Look(signs=150))  # few lines are read soon
    pages = saved_as.as_newspaper_html, saved_as.as_plain_html
    head = ["题名", "正文"]
    files = [
        ("扫描.jpg", scan.content),
        ("甲.txt", next(texts).encode("gb18030")),
        ("乙.txt", next(texts).encode("utf-16")),
        ("丙.txt", next(texts).encode("big5", "ignore")),
        ("丁.md", next(texts).encode()),
        ("网页.html", pages[0](parts()).encode()),
        ("展示.asp", pages[1](parts()).encode()),
        ("网页.mht", saved_as.as_mht(pages[1](parts()).encode())),
        ("文档.docx", saved_as.as_docx(parts())),
        ("其实是新的.doc", saved_as.as_docx(parts(), styled=False)),
        ("文档.odt", saved_as.as_odt(parts())),
        ("文档.fodt", saved_as.as_odt(parts(), flat=True)),
        ("文档.rtf", saved_as.as_rtf(parts())),
        ("版面.pdf", pdf_file(next(texts))),
        ("版式.ofd", saved_as.as_ofd(parts())),
        ("信.eml", saved_as.as_mail("请查收。", {"附件.txt": next(texts).encode()})),
        ("年度.zip", packed(("2019/一.txt", next(texts).encode()))),
        ("列表.xlsx", saved_as.as_workbook([head, ["绿化三年", next(texts).split("\n", 1)[1]]])),
        ("列表.csv", saved_as.as_csv([head, ["修渠五里", next(texts).split("\n", 1)[1]]])),
        ("程序.exe", bytes(range(256)) * 40),
    ]
    return files, next(text for is_heading, text in reversed(scan.truth.body) if not is_heading)


def test_a_scan_among_twenty_files_is_corrected_published_found_and_seen_on_its_picture(page: Page) -> None:
    files, last = every_format()
    assert len(files) == 20
    drop(page, files)
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/archive/import/*/")
    progress = page.locator(".import-progress")
    expect(progress).to_contain_text("已全部读完", timeout=RECOGNITION)
    expect(progress).to_contain_text("1 个文件未入库", timeout=PATIENCE)
    row = page.locator(".import-articles tbody tr", has_text="扫描.jpg")
    row.locator("a").first.click()
    page.wait_for_url("**/change/**")
    corrected_beside_its_picture(page, last)
    found_and_seen_on_the_picture(page)


def corrected_beside_its_picture(page: Page, last: str) -> None:
    line = page.locator(".line", has_text=last[:8])
    line.focus()
    expect(page.locator("polygon.is-here").first).to_be_visible(timeout=PATIENCE)
    line.locator("[data-do=edit]").click()
    box = line.locator("textarea")
    box.fill(f"{last[:6]}修渠引水{last[6:]}")
    box.press("Escape")
    page.click("[name=_publish]:visible")
    again = page.get_by_role("button", name="有疑问的也照样发布")
    success = page.locator(".messagelist .success")
    expect(again.or_(success).first).to_be_visible(timeout=PATIENCE)
    if again.count():
        again.click()
    expect(success).to_contain_text("已发布", timeout=PATIENCE)


def found_and_seen_on_the_picture(page: Page) -> None:
    page.goto('/search/?q="修渠引水"')
    page.locator("main a[href*='/articles/']").first.click()
    page.wait_for_url("**/articles/**")
    page.get_by_role("link", name="在图片上看检索到的词").click()
    page.wait_for_url(re.compile("/original/"))
    expect(page.locator("polygon.is-found").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".scan img").first).to_have_js_property("complete", value=True)
