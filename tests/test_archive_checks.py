"""What the system checks say of a set-up."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from pytest_django import Settings

from archive import checks
from archive.storage.data_folder import secret_key


def ids(*, deploy: bool = False) -> set[str]:
    return {message.id or "" for message in run_checks(include_deployment_checks=deploy)}


def test_a_fresh_set_up_has_nothing_to_mend() -> None:
    assert {found for found in ids() if found.startswith("archive.")} == set()


def test_default_settings_are_explained_as_unsafe_for_a_public_server() -> None:
    assert {"archive.W101", "archive.W103"} <= ids(deploy=True)


def test_encryption_and_named_hosts_satisfy_the_checks(settings: Settings) -> None:
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["zonghe.example.org"]
    assert not {"archive.W101", "archive.W102", "archive.W103"} & ids(deploy=True)


def test_any_host_is_unsafe(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert "archive.W102" in ids(deploy=True)


def test_debugging_is_unsafe(settings: Settings) -> None:
    settings.DEBUG = True
    assert "archive.W105" in ids(deploy=True)


def test_a_data_folder_that_cannot_be_written_is_an_error(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings.ARCHIVE_DATA = tmp_path / "file" / "below"
    assert "archive.E001" in ids()


def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/a / ext4 rw 0 0\nserver:/x /srv/union\\040data nfs4 rw 0 0\n", encoding="utf-8")
    assert checks.file_system_of(Path("/srv/union data/var"), mounts) == "nfs4"
    assert checks.file_system_of(Path("/srv/other"), mounts) == "ext4"


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "state")
    assert len(first) >= 50
    assert secret_key(tmp_path / "state") == first
    assert (tmp_path / "state" / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_secret_key_that_others_can_read_is_told(settings: Settings, tmp_path: Path, mode: int) -> None:
    settings.ARCHIVE_DATA = tmp_path
    secret_key(tmp_path)
    (tmp_path / "secret_key").chmod(mode)
    assert "archive.W104" in ids(deploy=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"HTTPS": True, "TRUSTED_PROXIES": []}, "archive.W106"),
        ({"TRUSTED_PROXIES": [ip_network("0.0.0.0/0")]}, "archive.W107"),
        ({"HTTPS": True, "HOST": "::", "TRUSTED_PROXIES": [ip_network("127.0.0.1")]}, "archive.W108"),
        ({"FORCE_SCRIPT_NAME": "/zs", "TRUSTED_PROXIES": []}, "archive.W109"),
    ],
)
def test_a_server_in_front_that_is_not_known_is_told(
    settings: Settings, changes: dict[str, object], code: str
) -> None:
    assert code not in ids(deploy=True)
    for name, value in changes.items():
        setattr(settings, name, value)
    assert code in ids(deploy=True)


# A search cluster


@pytest.fixture
def in_a_cluster(monkeypatch: pytest.MonkeyPatch) -> dict[str, int | str | None]:
    options = {"SEARCH": "opensearch", "URL": "https://a:b@one.example.cn:9200,https://two.example.cn:9200"}
    chosen = settings.HAYSTACK_CONNECTIONS["default"] | options | {"REPLICAS": 1}
    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS, "default", chosen)
    return chosen


CLUSTER_WARNINGS = {"archive.W112", "archive.W113", "archive.W114", "archive.W115"}


def test_a_cluster_that_is_set_up_well_has_nothing_to_mend(in_a_cluster: dict[str, int | str | None]) -> None:
    assert not CLUSTER_WARNINGS & ids(deploy=True)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("URL", "http://a:b@one.example.cn:9200,https://two.example.cn:9200", {"archive.W112"}),
        ("URL", "https://a:b@one.example.cn:9200", {"archive.W114"}),
        ("URL", "https://one.example.cn:9200,https://two.example.cn:9200", {"archive.W115"}),
        ("URL", "http://127.0.0.1:9200", set()),
        ("REPLICAS", 0, {"archive.W113"}),
    ],
)
def test_what_is_unwise_about_a_cluster_is_told(
    in_a_cluster: dict[str, int | str | None], option: str, value: int | str, told: set[str]
) -> None:
    in_a_cluster[option] = value
    assert CLUSTER_WARNINGS & ids(deploy=True) == told


def test_without_a_cluster_none_is_spoken_of() -> None:
    assert not CLUSTER_WARNINGS & ids(deploy=True)
