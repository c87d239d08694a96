"""Which language a page is in: Chinese, unless the reader chose another with the link in the footer."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation


class ChosenLanguageMiddleware:
    """Unlike Django's, does not ask the browser: many Chinese offices run an English Windows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _made_in(request.LANGUAGE_CODE, response.streaming_content)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def _made_in(language: str, parts: Iterable[bytes]) -> Iterator[bytes]:
    """What is made while it is sent is made after the page: its words are looked up then."""
    making = iter(parts)
    while True:
        with translation.override(language):
            part = next(making, None)
        if part is None:
            return
        yield part
