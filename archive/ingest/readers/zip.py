"""A zip of reviews: the files in it, one by one, in memory only.

Nothing is written, no name is used as a path, and no claim of the archive is believed before it is checked:
sizes, counts, ratios and places are bounded from the directory before the first byte is unpacked, and again
while unpacking.
"""

import binascii
import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.ingest.readers.content import directory_of
from archive.ingest.readers.frames import LARGEST_PAGE, belonging
from archive.ingest.readers.zip_damage import ZIP_DAMAGE
from archive.ingest.records import UnreadableFile
from archive.ingest.text.file_names import is_litter, name_of
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import Values, first_of

MEGABYTE = 1024 * 1024
MOST_FILES = 20_000
LARGEST_TOTAL = (
    1024 * 1024 * 1024
)  # unpacked; members are handed on one at a time, so this bounds time, not memory
LARGEST_MEMBER = 64 * 1024 * 1024  # what a single upload may have
# Text of the tables in a saved page shrinks to a fortieth; deflate can reach 1032. Small files are all harmless.
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024

LOCAL_SIGNATURE = b"PK\x03\x04"
DIRECTORY_ENTRY = b"PK\x01\x02"
END_OF_DIRECTORY = b"PK\x05\x06"
LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, …, length of name, length of extra field
UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8
ENCRYPTED, UTF8_NAME = 0x1, 0x800
FLAGS_AT, OFFSET_AT = 8, 42  # in an entry of the directory
LOCAL_FLAGS_AT = 6
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

CONTROL = pattern(r"[\x00-\x1f\x7f]+", like="综述\n.txt", unlike="综述.txt")
DRIVE = pattern(r"^[A-Za-z]:", like="C:\\综述.txt", unlike="综述.txt")
PARTS_TO_DROP = {"", ".", ".."}

MOST_NAMED = 5


def unpack(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Each file in the archive: its name in there, a label and no path, and its content.

    Files that can't be unpacked stop no other: after the last file one ``UnreadableFile`` names them all.
    An archive that is dangerous or damaged as a whole raises before the first file.
    """
    data = _with_true_flags(data)
    archive = _open(data, name)
    members = [
        (label, info)
        for info in archive.infolist()
        if (label := label_of(info)) and not info.filename.endswith("/")
    ]
    _refuse_danger([info for _, info in members], data, name)
    by_label = dict(members)
    parts = belonging(by_label, lambda label: _page(archive, by_label[label], data))
    members = [(label, info) for label, info in members if label not in parts]
    failed: list[Values] = []
    for label, info in members:
        reason = _obstacle(info)
        if reason is None:
            try:
                content = _content(archive, info, data)
            except ZIP_DAMAGE:
                reason = {"case": "damaged"}
            else:
                yield label, content
                del content
        if reason:
            failed.append({"code": "member", "name": label, **reason})
    if failed:
        raise UnreadableFile("zip-member", name, count=len(failed), files=first_of(failed, MOST_NAMED))


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    if END_OF_DIRECTORY not in data[-66_000:]:
        if data[:4] == LOCAL_SIGNATURE:
            raise UnreadableFile("zip-damaged", name, case="cut")
        raise UnreadableFile("zip-damaged", name, case="none")
    if data.count(DIRECTORY_ENTRY) > MOST_FILES:
        raise UnreadableFile("zip-too-many", name, most=MOST_FILES)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except ZIP_DAMAGE as error:
        raise UnreadableFile("zip-damaged", name) from error


def _with_true_flags(data: bytes) -> bytes:
    """The archive without the flag "this name is UTF-8" where it is not: one such name would stop all files."""
    changed = bytearray()
    for at, flags, name in directory_of(data, most=MOST_FILES):
        (start,) = struct.unpack_from("<L", data, at + OFFSET_AT)
        places = [(at + FLAGS_AT, flags, name)]
        if start + LOCAL_HEADER.size <= len(data):
            (local_flags,) = struct.unpack_from("<H", data, start + LOCAL_FLAGS_AT)
            places.append((start + LOCAL_FLAGS_AT, local_flags, _local_name(data, start)))
        for place, said, raw in places:
            if said & UTF8_NAME and not _is_utf8(raw):
                changed = changed or bytearray(data)
                struct.pack_into("<H", changed, place, said & ~UTF8_NAME)
    return bytes(changed) or data


def _local_name(data: bytes, start: int) -> bytes:
    """The name that stands beside the bytes of a file; the directory has it again, and by some programs another."""
    _, size, _ = LOCAL_HEADER.unpack_from(data, start)
    return data[start + LOCAL_HEADER.size : start + LOCAL_HEADER.size + size]


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def label_of(info: zipfile.ZipInfo) -> str | None:
    """The name to show, None for what is no file of people's: folders of macOS, hidden files, previews.

    ``../../2019/综述.txt`` becomes ``2019/综述.txt``.
    """
    words = DRIVE.sub("", CONTROL.sub("", decoded_name(info)).replace("\\", "/"))
    parts = [part.strip() for part in words.split("/") if part.strip() not in PARTS_TO_DROP]
    if any(is_litter(part) for part in parts):
        return None
    return "/".join(parts) or None


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: by its UTF-8 flag or field, else as UTF-8 if it is valid, else as GBK."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename
    unicode_path = _unicode_path(info.extra)
    if unicode_path:
        return unicode_path
    return name_of(info.orig_filename.encode("cp437"))  # as which the standard library decoded it


def _unicode_path(extra: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == UNICODE_PATH and 5 < size <= len(extra) - 4:
            try:
                return extra[9 : 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None


def _refuse_danger(members: Sequence[zipfile.ZipInfo], data: bytes, name: str) -> None:
    """Raise for an archive whose directory alone shows that unpacking it would be a mistake."""
    if not members:
        raise UnreadableFile("zip-empty", name)
    if all(info.flag_bits & ENCRYPTED for info in members):
        raise UnreadableFile("zip-encrypted", name)
    total = sum(info.file_size for info in members)
    if total > LARGEST_TOTAL:
        raise too_large(name, total)
    if total > RATIO_COUNTS_FROM and total > HIGHEST_RATIO * len(data):
        raise UnreadableFile("zip-bomb", name, times=total // len(data))
    if _overlapping(members, data):
        raise UnreadableFile("zip-overlap", name)


def _overlapping(members: Sequence[zipfile.ZipInfo], data: bytes) -> bool:
    """True when two members claim the same bytes, which makes 50 MB out of four kilobytes."""
    ranges = []
    for info in members:
        start = info.header_offset
        if not 0 <= start <= len(data) - LOCAL_HEADER.size:
            continue
        signature, name_size, extra_size = LOCAL_HEADER.unpack_from(data, start)
        if (
            signature == LOCAL_SIGNATURE
        ):  # else there is no file at that place, and nothing is unpacked from it
            ranges.append((start, start + LOCAL_HEADER.size + name_size + extra_size + info.compress_size))
    return any(after < end for (_, end), (after, _) in pairwise(sorted(ranges)))


def _obstacle(info: zipfile.ZipInfo) -> Values | None:
    """Why a member can't be unpacked, None when it can."""
    if info.flag_bits & ENCRYPTED:
        return {"case": "encrypted"}
    if info.compress_type not in METHODS:
        return {"case": "method"}
    if info.file_size > LARGEST_MEMBER:
        size, most = round(info.file_size / MEGABYTE), LARGEST_MEMBER // MEGABYTE
        return {"case": "too-large", "size": size, "most": most}
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > HIGHEST_RATIO * info.compress_size:
        return {"case": "bomb", "times": info.file_size // max(1, info.compress_size)}
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> bytes:
    """The bytes of a member, never more than it declared, and whole by its checksum."""
    raw = _local_name(data, info.header_offset)
    (flags,) = struct.unpack_from("<H", data, info.header_offset + LOCAL_FLAGS_AT)
    info.orig_filename = raw.decode(
        "utf-8" if flags & UTF8_NAME else "cp437"
    )  # the one that the library compares
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size or binascii.crc32(content) != info.CRC:
        raise zipfile.BadZipFile(info.filename)
    return content


def _page(archive: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> bytes:
    """The bytes of a page that may have frames; nothing where it can't be unpacked, which is said later."""
    if info.file_size > LARGEST_PAGE or _obstacle(info) is not None:
        return b""
    try:
        return _content(archive, info, data)
    except ZIP_DAMAGE:
        return b""


def too_large(name: str, total: int) -> UnreadableFile:
    """The refusal of an archive that unpacks to too much."""
    return UnreadableFile("zip-too-large", name, size=round(total / MEGABYTE), most=LARGEST_TOTAL // MEGABYTE)
