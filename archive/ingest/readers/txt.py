"""Plain text in any encoding that Chinese text was ever kept in."""

from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText
from archive.ingest.text.decoding import decode


def read(data: bytes, name: str) -> ReadText:
    """The decoded text."""
    decoded = decode(data, name)
    notices: tuple[tuple[str, str], ...] = ()
    if decoded.guessed:
        notices = (("encoding-guessed", f"文字编码按 {decoded.encoding} 读出，不完全可靠，请对照原件。"),)
    return ReadText(SourceText(decoded.text, decoded.encoding, "text/plain"), notices=notices)
