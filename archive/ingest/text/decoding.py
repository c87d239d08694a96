"""Bytes to text: a byte order mark, then UTF-8, then the likeliest of the Chinese encodings, on evidence."""

import codecs
import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from archive.ingest.records import UnreadableFile
from archive.ingest.text.patterns import pattern
from archive.ingest.text.repairs import from_cesu8, from_seven_bits, read_twice, realigned

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CANDIDATES = ("gb18030", "big5", "utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
NAMES = {"big5": "big5hkscs"}  # decoded as its superset, so that the names of Hong Kong stay whole

# The commonest signs of newspaper Chinese in both scripts. In running text every third character is one of
# them; text decoded in a wrong code page reaches a few per cent.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世车职劳模县市区委群众服务困难帮扶权益培训技能活动组织建设工会"
    "這為個國時來們動會對發產種後學經進電裡實體機當從業現點無題黨員總設長資邊統處職勞縣區眾務難幫權組織建設"
    "，。、；：“”‘’（）《》！？　"
)
LIKELY_SHARE = 0.35
POOR_SHARE = 0.2  # below it a text without a mark is not believed to be Chinese at all
SAMPLE, GLANCE = 200_000, 400
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
MOST_CONTROLS = 0.01  # of the bytes; a text has none but by accident
MOST_WRONG_BYTES = (
    0.02  # a file cut inside a character, or with some bytes overwritten, is still in its encoding
)

SURE_LINE = 9  # bytes beyond ASCII: three characters of UTF-8 are no GBK by accident, 联通 is

BINARY_HEADS = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "database"),
    (b"{\\rtf", "rtf"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gave it, and whether that codec was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def likelihood(text: str) -> float:
    """Share of the characters beyond ASCII that are common signs of Chinese newspapers; 0 without any."""
    sample = text[:SAMPLE]
    beyond = len(sample) - len(sample.encode("ascii", "ignore"))
    return sum(map(COMMON.__contains__, sample)) / max(1, beyond)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise for a file whose first bytes say that it is no text."""
    for head, what in BINARY_HEADS:
        if data.startswith(head) and (len(head) > 2 or b"\x00" in data[:512]):
            raise UnreadableFile("binary", name, case="content", content={"code": "content", "case": what})


def _lenient(data: bytes, encoding: str) -> Decoded | None:
    """The text of an encoding that fits but for a few bytes, or None."""
    text = data.decode(encoding, errors="replace")
    wrong = text.count("\ufffd") - data.decode(encoding, errors="ignore").count("\ufffd")
    if wrong <= max(1, MOST_WRONG_BYTES * len(data)) and likelihood(text) >= LIKELY_SHARE:
        return Decoded(text, encoding.replace("big5hkscs", "big5"), guessed=True)
    return None


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file, or ``UnreadableFile`` with advice."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    padded = data.rstrip(b"\0")
    if b"\0" not in padded:  # a disk's block filled up behind a text of single bytes
        data = padded
    refuse_binary(data, name)
    nul_share = data[:SAMPLE].count(0) / max(1, len(data[:SAMPLE]))
    found = None if nul_share else _utf8(data) or _mixed(data)
    found = found or _likeliest(data, wide=bool(nul_share)) or _mended(data, nul_share)
    if found:
        return found
    controls = len(data[:SAMPLE]) - len(data[:SAMPLE].translate(None, CONTROLS))
    if max(nul_share, controls / max(1, len(data[:SAMPLE]))) > MOST_CONTROLS:
        raise UnreadableFile("binary", name)
    raise UnreadableFile("encoding", name)


def _marked(data: bytes, encoding: str) -> Decoded:
    """The text behind a byte order mark; what does not fit is mended, and what can't be is replaced."""
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError:
        pass
    text = None
    if encoding == "utf-16":
        text = realigned(data[2:], "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be")
    elif encoding == "utf-8-sig":
        text = from_cesu8(data)
    text = text or data.decode(encoding, errors="replace")
    return Decoded(text.removeprefix("\ufeff"), encoding, guessed=True)


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8 without a mark; a form in seven bits, and text that was read wrongly before, as they were meant."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = from_cesu8(data) or ""
        return Decoded(text, "cesu-8") if likelihood(text) >= LIKELY_SHARE else None
    behind = from_seven_bits(data)
    if behind:
        found = _utf8(behind[0]) or _likeliest(behind[0], wide=False)
        if found and likelihood(found.text) >= LIKELY_SHARE:
            return replace(found, encoding=behind[1])
    if not text.isascii() and likelihood(text[:GLANCE]) < POOR_SHARE > likelihood(text):
        meant = max(read_twice(text), key=likelihood, default="")
        if likelihood(meant) >= LIKELY_SHARE:
            return Decoded(meant, "utf-8", guessed=True)
    return Decoded(text, "utf-8")


def _mixed(data: bytes) -> Decoded | None:
    """Lines of UTF-8 among lines of GBK, as where one text was pasted behind another; None where they are of one kind."""
    lines: list[str] = []
    signs = {"utf-8": 0, "gb18030": 0}
    for line in data.split(b"\n"):
        text = _line_of(line, signs)
        if text is None:
            return None
        lines.append(text)
    if not all(signs.values()):
        return None
    return Decoded("\n".join(lines), max(signs, key=lambda encoding: signs[encoding]), guessed=True)


def _line_of(line: bytes, signs: dict[str, int]) -> str | None:
    """A line in the encoding of the two in which it reads as Chinese, None where in neither; the sure ones are counted."""
    if line.isascii():
        return line.decode("ascii")
    texts = {encoding: text for encoding in signs if (text := _strictly(line, encoding)) is not None}
    if not texts:
        return None
    sure = sum(byte >= 0x80 for byte in line) >= SURE_LINE
    encoding = (
        "utf-8" if sure and "utf-8" in texts else max(texts, key=lambda encoding: likelihood(texts[encoding]))
    )
    if sure and likelihood(texts[encoding]) < POOR_SHARE:
        return None
    signs[encoding] += len(texts[encoding]) if sure else 0
    return texts[encoding]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mended(data: bytes, nul_share: float) -> Decoded | None:
    """Text with some bytes lost, added or overwritten."""
    if nul_share >= MOST_CONTROLS:
        mended = [(realigned(data, encoding) or "", encoding) for encoding in ("utf-16-le", "utf-16-be")]
        text, encoding = max(mended, key=lambda pair: likelihood(pair[0]))
        return Decoded(text, encoding, guessed=True) if likelihood(text) >= LIKELY_SHARE else None
    if nul_share:  # lone NUL bytes in a text that is otherwise UTF-8
        try:
            return Decoded(data.decode("utf-8"), "utf-8", guessed=True)
        except UnicodeDecodeError:
            pass
    lenient = (_lenient(data, encoding) for encoding in ("utf-8", "gb18030", "big5hkscs"))
    return next((found for found in lenient if found), None)


def _likeliest(data: bytes, *, wide: bool) -> Decoded | None:
    """The encoding that reads most like newspaper Chinese; charset-normalizer decides between close ones."""
    scored: list[tuple[float, str, str]] = []
    for encoding in CANDIDATES:
        codec = NAMES.get(encoding, encoding)
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf_") or not wide:
            scored.append((likelihood(text), encoding, text))
    if not scored:
        return None
    scored.sort(reverse=True)
    share, encoding, text = scored[0]
    if share < POOR_SHARE:
        return None
    if len(scored) > 1 and scored[1][0] > share - 0.1:
        match = from_bytes(data[:SAMPLE], cp_isolation=[name for _, name, _ in scored[:2]]).best()
        if match:
            share, encoding, text = next((item for item in scored if item[1] == match.encoding), scored[0])
    return Decoded(text, encoding.replace("_", "-"), guessed=share < LIKELY_SHARE)


# <meta charset="gb2312">, <meta http-equiv="Content-Type" content="text/html; charset=gbk">, <?xml encoding="big5"?>
DECLARED = pattern(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""",
    re.I,
    like=b"<meta charset='gb2312'>",
    unlike=b"<meta name='charset'>",
)
MIXED = frozenset(("utf-8", "gb18030"))
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
}


def decode_page(data: bytes, name: str) -> Decoded:
    """The text of a web page. What it declares is believed when its bytes agree."""
    if not data.startswith(tuple(mark for mark, _ in MARKS)):
        declared = DECLARED.search(data[:4096])
        if declared:
            codec = declared.group(1).decode("ascii").lower()
            codec = SUPERSETS.get(codec, codec)
            mixed = _mixed(data) if codec in MIXED and _strictly(data, "utf-8") is None else None
            if mixed is not None:
                return mixed
            try:
                text = data.decode(codec)
            except (LookupError, UnicodeDecodeError):
                return decode(data, name)
            if text.isascii() or likelihood(text) >= LIKELY_SHARE:
                return Decoded(text, codec.replace("big5hkscs", "big5"))
    return decode(data, name)
