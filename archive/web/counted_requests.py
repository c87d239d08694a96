"""How many requests were answered, by what kind of page and with which status, and how long they took.

For a program that watches the site (``search.metrics``), where ``METRICS_TOKEN`` asks for it. What is told apart is the name
of an address, of which there are some two hundred: never an article, a place, a question or a reader.

Each process of the web server counts in files of its own, which the others read. The library has them named after processes
and keeps each for good; here they are named after the place of a process among the others, and whoever takes that place
counts on: a site that replaces its processes for years has no more files than on its first day.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, values
from prometheus_client.multiprocess import MultiProcessCollector

from archive.server import web_process
from archive.web.methods import UNDERSTOOD

FOLDER = "metrics"
ROOM = 1024 * 1024
"""Bytes of a file: some 5,000 lines of 200. All are on the disk from the beginning: one that is full later does not end a
process in the middle of counting, as a file that has to grow would."""
KINDS = ("counter", "histogram")
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Seconds; a page takes a few hundredths, an export of everything half a minute."""
UNKNOWN = "unknown"
STATIC = "static"
OTHER_METHOD = "other"

IS_SHARED = values.ValueClass is not values.MutexValue
"""The library was given the folder where it looks for it, in the environment (``archive.server.supervisor``)."""
if IS_SHARED:
    values.ValueClass = values.MultiProcessValue(web_process.number)

_OWN = CollectorRegistry()
ANSWERS = Counter(
    "archive_requests",
    "Answers by kind of page, method and status",
    ["view", "method", "status"],
    registry=_OWN,
)
SECONDS = Histogram(
    "archive_request_seconds",
    "Seconds from a request to the end of its answer, by kind of page",
    ["view"],
    registry=_OWN,
    buckets=BOUNDS,
)


def make_room(processes: int) -> Path:
    """An empty folder for so many processes of a site that begins."""
    folder = Path(settings.ARCHIVE_DATA) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for kind in KINDS:
        for number in range(1, processes + 1):
            (folder / f"{kind}_{number}.db").write_bytes(bytes(ROOM))
    return folder


def counted() -> Iterator[Metric]:
    """What all processes of this site have counted. Nothing where each only knows a part, as on a disk that can't be written to."""
    if IS_SHARED:
        yield from MultiProcessCollector(None).collect()
    elif web_process.number() == web_process.NONE:
        yield from _OWN.collect()


class CountedRequestsMiddleware:
    """Stands before all that answer or refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        view = _view(request)
        ANSWERS.labels(view, _method(request), str(response.status_code)).inc()
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _timed(
                cast(Iterable[bytes], response.streaming_content), view, began
            )
        else:
            SECONDS.labels(view).observe(time.perf_counter() - began)
        return response


def _timed(parts: Iterable[bytes], view: str, began: float) -> Iterator[bytes]:
    """The parts of an answer that is made while it is sent; it ends with the last, or where the reader goes."""
    try:
        yield from parts
    finally:
        SECONDS.labels(view).observe(time.perf_counter() - began)


def _view(request: HttpRequest) -> str:
    """The name of the address; whatever leads nowhere is one kind."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return STATIC if request.path_info.startswith("/static/") else UNKNOWN


def _method(request: HttpRequest) -> str:
    return request.method if request.method in UNDERSTOOD else OTHER_METHOD
