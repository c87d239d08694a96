"""Anything typed gets an answer, and nothing typed or printed ever becomes markup of a page."""

import csv
import io
import json
import random
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from archive.models import Article, Region
from benchmarks.fuzzed_queries import CANARY, FRAGMENTS, LONE_SURROGATES, ODD_CHARACTERS, WORDS, fuzzed
from search import lexicon, outbox
from search.article_documents import published_documents
from search.engines import engine
from search.engines.contract import Order, Request
from search.repairs import NothingAsked, QueryRefused, QueryTooLarge
from search.service import search
from search.state import SearchState
from search.syntax import MAX_CHARACTERS, parse
from tests import factories, search_judge

pytestmark = pytest.mark.django_db

QUERIES = 5000
JUDGED = 1500
PAGES = 300
SEED = 7

HOSTILE = tuple(fragment for fragment in FRAGMENTS if CANARY in fragment or "<" in fragment)


@pytest.fixture
def archive() -> list[Article]:
    """Demo texts, and articles whose every part is markup or odd characters."""
    lines = search_judge.demo_lines()
    chance = random.Random(SEED)
    articles = [
        factories.article(
            title=lines[n],
            kicker=chance.choice([None, *WORDS]),
            newspaper=chance.choice([None, "示例日报"]),
            years=chance.choice([None, (2019, 2019), (2018, 2022)]),
            place=chance.choice([None, "990102", "990203"]),
            sections=[(None, lines[n + 1]), (lines[n + 2][:20], "\n".join(lines[n + 3 : n + 12]))],
        )
        for n in range(0, 20 * 14, 14)
    ]
    for fragment in HOSTILE:
        articles.append(
            factories.article(
                kicker=fragment,
                title=fragment,
                subtitle=fragment,
                issuer=fragment,
                newspaper=fragment,
                bylines=[fragment],
                page_label=fragment,
                sections=[(fragment, f"工会{fragment}职工"), (None, f"{fragment}\n{fragment}")],
                captions=[fragment],
            )
        )
    kept = [sign for sign in ODD_CHARACTERS if not sign.isspace() and len(sign.splitlines()) == 1]
    odd = "工会".join(sign for sign in kept if sign != "\0" or connection.vendor == "sqlite")
    articles.append(factories.article(title="odd", sections=[(None, odd)], captions=[odd]))
    outbox.rebuild(lock_seconds=10)
    return articles


@pytest.fixture(autouse=True)
def fresh_lexicon() -> Iterator[None]:
    lexicon.forget()
    yield
    lexicon.forget()


def answerable(query: str) -> bool:
    try:
        parse(query)
    except QueryRefused:
        return False
    return True


# Any text is a query


def test_the_fuzzed_queries_are_many_and_of_all_kinds() -> None:
    queries = list(fuzzed(QUERIES, seed=SEED))
    assert queries == list(fuzzed(QUERIES, seed=SEED))
    assert len(set(queries)) > QUERIES * 0.8
    for piece in (
        "(",
        "（",
        '"',
        "“",
        "标题:",
        "年份",
        "NOT",
        "｜",
        "<script",
        "DROP TABLE",
        "(a+)+",
        "\x00",
        "\udfff",
    ):
        assert any(piece in query for query in queries), piece
    assert any(len(query) > 10_000 for query in queries)
    assert sum(map(answerable, queries)) > QUERIES * 0.7


@pytest.mark.usefixtures("archive")
def test_every_query_is_answered_or_refused_in_words() -> None:
    refused = found = 0
    for query in fuzzed(QUERIES, seed=SEED):
        try:
            results = search(SearchState(query, size=2))
        except QueryTooLarge as refusal:
            refused += 1
            assert any(digit.isdecimal() for digit in str(refusal)), "it tells the bound"
        except NothingAsked as refusal:
            assert "没有可查的字" in str(refusal)
        else:
            found += bool(results.total)
            assert len(results.hits) == min(results.total, 2)
            assert results.query.canonical or not query.split() or not parse(query).canonical
    assert QUERIES * 0.05 < refused < QUERIES * 0.3
    assert found > QUERIES * 0.15


def test_what_was_understood_reads_as_itself() -> None:
    for query in fuzzed(QUERIES, seed=SEED + 1):
        if answerable(query):
            read = parse(query)
            again = parse(read.canonical)
            assert again.node == read.node, query
            assert again.canonical == read.canonical
            assert again.repairs == (), query
            assert len(read.canonical) <= MAX_CHARACTERS


@pytest.mark.usefixtures("archive")
def test_every_query_finds_exactly_what_its_reading_means() -> None:
    documents = list(published_documents())
    for query in fuzzed(JUDGED, seed=SEED + 2):
        if answerable(query):
            node = parse(query).node
            answer = engine().find(Request(node, limit=0, want_ids=True))
            assert answer.ids == search_judge.ids(documents, node), query


@pytest.mark.usefixtures("archive")
def test_the_command_answers_every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [" ".join(query.splitlines()) for query in fuzzed(500, seed=SEED + 3, surrogates=False)]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    printed = io.StringIO()
    with pytest.raises(CommandError, match="没有执行"):
        call_command("search_reviews", "-", "--format", "jsonl", "--limit", "1", stdout=printed)
    answers = [json.loads(line) for line in printed.getvalue().split("\n") if line]
    heads = [answer for answer in answers if "input" in answer]
    assert [head["input"] for head in heads] == lines
    assert all((head["total"] is None) == ("error" in head) for head in heads)


# Nothing becomes markup


class Seen(HTMLParser):
    """What a browser would make of a page, as far as anything that was typed could have got into it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.alive: list[str] = []
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # No browser runs a script of data; what would end it shows as a tag of its own.
        is_data = tag == "script" and dict(attrs).get("type") in {"application/json", "application/ld+json"}
        self._within = "" if is_data else tag
        written = self.get_starttag_text() or ""
        names = [name for name, _value in attrs]
        links = [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}]
        if (
            CANARY in tag
            or any(CANARY in name or name.startswith("on") for name in names)
            or any(link.strip().lower().startswith(("javascript:", "data:")) for link in links)
            or (tag == "script" and "src" not in names and not is_data)
        ):
            self.alive.append(written)

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and CANARY in data:
            self.alive.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_comment(self, data: str) -> None:
        if CANARY in data:
            self.alive.append(data)


def test_the_judge_of_markup_sees_what_is_alive() -> None:
    for page in (
        f"<p><{CANARY}></p>",
        f"<b {CANARY}>",
        "<img onerror=x>",
        "<a href=' javascript:x'>",
        f"<!--{CANARY}-->",
    ):
        assert Seen(page).alive, page
    assert Seen(f"<script>{CANARY}()</script>").alive
    assert not Seen(
        f'<a href="?q=%3C{CANARY}">&lt;{CANARY}&gt; <mark>x</mark></a><script src="/a.js"></script>'
    ).alive


def parameters(query: str, chance: random.Random) -> list[tuple[str, str]]:
    """A query, often with other parameters that are as little to be trusted."""
    pairs = [("q", query)]
    for name in ("region", "year", "from", "to", "single", "newspaper", "kind", "sort", "size", "page"):
        if chance.random() < 0.15:
            usual = {"sort": [*Order], "size": ["50"], "page": ["2", "99999"], "year": ["2019", "unknown"]}
            pairs.append(
                (name, chance.choice([*usual.get(name, ["990102", "unknown"]), *HOSTILE, *WORDS, "-1"]))
            )
    return pairs


@pytest.mark.usefixtures("archive")
def test_no_page_breaks_and_no_typed_markup_comes_alive(client: Client) -> None:
    chance = random.Random(SEED)
    queries = [*HOSTILE, *(f"“{text}”" for text in HOSTILE), *(f"-{text}" for text in HOSTILE)]
    queries += fuzzed(PAGES, seed=SEED + 4, surrogates=False)
    for query in queries:
        pairs = parameters(query[:4000], chance)
        response = client.get(f"/search/?{urlencode(pairs)}")
        assert response.status_code == 200, pairs
        assert Seen(response.content.decode()).alive == [], pairs


@pytest.mark.usefixtures("archive")
def test_files_feeds_and_completions_of_any_query_can_be_read(client: Client) -> None:
    chance = random.Random(SEED + 1)
    for query in [*HOSTILE, *WORDS, "工会", *fuzzed(100, seed=SEED + 5, surrogates=False)]:
        asked = urlencode(parameters(query[:4000], chance))
        answers = {
            name: client.get(f"/search/{name}?{asked}") for name in ("export.json", "feed/", "export.csv")
        }
        for name, answer in answers.items():
            assert answer.status_code in ((200,) if answerable(query[:4000]) else (400,)), (name, asked)
        if answerable(query[:4000]):
            json.loads(answers["export.json"].content)
            ElementTree.fromstring(answers["feed/"].content)
            table = answers["export.csv"].getvalue().decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells), "no formula"
        completions = client.get(f"/search/suggest/?{asked}")
        assert completions.status_code == 200
        assert completions["Content-Type"].startswith("application/json")
        json.loads(completions.content)


@pytest.mark.usefixtures("archive")
def test_the_way_to_a_hit_never_breaks(client: Client) -> None:
    for query in [*HOSTILE, *WORDS, *fuzzed(60, seed=SEED + 6, surrogates=False)]:
        for position in ("1", "3", "999999", "0"):
            response = client.get(f"/search/hit/{position}/?{urlencode({'q': query[:4000]})}")
            assert response.status_code in {302, 400, 404}, (position, query)
            if response.status_code == 302:
                assert client.get(response["Location"]).status_code == 200


def test_markup_in_an_article_stays_text_wherever_it_is_shown(client: Client, archive: list[Article]) -> None:
    Region.objects.filter(code="990102").update(name=HOSTILE[0], short_name=HOSTILE[1])
    outbox.rebuild(lock_seconds=10)
    lexicon.forget()
    hostile = [article for article in archive if article.kicker in HOSTILE]
    pages = [
        "/",
        "/search/",
        "/regions/",
        "/regions/990102/",
        "/years/",
        "/years/2019/",
        "/coverage/",
        "/about/",
    ]
    pages += [
        f"/search/?{urlencode({'q': text, 'size': 100})}"
        for text in ("工会", f"“{CANARY}”", "职工", "没有这几个字")
    ]
    for article in hostile:
        address = article.get_absolute_url()
        pages += [address, f"{address}original/", f"{address}?{urlencode({'q': article.title, 'hit': 1})}"]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert Seen(response.content.decode()).alive == [], page


@pytest.mark.usefixtures("archive")
def test_marks_are_put_around_escaped_characters(client: Client) -> None:
    text = f"<script>{CANARY}()</script>"
    page = client.get(f"/search/?{urlencode({'q': f'「{text}」'})}").content.decode()
    assert f"<mark>&lt;script&gt;{CANARY}()&lt;/script&gt;</mark>" in page
    half = client.get(f"/search/?{urlencode({'q': '「script>」'})}").content.decode()
    assert "&lt;<mark>script&gt;</mark>" in half


@pytest.mark.parametrize(
    "raw", ["%", "%zz", "%00", "%ff%fe", "%E4%BD", "%ED%A0%80", "a%00b", "%0d%0aSet-Cookie:x=1"]
)
@pytest.mark.usefixtures("archive")
def test_broken_encodings_in_an_address_are_answered_or_refused_in_words(client: Client, raw: str) -> None:
    for view in ("", "export.json", "export.csv", "feed/", "suggest/"):
        response = client.get(f"/search/{view}?q={raw}&newspaper={raw}&region={raw}&year={raw}&page={raw}")
        assert response.status_code in {200, 400}, (view, raw)
        if response.status_code == 400:
            words = response.content.decode()
            assert "没有可查的字" in words or "读不出来" in words, (view, raw)
        assert "Set-Cookie" not in response or "x=1" not in response["Set-Cookie"]


@pytest.mark.usefixtures("archive")
def test_halves_of_characters_ask_for_nothing_and_find_nothing(client: Client) -> None:
    for half in LONE_SURROGATES:
        assert answerable(f"工会{half}")
        if not half.isascii() and len(half) == 1:
            with pytest.raises(NothingAsked):
                search(SearchState(half, size=1))
        encoded = quote(half, errors="surrogatepass")
        assert client.get(f"/search/?q={encoded}").status_code == 400
