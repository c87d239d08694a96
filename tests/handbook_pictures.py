"""The pictures of the handbook, made anew by ``make pictures``: a real site with the demo archive, step by step.

Each picture is a function that leads the page to where it is taken; they follow each other as the handbook does, so
that what one hands in the next corrects and publishes. What the text speaks of gets a frame.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser.arrived import arrived
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.fonts import NO_CHINESE_FONT, has_chinese_font
from tests.site_process import ROOT, Site, running

HANDBOOK = ROOT / "docs" / "handbook"
PICTURES, PRACTICE = HANDBOOK / "pictures", HANDBOOK / "practice"
WIDTH, HEIGHT = 1280, 800
MARGIN = 40
COLOURS = 128
"""Of a palette: pages of text lose nothing by it, and a picture weighs a third."""
PATIENCE = 60_000  # milliseconds
CENTRE = "one => one.scrollIntoView({ block: 'center' })"
FRAME = "one => { one.style.outline = '3px solid #e07b00'; one.style.outlineOffset = '3px'; }"

Step = Callable[[Page], None]
STEPS: dict[str, Step] = {}
"""Name of the picture to the way there."""


def picture(step: Step) -> Step:
    STEPS[step.__name__.replace("_", "-")] = step
    return step


def framed(place: Locator) -> None:
    """A frame around what the text speaks of, in the middle of the picture where it is not in sight."""
    expect(place).to_be_visible()
    place.evaluate(FRAME)
    if _is_out_of_sight(place):
        place.evaluate(CENTRE)


def _is_out_of_sight(place: Locator) -> bool:
    box = place.bounding_box()
    return box is None or box["y"] < 0 or box["y"] + box["height"] > HEIGHT


# --- readers


@picture
def home(page: Page) -> None:
    page.goto("/")


@picture
def county_and_year(page: Page) -> None:
    page.goto("/search/?q=临江县2014年")
    framed(page.locator(".place-offer"))


@picture
def search(page: Page) -> None:
    page.goto("/search/?q=劳模创新工作室")


@picture
def subject(page: Page) -> None:
    page.goto("/search/?q=示例省 2020 集体协商")
    framed(page.locator(".place-offer"))


@picture
def take_away(page: Page) -> None:
    page.goto("/search/?q=创新工作室")
    framed(page.locator(".take-away nav").last)


@picture
def by_place(page: Page) -> None:
    page.goto("/search/by-place/?q=驿站")


@picture
def oldest_first(page: Page) -> None:
    page.goto("/search/?q=驿站")
    page.get_by_role("link", name="年份从旧到新").click()
    framed(page.get_by_role("navigation", name="排序"))


@picture
def not_found(page: Page) -> None:
    page.goto("/search/?q=无人机植保飞手")
    framed(page.get_by_role("link", name="检索记录").last)


@picture
def record(page: Page) -> None:
    page.goto("/search/record/?q=无人机植保飞手")
    framed(page.locator(".record-sentence"))


@picture
def originals(page: Page) -> None:
    page.goto("/search/?q=临江区")
    framed(page.locator(".place-offer").get_by_role("link", name="原始文件（ZIP）"))


@picture
def footnote(page: Page) -> None:
    page.goto("/search/?q=云川日报, 2017-01-19")


@picture
def feed(page: Page) -> None:
    page.goto("/regions/990103/")


@picture
def article(page: Page) -> None:
    page.goto("/regions/990103/2019/")
    page.locator("main .title, main h1 a").first.click()
    arrived(page)


@picture
def word_file(page: Page) -> None:
    article(page)
    framed(page.get_by_role("link", name="下载 Word 文件"))


@picture
def cite(page: Page) -> None:
    article(page)
    page.goto(f"{page.url.split('?')[0].split('#')[0]}cite/")


@picture
def compare(page: Page) -> None:
    page.goto("/search/?q=临江区 协商")
    page.locator(".hit-title a", has_text="把暖流引到每一个岗位").click()
    page.locator(".article-steps").get_by_role("link", name="与 2019 年对照").click()
    expect(page.locator(".compare-row").first).to_be_visible()


@picture
def report(page: Page) -> None:
    article(page)
    page.get_by_role("link", name="告诉编辑这一页有错").click()
    page.get_by_label("哪里不对，应当怎样").fill("第二段写的是 2018 年，著录写成了 2019 年。")
    framed(page.get_by_role("button", name="发给编辑"))


@picture
def figures(page: Page) -> None:
    page.get_by_role("button", name="发给编辑").click()
    page.goto("/figures/")
    page.get_by_role("link", name="会员总数 > 5万").click()


@picture
def coverage(page: Page) -> None:
    page.goto("/coverage/?region=990100")


@picture
def missing(page: Page) -> None:
    page.goto("/search/?q=云川市 2021")
    page.get_by_role("link", name="看缺哪些").click()
    expect(page.locator(".gap-list")).to_be_visible()


# --- editors


@picture
def sign_in(page: Page) -> None:
    page.goto("/admin/")


@picture
def desk(page: Page) -> None:
    page.fill("#id_username", "admin")
    page.fill("#id_password", os.environ[PASSWORD])
    page.click("[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()


@picture
def upload(page: Page) -> None:
    page.goto("/admin/archive/article/upload/")
    page.set_input_files("#id_files", sorted(PRACTICE.iterdir()))
    expect(page.locator(".chosen [role=status]")).to_contain_text("已选 5 个文件")
    framed(page.locator(".drop-zone"))


@picture
def imported(page: Page) -> None:
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/archive/import/*/")
    expect(page.locator(".import-progress")).to_contain_text("已全部读完")


@picture
def lacking(page: Page) -> None:
    page.locator(".import-articles tbody tr", has_text="剪报一则.txt").locator(
        "a[href*='edit=']"
    ).first.click()
    page.wait_for_url("**edit=*")
    page.fill("[name=place]", "y qhq")
    expect(page.locator("[name=place]")).to_be_focused()


@picture
def published(page: Page) -> None:
    page.fill("[name=period_start]", "2023")
    page.fill("[name=period_end]", "2023")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".import-articles tbody tr", has_text="剪报一则.txt")).to_contain_text("青禾区")
    page.get_by_role("button", name="发布全部可以发布的").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布")


@picture
def halves(page: Page) -> None:
    page.get_by_role("link", name="石桥上的二十四盏灯", exact=True).click()
    expect(page.locator(".line").first).to_be_visible()


@picture
def roles_of_lines(page: Page) -> None:
    line = page.locator(".line", has_text="灯下能学艺")
    line.scroll_into_view_if_needed()
    line.click()
    framed(line)


@picture
def asked(page: Page) -> None:
    page.goto("/admin/archive/article/?q=船老大上了工会的船")
    page.locator("#result_list a", has_text="船老大上了工会的船").click()
    page.select_option("#id_kind", label="其他")
    page.get_by_role("button", name="发布", exact=False).first.click()
    expect(page.get_by_role("button", name="有疑问的也照样发布")).to_be_visible()


@picture
def history(page: Page) -> None:
    page.goto("/admin/archive/article/?q=灶火不灭")
    page.locator("#result_list a", has_text="灶火不灭").click()
    page.fill("#id_title", "灶火不熄")
    page.click("[name=_continue]:visible")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("link", name="历史").click()
    framed(page.get_by_role("button", name="撤销上一次修改"))


@picture
def reread(page: Page) -> None:
    page.goto("/admin/archive/article/?q=灶火不熄")
    page.locator("#result_list a", has_text="灶火不熄").click()
    page.get_by_role("link", name="重新读取原件").click()
    expect(page.get_by_role("button", name="按所选保存")).to_be_visible()


@picture
def figures_checked(page: Page) -> None:
    page.goto("/search/?q=灶火不熄")
    page.locator(".hit-title a").first.click()
    page.get_by_role("link", name="逐个列出文中的数字").click()
    page.get_by_role("link", name="逐个核对").click()
    expect(page.locator(".decide").first).to_be_visible()


@picture
def twins(page: Page) -> None:
    page.goto("/admin/archive/article/upload/")
    page.fill("#id_text", printed_again())
    page.get_by_role("button", name="读入").click()
    page.wait_for_url("**/change/")
    page.goto("/admin/archive/twinpair/")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/change/")


@picture
def prints(page: Page) -> None:
    """What readers see when the two are one family."""
    page.locator(".verdicts").get_by_role("button", name="转载").click()
    arrived(page)
    page.goto("/admin/archive/article/?q=海澜晚报")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/change/**")
    page.locator("[name=_publish]").first.click()
    arrived(page)
    if page.locator("[name=answer]").count():
        page.locator("[name=answer]").last.click()
        arrived(page)
    page.goto("/search/?q=青禾区2022年")
    page.get_by_role("link", name="另有 1 篇转载").first.click()
    arrived(page)
    framed(page.locator("#prints"))


def printed_again() -> str:
    """A text of the practice files as another newspaper would have it."""
    text = (PRACTICE / "青禾区2022.txt").read_text(encoding="utf-8")
    return text.replace("云川日报\n2023年1月12日 星期四 第05版", "海澜晚报\n2023年1月15日 第08版").replace(
        "一年下来，", "这一年，"
    )


@picture
def list_of_reviews(page: Page) -> None:
    page.goto("/admin/archive/article/?q=2022")
    framed(page.locator(".object-tools"))


@picture
def corrections(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    table = Path(download.value.path()).read_text(encoding="utf-8-sig")
    corrected = table.replace("岭西日报", "岭西晨报")
    page.get_by_role("link", name="上传更正表").click()
    page.set_input_files(
        "[type=file]", {"name": "更正.csv", "mimeType": "text/csv", "buffer": corrected.encode("utf-8-sig")}
    )
    page.get_by_role("button", name="读取并核对").click()
    framed(page.get_by_role("button", name=re.compile("写入")))


@picture
def reports(page: Page) -> None:
    page.goto("/admin/archive/pagereport/")


@picture
def trash(page: Page) -> None:
    page.goto("/admin/archive/article/?q=船老大上了工会的船")
    page.locator("#result_list a", has_text="船老大上了工会的船").click()
    page.click(".deletelink")
    page.get_by_role("button", name="移到回收站").click()
    page.goto("/admin/archive/trashedarticle/")
    page.locator("#result_list a", has_text="船老大上了工会的船").click()
    framed(page.locator("[value=取回]").first)


# --- administrators


@picture
def account(page: Page) -> None:
    page.goto("/admin/auth/user/add/")
    framed(page.locator(".field-groups"))


@picture
def roles(page: Page) -> None:
    page.fill("#id_username", "林编辑")
    page.fill("#id_password1", PASSWORD_OF_AN_EDITOR)
    page.fill("#id_password2", PASSWORD_OF_AN_EDITOR)
    page.get_by_label("编辑：").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator("#result_list").get_by_role("link", name="林编辑").click()
    framed(page.locator(".field-is_staff"))
    framed(page.locator(".field-groups"))


@picture
def running_state(page: Page) -> None:
    page.goto("/admin/")
    page.locator("#site-state details").evaluate_all("all => all.forEach(one => { one.open = true })")
    page.locator("#site-state").evaluate(FRAME)


PASSWORD = "HANDBOOK_PASSWORD"
PASSWORD_OF_AN_EDITOR = "chu-yun-23-qinghe"


# --- how they are taken


@contextmanager
def demo_site() -> Iterator[Site]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder, "data"), Path(folder, "log"), demo=True) as site,
    ):
        yield site


def password_of(site: Site) -> str:
    found = re.search(r"密码\s+(\S+)", site.said().split("用户名")[1])
    assert found, site.said()
    return found[1]


def taken(page: Page) -> bytes:
    """The page as it stands, with few colours."""
    arrived(page)
    shot = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    kept = BytesIO()
    few = trimmed(shot.convert("RGB")).quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def trimmed(shot: Image.Image) -> Image.Image:
    """Without the empty ground at the foot, but for a margin."""
    ground = Image.new("RGB", shot.size, shot.getpixel((0, shot.height - 1)))
    written = ImageChops.difference(shot, ground).getbbox()
    foot = min(shot.height, written[3] + MARGIN) if written else shot.height
    return shot.crop((0, 0, shot.width, foot))


def take_all(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{site.port}",
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme="light",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    for name, step in STEPS.items():
        step(page)
        (PICTURES / f"{name}.png").write_bytes(taken(page))
        print(name)
    context.close()


def main() -> None:
    if CHROMIUM is None or not has_chinese_font():
        raise SystemExit(
            NO_CHINESE_FONT if CHROMIUM else "Debian's chromium is not installed (apt install chromium)"
        )
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with demo_site() as site, sync_playwright() as playwright:
        os.environ[PASSWORD] = password_of(site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take_all(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
