"""The one way in for files, from the command line and from the admin: read each, keep what was read, say what failed."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from archive.ingest.pipeline import read_file
from archive.ingest.readers.zip import unpack
from archive.ingest.records import Reading, UnreadableFile
from archive.ingest.store import DuplicateFile, store
from archive.models import Article
from archive.regions.authority import Authority

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its reading and articles, or an error that names the reason."""

    name: str
    reading: Reading | None = None
    articles: tuple[Article, ...] = ()
    error: str | None = None
    error_code: str | None = None
    duplicate_of: Article | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as handed in. ``content`` is None where it could not even be opened, with the reason beside it."""

    name: str
    content: bytes | None
    error: str | None = None
    error_code: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, folders with every file below them in order; hidden files and label files are left out."""
    for path in paths:
        if path.is_dir():
            for child in sorted(path.rglob("*")):
                relative = child.relative_to(path)
                if child.is_file() and not any(part.startswith(".") for part in relative.parts):
                    yield child
        else:
            yield path


def open_zip(file: HandedIn) -> Iterator[HandedIn]:
    """The files in a zip, each named ``archive.zip/inner name``; any other file as it is."""
    if file.content is None or not file.name.lower().endswith(".zip"):
        yield file
        return
    try:
        for name, content in unpack(file.content, file.name):
            yield HandedIn(f"{file.name}/{name}", content)
    except UnreadableFile as error:
        yield HandedIn(file.name, None, error.message, error.code)


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
) -> Outcome:
    """Read one file and store what was read, all or nothing."""
    outcome = read(file, authority)
    if outcome.reading is None or file.content is None:
        return outcome
    try:
        articles = store(outcome.reading, file.content, user=user, publish=publish)
    except DuplicateFile as duplicate:
        return Outcome(
            file.name, error=str(duplicate), error_code="duplicate", duplicate_of=duplicate.article
        )
    return Outcome(file.name, reading=outcome.reading, articles=tuple(articles))
