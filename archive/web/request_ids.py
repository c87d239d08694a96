"""Each request has a name, in every line that the log has of it and in its answer: what a reader reports can be looked up."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SENT = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a server in front may call it; of anything else no line of the log is made."""
NO_REQUEST = "-"

_present = ContextVar("request_id", default=NO_REQUEST)


class RequestIdMiddleware:
    """The first of all: whatever the others say is said under this name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get(HEADER, "")
        name = sent if SENT.fullmatch(sent) else uuid.uuid4().hex[:16]
        _present.set(
            name
        )  # until the next one in this thread: Django says what was refused after all middleware
        response = self.get_response(request)
        response[HEADER] = name
        return response


class NamesTheRequest(logging.Filter):
    """Gives every line the name of the request that it was said in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _present.get()
        return True
