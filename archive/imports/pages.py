"""Web pages that are handed in together: one may show another in a frame, which only both of them tell."""

from collections.abc import Iterator, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile

from archive.imports.reasons import MEGABYTE
from archive.ingest.readers.frames import LARGEST_PAGE, belonging
from archive.ingest.text.file_names import PAGE

MOST_TOGETHER, BYTES_TOGETHER = 100, 16 * MEGABYTE
"""What is sent at once, so that the pages can be held against each other; more are told apart by their names."""


def sent_together(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """The web pages among these files that are to be sent at once: those of a folder, with what is below it."""
    folders = [(0, [name for name in sizes if PAGE.match(name)])]
    while folders:
        depth, pages = folders.pop()
        if len(pages) <= MOST_TOGETHER and sum(sizes[name] for name in pages) <= BYTES_TOGETHER:
            if len(pages) > 1:
                yield pages
            continue
        below: dict[str, list[str]] = {}
        for name in pages:
            parts = name.split("/")
            if len(parts) > depth + 1:
                below.setdefault(parts[depth], []).append(name)
        folders += ((depth + 1, inside) for inside in below.values())


def parts_of_others(uploads: Sequence[tuple[str, UploadedFile[bytes]]]) -> frozenset[str]:
    """Of these files, the names of those that are part of another: helpers of pages, frames around an article."""
    by_name = dict(uploads)
    return belonging(by_name, lambda name: _start_of(by_name[name]))


def _start_of(upload: UploadedFile[bytes]) -> bytes:
    start = upload.read(LARGEST_PAGE)
    upload.seek(0)
    return bytes(start)
