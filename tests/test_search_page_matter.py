"""Page matter (版面文字) is searched apart: counted beside the result, listed by a link, so that no wrong guess loses a word.

The judge of the counts is a scan of the rows, whose texts are folded and looked through with ``in``.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from docx.document import Document as WordDocument

from archive.models import Article
from search import lexicon, outbox
from search.analysis import fold_text
from search.article_documents import published_documents
from search.engines import engine
from search.selfcheck import check, described
from tests import factories
from tests.test_ingest_readers_docx import W, paragraph, rewritten
from tests.test_search_truth import Judge, in_quotation_marks, passages

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent
ASSURANCE = "逐字查过，不是漏检"


@pytest.fixture(autouse=True)
def fresh_lexicon() -> Iterator[None]:
    lexicon.forget()
    yield
    lexicon.forget()


@pytest.fixture
def archive() -> list[Article]:
    """夜校 stands in the article of the first and in the page matter of two others; one of two drafts holds it too."""
    made = [
        factories.article(title="甲县之春", sections=[(None, "职工夜校开了班。")], years=(2019, 2019)),
        factories.article(
            title="乙县之夏",
            years=(2020, 2020),
            furniture=["首页 > 工会要闻", "职工夜校<招生>", "浏览 128 次"],
            credits=["责编/钱某"],
        ),
        factories.article(title="丙县之秋", years=(2021, 2021), furniture=["下一篇：夜校", "相关阅读"]),
        factories.article(title="草稿", furniture=["夜校"], status=Article.Status.DRAFT),
        factories.article(title="撤回", furniture=["夜校"], status=Article.Status.WITHDRAWN),
    ]
    outbox.rebuild(lock_seconds=10)
    return made


def url(q: str, **parameters: object) -> str:
    return f"/search/?q={quote(q)}" + "".join(f"&{name}={value}" for name, value in parameters.items())


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def plain(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def titles_of(page: str) -> list[str]:
    found = re.findall(r'<h2 class="hit-title"><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub("<[^>]+>", "", title)) for title in found]


def link_to_all(page: str) -> str:
    """The link below a result that searches page matter too."""
    found = re.search(r'class="note further">.*?<a href="([^"]+)"', page, re.DOTALL)
    assert found, "the page says nothing of page matter"
    return unescape(found[1])


def records(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("search_reviews", "--format", "jsonl", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


# The page


def test_below_the_results_it_says_how_many_more_there_are_and_links_to_them(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, url("夜校"))
    assert titles_of(page) == ["甲县之春"]
    assert "连同版面文字一起查，另有 2 篇" in plain(page)
    assert page.index('class="hits"') < page.index("note further") < page.index("take-away")
    everything = page_of(client, link_to_all(page))
    assert sorted(titles_of(everything)) == ["丙县之秋", "乙县之夏", "甲县之春"]
    assert titles_of(everything)[0] == "甲县之春", "the article's own words come first"
    assert "其中 2 篇要连同版面文字才查得到" in plain(everything)
    assert "note further" not in everything
    assert everything.count("tag-matter") == 2


def test_what_page_matter_holds_is_shown_as_page_matter_and_escaped(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, url("夜校", matter=1))
    assert '<span class="passage-heading">版面文字</span> 职工<mark>夜校</mark>&lt;招生&gt;' in page
    assert '<span class="passage-heading">版面文字</span> 下一篇：<mark>夜校</mark>' in page


def test_an_empty_result_says_it_too_and_does_not_vouch_for_not_found(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, url("招生"))
    assert titles_of(page) == []
    assert ASSURANCE not in page
    assert "未见：" not in page
    assert "没有查到" in page
    assert "版面文字里另有 1 篇" in plain(page)
    assert titles_of(page_of(client, link_to_all(page))) == ["乙县之夏"]


def test_not_found_is_vouched_for_with_page_matter_looked_through(
    client: Client, archive: list[Article]
) -> None:
    for address in (url("龙舟赛"), url("龙舟赛", matter=1)):
        page = page_of(client, address)
        assert "未见：" in page
        assert f"连同版面文字{ASSURANCE}" in page
        assert "note further" not in page


def test_filters_hold_for_page_matter_too(client: Client, archive: list[Article]) -> None:
    assert "另有 1 篇" in plain(page_of(client, url("夜校", year=2020)))
    assert "note further" not in page_of(client, url("夜校", year=2018))
    assert titles_of(page_of(client, url("夜校", year=2021, matter=1))) == ["丙县之秋"]


def test_searching_page_matter_is_a_chip_that_can_be_taken_away_and_stays_with_the_box(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, url("夜校", matter=1))
    chip = re.search(r'<span lang="zh-Hans">连同版面文字</span>\s*<a href="([^"]+)"', page)
    assert chip
    assert titles_of(page_of(client, unescape(chip[1]))) == ["甲县之春"]
    assert '<input type="hidden" name="matter" value="1">' in page


def test_drafts_and_withdrawn_articles_leak_nothing(client: Client, archive: list[Article]) -> None:
    for article in archive[1:3]:
        article.status = Article.Status.WITHDRAWN
        article.save()
    outbox.rebuild(lock_seconds=10)
    assert "note further" not in page_of(client, url("夜校"))
    assert titles_of(page_of(client, url("夜校", matter=1))) == ["甲县之春"]
    assert client.get(archive[1].get_absolute_url()).status_code == 404


def test_an_edit_of_page_matter_is_found_at_once(client: Client, archive: list[Article]) -> None:
    archive[0].furniture = ["龙舟赛专题"]
    archive[0].save()
    outbox.apply_pending(lock_seconds=10, budget_seconds=None)
    assert "另有 1 篇" in plain(page_of(client, url("龙舟赛")))


def test_page_matter_completes_nothing_and_makes_no_articles_alike(
    client: Client, archive: list[Article]
) -> None:
    for name in ("丁", "戊"):
        factories.article(title=f"{name}县", sections=[(None, name)], furniture=["掌上工会客户端扫码下载"])
    outbox.rebuild(lock_seconds=10)
    lexicon.forget()
    assert dict(engine().vocabulary("客户", limit=9)) == {}
    assert json.loads(client.get("/search/suggest/?q=客户端").content)["suggestions"] == []


# The article


def test_the_article_shows_its_page_matter_folded_in_its_order(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, archive[1].get_absolute_url())
    folded = re.search(r'<details class="page-matter[^"]*">(.*?)</details>', page, re.DOTALL)
    assert folded, "folded, not open"
    assert re.findall(r'<li id="(f\d)">(.*?)</li>', folded[1]) == [
        ("f1", "首页 &gt; 工会要闻"),
        ("f2", "职工夜校&lt;招生&gt;"),
        ("f3", "浏览 128 次"),
    ]
    assert "3 行" in folded[1]


def test_a_hit_in_page_matter_opens_the_article_unfolded_and_marked(
    client: Client, archive: list[Article]
) -> None:
    page = page_of(client, url("夜校", matter=1, year=2020))
    passage = re.search(r'class="passage" href="([^"]+)"', page)
    assert passage
    assert passage[1].endswith("#f2")
    article = page_of(client, unescape(passage[1]))
    assert re.search(r'<details class="page-matter[^"]*" open>', article)
    assert '<li id="f2">职工<mark id="m1">夜校</mark>' in article
    assert "1 处" in plain(article)
    signed = page_of(client, f"{archive[1].get_absolute_url()}?q={quote('钱某')}&matter=1")
    assert '<span id="e1">责编/<mark id="m1">钱某</mark></span>' in signed
    assert not re.search(r'<details class="page-matter[^"]*" open>', signed), "the credits are not folded"


def test_without_page_matter_asked_for_nothing_in_it_is_marked(
    client: Client, archive: list[Article]
) -> None:
    article = page_of(client, f"{archive[1].get_absolute_url()}?q={quote('夜校')}")
    assert "<mark" not in article
    assert not re.search(r'<details class="page-matter[^"]*" open>', article)


def test_rows_that_hold_something_else_than_lines_spoil_nothing(client: Client) -> None:
    kept = factories.article(title="完好的一篇")
    Article.objects.update(furniture=["报头", 7, None, ""], credits={"责编": "钱某"})
    kept.refresh_from_db()
    outbox.rebuild(lock_seconds=10)
    assert kept.page_matter == [("f1", "报头")]
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert titles_of(page_of(client, url("报头", matter=1))) == ["完好的一篇"]


# The command, the files, the feed


def test_the_command_tells_of_page_matter_and_searches_it_when_asked(archive: list[Article]) -> None:
    head, *hits = records("夜校", "--ids")
    assert (head["total"], head["exact"], head["page_matter"]) == (1, 1, 2)
    assert [hit["page_matter"] for hit in hits] == [False]
    head, *hits = records("夜校", "--ids", "--page-matter")
    assert (head["total"], head["exact"], head["page_matter"]) == (3, 3, 2)
    assert head["ids"] == [article.pk for article in archive[:3]]
    assert [hit["page_matter"] for hit in hits] == [False, True, True]
    assert "职工<mark>夜校</mark>&lt;招生&gt;" in [snippet for hit in hits for snippet in hit["snippets"]]
    out = io.StringIO()
    call_command("search_reviews", "招生", stdout=out)
    assert "招生：0 篇 · 版面文字里另有 1 篇" in out.getvalue()


def test_files_hold_page_matter_when_it_was_searched_and_say_how_many_more_otherwise(
    client: Client, archive: list[Article]
) -> None:
    data = client.get(f"/search/export.json?q={quote('夜校')}").json()
    assert (data["total"], data["page_matter"], data["with_page_matter"]) == (1, 2, False)
    data = client.get(f"/search/export.json?q={quote('夜校')}&matter=1").json()
    assert (data["total"], data["page_matter"], data["with_page_matter"]) == (3, 2, True)
    assert [article["page_matter"] for article in data["articles"]] == [False, True, True]
    table = b"".join(client.get(f"/search/export.csv?q={quote('夜校')}&matter=1")).decode()
    assert "原样，版面文字" in table
    assert "【版面文字】下一篇：夜校" in table


def test_a_feed_follows_page_matter_only_when_asked(client: Client, archive: list[Article]) -> None:
    assert "乙县之夏" not in client.get(f"/search/feed/?q={quote('夜校')}").content.decode()
    feed = client.get(f"/search/feed/?q={quote('夜校')}&matter=1").content.decode()
    assert "乙县之夏" in feed
    assert "（版面文字）职工夜校" in feed


# Truth by scan


def lines_by_article() -> dict[int, list[str]]:
    rows = Article.objects.filter(status="published").values_list("pk", "furniture", "credits")
    return {pk: [*furniture, *credits] for pk, furniture, credits in rows}


@pytest.fixture
def corpus() -> dict[int, list[str]]:
    """The demo archive through the real reader, and a page of each family with all that stands around its article."""
    folders = [str(ROOT / "fixtures" / "demo"), str(ROOT / "fixtures" / "gate")]
    call_command("import_reviews", *folders, publish_all=True, stdout=io.StringIO(), stderr=io.StringIO())
    outbox.rebuild(lock_seconds=10)
    return lines_by_article()


def test_the_count_of_further_articles_is_that_of_a_scan(
    corpus: dict[int, list[str]], client: Client
) -> None:
    own = Judge()
    beside = {pk: [fold_text(line) for line in lines] for pk, lines in corpus.items()}
    texts = passages([line for lines in corpus.values() for line in lines], 300, seed=11)
    told = 0
    for place, text in enumerate(texts):
        holding = {pk for pk, lines in beside.items() if any(fold_text(text) in line for line in lines)}
        alone = set(own.holding(text))
        quoted = in_quotation_marks(text)
        (head,) = records("--limit", "0", "--ids", "--", quoted)
        assert (set(head["ids"]), head["page_matter"]) == (alone, len(holding - alone)), quoted
        (head,) = records("--limit", "0", "--ids", "--page-matter", "--", quoted)
        assert set(head["ids"]) == alone | holding, quoted
        (head,) = records("--limit", "0", "--ids", "--page-matter", "--", f"-{quoted}")
        assert set(head["ids"]) == corpus.keys() - alone - holding, quoted
        told += bool(holding - alone)
        if place < 20 and holding - alone:
            assert f"另有 {len(holding - alone)} 篇" in plain(page_of(client, url(quoted))), quoted
    assert told > 100, "most passages of page matter stand in no article's own text"


def test_footnotes_of_a_word_file_are_found_that_way(client: Client, tmp_path: Path) -> None:
    (tmp_path / "综述.docx").write_bytes(with_a_footnote("数据来自市总工会财务部年报。"))
    call_command(
        "import_reviews", str(tmp_path), publish_all=True, stdout=io.StringIO(), stderr=io.StringIO()
    )
    outbox.rebuild(lock_seconds=10)
    page = page_of(client, url("财务部年报"))
    assert titles_of(page) == []
    assert len(titles_of(page_of(client, link_to_all(page)))) == 1


def with_a_footnote(words: str) -> bytes:
    document: WordDocument = docx.Document()
    document.add_heading("青禾区总工会2019年工作综述", 0)
    for sentence in (
        "全年建会二十家，发展会员一千余名，工会组织更有活力。" * 3,
        "帮扶困难职工，送去慰问金。" * 4,
    ):
        document.add_paragraph(sentence)
    saved = io.BytesIO()
    document.save(saved)
    notes = f"<w:footnotes {W}><w:footnote>{paragraph(words)}</w:footnote></w:footnotes>"
    relation = b'<Relationship Id="rIdN" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>'
    return rewritten(
        saved.getvalue(),
        {
            "word/footnotes.xml": notes.encode(),
            "word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relation),
        },
    )


# The self-check


def test_the_self_check_notices_page_matter_that_is_found_elsewhere_than_it_stands(
    archive: list[Article],
) -> None:
    assert check(probes=80, seed=2).is_whole
    documents = list(published_documents())
    exchanged = [
        replace(document, matter=documents[place].matter)
        for document, place in zip(documents, (1, 0, 2), strict=True)
    ]
    engine().replace_all(exchanged, made_from=lambda: engine().state())
    report = check(probes=80, seed=2)
    assert any(probe.matter for probe in report.failed_probes)
    assert any("（连同版面文字）" in line for line in described(report))
    assert report.changed
