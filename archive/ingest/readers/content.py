"""What a file is by its content: its first bytes, and for a zip the names in it. The file's own name is a hint."""

import codecs
import re
import struct
from collections.abc import Iterator

from archive.ingest.records import UnreadableFile
from archive.ingest.text.decoding import LIKELY_SHARE, decode, likelihood
from archive.ingest.text.patterns import pattern

SAMPLE = 4000
PDF_HEAD, PDF_WITHIN = b"%PDF-", 1024  # bytes; some programs write a line of their own before the head
HEADS = (
    (PDF_HEAD, ".pdf"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b\x08", ".gz"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"CAJ\x00", ".caj"),
    (b"HN\x00\x00", ".caj"),
    (b"KDH ", ".caj"),
    (b"AT&TFORM", ".djvu"),
    (b"%!PS-", ".ps"),
    (b"\x78\x9f\x3e\x22", ".tnef"),
)
# Pictures whose first bytes only say that they are in boxes: where the name of the kind stands, and the names
BOXED = (
    (b"RIFF", 0, 8, {b"WEBP": ".webp"}),
    (b"ftyp", 4, 8, dict.fromkeys((b"heic", b"heix", b"mif1", b"msf1", b"avif"), ".heic")),
    (b"BM", 0, 6, {bytes(4): ".bmp"}),
)
ZIP_HEAD = b"PK\x03\x04"
# The first member of a zip of pictures that are the pages of one article, and where its name and its content begin
PAGE_SET, FIRST_NAME = b"mimetypeapplication/x-page-set+zip", 30
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("EncryptedPackage", ".docx"),
    ("__properties_version1.0", ".msg"),
    ("__substg1.0_", ".msg"),
)
IN_ZIP = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"), ("ofd.xml", ".ofd"))
OPEN_DOCUMENTS = {b"spreadsheet": ".ods", b"presentation": ".odp", b"graphics": ".odp"}
FLAT_TEXT = pattern(
    rb"<office:document\b[^>]*office:mimetype=[\"']application/vnd\.oasis\.opendocument\.text",
    like=b'<office:document office:mimetype="application/vnd.oasis.opendocument.text"',
    unlike=b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"',
)
WORD_XML = pattern(
    rb"<(?:w:wordDocument|pkg:package)\b", like=b"<w:wordDocument xmlns:w='x'>", unlike=b"<w:document>"
)

COMMENTS = rb"(?:<!--.{0,500}?-->\s*){0,3}"
PAGE_START = pattern(
    rb"\s*(?:<\?xml[^>]*>\s*)?" + COMMENTS + rb"<(?:!doctype\s+html|html\b)",
    re.I | re.S,
    like=b"<!DOCTYPE html><html>",
    unlike=b"<?xml version='1.0'?><data/>",
)
FRAGMENT_START = pattern(
    rb"\s*" + COMMENTS + rb"<(?:head|body|meta|title|div|table|center|p|h[1-6]|span|font|style|script)\b",
    re.I | re.S,
    like=b"<p>text",
    unlike=b"a < p > q",
)
MIME_START = pattern(
    rb"\A\s*(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location|Return-Path|Received|Date|X-[\w-]+):[^\n]{0,400}\n",
    re.I,
    like=b"From: <Saved by Blink>\n",
    unlike=b"From the union\n",
)
# What only the programs that carry mail write; From: and Subject: also stand in what a reader copied out of a mail
FIELD = pattern(
    rb"\A(?:From [^\n]{0,400}\n)?[A-Za-z][\w-]{1,40}:", like=b"Subject: review", unlike=b"review of 2019"
)
MAIL_FIELD = pattern(
    rb"(?mi)^(?:MIME-Version|Content-Transfer-Encoding|Message-ID|Received|Return-Path):",
    like=b"Message-ID: <1@example.com>",
    unlike=b"Message to all: go on",
)
HEAD_END = pattern(
    rb"\r?\n[ \t]*\r?\n", like=b"MIME-Version: 1.0\r\n\r\ntext", unlike=b"MIME-Version: 1.0\r\ntext"
)
FEWEST_CHARACTERS = 20  # of Chinese, for what no name calls a text

# of browsers and Word: "From: <Saved by Blink>", "From: <由 Microsoft Internet Explorer 5 保存>"
SAVED_BY = pattern(
    rb"(?mi)^(?:From:\s*[^\n@]*(?:saved by|\xb1\xa3\xb4\xe6|\xe4\xbf\x9d\xe5\xad\x98)|Snapshot-Content-Location:)",
    like=b"From: <Saved by Blink>",
    unlike=b"From: office@example.com",
)
PAGE_WITH_PARTS = pattern(
    rb"(?mi)^Content-(?:Type:\s*(?:multipart/related|text/html)|Location:)",
    like=b"Content-Type: multipart/related;",
    unlike=b"Content-Type: multipart/mixed;",
)
# What a mail has got on its way, and no saved page
POSTED = pattern(
    rb"(?mi)^(?:To|Cc|Received|Return-Path|Delivered-To|Message-ID|Reply-To):",
    like=b"To: <da@example.com>",
    unlike=b"From: <Saved by Blink>",
)
END_OF_DIRECTORY = struct.Struct("<4s8xLLH")  # signature, …, size and offset of the directory, comment
DIRECTORY_ENTRY = struct.Struct(
    "<4s4xH18x3H12x"
)  # signature, …, flags, …, lengths of name, extra field, comment
LOCAL_NAME = struct.Struct("<26xH")
MOST_NAMES = 5000


PARTS = (
    *(
        "[content_types].xml",
        "_rels/",
        "docprops/",
        "customxml/",
        "word/",
        "xl/",
        "ppt/",
    ),  # of Word and its like
    *("mimetype", "meta-inf/", "content.xml", "styles.xml", "settings.xml"),  # of an OpenDocument
    *("ofd.xml", "doc_"),
)


def kind_of(data: bytes) -> str:
    """The suffix that goes with the content, empty for text and for what is not known."""
    for head, suffix in HEADS:
        if data.startswith(head):
            return suffix
    for head, at, kind_at, kinds in BOXED:
        if data.startswith(head, at) and data[kind_at : kind_at + 4] in kinds:
            return kinds[data[kind_at : kind_at + 4]]
    if data.startswith(ZIP_HEAD):
        return _kind_of_zip(data)
    if data.startswith(OLE_HEAD):
        return next((suffix for stream, suffix in OLE_STREAMS if stream.encode("utf-16-le") in data), "")
    if PDF_HEAD in data[:PDF_WITHIN]:
        return ".pdf"
    return _kind_of_marked_text(_sample(data))


def _sample(data: bytes) -> bytes:
    """The beginning of a text; of one in UTF-16 with a mark, in UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[: 2 * (SAMPLE // 2)].decode("utf-16", "replace").encode()
    return data[:SAMPLE].removeprefix(codecs.BOM_UTF8)


def _kind_of_marked_text(sample: bytes) -> str:
    if sample.lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    if PAGE_START.match(sample):
        return ".html"
    if FLAT_TEXT.search(sample):
        return ".odt"
    return ".wordml" if WORD_XML.search(sample) else ""


def is_message(data: bytes) -> bool:
    """True for a mail, or a page saved as one, with the head that programs gave it."""
    sample = _sample(data).lstrip()
    return bool(FIELD.match(sample) and MAIL_FIELD.search(HEAD_END.split(sample, maxsplit=1)[0]))


def _kind_of_message(sample: bytes) -> str:
    """A page that a browser or Word saved with its pictures, or a mail, which may hold such a page."""
    head = HEAD_END.split(sample.lstrip(), maxsplit=1)[0]
    saved = SAVED_BY.search(head) or (PAGE_WITH_PARTS.search(head) and not POSTED.search(head))
    return ".mht" if saved else ".eml"


def kind_of_text(data: bytes) -> str:
    """The suffix that goes with a text whose name does not say that it is one, empty when it is no Chinese text."""
    sample = _sample(data)
    if MIME_START.match(sample) or is_message(data):
        return _kind_of_message(sample)
    if FRAGMENT_START.match(sample):
        return ".html"
    sample = data[:SAMPLE]
    if sample.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[{")):
        return ""  # data and programs with Chinese words in them
    try:
        text = decode(sample[: sample.rfind(b"\n") + 1] or sample, "").text
    except UnreadableFile:
        return ""
    characters = sum(1 for sign in text if "\u4e00" <= sign <= "\u9fff")
    chinese = characters >= max(FEWEST_CHARACTERS, len(text) / 4) and likelihood(text) >= LIKELY_SHARE
    return ".txt" if chinese else ""


def _kind_of_zip(data: bytes) -> str:
    if data.startswith(PAGE_SET, FIRST_NAME):
        return ".page-set"
    names = [_plain(name) for *_, name in directory_of(data)] or [_first_name(data)]
    if "[content_types].xml" in names or names[0].startswith(("word/", "_rels/")):
        for folder, suffix in IN_ZIP:
            if any(name.startswith(folder) for name in names):
                return suffix
    if "ofd.xml" in names:
        return ".ofd"
    if "mimetype" in names and "content.xml" in names:
        return next((suffix for kind, suffix in OPEN_DOCUMENTS.items() if kind in data[:SAMPLE]), ".odt")
    if "index/document.iwa" in names:
        return ".pages"
    return ".epub" if "meta-inf/container.xml" in names else ".zip"


def is_of_parts(data: bytes) -> bool:
    """True for a zip that has a part of an office file, though not all; false for one in which somebody packed files."""
    names = [_plain(name) for *_, name in directory_of(data)] or [_first_name(data)]
    return not all(names) or any(name.startswith(PARTS) for name in names)


def _plain(name: bytes) -> str:
    return name.decode("latin-1").replace("\\", "/").lstrip("/").lower()


def _first_name(data: bytes) -> str:
    """The name of the first file, of an archive whose directory is lost."""
    if len(data) < LOCAL_NAME.size + 2:
        return ""
    (size,) = LOCAL_NAME.unpack_from(data)
    return _plain(data[30 : 30 + size])


def directory_of(data: bytes, *, most: int = MOST_NAMES) -> Iterator[tuple[int, int, bytes]]:
    """The first entries in the directory of a zip: where each stands, its flags, and its name in bytes."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + END_OF_DIRECTORY.size > len(data):
        return
    _, size, _, _ = END_OF_DIRECTORY.unpack_from(data, end)
    at = end - size
    while 0 <= at <= len(data) - DIRECTORY_ENTRY.size and most:
        signature, flags, name, extra, comment = DIRECTORY_ENTRY.unpack_from(data, at)
        if signature != b"PK\x01\x02":
            return
        yield at, flags, data[at + DIRECTORY_ENTRY.size : at + DIRECTORY_ENTRY.size + name]
        at += DIRECTORY_ENTRY.size + name + extra + comment
        most -= 1
