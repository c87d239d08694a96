"""What those are told who send readers here: whether the process lives, and whether its searches can be relied on."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search import outbox, readiness
from tests.search_engines import engine_of_the_tests
from tests.site_process import manage

pytestmark = pytest.mark.django_db


def test_a_site_with_a_whole_index_is_ready_and_no_cache_keeps_that(client: Client) -> None:
    outbox.rebuild(lock_seconds=10)
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "because": None})
    assert "no-store" in answer["Cache-Control"]


def test_without_an_index_it_is_not_but_lives(client: Client) -> None:
    outbox.rebuild(lock_seconds=10)
    (engine_of_the_tests()._home.path / "CURRENT").unlink()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["because"]) == (503, "index")
    assert client.get("/health").json() == {"alive": True}


def test_without_its_database_it_is_not_but_lives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.rebuild(lock_seconds=10)

    def gone() -> None:
        raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(readiness, "mismatch", gone)
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["because"]) == (503, "database")


def test_who_stands_in_front_asks_without_encryption_and_without_signing_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_READING", False)
    monkeypatch.setattr(settings, "SECURE_SSL_REDIRECT", True)
    outbox.rebuild(lock_seconds=10)
    assert [client.get(address).status_code for address in ("/health", "/ready")] == [200, 200]
    assert client.get("/").status_code in {301, 302}


@pytest.mark.parametrize("prefix", ["", "/zs", "/in/zs"])
def test_they_ask_without_encryption_also_where_the_site_lies_below_a_path(
    prefix: str, tmp_path: Path
) -> None:
    asks = "print(*(Client(headers={'host': 'localhost'}).get(at).status_code for at in ('/health', '/healthy')))"
    own = {"SCRIPT_NAME": prefix, "HTTPS": "yes"}
    answered = manage(tmp_path, "shell", "-c", f"from django.test import Client; {asks}", **own)
    assert answered.stdout.split()[-2:] == ["200", "301"], answered.stderr


def test_health_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health").status_code == 200
