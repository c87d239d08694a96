"""An original file as a download: revalidated, resumed, and sent piece by piece."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import BinaryField, Value
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from archive.imports.storing import file_name
from archive.models import SourceDocument

PIECE = 256 * 1024
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class AlteredOriginal(Exception):
    """The bytes in the database are no longer those that were handed in."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``start`` to before ``end``."""

    start: int
    end: int


def download(request: HttpRequest, document: SourceDocument) -> HttpResponseBase:
    """The bytes, or those that were asked for; always as a download, never run in this site's name.

    Raises AlteredOriginal: what is sent as an original is one.
    """
    etag = f'"{document.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    size = _stored(document.pk)
    whole = Span(0, size)
    if size != document.size or _sha256(document.pk, whole) != document.sha256:
        raise AlteredOriginal(document.pk)
    span = _asked(request, size, etag) or whole
    if span.start >= span.end and size:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    body = pieces(document.pk, span) if request.method != "HEAD" else iter(())
    # A review has some kilobytes: what is one piece needs no stream.
    kind = HttpResponse if span.end - span.start <= PIECE else StreamingHttpResponse
    response = kind(body, content_type="application/octet-stream")
    if span != whole:
        response.status_code = 206
        response["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    response["Content-Length"] = str(span.end - span.start)
    response["Content-Disposition"] = content_disposition_header(True, file_name(document.name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def whole(document: SourceDocument) -> bytes:
    """All bytes of an original at once. Raises AlteredOriginal."""
    content = b"".join(pieces(document.pk, Span(0, _stored(document.pk))))
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise AlteredOriginal(document.pk)
    return content


def _stored(pk: int) -> int:
    """How many bytes there are, counted by the database."""
    return SourceDocument.objects.filter(pk=pk).values_list(Length("content"), flat=True).get() or 0


def _sha256(pk: int, whole: Span) -> str:
    """Of what is stored now: 0.1 s for the largest upload."""
    summed = hashlib.sha256()
    for piece in pieces(pk, whole):
        summed.update(piece)
    return summed.hexdigest()


def _asked(request: HttpRequest, size: int, etag: str) -> Span | None:
    """The one range that was asked for; None where the whole is to be sent, as for several or for nonsense."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not found or not any(found.groups()) or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        return Span(max(size - int(last[:18]), 0), size) if int(last[:18]) else Span(size, size)
    if last and int(last[:18]) < int(first[:18]):
        return None
    return Span(int(first[:18]), min(int(last[:18]) + 1, size) if last else size)


def pieces(pk: int, span: Span) -> Iterator[bytes]:
    """The bytes of an original, a piece at a time: none is held whole."""
    if connection.vendor == "sqlite":
        yield from _from_sqlite(pk, span)
        return
    for start in range(span.start, span.end, PIECE):
        length = min(PIECE, span.end - start)
        part = Substr("content", Value(start + 1), Value(length), output_field=BinaryField())
        yield bytes(SourceDocument.objects.filter(pk=pk).values_list(part, flat=True)[0])


def _from_sqlite(pk: int, span: Span) -> Iterator[bytes]:
    """SQLite reads within a value without reading what stands before it."""
    connection.ensure_connection()
    table, column = SourceDocument._meta.db_table, "content"
    with connection.connection.blobopen(table, column, pk, readonly=True) as blob:
        blob.seek(span.start)
        left = span.end - span.start
        while left > 0 and (piece := blob.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
