"""Names of files: in whatever encoding they were written, and which of them are no files of people's."""

import re
from collections.abc import Iterable

from archive.ingest.patterns import pattern

LITTER = frozenset(("__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "lost.dir"))
LITTER_START = (".", "~$", "~wrl")  # hidden files, locks and drafts of Word
PAGE = pattern(r"^(.+)\.(?:s?html?|xhtml|mht|asp|aspx|php|jsp)$", re.I, like="综述.html", unlike="综述.docx")
# A browser saves a page with its pictures and scripts in a folder beside it: 综述.html and 综述_files
HELPERS = pattern(
    r"^(.+?)(?:[._-](?:files?|fichiers|dateien|archivos)|_文件|的文件)$",
    re.I,
    like="综述_files",
    unlike="综述",
)


def name_of(raw: bytes) -> str:
    """A name in UTF-8, or in GBK as old systems wrote it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", errors="replace")


def is_litter(part: str) -> bool:
    """True for a part of a path that a system left there: __MACOSX, Thumbs.db, ~$综述.docx."""
    lower = part.lower()
    return lower.startswith(LITTER_START) or lower in LITTER


def helpers_of_pages(names: Iterable[str]) -> frozenset[str]:
    """The files in folders that belong to a saved page beside them, which is the article."""
    names = list(names)
    pages = {match.group(1).lower() for name in names if (match := PAGE.match(name))}
    return frozenset(name for name in names if any(owner in pages for owner in _owners(name)))


def _owners(name: str) -> list[str]:
    """The pages, without their suffix, whose helper a file would be by the folders that it lies in."""
    folders = name.split("/")[:-1]
    found = []
    for depth, folder in enumerate(folders):
        match = HELPERS.match(folder)
        if match:
            found.append("/".join((*folders[:depth], match.group(1))).lower())
    return found
