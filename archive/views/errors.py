"""Pages for what went wrong, in the reader's words."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import get_script_prefix

from archive.storage_faults import StorageFault, fault_of
from archive.typed_bytes import UnreadableBytes

MOST_FILES = settings.DATA_UPLOAD_MAX_NUMBER_FILES
LONG_TEXT = 200


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
    fault = fault_of(sys.exc_info()[1])
    if fault is not None:
        return _not_stored(request, fault)
    return render(None, "archive/error_500.html", {"home": get_script_prefix()}, status=500)


def _not_stored(request: HttpRequest, fault: StorageFault) -> HttpResponse:
    """What was typed comes back with the reason, to be sent again when there is room."""
    context = {
        "told": fault.told,
        "kept": _typed(request.POST),
        "had_files": bool(request.FILES),
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "home": get_script_prefix(),
    }
    response = render(None, "archive/error_storage.html", context, status=fault.status)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _typed(form: QueryDict) -> list[tuple[str, str, bool]]:
    """Each field with its value, and whether it is a text that its writer wants to see; never a password."""
    if any("password" in name for name in form):
        return []
    return [
        (name, value, len(value) > LONG_TEXT or "\n" in value)
        for name, values in form.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
