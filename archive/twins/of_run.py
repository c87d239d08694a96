"""The twins that a run of ``import_reviews`` tells, record by record, among what is stored and what it read before."""

from collections.abc import Sequence

from django.db import connection

from archive.ingest.jsonl import Json
from archive.ingest.records import Reading
from archive.intake import Outcome
from archive.models import Article, Fingerprint, TwinPair
from archive.twins.find import Relation, Twin, article_text, twins_of
from archive.twins.profile import fingerprints
from archive.twins.shelves import Shelf, StoredTexts, TextsOfRun
from archive.twins.text_key import key_of


class TwinsOfRun:
    """Keeps what it is shown; a dry run stores nothing that could be asked later."""

    def __init__(self) -> None:
        self._read = TextsOfRun()
        self._shelves: list[Shelf] = [self._read]
        if Fingerprint._meta.db_table in connection.introspection.table_names():
            self._shelves.append(StoredTexts())  # a dry run may come before anything was set up
        self._names: dict[int, str] = {}

    def of(self, outcome: Outcome) -> list[list[Json]]:
        """For each record of a file; of one that is in the archive already, what it is the same as."""
        if outcome.duplicate_of is not None:
            return [[_json(Twin(self._name_of(outcome.duplicate_of), Relation.SAME, 1.0))]]
        if outcome.articles:
            return self._of_articles(outcome.name, outcome.articles)
        return self._of_reading(outcome.reading) if outcome.reading else []

    def _of_reading(self, reading: Reading) -> list[list[Json]]:
        """For each record of a file that is read and not stored."""
        key = key_of(reading.source.raw)
        texts = [article_text(record) for record in reading.records]
        sampled = [fingerprints(text) for text in texts]
        found = [
            twins_of(key, text, values, self._shelves) for text, values in zip(texts, sampled, strict=True)
        ]
        for text, values in zip(texts, sampled, strict=True):
            self._read.remember(reading.name, key, text, values)
        return [[_json(twin) for twin in twins] for twins in found]

    def _of_articles(self, name: str, articles: Sequence[Article]) -> list[list[Json]]:
        """For each article that has just been stored from the file of this name."""
        self._names |= {article.pk: name for article in articles}
        pairs = TwinPair.objects.filter(article__in=articles).select_related("other__source")
        found: dict[int, list[Json]] = {article.pk: [] for article in articles}
        for pair in pairs.order_by("-score"):
            twin = Twin(self._name_of(pair.other), Relation.REPRINT, pair.score)
            found[pair.article_id].append(_json(twin))
        return [found[article.pk] for article in articles]

    def _name_of(self, article: Article) -> str:
        """As this run named the file, or as it was handed in once."""
        return self._names.get(article.pk) or article.source.name


def _json(twin: Twin) -> Json:
    return {"file": twin.file, "relation": twin.relation.value, "score": twin.score}
