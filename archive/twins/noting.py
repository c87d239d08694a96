"""What is noted of an article that has just been stored: by what it is found later, and what it may be a print of."""

from archive.ingest.records import ReviewRecord
from archive.models import Article, Notice, TwinPair
from archive.querysets.articles import REPRINT_NOTICE
from archive.twins.find import article_text, twins_of
from archive.twins.profile import fingerprints
from archive.twins.shelves import StoredTexts, remember


def suspect(article: Article, record: ReviewRecord) -> None:
    """Look for twins among what is stored; each is a row and a notice that waits for an editor."""
    text = article_text(record)
    values = fingerprints(text)
    scores = {twin.article: twin.score for twin in twins_of("", text, values, [StoredTexts()])}
    remember(article.pk, values)
    # What else the same file holds is no reprint: a page of samples repeats itself.
    others = Article.objects.exclude(source=article.source_id).in_bulk(scores)
    TwinPair.objects.bulk_create(
        TwinPair(article=article, other=other, score=scores[pk]) for pk, other in others.items()
    )
    Notice.objects.bulk_create(
        Notice(
            article=article,
            code=REPRINT_NOTICE,
            values={"title": other.display_title, "number": other.pk},
        )
        for other in others.values()
    )
