"""Pages for what went wrong, in the reader's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "archive/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context processor: either may be what failed."""
    return render(None, "archive/error_500.html", status=500)
