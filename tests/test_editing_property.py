"""Whatever editors do, in whatever order: index, counts, anchors and history agree, and all can be undone."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import editing, outbox
from archive.editing.lines import HEAD, Gone, Line, Role, lines_of, state_of
from archive.models import Article, ArticleEvent, IndexChange, Notice
from archive.representation import State, represent
from search.article_documents import published_documents
from search.engines import engine
from search.outbox import rebuild
from tests import factories

pytestmark = pytest.mark.django_db
SEQUENCES = 200
LONGEST = 5
WORDS = [
    "全年调解争议四十件。",
    "追回欠薪一百万元。",
    "慰问困难职工三百户。",
    "新建工会二十家。",
    "评出工匠十名。",
]


class Editor:
    """Does something to an article, as chance has it."""

    def __init__(self, chance: random.Random, user: User) -> None:
        self.chance, self.user = chance, user
        self.ways: list[Callable[[int], object]] = [
            self.correct_a_field,
            self.edit_the_text,
            self.edit_the_text,
            self.edit_captions,
            self.give_lines_other_roles,
            self.give_lines_other_roles,
            self.move_lines,
            self.choose,
            self.settle,
            lambda pk: editing.publish(pk, by=user, anyway=True),
            lambda pk: editing.withdraw(pk, by=user),
            lambda pk: editing.trash(pk, by=user),
            lambda pk: editing.untrash(pk, by=user),
            lambda pk: editing.undo(pk, by=user),
            self.restore,
        ]

    def act(self, pk: int) -> None:
        with suppress(editing.InTrash, editing.NothingToUndo, editing.NoSuchCandidate):
            self.chance.choice(self.ways)(pk)

    def correct_a_field(self, pk: int) -> None:
        years = {"period_start": 2015, "period_end": self.chance.randint(2015, 2020)}
        choices: list[State] = [
            {"title": f"标题{self.chance.random()}"},
            {"region": self.chance.choice([None, factories.region("990200").pk])},
            years,
            {"period_start": None, "period_end": None},
            {"bylines": ["本报记者 某"]},
        ]
        editing.correct(pk, self.chance.choice(choices), by=self.user)

    def edit_the_text(self, pk: int) -> None:
        sections = represent(Article.objects.get(pk=pk))["sections"]
        for item in sections:
            lines = item["text"].splitlines() + self.chance.choices(WORDS, k=self.chance.randint(0, 2))
            self.chance.shuffle(lines)
            item["text"] = "\n".join(lines[: self.chance.randint(0, 4)])
            item.pop("anchors")
        self.chance.shuffle(sections)
        sections = sections[: self.chance.randint(0, 3)]
        if self.chance.random() < 0.4:
            sections.append(
                {"order": 9, "level": 1, "heading": "新的一节", "text": self.chance.choice(WORDS)}
            )
        editing.correct(pk, {"sections": sections}, by=self.user)

    def edit_captions(self, pk: int) -> None:
        captions = represent(Article.objects.get(pk=pk))["captions"][: self.chance.randint(0, 2)]
        captions.append({"order": 5, "text": f"图{self.chance.random()}"})
        editing.correct(pk, {"captions": captions}, by=self.user)

    def give_lines_other_roles(self, pk: int) -> None:
        """A heading made a caption, page matter made text; nothing that was printed is lost by it."""
        self.resection(pk, lambda lines: [self._as_another(line) for line in lines])

    def move_lines(self, pk: int) -> None:
        self.resection(pk, lambda lines: self.chance.sample(lines, len(lines)))

    def resection(self, pk: int, edited: Callable[[list[Line]], list[Line]]) -> None:
        article = Article.objects.get(pk=pk)
        base = represent(article)
        lines = edited(lines_of(base))
        wanted = state_of(lines, base, next_anchor=article.next_anchor, gone=Gone.of(pk))
        editing.correct(pk, wanted, by=self.user)
        after = lines_of(represent(Article.objects.get(pk=pk)))
        assert sorted(line.text for line in after if line.text) == sorted(
            line.text for line in lines if line.text
        )

    def _as_another(self, line: Line) -> Line:
        if self.chance.random() < 0.7 or not line.text:
            return line
        role = self.chance.choice([role for role in Role if role not in HEAD])
        return Line(role, line.text, self.chance.randint(1, 3) if role is Role.HEADING else 0)

    def choose(self, pk: int) -> None:
        """Another line becomes the title, which changes places with it."""
        notice = Notice.objects.filter(article=pk, code="title-uncertain").get()
        title = self.chance.choice([*WORDS, "维权"])
        editing.choose(pk, notice.pk, title, by=self.user)

    def settle(self, pk: int) -> None:
        notices = list(Notice.objects.filter(article=pk).values_list("pk", flat=True))
        editing.settle(pk, notices, by=self.user)

    def restore(self, pk: int) -> None:
        versions = list(ArticleEvent.objects.of_article(pk).values_list("version", flat=True))
        if versions:
            editing.restore(pk, self.chance.choice(versions), by=self.user)


def numbers_of(article: Article) -> list[int]:
    return [number for section in article.sections.all() for number in section.anchors]


def words_of_anchors(pk: int) -> dict[int, set[str]]:
    """Every number that a paragraph was ever linked by, with the words that it stood for."""
    found: dict[int, set[str]] = {}
    for event in ArticleEvent.objects.of_article(pk):
        for section in event.state["sections"]:
            for number, text in zip(section["anchors"], section["text"].splitlines(), strict=True):
                found.setdefault(number, set()).add(text)
    return found


def hold(article: Article) -> None:
    events = list(ArticleEvent.objects.of_article(article.pk).order_by("version"))
    if events:
        assert [event.version for event in events] == list(range(article.version + 1))
        assert events[-1].state == represent(article)
    numbers = numbers_of(article)
    assert len(numbers) == len(set(numbers))
    assert all(number < article.next_anchor for number in numbers)
    for section in article.sections.all():
        assert len(section.anchors) == len(section.text.splitlines())


def index_holds() -> None:
    outbox.wait_until_applied()
    assert engine().digests() == {document.id: document.digest() for document in published_documents()}


def test_any_sequence_of_changes_leaves_everything_agreeing_and_can_be_undone(client: Client) -> None:
    user = User.objects.create_user("editor")
    IndexChange.objects.all().delete()
    rebuild(lock_seconds=1)
    for seed in range(SEQUENCES):
        chance = random.Random(seed)
        article = factories.article(
            title=f"第{seed}篇",
            sections=[(None, WORDS[0]), ("维权", "\n".join(WORDS[1:3]))],
            captions=["图一", "图二"],
            status=chance.choice(["draft", "published"]),
        )
        Notice.objects.create(article=article, code="x", message="存疑")
        near = "\n".join([*WORDS, "维权"])
        Notice.objects.create(article=article, code="title-uncertain", message="标题存疑", evidence=near)
        first, editor = represent(article), Editor(chance, user)
        for _ in range(chance.randint(1, LONGEST)):
            editor.act(article.pk)
            article.refresh_from_db()
            hold(article)
        if seed % 10 == 0:
            index_holds()
            shown = Article.objects.published().count()
            assert client.get("/").context["total"] == shown
            assert client.get("/search/").context["results"].total == shown
        counter = article.next_anchor
        while editing.last_change(article.pk) is not None:
            article = editing.undo(article.pk, by=user)
            assert article.next_anchor >= counter
        assert represent(article) == first, seed
        hold(article)
        assert all(len(words) == 1 for words in words_of_anchors(article.pk).values())
    index_holds()
