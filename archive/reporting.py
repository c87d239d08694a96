"""Readers' reports of wrong pages on their way to the desk, within bounds that need no knowledge of who they are."""

from datetime import timedelta
from enum import Enum

from django.utils import timezone

from archive.models import Article, PageReport

MOST_OF_ARTICLE = 10
"""Open reports of one article; ten readers have said what is to be said."""
MOST_AN_HOUR, MOST_OPEN = 60, 1_000
"""Of all articles together: whoever sends more is no reader, and the desk's list stays one that can be read."""


class Taken(Enum):
    """What became of a report. One that is there in the same words counts as kept."""

    KEPT = "kept"
    ENOUGH = "enough"
    """The desk has enough of this page, and knows."""
    TOO_MANY = "too many"


def take(article: Article, *, words: str, anchor: str = "") -> Taken:
    """Keep a reader's words for the desk."""
    waiting = PageReport.objects.unsettled()
    if waiting.saying(article, words).exists():
        return Taken.KEPT
    if waiting.of_article(article).count() >= MOST_OF_ARTICLE:
        return Taken.ENOUGH
    hour_ago = timezone.now() - timedelta(hours=1)
    if waiting.count() >= MOST_OPEN or PageReport.objects.since(hour_ago).count() >= MOST_AN_HOUR:
        return Taken.TOO_MANY
    PageReport.objects.create(article=article, words=words, anchor=anchor)
    return Taken.KEPT
