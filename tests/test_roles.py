"""What each role may ask of each address, and that no reader meets a draft; what the public may read is a setting."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from archive.models import Article
from search import lexicon, outbox
from tests import factories, roles
from tests.answers import Answer

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access.tsv")
"""Route, then the status of GET and of POST for each of ``roles.ROLES``; the posted form is empty."""
README = Path(__file__).resolve().parent.parent / "README.md"
OPEN = {
    "/admin/login/",
    "/language/",
    "/theme/",
    "/robots.txt",
    "/admin/logout/",
    "/health",
    "/ready",
    "/metrics",
}


def expected() -> dict[str, tuple[list[str], list[str]]]:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {route: (get.split(), post.split()) for route, get, post in lines}


@pytest.fixture
def rows() -> dict[str, Any]:
    lexicon.forget()
    made = roles.archive_with_a_draft()
    outbox.rebuild(lock_seconds=10)
    return made


def test_every_address_has_an_expectation() -> None:
    assert set(roles.routes()) == set(expected())


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_address_answers_each_role_as_expected(rows: dict[str, Any], role: str) -> None:
    client, column, unlike = roles.client_of(role), roles.ROLES.index(role), []
    for route, (get, post) in expected().items():
        url = roles.address(route, rows)
        wanted = {
            "GET": get[column],
            "HEAD": get[column],
            "POST": post[column],
            "PUT": "405",
            "OPTIONS": "204",
        }
        for method, status in wanted.items():
            found = str(roles.answers(client, method, url).status_code)
            if found != status:
                unlike.append((method, url, found, status))
    assert unlike == []


@pytest.mark.parametrize("role", roles.ROLES[:3])
def test_a_reader_meets_no_draft_at_any_address(rows: dict[str, Any], role: str) -> None:
    client = roles.client_of(role)
    for route in expected():
        url = roles.address(route, rows)
        page = "".join(roles.text_of(roles.answers(client, "GET", url)).split())
        echoed = page.replace(f"q={roles.DRAFT}", "")
        assert f"{roles.DRAFT}综述" not in echoed, url
        assert f"{roles.DRAFT}办公室" not in echoed, url
        assert f"{roles.DRAFT}报" not in echoed, url
        assert f"推进{roles.DRAFT}" not in echoed, url


def test_a_draft_counts_nowhere(rows: dict[str, Any]) -> None:
    client = roles.client_of("读者")
    with_draft = [roles.text_of(client.get(url)) for url in COUNTING]
    Article.objects.drafts().update(title="别的", region=None, issuer="", newspaper="")
    outbox.rebuild(lock_seconds=10)
    lexicon.forget()
    assert [roles.text_of(client.get(url)) for url in COUNTING] == with_draft


COUNTING = [
    "/years/",
    "/years/2019/",
    "/regions/",
    "/regions/990102/",
    "/regions/990102/2019/",
    "/coverage/",
    "/search/export.csv",
    "/sitemap-articles.xml",
]


def test_the_groups_hold_what_the_readme_says() -> None:
    table = README.read_text(encoding="utf-8").split("### Roles")[1].split("\n#")[0]
    told: dict[str, set[str]] = {name: set() for name in ("读者", "编辑", "管理员")}
    for permission, *marks in re.findall(r"^\| `([\w.]+)` \|(.*?)\|(.*?)\|(.*?)\|", table, re.MULTILINE):
        for name, mark in zip(told, marks, strict=True):
            if mark.strip():
                told[name].add(permission)
    held = {
        group.name: {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        for group in Group.objects.all()
    }
    assert held == told


@pytest.mark.parametrize(("role", "to_the_desk"), [("读者", False), ("编辑", True), ("管理员", True)])
def test_a_name_a_password_and_a_role_make_an_account(client: Client, role: str, to_the_desk: bool) -> None:
    asking, add = roles.client_of("管理员"), reverse("admin:auth_user_add")
    page = asking.get(add).content.decode()
    for words in ("读者：登录后阅读", "编辑：上传、更正、发布", "管理员：编辑能做的都能做"):
        assert words in page
    group = Group.objects.get(name=role)
    form = {
        "username": "林某",
        "password1": "一个够长的口令-2026",
        "password2": "一个够长的口令-2026",
        "groups": group.pk,
    }
    assert asking.post(add, form)["Location"] == reverse("admin:auth_user_changelist")
    made = User.objects.get(username="林某")
    assert (list(made.groups.all()), made.is_staff) == ([group], to_the_desk)
    client.force_login(made)
    assert (client.get("/admin/").status_code == 200) == to_the_desk
    assert asking.get(reverse("admin:auth_user_change", args=[made.pk])).status_code == 200


def test_single_permissions_are_folded_away_and_only_superusers_see_them(admin_client: Client) -> None:
    account = reverse("admin:auth_user_change", args=[User.objects.create_user("林某").pk])
    page = admin_client.get(account).content.decode()
    assert re.search(r"<details>\s*<summary[^>]*>\s*<h2[^>]*>\s*单项权限", page)
    assert "单项权限" not in roles.client_of("管理员").get(account).content.decode()


def test_an_administrator_makes_no_superuser_and_touches_none(client: Client) -> None:
    superuser, editor = (
        User.objects.create_superuser("站长"),
        User.objects.create_user("新编辑", is_staff=True),
    )
    asking = roles.client_of("管理员")
    page = reverse("admin:auth_user_change", args=[editor.pk])
    form = {
        "username": "新编辑",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "user_permissions": "1",
        "groups": str(Group.objects.get(name="编辑").pk),
        "date_joined_0": "2020-01-01",
        "date_joined_1": "08:00:00",
    }
    assert asking.post(page, form).status_code == 302
    editor.refresh_from_db()
    assert (editor.is_superuser, editor.user_permissions.count()) == (False, 0)
    assert editor.has_perm("archive.change_article")
    asking.post(
        reverse("admin:auth_user_changelist"),
        {"action": "delete_selected", "_selected_action": str(superuser.pk), "post": "yes"},
    )
    assert User.objects.filter(pk=superuser.pk).exists()
    assert asking.get(reverse("admin:auth_user_password_change", args=[superuser.pk])).status_code == 403


def signed_in_by_form(client: Client, following: str) -> Answer:
    user = User.objects.create_user("老读者", password="一个够长的口令-9")
    user.groups.add(Group.objects.get(name="读者"))
    login = f"{reverse('admin:login')}?next={following}"
    return client.post(login, {"username": "老读者", "password": "一个够长的口令-9", "next": following})


def test_a_reader_signs_in_reads_and_signs_out(client: Client, settings: Settings) -> None:
    settings.PUBLIC_READING = False
    assert client.get("/years/")["Location"] == "/admin/login/?next=/years/"
    assert signed_in_by_form(client, "/years/")["Location"] == "/years/"
    assert "退出" in client.get("/years/").content.decode()
    assert client.get("/admin/password_change/").status_code == 200
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/"
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/years/").status_code == 302


def test_without_public_reading_strangers_are_sent_to_sign_in(
    rows: dict[str, Any], settings: Settings
) -> None:
    settings.PUBLIC_READING = False
    stranger = roles.client_of("anonymous")
    for route in expected():
        url = roles.address(route, rows)
        for method in ("GET", "HEAD", "POST"):
            answer = roles.answers(stranger, method, url)
            if url in OPEN:
                assert answer.status_code < 500
            else:
                assert answer.status_code == 302, (method, url)
                assert answer["Location"].startswith("/admin/login/?next="), (method, url)
            if answer.status_code != 405:
                assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", ")), (method, url)
    assert stranger.get("/no/such/page/").status_code == 302
    assert "Disallow: /\n" in stranger.get("/robots.txt").content.decode()


@pytest.mark.parametrize("role", roles.ROLES[1:])
def test_without_public_reading_every_role_reads_and_no_cache_keeps_it(settings: Settings, role: str) -> None:
    settings.PUBLIC_READING = False
    published, client = factories.article(), roles.client_of(role)
    for url in ("/", published.get_absolute_url(), "/search/feed/", "/search/export.csv"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", ")), url


def test_without_public_reading_an_account_without_a_role_reads_nothing(
    client: Client, settings: Settings
) -> None:
    settings.PUBLIC_READING = False
    client.force_login(User.objects.create_user("无角色"))
    assert {client.get(url).status_code for url in ("/", "/search/", "/search/feed/", "/nowhere/")} == {403}
    assert client.get("/admin/password_change/").status_code == 200


def test_who_may_read_is_told_before_a_server_is_made_public(settings: Settings) -> None:
    def told() -> set[str | None]:
        return {message.id for message in run_checks(include_deployment_checks=True)}

    assert "archive.I111" in told()
    settings.PUBLIC_READING = False
    assert "archive.I111" not in told()
    assert "archive.W110" in told()
    settings.HTTPS = True
    assert "archive.W110" not in told()
