"""What waitress reads and refuses: addresses as browsers of old write them, answers to HEAD, pages in words.

What is wrong with a request before any page could see it is answered here, in the readers' language.
"""

import re
from http.client import responses

from django.conf import settings
from django.template.loader import render_to_string
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import Error, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from archive.storage.storage_faults import FULL, StorageFault, fault_of

UNESCAPED = re.compile(rb"[\x80-\xff]")
"""GET /search/?q=工会 with the bytes of UTF-8 or GBK as they are: no address by the book, and sent all the same."""
MEGABYTE = 1024 * 1024


class NotKept(Error):  # type: ignore[misc]
    """A body of more than half a megabyte waits in a file until it is whole, and the disk of that file is full."""

    def __init__(self, fault: StorageFault) -> None:
        self.code, self.reason, self.told = fault.status, responses[fault.status], fault.told


CAUSES = {RequestEntityTooLarge: "size", RequestHeaderFieldsTooLarge: "header", NotKept: "storage"}


class LenientParser(HTTPRequestParser):  # type: ignore[misc]
    """Escapes what the sender has not; which characters the bytes are is for ``archive.web.typed_bytes`` to say."""

    def parse_header(self, header_plus: bytes) -> None:
        first, end, rest = header_plus.partition(b"\r\n")
        escaped = UNESCAPED.sub(lambda found: b"%%%02X" % ord(found[0]), first)
        try:
            super().parse_header(escaped + end + rest)
        except ValueError as error:  # "http://[/", a Content-Length of 5,000 digits
            raise ParsingError(str(error)) from error

    def received(self, data: bytes) -> int:
        try:
            taken: int = super().received(data)
        except OSError as error:
            self.error, self.completed, taken = NotKept(fault_of(error) or FULL), True, len(data)
        if self.error is not None:
            self.expect_continue = False  # nobody is asked to send what is refused already
        return taken


class _BodilessForHead(Task):  # type: ignore[misc]
    """Any answer to HEAD is its headers: a byte more would be read as the beginning of the next answer."""

    def write(self, data: bytes) -> None:
        super().write(b"" if self._is_head else data)

    def finish(self) -> None:
        if self._is_head:
            self.write(b"")
            self.chunked_response = False
        super().finish()

    @property
    def _is_head(self) -> bool:
        return str(getattr(self.request, "command", "")).upper() == "HEAD"


class Answer(_BodilessForHead, WSGITask):  # type: ignore[misc]
    """What the site answers."""


class Refusal(_BodilessForHead, ErrorTask):  # type: ignore[misc]
    """A page in words for a request that is none, or too large to be taken."""

    def execute(self) -> None:
        error = self.request.error
        page = render_to_string(
            "archive/error_request.html",
            {
                "cause": CAUSES.get(type(error), "broken" if error.code < 500 else "server"),
                "told": getattr(error, "told", ""),
                "most_megabytes": self.channel.adj.max_request_body_size // MEGABYTE,
                "home": f"{settings.FORCE_SCRIPT_NAME or ''}/",
            },
        ).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        self.set_close_on_finish()
        self.channel.refuse_the_rest()
        self.content_length = len(page)
        self.write(page)
