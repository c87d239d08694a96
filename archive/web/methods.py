"""What can be asked of an address: to be shown, and to take a form. Nothing else is answered with a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNDERSTOOD = ("GET", "HEAD", "OPTIONS", "POST")
NOT_ALLOWED = 405


class MethodsMiddleware:
    """TRACE, PUT, BREW get 405 with a page in words, whoever refuses them; OPTIONS gets what there is to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(UNDERSTOOD)})
        if request.method not in UNDERSTOOD:
            return _refused(request, ", ".join(UNDERSTOOD))
        response = self.get_response(request)
        if response.status_code == NOT_ALLOWED and not response.streaming and not response.content:
            return _refused(request, response.get("Allow", ""))
        return response


def _refused(request: HttpRequest, allowed: str) -> HttpResponse:
    page = render(request, "archive/error_405.html", {"method": request.method}, status=NOT_ALLOWED)
    page["Allow"] = allowed
    return page
