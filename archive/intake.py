"""Files as they are handed in: found in folders, taken out of zips, read, each with what became of it."""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from archive import editing
from archive.imports import reasons
from archive.ingest.parts.seen_again import Edges, Elsewhere, nowhere
from archive.ingest.pipeline import edges_of_file, read_file
from archive.ingest.readers.frames import LARGEST_PAGE, belonging
from archive.ingest.readers.registry import container_of
from archive.ingest.readers.review_tables import is_list
from archive.ingest.readers.zip import LARGEST_TOTAL, too_large
from archive.ingest.records import Reading, UnreadableFile
from archive.ingest.text.file_names import is_litter, name_of
from archive.ingest.wording import Values
from archive.models import Article
from archive.regions.authority import Authority
from archive.told import told, told_of

logger = logging.getLogger(__name__)

DEEPEST = 2  # a mail in a mail in a mail is opened, one in that is not


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its reading and articles, or the code of why it has none, with its values.

    ``held_back`` tells of the articles that stayed drafts because they are not settled.
    """

    name: str
    reading: Reading | None = None
    articles: tuple[Article, ...] = ()
    held_back: tuple[editing.NotSettled, ...] = ()
    error_code: str | None = None
    values: Values = field(default_factory=dict)
    duplicate_of: Article | None = None

    @classmethod
    def refused(cls, name: str, code: str, **values: Any) -> "Outcome":
        """Not in the archive."""
        return cls(name, error_code=code, values=values)

    @classmethod
    def of_unopened(cls, file: "HandedIn") -> "Outcome":
        return cls(file.name, error_code=file.error_code, values=file.values)

    @property
    def failed(self) -> bool:
        """True when the file is not in the archive: what is there already did not fail."""
        return self.error_code is not None and self.duplicate_of is None

    @property
    def error(self) -> str | None:
        """Why it is not taken in, with the name of the file."""
        return told_of(self.name, self.error_code, self.values) if self.error_code else None

    @property
    def reason(self) -> str:
        """The same, to stand beside the name."""
        return told(self.error_code, self.values) if self.error_code else ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as handed in. ``content`` is None where it could not even be opened, with the reason beside it."""

    name: str
    content: bytes | None
    error_code: str | None = None
    values: Values = field(default_factory=dict)

    @classmethod
    def over_the_limit(cls, name: str, size: int) -> "HandedIn":
        """Not even looked into: larger than anything that is read here."""
        return cls(name, None, "too-large", reasons.over_the_limit(size))


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named, folders with every file below them in order.

    What a system or a browser left there is no file of people's: hidden files, locks, the helpers of saved pages,
    frames around the article.
    """
    for path in paths:
        if path.is_dir():
            yield from _files_below(path)
        else:
            yield path


def _files_below(folder: Path) -> Iterator[Path]:
    below = {shown(child.relative_to(folder)): child for child in folder.rglob("*") if child.is_file()}
    parts = belonging(below, lambda name: _page(below[name]))
    for name, child in sorted(below.items(), key=lambda item: item[1]):
        if name not in parts and not any(is_litter(part) for part in name.split("/")):
            yield child


def _page(path: Path) -> bytes:
    """The bytes of a page that may have frames; nothing where it can't be read, which is said later."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST_PAGE else b""
    except OSError:
        return b""


NOT_REVIEWS = {".jsonl", ".json", ".md", ".py"}
TABLES = {".csv", ".tsv"}
"""In a folder: labels, notes and code beside the texts, and tables that may be lists of reviews or labels."""


def is_review(path: Path) -> bool:
    """True for a file of a folder that may be a review, or a list of them, by its name and the head of a table."""
    suffix = path.suffix.lower()
    return suffix not in NOT_REVIEWS and (suffix not in TABLES or is_list(_page(path)))


def told_apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files named and those of folders that may be reviews; beside them what a folder holds that is not read."""
    found = list(walk(paths))
    named = set(paths)
    files = [path for path in found if path in named or is_review(path)]
    read = set(files)
    return files, [path for path in found if path not in read]


NAMED = 5
"""Files of a folder that are passed over, by their names; the rest are counted."""


def told_as_passed_over(paths: Sequence[Path]) -> str:
    """Notes and labels in a folder, most of them; but a review may be called 综述.md, and nobody would miss it."""
    names = "、".join(shown(Path(path.name)) for path in paths[:NAMED])
    if len(paths) > NAMED:
        names = _("%(names)s等 %(count)s 个") % {"names": names, "count": len(paths)}
    return _("文件夹里有些文件按名字不像综述，没有读：%(names)s。要读其中的，请在命令里写出它的文件名。") % {
        "names": names
    }


def shown(path: Path) -> str:
    """A path for people; names that are no UTF-8 are read as GBK."""
    return "/".join(name_of(part) for part in os.fsencode(path.as_posix()).split(b"/"))


def open_packed(file: HandedIn) -> Iterator[HandedIn]:
    """The files in a zip or a mail, each named ``archive.zip/inner name``, also those in zips and mails in it.

    Any other file as it is.
    """
    yield from _opened(file, depth=0)


def _opened(file: HandedIn, *, depth: int) -> Iterator[HandedIn]:
    unpack = container_of(file.content, file.name) if file.content and depth <= DEEPEST else None
    if unpack is None:
        yield file
        return
    unpacked = 0
    try:
        for name, content in unpack(file.content or b"", file.name):
            for inner in _opened(HandedIn(f"{file.name}/{name}", content), depth=depth + 1):
                unpacked += len(inner.content or b"")
                if unpacked > LARGEST_TOTAL:
                    raise too_large(file.name, unpacked)
                yield inner
    except UnreadableFile as error:
        yield HandedIn(file.name, None, error.code, error.values)


def is_packed(file: HandedIn) -> bool:
    """True for a file of files under whatever name; a Word file that is called .zip is none."""
    return bool(file.content) and container_of(file.content or b"", file.name) is not None


def look(file: HandedIn) -> Edges | None:
    """What stands at the head and the foot of a file; nothing of one that can't be read, which its reading will tell."""
    try:
        return edges_of_file(file.content, file.name) if file.content else None
    except UnreadableFile:
        return None
    except Exception:  # as in read
        logger.exception("looking at %s failed", file.name)
        return None


def read(
    file: HandedIn, authority: Authority, elsewhere: Elsewhere = nowhere, *, pictures: bool = True
) -> Outcome:
    """Read one file and write nothing; ``elsewhere`` knows the heads and feet of other files, words in ``pictures`` take minutes."""
    if file.content is None:
        return Outcome.of_unopened(file)
    try:
        reading = read_file(
            file.content, file.name, authority=authority, elsewhere=elsewhere, pictures=pictures
        )
        return Outcome(file.name, reading=reading)
    except UnreadableFile as error:
        return Outcome(file.name, error_code=error.code, values=error.values)
    except Exception:  # one file that trips the reader must not stop the others; the log has the whole story
        logger.exception("reading %s failed", file.name)
        return Outcome.refused(file.name, "internal")
