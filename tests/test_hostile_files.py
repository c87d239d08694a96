"""Whatever is handed in: the answer is one in words, nothing of it runs anywhere, and nothing is written elsewhere."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from archive.imports.runner import Runner
from archive.models import Article, ImportItem
from search import lexicon, outbox
from tests import factories, hostile

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CASES = list(hostile.files())
AT_ONCE = 100


UPLOAD = "/admin/archive/article/upload/"
BOUNDARY = "two-texts-apart"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def as_form(files: list[tuple[str, bytes]]) -> bytes:
    """As a browser sends them, or a program that escapes nothing but what would end the name."""
    parts = b""
    for name, content in files:
        escaped = (
            name.replace('"', "%22")
            .replace("\r", "%0D")
            .replace("\n", "%0A")
            .encode("utf-8", "surrogatepass")
        )
        parts += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="'.encode() + escaped
        )
        parts += b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + content + b"\r\n"
    return parts + f"--{BOUNDARY}--\r\n".encode()


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


def test_they_are_many() -> None:
    assert len(CASES) >= 300


def test_every_file_gets_an_answer_and_nothing_is_written_elsewhere(
    admin_client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beside = Path(settings.ARCHIVE_DATA).parent
    before = set(beside.iterdir())
    alone = len(hostile.NAMES)
    for files in [[case] for case in CASES[:alone]] + [
        CASES[start : start + AT_ONCE] for start in range(alone, len(CASES), AT_ONCE)
    ]:
        answer = admin_client.generic("POST", UPLOAD, as_form(files), content_type=FORM)
        assert answer.status_code in ({302, 200, 400} if len(files) == 1 else {302}), files[0][0]
    reading = Runner("one")
    reading.run()
    reading.end()
    states = set(ImportItem.objects.values_list("state", flat=True))
    assert states <= {"read", "opened", "duplicate", "failed"}
    assert all(item.code for item in ImportItem.objects.filter(state="failed")), "each says why"
    assert Article.objects.count() > 100
    assert (set(beside.iterdir()), list(tmp_path.iterdir())) == (before, [])


@pytest.mark.parametrize("words", (*hostile.SCRIPTS, *hostile.FORMULAS))
def test_words_in_every_field_stay_words_on_every_page_and_in_every_file(client: Client, words: str) -> None:
    article = factories.article(
        kicker=words,
        title=words,
        subtitle=words,
        issuer=words,
        newspaper=words,
        page_label=words,
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
