"""What every list and form of the admin does: names, filters that are said, cards, languages, proposals."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from lxml import html

from archive.models import Article, Region, SourceDocument
from tests import factories
from tests.markup import elements

pytestmark = pytest.mark.django_db

LIST = "/admin/archive/article/"


def told(client: Client, url: str) -> list[str]:
    page = html.document_fromstring(client.get(url).content.decode())
    return [message.text_content().strip() for message in elements(page, "//ul[@class='messagelist']/li")]


@pytest.mark.parametrize(
    ("url", "condition"),
    [
        (f"{LIST}?status=foo", "status=foo"),
        (f"{LIST}?status__exact=foo", "status__exact=foo"),
        (f"{LIST}?lack=foo", "lack=foo"),
        ("/admin/archive/import/?lack=foo", "lack=foo"),
        ("/admin/archive/region/?level__exact=village", "level__exact=village"),
    ],
)
def test_a_filter_that_stands_in_the_address_alone_is_said(
    admin_client: Client, url: str, condition: str
) -> None:
    factories.article()
    assert told(admin_client, url) == [f"网址里的条件“{condition}”不在筛选项里；列表是按它筛过的。"]
    assert not admin_client.get(url).context["cl"].queryset.exists()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?status__exact=draft",
        "?lack=region&kind__exact=plan",
        "?q=题&o=1&p=1",
        "?region_basis__exact=issuer",
    ],
)
def test_of_a_filter_that_was_chosen_nothing_is_said(admin_client: Client, query: str) -> None:
    factories.article()
    assert told(admin_client, LIST + query) == []


def test_every_list_is_called_by_what_it_lists(admin_client: Client) -> None:
    for address, name in ((LIST, "综述"), ("/admin/archive/region/", "区划"), ("/admin/auth/user/", "用户")):
        page = html.document_fromstring(admin_client.get(address).content.decode())
        assert page.findtext(".//h1") == name


def test_every_value_of_a_list_says_what_it_is(admin_client: Client) -> None:
    factories.article(title="<b>题</b>", issuer="甲&乙")
    page = html.document_fromstring(admin_client.get(LIST).content.decode())
    (row,) = elements(page, "//table[@id='result_list']/tbody/tr")
    labels = {cell.get("data-label"): cell.text_content().strip() for cell in elements(row, "./td|./th")}
    assert labels["标题"] == "<b>题</b>"
    assert labels["单位"] == "甲&乙"
    assert labels["地区"] == "示例省 › 云川市 › 青禾区"


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/html", "网页"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档"),
        ("application/pdf", "PDF"),
        ("image/webp", "图片"),
        ("application/x-page-set+zip", "一篇的各页图片"),
        ("application/x-nobody", "application/x-nobody"),
    ],
)
def test_originals_are_listed_by_the_names_that_people_have_for_their_formats(
    media_type: str, name: str, admin_client: Client
) -> None:
    source = factories.source(b"content")
    SourceDocument.objects.filter(pk=source.pk).update(media_type=media_type)
    for address in ("", f"{source.pk}/change/"):
        page = html.document_fromstring(
            admin_client.get(f"/admin/archive/sourcedocument/{address}").content.decode()
        )
        assert [named.text_content() for named in elements(page, f"//span[@title='{media_type}']")] == [name]


def test_a_row_leads_to_its_page_only_for_whoever_may_see_such_rows(
    client: Client, admin_client: Client
) -> None:
    draft = factories.article(status="draft")
    kind = ContentType.objects.get_for_model(Article).pk
    there, nowhere = f"/admin/r/{kind}/{draft.pk}/", f"/admin/r/{kind}/{draft.pk + 99}/"
    assert admin_client.get(there).status_code == 302
    assert [admin_client.get(url).status_code for url in (nowhere, f"/admin/r/{kind}/{'9' * 40}/")] == [
        404,
        404,
    ]
    client.force_login(User.objects.create_user("with no rights", is_staff=True))
    assert [client.get(url).status_code for url in (there, nowhere)] == [404, 404]


def test_the_admin_is_read_in_the_other_language_from_any_of_its_pages(
    admin_client: Client, client: Client
) -> None:
    for asking, address, then in ((admin_client, LIST, LIST), (client, "/admin/login/", "/admin/")):
        page = html.document_fromstring(asking.get(address).content.decode())
        (form,) = elements(page, "//footer//form[@action='/language/']")
        assert isinstance(form, html.FormElement)
        answer = asking.post("/language/", dict(form.form_values()) | {"language": "en"})
        assert answer["Location"] == then
        assert '<html lang="en"' in asking.get(address).content.decode()


def test_permissions_are_called_in_the_language_of_the_page(admin_client: Client) -> None:
    group = Group.objects.get(name="编辑")
    page = admin_client.get(f"/admin/auth/group/{group.pk}/change/").content.decode()
    assert "综述：修改" in page
    assert "Can change" not in page
    assert "可以阅读已发布的综述" in page


def test_ticking_permissions_gives_just_these(admin_client: Client) -> None:
    group, wanted = Group.objects.get(name="读者"), Permission.objects.get(codename="view_region")
    admin_client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "读者", "permissions": [wanted.pk]})
    assert list(group.permissions.all()) == [wanted]


# --- divisions


def typed(**fields: Any) -> dict[str, Any]:
    nothing = {"precessions-TOTAL_FORMS": "0", "precessions-INITIAL_FORMS": "0"}
    above = factories.region("990100").pk
    return {"name": "云川经济开发区", "level": "zone", "parent": above, "aliases": "", **nothing, **fields}


def test_a_zone_without_a_code_gets_the_next_one_below_its_division(admin_client: Client) -> None:
    assert admin_client.post("/admin/archive/region/add/", typed(code="")).status_code == 302
    assert admin_client.post("/admin/archive/region/add/", typed(name="云川高新区")).status_code == 302
    codes = Region.objects.filter(origin="editor").order_by("pk").values_list("name", "code")
    taken = set(Region.objects.filter(origin="table").values_list("code", flat=True))
    (first, one), (second, other) = codes
    assert (first, second) == ("云川经济开发区", "云川高新区")
    assert one.startswith("990100Z")
    assert other == f"990100Z{int(one[-2:]) + 1:02d}"
    assert not {one, other} & taken


def test_what_is_no_zone_needs_a_code(admin_client: Client) -> None:
    answer = admin_client.post("/admin/archive/region/add/", typed(level="county", name="云川新县"))
    assert "请填代码" in answer.context["adminform"].errors["code"][0]
    answer = admin_client.post("/admin/archive/region/add/", typed(parent=""))
    assert "请填代码" in answer.context["adminform"].errors["code"][0]


@pytest.mark.parametrize(
    ("level", "name", "short"), [("county", "云川新县", "云川新"), ("zone", "云川新区", "云川新区")]
)
def test_a_short_name_that_is_left_empty_follows_from_the_name(
    admin_client: Client, level: str, name: str, short: str
) -> None:
    admin_client.post("/admin/archive/region/add/", typed(level=level, name=name, code="990177"))
    assert Region.objects.get(code="990177").short_name == short


def test_what_goes_with_a_deleted_row_is_told_without_derived_rows(admin_client: Client) -> None:
    trashed = factories.article(title="要删的一篇", status="trashed")
    page = admin_client.get(f"/admin/archive/trashedarticle/{trashed.pk}/delete/").content.decode()
    assert "要删的一篇" in page
    assert "文字指纹" not in page
    admin_client.post("/admin/archive/region/add/", typed())
    zone = Region.objects.get(origin="editor")
    page = admin_client.get(f"/admin/archive/region/{zone.pk}/delete/").content.decode()
    assert "云川经济开发区" in page
    assert "⊇" not in page


def test_a_card_has_no_label_for_what_the_row_lacks(admin_client: Client) -> None:
    factories.article(title="没有疑问的一篇")
    page = admin_client.get("/admin/archive/article/").content.decode()
    assert re.search(r'<td data-label="存疑" data-empty class="field-shown_notices">-</td>', page)
    assert re.search(r'<td data-label="状态" class="field-status', page)


@pytest.mark.parametrize("table", ["indicator", "replica", "region", "article"])
def test_a_list_that_is_asked_for_nonsense_by_its_own_word_for_it_is_no_fault(
    admin_client: Client, table: str
) -> None:
    """``e=1`` is what Django itself adds to the address of a list whose parameters it does not know."""
    for asked in ("?nothing=1", "?e=1&nothing=1"):
        assert admin_client.get(f"/admin/archive/{table}/{asked}", follow=True).status_code == 200
