"""Pages for what went wrong: each names the cause of this error, in the reader's words."""

import sys

from django.conf import settings
from django.contrib.admin.sites import site as admin_site
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.middleware import csrf
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import get_script_prefix, reverse

from archive.storage.storage_faults import StorageFault, fault_of
from archive.web.next_page import page_of_this_site
from archive.web.typed_bytes import UnreadableBytes

CAUSES_OF_BAD_REQUESTS: tuple[tuple[type[Exception], str], ...] = (
    (DisallowedHost, "host"),
    (TooManyFilesSent, "files"),
    (TooManyFieldsSent, "fields"),
    (RequestDataTooBig, "size"),
    (UnreadableBytes, "bytes"),
    (MultiPartParserError, "broken"),
)
CAUSES_OF_REFUSED_FORMS = {
    csrf.REASON_NO_CSRF_COOKIE: "cookie",
    csrf.REASON_NO_REFERER: "origin",
    csrf.REASON_MALFORMED_REFERER: "origin",
    csrf.REASON_INSECURE_REFERER: "origin",
}
"""Django's own reasons; those that name an address begin with the words below, every other is a form out of date."""
OF_ANOTHER_SITE = ("Origin checking failed", "Referer checking failed")
LONG_TEXT = 200


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "archive/error_404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be done as it was sent; nothing of it was written."""
    causes = [cause for kind, cause in CAUSES_OF_BAD_REQUESTS if isinstance(exception, kind)]
    context = {
        "cause": causes[0] if causes else "other",
        "host": _as_sent(request.META.get("HTTP_HOST", ""))[:100],
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "most_fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "most_megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024),
    }
    return render(request, "archive/error_400.html", context, status=400)


def _as_sent(header: str) -> str:
    """WSGI gives a sign a byte; a browser writes 工会.cn as xn--…, programs send it as it is."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not this user's."""
    return render(request, "archive/error_403.html", {"cause": "permission"}, status=403)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another site, from before the last sign-in, or without cookies.

    Signing in twice or out twice, in two tabs, comes to where it was going: what was asked is so already.
    """
    if request.path == reverse("admin:login") and admin_site.has_permission(request):
        wanted = request.POST.get("next") or request.GET.get("next")
        return HttpResponseRedirect(page_of_this_site(request, wanted) or reverse("admin:index"))
    if request.path == reverse("admin:logout") and not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("archive:home"))
    of_another_site = reason.startswith(OF_ANOTHER_SITE)
    cause = "origin" if of_another_site else CAUSES_OF_REFUSED_FORMS.get(reason, "outdated")
    return render(request, "archive/error_403.html", {"cause": cause}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context processor: either may be what failed."""
    fault = fault_of(sys.exc_info()[1])
    if fault is not None:
        return _not_stored(request, fault)
    return render(None, "archive/error_500.html", {"home": get_script_prefix()}, status=500)


def _not_stored(request: HttpRequest, fault: StorageFault) -> HttpResponse:
    """Why; and what was typed comes back, to be sent again when there is room."""
    context = {
        "told": fault.told,
        "asked_to_read": request.method in {"GET", "HEAD"},
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
