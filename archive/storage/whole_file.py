"""A file that appears under its name as a whole or not at all, and never in the place of another."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.storage.data_folder import sync_folder

UNFINISHED = ".part"


@contextmanager
def made_whole(file: Path) -> Iterator[Path]:
    """A folder beside the file, to work in. What is called ``packed`` there at the end becomes the file.

    The folder goes whatever happens; what killed processes left of theirs goes with the next one. Raises
    FileExistsError, FileNotFoundError where there is no such folder, OSError.
    """
    _refuse_to_overwrite(file)
    if not file.parent.is_dir():  # a missing disk looks like that, too: nothing is made in its place
        raise FileNotFoundError(f"没有 {file.parent} 这个目录；请先建好它，或先挂上那块磁盘")
    for left in file.parent.glob(f".*{UNFINISHED}"):
        _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix=f".{file.name}.", suffix=UNFINISHED, dir=file.parent))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
        _refuse_to_overwrite(file)
        (folder / "packed").rename(file)
        with suppress(OSError):  # some network disks can't
            sync_folder(file.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise FileExistsError(f"{file} 已经存在，没有覆盖它；请换一个文件名，或先移走它")


def _remove_if_left(folder: Path) -> None:
    """Where nobody holds its lock, nobody works in it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)
