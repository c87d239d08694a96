"""Messages in MIME: mails, and the pages that browsers and Word save as one file."""

import email
from binascii import a2b_qp
from collections.abc import Iterator
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.header import decode_header
from email.message import Message
from email.policy import Compat32

from archive.ingest.text.decoding import LIKELY_SHARE, SUPERSETS, Decoded, decode, decode_page, likelihood
from archive.ingest.text.file_names import name_of
from archive.ingest.text.patterns import pattern

PAGES = frozenset(("text/html", "application/xhtml+xml"))
FOLDED = pattern(r"\s*[\r\n]+\s*", like="综述\r\n 定稿", unlike="综述 定稿")
SOFT_END = pattern(
    rb"=[ \t]+(?=\r?\n)", like=b"=E5=B7=A5= \n", unlike=b"=E5=B7=A5=\n"
)  # a row that goes on, with blanks that a program on the way added
CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)


class BareHeads(Compat32):
    """Heads with the words that stand in them as bare bytes, in UTF-8 or GBK, which no rule allows."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        try:
            return name_of(value.encode("ascii", "surrogateescape"))
        except UnicodeEncodeError:
            return value


def message_of(data: bytes) -> Message:
    """The message; the parser takes anything, and what is wrong with it stands in its defects."""
    return email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=BareHeads())


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others, in order."""
    return (part for part in message.walk() if not part.is_multipart())


def is_cut(message: Message) -> bool:
    """True where the end of the message, or of one inside of it, is missing."""
    return any(isinstance(defect, CUT) for part in message.walk() for defect in part.defects)


def content_of(part: Message) -> bytes:
    """The bytes of a part as they were before they were packed for the way."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "quoted-printable":
        packed = str(part.get_payload()).encode("utf-8", "surrogateescape")
        return a2b_qp(SOFT_END.sub(b"=", packed))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: Message, name: str) -> Decoded:
    """The text of a part. Its head is believed when its bytes agree."""
    data = content_of(part)
    codec = str(part.get_content_charset() or "").lower()
    try:
        text = data.decode(SUPERSETS.get(codec, codec))
    except (LookupError, UnicodeDecodeError):
        text = None
    if text is not None and (text.isascii() or likelihood(text) >= LIKELY_SHARE):
        return Decoded(text.removeprefix("\ufeff"), SUPERSETS.get(codec, codec).replace("big5hkscs", "big5"))
    return decode_page(data, name) if part.get_content_type() in PAGES else decode(data, name)


def words_of(value: object) -> str:
    """A field of the head as people read it: =?gb2312?B?5/Y=?= and bare bytes of GBK are words."""
    try:
        pieces = decode_header(FOLDED.sub(" ", str(value or "")))
    except ValueError:
        return str(value)
    return "".join(_word(words, codec) for words, codec in pieces).strip()


def _word(words: bytes | str, codec: str | None) -> str:
    if isinstance(words, str):
        return words
    codec = SUPERSETS.get((codec or "").lower(), codec or "")
    try:
        return words.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return name_of(words)


def file_name_of(part: Message) -> str:
    """The name of the file that a part is, empty for none: the last part of it, no path."""
    words = words_of(part.get_filename() or "")
    return words.replace("\\", "/").rpartition("/")[2].strip()
