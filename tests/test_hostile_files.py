"""Whatever is handed in: the answer is one in words, nothing of it runs anywhere, and nothing is written elsewhere."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from search import lexicon, outbox
from tests import factories, hostile

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Tags(HTMLParser):
    """Whatever of a page would run, or ask another site for something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._runs = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._runs = tag == "script" and dict(attributes).get("type") != "application/ld+json"
        for name, value in attributes:
            told = (value or "").strip()
            leads = name in {"src", "href", "action", "formaction", "data", "srcset", "poster"}
            away = leads and urlsplit(told).hostname == "elsewhere.invalid"
            if name.startswith("on") or told.lower().startswith("javascript:") or away:
                self.found.append(f"{tag} {name}={told}")

    def handle_data(self, data: str) -> None:
        if self._runs and "alert" in data:
            self.found.append(f"script {data}")

    def handle_endtag(self, tag: str) -> None:
        self._runs = False


def dangers(page: str) -> list[str]:
    tags = Tags()
    tags.feed(page)
    return tags.found


@pytest.fixture(scope="module", autouse=True)
def fresh_lexicon() -> Iterator[None]:
    lexicon.forget()
    yield
    lexicon.forget()


@pytest.mark.parametrize("words", (*hostile.SCRIPTS, *hostile.FORMULAS))
def test_words_in_every_field_stay_words_on_every_page_and_in_every_file(client: Client, words: str) -> None:
    article = factories.article(
        **dict.fromkeys(("kicker", "title", "subtitle", "issuer", "newspaper", "page_label"), words),
        bylines=[words],
        sections=[(words, f"工会{words}职工")],
        captions=[words],
    )
    outbox.rebuild(lock_seconds=10)
    asked = urlencode({"q": words, "newspaper": words})
    for address in (
        *(
            "/",
            "/regions/990102/",
            "/years/2019/",
            f"/articles/{article.pk}/",
            f"/articles/{article.pk}/cite/",
        ),
        *(
            f"/search/?{asked}",
            "/search/?q=工会职工",
            f"/articles/{article.pk}/?{asked}&hit=1",
            f"/search/by-place/?{asked}",
        ),
        *(f"/search/record/?{asked}", f"/articles/{article.pk}/source/", f"/shelf/?article={article.pk}"),
    ):
        page = client.get(address)
        assert page.status_code in {200, 400}, address
        assert dangers(page.content.decode()) == [], address
    rows = client.get("/search/export.csv?q=工会").getvalue().decode("utf-8-sig")
    assert not any(
        cell.startswith(("=", "+", "@", "＝")) for line in rows.splitlines() for cell in line.split(",")
    )
    assert json.loads(client.get("/search/export.json?q=工会").getvalue())["total"] == 1
