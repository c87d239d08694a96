"""Web pages in one file (mht): the page, read as any other; its pictures stay in the original."""

from dataclasses import replace

from archive.ingest.readers import html
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.mime import is_cut, message_of
from archive.ingest.readers.mime_pages import page_in

MEDIA_TYPE = "multipart/related"


def parse(data: bytes, name: str) -> ReadText:
    """The text of the page with the roles that it shows."""
    message = message_of(data)
    page = page_in(message, name)
    read = html.parse(b"\xef\xbb\xbf" + page.text.encode("utf-8", "replace"), name)
    notices = list(read.notices)
    if page.guessed:
        notices.append(("encoding-guessed", {"encoding": page.encoding}))
    if is_cut(message):
        notices.append(("file-cut", {}))
    source = replace(read.source, encoding=page.encoding, media_type=MEDIA_TYPE)
    return replace(read, source=source, notices=tuple(notices))
