"""A backup is made every night; the newest few are kept; the desk tells how old the last one is."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from archive.backups import nightly
from archive.backups.reading import verified
from archive.models import SourceDocument
from archive.storage import state_files
from search.management.commands.index_worker import Worker
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(state_folder: Path, tmp_path: Path, settings: Settings) -> Path:
    (state_folder / nightly.FILE).unlink(missing_ok=True)
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = tmp_path, 2
    return tmp_path


def desk(client: Client) -> str:
    return client.get("/admin/").content.decode()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_one_and_the_desk_tells_its_age(folder: Path, admin_client: Client) -> None:
    assert "还没有备份" in desk(admin_client)
    Worker().turn()
    (made,) = names(folder)
    assert verified(folder / made).counts["articles"] == 0
    Worker().turn()
    assert names(folder) == [made]
    page = desk(admin_client)
    assert ("最近的备份是" in page, made in page, "有问题" in page) == (True, True, False)


@pytest.mark.django_db(transaction=True)
def test_the_newest_are_kept_and_files_of_others_are_left_alone(folder: Path) -> None:
    others = ["nightly-notes.zip", "2026.zip"]
    for name in (*others, "nightly-20260101-020000.zip", "nightly-20260102-020000.zip"):
        (folder / name).write_bytes(b"")
    made = nightly.back_up().file
    assert names(folder) == sorted([*others, "nightly-20260102-020000.zip", Path(made or "").name])


def test_a_disk_that_is_not_there_is_told_and_tried_again_after_an_hour(
    folder: Path, settings: Settings, admin_client: Client
) -> None:
    first = nightly.back_up()
    settings.BACKUP_FOLDER = folder / "not mounted"
    night, now = nightly.back_up(), timezone.now()
    assert not settings.BACKUP_FOLDER.exists()
    assert (night.failed, night.file, night.made_at) == (True, first.file, first.made_at)
    assert "磁盘没有挂上" in desk(admin_client)
    assert [nightly.is_wanted(now + timedelta(minutes=minutes)) for minutes in (1, 61)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_what_is_damaged_takes_no_place_of_what_was_whole(folder: Path) -> None:
    document = factories.source(b"one")
    SourceDocument.objects.filter(pk=document.pk).update(content=b"two")
    whole = [f"nightly-2026010{day}-020000.zip" for day in (1, 2, 3)]
    for name in (*whole, "nightly-20260104-020000-damaged.zip"):
        (folder / name).write_bytes(b"")
    night = nightly.back_up()
    assert names(folder) == sorted([*whole, Path(night.file or "").name])
    assert "不符 1 个" in (night.problem or "")
    assert (night.failed, nightly.is_wanted(timezone.now())) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_without_backups_the_desk_says_that_there_are_none(
    folder: Path, settings: Settings, admin_client: Client
) -> None:
    settings.BACKUP_KEEP = 0
    Worker().turn()
    assert names(folder) == []
    assert "每夜备份没有打开" in desk(admin_client)


@pytest.mark.parametrize(("days", "told"), [(1, False), (4, True)])
def test_an_old_backup_is_shown_open(folder: Path, admin_client: Client, days: int, told: bool) -> None:
    made = (timezone.now() - timedelta(days=days)).isoformat()
    state_files.write(nightly.FILE, {"at": made, "made_at": made, "file": "one.zip", "size": 1})
    assert ("<details open>\n  <summary>备份" in desk(admin_client)) is told


@pytest.mark.parametrize("left", ['{"at": 1}', '{"at": "2026-01-01T00:00:00+00:00", "made_at": "x"}', "["])
def test_a_note_that_cannot_be_read_is_none(
    folder: Path, state_folder: Path, admin_client: Client, left: str
) -> None:
    (state_folder / nightly.FILE).write_text(left, encoding="utf-8")
    assert "还没有备份" in desk(admin_client)
    assert nightly.is_wanted(timezone.now())
