"""A zip of reviews: names, nesting, dangers. Nothing is written, and one bad file stops no other."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers import zip as zip_reader
from archive.ingest.readers.zip import unpack
from archive.ingest.records import UnreadableFile

TEXT = "青禾区总工会2019年工作综述".encode()


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def renamed(data: bytes, placeholder: bytes, raw_name: bytes) -> bytes:
    """The archive with a member's name replaced by raw bytes of the same length, without the UTF-8 flag."""
    assert len(placeholder) == len(raw_name)
    return data.replace(placeholder, raw_name)


def patched_directory(data: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive with one number of its first directory entry changed."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(b"PK\x01\x02") + offset, value)
    return bytes(changed)


def outcome(data: bytes, name: str = "综述.zip") -> tuple[dict[str, bytes], UnreadableFile | None]:
    """What was unpacked, and the error that came after it."""
    files: dict[str, bytes] = {}
    try:
        for label, content in unpack(data, name):
            files[label] = content
    except UnreadableFile as error:
        return files, error
    return files, None


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder that must still be empty when the test is over."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert list(tmp_path.rglob("*")) == []


def test_files_in_nested_folders_come_one_by_one_with_the_name_that_they_have_inside() -> None:
    data = packed({"2019/青禾区/甲.txt": TEXT, "2020/乙.txt": TEXT + b"2", "丙.txt": TEXT + b"3"})
    assert list(unpack(data, "综述.zip")) == [
        ("2019/青禾区/甲.txt", TEXT),
        ("2020/乙.txt", TEXT + b"2"),
        ("丙.txt", TEXT + b"3"),
    ]


def test_a_name_in_gbk_without_a_flag_is_read_as_gbk() -> None:
    raw = "青禾区综述.txt".encode("gbk")
    data = renamed(packed({"x" * (len(raw) - 4) + ".txt": TEXT}), b"x" * (len(raw) - 4) + b".txt", raw)
    assert [name for name, _ in unpack(data, "综述.zip")] == ["青禾区综述.txt"]


def test_a_name_in_utf8_without_a_flag_is_read_as_utf8() -> None:
    raw = "青禾区综述.txt".encode()
    data = renamed(packed({"x" * (len(raw) - 4) + ".txt": TEXT}), b"x" * (len(raw) - 4) + b".txt", raw)
    assert [name for name, _ in unpack(data, "综述.zip")] == ["青禾区综述.txt"]


def flagged(data: bytes, *, directory: bool, beside: bool) -> bytes:
    """The archive that calls its first name UTF-8, in its directory, beside the bytes, or both."""
    changed = bytearray(data)
    for signature, at, wanted in ((b"PK\x01\x02", 8, directory), (b"PK\x03\x04", 6, beside)):
        struct.pack_into("<H", changed, data.index(signature) + at, 0x800 if wanted else 0)
    return bytes(changed)


@pytest.mark.parametrize(("directory", "beside"), [(True, True), (True, False), (False, True)])
def test_a_name_in_gbk_that_is_called_utf8_stops_no_file(*, directory: bool, beside: bool) -> None:
    raw = "青禾.txt".encode("gbk")
    data = renamed(
        packed({"x" * (len(raw) - 4) + ".txt": TEXT, "乙.txt": TEXT}), b"x" * (len(raw) - 4) + b".txt", raw
    )
    assert dict(unpack(flagged(data, directory=directory, beside=beside), "综述.zip")) == {
        "青禾.txt": TEXT,
        "乙.txt": TEXT,
    }


def test_a_name_that_the_directory_writes_differently_stops_no_file() -> None:
    data = packed({"aaaa.txt": TEXT, "乙.txt": TEXT})
    at = data.index(b"aaaa.txt")
    data = data[:at] + "甲".encode() + b"a.txt" + data[at + 8 :]
    assert set(dict(unpack(data, "综述.zip"))) == {"aaaa.txt", "乙.txt"}


def test_a_saved_page_with_its_folder_is_the_page() -> None:
    data = packed(
        {"灯.html": b"<p>", "灯_files/a.js": b"x", "灯_files/b.html": b"<p>", "灯_files/c.png": b"x"}
    )
    assert list(unpack(data, "综述.zip")) == [("灯.html", b"<p>")]


def test_the_unicode_name_of_the_extra_field_counts_before_the_bytes_of_the_name() -> None:
    name = "临江区综述.txt"
    field = struct.pack("<BI", 1, zlib.crc32(b"short.txt")) + name.encode()
    info = zipfile.ZipInfo("short.txt")
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, TEXT)
    assert [label for label, _ in unpack(buffer.getvalue(), "综述.zip")] == [name]


@pytest.mark.parametrize(
    ("inside", "label"),
    [
        ("../../../etc/cron.d/综述.txt", "etc/cron.d/综述.txt"),
        ("/srv/综述.txt", "srv/综述.txt"),
        ("C:\\资料\\综述.txt", "资料/综述.txt"),
        ("2019/./..//综述.txt", "2019/综述.txt"),
        ("行\n综述.txt", "行综述.txt"),
    ],
)
def test_a_name_is_a_label_and_never_leads_out_of_the_archive(
    inside: str, label: str, empty_folder: Path
) -> None:
    assert [name for name, _ in unpack(packed({inside: TEXT}), "综述.zip")] == [label]


def test_what_people_did_not_put_there_is_left_out() -> None:
    data = packed(
        {
            "2019/": b"",
            "__MACOSX/2019/._甲.txt": b"\x00\x05",
            "2019/.DS_Store": b"\x00",
            "2019/Thumbs.db": b"\xd0\xcf",
            "desktop.ini": b"[.ShellClassInfo]",
            "~$甲.docx": b"lock",
            ".git/config": b"x",
            "2019/甲.txt": TEXT,
        }
    )
    assert list(unpack(data, "综述.zip")) == [("2019/甲.txt", TEXT)]


def test_a_zip_in_the_zip_is_refused_with_advice_and_the_other_files_are_read() -> None:
    files, error = outcome(packed({"里面.zip": packed({"甲.txt": TEXT}), "乙.txt": TEXT}))
    assert error is None
    assert files["乙.txt"] == TEXT
    with pytest.raises(UnreadableFile, match="里面的文件放到一起") as refusal:
        read_file(files["里面.zip"], "综述.zip/里面.zip")
    assert refusal.value.code == "format"


def test_an_encrypted_archive_is_refused_with_advice() -> None:
    data = patched_directory(packed({"甲.txt": TEXT}), 8, "<H", 0x1)
    with pytest.raises(UnreadableFile, match=r"有密码.*不设密码重新打包"):
        list(unpack(data, "综述.zip"))


def test_one_encrypted_file_stops_no_other_and_is_named_after_them() -> None:
    data = patched_directory(packed({"甲.txt": TEXT, "乙.txt": TEXT}), 8, "<H", 0x1)
    files, error = outcome(data)
    assert files == {"乙.txt": TEXT}
    assert error is not None
    assert "“甲.txt”有密码" in error.message
    assert "综述.zip" in error.message


def test_a_damaged_file_stops_no_other_and_is_named_after_them() -> None:
    data = packed({"甲.txt": TEXT * 50, "乙.txt": TEXT}, zipfile.ZIP_STORED)
    at = data.index(TEXT)
    files, error = outcome(data[:at] + b"\xff" * 20 + data[at + 20 :])
    assert files == {"乙.txt": TEXT}
    assert error is not None
    assert "“甲.txt”数据已损坏" in error.message


def test_a_method_of_packing_that_is_not_read_is_named() -> None:
    files, error = outcome(packed({"甲.txt": TEXT * 20}, zipfile.ZIP_LZMA))
    assert not files
    assert error is not None
    assert "压缩方式" in error.message


def test_an_archive_cut_short_says_that_it_is_incomplete() -> None:
    data = packed({"甲.txt": TEXT * 100, "乙.txt": bytes(range(256)) * 400})
    for length in (30, len(data) // 2, len(data) - 30):
        with pytest.raises(UnreadableFile, match=r"不完整|已损坏"):
            list(unpack(data[:length], "综述.zip"))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + b"\xff" * 18])
def test_bytes_that_are_no_archive_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        list(unpack(data, "综述.zip"))


def test_an_archive_without_files_says_so() -> None:
    with pytest.raises(UnreadableFile, match="没有文件"):
        list(unpack(packed({"空/": b""}), "综述.zip"))


def test_a_bomb_is_refused_by_its_directory_before_a_byte_is_unpacked(empty_folder: Path) -> None:
    data = packed({f"{number}.txt": b"\x00" * 60_000_000 for number in range(3)})
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(UnreadableFile, match="倍"):
        list(unpack(data, "综述.zip"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - start < 1
    assert peak < 5_000_000


def test_one_bomb_among_good_files_is_named_and_stops_no_other() -> None:
    photo = random.Random(7).randbytes(400_000)
    files, error = outcome(packed({"甲.txt": TEXT, "弹.txt": b"\x00" * 2_000_000, "图.jpg": photo}))
    assert files == {"甲.txt": TEXT, "图.jpg": photo}
    assert error is not None
    assert "“弹.txt”解压后是原来的" in error.message


def test_a_file_that_is_longer_than_it_says_is_not_unpacked_beyond_that() -> None:
    data = patched_directory(packed({"甲.txt": b"\x00" * 40_000_000}), 24, "<I", 1000)
    tracemalloc.start()
    files, error = outcome(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not files
    assert error is not None
    assert peak < 5_000_000


def test_a_declared_size_of_gigabytes_is_refused_without_unpacking() -> None:
    data = patched_directory(packed({"甲.txt": TEXT}), 24, "<I", 0xFFFF_FFF0)
    with pytest.raises(UnreadableFile, match="MB"):
        list(unpack(data, "综述.zip"))


def test_a_file_of_two_hundred_megabytes_is_named_with_the_limit() -> None:
    photo = random.Random(7).randbytes(2_000_000)  # so that it is the size and not the ratio that stops it
    data = patched_directory(packed({"甲.pdf": photo, "乙.txt": TEXT}), 24, "<I", 200 * 1024 * 1024)
    files, error = outcome(data)
    assert files == {"乙.txt": TEXT}
    assert error is not None
    assert "“甲.pdf”有 200 MB，单个文件最大 64 MB" in error.message


def test_entries_that_overlap_are_refused() -> None:
    data = packed({"一.txt": TEXT * 40, "二.txt": TEXT * 40}, zipfile.ZIP_STORED)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    changed = bytearray(data)
    struct.pack_into("<I", changed, second + 42, 0)  # the second entry points at the first file
    with pytest.raises(UnreadableFile, match="重叠"):
        list(unpack(bytes(changed), "综述.zip"))


def test_more_files_than_the_limit_are_refused_before_the_directory_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zip_reader, "MOST_FILES", 10)
    with pytest.raises(UnreadableFile, match="超过 10 个"):
        list(unpack(packed({f"{number}.txt": TEXT for number in range(11)}), "综述.zip"))


def test_files_are_unpacked_only_when_they_are_asked_for() -> None:
    data = packed({"甲.txt": TEXT, "坏.txt": TEXT * 9}, zipfile.ZIP_STORED)
    at = data.rindex(TEXT * 9)
    files = unpack(data[:at] + b"\xff" + data[at + 1 :], "综述.zip")
    assert next(files) == ("甲.txt", TEXT)
    with pytest.raises(UnreadableFile, match="坏"):
        next(files)


def test_a_member_whose_name_begins_with_a_nul_stops_no_other() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xa.txt", "甲".encode())
        archive.writestr("b.txt", "乙".encode())
    files = dict(unpack(buffer.getvalue().replace(b"xa.txt", b"\x00a.txt"), "全年.zip"))
    assert files["b.txt"] == "乙".encode()
