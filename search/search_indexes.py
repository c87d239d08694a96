"""What Haystack's commands index."""

from collections.abc import Iterable

from haystack import indexes

from archive.models import Article
from archive.querysets.articles import ArticleQuerySet
from search.article_documents import LookUp
from search.printed import blocks_of


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]
    """Published articles. This site's engines look them up as documents; ``text`` is for other backends."""

    text = indexes.CharField(document=True)

    def get_model(self) -> type[Article]:
        return Article

    def get_updated_field(self) -> str:
        return "updated_at"

    def index_queryset(self, using: str | None = None) -> ArticleQuerySet:
        return Article.objects.published()

    def prepare_text(self, article: Article) -> str:
        return "\n".join(block.text for block in blocks_of([article])[article.pk])

    def look_up(self, articles: Iterable[Article]) -> LookUp:
        return LookUp(article.pk for article in articles)
