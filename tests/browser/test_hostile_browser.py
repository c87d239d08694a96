"""An archive of hostile texts in a real browser: nothing runs, nothing complains, nothing is asked of another site."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Dialog, Page
from pytest_django.live_server_helper import LiveServer

from archive.models import Article
from search import lexicon, outbox
from tests import factories, hostile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_kind_of_page_runs_what_stands_in_the_texts(page: Page, live_server: LiveServer) -> None:
    lexicon.forget()
    words = "".join(hostile.SCRIPTS)
    for status in (Article.Status.PUBLISHED, Article.Status.DRAFT):
        pk = factories.article(
            kicker=words[:200],
            title=words[:200],
            subtitle=words[:200],
            issuer=words[:200],
            newspaper=words[:200],
            page_label=words[:200],
            bylines=[words[:90]],
            sections=[(words[:200], f"工会{words}职工会员总数12345人")],
            captions=[words],
            status=status,
        ).pk
    published = Article.objects.published().get().pk
    outbox.rebuild(lock_seconds=10)
    asked = quote(words[:60])
    signed_in = Client()
    signed_in.force_login(User.objects.create_superuser("站长"))
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": signed_in.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    trouble: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda sent: (
            None if sent.url.startswith((live_server.url, "data:", "blob:")) else trouble.append(sent.url)
        ),
    )
    for address in (
        *(
            "/",
            "/regions/",
            "/regions/990102/",
            "/regions/990102/2019/",
            "/years/",
            "/years/2019/",
            "/coverage/",
        ),
        *(f"/articles/{published}/{part}" for part in ("", "cite/", "figures/", "original/", "report/")),
        *(
            f"/search/?q={asked}",
            "/search/?q=工会职工",
            f"/search/by-place/?q={asked}",
            f"/search/record/?q={asked}",
        ),
        *(
            "/figures/",
            "/figures/sheet/",
            f"/shelf/?a={published}",
            "/indicators/",
            f"/articles/{published}/?q=工会&hit=1",
        ),
        *("/admin/", "/admin/archive/article/", f"/admin/archive/article/{pk}/change/"),
        *(f"/admin/archive/article/{pk}/history/", "/admin/archive/articleevent/", "/admin/archive/import/"),
    ):
        page.goto(address)
        page.wait_for_load_state("load")
    assert trouble == []
