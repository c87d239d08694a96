"""Reads a backup: whether it is whole, and its parts, each compared with its checksum on the way."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.backups.manifest import DATABASE, NAME, PARTS, Manifest, NoBackup, Part, read_manifest
from archive.ingest.readers.zip_damage import DAMAGED_BYTES

BLOCK = 1 << 20
LARGEST_MANIFEST = 1 << 20
UNREADABLE = (*DAMAGED_BYTES, KeyError)
"""How Python's zipfile says that bytes of a zip are not what they were, or that a part is not there."""


def verified(file: Path, progress: Callable[[], Any] = lambda: None) -> Manifest:
    """The manifest of a backup that is whole. Raises NoBackup, which names each part that is not; OSError."""
    with _opened(file) as archive:
        manifest = _manifest(archive)
        found = [fault for part in manifest.parts if (fault := _fault(archive, part, progress))]
    if found:
        raise NoBackup(f"备份 {file} 已损坏：{'；'.join(found)}")
    return manifest


def unpacked(file: Path, part: Part) -> Iterator[bytes]:
    """The bytes of a part. Raises NoBackup at the end where they are not those that were put in."""
    with _opened(file) as archive:
        yield from _bytes(archive, part)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except UNREADABLE as error:
        raise NoBackup(f"{file} 不是备份，或是没有写完、被截断的备份（{error}）") from error
    with archive:
        yield archive


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        with archive.open(NAME) as source:
            text = source.read(LARGEST_MANIFEST)
    except UNREADABLE as error:
        raise NoBackup(f"{archive.filename} 不是备份，或清单 {NAME} 已损坏（{error}）") from error
    manifest = read_manifest(text)
    names = [part.name for part in manifest.parts]
    if DATABASE not in names or len(set(names)) != len(names) or not set(names) <= set(PARTS):
        raise NoBackup(f"清单 {NAME} 读不懂（{'、'.join(names)}）")
    return manifest


def _fault(archive: zipfile.ZipFile, part: Part, progress: Callable[[], Any]) -> str | None:
    try:
        for _ in _bytes(archive, part):
            progress()
    except NoBackup as fault:
        return str(fault)
    return None


def _bytes(archive: zipfile.ZipFile, part: Part) -> Iterator[bytes]:
    """Never more than the part is said to have, whatever else a zip may hold."""
    summed, size = hashlib.sha256(), 0
    try:
        with archive.open(part.name) as source:
            while block := source.read(BLOCK):
                size += len(block)
                if size > part.size:
                    break
                summed.update(block)
                yield block
    except UNREADABLE as error:
        raise NoBackup(f"{part.name} 读不出来（{error}）") from error
    if size != part.size or summed.hexdigest() != part.sha256:
        raise NoBackup(f"{part.name} 与校验值不符")
