"""Plain text in UTF-8, UTF-16, GB18030 or Big5."""

from archive.ingest.decoding import decode
from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText, UnreadableFile

LARGEST = 20 * 1024 * 1024  # a year of a daily paper; a review has twenty kilobytes


def read(data: bytes, name: str) -> ReadText:
    """The decoded text."""
    if len(data) > LARGEST:
        raise UnreadableFile("too-large", f"“{name}”有 {len(data) / 1048576:.0f} MB,文本文件最大 20 MB。请按篇拆开后再上传。")
    decoded = decode(data, name)
    notices = ()
    if decoded.guessed:
        notices = (("encoding-guessed", f"文字编码按 {decoded.encoding} 读出,不完全可靠,请对照原件。"),)
    return ReadText(SourceText(decoded.text, decoded.encoding, "text/plain"), notices=notices)
