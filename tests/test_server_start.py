"""A start that can't succeed says why, in one sentence, and changes nothing."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import settings as settings_module
from archive.server import ports
from archive.storage.data_folder import secret_key
from tests.roles import routes
from tests.site_process import ROOT, environment, manage, manage_each

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("PORT", "99999", "65535"),
        ("HOST", "nosuchhost.invalid", "找不到这个主机名"),
        ("TIME_ZONE", "Asia/Beijing", "Asia/Beijing"),
        ("ARCHIVE_DATA", "/proc/nowhere/data", "/proc/nowhere/data"),
    ],
)
def test_a_start_that_can_t_succeed_says_why_in_one_sentence(
    tmp_path: Path, setting: str, value: str, reason: str
) -> None:
    done = manage(tmp_path, "serve", **{setting: value})
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda name: settings_module.port(name, 1), "http"),
        (lambda name: settings_module.port(name, 1), "0"),
        (lambda name: settings_module.time_zone(name, "UTC"), "../etc"),
        (lambda name: settings_module.networks(name, []), "nginx"),
        (settings_module.origins, "zs.example.cn"),
        (settings_module.origins, "ftp://zs.example.cn"),
        (settings_module.origins, "https://["),
        (settings_module.origins, "https://zs.example.cn:99999"),
        (settings_module.origins, "https://zs.example.cn/路径"),
        (settings_module.origins, "https://管理员@zs.example.cn"),
        (settings_module.origins, "https://"),
        (lambda name: settings_module.hosts(name, []), "http://zs.example.cn"),
        (lambda name: settings_module.hosts(name, []), "zs.example.cn:8000"),
        (lambda name: settings_module.hosts(name, []), "zs.example.cn，10.0.0.5"),
        (lambda name: settings_module.hosts(name, []), "zs..cn"),
        (lambda name: settings_module.hosts(name, []), "*.example.cn"),
        (lambda name: settings_module.listening(name, ""), "http://127.0.0.1"),
        (lambda name: settings_module.listening(name, ""), "127.0.0.1:8000"),
        (lambda name: settings_module.listening(name, ""), "本 机"),
        (lambda name: settings_module.listening(name, ""), "a" * 300),
        (settings_module.path_prefix, "/a b"),
        (settings_module.nodes, "search.example.cn:9200"),
        (settings_module.nodes, "https://search1.example.cn:9200,https://"),
        (settings_module.nodes, "https://search.example.cn:port"),
        (lambda name: settings_module.index_name(name, "reviews"), "Reviews.2"),
        (lambda name: settings_module.search_engine(name, "whoosh"), "solr"),
        (settings_module.certificates, "/nowhere/authority.pem"),
        (settings_module.certificates, __file__),
        (settings_module.path_prefix, "/zs?x"),
        (settings_module.token, "too-short"),
        (settings_module.token, "with blanks in the middle of it"),
        *(
            (lambda name: settings_module.first_part(name, "admin"), value)
            for value in ("a/b", "Desk", "search", "-")
        ),
    ],
)
def test_a_setting_that_makes_no_sense_names_itself(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], value: str
) -> None:
    monkeypatch.setenv("SOME_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_SETTING"):
        read("SOME_SETTING")


def test_editors_addresses_may_not_begin_like_a_page_of_the_site() -> None:
    begun = {route.split("/")[0] for route in routes() if "/" in route} - {"admin", ""}
    whole = {"health", "metrics", "ready", "unapi", "static"}
    assert begun | whole <= settings_module.TAKEN_PARTS


def test_a_wrong_address_of_a_cluster_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SETTING", "https://one.example.cn:9200, ftp://archive:geheim@two.example.cn")
    with pytest.raises(ImproperlyConfigured, match=r"the 2\. of them") as raised:
        settings_module.nodes("SOME_SETTING")
    assert "geheim" not in str(raised.value)
    assert "geheim" not in repr(raised.value.__cause__)


def test_addresses_of_a_cluster_are_kept_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SETTING", "https://archive:p%40ss@one.example.cn:9200/, http://10.0.0.5:9200")
    assert settings_module.nodes("SOME_SETTING") == (
        "https://archive:p%40ss@one.example.cn:9200,http://10.0.0.5:9200"
    )


def test_a_search_cluster_without_what_talks_to_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCH", "opensearch")
    monkeypatch.setattr(settings_module, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="make cluster"):
        settings_module.search_engine("SEARCH", "whoosh")


def test_names_of_hosts_are_read_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMES", "ZS.example.cn, 工会.cn,.example.cn,::1,[::1],10.0.0.5,*")
    read = ["zs.example.cn", "xn--6oq837a.cn", ".example.cn", "[::1]", "[::1]", "10.0.0.5", "*"]
    assert settings_module.hosts("NAMES", []) == read
    monkeypatch.setenv("ORIGINS", "https://ZS.example.cn:8443/, https://*.example.cn, http://[::1]:80")
    read = ["https://zs.example.cn:8443", "https://*.example.cn", "http://[::1]:80"]
    assert settings_module.origins("ORIGINS") == read


@pytest.mark.parametrize(("value", "read"), [("[::1]", "::1"), (" ", "127.0.0.1"), ("0.0.0.0", "0.0.0.0")])  # noqa: S104
def test_the_address_to_listen_at_may_be_written_as_in_a_browser(
    monkeypatch: pytest.MonkeyPatch, value: str, read: str
) -> None:
    monkeypatch.setenv("SOME_HOST", value)
    assert settings_module.listening("SOME_HOST", "127.0.0.1") == read


@pytest.mark.parametrize("name", ["secret_key", "archive.sqlite3"])
def test_a_folder_where_a_file_of_the_site_belongs_is_said_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    done = manage(tmp_path, "serve", "--no-demo")
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_links_that_lead_to_each_other_are_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    done = manage(tmp_path / "one", "check")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "ARCHIVE_DATA" in done.stderr


def test_a_host_of_another_machine_is_told_as_such() -> None:
    assert "不是本机的地址" in (ports.obstacle("203.0.113.77", 8000) or "")


def test_a_folder_that_has_lost_its_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("x" * 60, encoding="ascii")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("", encoding="ascii")
    commands = ("serve",), ("loaddemo",), ("import_reviews", str(Path(__file__).parent / "factories.py"))
    for done in manage_each(tmp_path, *commands):
        assert done.returncode == 1
        assert "不是第一次启动" in done.stderr
    assert not (tmp_path / "archive.sqlite3").exists() or not (tmp_path / "archive.sqlite3").stat().st_size


def test_a_command_in_the_wrong_folder_says_where_it_looked_and_takes_nothing_out(tmp_path: Path) -> None:
    out = str(tmp_path / "out.zip")
    commands = (
        ("backup", out),
        ("export_archive", out),
        ("export_figures",),
        ("check_archive",),
        ("check_index",),
        ("cite", "1"),
        ("purge_trash",),
        ("load_regions",),
        ("rebuild_index", "--noinput"),
        ("update_index",),
        ("clear_index", "--noinput"),
        ("index_worker", "--once"),
        ("import_worker", "--once"),
        ("changepassword", "admin"),
        ("axes_reset_username", "admin"),
        ("axes_reset",),
    )
    (tmp_path / "empty").mkdir()
    for done in manage_each(tmp_path / "empty", *commands):
        assert (done.returncode, f"{tmp_path / 'empty'} 里没有档案库" in done.stderr) == (1, True), done
        assert "ARCHIVE_DATA" in done.stderr
    assert not (tmp_path / "out.zip").exists()
    assert not (tmp_path / "empty" / "archive.sqlite3").exists()
    assert not (tmp_path / "empty" / "index").exists()


def test_who_signs_in_to_one_of_two_archives_of_a_host_is_not_signed_out_of_the_other(tmp_path: Path) -> None:
    asking = (
        "from django.conf import settings; print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)"
    )
    names = []
    for folder in ("one", "other", "one"):
        (tmp_path / folder).mkdir(exist_ok=True)
        secret_key(tmp_path / folder)
        names.append(manage(tmp_path / folder, "shell", "-v0", "-c", asking).stdout.split())
    assert names[0] == names[2]
    assert len({*names[0], *names[1]}) == 4


def test_two_archives_of_one_address_or_of_containers_have_cookies_of_their_own(tmp_path: Path) -> None:
    """In containers every archive lies at one path, and every database is called archive."""
    asking = "from archive import settings; print(settings.SESSION_COOKIE_NAME)"
    for there in (
        {"ARCHIVE_DATA": str(tmp_path)},
        {"ARCHIVE_DATA": str(tmp_path), "DATABASE_URL": "postgresql://a:b@database:5432/archive"},
    ):
        names = {
            subprocess.run(
                [sys.executable, "-c", asking],
                cwd=ROOT,
                env=environment(tmp_path, **there, SECRET_KEY=key * 30),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for key in "甲乙"
        }
        assert len(names) == 2


def test_who_is_signed_in_stays_so_where_the_archive_can_only_be_read() -> None:
    """The database is opened by another name then, and whoever had to sign in anew could not be kept."""
    asking = "from archive import settings; print(settings.SESSION_COOKIE_NAME, settings.DATABASES['default']['NAME'])"
    reading = "from archive.storage import data_folder; data_folder._can_be_written = lambda path: False; "
    with TemporaryDirectory() as folder:
        assert manage(Path(folder), "migrate", "-v0").returncode == 0
        secret_key(Path(folder))
        (name, file), (name_to_read, file_to_read) = (
            subprocess.run(
                [sys.executable, "-c", way + asking],
                cwd=ROOT,
                env=environment(Path(folder)),
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            for way in ("", reading)
        )
    assert file != file_to_read
    assert name == name_to_read


def test_a_damaged_database_is_said_at_the_start_with_the_way_out(tmp_path: Path) -> None:
    made = manage_each(tmp_path, ("migrate", "-v0"), ("load_regions",))
    assert [done.returncode for done in made] == [0, 0], made
    database = tmp_path / "archive.sqlite3"
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(database.read_bytes())
    for page in range(len(data) // 4096 // 3, len(data) // 4096 // 3 + 40):
        data[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    database.write_bytes(data)
    done = manage(tmp_path, "serve")
    assert done.returncode == 1
    assert "损坏" in done.stderr
    assert "备份" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_is_not_made_to_look_used_by_looking_at_it(tmp_path: Path) -> None:
    assert manage(tmp_path, "check").returncode == 0
    assert not (tmp_path / "secret_key").exists()
