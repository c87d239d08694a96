"""A worker that is killed at any moment loses no file, doubles none and leaves none stuck: real processes, real kills.

KILLS=20 .venv/bin/python -m pytest -m slow tests/test_imports_killed.py
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.site_process import ROOT, environment, manage_each, wait_until
from tests.test_imports_runner import packed, review

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="kills as Linux does")]

FILES = 100
KILLS = int(os.environ.get("KILLS", "6"))
HAND_IN = """
import django, json, sys
django.setup()
from pathlib import Path
from django.contrib.auth.models import User
from archive.imports.handing_in import hand_in, open_import
from archive.intake import HandedIn
from archive.models import Import
paths = json.loads(sys.argv[1])
batch = open_import(Import.Way.UPLOAD, "试验", User.objects.get_or_create(username="editor")[0], len(paths))
hand_in(batch, enumerate(HandedIn(Path(path).name, Path(path).read_bytes()) for path in paths))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    done = manage_each(made, ("migrate", "-v0"), ("load_regions",))
    assert [one.returncode for one in done] == [0, 0], done
    return made


@pytest.fixture
def handed_in(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """Half of the files one by one, half in a zip: its opening may be cut short as well."""
    single, inside = range(FILES // 2), range(FILES // 2, FILES)
    paths = [tmp_path / f"{n}.txt" for n in single]
    for n, path in zip(single, paths, strict=True):
        path.write_bytes(review(n))
    paths.append(tmp_path / "其余.zip")
    paths[-1].write_bytes(packed(*((f"{n}.txt", review(n)) for n in inside)))
    subprocess.run(
        [sys.executable, "-c", HAND_IN, json.dumps([str(path) for path in paths])],
        cwd=ROOT,
        env=environment(folder, DJANGO_SETTINGS_MODULE="archive.settings"),
        check=True,
    )
    yield folder


def asked(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "archive.sqlite3", timeout=30)) as database:
        return database.execute(question).fetchall()


def read(folder: Path) -> int:
    ((count,),) = asked(folder, "SELECT count(*) FROM archive_importitem WHERE state = 'read'")
    return int(str(count))


def worker(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "manage.py", "import_worker"], cwd=ROOT, env=environment(folder))


def has_read(folder: Path, least: int) -> bool:
    return read(folder) >= least


def kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_each_file_is_imported_exactly_once_however_often_the_worker_is_killed(handed_in: Path) -> None:
    chance = random.Random(7)
    for enough in sorted(chance.sample(range(FILES - 5), KILLS)):
        process = worker(handed_in)
        try:
            assert wait_until(partial(has_read, handed_in, enough))
            time.sleep(chance.random() / 10)
        finally:
            kill(process)
    last = worker(handed_in)
    unfinished = "SELECT 1 FROM archive_importitem WHERE state IN ('waiting', 'reading')"
    try:
        assert wait_until(lambda: not asked(handed_in, unfinished))
        last.terminate()
        assert last.wait(timeout=30) == 0
    finally:
        kill(last)
    states = asked(handed_in, "SELECT state, count(*) FROM archive_importitem GROUP BY state ORDER BY state")
    assert states == [("opened", 1), ("read", FILES)]
    counts = "SELECT count(*), count(DISTINCT source_id) FROM archive_article"
    assert asked(handed_in, counts) == [(FILES, FILES)]
    assert asked(handed_in, "SELECT count(*) FROM archive_importitem_articles") == [(FILES,)]
    assert asked(handed_in, "SELECT count(*) FROM archive_importcontent") == [(0,)]


def test_no_reader_outlives_its_killed_worker(handed_in: Path) -> None:
    process = worker(handed_in)
    children: list[int] = []

    def has_a_reader() -> bool:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
        children[:] = [int(child) for child in text.split()]
        return bool(children)

    try:
        assert wait_until(has_a_reader)
    finally:
        kill(process)
    assert wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
