"""Pages on their way: packed, and not sent again to whoever has them as they are."""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response

TEXTS = re.compile(
    r"text/|application/(?:json|xml|atom\+xml|x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json)|image/svg"
)
CSRF_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
"""Masked anew in every answer (which is also what keeps it from being guessed out of the length of packed pages)."""
WANTED = 200


class TextCompressionMiddleware(GZipMiddleware):
    """Django's gzip, which puts bytes at random into the head against guessing by length (BREACH), for texts alone.

    Workbooks and Word files are packed already; originals are sent as they are, byte for byte; tables of thousands of
    rows are sent while they are made.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_file = response.get("Content-Disposition", "").startswith("attachment")
        if response.streaming or is_file or not TEXTS.match(response.get("Content-Type", "")):
            return response
        return super().process_response(request, response)


class ETagMiddleware:
    """An ETag of what is in the page, so that it is never older than its counts; the token of its forms left aside.

    The secret that the token belongs to counts: a page of another secret has forms that would be refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        if not _may_be_kept(request, response):
            return response
        if not response.has_header("ETag"):
            response["ETag"] = _etag(request, response)
        if isinstance(response, HttpResponse):
            return get_conditional_response(request, etag=response["ETag"], response=response) or response
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.method == "GET"
        and response.status_code == WANTED
        and not response.streaming
        and "no-store" not in response.get("Cache-Control", "")
    )


def _etag(request: HttpRequest, response: HttpResponseBase) -> str:
    said = CSRF_TOKEN.sub(b"", response.content)  # type: ignore[attr-defined]
    secret = str(request.META.get("CSRF_COOKIE", "")) if len(said) < len(response.content) else ""  # type: ignore[attr-defined]
    digest = hashlib.blake2b(said, key=secret.encode()[:64], digest_size=12)
    return f'"{digest.hexdigest()}"'
