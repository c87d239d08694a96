"""Search does not lie: random passages of real texts, asked of the engines, the command, the export and the page.

The texts are the demo archive, the gate corpus and, where they lie beside the project, the seeds; they come in
through the import command and are published. The judge is a scan of the database: whatever stands printed in a
title block, heading, paragraph or caption is folded and looked through with ``in``.
"""

import io
import json
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from archive.models import Article, Caption, IndexChange, Section
from archive.region_table import load_regions
from archive.regions.authority import Authority
from search import engines, outbox
from search.analysis import fold_text
from search.article_documents import published_documents
from search.documents import Document
from search.engines.contract import Engine, Request
from search.engines.whoosh.engine import FlatEngine
from search.query import EXCLUSION_SIGNS, FIELD_PREFIX, Node, Not, Term, canonical, keyword_of
from search.syntax import parse
from tests.search_engines import SHIPPED, each_of
from tests.site_process import environment

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent
CORPORA = [ROOT / "fixtures" / "demo", ROOT / "fixtures" / "gate", ROOT.parent / "shared" / "seeds"]

PASSAGES = 1000
LONGEST = 12
SEED = 20240501
ON_THE_PAGE = 30
"""Passages that are also asked of the page itself, which takes longer than the engine alone."""
FEW = 10
"""Articles up to which the export of a result is read for each passage."""


# The corpus, the judge and the passages


def printed_texts() -> dict[int, list[str]]:
    """Every searched text of the published articles, straight from their rows."""
    heads = Article.objects.filter(status="published").order_by("pk")
    texts = {
        pk: [text for text in (kicker, title, subtitle, issuer, *bylines) if text]
        for pk, kicker, title, subtitle, issuer, bylines in heads.values_list(
            "pk", "kicker", "title", "subtitle", "issuer", "bylines"
        )
    }
    parts = Section.objects.filter(article__in=texts).order_by("pk")
    for pk, heading, text in parts.values_list("article_id", "heading", "text"):
        texts[pk] += [heading] if heading else []
        texts[pk] += text.splitlines()
    for pk, text in Caption.objects.filter(article__in=texts).values_list("article_id", "text"):
        texts[pk].append(text)
    return texts


class Judge:
    """The ids of the articles in one of whose texts the characters stand side by side."""

    def __init__(self) -> None:
        self.texts = printed_texts()
        # No folded text holds white space, so nothing that is looked for can reach over a line break.
        self._folded = {pk: "\n".join(map(fold_text, texts)) for pk, texts in self.texts.items()}

    @property
    def everything(self) -> tuple[int, ...]:
        return tuple(self._folded)

    def holding(self, text: str) -> tuple[int, ...]:
        folded = fold_text(text)
        return tuple(pk for pk, characters in self._folded.items() if folded in characters)

    def without(self, text: str) -> tuple[int, ...]:
        holding = set(self.holding(text))
        return tuple(pk for pk in self._folded if pk not in holding)


def passages(texts: Iterable[str], count: int, *, seed: int) -> list[str]:
    """Printed characters cut anywhere but within numbers: every other cut lies across a letter or a sign."""
    chance = random.Random(seed)
    cuttable = [text for text in texts if fold_text(text)]
    cuts: list[str] = []
    while len(cuts) < count:
        text, size = chance.choice(cuttable), chance.randint(1, LONGEST)
        odd = [place for place, sign in enumerate(text) if not "一" <= sign <= "鿿"]
        around = chance.choice(odd) if odd and len(cuts) % 2 else chance.randrange(len(text))
        start = max(min(around - chance.randrange(size), len(text) - size), 0)
        cut = text[start : start + size]
        # White space alone is no characters to search for, and a piece of a number is another number.
        if fold_text(cut) and fold_text(cut) in fold_text(text):
            cuts.append(cut)
    return cuts


def in_quotation_marks(text: str) -> str:
    """As a reader writes it: in quotation marks of a kind that the passage itself does not hold."""
    for begin, end, signs in (('"', '"', '"＂'), ("「", "」", "「」｢｣"), ("『", "』", "『』")):
        if not any(sign in text for sign in signs):
            return f"{begin}{text}{end}"
    raise AssertionError(f"no marks are left to write {text} in")


def begins_like_an_operator(text: str) -> bool:
    """-药, 单位：…, OR: bare, these ask for something else, and are to be put in quotation marks."""
    words = text.split()
    return any(
        word[0] in EXCLUSION_SIGNS or FIELD_PREFIX.match(word) or keyword_of(word) for word in words if word
    )


@dataclass(frozen=True)
class Corpus:
    """``kept`` is a folder with the database and the index as they were after the import."""

    judge: Judge
    passages: Sequence[str]
    kept: Path


@pytest.fixture(scope="module")
def corpus(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    """Everything is imported and published once, for good; the tests change it within transactions of theirs."""
    kept = tmp_path_factory.mktemp("kept")
    with django_db_blocker.unblock():
        engines.engine().replace_all([])
        folders = [str(folder) for folder in CORPORA if folder.is_dir()]
        call_command("import_reviews", *folders, publish_all=True, stdout=io.StringIO(), stderr=io.StringIO())
        assert not IndexChange.objects.exists(), "the import returns when the index holds what it published"
        judge = Judge()
        if connection.vendor == "sqlite":  # for the test that starts commands on a copy
            with closing(sqlite3.connect(kept / "archive.sqlite3")) as copy:
                connection.connection.backup(copy)
        shutil.copytree(live_index(), kept / "index")
        printed = [text for texts in judge.texts.values() for text in texts]
        made = Corpus(judge, passages(printed, PASSAGES, seed=SEED), kept)
    yield made
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
        load_regions(Authority.load())
        engines.engine().replace_all([])


def live_index() -> Path:
    return Path(str(settings.HAYSTACK_CONNECTIONS["default"]["PATH"]))


@pytest.fixture
def undone(corpus: Corpus, db: None) -> Iterator[None]:
    """Whatever the test does to the archive is undone after it, in the database and in the index."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    shutil.rmtree(live_index())
    shutil.copytree(corpus.kept / "index", live_index())


def found(engine: Engine, node: Node) -> tuple[int, ...]:
    answer = engine.find(Request(node, limit=0, want_ids=True))
    assert answer.ids is not None
    assert answer.total == len(answer.ids)
    return answer.ids


def hold(judge: Judge, ask: Callable[[str], tuple[int, ...]], texts: Iterable[str]) -> None:
    """Ask in the words of a reader: bare, in quotation marks, and excluded."""
    for text in texts:
        quoted = in_quotation_marks(text)
        assert ask(quoted) == judge.holding(text), quoted
        assert ask(f"-{quoted}") == judge.without(text), quoted
        if not begins_like_an_operator(text):
            assert set(ask(text)) >= set(judge.holding(text)), text


def asking(engine: Engine) -> Callable[[str], tuple[int, ...]]:
    return lambda query: found(engine, parse(query).node)


def of_the_engine(query: str) -> tuple[int, ...]:
    return asking(engines.engine())(query)


# What the passages are


def test_the_corpus_is_the_demo_archive_the_gate_and_the_seeds(corpus: Corpus) -> None:
    folders = [folder for folder in CORPORA if folder.is_dir()]
    files = {path.name for folder in folders for path in folder.glob("*.txt")}
    sources = set(Article.objects.filter(status="published").values_list("source__name", flat=True))
    assert sources == files
    assert len(corpus.judge.everything) >= len(files) > 180


def test_the_passages_are_of_every_kind(corpus: Corpus) -> None:
    assert len(corpus.passages) == PASSAGES
    for kind in (
        "[一-鿿]",
        "[0-9]",
        "[A-Za-z]",
        r"[^\w\s]",
        r"\s",
        "[“”「」]",
        "[（）()]",
        "[:：]",
    ):
        assert any(re.search(kind, text) for text in corpus.passages), kind
    assert {len(text) for text in corpus.passages} == set(range(1, LONGEST + 1))
    assert any(len(corpus.judge.holding(text)) == 1 for text in corpus.passages)
    assert any(len(corpus.judge.holding(text)) > 100 for text in corpus.passages)


def test_every_passage_can_be_written_in_the_query_language(corpus: Corpus) -> None:
    for text in corpus.passages:
        for term in (Term(text, quoted=True), Term(text)):
            read = parse(canonical(term))
            assert isinstance(read.node, Term)
            assert fold_text(read.node.text) == fold_text(text)
            assert read.repairs == ()
        written = parse(in_quotation_marks(text))
        assert written.repairs == (), text
        assert isinstance(written.node, Term)
        assert written.node.quoted
        assert fold_text(written.node.text) == fold_text(text)


def test_hardly_any_passage_needs_quotation_marks_to_be_found(corpus: Corpus) -> None:
    assert sum(map(begins_like_an_operator, corpus.passages)) <= PASSAGES // 200


@pytest.mark.usefixtures("undone")
def test_a_passage_with_all_kinds_of_quotation_marks_is_found_as_the_page_writes_it() -> None:
    title = '“甲”与『乙』和「丙」或"丁"及‘戊’'
    Article.objects.filter(pk=Article.objects.published()[0].pk).update(title=title)
    bring_in_changes()
    judge = Judge()
    for start in range(len(title)):
        for end in range(start + 1, len(title) + 1):
            text = title[start:end]
            assert of_the_engine(canonical(Term(text, quoted=True))) == judge.holding(text), text


# The same answer everywhere


@pytest.mark.parametrize("name", each_of(SHIPPED))
def test_every_engine_finds_what_is_printed_and_quoted_nothing_else(
    corpus: Corpus, name: str, tmp_path: Path
) -> None:
    engine = SHIPPED[name](tmp_path)
    assert engine.replace_all(published_documents()) == len(corpus.judge.everything)
    for text in corpus.passages:
        quoted, bare = Term(text, quoted=True), Term(text)
        assert found(engine, quoted) == corpus.judge.holding(text), text
        assert found(engine, Not(quoted)) == corpus.judge.without(text), text
        side_by_side, wider = set(corpus.judge.holding(text)), set(found(engine, bare))
        assert wider >= side_by_side, text
        assert set(found(engine, Not(bare))) == set(corpus.judge.everything) - wider, text


def test_the_engine_of_the_site_answers_the_words_of_a_reader(corpus: Corpus) -> None:
    hold(corpus.judge, of_the_engine, corpus.passages)


def test_the_command_gives_the_same_ids(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = [in_quotation_marks(text) for text in corpus.passages]
    bare = [text for text in corpus.passages if not begins_like_an_operator(text)]
    answers = answers_of_the_command([*quoted, *bare], monkeypatch)
    for text, query in zip(corpus.passages, quoted, strict=True):
        assert answers[query] == corpus.judge.holding(text), query
    for text in bare:
        assert set(answers[text]) >= set(corpus.judge.holding(text)), text


def test_the_command_excludes_exactly_what_it_finds(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = corpus.passages[:300]
    answers = answers_of_the_command([f"NOT {in_quotation_marks(text)}" for text in texts], monkeypatch)
    assert list(answers.values()) == [corpus.judge.without(text) for text in dict.fromkeys(texts)]


def answers_of_the_command(
    queries: Iterable[str], monkeypatch: pytest.MonkeyPatch
) -> dict[str, tuple[int, ...]]:
    """The ids for each query; one call of the command, one query a line."""
    asked = list(dict.fromkeys(queries))
    lines = [" ".join(query.splitlines()) for query in asked]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    printed = io.StringIO()
    call_command("search_reviews", "-", "--ids", "--limit", "0", "--format", "jsonl", stdout=printed)
    answers = [json.loads(line) for line in printed.getvalue().splitlines()]
    assert [answer["input"] for answer in answers] == lines
    assert all(answer["total"] == len(answer["ids"]) for answer in answers)
    return {query: tuple(answer["ids"]) for query, answer in zip(asked, answers, strict=True)}


def test_the_export_of_the_page_holds_the_same_articles(corpus: Corpus, client: Client) -> None:
    def ask(query: str) -> tuple[int, ...]:
        answer = client.get(f"/search/export.json?{urlencode({'q': query})}").json()
        assert answer["total"] == len(answer["articles"])
        return tuple(sorted(item["id"] for item in answer["articles"]))

    for text in corpus.passages:
        if len(expected := corpus.judge.holding(text)) <= FEW:
            assert ask(in_quotation_marks(text)) == expected, text
    hold(corpus.judge, ask, corpus.passages[:ON_THE_PAGE])


def test_the_page_lists_the_same_articles(corpus: Corpus, client: Client) -> None:
    texts = corpus.passages[-ON_THE_PAGE:]
    for text in texts:
        expected = corpus.judge.holding(text)
        total, listed = shown(client, q=in_quotation_marks(text), size=100)
        assert total == len(expected)
        assert set(listed) <= set(expected)
        assert len(listed) == min(total, 100)
    assert sum(len(corpus.judge.holding(text)) <= 100 for text in texts) > ON_THE_PAGE / 2


def test_the_page_counts_what_an_exclusion_leaves(corpus: Corpus, client: Client) -> None:
    for text in corpus.passages[:ON_THE_PAGE]:
        total, _listed = shown(client, q=f"-{in_quotation_marks(text)}", size=10)
        assert total == len(corpus.judge.without(text)), text


def test_a_bare_passage_leads_to_its_article_through_all_pages(corpus: Corpus, client: Client) -> None:
    for text in [text for text in corpus.passages if len(corpus.judge.holding(text)) > 20][:5]:
        total, listed = shown(client, q=text, size=50)
        while len(listed) < total:
            listed += shown(client, q=text, size=50, page=len(listed) // 50 + 1)[1]
        assert len(set(listed)) == len(listed) == total
        assert set(listed) >= set(corpus.judge.holding(text)), text


def shown(client: Client, **parameters: object) -> tuple[int, list[int]]:
    """The number that a result page tells, and the articles that it lists."""
    page = client.get(f"/search/?{urlencode(parameters)}").content.decode()
    (total,) = re.findall(r"共 <strong>(\d+)</strong> 篇", page)
    listed = re.findall(r'<h2 class="hit-title"><a [^>]*?/articles/(\d+)/', page)
    return int(total), [int(pk) for pk in listed]


def test_a_passage_is_marked_on_the_page_of_every_article_that_holds_it(
    corpus: Corpus, client: Client
) -> None:
    for text in corpus.passages[:ON_THE_PAGE]:
        pk = corpus.judge.holding(text)[-1]
        page = client.get(f"/articles/{pk}/?{urlencode({'q': in_quotation_marks(text)})}").content.decode()
        marks = [unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)]
        assert any(fold_text(text) in fold_text(mark) for mark in marks), text


# After the archive has changed


def bring_in_changes() -> None:
    """What a commit does, and the worker after it; a test's transaction is never committed."""
    outbox.apply_pending(lock_seconds=10, budget_seconds=None)
    assert not IndexChange.objects.exists()


def hold_after_a_change(before: Judge) -> None:
    """Passages of the texts as they are now, and of the texts that are no longer there."""
    now = Judge()
    new = [text for pk, texts in now.texts.items() if before.texts.get(pk) != texts for text in texts]
    old = [text for pk, texts in before.texts.items() if now.texts.get(pk) != texts for text in texts]
    assert new or old
    asked = [cut for texts in (new, old) if texts for cut in passages(texts, 200, seed=SEED)]
    hold(now, of_the_engine, asked)
    assert of_the_engine("") == now.everything


def some_articles(count: int, *, seed: int) -> list[Article]:
    return random.Random(seed).sample(list(Article.objects.published().order_by("pk")), count)


@pytest.mark.usefixtures("undone")
def test_edited_texts_are_found_as_they_read_now(corpus: Corpus) -> None:
    chance = random.Random(5)
    for article in some_articles(30, seed=1):
        section = chance.choice(list(article.sections.all()))
        paragraphs = section.text.splitlines()
        paragraphs.insert(chance.randint(0, len(paragraphs)), "“新增”一段：会员5.2万人，ＡＰＰ注册3，456人。")
        chance.shuffle(paragraphs)
        section.text = "\n".join(paragraphs)
        section.heading = "改过的（小标题）"
        section.save()
        article.title = f"{article.title or ''}[改]"
        article.save()
        Caption.objects.create(article=article, order=99, text="图：补上的一句说明。")
        article.captions.filter(order=0).delete()
    bring_in_changes()
    hold_after_a_change(corpus.judge)


@pytest.mark.usefixtures("undone")
def test_deleted_and_withdrawn_articles_are_not_found(corpus: Corpus) -> None:
    for number, article in enumerate(some_articles(45, seed=2)):
        if number % 3 == 0:
            article.delete()
        else:
            article.status = [Article.Status.WITHDRAWN, Article.Status.DRAFT][number % 3 - 1]
            article.save()
    bring_in_changes()
    assert len(Judge().everything) == len(corpus.judge.everything) - 45
    hold_after_a_change(corpus.judge)


@pytest.mark.usefixtures("undone")
def test_withdrawn_articles_that_are_published_again_are_found(corpus: Corpus) -> None:
    withdrawn = some_articles(20, seed=3)
    for status in (Article.Status.WITHDRAWN, Article.Status.PUBLISHED):
        for article in withdrawn:
            article.status = status
            article.save()
        bring_in_changes()
    hold(corpus.judge, of_the_engine, corpus.passages[:300])


@pytest.mark.usefixtures("undone")
def test_files_handed_in_again_after_a_deletion_are_found_under_their_new_numbers(
    corpus: Corpus, tmp_path: Path
) -> None:
    for article in some_articles(15, seed=4):
        (tmp_path / article.source.name).write_bytes(article.source.content)
        article.source.articles.all().delete()
    call_command(
        "import_reviews", str(tmp_path), publish_all=True, stdout=io.StringIO(), stderr=io.StringIO()
    )
    assert len(Judge().everything) == len(corpus.judge.everything)
    assert max(Judge().everything) > max(corpus.judge.everything)
    hold_after_a_change(corpus.judge)


# After a rebuild that did not come to its end


@pytest.mark.usefixtures("undone")
def test_a_rebuild_that_breaks_off_changes_nothing_and_loses_no_change(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    for article in some_articles(10, seed=6):
        article.title = f"改名之后：{article.title or ''}"
        article.save()
    monkeypatch.setattr(outbox, "published_documents", half_of_the_documents)
    with pytest.raises(BrokenOff):
        outbox.rebuild(lock_seconds=10)
    hold(corpus.judge, of_the_engine, corpus.passages[:300])
    bring_in_changes()
    hold_after_a_change(corpus.judge)


class BrokenOff(Exception):
    pass


def half_of_the_documents() -> Iterator[Document]:
    yield from islice(published_documents(), 90)
    raise BrokenOff


@pytest.mark.slow
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="commands are started on a copy of the database's file"
)
def test_a_rebuild_killed_at_any_moment_leaves_an_index_that_tells_the_truth(
    corpus: Corpus, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(corpus.kept, data)
    for seconds_into_it in (0.0, 0.4):
        kill_a_rebuild(data, seconds_into_it)
        killed = FlatEngine(data / "index")
        hold(corpus.judge, asking(killed), corpus.passages[:200])
    assert "索引与数据库一致" in manage_py(data, "check_index", "--repair")
    mended = FlatEngine(data / "index")
    hold(corpus.judge, asking(mended), corpus.passages[:200])


def kill_a_rebuild(data: Path, seconds_into_it: float) -> None:
    folders = index_folders(data)
    command = [sys.executable, str(ROOT / "manage.py"), "rebuild_index", "--noinput"]
    process = subprocess.Popen(command, env=environment(data), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while index_folders(data) <= folders:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(seconds_into_it)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was killed in the middle"


def index_folders(data: Path) -> set[tuple[str, int]]:
    """The folders of the index with their times: a rebuild may take the name of one that was killed."""
    folders = set()
    for folder in data.glob("index/g*"):
        with suppress(FileNotFoundError):  # swept away between two looks
            folders.add((folder.name, folder.stat().st_ctime_ns))
    return folders


def manage_py(data: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(data),
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()
