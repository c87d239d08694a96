"""Who sees which articles, and what is kept out of caches for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from archive.models import Article
from archive.querysets import ArticleQuerySet


def may_see_drafts(request: HttpRequest) -> bool:
    """Whether this user may look at what is not published: a permission, which being staff alone does not give."""
    user = request.user
    return user.is_staff and (
        user.has_perm("archive.view_article") or user.has_perm("archive.change_article")
    )


def visible(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.kept() if may_see_drafts(request) else Article.objects.published()


def private_to_editors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What an editor is shown stays in no cache: not on the way, and not behind Back after signing out."""

    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if may_see_drafts(request):
            add_never_cache_headers(response)
        return response

    return kept_private
