"""Plain text in any encoding that Chinese text was ever kept in."""

from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText
from archive.ingest.text.decoding import decode
from archive.ingest.wording import Values


def read(data: bytes, name: str) -> ReadText:
    """The decoded text."""
    decoded = decode(data, name)
    notices: tuple[tuple[str, Values], ...] = ()
    if decoded.guessed:
        notices = (("encoding-guessed", {"encoding": decoded.encoding}),)
    return ReadText(SourceText(decoded.text, decoded.encoding, "text/plain"), notices=notices)
