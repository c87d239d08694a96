"""Success is told of what was done: where the answer is an error, nothing says beside it that it was stored."""

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest


class ToldWhenDoneMiddleware(MessageMiddleware):
    """“已成功修改” is noted before the commit that a full disk fails; it goes with what it tells of."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request._messages = default_storage(request)  # type: ignore[attr-defined]
