"""A page that is looked at shows one state of the archive, which is asked for once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from archive.kept import of_one_state

LOOKING = ("GET", "HEAD")


class OneStateMiddleware:
    """What changes something counts anew after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in LOOKING:
            return self.get_response(request)
        with of_one_state():
            return self.get_response(request)
