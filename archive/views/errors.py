"""Pages for what went wrong, in the reader's words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.typed_bytes import UnreadableBytes

MOST_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "archive/error_404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too many files or fields at once, a host that the site does not answer to, broken parameters."""
    context = {"most_files": MOST_FILES, "unreadable": isinstance(exception, UnreadableBytes)}
    return render(request, "archive/error_400.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Not this user's, or a form that was open for too long or sent without cookies."""
    return render(request, "archive/error_403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context processor: either may be what failed."""
    return render(None, "archive/error_500.html", status=500)
