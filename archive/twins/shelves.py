"""Where the texts lie that a new one is compared with: what is stored, and what this run read before it."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Count, Q

from archive.models import Article, Caption, Fingerprint, Section

MOST_NEAR = 6
"""Texts that are compared in full; the family of one article is seldom larger."""
FEWEST = 2
"""Runs that two texts share before they are compared: of a piece of 300 characters some thirteen are sampled."""
COMMON = 64
"""Texts that may share a sampled run before it says nothing more: a slogan of the year stands in all of them. A family of
reprints is far smaller, and looking through the texts of every slogan is what a look takes most of its time for."""
AT_ONCE = 900  # values in one question; older builds of SQLite take 999


@dataclass(frozen=True, slots=True)
class Near:
    """A text that shares some runs, with the name and the key of the file that it came from."""

    file: str
    key: str
    text: str
    article: int | None = None


class Shelf(Protocol):
    def near(self, values: set[int], key: str) -> list[Near]:
        """The texts of a file with this key, then those that share the most of these runs."""


class StoredTexts:
    """The articles of the archive, drafts too."""

    def near(self, values: set[int], key: str) -> list[Near]:
        shared = (
            Fingerprint.objects.filter(value__in=sorted(values)[:AT_ONCE])
            .values_list("article")
            .annotate(shared=Count("pk"))
            .filter(shared__gte=FEWEST)
            .order_by("-shared", "article")
        )
        near = [article for article, _ in shared[:MOST_NEAR]]
        found = Article.objects.filter(Q(pk__in=near) | Q(source__text_key=key)).order_by("pk")
        rows = list(found.values_list("source__name", "source__text_key", "pk"))
        texts = texts_of([pk for _file, _of_file, pk in rows])
        return [Near(file, of_file, texts[pk], pk) for file, of_file, pk in rows]


def text_of(article: int) -> str:
    return texts_of([article])[article]


def texts_of(articles: Collection[int]) -> dict[int, str]:
    """Headings, paragraphs and captions of stored articles, a line each."""
    lines: dict[int, list[str]] = {pk: [] for pk in articles}
    sections = Section.objects.filter(article__in=articles).values_list("article", "heading", "text")
    for article, *parts in sections:
        lines[article] += filter(None, parts)
    for article, text in Caption.objects.filter(article__in=articles).values_list("article", "text"):
        lines[article].append(text)
    return {article: "\n".join(parts) for article, parts in lines.items()}


def remember(article: int, values: set[int]) -> None:
    """Keep the runs by which later texts find this article, in place of those that it had."""
    Fingerprint.objects.filter(article=article).delete()
    stored = Fingerprint.objects.filter(value__in=sorted(values)[:AT_ONCE]).values("value")
    common = {row["value"] for row in stored.annotate(texts=Count("pk")).filter(texts__gte=COMMON)}
    Fingerprint.objects.bulk_create(
        Fingerprint(value=value, article_id=article) for value in sorted(values - common)
    )


class TextsOfRun:
    """What a dry run has read so far, in a file of its own that goes with it: memory stays flat over 10,000 files."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.executescript(
            "CREATE TABLE text (id INTEGER PRIMARY KEY, file TEXT, key TEXT, text TEXT);"
            "CREATE INDEX text_key ON text (key);"
            "CREATE TABLE run (value INTEGER, text INTEGER, PRIMARY KEY (value, text)) WITHOUT ROWID;"
        )

    def near(self, values: set[int], key: str) -> list[Near]:
        found = self._rows.execute(
            """
            SELECT file, key, text FROM text WHERE key = ? OR id IN (
                SELECT text FROM run WHERE value IN (SELECT value FROM json_each(?))
                GROUP BY text HAVING count(*) >= ? ORDER BY count(*) DESC, text LIMIT ?
            )
            """,
            [key, json.dumps(list(values)), FEWEST, MOST_NEAR],
        )
        return [Near(file, of_file, text) for file, of_file, text in found]

    def remember(self, file: str, key: str, text: str, values: set[int]) -> None:
        row = self._rows.execute("INSERT INTO text (file, key, text) VALUES (?, ?, ?)", (file, key, text))
        self._rows.executemany("INSERT INTO run VALUES (?, ?)", [(value, row.lastrowid) for value in values])
