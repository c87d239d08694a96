"""What can still be done on a folder that can't be written to, with real processes on a real read-only disk."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site_process import manage

pytestmark = pytest.mark.slow
DEMO = sorted((Path(__file__).parent.parent / "fixtures" / "demo").glob("*.txt"))
NEW = "青禾区总工会2019年工作综述\n\n" + "这一年，青禾区总工会办了许多实事，职工都说好。" * 9 + "\n"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own, where this user may make one; it is filled or made read-only by the tests."""
    point = tmp_path_factory.mktemp("disk")
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m,mode=755", "tmpfs", str(point)],
        capture_output=True,
        check=False,
    )
    if sys.platform != "linux" or not made or made.returncode:
        pytest.skip("this user may not mount a disk of its own")
    try:
        assert manage(point / "data", "loaddemo").returncode == 0
        yield point
    finally:
        subprocess.run(["umount", "--lazy", str(point)], check=False)


def test_on_a_read_only_disk_searching_checking_and_dry_runs_go_on(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        found = manage(disk / "data", "search_reviews", "职工", "--ids", "--format", "jsonl")
        assert (found.returncode, '"total": 0' in found.stdout) == (0, False), found.stderr
        for command in (("check_index",), ("check_archive",), ("import_reviews", str(DEMO[0]), "--dry-run")):
            done = manage(disk / "data", *command)
            assert done.returncode == 0, (command, done.stderr)
        for command in (("import_reviews", str(DEMO[0])), ("rebuild_index", "--noinput"), ("serve",)):
            done = manage(disk / "data", *command)
            assert done.returncode == 1
            assert "Traceback" not in done.stderr, (command, done.stderr)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_an_import_on_a_full_disk_says_what_is_in_and_what_is_not(disk: Path, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(NEW * 300 + str(number), encoding="utf-8")
    filler = disk / "filler"
    with filler.open("wb") as file, pytest.raises(OSError):
        while True:
            os.write(file.fileno(), b"\0" * 4096)
    try:
        done = manage(disk / "data", "import_reviews", str(tmp_path))
        assert done.returncode == 1
        assert "磁盘" in done.stderr or "写入" in done.stderr
        assert "Traceback" not in done.stderr
        for command in (("search_reviews", "职工"), ("check_index",), ("check_archive",)):
            looked = manage(disk / "data", *command)
            assert looked.returncode == 0, (command, looked.stderr)
        for command in (("serve",), ("rebuild_index", "--noinput")):
            refused = manage(disk / "data", *command)
            assert refused.returncode == 1
            assert "Traceback" not in refused.stderr, (command, refused.stderr)
    finally:
        filler.unlink()
    done = manage(disk / "data", "import_reviews", str(tmp_path))
    assert (done.returncode, "失败 0" in done.stderr) == (0, True), done.stderr
