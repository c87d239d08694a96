"""What a program that watches the site reads: numbers, for whoever has the token, of all processes together."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from prometheus_client.mmap_dict import mmap_key
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from archive.backups import nightly
from archive.imports import handing_in
from archive.intake import HandedIn
from archive.models import Import, IndexChange
from archive.server import heartbeat, web_process
from archive.server.heartbeat import IMPORT_WORKER
from archive.storage import state_files
from archive.web import counted_requests
from search import heartbeat as of_index
from search import outbox, replicas, selfcheck
from tests import factories, roles
from tests.site_process import Site, running, wait_until

pytestmark = pytest.mark.django_db
TOKEN = "long-enough-for-a-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def asked(settings: Settings) -> Client:
    """Somebody with the token, of a site that counts."""
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"authorization": BEARER["Authorization"]})


def read(text: str) -> dict[str, float]:
    """Each line: its name with its labels, and the number."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for name, labels, value, *_ in family.samples:
            found[name + "".join(f" {key}={labels[key]}" for key in sorted(labels))] = value
    return found


def numbers(client: Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    return read(answer.content.decode())


# Who may ask


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_reads_the_numbers_without_the_token_and_anybody_with_it(
    role: str, settings: Settings
) -> None:
    client = roles.client_of(role)
    assert client.get("/metrics").status_code == 404  # nobody has asked for them
    settings.METRICS_TOKEN = TOKEN
    for sent in (
        {},
        {"authorization": "Bearer "},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": TOKEN},
    ):
        answer = client.get("/metrics", headers=sent)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert client.get("/metrics", headers=BEARER).status_code == 200
    assert client.post("/metrics", headers=BEARER).status_code == 405


def test_the_token_is_enough_without_encryption_and_where_the_public_may_not_read(
    asked: Client, settings: Settings
) -> None:
    settings.PUBLIC_READING, settings.SECURE_SSL_REDIRECT = False, True
    assert asked.get("/metrics").status_code == 200


# What is counted


def test_answers_are_counted_by_kind_of_page_and_never_by_article(asked: Client) -> None:
    first, second = (factories.article(title=f"第{number}篇不进计数").pk for number in (1, 2))
    before = numbers(asked)
    for address in (
        f"/articles/{first}/",
        f"/articles/{second}/",
        "/articles/999999/",
        "/nothing-here/",
        "/static/css/base.css",
    ):
        asked.get(address)
    asked.head(f"/articles/{first}/")
    asked.generic("BREW", "/")
    after = numbers(asked)
    grown = {
        line: after[line] - before.get(line, 0) for line in after if line.startswith("archive_requests_total")
    }
    assert {line.removeprefix("archive_requests_total "): more for line, more in grown.items() if more} == {
        "method=GET status=200 view=archive:article": 2,
        "method=HEAD status=200 view=archive:article": 1,
        "method=GET status=404 view=archive:article": 1,
        "method=GET status=404 view=unknown": 1,
        "method=GET status=200 view=static": 1,
        "method=other status=405 view=unknown": 1,
        "method=GET status=200 view=metrics": 1,
    }
    count = "archive_request_seconds_count view=archive:article"
    assert after[count] - before.get(count, 0) == 4


def timed() -> float:
    """How many answers to what leads nowhere were timed."""
    return sum(
        sample.value
        for family in counted_requests.counted()
        for sample in family.samples
        if (sample.name, sample.labels.get("view")) == ("archive_request_seconds_count", "unknown")
    )


def test_an_answer_that_is_made_while_it_is_sent_takes_until_its_end(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    before = timed()
    while_made = list[float]()

    def parts() -> Iterator[bytes]:
        while_made.append(timed())
        yield b"a"

    answering = counted_requests.CountedRequestsMiddleware(lambda _request: StreamingHttpResponse(parts()))
    assert answering(RequestFactory().get("/")).getvalue() == b"a"
    assert (while_made, timed()) == ([before], before + 1)


def test_where_processes_share_nothing_none_tells_its_part_for_the_whole(
    asked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that can't be written to."""
    monkeypatch.setattr(web_process._Kept, "number", 1)
    found = numbers(asked)
    assert found["archive_database_up"] == 1
    assert [line for line in found if line.startswith("archive_request")] == []


def test_all_that_can_be_counted_has_room_in_the_file_of_a_process() -> None:
    views = {*names(get_resolver()), counted_requests.UNKNOWN, counted_requests.STATIC}
    lines = [
        mmap_key(
            "archive_request_seconds",
            "archive_request_seconds_bucket",
            ["view", "le"],
            [view, "+Inf"],
            "x" * 100,
        )
        for view in views
        for _bound in range(len(counted_requests.BOUNDS) + 2)
    ]
    assert sum(len(line) + 32 for line in lines) < counted_requests.ROOM


def names(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{before}{pattern.namespace}:" if pattern.namespace else before)
        else:
            yield f"{before}{pattern.name}"


def test_whoever_takes_the_place_of_a_process_has_its_number() -> None:
    assert [web_process.next_number(taken) for taken in ([], [1, 2], [2], [1, 3])] == [1, 3, 1, 2]


# What is so at the moment


def test_changes_that_the_index_lacks_are_told_with_the_age_of_the_oldest(asked: Client) -> None:
    outbox.rebuild(lock_seconds=10)
    whole = numbers(asked)
    assert (whole["archive_outbox_changes"], whole["archive_outbox_age_seconds"]) == (0, 0)
    assert whole["archive_index_ready"] == 1
    for _ in range(2):
        IndexChange.objects.create(article_id=1)
    IndexChange.objects.update(changed_at=timezone.now() - timedelta(minutes=10))
    behind = numbers(asked)
    assert behind["archive_outbox_changes"] == 2
    assert 600 <= behind["archive_outbox_age_seconds"] < 700


def test_files_that_wait_are_counted(asked: Client) -> None:
    user = User.objects.create_user("一名编辑")
    batch = handing_in.open_import(Import.Way.UPLOAD, "甲.txt", user, 2)
    files = [(number, HandedIn(f"{number}.txt", b"x")) for number in range(2)]
    handing_in.hand_in(batch, files)
    assert numbers(asked)["archive_imports_waiting"] == 2


def test_of_what_was_never_done_there_is_no_number_and_of_the_rest_its_age(
    asked: Client, state_folder: Path
) -> None:
    files = (nightly.FILE, selfcheck.FILE, IMPORT_WORKER, of_index.FILE)
    for file in files:
        (state_folder / file).unlink(missing_ok=True)
    aged = ("archive_backup_age_seconds", "archive_index_check_age_seconds", *SILENCE)
    assert not set(aged) & set(numbers(asked))
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    state_files.write(nightly.FILE, {"at": hour_ago, "made_at": hour_ago, "file": "a.zip", "size": 1})
    heartbeat.leave(IMPORT_WORKER, pending=0, problem=None)
    of_index.beat(process=1, pending=0, problem=None)
    selfcheck.keep(selfcheck.check(thorough=False))
    found = numbers(asked)
    assert 3600 <= found[aged[0]] < 3700
    assert [0 <= found[name] < 100 for name in aged[1:]] == [True, True, True]


SILENCE = ("archive_worker_silence_seconds worker=import", "archive_worker_silence_seconds worker=index")


def test_a_database_that_does_not_answer_is_a_number_and_no_error(
    asked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(replicas, "waiting", gone)
    found = numbers(asked)
    assert found["archive_database_up"] == 0
    assert "archive_outbox_changes" not in found


def test_what_waits_makes_no_more_questions(
    asked: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    outbox.rebuild(lock_seconds=10)
    numbers(asked)
    for _ in range(20):
        IndexChange.objects.create(article_id=1)
    with django_assert_max_num_queries(8):
        numbers(asked)


# On the real server


@pytest.mark.slow
def test_two_processes_count_together_also_what_one_counted_that_was_killed(tmp_path: Path) -> None:
    with running(tmp_path / "data", tmp_path / "log", own={"METRICS_TOKEN": TOKEN}, workers=2) as site:

        def answered() -> float:
            status, _, page = site.get("/metrics", **BEARER)
            assert status == 200
            return read(page.decode()).get("archive_requests_total method=GET status=200 view=health", 0)

        assert site.get("/metrics")[0] == 401
        ask_at_once(site, 60)
        assert [answered() for _ in range(6)] == [60] * 6  # whichever of the two is asked
        files = sorted(path.name for path in (tmp_path / "data" / "metrics").iterdir())
        assert files == ["counter_1.db", "counter_2.db", "histogram_1.db", "histogram_2.db"]
        first, *others = workers_of(site)
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: len(workers_of(site)) == 2 and first not in workers_of(site))
        ask_at_once(site, 60)
        assert [answered() for _ in range(6)] == [120] * 6
        assert files == sorted(path.name for path in (tmp_path / "data" / "metrics").iterdir())
        assert set(others) <= set(workers_of(site))
    with running(tmp_path / "data", tmp_path / "log", own={"METRICS_TOKEN": TOKEN}) as begun_anew:
        _, _, page = begun_anew.get("/metrics", **BEARER)
        assert not any("view=health" in line for line in read(page.decode()))


def ask_at_once(site: Site, number: int) -> None:
    with ThreadPoolExecutor(8) as readers:
        assert {answer[0] for answer in readers.map(lambda _turn: site.get("/health"), range(number))} == {
            200
        }


def workers_of(site: Site) -> list[int]:
    """The processes of the web server that answer: children of the one that watches over them."""
    _master, *workers = site.children("gunicorn")
    return sorted(workers)
