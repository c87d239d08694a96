"""Plain text in any encoding that Chinese text was ever kept in."""

from archive.ingest.decoding import decode
from archive.ingest.legible import is_legible
from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText, UnreadableFile


def read(data: bytes, name: str) -> ReadText:
    """The decoded text."""
    decoded = decode(data, name)
    if not is_legible(decoded.text):
        raise UnreadableFile(
            "illegible",
            f"“{name}”里的文字读起来不像中文，可能是乱码，也可能是别的语言。请打开看一看，另存为 UTF-8 编码后再上传。",
        )
    notices: tuple[tuple[str, str], ...] = ()
    if decoded.guessed:
        notices = (("encoding-guessed", f"文字编码按 {decoded.encoding} 读出，不完全可靠，请对照原件。"),)
    return ReadText(SourceText(decoded.text, decoded.encoding, "text/plain"), notices=notices)
