"""Text that was damaged on its way here, mended before any of it is replaced.

Each function gives the text as it was meant, or None where the damage is another. Whether what they give reads as
Chinese is for the caller to judge.
"""

import binascii
import codecs
import quopri
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from archive.ingest.text.patterns import pattern

# ~{1>1(<GU_~}: GB2312 in seven bits, as mail and news groups carried it
HZ = pattern(
    rb"~\{((?:(?!~\})[!-}][!-~])*)(?:~\}|(?=\r?\n|\Z))", like=b"~{1>1(<GU_~}", unlike=b"~(1>1(<GU_~)"
)
HZ_LINE_END = pattern(rb"~\r?\n", like=b"text~\n", unlike=b"text\n")
# +Xeg-: UTF-16 in the letters of base64
UTF7 = pattern(rb"\+[A-Za-z0-9/]{3,}-?", like=b"+Xeg-", unlike=b"1+1")
QUOTED = pattern(
    rb"(?:=[0-9A-F]{2}){2,}|=\r?\n", like=b"=E5=B7=A5", unlike=b"a=b"
)  # =E5=B7=A5=E4=BC=9A, lines that end with =
PERCENT = pattern(rb"(?:%[0-9A-Fa-f]{2}){2,}", like=b"%E5%B7%A5", unlike=b"100%")  # %E5%B7%A5%E4%BC%9A
ESCAPES = pattern(rb"(?:\\u[0-9A-Fa-f]{4})+", like=b"\\u5de5\\u4f1a", unlike=b"\\union")  # \u5de5\u4f1a
ANY_ESCAPE = pattern(r"\\(?:u[0-9A-Fa-f]{4}|[nrt\"])", like="\\u5de5", unlike="\\union")
MOSTLY = 0.3  # share of the bytes in one of these forms; below it a text only shows an example of one

# A text was read in a wrong code page and written in another: å·¥ä¼š, ¹¤»á, 宸ヤ細
MISREADINGS = (("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "utf-8"))

# The 3,755 commonest characters, the first level of GB2312: nearly all of a text, a sixth of what chance gives
COMMON_HAN = frozenset(
    ord(sign)
    for row in range(0xB0, 0xD8)
    for sign in bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb2312", "ignore")
)
LONGEST_TO_REALIGN = 2_000_000  # bytes
# What they cost in an alignment; a stray byte is often the file's first
SKIPPED_BYTE, SKIPPED_FIRST, RARE_HAN, STRANGE_SIGN = 8, 1, 1, 4


def _from_hz(data: bytes) -> bytes:
    """HZ by way of GB18030, whose dash and middle dot are today's."""
    lines = HZ_LINE_END.sub(b"", data)
    gb = HZ.sub(lambda match: bytes(byte | 0x80 for byte in match.group(1)), lines)
    return gb.replace(b"~~", b"~").decode("gb18030").encode()


def _from_escapes(data: bytes) -> bytes:
    """The escapes of JSON and of programs: \\u5de5, and the line ends among them."""
    text = ANY_ESCAPE.sub(lambda match: codecs.decode(match.group(), "unicode-escape"), data.decode("ascii"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


SEVEN_BITS: tuple[tuple[re.Pattern[bytes], str, Callable[[bytes], bytes]], ...] = (
    (HZ, "hz", _from_hz),
    (QUOTED, "quoted-printable", quopri.decodestring),
    (PERCENT, "percent", unquote_to_bytes),
    (ESCAPES, "escapes", _from_escapes),
    (UTF7, "utf-7", lambda data: data.decode("utf-7").encode()),
)


def from_seven_bits(data: bytes) -> tuple[bytes, str] | None:
    """The bytes behind a form that mail and programs give to text, and the form's name: HZ, quoted-printable."""
    if not data or not data.isascii():
        return None
    for form, name, read in SEVEN_BITS:
        if sum(len(match.group()) for match in form.finditer(data)) < MOSTLY * len(data):
            continue
        try:
            return read(data), name
        except (UnicodeError, ValueError, binascii.Error):
            continue
    return None


def from_cesu8(data: bytes) -> str | None:
    """The text of UTF-8 whose rarer characters were written as two halves: old databases, Java, Oracle's "UTF8"."""
    try:
        text = data.replace(b"\xc0\x80", b"\x00").decode("utf-8", "surrogatepass")
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return None


def read_twice(text: str) -> list[str]:
    """What the text may have been before somebody read it in a wrong code page and saved what he saw."""
    found = []
    for wrong, right in MISREADINGS:
        try:
            found.append(text.encode(wrong).decode(right))
        except UnicodeError:
            continue
    return found


def _strangeness(unit: int) -> int:
    """What one unit of UTF-16 costs in an alignment: nothing for the usual signs of Chinese text."""
    if unit in COMMON_HAN or 0x20 <= unit <= 0x7E or unit in (0x0A, 0x0D, 0x09, 0xA0):
        return 0
    if 0x3000 <= unit <= 0x303F or 0xFF00 <= unit <= 0xFF5E or 0x2010 <= unit <= 0x203B:
        return 0
    return RARE_HAN if 0x4E00 <= unit <= 0x9FFF else STRANGE_SIGN


def realigned(data: bytes, encoding: str) -> str | None:
    """The text of UTF-16 that lost a byte or got one too many: at its end, or at every line end by an FTP program.

    The return that such a program adds goes; then the cheapest way through the bytes, two at a time,
    now and then one left out.
    """
    if len(data) > LONGEST_TO_REALIGN or len(data) < 4:
        return None
    data = data.replace(b"\r\n", b"\n")  # in UTF-16 they never stand side by side
    little = encoding.endswith("le")
    cost = [0] * (len(data) + 1)
    skipped = [False] * (len(data) + 1)
    for at in range(len(data) - 1, -1, -1):
        cost[at], skipped[at] = cost[at + 1] + (SKIPPED_BYTE if at else SKIPPED_FIRST), True
        if at + 2 <= len(data):
            low, high = (data[at], data[at + 1]) if little else (data[at + 1], data[at])
            taken = cost[at + 2] + _strangeness(high << 8 | low)
            if taken <= cost[at]:
                cost[at], skipped[at] = taken, False
    kept = bytearray()
    at = 0
    while at < len(data):
        if skipped[at]:
            at += 1
            continue
        kept += data[at : at + 2]
        at += 2
    return codecs.decode(bytes(kept), encoding, "replace")
