"""Twenty mixed files dropped on the real site: sent, read beside it, reviewed and published, found by a search."""

import base64
import io
import sys
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.arrived import press
from tests.site_process import Site, manage_each, running
from tests.test_imports_review import VAGUE
from tests.test_imports_runner import packed, review

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the site is ended as Linux does"),
]

PASSWORD = "a-long-password"
PATIENCE = 60_000  # milliseconds; a busy machine is slow, and a test that passes does not wait
DROP = """([zone, files]) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name));
  }
  for (const kind of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def word_file(text: str) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in text.split("\n\n"):
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def page_file(text: str) -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    return f"<html><meta charset=utf-8><body>{rows}</body></html>".encode()


def mixed() -> list[tuple[str, bytes]]:
    """Three encodings, a page, a Word file, a zip, what was there already, and what can't be read."""
    texts = [review(number).decode() for number in range(20)]
    return [
        *((f"综述{n}.txt", texts[n].encode("gb18030" if n % 3 == 0 else "utf-8")) for n in range(13)),
        ("宽.txt", texts[13].encode("utf-16")),
        ("网页.html", page_file(texts[14])),
        ("文档.docx", word_file(texts[15])),
        ("年度.zip", packed(("2019/一.txt", texts[16].encode()), ("2019/二.txt", texts[17].encode()))),
        ("重复.txt", texts[1].encode()),
        ("空.txt", b""),
        ("程序.exe", bytes(range(256)) * 40),
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    user = ("createsuperuser", "--noinput", "--username", "editor", "--email", "a@example.cn")
    made = manage_each(
        folder / "data", ("migrate", "-v0"), ("load_regions",), user, DJANGO_SUPERUSER_PASSWORD=PASSWORD
    )
    assert [done.returncode for done in made] == [0, 0, 0], made
    with running(folder / "data", folder / "log") as started:
        yield started


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{site.port}", viewport={"width": 1280, "height": 900}
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto("/admin/")
    opened.fill("#id_username", "editor")
    opened.fill("#id_password", PASSWORD)
    opened.click("[type=submit]")
    expect(opened.locator("#user-tools")).to_be_visible(timeout=PATIENCE)
    yield opened
    context.close()


def drop(page: Page, files: list[tuple[str, bytes]]) -> None:
    page.goto("/admin/archive/article/upload/")
    sent = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.evaluate(DROP, [page.query_selector(".drop-zone"), sent])


def test_twenty_mixed_files_are_dropped_read_reviewed_published_and_found(page: Page) -> None:
    drop(page, mixed())
    expect(page.locator(".sending [role=status]")).to_contain_text("已选 20 个文件", timeout=PATIENCE)
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/archive/import/*/")
    address = page.url

    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".import-progress")).to_contain_text("已全部读完", timeout=PATIENCE)
    progress = page.locator(".import-progress")
    expect(progress).to_contain_text("读入 18 篇", timeout=PATIENCE)
    expect(progress).to_contain_text("1 个文件已在库中", timeout=PATIENCE)
    expect(progress).to_contain_text("2 个文件未入库", timeout=PATIENCE)
    expect(page.locator(".import-failures")).to_contain_text("程序.exe 格式读不了", timeout=PATIENCE)

    page.get_by_role("link", name="可以发布 18").click()
    page.get_by_role("button", name="发布全部可以发布的 18 篇").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布 18 篇", timeout=PATIENCE)
    page.get_by_role("link", name="已发布 18").click()
    expect(page.locator(".import-articles tbody tr")).to_have_count(18, timeout=PATIENCE)

    page.goto("/search/?q=劳模宣讲团走进车间班组")
    expect(page.locator("main")).to_contain_text("18", timeout=PATIENCE)
    expect(page.locator("mark").first).to_be_visible(timeout=PATIENCE)


def test_a_failure_goes_when_it_is_dismissed(page: Page) -> None:
    drop(page, [("空的.txt", b""), ("也空.txt", b"")])
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".import-failures li")).to_have_count(2, timeout=PATIENCE)
    page.locator(".import-failures li").first.get_by_role("button", name="不再提示").click()
    expect(page.locator(".import-failures li")).to_have_count(1, timeout=PATIENCE)


def test_sending_goes_on_where_the_network_failed(page: Page) -> None:
    drop(page, [(f"断{n}.txt", review(100 + n)) for n in range(25)])
    sent: list[str] = []

    def break_the_second(route: object) -> None:
        sent.append("")
        route.abort() if len(sent) > 1 else route.continue_()  # type: ignore[attr-defined]

    page.route("**/files/", break_the_second)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".sending [role=status]")).to_contain_text("已送到 10 / 25 个文件", timeout=PATIENCE)
    page.unroute("**/files/")
    page.get_by_role("button", name="继续上传").click()
    page.wait_for_url("**/archive/import/*/")
    expect(page.locator(".import-progress")).to_contain_text("读入 25 篇", timeout=PATIENCE)


def test_what_is_added_after_the_network_failed_is_sent_as_well(page: Page) -> None:
    drop(page, [("先.txt", review(200))])
    page.route("**/files/", lambda route: route.abort())
    page.get_by_role("button", name="读入").click()
    expect(page.get_by_role("button", name="继续上传")).to_be_visible(timeout=PATIENCE)
    page.unroute("**/files/")
    page.fill("#id_text", review(201).decode())
    page.get_by_role("button", name="继续上传").click()
    page.wait_for_url("**/archive/article/*/change/**")
    page.goto("/admin/archive/import/")
    expect(page.locator("#result_list")).to_contain_text("先.txt", timeout=PATIENCE)
    expect(page.locator("#result_list")).to_contain_text("粘贴文本", timeout=PATIENCE)


def test_a_row_that_lacks_everything_is_corrected_and_published_by_keyboard_alone(page: Page) -> None:
    drop(page, [("不明.txt", VAGUE), ("又不明.txt", VAGUE.replace("实事".encode(), "好事".encode()) * 2)])
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/archive/import/*/")
    expect(page.locator(".import-articles tbody tr")).to_have_count(2, timeout=PATIENCE)
    press(page, "j", "Enter")
    expect(page.locator("[name=place]")).to_be_focused(timeout=PATIENCE)
    page.keyboard.insert_text("青禾区")
    press(page, "Tab", "2", "0", "1", "9", "Tab", "Tab", "Home", "Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("已发布", timeout=PATIENCE)
    expect(page.locator("[name=place]")).to_be_focused(timeout=PATIENCE)  # that of the next row
    press(page, "Escape")
    expect(page.locator("#row-form")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_role("link", name="已发布 1")).to_be_visible(timeout=PATIENCE)
