"""Small files of state are a convenience: a full disk stops no work, and a damaged one is none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from archive.storage import state_files
from archive.storage.data_folder import has_lost_its_database, kept_key, secret_key
from search import analysis, heartbeat, selfcheck
from search.heartbeat import Heartbeat, beat, last_heartbeat
from search.selfcheck import check, keep, last_report

DAMAGED = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b'"x"',
    b"\xff\xfe",
    b"\0" * 90,
    b'{"at": "yesterday"}',
    b'{"at": 5}',
    b'{"at": "2026-11-27T02:00:00"}',
]


def test_what_was_written_is_read_with_its_time(state_folder: Path) -> None:
    state_files.write("note.json", {"count": 3})
    noted = state_files.read("note.json")
    assert noted is not None
    assert noted["count"] == 3
    assert datetime.now(UTC) - datetime.fromisoformat(noted["at"]) < timedelta(hours=1)


def test_a_file_that_can_t_be_written_stops_nobody(
    state_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (state_folder / "blocked.json").mkdir(exist_ok=True)
    state_files.write("blocked.json", {})
    assert "blocked.json can't be written" in caplog.text
    assert state_files.read("blocked.json") is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", [heartbeat.FILE, selfcheck.FILE])
@pytest.mark.parametrize("content", DAMAGED)
def test_the_first_page_of_the_admin_stands_beside_a_damaged_state_file(
    admin_client: Client, state_folder: Path, name: str, content: bytes
) -> None:
    (state_folder / name).write_bytes(content)
    assert admin_client.get("/admin/").status_code == 200
    assert (last_heartbeat() if name == heartbeat.FILE else last_report()) is None
    (state_folder / name).unlink()


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["yesterday", 5, "2026-11-27T02:00:00", None])
def test_a_whole_report_with_a_senseless_time_is_no_report(state_folder: Path, at: object) -> None:
    keep(check(thorough=False))
    beat(process=1, pending=0, problem=None)
    for name in (selfcheck.FILE, heartbeat.FILE):
        path = state_folder / name
        path.write_text(json.dumps({**json.loads(path.read_text()), "at": at}))
    assert (last_report(), last_heartbeat()) == (None, None)


def test_a_heartbeat_from_the_future_is_no_sign_of_life() -> None:
    def at(seconds: float) -> Heartbeat:
        return Heartbeat((datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(), 1, 0, None)

    assert at(-20).is_recent
    assert not at(3600).is_recent
    assert at(3600).is_from_the_future
    assert not at(86400 * 400).is_recent


@pytest.mark.django_db
def test_the_admin_says_that_the_time_of_the_worker_is_in_the_future(
    admin_client: Client, state_folder: Path
) -> None:
    beat(process=1, pending=0, problem=None)
    path = state_folder / heartbeat.FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "at": "2999-01-01T00:00:00+00:00"}))
    page = admin_client.get("/admin/").content.decode()
    assert "在将来" in page
    assert "索引进程运行正常" not in page


# The secret key


@pytest.mark.parametrize("content", [b"", b"\n", b"short", b"\xff\xfe\n", "密钥".encode()])
def test_a_file_that_holds_no_key_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(content)
    assert kept_key(tmp_path) is None
    made = secret_key(tmp_path)
    assert len(made) >= 50
    assert kept_key(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


# The editors' dictionary


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_dictionary_is_read_in_the_encoding_of_any_editor(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "dictionary.txt").write_bytes("云川匠心工程  # 本地\n".encode(encoding))
    assert "云川匠心工程" in analysis.dictionary_terms(tmp_path)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"\0" * 64, b""])
def test_a_dictionary_that_is_no_text_is_left_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dictionary.txt").write_bytes(content)
    assert analysis.dictionary_terms(tmp_path) == analysis.dictionary_terms(None)


# A folder that has lost its database


def test_a_folder_with_a_key_or_an_index_and_no_database_is_no_new_one(tmp_path: Path) -> None:
    assert not has_lost_its_database(tmp_path)
    secret_key(tmp_path)
    assert has_lost_its_database(tmp_path)
    (tmp_path / "archive.sqlite3").touch()
    assert has_lost_its_database(tmp_path), "an empty file is no database"
    (tmp_path / "archive.sqlite3").write_bytes(b"SQLite format 3\0")
    assert not has_lost_its_database(tmp_path)


def test_an_index_alone_tells_of_a_lost_database(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    assert not has_lost_its_database(tmp_path)
    (tmp_path / "index" / "CURRENT").touch()
    assert has_lost_its_database(tmp_path)
