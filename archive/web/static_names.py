"""Style sheets and scripts under names that hold a hash of their content: browsers keep them for good.

Nothing is collected or written: the hash is taken from the file itself, once a process, so that the site starts on
a disk that can't be written to and tests need no preparation. Another content is another name, at once.
"""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware

HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{12})(?P<suffix>\.\w+)")
FOR_GOOD = "max-age=31536000, public, immutable"
COMPRESSED = (".css", ".js", ".svg", ".txt")
SMALLEST = 200
"""Bytes below which packing gains nothing."""


class HashedNames(StaticFilesStorage):
    """``css/base.css`` -> ``/static/css/base.1f2e3d4c5b6a.css``; plain while developing, when files change."""

    def url(self, name: str | None, force: bool = False) -> str:
        plain: str = super().url(name)
        hashed = None if settings.DEBUG or name is None else _hash(name)
        if hashed is None:
            return plain
        stem, point, suffix = plain.rpartition(".")
        return f"{stem}.{hashed}{point}{suffix}"


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Knows the hashed names too, and sends what is text packed, to whom that says anything.

    A hash of another day, in a page that somebody kept open, gets today's file and keeps it no longer than others.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = HASHED.fullmatch(request.path_info)
        plain = f"{found['stem']}{found['suffix']}" if found else request.path_info
        file = self.find_file(plain) if self.autorefresh else self.files.get(plain)
        if file is None:
            return self.get_response(request)  # type: ignore[no-any-return]
        response = _packed(self.serve(file, request), plain, request)
        if found and found["hash"] == _hash(plain.removeprefix(self.static_prefix)):
            response["Cache-Control"] = FOR_GOOD
        return response


@cache
def _hash(name: str) -> str | None:
    """The hash of a file by its name among the static files; None for what is none."""
    path = finders.find(name)
    if not path or not Path(path).is_file():
        return None
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def _packed(response: Any, name: str, request: HttpRequest) -> HttpResponseBase:
    """The whole file, packed, for whoever reads gzip; parts of files and what did not change are left alone."""
    if not name.endswith(COMPRESSED):
        return response  # type: ignore[no-any-return]
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code != 200 or request.method != "GET" or not _reads_gzip(request):
        return response  # type: ignore[no-any-return]
    content = b"".join(response.streaming_content)
    response.close()
    if len(content) < SMALLEST:
        return HttpResponse(content, headers=dict(response.items()))
    packed = _gzip(content)
    headers = dict(response.items()) | {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    return HttpResponse(packed, headers=headers)


def _reads_gzip(request: HttpRequest) -> bool:
    return bool(
        re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", request.headers.get("Accept-Encoding", ""))
    )


@cache
def _gzip(content: bytes) -> bytes:
    """As small as it gets: done once a process for each file, of which there are a few hundred."""
    return gzip.compress(content, 9, mtime=0)
