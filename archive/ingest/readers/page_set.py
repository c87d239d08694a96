"""Pictures that somebody said are the pages of one article: one zip, whose first member says so.

They stay in it as they were handed in, byte for byte, and unzip in their order: ``01 IMG_0007.jpg``.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence

from archive.ingest.readers.content import PAGE_SET, kind_of
from archive.ingest.readers.zip import unpack
from archive.ingest.records import UnreadableFile
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import quoted

MARK, MEDIA_TYPE = "mimetype", PAGE_SET.decode().removeprefix("mimetype")
READABLE = 0o644 << 16  # as a member's rights stand in a zip
PLACE = pattern(r"^\d\d ", like="01 IMG_0007.jpg", unlike="2019 综述.jpg")
MOST_PAGES = 12  # of a file of pictures, which takes minutes to be read
PHOTOGRAPHS = frozenset((".png", ".jpg", ".tif", ".webp", ".bmp"))
"""What can be a page of it."""


def packed(pages: Sequence[tuple[str, bytes]]) -> bytes:
    """The pages, each with its name, as one file; the same pages in the same order give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_member(MARK), MEDIA_TYPE)
        for number, (name, content) in enumerate(pages, start=1):
            archive.writestr(_member(f"{number:02} {name.rsplit('/', 1)[-1]}"), content)
    return buffer.getvalue()


def pages_in(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Each picture with the name that it was handed in by. Raises ``UnreadableFile`` where they can't be unpacked."""
    try:
        for label, content in unpack(data, name):
            if label != MARK:
                yield PLACE.sub("", label), content
    except UnreadableFile as error:
        if error.code != "zip-member":
            raise
        raise UnreadableFile("zip-damaged", name, case="page-set") from error


def pictures_in(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """The pages; ``UnreadableFile`` names the one that is no picture."""
    pages = list(pages_in(data, name))
    if not pages:
        raise UnreadableFile("zip-empty", name)
    for number, (label, content) in enumerate(pages, start=1):
        if kind_of(content) not in PHOTOGRAPHS:
            raise of_page(UnreadableFile("format", label, case="not-picture"), number, name)
    return pages


def of_page(refused: UnreadableFile, number: int, name: str) -> UnreadableFile:
    """The refusal of one page, told of the whole."""
    said = {"code": refused.code, **refused.values}
    return UnreadableFile("page-of-set", name, page=number, file=quoted(refused.name), said=said)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)  # of 1980, so that the bytes tell nothing of when they were packed
    member.external_attr = READABLE
    return member
