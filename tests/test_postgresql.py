"""The archive on PostgreSQL: by one setting, moved there by one command, backed up and restored as before."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import settings
from tests import postgresql
from tests.site_process import manage, manage_each, running, wait_until
from tests.small_archive import found, made_archive, passages, rows, write_reviews

pytestmark = pytest.mark.slow
RESULTS = ("search_reviews", "总工会", "--ids", "--format", "jsonl")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    lacking = postgresql.missing()
    if lacking:
        pytest.skip(lacking)
    with postgresql.server() as own:
        yield own.address


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_archive(tmp_path_factory.mktemp("archive"))


def test_an_archive_is_moved_there_whole_and_comes_back_row_for_row(
    server: str, archive: Path, tmp_path: Path
) -> None:
    data, file, back = tmp_path / "data", tmp_path / "backup.zip", tmp_path / "back"
    shutil.copytree(archive, data)
    shared = {"DATABASE_URL": postgresql.make_database(server, "moved")}
    early = manage(data, "loaddemo", **shared)
    moved, again, *later = manage_each(
        data,
        ("move_to_postgresql",),
        ("move_to_postgresql",),
        ("check_index",),
        ("check_archive",),
        ("backup", str(file)),
        **shared,
    )
    assert (early.returncode, "move_to_postgresql" in early.stderr) == (1, True), early
    assert (moved.returncode, "逐行相同" in moved.stdout, "索引与数据库一致" in moved.stdout) == (
        0,
        True,
        True,
    ), moved
    assert (again.returncode, "没有 SQLite 的数据库" in again.stderr) == (1, True)
    assert [one.returncode for one in later] == [0, 0, 0], later
    forgotten = manage(data, "loaddemo")
    assert (forgotten.returncode, "没有数据库" in forgotten.stderr) == (1, True), forgotten
    queries = passages(archive)
    assert found(data, queries, **shared) == found(archive, queries)
    back.mkdir()
    assert manage(back, "restore", str(file)).returncode == 0
    assert rows(back) == rows(archive)


def test_a_backup_is_restored_into_an_empty_database_and_no_other(
    server: str, archive: Path, tmp_path: Path
) -> None:
    file, data, other = tmp_path / "backup.zip", tmp_path / "data", tmp_path / "other"
    assert manage(archive, "backup", str(file)).returncode == 0
    data.mkdir()
    other.mkdir()
    shared = {"DATABASE_URL": postgresql.make_database(server, "restored")}
    reviews = write_reviews(tmp_path / "reviews", range(2001, 2003))
    first, *later = manage_each(
        data,
        ("restore", str(file)),
        ("check_index",),
        ("check_archive",),
        ("import_reviews", str(reviews), "--publish-all"),
        RESULTS,
        **shared,
    )
    assert (first.returncode, "综述 10" in first.stdout) == (0, True), first
    assert [one.returncode for one in later] == [0] * 4, later
    assert {11, 12} <= set(json.loads(later[-1].stdout.splitlines()[0])["ids"])
    refused = manage(other, "restore", str(file), **shared)
    assert (refused.returncode, "已有综述" in refused.stderr) == (1, True), refused
    assert sorted(path.name for path in other.iterdir()) == ["in_use.lock"]


def test_a_site_on_postgresql_answers_and_no_address_with_a_nul_brings_it_down(
    server: str, tmp_path: Path
) -> None:
    shared = {"DATABASE_URL": postgresql.make_database(server, "site"), "BACKUP_KEEP": "0"}
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "nul.txt").write_text(
        "青禾区总工会2019年工作综述\n\n" + "这一年，工会办了许多实事，职工都说好。" * 20 + "\0\n",
        encoding="utf-8",
    )
    done = manage(data, "import_reviews", str(tmp_path / "nul.txt"), "--publish-all", **shared)
    assert done.returncode == 0, done
    addresses = {
        "/": 200,
        "/articles/1/": 200,
        "/search/?q=%E5%AE%9E%E4%BA%8B": 200,
        "/search/?q=a%00b&region=%00&from=%00": 200,
        "/regions/%00/": 404,
        "/regions/990102/%00/": 404,
        "/coverage/?region=%00": 404,
        "/articles/1/cite/?at=%00": 200,
        "/unapi?id=%00&format=%00": 404,
        "/%00": 404,
    }
    with running(data, tmp_path / "log", own=shared) as site:
        assert {address: site.get(address)[0] for address in addresses} == addresses, site.said()
        assert manage(data, "restore", "x.zip", **shared).returncode == 1


def test_while_the_server_is_away_pages_say_so_and_when_it_is_back_they_are_there_again(
    tmp_path: Path,
) -> None:
    lacking = postgresql.missing()
    if lacking:
        pytest.skip(lacking)
    data = tmp_path / "data"
    data.mkdir()
    with postgresql.server() as own:
        shared = {"DATABASE_URL": postgresql.make_database(own.address, "site"), "BACKUP_KEEP": "0"}
        asking = ("/", "/search/?q=%E5%AE%9E%E4%BA%8B", "/coverage/", "/years/", "/ready")
        with running(data, tmp_path / "log", own=shared) as site:
            assert {address: site.get(address)[0] for address in asking} == dict.fromkeys(asking, 200)
            own.stop()
            assert {address: site.get(address)[0] for address in asking} == dict.fromkeys(asking, 503)
            _, answer, body = site.get("/")
            assert answer.headers["Retry-After"] == "60"
            assert "数据库服务现在连不上" in body.decode()
            assert "<h1>暂时打不开</h1>" in body.decode()
            assert site.get("/about/")[0] == 200
            done = manage(tmp_path / "other", "serve", **shared)
            assert (done.returncode, "启动 PostgreSQL" in done.stderr) == (1, True), done
            assert len(done.stderr.strip().splitlines()) == 1, done
            own.start()
            assert wait_until(lambda: site.get("/ready")[0] == 200)
            assert {address: site.get(address)[0] for address in asking} == dict.fromkeys(asking, 200)


def test_a_server_that_can_only_be_read_from_stops_the_start_with_the_reason(
    server: str, tmp_path: Path
) -> None:
    address = postgresql.make_database(server, "standby")
    (tmp_path / "data").mkdir()
    assert manage(tmp_path / "data", "loaddemo", DATABASE_URL=address).returncode == 0
    done = manage(
        tmp_path / "data", "serve", DATABASE_URL=address, PGOPTIONS="-c default_transaction_read_only=on"
    )
    assert (done.returncode, "只供读取" in done.stderr) == (1, True), done
    assert str(tmp_path) not in done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "mysql://user:secret@host/archive",
        "postgresql://user:secret@host",
        "postgresql://user:secret@host:port/archive",
        "postgresql://user:secret@host/archive?colour=red",
        "postgresql://user:secret@host/a/b",
        "secret",
    ],
)
def test_an_address_that_makes_no_sense_stops_the_start_with_the_reason_and_without_the_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.postgresql("DATABASE_URL")
    assert "DATABASE_URL takes an address such as postgresql://" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_psycopg_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///archive?host=/run/postgresql")
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        settings.postgresql("DATABASE_URL")
