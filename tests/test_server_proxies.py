"""Whose address a request has behind servers that are trusted, and behind nobody."""

import logging
from collections.abc import Mapping
from ipaddress import ip_network

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from archive.settings import networks
from archive.web.proxies import TrustedProxiesMiddleware, below

PROXIES = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("::1")]


def seen(remote: str, headers: Mapping[str, str]) -> HttpRequest:
    caught: list[HttpRequest] = []

    def catch(request: HttpRequest) -> HttpResponse:
        caught.append(request)
        return HttpResponse()

    TrustedProxiesMiddleware(catch)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))
    return caught[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("10.1.1.1", "203.0.113.9", "203.0.113.9"),
        ("10.1.1.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("10.1.1.1", "198.51.100.7, 203.0.113.9, 10.2.2.2", "203.0.113.9"),
        ("10.1.1.1", "203.0.113.9:4711", "203.0.113.9"),
        ("10.1.1.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.1.1.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.1.1.1", "203.0.113.9", "203.0.113.9"),
        ("10.1.1.1", "203.0.113.9, unknown", "10.1.1.1"),
        ("10.1.1.1", "", "10.1.1.1"),
        ("10.1.1.1", "10.9.9.9", "10.9.9.9"),
        ("203.0.113.50", "198.51.100.7", "203.0.113.50"),
    ],
)
def test_the_reader_s_address_is_what_a_trusted_proxy_saw(remote: str, forwarded: str, client: str) -> None:
    with override_settings(TRUSTED_PROXIES=PROXIES):
        assert seen(remote, {"X-Forwarded-For": forwarded}).META["REMOTE_ADDR"] == client


def test_a_stranger_s_word_about_encryption_is_dropped() -> None:
    with override_settings(
        TRUSTED_PROXIES=PROXIES, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
    ):
        assert not seen("203.0.113.50", {"X-Forwarded-Proto": "https"}).is_secure()
        assert seen("10.1.1.1", {"X-Forwarded-Proto": "https"}).is_secure()


def test_nobody_is_trusted_where_nothing_is_set() -> None:
    assert seen("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}).META["REMOTE_ADDR"] == "127.0.0.1"


def test_networks_and_addresses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_PROXIES", "10.0.0.0/8, 127.0.0.1,::1")
    assert networks("SOME_PROXIES", []) == PROXIES


@pytest.mark.django_db
def test_guessing_from_outside_locks_nobody_in_the_office_out() -> None:
    User.objects.create_user("editor", password="the-right-password", is_staff=True)

    def sign_in(address: str, password: str) -> int:
        form = {"username": "editor", "password": password, "next": "/admin/"}
        return (
            Client(REMOTE_ADDR="10.1.1.1", HTTP_X_FORWARDED_FOR=address)
            .post("/admin/login/", form)
            .status_code
        )

    with override_settings(TRUSTED_PROXIES=PROXIES):
        answers = [sign_in("203.0.113.9", f"wrong-{n}") for n in range(9)]
        assert answers[-1] == 429
        assert sign_in("203.0.113.9", "the-right-password") == 429
        assert sign_in("198.51.100.7", "the-right-password") == 302


@pytest.mark.parametrize(
    ("path", "inside"), [("/zs/years/", "/years/"), ("/zs", "/"), ("/years/", "/years/"), ("/zsx/", "/zsx/")]
)
def test_the_path_that_the_site_lies_below_is_taken_off_once(path: str, inside: str) -> None:
    asked: list[dict[str, object]] = []

    def asking(environ: dict[str, object], start_response: object) -> list[bytes]:
        asked.append(environ)
        return []

    application = below("/zs", asking)
    list(application({"PATH_INFO": path}, lambda *a: None))
    assert (asked[0]["PATH_INFO"], asked[0]["SCRIPT_NAME"]) == (inside, "/zs")


# One line for what visitors send


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["foreign host", "form without token", "not allowed"])
def test_what_a_visitor_sends_is_logged_in_one_line(
    what: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    handler = next(
        one for one in logging.getLogger().handlers if any("OneLine" in type(f).__name__ for f in one.filters)
    )
    lines: list[str] = []
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handler, "emit", lambda record: lines.extend(handler.format(record).splitlines()))
        if what == "foreign host":
            status = client.get("/", HTTP_HOST="evil.example").status_code
        elif what == "form without token":
            status = client.post("/language/", {"language": "en"}).status_code
        else:
            client.force_login(User.objects.create_user("nobody", is_staff=True))
            status = client.get("/admin/archive/article/upload/").status_code
    assert status in {400, 403}
    assert len(lines) == 1, lines
