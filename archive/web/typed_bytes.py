"""Bytes that people send, read as the characters they stand for: UTF-8, else GB18030, else refused.

Old links and programs of Chinese offices write GB18030, or %u5DE5 as JavaScript's escape() did. Read with
replacement signs, such a question would become another one, and would be answered.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

OF_THE_FORM = "utf-8-or-gb18030"
"""The name under which Django finds this reading for the parts of a form."""
ADDRESS_REREAD = "ARCHIVE_ADDRESS_REREAD"
"""In ``request.META`` when the address was no UTF-8 and has been written anew."""
ESCAPED = re.compile(r"(?:%u[0-9A-Fa-f]{4})+")
NOT_TEXT = {"Cn", "Co", "Cs"}
UNUSUAL = re.compile("[\u0250-\u02ff\u0460-\u07ff]|(?<![A-Za-z])[\u0300-\u036f]")
"""Letters of two bytes in UTF-8 that no Chinese page uses, and accents without their letter: D2 A9 is ҩ of Abkhaz,
and 药 in GB18030."""
HAN = re.compile("[\u3400-\u9fff]")
NUL, NO_CHARACTER, AS_IN_ADDRESSES = "\0", "\ufffd", "%EF%BF%BD"
"""PostgreSQL holds no NUL: an address with one asks for what nothing is called."""


class UnreadableBytes(BadRequest):
    """The bytes are neither UTF-8 nor GB18030."""


def read(data: bytes) -> str:
    """The characters that the bytes stand for; raises UnreadableBytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and HAN.search(data[: error.start].decode("utf-8")):
            raise UnreadableBytes("the text ends within a character") from error
        return _read_chinese(data)
    if UNUSUAL.search(text) and not HAN.search(text):
        try:
            chinese = _read_chinese(data)
        except UnreadableBytes:
            return text
        return chinese if HAN.search(chinese) else text
    return text


def _read_chinese(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnreadableBytes("the bytes are neither UTF-8 nor GB18030") from error
    if any(unicodedata.category(sign) in NOT_TEXT for sign in text):
        raise UnreadableBytes("the bytes stand for no characters in GB18030")
    return text


def in_utf8(query: str) -> str:
    """A query string (as WSGI gives it, one sign a byte) with every name and value written in UTF-8."""
    query = ESCAPED.sub(lambda found: quote(_escaped(found[0])), query)
    if _is_plain(query):
        return query
    return "&".join("=".join(map(_part_in_utf8, pair.split("=", 1))) for pair in query.split("&"))


def _escaped(text: str) -> str:
    data = bytes.fromhex(text.replace("%u", ""))
    try:
        return data.decode("utf-16-be")
    except UnicodeDecodeError as error:
        raise UnreadableBytes("half of a character") from error


def _is_plain(query: str) -> bool:
    try:
        return UNUSUAL.search(unquote_to_bytes(query.encode("latin-1")).decode("utf-8")) is None
    except UnicodeDecodeError:
        return False


def _part_in_utf8(part: str) -> str:
    return quote(read(unquote_to_bytes(part.replace("+", "%20").encode("latin-1"))), safe="")


def _decode(data: "Buffer", errors: str = "strict", /) -> tuple[str, int]:
    """The decoder of the codec; whatever ``errors`` says, unreadable bytes are refused."""
    return read(bytes(data)), len(bytes(data))


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != OF_THE_FORM.replace("-", "_"):
        return None
    return codecs.CodecInfo(codecs.utf_8_encode, _decode, name=OF_THE_FORM)


codecs.register(_find_codec)


class TypedBytesMiddleware:
    """Every parameter of an address and every field of a form is read so, on every page, before anything asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path = request.path.replace(NUL, NO_CHARACTER)
        request.path_info = request.path_info.replace(NUL, NO_CHARACTER)
        written = request.META.get("QUERY_STRING", "").replace("%00", AS_IN_ADDRESSES)
        request.META["QUERY_STRING"] = written
        if written and (read_anew := in_utf8(written)) != written:
            request.META["QUERY_STRING"] = read_anew
            request.META[ADDRESS_REREAD] = True
        if request.content_type == "multipart/form-data":
            # Django reads the fields with replacement signs, whatever they hold; only the codec is ours to name.
            request.encoding = OF_THE_FORM
        elif request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            _refuse_unreadable(request.body)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What no column of the database can hold was never a page's own: a NUL in a form, a number of 40 digits."""
        if isinstance(exception, DataError):
            raise BadRequest(str(exception)) from exception


def _refuse_unreadable(form: bytes) -> None:
    try:
        unquote_to_bytes(form).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableBytes("the form is no UTF-8") from error
