"""Pictures that are handed in as the pages of one article: which ones may be, and one file of those that are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext

from archive.imports import reasons
from archive.imports.reasons import MEGABYTE
from archive.ingest.readers.page_set import MOST_PAGES, packed
from archive.ingest.readers.registry import is_picture
from archive.ingest.text.page_order import in_order, name_of_all
from archive.intake import HandedIn

FEWEST_PAGES = 2


class NoPageSet(Exception):
    """They are too many, or too large; the message says what is to be done."""


def sets_among(names: Sequence[str]) -> list[list[int]]:
    """The pictures of each folder, in the order of their names: their places among these. One by itself is no set."""
    folders: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if is_picture(name):
            folders.setdefault(_folder(name), []).append(number)
    return [
        [numbers[place] for place in in_order([names[number] for number in numbers])]
        for numbers in folders.values()
        if len(numbers) >= FEWEST_PAGES
    ]


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def need_one_file(pages: Sequence[tuple[str, int]]) -> None:
    """Raises NoPageSet for pages, by name and size, that are no one article."""
    size, (first, _) = sum(size for _, size in pages), pages[0]
    if len(pages) > MOST_PAGES:
        raise NoPageSet(
            gettext(
                "“%(name)s”等 %(pages)d 张图片不能作为一篇：一篇最多 %(most)d 页。请减去几张，或分成几篇。什么都没有上传。"
            )
            % {"name": first, "pages": len(pages), "most": MOST_PAGES}
        )
    if reasons.is_over_the_limit(size):
        raise NoPageSet(
            gettext(
                "“%(name)s”等 %(pages)d 张图片一共 %(size)d MB，作为一篇最大 %(most)d MB。请缩小图片，或分成几篇。什么都没有上传。"
            )
            % {
                "name": first,
                "pages": len(pages),
                "size": -(-size // MEGABYTE),
                "most": settings.UPLOAD_MAX_BYTES // MEGABYTE,
            }
        )


def as_one(pages: Sequence[HandedIn]) -> HandedIn:
    """One file of these, in their order; one that failed where they are no one article."""
    name, size = name_of_all([page.name for page in pages]), sum(len(page.content or b"") for page in pages)
    if len(pages) > MOST_PAGES:
        return HandedIn(name, None, "too-large", {"case": "scans", "pages": len(pages), "most": MOST_PAGES})
    if reasons.is_over_the_limit(size):
        return HandedIn.over_the_limit(name, size)
    failed = next((page for page in pages if page.content is None), None)
    return failed or HandedIn(name, packed([(page.name, page.content or b"") for page in pages]))


def gathered(files: Iterable[HandedIn]) -> Iterator[HandedIn]:
    """The files as they are, and behind them the pictures of each folder as one file.

    Of more than can be one, only the names are held.
    """
    folders: dict[str, list[HandedIn]] = {}
    for file in files:
        if not is_picture(file.name):
            yield file
            continue
        pages = folders.setdefault(_folder(file.name), [])
        pages.append(file if len(pages) <= MOST_PAGES else replace(file, content=None))
        if len(pages) == MOST_PAGES + 1:
            pages[:] = (replace(page, content=None) for page in pages)
    pictures = [page for pages in folders.values() for page in pages]
    sets = sets_among([file.name for file in pictures])
    in_sets = {number for numbers in sets for number in numbers}
    yield from (file for number, file in enumerate(pictures) if number not in in_sets)
    yield from (as_one([pictures[number] for number in numbers]) for numbers in sets)
