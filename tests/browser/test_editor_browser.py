"""An editor's way through the site in a real browser: hand in, correct, publish, find, download."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.models import ImportItem
from tests import factories
from tests.browser.arrived import arrived, press
from tests.browser.dialogs import accepted_dialogs
from tests.import_worker import read_what_waits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REVIEW = """云川日报 2020年1月15日

暖心服务聚合力 真抓实干开新局

——青禾区总工会2019年工作综述

本报记者 周文静

2019年，青禾区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，各项工作取得新的进展。

思想引领有力度

区总工会组织劳模宣讲团走进车间班组，全年开展宣讲四十余场，听众达三千人次，职工反响热烈。

维权服务有温度

全年签订工资集体协议八十六份，为农民工追回欠薪一百二十余万元，萤火虫驿站接待来访六百多人次。
"""


def sign_in(page: Page) -> None:
    User.objects.create_superuser("editor", password="a-long-password")
    page.goto("/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    page.click("[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()


def test_chosen_files_are_listed_and_one_is_left_out_before_they_are_sent(page: Page, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("甲.txt", "乙.txt")]
    for file in files:
        file.write_text(REVIEW, encoding="utf-8")
    sign_in(page)
    page.goto("/admin/archive/article/upload/")
    page.set_input_files("#id_files", files)
    chosen = page.locator(".chosen")
    expect(chosen.get_by_role("status")).to_contain_text("已选 2 个文件")
    expect(chosen.locator("li")).to_have_text([re.compile(r"甲\.txt.*B"), re.compile(r"乙\.txt.*B")])
    chosen.get_by_role("button", name="不传 甲.txt").click()
    expect(chosen.locator("li")).to_have_count(1)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".import-progress")).to_contain_text("正在读取")
    assert [item.name for item in ImportItem.objects.all()] == ["乙.txt"]


def test_an_editor_hands_a_file_in_corrects_its_year_publishes_and_finds_it(
    page: Page, tmp_path: Path
) -> None:
    original = REVIEW.replace("\n", "\r\n").encode("gb18030")
    file = tmp_path / "青禾2019.txt"
    file.write_bytes(original)
    sign_in(page)

    page.goto("/admin/archive/article/upload/")
    page.set_input_files("#id_files", file)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".import-progress")).to_contain_text("正在读取")
    read_what_waits()
    expect(page.locator("#id_title")).to_have_value("暖心服务聚合力 真抓实干开新局")
    expect(page.locator("#id_period_start")).to_have_value("2019")

    page.fill("#id_period_start", "2018")
    page.fill("#id_period_end", "2018")
    page.get_by_role("button", name="保存并发布").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布")

    page.goto("/regions/")
    page.get_by_role("link", name="示例省").click()
    page.get_by_role("link", name="云川市").first.click()
    page.get_by_role("link", name="青禾区").first.click()
    expect(page.get_by_role("link", name="暖心服务聚合力")).to_be_visible()

    page.goto("/years/")
    page.get_by_role("link", name="2018", exact=True).click()
    expect(page.get_by_role("link", name="暖心服务聚合力")).to_be_visible()

    page.fill("#site-q", "萤火虫驿站")
    press(page, "Enter")
    expect(page.locator("mark").first).to_have_text("萤火虫驿站")

    page.get_by_role("link", name="暖心服务聚合力").first.click()
    expect(page.locator("h1")).to_contain_text("暖心服务聚合力")
    with page.expect_download() as started:
        page.get_by_role("link", name="青禾2019.txt").click()
    assert Path(started.value.path()).read_bytes() == original


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_again(page: Page) -> None:
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a-long-password")
    page.click("#login-form [type=submit]")
    page.wait_for_load_state()


def test_what_was_pasted_when_the_session_ended_is_back_after_signing_in(page: Page) -> None:
    sign_in(page)
    page.goto("/admin/archive/article/upload/")
    page.fill("#id_text", REVIEW)
    end_session(page)
    page.click(".upload-form [type=submit]")
    sign_in_again(page)
    expect(page.locator("#id_text")).to_have_value(REVIEW)
    expect(page.get_by_role("status")).to_contain_text("已放回表单")
    page.click(".upload-form [type=submit]")
    expect(page.locator(".import-progress")).to_contain_text("正在读取")
    read_what_waits()
    expect(page.locator("#id_title")).to_have_value("暖心服务聚合力 真抓实干开新局")
    page.wait_for_load_state()  # what was kept is dropped by a script at the end of the page that says it was saved
    page.goto("/admin/archive/article/upload/")
    expect(page.locator("#id_text")).to_have_value("")


def test_what_was_corrected_when_the_session_ended_is_back_after_signing_in(page: Page) -> None:
    article = factories.article()
    sign_in(page)
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    page.fill("#id_title", "改过的标题")
    page.get_by_role("button", name="改为整篇文字").click()
    page.fill("#id_lines", "改过的一段。")
    end_session(page)
    page.click("[name=_save]")
    sign_in_again(page)
    expect(page.locator("#id_title")).to_have_value("改过的标题")
    expect(page.locator("#id_lines")).to_have_value("改过的一段。")
    expect(page.get_by_role("status")).to_contain_text("已放回表单")


def test_in_english_the_notice_about_what_is_back_is_english(page: Page) -> None:
    sign_in(page)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.goto("/admin/archive/region/add/")
    page.fill("#id_name", "某开发区")
    end_session(page)
    page.evaluate("document.querySelector('#region_form').noValidate = true")
    page.click("[name=_save]")
    sign_in_again(page)
    expect(page.locator("#id_name")).to_have_value("某开发区")
    expect(page.get_by_role("status")).to_contain_text("is back in the form")


def test_a_page_with_changes_asks_before_it_is_left(page: Page) -> None:
    article = factories.article()
    sign_in(page)
    asked = accepted_dialogs(page)
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    page.goto("/admin/")
    assert asked == []
    page.goto(f"/admin/archive/article/{article.pk}/change/")
    arrived(page)
    page.locator("#id_title").press_sequentially("改")
    page.goto("/admin/")
    assert asked == ["beforeunload"]
