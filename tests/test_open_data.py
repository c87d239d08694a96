"""What programs are given: metadata in pages, JSON of pages, unAPI, packed answers, names that last."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client
from lxml import etree, html
from pytest_django import Settings

from archive.ingest.jsonl import article as ingest_article
from archive.ingest.pipeline import read_file
from archive.models import Article
from archive.representation import record, record_head
from archive.web.static_names import FOR_GOOD
from search import outbox
from tests import factories
from tests.pages import ARTICLE

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture
def article() -> Article:
    return factories.article(
        title="把冷暖放在心上 把实事办到门前",
        subtitle="——青禾区总工会2019年工作综述",
        issuer="青禾区总工会",
        bylines=["本报记者 林深", "通讯员 顾南"],
        newspaper="云川日报",
        published_on="2020-01-16",
        page_label="第03版",
        sections=[(None, "开头一段。"), ("一、办实事", "甲。")],
    )


def head_of(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode()).find("head")


def metas(head: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in head.iterfind("meta[@name]"):
        found.setdefault(tag.get("name"), []).append(tag.get("content"))
    return found


def graph(head: Any) -> dict[str, Any]:
    (script,) = head.iterfind("script[@type='application/ld+json']")
    return {thing["@type"]: thing for thing in json.loads(script.text)["@graph"]}


# --- what pages say of themselves


def test_an_article_is_named_by_title_place_and_year(client: Client, article: Article) -> None:
    head = head_of(client, article.get_absolute_url())
    assert head.findtext("title").startswith("把冷暖放在心上 把实事办到门前 · 青禾区 · 2019 年 · ")
    (description,) = metas(head)["description"]
    assert description == "示例省云川市青禾区 · 2019 年｜云川日报 2020-01-16 第03版｜开头一段。"


def test_reference_managers_find_highwire_and_dublin_core(client: Client, article: Article) -> None:
    found = metas(head_of(client, article.get_absolute_url()))
    assert found["citation_author"] == found["DC.creator"] == ["林深", "顾南"]
    assert found["citation_publication_date"] == ["2020/01/16"]
    assert found["citation_journal_title"] == found["DC.source"] == ["云川日报"]
    assert found["citation_firstpage"] == ["3"]
    assert found["DC.coverage"] == ["示例省 › 云川市 › 青禾区", "2019 年"]
    assert found["citation_public_url"] == [f"http://testserver{article.get_absolute_url()}"]


def test_what_is_not_known_is_left_out(client: Client) -> None:
    bare = factories.article(title=None, issuer=None, place=None, years=None)
    head = head_of(client, bare.get_absolute_url())
    assert not {"citation_title", "citation_author", "citation_journal_title", "DC.date"} & set(metas(head))
    assert "headline" not in graph(head)["NewsArticle"]


def test_search_engines_read_schema_org(client: Client, article: Article) -> None:
    thing = graph(head_of(client, article.get_absolute_url()))["NewsArticle"]
    assert thing["headline"] == article.title
    assert thing["isPartOf"] == {"@type": "Newspaper", "name": "云川日报"}
    assert thing["temporalCoverage"] == "2019/2019"
    assert graph(head_of(client, "/"))["WebSite"]["potentialAction"]["@type"] == "SearchAction"
    steps = graph(head_of(client, "/regions/990102/2019/"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["全部地区", "示例省", "云川市", "青禾区", "2019"]


def test_no_title_ends_the_script_of_data(client: Client) -> None:
    evil = factories.article(title="</script><b>&\u2028", newspaper='"</script>')
    assert graph(head_of(client, evil.get_absolute_url()))["NewsArticle"]["headline"] == "</script><b>&"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("{article}?q=%E7%94%B2&hit=1&permalinks=1", "{article}"),
        ("/regions/990102/?q=x", "/regions/990102/"),
        ("/regions/990102/?page=1&x=2", "/regions/990102/?page=1"),
        ("/coverage/?region=990100&sort=a", "/coverage/?region=990100"),
        ("/years/2019/", "/years/2019/"),
        ("/", "/"),
    ],
)
def test_every_page_has_one_address(client: Client, article: Article, asked: str, address: str) -> None:
    head = head_of(client, asked.format(article=article.get_absolute_url()))
    (link,) = head.iterfind("link[@rel='canonical']")
    assert link.get("href") == f"http://testserver{address.format(article=article.get_absolute_url())}"


def test_every_kind_of_page_has_a_title_and_a_description_of_its_own(
    client: Client, article: Article
) -> None:
    outbox.rebuild(lock_seconds=10)
    pages = ["/", "/regions/", "/regions/990102/", "/regions/990102/2019/", "/years/", "/years/2019/"]
    pages += ["/years/unknown/", "/coverage/", "/coverage/?region=990100", "/about/", "/search/help/"]
    pages += ["/search/?q=甲", article.get_absolute_url()]
    heads = [head_of(client, page) for page in pages]
    titles = [head.findtext("title") for head in heads]
    assert len(set(titles)) == len(pages)
    assert "示例省 › 云川市 › 青禾区" in titles[2]
    descriptions = [metas(head)["description"][0] for head in heads]
    assert all(descriptions)
    assert len(set(descriptions)) >= len(pages) - 1  # home and about say what the archive is


# --- reference managers take articles with one click


def test_unapi_gives_an_article_in_the_formats_that_it_names(client: Client, article: Article) -> None:
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<abbr class="unapi-id" title="{article.pk}"' in page
    formats = etree.fromstring(client.get("/unapi").content)
    assert [item.get("name") for item in formats] == ["ris", "bibtex", "csl"]
    of_article = client.get(f"/unapi?id={article.pk}")
    assert of_article.status_code == 300
    assert etree.fromstring(of_article.content).get("id") == str(article.pk)
    (entry,) = rispy.loads(client.get(f"/unapi?id={article.pk}&format=ris").content.decode())
    assert (entry["type_of_reference"], entry["authors"]) == ("NEWS", ["林深", "顾南"])


@pytest.mark.parametrize("query", ["id=9999", "id=²", f"id={'9' * 40}", "id=x&format=ris"])
def test_unapi_knows_no_article_that_is_not_there(client: Client, query: str) -> None:
    assert client.get(f"/unapi?{query}").status_code == 404


def test_unapi_says_which_formats_there_are_to_whom_asks_for_another(
    client: Client, article: Article
) -> None:
    response = client.get(f"/unapi?id={article.pk}&format=marc")
    assert response.status_code == 406
    assert "ris" in response.content.decode()


def test_a_list_names_each_of_its_articles(client: Client, article: Article) -> None:
    outbox.rebuild(lock_seconds=10)
    for url in ("/regions/990102/", "/years/2019/", "/search/?q=甲", "/"):
        assert f'<abbr class="unapi-id" title="{article.pk}"' in client.get(url).content.decode()


# --- pages as JSON


def test_the_record_has_the_names_that_reading_a_file_gives(article: Article) -> None:
    read = ingest_article(read_file(ARTICLE.encode(), "页面.txt").records[0])
    given = record(article)
    assert set(record_head(article)) <= set(read)
    assert set(read) - set(given) == {"notices", "error"}  # what editors are asked, and what failed
    assert {name: type(given[name]) for name in ("bylines", "region", "period", "sections")} == {
        name: type(read[name]) for name in ("bylines", "region", "period", "sections")
    }


def test_an_article_is_the_same_in_its_page_and_in_an_export(client: Client, article: Article) -> None:
    outbox.rebuild(lock_seconds=10)
    page = client.get(f"/articles/{article.pk}.json").json()
    (exported,) = client.get("/search/export.json?q=甲").json()["articles"]
    (listed,) = client.get("/years/2019.json").json()["articles"]
    last = article.sections.last()
    assert last is not None
    for name, value in json.loads(json.dumps(record_head(article))).items():
        assert page[name] == exported[name] == listed[name] == value
    assert page["sections"][1] == {
        "level": 1,
        "heading": "一、办实事",
        "anchor": last.anchor,
        "paragraphs": ["甲。"],
        "anchors": ["p2"],
    }
    assert page["url"] == exported["url"] == listed["url"]


def test_a_division_tells_its_past_its_parts_and_its_years(client: Client) -> None:
    factories.article(place="990121", years=(2013, 2013))
    factories.article(place="990103", years=(2016, 2020))
    found = client.get("/regions/990103.json").json()
    assert [(step["name"], step["year"], step["whole"]) for step in found["predecessors"]] == [
        ("临江县", 2015, True)
    ]
    assert found["years"]["2013"] == {"single": 1, "spanning": 0}
    assert found["years"]["2018"] == {"single": 0, "spanning": 1}
    assert found["total"] == len(found["articles"]) == 2
    city = client.get("/regions/990100.json").json()
    assert {"code": "990103", "name": "临江区", "articles": 2} in city["children"]
    assert client.get("/regions/990103/2016.json").json()["total"] == 1
    assert client.get("/regions/nowhere.json").status_code == 404


def test_coverage_says_what_is_missing(client: Client) -> None:
    factories.article(years=(2018, 2018))
    factories.article(years=(2020, 2020))
    found = client.get("/coverage.json?region=990102").json()
    assert found["years"] == [2018, 2019, 2020]
    assert found["rows"][0]["missing"] == [2019]
    assert len(client.get("/coverage.json").json()["rows"]) > 30


def test_long_lists_come_by_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.views.programs.PAGE_SIZE", 2)
    for _number in range(3):
        factories.article(years=(2019, 2019))
    first = client.get("/years/2019.json").json()
    assert (first["total"], first["pages"], len(first["articles"])) == (3, 2, 2)
    last = client.get(first["next"]).json()
    assert len(last["articles"]) == 1
    assert last["next"] is None


# --- on their way


def test_pages_are_packed_for_whom_reads_it(client: Client, article: Article) -> None:
    plain = client.get(article.get_absolute_url())
    packed = client.get(article.get_absolute_url(), headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert "开头一段。" in gzip.decompress(packed.content).decode()


def test_packed_pages_differ_in_length_from_time_to_time(client: Client, article: Article) -> None:
    """Against guessing a secret of the page by how well it packs (BREACH)."""
    lengths = {len(client.get(article.get_absolute_url(), headers=GZIP).content) for _time in range(12)}
    assert len(lengths) > 1


def test_files_are_sent_as_they_are(client: Client, article: Article) -> None:
    for url in (f"/articles/{article.pk}/source/", f"/articles/{article.pk}/article.docx"):
        assert not client.get(url, headers=GZIP).has_header("Content-Encoding")


def test_a_page_that_did_not_change_is_not_sent_again(client: Client, article: Article) -> None:
    url = article.get_absolute_url()
    client.get(url)  # the cookie of the forms is set
    etag = client.get(url, headers=GZIP)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert client.get(url, headers=GZIP | {"if-none-match": etag}).status_code == 304
    factories.article(title="又一年", years=(2020, 2020))
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_a_page_whose_forms_would_be_refused_is_sent_anew(client: Client, article: Article) -> None:
    url = article.get_absolute_url()
    client.get(url)
    etag = client.get(url)["ETag"]
    assert Client().get(url, headers={"if-none-match": etag}).status_code == 200


def test_what_editors_see_is_kept_nowhere(admin_client: Client, article: Article) -> None:
    assert not admin_client.get(article.get_absolute_url()).has_header("ETag")


@pytest.mark.parametrize("name", ["css/base.css", "js/citing.js", "icon.svg", "admin/css/base.css"])
def test_a_style_sheet_has_a_name_that_lasts_and_is_packed(client: Client, name: str) -> None:
    url = static(name)
    assert re.fullmatch(rf"/static/{re.escape(name.rpartition('.')[0])}\.[0-9a-f]{{12}}\.\w+", url)
    response = client.get(url, headers=GZIP)
    assert response["Cache-Control"] == FOR_GOOD
    content = response.getvalue()
    if response.has_header("Content-Encoding"):
        assert int(response["Content-Length"]) == len(content)
        content = gzip.decompress(content)
    assert content == Path(str(finders.find(name))).read_bytes()


def test_the_plain_name_and_one_of_another_day_are_served_and_not_kept_for_good(client: Client) -> None:
    for url in ("/static/css/base.css", "/static/css/base.000000000000.css"):
        response = client.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"] == f"max-age={settings.WHITENOISE_MAX_AGE}, public"
    assert client.get("/static/css/nothing.000000000000.css").status_code == 404


def test_a_style_sheet_that_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get("/static/css/base.css", headers=GZIP)
    again = client.get("/static/css/base.css", headers=GZIP | {"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


def test_who_reads_no_gzip_is_sent_none(client: Client) -> None:
    for said in ("", "identity", "gzip;q=0", "br"):
        assert not client.get("/static/css/base.css", headers={"accept-encoding": said}).has_header(
            "Content-Encoding"
        )


# --- search engines


def test_search_engines_can_be_asked_to_stay_away(client: Client, settings: Settings) -> None:
    settings.SEARCH_ENGINES = False
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_the_sitemap_leads_to_places_and_years_that_have_something(client: Client, article: Article) -> None:
    regions = client.get("/sitemap-regions.xml").content.decode()
    assert "/regions/990102/" in regions
    assert "/regions/990000/" in regions
    assert "/regions/990202/" not in regions
    assert "/years/2019/" in client.get("/sitemap-years.xml").content.decode()
