"""Files are handed in to an import: all at once by a plain form, or some at a time by a page with script."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext

from archive.imports import reasons, room
from archive.imports.reasons import MEGABYTE
from archive.ingest.file_names import helpers_of_pages, is_litter
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


def tidy(path: str) -> str:
    r"""The name to show for a path of somebody's machine: ``2019\甲.txt`` is ``2019/甲.txt``."""
    parts = NO_CHARACTERS.sub("", path).replace("\\", "/").split("/")
    return "/".join(part.strip() for part in parts if part.strip() not in NO_PARTS) or "-"


def announce(files: Sequence[Announced], user: AbstractBaseUser) -> tuple[Import | None, list[int]]:
    """Open an import for these files; which of them are to be sent. Raises NoRoom before anything is.

    What a system or a browser left beside people's files is not asked for, and what is too large fails at once.
    """
    wanted = {number: files[number] for number in _of_people([file.path for file in files])}
    sent = {number: file for number, file in wanted.items() if not reasons.is_over_the_limit(file.size)}
    need_room(sum(file.size for file in sent.values()))
    if not wanted:
        return None, []
    with transaction.atomic():
        batch = open_import(Import.Way.UPLOAD, tidy(next(iter(wanted.values())).path), user, len(wanted))
        hand_in(
            batch,
            (
                (number, HandedIn.over_the_limit(tidy(file.path), file.size))
                for number, file in wanted.items()
                if number not in sent
            ),
        )
    return batch, list(sent)


def _of_people(paths: Sequence[str]) -> list[int]:
    names = [tidy(path) for path in paths]
    helpers = helpers_of_pages(names)
    return [
        number
        for number, name in enumerate(names)
        if name not in helpers and not any(is_litter(part) for part in name.split("/"))
    ]


def open_import(way: Import.Way, name: str, user: AbstractBaseUser, files: int) -> Import:
    return Import.objects.create(way=way, name=name, started_by=user, announced=files)


def hand_in(batch: Import, files: Iterable[tuple[int, HandedIn]]) -> None:
    """Keep these files, each with its number in the import, until they are read; one sent again is kept once."""
    with transaction.atomic():
        here = set(batch.items.filter(container=None).values_list("order", flat=True))
        hold(batch, ((number, file) for number, file in files if number not in here))


def hold(
    batch: Import, files: Iterable[tuple[int, HandedIn]], *, container: ImportItem | None = None
) -> None:
    """Files become items that wait with their bytes; one that could not even be opened has failed."""
    for number, file in files:
        item = ImportItem(batch=batch, container=container, order=number, name=file.name)
        if file.content is None:
            item.state = ImportItem.State.FAILED
            item.code, item.values = file.error_code or "unopened", dict(file.values)
            item.reason = "" if item.code in reasons.OWN else file.reason
        item.size = len(file.content or b"")
        item.save(force_insert=True)
        if file.content is not None:
            ImportContent.objects.create(item=item, content=file.content)
