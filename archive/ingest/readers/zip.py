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
        (label, info) for info in archive.infolist() if (label := label_of(info)) and not info.is_dir()
    ]
    _refuse_danger([info for _, info in members], data, name)
    by_label = dict(members)
    parts = belonging(by_label, lambda label: _page(archive, by_label[label], data))
    members = [(label, info) for label, info in members if label not in parts]
    failed: list[str] = []
    for label, info in members:
        reason = _obstacle(info)
        if reason is None:
            try:
                content = _content(archive, info, data)
            except ZIP_DAMAGE:
                reason = "数据已损坏"
            else:
                yield label, content
                del content
        if reason:
            failed.append(f"“{label}”{reason}")
    if failed:
        raise UnreadableFile("zip-member", _about(failed, name))


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    if END_OF_DIRECTORY not in data[-66_000:]:
        if data[:4] == LOCAL_SIGNATURE:
            raise UnreadableFile(
                "zip-damaged", f"“{name}”不完整，压缩包的结尾缺失。请重新打包或重新传送后再上传。"
            )
        raise UnreadableFile("zip-damaged", f"“{name}”不是 zip 压缩包，或已损坏。请解压后上传里面的文件。")
    if data.count(DIRECTORY_ENTRY) > MOST_FILES:
        raise UnreadableFile(
            "zip-too-many", f"“{name}”里的文件超过 {MOST_FILES} 个，请分成几个压缩包再上传。"
        )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except ZIP_DAMAGE as error:
        raise UnreadableFile("zip-damaged", f"“{name}”已损坏，打不开。请重新打包后再上传。") from error


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
        raise UnreadableFile("zip-empty", f"“{name}”里没有文件。")
    if all(info.flag_bits & ENCRYPTED for info in members):
        raise UnreadableFile("zip-encrypted", f"“{name}”有密码。请解压后，不设密码重新打包上传。")
    total = sum(info.file_size for info in members)
    if total > LARGEST_TOTAL:
        raise UnreadableFile("zip-too-large", too_large(name, total))
    if total > RATIO_COUNTS_FROM and total > HIGHEST_RATIO * len(data):
        raise UnreadableFile(
            "zip-bomb", f"“{name}”解压后是原来的 {total // len(data)} 倍，不像正常的文件，已拒绝。"
        )
    if _overlapping(members, data):
        raise UnreadableFile("zip-overlap", f"“{name}”里的文件互相重叠，是不正常的压缩包，已拒绝。")


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


def _obstacle(info: zipfile.ZipInfo) -> str | None:
    """Why a member can't be unpacked, None when it can."""
    if info.flag_bits & ENCRYPTED:
        return "有密码"
    if info.compress_type not in METHODS:
        return "的压缩方式读不了(请用普通的 zip 方式打包)"
    if info.file_size > LARGEST_MEMBER:
        return f"有 {info.file_size / 1048576:.0f} MB，单个文件最大 {LARGEST_MEMBER // 1048576} MB"
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > HIGHEST_RATIO * info.compress_size:
        return f"解压后是原来的 {info.file_size // max(1, info.compress_size)} 倍，不像正常的文件"
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


def too_large(name: str, total: int) -> str:
    """What is said of an archive that unpacks to too much."""
    size, most = total / 1048576, LARGEST_TOTAL // 1048576
    return f"“{name}”解压后有 {size:.0f} MB，最大 {most} MB。请分成几个压缩包再上传。"


def _about(failed: Sequence[str], name: str) -> str:
    listed = "；".join(failed[:MOST_NAMED]) + ("；……" if len(failed) > MOST_NAMED else "")
    return f"“{name}”里有 {len(failed)} 个文件没能解压：{listed}。其余文件已照常读取；请把这些文件单独上传。"
