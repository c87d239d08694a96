"""Who sees which articles, and what is kept out of caches for it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from archive.models import Article
from archive.querysets.articles import ArticleQuerySet


def may_see_drafts(request: HttpRequest) -> bool:
    """Whether this user may look at what is not published: a permission, which being staff alone does not give."""
    user = request.user
    return user.is_staff and (
        user.has_perm("archive.view_article") or user.has_perm("archive.change_article")
    )


def visible(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.kept() if may_see_drafts(request) else Article.objects.published()


def visible_in_bulk(
    request: HttpRequest, rows: ArticleQuerySet, numbers: Iterable[int]
) -> dict[int, Article]:
    """Those of these numbers that this user may see, by their numbers."""
    if may_see_drafts(request):
        return rows.kept().in_bulk(list(numbers))  # type: ignore[no-any-return]
    return rows.published_in_bulk(numbers)


def visible_prints(request: HttpRequest, article: Article) -> list[Article]:
    """The other prints of an article that this user may see, the earliest first; which those are is looked at last."""
    prints = Article.objects.kept().other_prints(article).order_by("published_on", "pk")
    may_see_all = may_see_drafts(request)
    return [other for other in prints if may_see_all or other.is_published]


def private_to_editors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What an editor is shown stays in no cache: not on the way, and not behind Back after signing out."""

    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if may_see_drafts(request):
            add_never_cache_headers(response)
        return response

    return kept_private
