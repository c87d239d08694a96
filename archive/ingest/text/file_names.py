"""Names of files: in whatever encoding they were written, and which of them are no files of people's."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from archive.ingest.text.patterns import pattern

LITTER = frozenset(("__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "lost.dir"))
LITTER_START = (".", "~$", "~wrl")  # hidden files, locks and drafts of Word
PAGE = pattern(
    r"^(.+)\.(?:s?html?|xhtml|mhtml?|asp|aspx|php|jsp)$", re.I, like="综述.html", unlike="综述.docx"
)
# A browser saves a page with its pictures and scripts in a folder beside it: 综述.html and 综述_files
HELPERS = pattern(
    r"^(.+?)(?:[._-](?:files?|fichiers|dateien|archivos)|_文件|的文件)$",
    re.I,
    like="综述_files",
    unlike="综述",
)


PERCENT = pattern(r"%[0-9A-Fa-f]{2}", like="%E4%BA%91", unlike="100%")
UNZIPPED = pattern(r"#U([0-9a-f]{4})", like="#U4e91", unlike="#Union")  # as unzip writes what it can't show
SUFFIX = pattern(r"\.[A-Za-z][A-Za-z0-9]{1,5}$", like="综述.docx", unlike="海澜日报2019.1.24")
PACKED = pattern(r"\.(?:zip|rar|7z|eml|xlsx?|csv)$", re.I, like="云川2019.zip", unlike="云川2019")
# Signs that Windows takes in no name
NOT_IN_NAMES = pattern(r'[\\/:*?"<>|\x00-\x1f\x7f]+', like="综述:定稿", unlike="综述")
LONGEST_NAME = 60  # Han characters; file systems hold 255 bytes, and each takes three
HAN = pattern(r"[\u4e00-\u9fff]", like="云川", unlike="ÔÆ")
# Code pages in which the bytes of a name were shown by mistake, and those that they were written in
SHOWN_AS, WRITTEN_IN = ("cp437", "cp1252", "latin-1", "gb18030"), ("utf-8", "gb18030")


def name_of(raw: bytes) -> str:
    """A name in UTF-8, or in GBK as old systems wrote it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", errors="replace")


def storable(words: str) -> str:
    """Words as the name of a file, in a form that every system can store."""
    return " ".join(NOT_IN_NAMES.sub(" ", words).split())[:LONGEST_NAME].strip(". ")


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


def parts_of(name: str) -> list[str]:
    """A file's name without its suffix, then the folders and zips that it lies in, the nearest first."""
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    return [
        spelled((PACKED if index else SUFFIX).sub("", part))
        for index, part in enumerate(reversed(parts))
        if part not in ("", ".", "..")
    ]


def spelled(part: str) -> str:
    """A part of a name as it was written: percent signs, unzip's #U4e91 and a wrong code page undone."""
    if PERCENT.search(part):
        part = name_of(unquote_to_bytes(part))
    part = UNZIPPED.sub(lambda match: chr(int(match[1], 16)), part)
    return unicodedata.normalize("NFC", _in_its_code_page(part))


def _in_its_code_page(part: str) -> str:
    """ÔÆ is 云 in GBK that was shown as Latin; 浜戝窛 is it in UTF-8 that was shown as GBK."""
    if part.isascii():
        return part
    for shown in SHOWN_AS:
        for written in WRITTEN_IN:
            if shown == written or (shown != "gb18030" and HAN.search(part)):
                continue
            try:
                found = part.encode(shown).decode(written)
            except UnicodeError:
                continue
            if HAN.search(found):
                return found
    return part
