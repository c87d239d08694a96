"""Each error page names the cause of this error; what editors see is kept by permission and in no cache."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import override_script_prefix
from pytest_django import Settings

from archive.models import Article
from tests import factories

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
NOWHERE = ["", "years/", "../", "//evil.example/", "http://evil.example/", "/nowhere/", "/accounts/profile/"]
NOWHERE += ["/admin/logout/", LOGIN, "/language/", "javascript:alert(1)", "\\\\evil.example", "http://["]


@pytest.fixture
def strict(admin_client: Client) -> Client:
    """An administrator's browser, with the check of forms on."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = admin_client.cookies
    return client


def token(client: Client, address: str) -> str:
    return str(client.get(address).context["csrf_token"])


def test_an_address_that_is_not_allowed_is_told_with_the_setting(client: Client) -> None:
    response = client.get("/", HTTP_HOST="192.168.7.7:8000")
    page = response.content.decode()
    assert response.status_code == 400
    assert "192.168.7.7:8000" in page
    assert "ALLOWED_HOSTS" in page
    assert "200 个" not in page


@pytest.mark.parametrize(
    ("setting", "fields", "told"),
    [
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", {"a": ["1", "2", "3", "4"]}, "项目太多：一次最多 2 项"),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", {"text": "工" * 900}, "文字太大"),
    ],
)
def test_what_there_is_too_much_of_is_named(
    admin_client: Client, settings: Settings, setting: str, fields: dict[str, object], told: str
) -> None:
    setattr(settings, setting, 2)
    response = admin_client.post("/admin/archive/article/upload/", fields)
    assert response.status_code == 400
    assert told in response.content.decode()


def test_a_form_cut_off_on_its_way_is_told(admin_client: Client) -> None:
    response = admin_client.post("/admin/archive/article/upload/", b"x", content_type="multipart/form-data")
    assert response.status_code == 400
    assert "不完整" in response.content.decode()


def test_a_form_without_cookies_one_from_elsewhere_and_one_out_of_date_are_told_apart(strict: Client) -> None:
    address = "/admin/archive/region/add/"
    assert "cookie" in strict.post(address, {}).content.decode()
    sent = {"csrfmiddlewaretoken": token(strict, address)}
    assert "不是从这个网站" in strict.post(address, sent, HTTP_ORIGIN="http://else.example").content.decode()
    sent["csrfmiddlewaretoken"] = "x" * 64
    response = strict.post(address, sent)
    assert response.status_code == 403
    assert "已经过时" in response.content.decode()


def test_a_page_without_permission_is_told(client: Client) -> None:
    client.force_login(User.objects.create_user("读者", is_staff=True))
    response = client.get("/admin/archive/article/upload/")
    assert response.status_code == 403
    assert "只对有权限的编辑开放" in response.content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/admin/archive/region/", "/admin/archive/region/"),
        ("", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("https://evil.example/", "/admin/"),
        *((nowhere, "/admin/") for nowhere in NOWHERE),
    ],
)
def test_the_second_tabs_login_goes_on_to_where_it_was_going(
    strict: Client, wanted: str, reached: str
) -> None:
    sent = {"username": "admin", "password": "password", "next": wanted, "csrfmiddlewaretoken": "x" * 64}
    response = strict.post(LOGIN, sent)
    assert response.status_code == 302
    assert response["Location"] == reached


@pytest.mark.parametrize("where", ["address", "form"])
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/admin/archive/region/?p=2", "/admin/archive/region/?p=2"),
        ("/years/", "/years/"),
        *((nowhere, "/admin/") for nowhere in NOWHERE),
    ],
)
def test_signing_in_goes_on_to_a_page_of_ours(
    admin_user: User, client: Client, wanted: str, reached: str, where: str
) -> None:
    address = f"{LOGIN}?{urlencode({'next': wanted})}" if where == "address" else LOGIN
    form = {"username": "admin", "password": "password"} | ({"next": wanted} if where == "form" else {})
    assert client.get(address).status_code == 200
    response = client.post(address, form)
    assert (response.status_code, response["Location"]) == (302, reached)


def test_signing_in_without_a_wish_goes_to_the_index(admin_user: User, client: Client) -> None:
    assert client.post(LOGIN, {"username": "admin", "password": "password"})["Location"] == "/admin/"


@pytest.mark.parametrize("wanted", NOWHERE)
@pytest.mark.parametrize(
    ("came_from", "reached"),
    [("http://testserver/years/", "http://testserver/years/"), ("http://else.example/", "/"), ("", "/")],
)
def test_choosing_a_language_stays_on_this_site(
    client: Client, wanted: str, came_from: str, reached: str
) -> None:
    answer = client.post("/language/", {"language": "en", "next": wanted}, HTTP_REFERER=came_from)
    assert (answer.status_code, answer["Location"]) == (302, reached)


def test_below_a_path_nothing_leads_out_of_it(client: Client) -> None:
    for wanted, reached in (("/zs/years/", "/zs/years/"), ("/years/", "/zs/"), ("", "/zs/")):
        with override_script_prefix("/zs/"):
            answer = client.post("/language/", {"language": "en", "next": wanted})
        assert answer["Location"] == reached


def test_the_second_tabs_signing_out_is_no_error() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/admin/logout/", {}).status_code == 302


# --- what is not published


PAGES = ("", "original/", "source/")


def editor(*permissions: str) -> User:
    user = User.objects.create_user("编辑", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.mark.parametrize("page", PAGES)
def test_drafts_are_shown_by_permission(client: Client, page: str) -> None:
    draft = factories.article(status=Article.Status.DRAFT)
    address = f"{draft.get_absolute_url()}{page}"
    assert client.get(address).status_code == 404
    client.force_login(editor())
    assert client.get(address).status_code == 404
    client.logout()
    User.objects.all().delete()
    client.force_login(editor("view_article"))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.PUBLISHED])
def test_what_an_editor_sees_is_in_no_cache(client: Client, page: str, status: str) -> None:
    address = f"{factories.article(status=status).get_absolute_url()}{page}"
    client.force_login(editor("change_article"))
    kept = client.get(address)["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept


def test_readers_pages_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get(factories.article().get_absolute_url()).get("Cache-Control", "")


def test_who_may_not_edit_is_shown_no_way_to(client: Client) -> None:
    address = factories.article().get_absolute_url()
    client.force_login(editor())
    assert "/admin/archive/article/" not in client.get(address).content.decode()


# --- addresses and parameters that make no sense


@pytest.mark.parametrize(
    "address",
    [
        *(f"/admin/archive/{model}/{pk}/{page}/" for model in ("article", "region", "sourcedocument")
          for pk in ("²", "9" * 40, "1_0", "٣") for page in ("change", "history", "delete")),
        "/admin/archive/article/?id__in=" + "9" * 40,
        "/admin/archive/article/?id__exact=²",
        "/admin/archive/article/?p=²",
        "/admin/archive/article/?q=%00",
        "/admin/autocomplete/?term=%00&app_label=archive&model_name=article&field_name=region",
        "/admin/auth/user/" + "9" * 40 + "/password/",
        "/admin/auth/user/?id__in=" + "9" * 40,
        "/admin/auth/user/?q=" + "会" * 60_000,
        "/admin/axes/accessattempt/?id__exact=²",
        "/articles/" + "9" * 40 + "/",
        "/years/" + "9" * 40 + "/",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_no_error_of_the_server(admin_client: Client, address: str) -> None:
    admin_client.raise_request_exception = False
    assert admin_client.get(address, follow=True).status_code in {200, 400, 403, 404}


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/admin/auth/user/", {"action": "delete_selected", "_selected_action": "²"}),
        ("/admin/axes/accessattempt/", {"action": "delete_selected", "_selected_action": "9" * 40}),
        ("/admin/auth/group/add/", {"name": "x", "permissions": "9" * 40}),
        ("/admin/auth/user/add/", {"_saveasnew": "1"}),
    ],
)
def test_a_form_of_another_application_that_was_tampered_with_is_refused(
    admin_client: Client, address: str, form: dict[str, str]
) -> None:
    admin_client.raise_request_exception = False
    # SQLite takes no number of 40 digits; PostgreSQL looks for one, and the form is shown again.
    refused = {400} if connection.vendor == "sqlite" else {200, 400}
    assert admin_client.post(address, form).status_code in refused
    assert not Group.objects.filter(name="x").exists()
