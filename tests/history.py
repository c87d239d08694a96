"""What the history of an article says."""

from archive.models import Article, ArticleEvent


def last_event(article: Article) -> ArticleEvent:
    """The event that made the article's present version; one there must be."""
    event = ArticleEvent.objects.of_article(article.pk).newest()
    assert event is not None
    return event
