"""Plain text in any encoding that Chinese text was ever kept in."""

import html

from archive.ingest.decoding import LIKELY_SHARE, decode, likelihood
from archive.ingest.readers.contract import ReadText
from archive.ingest.records import SourceText, UnreadableFile

SHORTEST_JUDGED = 200  # characters; a note of two lines may hold anything
PASSAGE = 60  # characters; with one such passage of Chinese the rest is only damaged


def read(data: bytes, name: str) -> ReadText:
    """The decoded text."""
    decoded = decode(data, name)
    if not _is_legible(decoded.text):
        raise UnreadableFile(
            "illegible",
            f"“{name}”里的文字读起来不像中文，可能是乱码，也可能是别的语言。请打开看一看，另存为 UTF-8 编码后再上传。",
        )
    notices: tuple[tuple[str, str], ...] = ()
    if decoded.guessed:
        notices = (("encoding-guessed", f"文字编码按 {decoded.encoding} 读出，不完全可靠，请对照原件。"),)
    return ReadText(SourceText(decoded.text, decoded.encoding, "text/plain"), notices=notices)


def _is_legible(text: str) -> bool:
    """True for a text that reads as Chinese somewhere, and for one too short to judge."""
    plain = "".join(html.unescape(text).split())
    passages = (plain[at : at + PASSAGE] for at in range(0, len(plain), PASSAGE))
    return len(plain) < SHORTEST_JUDGED or any(likelihood(passage) >= LIKELY_SHARE for passage in passages)
