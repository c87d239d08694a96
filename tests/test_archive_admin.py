"""What an editor does: hand in, correct, publish, withdraw."""

import re
from dataclasses import replace
from datetime import date

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from archive.imports.storing import DuplicateFile, store
from archive.ingest.pipeline import read_file
from archive.models import Article, Notice, Region, Section, SourceDocument
from tests import factories
from tests.import_worker import read_what_waits

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/archive/article/upload/"
REVIEW = """
云川日报 2020年1月15日

暖心服务聚合力 真抓实干开新局

——青禾区总工会2019年工作综述

本报记者 周文静

2019年，青禾区总工会围绕中心、服务大局，把职工的急难愁盼放在心上，各项工作取得新的进展。

思想引领有力度

区总工会组织劳模宣讲团走进车间班组，全年开展宣讲四十余场，听众达三千人次，职工反响热烈。

维权服务有温度

全年签订工资集体协议八十六份，为农民工追回欠薪一百二十余万元，职工服务中心接待来访六百多人次。
"""


def upload(client: Client, *files: tuple[str, bytes], text: str = "") -> str:
    data = {"files": [SimpleUploadedFile(name, content) for name, content in files], "text": text}
    response = client.post(UPLOAD, data)
    if response.status_code == 302:
        read_what_waits()
        response = client.get(response["Location"], follow=True)
    assert response.status_code == 200
    return response.content.decode()


def form_data(client: Client, article: Article) -> dict[str, object]:
    """What the browser would send back unchanged."""
    response = client.get(reverse("admin:archive_article_change", args=[article.pk]))
    data: dict[str, object] = {}
    for form in [
        response.context["adminform"].form,
        *(f for s in response.context["inline_admin_formsets"] for f in s.formset.forms),
        *(s.formset.management_form for s in response.context["inline_admin_formsets"]),
    ]:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    return data


def retype(form: dict[str, object], before: str, after: str) -> None:
    """Other words in the text of a form, where these stand."""
    lines = form["lines"]
    assert isinstance(lines, str) and before in lines
    form["lines"] = lines.replace(before, after)


def change(client: Client, article: Article, **changes: object) -> str:
    url = reverse("admin:archive_article_change", args=[article.pk])
    response = client.post(url, form_data(client, article) | changes, follow=True)
    assert response.status_code == 200
    article.refresh_from_db()
    return response.content.decode()


# --- handing in


def test_an_uploaded_file_becomes_a_draft_to_be_checked(admin_client: Client) -> None:
    page = upload(admin_client, ("青禾2019.txt", REVIEW.encode("gb18030")))
    article = Article.objects.get()
    assert article.status == Article.Status.DRAFT
    assert article.title == "暖心服务聚合力 真抓实干开新局"
    assert article.region.name == "青禾区"
    assert (article.period_start, article.period_end) == (2019, 2019)
    assert "核对" in page


def test_the_uploaded_bytes_are_kept_as_they_came(admin_client: Client) -> None:
    content = REVIEW.replace("\n", "\r\n").encode("gb18030")
    upload(admin_client, ("青禾2019.txt", content))
    document = SourceDocument.objects.defer(None).get()
    assert bytes(document.content) == content
    assert document.encoding == "gb18030"


def test_pasted_text_is_read_like_a_file(admin_client: Client) -> None:
    upload(admin_client, text=REVIEW)
    issuer = Article.objects.get().issuer
    assert issuer is not None and issuer.endswith("青禾区总工会")


def test_several_files_are_listed_each_with_what_became_of_it(admin_client: Client) -> None:
    page = upload(
        admin_client,
        ("好的.txt", REVIEW.encode()),
        ("空的.txt", b""),
        ("程序.txt", bytes(range(256)) * 40),
    )
    assert Article.objects.count() == 1
    assert SourceDocument.objects.count() == 1
    for name in ("好的.txt", "空的.txt", "程序.txt"):
        assert name in page


def test_the_same_file_again_is_refused_with_a_link_to_the_article(admin_client: Client) -> None:
    upload(admin_client, ("一.txt", REVIEW.encode()))
    article = Article.objects.get()
    page = upload(admin_client, ("二.txt", REVIEW.encode()))
    assert Article.objects.count() == 1
    assert reverse("admin:archive_article_change", args=[article.pk]) in page
    assert "1 个文件已在库中" in page


def test_a_title_beyond_all_measure_is_refused_with_the_measure(admin_client: Client) -> None:
    upload(admin_client, ("一.txt", REVIEW.encode()))
    article = Article.objects.get()
    page = change(admin_client, article, title="工" * 100_000)
    assert "300" in page
    assert Article.objects.get().title == article.title


def test_a_file_over_the_limit_is_refused_by_name(admin_client: Client, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    page = upload(admin_client, ("很大.txt", b"x" * (1024 * 1024 + 1)))
    assert "很大.txt" in page
    assert "上限" in page
    assert not SourceDocument.objects.exists()


def test_an_empty_form_is_answered_with_what_is_missing(admin_client: Client) -> None:
    assert "请选择文件" in upload(admin_client)


def test_a_pasted_text_that_can_t_be_read_says_why_and_comes_back_to_be_mended(admin_client: Client) -> None:
    page = upload(admin_client, text="太短的一段。")
    assert "1 个文件未入库" in page
    mend = re.search(r'href="([^"]+mend=\d+)"', page)
    assert mend is not None
    assert "太短的一段。</textarea>" in admin_client.get(mend[1]).content.decode()


def test_the_reason_beside_a_file_s_name_is_a_sentence(admin_client: Client) -> None:
    page = upload(admin_client, ("程序.txt", bytes(range(256)) * 40), ("表.exe", bytes(range(256)) * 40))
    assert '<strong lang="zh-Hans">表.exe</strong> <span>格式读不了。' in page


def test_only_editors_reach_the_upload_page(client: Client) -> None:
    assert client.get(UPLOAD).status_code == 302
    client.force_login(User.objects.create_user("读者", is_staff=True))
    assert client.get(UPLOAD).status_code == 403


def test_the_add_button_leads_to_the_upload(admin_client: Client) -> None:
    assert admin_client.get("/admin/archive/article/add/")["Location"] == UPLOAD


# --- correcting and publishing


def test_a_corrected_year_is_marked_as_the_editors(admin_client: Client) -> None:
    article = factories.article(period_basis="text", period_evidence="近年来", status="draft")
    change(admin_client, article, period_start="2018", period_end="")
    assert (article.period_start, article.period_end) == (2018, 2018)
    assert article.period_basis == Article.PeriodBasis.EDITOR
    assert article.period_evidence is None


def test_what_was_not_corrected_keeps_its_basis(admin_client: Client) -> None:
    article = factories.article(region_basis="issuer", region_evidence="青禾区总工会", status="draft")
    change(admin_client, article, title="改了标题")
    assert article.title == "改了标题"
    assert article.region_basis == Article.RegionBasis.ISSUER
    assert article.region_evidence == "青禾区总工会"


def test_years_in_the_wrong_order_are_refused_with_the_reason(admin_client: Client) -> None:
    article = factories.article()
    page = change(admin_client, article, period_start="2020", period_end="2018")
    assert "起始不能晚于截止" in page
    assert article.period_start == 2019


def test_a_year_that_cannot_be_is_refused(admin_client: Client) -> None:
    article = factories.article()
    assert "四位年份" in change(admin_client, article, period_start="219", period_end="2019")


def test_an_emptied_field_is_unknown_not_an_empty_text(admin_client: Client) -> None:
    article = factories.article(newspaper="云川日报")
    change(admin_client, article, newspaper="")
    assert article.newspaper is None


def test_publishing_makes_a_draft_visible_and_settles_its_notices(admin_client: Client) -> None:
    article = factories.article(status="draft")
    notice = Notice.objects.create(article=article, code="region-unknown", message="没有认出地区")
    editing = admin_client.get(reverse("admin:archive_article_change", args=[article.pk]))
    assert "没有认出地区" in editing.content.decode()
    change(admin_client, article, _publish="1")
    assert article.is_published
    notice.refresh_from_db()
    assert notice.settled_at is not None
    assert notice.settled_by == User.objects.get(username="admin")


def test_articles_are_published_and_withdrawn_many_at_once(admin_client: Client, client: Client) -> None:
    articles = [factories.article(status="draft") for _ in range(3)]
    for action, status in (("publish", "published"), ("withdraw", "withdrawn")):
        data = {"action": action, "_selected_action": [article.pk for article in articles]}
        admin_client.post("/admin/archive/article/", data)
        assert set(Article.objects.values_list("status", flat=True)) == {status}


def listed(client: Client, action: str, *articles: Article, **more: object) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], **more}
    return client.post("/admin/archive/article/", data, follow=True).content.decode()


def test_the_list_asks_before_it_publishes_what_is_in_doubt_and_says_why(admin_client: Client) -> None:
    settled = factories.article(status="draft", title="没有疑问")
    doubtful = factories.article(status="draft", title="还有疑问", place=None, years=None, kind="other")
    Notice.objects.create(article=doubtful, code="x", message="存疑")
    page = listed(admin_client, "publish", settled, doubtful)
    assert "有存疑提示、缺地区、缺年份、体裁为“其他”" in page
    assert "没有疑问</a>" not in page
    assert not Article.objects.published().exists()
    listed(admin_client, "publish", settled, doubtful, answer="settled")
    assert set(Article.objects.published()) == {settled}
    listed(admin_client, "publish", settled, doubtful, answer="all")
    assert set(Article.objects.published()) == {settled, doubtful}
    assert doubtful.notices.unsettled().exists()


def test_the_form_saves_and_asks_before_it_publishes_what_is_in_doubt(admin_client: Client) -> None:
    article = factories.article(status="draft", place=None)
    url = reverse("admin:archive_article_change", args=[article.pk]) + "?_changelist_filters=lack%3Dregion"
    sent = form_data(admin_client, article) | {"title": "改过的标题", "_publish": "1"}
    page = admin_client.post(url, sent)
    article.refresh_from_db()
    assert (article.title, article.status) == ("改过的标题", "draft")
    assert "缺地区" in page.content.decode()
    response = admin_client.post(page.context["answer_to"], {"answer": "all"})
    assert response["Location"] == "/admin/archive/article/?lack=region"
    article.refresh_from_db()
    assert article.is_published


def test_the_whole_of_a_long_list_is_published_or_asked_about(admin_client: Client) -> None:
    for _ in range(3):
        factories.article(status="draft")
    doubtful = factories.article(status="draft", place=None)
    page = listed(admin_client, "publish", doubtful, select_across="1")
    assert "只发布没有疑问的 3 篇" in page
    listed(admin_client, "publish", doubtful, select_across="1", answer="settled")
    assert Article.objects.published().count() == 3


def test_a_section_can_be_corrected(admin_client: Client) -> None:
    article = factories.article(sections=[("旧小标题", "一段。")])
    change(admin_client, article, lines="〔小标题〕新小标题\n一段。\n\n又一段。")
    section = Section.objects.get(article=article)
    assert section.heading == "新小标题"
    assert [text for _anchor, text in section.paragraphs] == ["一段。", "又一段。"]


@pytest.mark.parametrize("lack", ["period", "region", "notices"])
def test_what_still_lacks_something_is_a_work_list(admin_client: Client, lack: str) -> None:
    factories.article(title="什么都不缺")
    todo = factories.article(title="还缺一样", years=None, place=None)
    Notice.objects.create(article=todo, code="x", message="存疑")
    page = admin_client.get(f"/admin/archive/article/?lack={lack}").content.decode()
    assert "还缺一样" in page
    assert "什么都不缺" not in page


# --- what nobody may change


def test_originals_are_read_only(admin_client: Client) -> None:
    document = factories.source()
    assert admin_client.get("/admin/archive/sourcedocument/").status_code == 200
    url = reverse("admin:archive_sourcedocument_change", args=[document.pk])
    assert "_save" not in admin_client.get(url).content.decode()
    assert admin_client.post(url, {"name": "x"}).status_code == 403
    assert (
        admin_client.post(reverse("admin:archive_sourcedocument_delete", args=[document.pk])).status_code
        == 403
    )


def test_a_deleted_article_leaves_its_original_which_may_be_handed_in_again(admin_client: Client) -> None:
    upload(admin_client, ("一.txt", REVIEW.encode()))
    Article.objects.get().delete()
    assert SourceDocument.objects.count() == 1
    upload(admin_client, ("一.txt", REVIEW.encode()))
    assert Article.objects.count() == 1
    assert SourceDocument.objects.count() == 1


def test_an_editor_adds_a_development_zone_and_texts_find_it(admin_client: Client) -> None:
    city = Region.objects.get(code="990200")
    data = {
        "code": "990291",
        "name": "海澜高新技术产业开发区",
        "short_name": "海澜高新区",
        "level": "zone",
        "parent": city.pk,
        "valid_from": "2003",
        "valid_to": "",
        "aliases": "海澜高新区",
        "precessions-TOTAL_FORMS": "0",
        "precessions-INITIAL_FORMS": "0",
    }
    assert admin_client.post("/admin/archive/region/add/", data).status_code == 302
    text = REVIEW.replace("青禾区总工会", "海澜高新技术产业开发区总工会")
    upload(admin_client, ("高新.txt", text.encode()))
    assert Article.objects.get().region.full_name == "示例省 › 海澜市 › 海澜高新技术产业开发区"


@pytest.mark.parametrize(
    "written",
    [
        "2020年3月1日",
        "2020.3.1",
        "2020/3/1",
        "2020-03-01",
        "\uff12\uff10\uff12\uff10年\uff13月\uff11日",
        "二〇二〇年三月一日",
    ],
)
def test_a_day_is_taken_as_people_write_it(admin_client: Client, written: str) -> None:
    article = factories.article()
    change(admin_client, article, published_on=written)
    assert article.published_on == date(2020, 3, 1)


def test_a_day_that_there_is_not_is_refused(admin_client: Client) -> None:
    article = factories.article()
    page = change(admin_client, article, published_on="2020年2月30日")
    assert article.published_on is None
    assert "errorlist" in page


@pytest.mark.parametrize("asked", ["摸底调查", "来稿.txt", "青禾", "990102"])
def test_the_list_finds_drafts_by_their_text_file_and_place(admin_client: Client, asked: str) -> None:
    draft = factories.article(
        status=Article.Status.DRAFT, sections=[(None, "先做摸底调查。")], title="要找的草稿"
    )
    SourceDocument.objects.filter(pk=draft.source_id).update(name="来稿.txt")
    factories.article(place=None, title="别的一篇")
    page = admin_client.get("/admin/archive/article/", {"q": asked}).content.decode()
    assert "要找的草稿" in page
    assert "别的一篇" not in page


@pytest.mark.parametrize(
    "asked",
    [
        "會員",
        "\uff21\uff22",
        "ab",
        "[甲]*",
        "【甲】",
        "2019-2020",
        "2019—2020",
        "青禾區",
        "^_^",
        "㎡",
        "來稿.TXT",
    ],
)
def test_the_list_finds_a_text_however_it_is_written(admin_client: Client, asked: str) -> None:
    text = "会员AB在[甲]*里，2019－2020年有三㎡，^_^。"
    draft = factories.article(status=Article.Status.DRAFT, sections=[(None, text)], title="要找的草稿")
    SourceDocument.objects.filter(pk=draft.source_id).update(name="来稿.txt")
    factories.article(place=None, title="别的一篇")
    page = admin_client.get("/admin/archive/article/", {"q": asked}).content.decode()
    assert "要找的草稿" in page
    assert "别的一篇" not in page


@pytest.mark.parametrize(
    ("asked", "finds"), [("甲乙 丙", True), ('"甲乙 丙"', False), ('"乙，丙"', True), ("甲乙 丁", False)]
)
def test_words_may_stand_in_several_parts_of_an_article_quoted_ones_side_by_side(
    admin_client: Client, asked: str, finds: bool
) -> None:
    factories.article(title="甲乙", sections=[(None, "乙，丙在正文里。")])
    page = admin_client.get("/admin/archive/article/", {"q": asked}).content.decode()
    assert ("/change/" in page) == finds


@pytest.mark.parametrize("model", ["article", "region", "sourcedocument"])
def test_a_text_too_long_to_be_searched_for_is_refused_in_words(admin_client: Client, model: str) -> None:
    admin_client.raise_request_exception = False
    response = admin_client.get(f"/admin/archive/{model}/", {"q": "会" * 60_000})
    assert response.status_code == 400


def test_a_file_read_again_after_all_of_it_was_deleted_has_the_new_text(admin_client: Client) -> None:
    upload(admin_client, ("一.txt", REVIEW.encode()))
    Article.objects.get().delete()
    SourceDocument.objects.update(raw_text="旧的读法", encoding="gbk")
    upload(admin_client, ("一.txt", REVIEW.encode()))
    document = SourceDocument.objects.defer(None).get()
    assert document.raw_text == REVIEW
    assert document.encoding != "gbk"


def test_one_deleted_article_of_a_file_comes_back(admin_client: Client) -> None:
    read = read_file(("\n\n".join([REVIEW, REVIEW.replace("2019", "2018")])).encode(), "两篇.txt")
    reading = replace(read, records=(read.records[0], replace(read.records[0])))
    first, second = store(reading, b"both")
    second.delete()
    (again,) = store(reading, b"both")
    assert (again.source_item, again.source_id) == (1, first.source_id)
    with pytest.raises(DuplicateFile):
        store(reading, b"both")


def test_a_locked_name_is_told_on_a_page_like_the_others_and_unlocked_in_the_admin(
    client: Client, admin_client: Client
) -> None:
    sent = {"username": "某人", "password": "不对"}
    for _ in range(9):
        response = client.post("/admin/login/", sent)
    assert response.status_code == 429
    assert "暂时不能登录" in response.content.decode()
    assert "回到首页" in response.content.decode()
    page = admin_client.get("/admin/axes/accessattempt/").content.decode()
    assert "某人" in page
    assert "登录失败" in page
    assert "Access attempt" not in page
    assert "Status" not in page
    attempt = AccessAttempt.objects.get(username="某人")
    row = admin_client.get(f"/admin/axes/accessattempt/{attempt.pk}/change/").content.decode()
    assert re.search(r"某人 · \d{4}年\d", row)
    assert "Attempted" not in row
    assert "登录锁定" in admin_client.get("/admin/").content.decode()


def test_publishing_goes_back_to_the_list_as_it_was_and_stands_in_the_history(admin_client: Client) -> None:
    draft = factories.article(status=Article.Status.DRAFT)
    url = reverse("admin:archive_article_change", args=[draft.pk])
    filters = "?_changelist_filters=status__exact%3Ddraft"
    response = admin_client.post(url + filters, form_data(admin_client, draft) | {"_publish": "1"})
    assert response["Location"] == "/admin/archive/article/?status__exact=draft"
    assert "状态" in admin_client.get(url.replace("change", "history")).content.decode()


@pytest.mark.parametrize(
    ("field", "sent", "told"),
    [
        ("period_start", "0", "1900 到 2100"),
        ("lines", "〔作者〕甲\n" * 101, "最多 100 行"),
        ("lines", "〔编校署名〕" + "编" * 301, "最多 300 个字"),
        ("lines", "〔小标题〕" + "题" * 301, "最多 300 个字"),
        ("lines", "〔作者〕记者\0甲", "空字符"),
        ("title", "标\0题", "空字符"),
        ("lines", "〔小标题5〕一", "1 到 4"),
        ("lines", "〔小标题0〕一", "1 到 4"),
        ("lines", f"〔小标题{'9' * 5000}〕一", "1 到 4"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_the_bounds(
    admin_client: Client, field: str, sent: str, told: str
) -> None:
    article = factories.article(sections=[("一", "甲")])
    assert told in change(admin_client, article, **{field: sent})


def test_what_a_reader_found_beyond_the_bounds_is_kept_by_other_changes(admin_client: Client) -> None:
    article = factories.article(bylines=["甲"] * 200)
    change(admin_client, article, title="改过的题")
    assert (article.title, len(article.bylines)) == ("改过的题", 200)
    lines = form_data(admin_client, article)["lines"]
    change(admin_client, article, lines=f"{lines}\n\n又一段。")
    assert (article.sections.get().text.splitlines()[1], len(article.bylines)) == ("又一段。", 200)


@pytest.mark.parametrize(
    "asked", ["于晓禾", "2018", "2018年", "2018—2018", "2020年3月1日", "年度综述", "草稿", "云川市"]
)
def test_the_list_finds_what_it_shows(admin_client: Client, asked: str) -> None:
    factories.article(
        status=Article.Status.DRAFT,
        title="要找的草稿",
        years=(2018, 2018),
        bylines=["记者 于晓禾"],
        published_on="2020-03-01",
    )
    factories.article(place=None, title="别的一篇", kind=Article.Kind.OTHER)
    page = admin_client.get("/admin/archive/article/", {"q": asked}).content.decode()
    assert "要找的草稿" in page
    assert "别的一篇" not in page


def test_a_division_of_the_table_says_why_it_is_not_deleted(admin_client: Client) -> None:
    place = factories.region("990102")
    page = admin_client.get(f"/admin/archive/region/{place.pk}/delete/", follow=True).content.decode()
    assert "区划表里的区划不能删除" in page
