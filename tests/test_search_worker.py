"""The process beside the web server applies what is pending, mends what is broken, and survives errors."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import IndexChange
from search.engines import engine
from search.engines.contract import IndexUnavailable, Request
from search.engines.whoosh.home import Home
from search.heartbeat import Heartbeat, beat, last_heartbeat
from search.management.commands import index_worker
from search.management.commands.index_worker import Worker
from search.outbox import rebuild
from search.query import Everything, Term
from tests import factories
from tests.search_engines import engine_of_the_tests
from tests.site_process import environment, wait_until

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def empty_index(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # A worker lets go of a connection that failed; this one holds the test's transaction.
    monkeypatch.setattr(index_worker, "close_old_connections", lambda: None)
    IndexChange.objects.all().delete()
    rebuild(lock_seconds=1)


def found() -> tuple[int, ...]:
    return engine().find(Request(Everything(), limit=0, want_ids=True)).ids or ()


def index_folder() -> Path:
    return engine_of_the_tests()._home.path


def test_a_turn_applies_what_is_pending() -> None:
    article = factories.article()
    Worker().turn()
    assert found() == (article.pk,)
    assert IndexChange.objects.count() == 0


def test_a_turn_builds_a_lost_index() -> None:
    article = factories.article()
    Worker().turn()
    (index_folder() / "CURRENT").unlink()
    with pytest.raises(IndexUnavailable):
        found()
    Worker().turn()
    assert found() == (article.pk,)


def test_the_first_turn_reads_every_file_through() -> None:
    factories.article(sections=[(None, "文字" * 500)])
    Worker().turn()
    home = Home(index_folder())
    (path,) = home.folder(home.manifest()).glob("*.seg")
    status, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    Worker().turn()
    assert engine().health(read_through=True).problem is None
    assert engine().find(Request(Term("文字文字"))).total == 1


def test_a_turn_with_nothing_to_do_tidies_up() -> None:
    for number in range(12):
        article = factories.article()
        Worker().turn()
        assert len(found()) == number + 1, article
    for _ in range(3):
        Worker().turn()
    assert len(engine_of_the_tests()._view().snapshot.segments) <= 9


def test_errors_are_survived_with_growing_pauses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(**kwargs: object) -> int:
        raise OSError("no space left on device")

    article = factories.article()
    worker = Worker()
    with monkeypatch.context() as broken:
        broken.setattr(index_worker, "apply_pending", failing)
        pauses = [worker.turn() for _ in range(8)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (2.0, 60.0)
    assert "no space left on device" in caplog.text
    heartbeat = last_heartbeat()
    assert heartbeat is not None
    assert heartbeat.problem == "OSError: no space left on device"
    assert heartbeat.pending > 0
    assert worker.turn() == 1.0
    assert found() == (article.pk,)


def test_a_heartbeat_tells_when_and_how_far_behind() -> None:
    factories.article()
    beat(process=17, pending=3, problem=None)
    heartbeat = last_heartbeat()
    assert heartbeat is not None
    assert (heartbeat.process, heartbeat.pending, heartbeat.is_recent) == (17, 3, True)
    assert not Heartbeat("2024-01-01T00:00:00+00:00", 17, 0, None).is_recent


def test_an_unreadable_heartbeat_is_none(state_folder: Path) -> None:
    (state_folder / "index_worker.json").write_text("{", encoding="utf-8")
    assert last_heartbeat() is None


def test_once_is_one_turn() -> None:
    article = factories.article()
    call_command("index_worker", "--once")
    assert found() == (article.pk,)


@pytest.mark.slow
def test_it_leaves_when_it_is_asked_to(tmp_path: Path) -> None:
    own = environment(tmp_path)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=own, check=True)
    worker = subprocess.Popen([*manage, "index_worker"], env=own)
    try:
        assert wait_until((tmp_path / "index_worker.json").exists)
        assert (tmp_path / "index" / "CURRENT").exists(), "the first turn builds what is missing"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
    finally:
        worker.kill()
        worker.wait()
