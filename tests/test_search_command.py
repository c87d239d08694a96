"""``manage.py search_reviews``: the search of the page, for scripts."""

import io
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from archive.models import Article
from search import outbox
from search.analysis import fold_text
from search.printed import blocks_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviews() -> None:
    factories.article(
        title="春风里的<娘家人>",
        place="990102",
        years=(2018, 2020),
        newspaper="云川日报",
        sections=[("维权", "签订集体协商合同，药品送到家。")],
    )
    factories.article(title="另一篇", place=None, years=None, sections=[(None, "工会的药箱。")])
    outbox.rebuild(lock_seconds=10)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search_reviews", *arguments, stdout=out)
    return out.getvalue()


def records(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("--format", "jsonl", *arguments).splitlines()]


def test_the_first_line_tells_of_the_query_and_the_others_of_the_hits(reviews: None) -> None:
    head, hit = records("（协商")
    assert head["input"] == "（协商"
    assert head["query"] == "协商"
    assert head["total"] == 1
    assert head["ms"] >= 0
    assert head["facets"] == {
        "regions": {"990000": 1, "990100": 1, "990102": 1},
        "years": {"2018": 1, "2019": 1, "2020": 1},
        "newspapers": {"云川日报": 1},
        "kinds": {"annual_review": 1},
    }
    assert "ids" not in head
    article = Article.objects.get(title="春风里的<娘家人>")
    assert hit["id"] == article.pk
    assert hit["title"] == "春风里的<娘家人>"
    assert hit["file"] == article.source.name
    assert isinstance(hit["score"], float)
    assert hit["snippets"] == ["签订集体<mark>协商</mark>合同，药品送到家。"]


def test_ids_are_all_matches_whatever_the_limit(reviews: None) -> None:
    head, *hits = records("药", "--limit", "1", "--ids")
    assert head["total"] == 2
    assert head["ids"] == sorted(Article.objects.values_list("pk", flat=True))
    assert len(hits) == 1


def test_a_limit_of_nothing_gives_the_count_alone(reviews: None) -> None:
    (head,) = records("药", "--limit", "0")
    assert head["total"] == 2


def test_the_unknown_is_counted_under_its_own_name(reviews: None) -> None:
    head = records("工会的药箱")[0]
    assert head["facets"]["regions"] == {"unknown": 1}
    assert head["facets"]["years"] == {"unknown": 1}
    assert head["facets"]["newspapers"] == {"unknown": 1}


def test_each_line_of_standard_input_is_a_query(reviews: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('药\n"协商"\n\n没有的字\n'))
    heads = [record for record in records("-", "--ids") if "input" in record]
    assert [(head["input"], head["total"]) for head in heads] == [
        ("药", 2),
        ('"协商"', 1),
        ("", 2),
        ("没有的字", 0),
    ]


def test_a_query_past_the_bounds_is_answered_with_its_reason_and_the_others_still_run(
    reviews: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("会" * 201 + "\n药\n"))
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("search_reviews", "-", "--format", "jsonl", stdout=out)
    assert failed.value.returncode == 1
    refused, answered, *_hits = (json.loads(line) for line in out.getvalue().splitlines())
    assert refused["total"] is None
    assert "最多 200 个字符" in refused["error"]
    assert answered["total"] == 2


def test_a_missing_index_is_an_error_and_never_nothing_found(reviews: None, state_folder: Path) -> None:
    shutil.rmtree(state_folder / "index")
    with pytest.raises(CommandError, match="索引维护中"):
        run("药")


def test_exact_hits_are_counted_beside_the_total_and_come_first(reviews: None) -> None:
    factories.article(title="分开的", sections=[(None, "集体协商开展了，合同签订了。")])
    outbox.rebuild(lock_seconds=10)
    head, first, second = records("签订集体协商合同")
    assert (head["total"], head["exact"]) == (2, 1)
    assert [(hit["title"], hit["exact"]) for hit in (first, second)] == [
        ("春风里的<娘家人>", True),
        ("分开的", False),
    ]
    assert "签订集体协商合同：原样含有 1 篇 · 另有 1 篇分开写到" in run("签订集体协商合同")
    head, *hits = records("签订集体协商合同", "--exact", "--ids")
    assert (head["total"], head["exact"], len(head["ids"]), len(hits)) == (1, 1, 1, 1)


def test_the_text_form_is_for_people(reviews: None) -> None:
    text = run("协商")
    assert "协商：1 篇" in text
    assert "2018—2020 年 · 示例省 › 云川市 › 青禾区" in text
    assert "【维权】签订集体协商合同，药品送到家。" in text


@pytest.mark.parametrize("limit", ["-1", "abc", "1000000000"])
def test_a_limit_that_is_none_is_refused(reviews: None, limit: str) -> None:
    with pytest.raises((CommandError, SystemExit)):
        run("药", f"--limit={limit}")


def test_the_command_finds_what_the_page_finds(reviews: None, client: Client) -> None:
    for query in ["药", "协商 -药", "标题:春风", "年份:2019", "没有的字", "地区:云川"]:
        total = records(query)[0]["total"]
        page = client.get("/search/", {"q": query}).content.decode()
        assert f"共 <strong>{total}</strong> 篇" in page


def test_random_pieces_of_the_demo_texts_are_found_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2024)
    for path in sorted((settings.BASE_DIR / "fixtures" / "demo").glob("*.txt"))[:8]:
        encoding = "gb18030" if "gb18030" in path.name else "utf-8"
        lines = [line.strip() for line in path.read_text(encoding=encoding).splitlines() if line.strip()]
        factories.article(title=lines[0], sections=[(None, "\n".join(lines[1:]))])
    outbox.rebuild(lock_seconds=10)
    articles = list(Article.objects.all())
    texts = {pk: [fold_text(b.text) for b in blocks] for pk, blocks in blocks_of(articles).items()}
    pieces: list[str] = []
    while len(pieces) < 200:
        text = chance.choice(texts[chance.choice(list(texts))])
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, 12)]
        if '"' not in piece:
            pieces.append(piece)
    quoted = "".join(f'"{piece}"\n-"{piece}"\n' for piece in pieces)
    monkeypatch.setattr("sys.stdin", io.StringIO(quoted))
    heads = [record for record in records("-", "--ids", "--limit", "0") if "input" in record]
    everything = set(texts)
    for number, piece in enumerate(pieces):
        holding = {pk for pk, blocks in texts.items() if any(piece in block for block in blocks)}
        assert set(heads[2 * number]["ids"]) == holding, piece
        assert set(heads[2 * number + 1]["ids"]) == everything - holding, piece
