"""Who may read what is published: the public, or, with PUBLIC_READING=no, whoever has signed in and may."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from archive.views.errors import forbidden

MAY_READ = ("archive.read_article", "archive.view_article", "archive.change_article")
"""Who may see drafts may see what is published."""
OPEN_TO_ALL = (
    "admin:login",
    "admin:logout",
    "set_language",
    "archive:theme",
    "robots",
    "health",
    "ready",
    "metrics",
)
"""What is needed before signing in, and to leave, and what asks for a word of its own; nothing of the archive stands there."""
OF_EVERY_ACCOUNT = ("admin:password_change", "admin:password_change_done")


class ReadersOnlyMiddleware:
    """Where the public may not read, no page, export or feed is given to strangers, nor kept by a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PUBLIC_READING:
            return self.get_response(request)
        response = _refusal(request) or self.get_response(request)
        add_never_cache_headers(response)
        return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """The way to sign in, or the word that this account may not read; None where the page may be given."""
    if request.path in map(reverse, OPEN_TO_ALL):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.path in map(reverse, OF_EVERY_ACCOUNT) or any(map(request.user.has_perm, MAY_READ)):
        return None
    return forbidden(request, PermissionDenied())
