"""A backup holds the whole archive, is made while it is used, says when it is damaged, and brings everything back."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.site_process import (
    ROOT,
    environment,
    free_port,
    is_running,
    manage,
    manage_each,
    running,
    wait_until,
)
from tests.small_archive import ask, found, made_archive, passages, rows, write_reviews

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def backup(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "whole.zip"
    done = manage(archive, "backup", str(file))
    assert (done.returncode, "综述 10，原始文件 10" in done.stdout) == (0, True), done
    return file


def restored(file: Path, folder: Path, *more: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    folder.mkdir(exist_ok=True)
    return manage(folder, "restore", str(file), *more, **environment)


def test_a_restored_archive_is_the_archive_row_for_row_and_search_for_search(
    archive: Path, backup: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = restored(backup, data, PUBLIC_READING="no")
    assert (done.returncode, "综述 10，原始文件 10" in done.stdout) == (0, True), done
    assert "PUBLIC_READING 那时是“yes”，现在是“no”" in done.stdout
    assert rows(data) == rows(archive)
    for name in ("secret_key", "dictionary.txt"):
        assert (data / name).read_text(encoding="utf-8").strip() == (archive / name).read_text(
            encoding="utf-8"
        ).strip()
    asked = passages(archive)
    assert found(data, asked) == found(archive, asked)
    assert manage(data, "check_index").returncode == 0


def test_a_backup_is_of_one_moment_whatever_is_written_meanwhile(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    reviews = write_reviews(tmp_path / "reviews", range(1950, 2000))
    importing = subprocess.Popen(
        [sys.executable, "manage.py", "import_reviews", str(reviews), "--publish-all"],
        cwd=ROOT,
        env=environment(data),
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    before = len(ask(data, "SELECT 1 FROM archive_article"))
    assert wait_until(lambda: len(ask(data, "SELECT 1 FROM archive_article")) > before)
    done = manage_each(data, *(("backup", str(tmp_path / f"{number}.zip")) for number in range(3)))
    assert importing.wait() == 0
    assert [one.returncode for one in done] == [0, 0, 0], done
    for number in range(3):
        target = tmp_path / f"restored-{number}"
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as packed:
            packed.extract("archive.sqlite3", target)
        # an article, its original and its first event are written together
        counts = [
            ask(target, f"SELECT count(*) FROM {what}")  # noqa: S608
            for what in (
                "archive_article",
                "archive_sourcedocument",
                "archive_articleevent WHERE what='imported'",
            )
        ]
        assert counts[0] == counts[1] == counts[2]


def test_nothing_that_is_there_is_overwritten_and_a_place_where_no_file_can_be_is_told(
    archive: Path, backup: Path, tmp_path: Path
) -> None:
    there, before = sha256(backup.read_bytes()).digest(), rows(archive)
    places = backup, tmp_path / "no" / "such" / "folder.zip", tmp_path
    done = manage_each(archive, *(("backup", str(place)) for place in places), ("restore", str(backup)))
    assert [one.returncode for one in done] == [1] * 4
    assert [one for one in done if "没有" not in one.stderr or "Traceback" in one.stderr] == []
    assert ("已经存在" in done[0].stderr, "--replace" in done[3].stderr) == (True, True)
    assert (sha256(backup.read_bytes()).digest(), rows(archive)) == (there, before)
    assert not (archive / "restoring").exists()


def test_a_backup_that_was_cut_off_is_none(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    commands = []
    for share in (0.0, 0.3, 0.999):
        cut = tmp_path / f"{share}.zip"
        cut.write_bytes(whole[: int(len(whole) * share)])
        commands += [("verify", str(cut)), ("restore", str(cut))]
    data = tmp_path / "data"
    data.mkdir()
    done = manage_each(data, *commands)
    assert [one.returncode for one in done] == [1] * 6
    assert [one for one in done if "截断" not in one.stderr or "Traceback" in one.stderr] == []
    assert not (data / "archive.sqlite3").exists()


def test_every_changed_byte_is_named_or_changes_nothing(backup: Path, tmp_path: Path) -> None:
    whole, chance = backup.read_bytes(), random.Random(4)
    with zipfile.ZipFile(backup) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
        inside = range(packed.getinfo("archive.sqlite3").header_offset + 200, len(whole) // 2)
    places = [chance.choice(inside) for _ in range(5)] + [chance.randrange(len(whole)) for _ in range(15)]
    places += [len(whole) - chance.randrange(400) - 1 for _ in range(10)]  # the list at the end of a zip
    for number, place in enumerate(places):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        (tmp_path / f"{number}.zip").write_bytes(changed)
    done = manage_each(tmp_path, *(("verify", str(tmp_path / f"{n}.zip")) for n in range(len(places))))
    assert [one for one in done if "Traceback" in one.stderr] == []
    assert [one.returncode for one in done[:5]] == [1] * 5
    assert [one for one in done[:5] if "archive.sqlite3" not in one.stderr] == []
    for number in [number for number, one in enumerate(done) if one.returncode == 0]:
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as packed:
            assert {name: packed.read(name) for name in parts} == parts


def test_what_is_no_backup_is_told_so(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("工作综述", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", "[]")
    with zipfile.ZipFile(tmp_path / "sneaking.zip", "w") as other:
        part = {"name": "../archive.sqlite3", "size": 0, "sha256": ""}
        values = {"format": "union-review-archive backup", "version": 1, "at": "2026-01-01T00:00:00+00:00"}
        values |= {"parts": [part], "counts": {}, "migrations": {}, "settings": {}, "unsound": []}
        other.writestr("manifest.json", json.dumps(values))
    names = ("text.zip", "other.zip", "sneaking.zip", "missing.zip")
    done = manage_each(archive, *(("verify", str(tmp_path / name)) for name in names))
    assert [one.returncode for one in done] == [1] * 4
    assert [one for one in done if "Traceback" in one.stderr] == []


def killed_when(reached: Callable[[], bool], folder: Path, *arguments: str) -> bool:
    """Whether it was in time: on a busy machine this process may look too late."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not reached() and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    return process.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def large(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose backup takes long enough to be killed in the midst of it."""
    data = tmp_path_factory.mktemp("large") / "data"
    shutil.copytree(archive, data)
    content = random.Random(1).randbytes(40_000_000)
    with closing(sqlite3.connect(data / "archive.sqlite3")) as opened, opened:
        opened.execute(
            "INSERT INTO archive_sourcedocument (name, sha256, content, size, media_type, raw_text, text_key, "
            "uploaded_at) VALUES ('large', ?, ?, ?, '', '', '', '2026-01-01 00:00:00')",
            [sha256(content).hexdigest(), content, len(content)],
        )
    return data


def test_a_backup_into_a_folder_that_is_not_there_says_so_and_makes_none(
    archive: Path, tmp_path: Path
) -> None:
    done = manage(archive, "backup", str(tmp_path / "disk" / "one.zip"))
    assert (done.returncode, f"没有 {tmp_path / 'disk'} 这个目录" in done.stderr) == (1, True)
    assert not (tmp_path / "disk").exists()


def test_a_backup_names_the_folder_that_it_is_of(archive: Path, tmp_path: Path) -> None:
    done = manage(archive, "backup", str(tmp_path / "one.zip"))
    assert f"备份的是数据目录 {archive}" in done.stdout


@pytest.mark.parametrize(
    "command", [("backup", "one.zip"), ("export_archive", "open.zip"), ("check_archive",)]
)
def test_where_no_archive_is_the_folder_is_named_and_not_the_disk_blamed(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """As where a command is typed without the ARCHIVE_DATA that the site was started with."""
    elsewhere = tmp_path / "var"
    elsewhere.mkdir()
    done = manage(elsewhere, command[0], *(str(tmp_path / name) for name in command[1:]))
    assert done.returncode == 1
    assert f"数据目录 {elsewhere} 里没有档案库" in done.stderr
    assert "ARCHIVE_DATA" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_killed_backup_leaves_no_file_of_its_name_and_the_next_one_tidies_up(
    large: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "one.zip"
    while not killed_when(lambda: any(folder.glob(".*/packed")), large, "backup", str(file)):
        file.unlink()
    assert (file.exists(), len(list(folder.iterdir()))) == (False, 1)
    assert manage(large, "backup", str(file)).returncode == 0
    assert list(folder.iterdir()) == [file]


def test_a_killed_restore_says_so_until_it_is_done_again(large: Path, tmp_path: Path) -> None:
    file, data = tmp_path / "large.zip", tmp_path / "data"
    assert manage(large, "backup", str(file)).returncode == 0
    data.mkdir()
    begun = (data / "restoring" / "archive.sqlite3").exists
    while not killed_when(begun, data, "restore", str(file)) or not begun():
        shutil.rmtree(data)
        data.mkdir()
    to_work_on = ("loaddemo",), ("serve", "--no-demo"), ("index_worker", "--once")
    to_ask = (
        ("check_index",),
        ("check_archive",),
        ("backup", str(tmp_path / "of_nothing.zip")),
        ("purge_trash",),
    )
    for done in manage_each(data, *to_work_on, *to_ask, PORT=str(free_port())):
        assert (done.returncode, "没有做完的恢复" in done.stderr) == (1, True), done
    assert not (data / "archive.sqlite3").exists()
    assert restored(file, data).returncode == 0
    assert rows(data) == rows(large)
    assert not (data / "restoring").exists()


def test_what_a_restore_killed_between_two_renames_had_put_aside_is_kept(
    archive: Path, backup: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    aside = data / "restoring" / "replaced"
    aside.mkdir(parents=True)
    (data / "secret_key").rename(aside / "secret_key")
    done = restored(backup, data)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for folder in data.glob("replaced-*") for path in folder.iterdir()) == [
        *("archive.sqlite3", "dictionary.txt", "secret_key")
    ]
    assert rows(data) == rows(archive)


def test_beside_a_running_site_a_backup_is_made_and_nothing_is_restored(
    archive: Path, backup: Path, tmp_path: Path
) -> None:
    """After the site was killed its log would undo what is laid beside it (SQLite's -wal)."""
    data, later = tmp_path / "data", tmp_path / "later.zip"
    shutil.copytree(archive, data)
    with running(data, tmp_path / "log", own={"BACKUP_KEEP": "0"}) as site:
        reviews = write_reviews(tmp_path / "reviews", range(2001, 2003))
        done = manage_each(
            data,
            ("import_reviews", str(reviews), "--publish-all"),
            ("backup", str(later)),
            ("restore", str(backup), "--replace"),
        )
        assert [one.returncode for one in done] == [0, 0, 1], done
        assert "正在使用" in done[2].stderr
        parts = site.children()
        site.process.kill()
        assert wait_until(lambda: not any(map(is_running, parts)))
    assert (data / "archive.sqlite3-wal").stat().st_size
    done_after = restored(backup, data, "--replace")
    assert (done_after.returncode, "移到了" in done_after.stdout) == (0, True), done_after
    assert rows(data) == rows(archive)
    assert restored(later, data, "--replace").returncode == 0
    assert ask(data, "SELECT count(*) FROM archive_article") == [(12,)]
    assert len(list(data.glob("replaced-*"))) == 2


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_one_of_a_newer_is_refused(
    archive: Path, tmp_path: Path
) -> None:
    data, older, newer = tmp_path / "data", tmp_path / "older.zip", tmp_path / "newer.zip"
    shutil.copytree(archive, data)
    done = manage_each(data, ("migrate", "archive", "0015", "-v0"), ("backup", str(older)))
    assert [one.returncode for one in done] == [0, 0], done
    with closing(sqlite3.connect(data / "archive.sqlite3")) as opened, opened:
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('archive', '9000_later', '2030-01-01')"
        )
    assert manage(data, "backup", str(newer)).returncode == 0
    told = restored(older, tmp_path / "new")
    assert (told.returncode, "archive.0016" in told.stdout) == (0, True), told
    assert manage(tmp_path / "new", "check_archive").returncode == 0
    told = restored(newer, tmp_path / "none")
    assert (told.returncode, "更新的版本" in told.stderr) == (1, True), told


def test_a_damaged_archive_is_backed_up_with_a_word_of_what_is_wrong(archive: Path, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "damaged.zip"
    shutil.copytree(archive, data)
    with closing(sqlite3.connect(data / "archive.sqlite3")) as opened, opened:
        opened.execute("UPDATE archive_sourcedocument SET content=x'00' WHERE id=4")
    done = manage_each(data, ("backup", str(file)), ("verify", str(file)))
    assert [one.returncode for one in done] == [1, 0]
    assert "内容与入库时不符 1 个" in done[0].stderr
    assert "本身就有损坏" in done[1].stdout
