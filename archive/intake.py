"""The one way in for files, from the command line and from the admin: read each, keep what was read, say what failed."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from archive.ingest.content import kind_of
from archive.ingest.file_names import helpers_of_pages, is_litter, name_of
from archive.ingest.pipeline import read_file
from archive.ingest.readers.zip import LARGEST_TOTAL, too_large, unpack
from archive.ingest.records import Reading, UnreadableFile
from archive.ingest.registry import FORMATS, suffix_of
from archive.ingest.store import DuplicateFile, store
from archive.models import Article
from archive.regions.authority import Authority
from archive.storage_faults import fault_of

logger = logging.getLogger(__name__)

DEEPEST_ZIP = 1  # zips in a zip are opened, those in them are not


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its reading and articles, or an error that names the reason."""

    name: str
    reading: Reading | None = None
    articles: tuple[Article, ...] = ()
    error: str | None = None
    error_code: str | None = None
    duplicate_of: Article | None = None

    @property
    def failed(self) -> bool:
        """True when the file is not in the archive: what is there already did not fail."""
        return self.error is not None and self.duplicate_of is None

    @property
    def reason(self) -> str:
        """The error without the name of the file, to stand beside it: 格式读不了 of “年表.xls”的格式读不了."""
        return (self.error or "").removeprefix(f"“{self.name}”").removeprefix("的")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as handed in. ``content`` is None where it could not even be opened, with the reason beside it."""

    name: str
    content: bytes | None
    error: str | None = None
    error_code: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, folders with every file below them in order.

    What a system or a browser left there is no file of people's: hidden files, locks, the helpers of saved pages.
    """
    for path in paths:
        if path.is_dir():
            below = {child: shown(child.relative_to(path)) for child in path.rglob("*") if child.is_file()}
            helpers = helpers_of_pages(below.values())
            for child, name in sorted(below.items()):
                if name not in helpers and not any(is_litter(part) for part in name.split("/")):
                    yield child
        else:
            yield path


def shown(path: Path) -> str:
    """A path for people; names that are no UTF-8 are read as GBK."""
    return "/".join(name_of(part) for part in os.fsencode(path.as_posix()).split(b"/"))


def open_zip(file: HandedIn) -> Iterator[HandedIn]:
    """The files in a zip, each named ``archive.zip/inner name``, also those in zips in it; any other file as it is."""
    yield from _opened(file, depth=0)


def _opened(file: HandedIn, *, depth: int) -> Iterator[HandedIn]:
    if file.content is None or depth > DEEPEST_ZIP or not _is_packed(file.name, file.content):
        yield file
        return
    unpacked = 0
    try:
        for name, content in unpack(file.content, file.name):
            for inner in _opened(HandedIn(f"{file.name}/{name}", content), depth=depth + 1):
                unpacked += len(inner.content or b"")
                if unpacked > LARGEST_TOTAL:
                    raise UnreadableFile("zip-too-large", too_large(file.name, unpacked))
                yield inner
    except UnreadableFile as error:
        yield HandedIn(file.name, None, error.message, error.code)


def _is_packed(name: str, content: bytes) -> bool:
    """True for a zip of files under whatever name; a Word file that is called .zip is none."""
    kind = kind_of(content)
    return (kind == ".zip" and suffix_of(name) not in FORMATS) or (not kind and suffix_of(name) == ".zip")


def read(file: HandedIn, authority: Authority) -> Outcome:
    """Read one file and write nothing."""
    if file.content is None:
        return Outcome(file.name, error=file.error, error_code=file.error_code)
    try:
        return Outcome(file.name, reading=read_file(file.content, file.name, authority=authority))
    except UnreadableFile as error:
        return Outcome(file.name, error=error.message, error_code=error.code)
    except Exception:  # one file that trips the reader must not stop the others; the log has the whole story
        logger.exception("reading %s failed", file.name)
        return Outcome(
            file.name, error=_("读取时出现内部错误，文件未入库；详情见服务器日志"), error_code="internal"
        )


def take_in(
    file: HandedIn,
    authority: Authority,
    *,
    user: AbstractBaseUser | None = None,
    publish: bool = False,
    note: Callable[[Article], Any] = lambda article: None,
) -> Outcome:
    """Read one file and store what was read, all or nothing; what is to be noted of each article with it."""
    outcome = read(file, authority)
    if outcome.reading is None or file.content is None:
        return outcome
    try:
        with transaction.atomic():
            articles = store(outcome.reading, file.content, user=user, publish=publish)
            for article in articles:
                note(article)
    except DuplicateFile as duplicate:
        return Outcome(
            file.name, error=str(duplicate), error_code="duplicate", duplicate_of=duplicate.article
        )
    return Outcome(file.name, reading=outcome.reading, articles=tuple(articles))


def not_stored(file: HandedIn, error: Exception) -> Outcome:
    """What the disk refuses is a file that failed: the others, and what is in already, are told as well."""
    fault = fault_of(error)
    if fault is None:
        raise error
    return Outcome(file.name, error=str(fault.told), error_code=f"storage-{fault.code}")
