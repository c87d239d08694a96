"""Twenty mixed files dropped on the real site: sent, read beside it, reviewed and published, found by a search."""

import base64
import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.browser.arrived import press
from tests.pdf_maker import pdf_of, set_in_lines
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


def pdf_file(text: str) -> bytes:
    rows, top = [], 780.0
    for line in text.strip().split("\n\n"):
        indent, size, signs = (2, 12, 36) if line.endswith("。") else (0, 20, 20)
        rows += set_in_lines(line, 60, top, signs, size=size, indent=indent)
        top = rows[-1].y - 30
    return pdf_of([rows])


NO_REVIEW = """云川日报 2020年3月2日

市民公园的花都开了

本报记者 林晓

三月的云川，市民公园里的桃花和樱花次第开放，前来赏花的人络绎不绝，孩子们在草地上放风筝。

园林部门提醒，赏花时请不要攀折花枝，也不要踩踏草坪，花期预计持续到四月上旬。
"""


WORK = (
    "理论宣讲", "劳动竞赛", "技能比武", "劳模评选", "工匠学堂", "集体协商", "法律援助", "困难帮扶", "金秋助学", "夏送清凉",
    "职工体检", "互助保障", "职工书屋", "文艺汇演", "职工夜校", "女工关爱", "驿站建设", "新业入会", "财务监督", "干部培训",
)  # fmt: skip


def a_text_of_its_own(number: int) -> str:
    """Lines that come again in other files would be evidence of page matter."""
    text = review(number).decode()
    for before, after in (
        ("1月15日", f"1月{number + 3}日"),
        ("暖心服务聚合力", f"{WORK[number]}聚人心"),
        ("周文静", "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"[number] + "文静"),
        ("思想引领有力度", f"{WORK[number - 3]}有力度"),
        ("维权服务有温度", f"{WORK[number - 7]}有温度"),
    ):
        text = text.replace(before, after)
    return text


def mixed() -> list[tuple[str, bytes]]:
    """Three encodings, a page, a Word file, a PDF, a zip; one that lacks everything, one that is no review, one that
    was there already, one that another newspaper printed too, and two that can't be read."""
    texts = [a_text_of_its_own(number) for number in range(20)]
    printed_again = texts[1].replace("云川日报 2020年1月4日", "海澜晚报 2020年1月18日")
    return [
        *((f"综述{n}.txt", texts[n].encode("gb18030" if n % 3 == 0 else "utf-8")) for n in range(9)),
        ("宽.txt", texts[13].encode("utf-16")),
        ("网页.html", page_file(texts[14])),
        ("文档.docx", word_file(texts[15])),
        ("版面.pdf", pdf_file(texts[16])),
        ("年度.zip", packed(("2019/一.txt", texts[17].encode()), ("2019/二.txt", texts[18].encode()))),
        ("不明.txt", VAGUE),
        ("公园.txt", NO_REVIEW.encode()),
        ("重复.txt", texts[1].encode()),
        ("转载.txt", printed_again.replace("各项工作取得新的进展", "工作取得新进展").encode()),
        ("空.txt", b""),
        ("程序.exe", bytes(range(256)) * 40),
    ]


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    user = ("createsuperuser", "--noinput", "--username", "editor", "--email", "a@example.cn")
    made = manage_each(
        folder, ("migrate", "-v0"), ("load_regions",), user, DJANGO_SUPERUSER_PASSWORD=PASSWORD
    )
    assert [done.returncode for done in made] == [0, 0, 0], made
    return folder


@contextmanager
def a_site_of(archive: Path, folder: Path) -> Iterator[Site]:
    shutil.copytree(archive, folder / "data")
    with running(folder / "data", folder / "log") as started:
        yield started


@pytest.fixture(scope="module")
def shared_site(empty_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site_of(empty_archive, tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture
def site(request: pytest.FixtureRequest, empty_archive: Path, tmp_path: Path) -> Iterator[Site]:
    """The further try of a test meets an archive where nothing of the first is left: else all its files were there."""
    if getattr(request.node, "execution_count", 1) == 1:
        yield request.getfixturevalue("shared_site")
    else:
        with a_site_of(empty_archive, tmp_path) as started:
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


def links_of(page: Page, article: str) -> list[str]:
    """Every place of the article that can be linked to, in the order of the page."""
    page.goto(article)
    found: list[str] = page.locator(".review [id]").evaluate_all("all => all.map(one => one.id)")
    return found


def saved(page: Page) -> None:
    page.click("[name=_continue]:visible")
    expect(page.locator(".messagelist .success")).to_be_visible(timeout=PATIENCE)


def test_twenty_mixed_files_from_the_drop_to_the_readers_and_every_step_back(page: Page) -> None:
    address = dropped(page)
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    all_are_read(page)
    the_settled_are_published_together(page)
    what_lacks_everything_is_completed_by_keyboard_alone(page, address)
    article = found_by_a_search(page)
    form = f"/admin/archive/article/{article.rstrip('/').split('/')[-1]}/change/"
    links = links_of(page, article)
    assert len(links) >= 6
    a_lost_update_is_prevented(page, form)
    edits_are_undone_from_the_history(page, form)
    a_heading_is_made_a_caption_and_back(page, form, article)
    assert links_of(page, article) == links
    trashed_and_restored(page, form, article)
    assert links_of(page, article) == links


def dropped(page: Page) -> str:
    drop(page, mixed())
    expect(page.locator(".chosen [role=status]")).to_contain_text("已选 20 个文件", timeout=PATIENCE)
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/archive/import/*/")
    expect(page.locator(".import-progress")).to_contain_text("个文件", timeout=PATIENCE)
    return page.url


def all_are_read(page: Page) -> None:
    progress = page.locator(".import-progress")
    for words in ("已全部读完", "读入 18 篇", "1 个文件已在库中", "2 个文件未入库"):
        expect(progress).to_contain_text(words, timeout=PATIENCE)
    expect(page.locator(".import-failures")).to_contain_text("程序.exe 格式读不了", timeout=PATIENCE)
    expect(page.locator(".row-twin a")).to_have_count(1, timeout=PATIENCE)  # the print of another newspaper


def the_settled_are_published_together(page: Page) -> None:
    """How many of these texts the reader is sure of is for its own tests to say."""
    page.get_by_role("button", name="发布全部可以发布的").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布", timeout=PATIENCE)
    expect(page.get_by_role("link", name="可以发布 0")).to_be_visible(timeout=PATIENCE)


def what_lacks_everything_is_completed_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}?show=unsure")
    row = page.locator(".import-articles tbody tr", has_text="不明.txt")
    expect(row).to_be_visible(timeout=PATIENCE)
    rows = page.locator(".import-articles tbody tr").all_inner_texts()
    above = next(place for place, words in enumerate(rows) if "不明.txt" in words)
    press(page, *["j"] * (above + 1), "Enter")
    page.wait_for_url("**edit=*")
    expect(page.locator("[name=place]")).to_be_focused(timeout=PATIENCE)
    press(page, *"y qhq", "Tab", *"2019", "Tab", "Tab", "Home", "Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("已发布：这一年办了许多实事", timeout=PATIENCE)


def found_by_a_search(page: Page) -> str:
    page.goto('/search/?q="宣讲57场"')  # stands in the PDF alone
    hit = page.locator("main a[href*='/articles/']").first
    expect(hit).to_contain_text("驿站建设聚人心", timeout=PATIENCE)
    hit.click()
    page.wait_for_url("**/articles/**")
    expect(page.locator("mark").first).to_be_visible(timeout=PATIENCE)
    return page.url.split("?")[0].split("#")[0]


def a_lost_update_is_prevented(page: Page, form: str) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(form)
    other.fill("#id_title", "对方的标题")
    saved(other)
    other.close()
    page.fill("#id_title", "我的标题")
    page.click("[name=_continue]:visible")
    expect(page.get_by_role("heading", name="这一篇已被他人修改")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("group", name="标题").get_by_label("用我的").check()
    page.click("text=按所选保存")
    expect(page.locator("#id_title")).to_have_value("我的标题", timeout=PATIENCE)


def edits_are_undone_from_the_history(page: Page, form: str) -> None:
    for title in ("对方的标题", "驿站建设聚人心"):
        page.goto(form.replace("change", "history"))
        page.click("text=撤销上一次修改")
        expect(page.locator(".messagelist")).to_contain_text("已撤销上一次修改", timeout=PATIENCE)
        page.goto(form)
        expect(page.locator("#id_title")).to_have_value(title, timeout=PATIENCE)


def a_heading_is_made_a_caption_and_back(page: Page, form: str, article: str) -> None:
    page.goto(form)
    line = page.locator(".line", has_text="夏送清凉有温度")
    line.focus()
    press(page, "c")
    expect(line.locator(".line-role")).to_have_text("图片说明", timeout=PATIENCE)
    saved(page)
    page.goto(article)
    expect(page.locator(".review h2", has_text="文艺汇演有力度")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".review h2", has_text="夏送清凉有温度")).to_have_count(0)
    page.goto(form)
    line.focus()
    press(page, "1", "Alt+ArrowUp")
    expect(page.locator(".line.is-heading")).to_have_count(2, timeout=PATIENCE)
    saved(page)


def trashed_and_restored(page: Page, form: str, article: str) -> None:
    page.goto(form)
    page.click(".deletelink")
    page.click("button:has-text('移到回收站')")
    expect(page.locator(".messagelist")).to_contain_text("取回", timeout=PATIENCE)
    gone = page.goto(article)
    assert gone is not None
    assert gone.status == 404
    page.goto("/admin/archive/trashedarticle/")
    page.click("#result_list a:has-text('驿站建设聚人心')")
    page.click("[value=取回]")
    expect(page.locator("#id_title")).to_have_value("驿站建设聚人心", timeout=PATIENCE)


def test_a_failure_goes_when_it_is_dismissed(page: Page) -> None:
    drop(page, [("空的.txt", b""), ("也空.txt", b"")])
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".import-failures li")).to_have_count(2, timeout=PATIENCE)
    page.locator(".import-failures li").first.get_by_role("button", name="不再提示").click()
    expect(page.locator(".import-failures li")).to_have_count(1, timeout=PATIENCE)


def test_sending_goes_on_where_the_network_failed(page: Page) -> None:
    drop(page, [(f"断{n}.txt", review(100 + n)) for n in range(25)])
    sent: list[str] = []

    def break_the_second(route: Route) -> None:
        sent.append("")
        if len(sent) > 1:
            route.abort()
        else:
            route.continue_()

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
    # Texts that no other test here has handed in, whose own would be in the archive already.
    first, second = (VAGUE.replace("实事".encode(), word.encode()) for word in ("小事", "好事"))
    drop(page, [("不明.txt", first), ("又不明.txt", second * 2)])
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


def test_photographs_are_said_to_be_pages_of_one_article_and_put_in_order_by_keyboard(page: Page) -> None:
    page.goto("/admin/archive/article/upload/")
    offer = page.locator(".page-sets")
    expect(offer).to_be_hidden()
    photographs: list[FilePayload] = [
        {"name": f"第5版_{n}.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(50 + n)}
        for n in (10, 9, 1, 2)
    ]
    page.set_input_files("#id_files", photographs)
    expect(offer.get_by_role("listitem")).to_have_count(0)
    page.get_by_label("这些图片是同一篇的各页").check()
    names = offer.locator(".page-name")
    expect(names).to_have_text(["第5版_1.png", "第5版_2.png", "第5版_9.png", "第5版_10.png"])
    page.get_by_role("button", name="另成一篇：第5版_9.png").press("Enter")
    page.get_by_role("button", name="上移：第5版_2.png").press("Enter")
    expect(names).to_have_text(["第5版_2.png", "第5版_1.png", "第5版_10.png"])
    expect(page.get_by_role("button", name="下移：第5版_2.png")).to_be_focused()
    page.get_by_role("button", name="读入").click()
    failed = page.locator(".import-failures li strong")  # none of them is whole
    expect(failed).to_have_text(["第5版（共3页）.zip", "第5版_9.png"], timeout=PATIENCE)
