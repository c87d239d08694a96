"""What the test client answers: its type, and the content of what comes in pieces."""

from typing import TYPE_CHECKING, TypeAlias

from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    # The one place that knows how django-stubs calls a response with what the client adds: context, json, redirects.
    from django.test.client import _MonkeyPatchedWSGIResponse

    Answer: TypeAlias = _MonkeyPatchedWSGIResponse
else:
    Answer = HttpResponseBase


def streamed(answer: Answer) -> bytes:
    """The content of an answer that is sent piece by piece, however much there is."""
    assert answer.streaming
    return answer.getvalue()
