"""Files are handed in to an import: all at once by a plain form, or some at a time by a page with script."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from archive.imports import page_sets, reasons, room
from archive.imports.pages import sent_together
from archive.imports.reasons import MEGABYTE
from archive.ingest.text.file_names import helpers_of_pages, is_litter
from archive.intake import HandedIn
from archive.models import Import, ImportContent, ImportItem

NO_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
"""Controls, and halves of characters: Windows lets a name have those, and no database does."""
NO_PARTS = {"", ".", ".."}


class NoRoom(Exception):
    """More than the disk takes; the message says how much that is."""

    def __init__(self, size: int) -> None:
        super().__init__(
            gettext(
                "服务器的磁盘现在还能收 %(most)d MB，这一次有 %(size)d MB。什么都没有上传，请分几次，或者告诉管理员腾出空间。"
            )
            % {"most": room.free() // MEGABYTE, "size": -(-size // MEGABYTE)}
        )


def need_room(size: int) -> None:
    """Raises NoRoom where the disk does not take so many bytes more."""
    if room.refusal(size) is not None:
        raise NoRoom(size)


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that a page is going to send: its path as dropped, and its size."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that a page is to send, by their numbers; ``together`` are those of them that go at once.

    ``page_sets`` go at once, too, and are one file each.
    """

    numbers: list[int]
    together: list[list[int]]
    page_sets: Sequence[Sequence[int]] = ()


def tidy(path: str) -> str:
    r"""The name to show for a path of somebody's machine: ``2019\甲.txt`` is ``2019/甲.txt``."""
    parts = NO_CHARACTERS.sub("", path).replace("\\", "/").split("/")
    return "/".join(part.strip() for part in parts if part.strip() not in NO_PARTS) or "-"


def announce(
    files: Sequence[Announced], user: User, sets: Sequence[Sequence[int]] = ()
) -> tuple[Import | None, Wanted]:
    """Open an import for these files; which of them are to be sent. Raises NoRoom and NoPageSet before anything is.

    What a system or a browser left beside people's files is not asked for, and what is too large fails at once.
    ``sets`` are the pages of an article each; ValueError where they can't be.
    """
    wanted = _of_people(files)
    _need_page_sets(files, wanted, sets)
    too_large = [number for number in wanted.numbers if reasons.is_over_the_limit(files[number].size)]
    sent = [number for number in wanted.numbers if number not in set(too_large)]
    need_room(sum(files[number].size for number in sent))
    if not wanted.numbers:
        return None, wanted
    with transaction.atomic():
        name = tidy(files[wanted.numbers[0]].path)
        count = len(wanted.numbers) - sum(len(pages) - 1 for pages in sets)
        batch = open_import(Import.Way.UPLOAD, name, user, count)
        hand_in(
            batch,
            (
                (number, HandedIn.over_the_limit(tidy(files[number].path), files[number].size))
                for number in too_large
            ),
        )
    return batch, Wanted(sent, wanted.together, sets)


def page_sets_of(files: Sequence[Announced]) -> list[list[int]]:
    """Which of these files may be pages of one article, in the order of their names."""
    numbers = _of_people(files).numbers
    found = page_sets.sets_among([tidy(files[number].path) for number in numbers])
    return [[numbers[place] for place in places] for places in found]


def _need_page_sets(files: Sequence[Announced], wanted: Wanted, sets: Sequence[Sequence[int]]) -> None:
    pages = [number for numbers in sets for number in numbers]
    few = any(len(numbers) < page_sets.FEWEST_PAGES for numbers in sets)
    if few or len(set(pages)) < len(pages) or not set(pages) <= set(wanted.numbers):
        raise ValueError("no sets of pages")
    for numbers in sets:
        page_sets.need_one_file([(tidy(files[number].path), files[number].size) for number in numbers])


def _of_people(files: Sequence[Announced]) -> Wanted:
    """The helpers of a saved page are left out by their names; a page among them may be what it shows in a frame."""
    names = {
        number: name
        for number, name in enumerate(tidy(file.path) for file in files)
        if not any(is_litter(part) for part in name.split("/"))
    }
    sizes = {name: files[number].size for number, name in names.items()}
    groups = list(
        sent_together({name: size for name, size in sizes.items() if not reasons.is_over_the_limit(size)})
    )
    left_out = helpers_of_pages(sizes) - {helper for pages in groups for helper in helpers_of_pages(pages)}
    numbers = {name: number for number, name in names.items()}
    together = [[numbers[name] for name in pages if name not in left_out] for pages in groups]
    return Wanted(
        [number for number, name in names.items() if name not in left_out],
        [group for group in together if len(group) > 1],
    )


def open_import(way: Import.Way, name: str, user: User, files: int) -> Import:
    return Import.objects.create(way=way, name=name, started_by=user, announced=files)


def hand_in(batch: Import, files: Iterable[tuple[int, HandedIn]], *, parts: int = 0) -> None:
    """Keep these files, each with its number in the import, until they are read; one sent again is kept once.

    ``parts`` came with them and are no files of their own, which nobody knew when they were announced.
    """
    with transaction.atomic():
        here = set(batch.items.filter(container=None).values_list("order", flat=True))
        hold(batch, ((number, file) for number, file in files if number not in here))
        if parts and batch.items.filter(container=None).count() > len(here):
            Import.objects.filter(pk=batch.pk).update(announced=F("announced") - parts)


def hold(
    batch: Import, files: Iterable[tuple[int, HandedIn]], *, container: ImportItem | None = None
) -> None:
    """Files become items that wait with their bytes; one that could not even be opened has failed."""
    for number, file in files:
        item = ImportItem(batch=batch, container=container, order=number, name=file.name)
        if file.content is None:
            item.state = ImportItem.State.FAILED
            item.code, item.values = file.error_code or "unopened", dict(file.values)
        item.size = len(file.content or b"")
        item.save(force_insert=True)
        if file.content is not None:
            ImportContent.objects.create(item=item, content=file.content)
