"""After a power cut that lost the end of the write-ahead log the index answers from the articles that are left."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.site_process import manage_each

pytestmark = pytest.mark.slow
ASKED = ("search_reviews", "工会", "--ids", "--format", "jsonl")
TEXT = "{place}总工会{year}年工作综述\n\n" + "这一年，{place}总工会办了许多实事，职工都说好。" * 9 + "\n"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder as a power cut leaves it: one review in the database, three more in the log, all four indexed."""
    folder = tmp_path_factory.mktemp("stopped")
    data, papers = folder / "data", folder / "papers"
    papers.mkdir()
    (papers / "1.txt").write_text(TEXT.format(place="青禾区", year=2018), encoding="utf-8")
    first = ("migrate", "-v0"), ("load_regions",), ("import_reviews", str(papers), "--publish-all")
    assert [done.returncode for done in manage_each(data, *first)] == [0, 0, 0]
    with closing(sqlite3.connect(data / "archive.sqlite3")) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.execute("SELECT count(*) FROM archive_article").fetchone()  # who has it open keeps the log
        for number in range(2, 5):
            (papers / f"{number}.txt").write_text(
                TEXT.format(place="云川市", year=2017 + number), encoding="utf-8"
            )
        (done,) = manage_each(data, ("import_reviews", str(papers), "--publish-all"))
        assert done.returncode == 0, done.stderr
        shutil.copytree(data, folder / "cut", ignore=shutil.ignore_patterns("*-shm"))
    yield folder / "cut"


def published(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as opened:
        return [
            pk
            for (pk,) in opened.execute("SELECT id FROM archive_article WHERE status='published' ORDER BY id")
        ]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95, 1.0])
def test_an_index_ahead_of_a_torn_log_is_made_anew_at_the_start(
    stopped: Path, tmp_path: Path, share: float
) -> None:
    data = tmp_path / "data"
    shutil.copytree(stopped, data)
    log = data / "archive.sqlite3-wal"
    whole = log.read_bytes()
    assert len(whole) > 100_000
    # A last page that is half written counts for nothing, nor does what was a part of the same commit.
    log.write_bytes(whole[: int(len(whole) * share)] + (b"\xa5" * 1000 if share < 1 else b""))
    # What `serve` does before it answers anybody.
    start, asked, check = manage_each(data, ("check_index", "--repair", "--quick"), ASKED, ("check_index",))
    assert (start.returncode, check.returncode) == (0, 0), start.stdout + check.stdout
    left = published(data)
    assert json.loads(asked.stdout.splitlines()[0])["ids"] == left
    assert "正在修复" in start.stdout or len(left) == 4
    if share in {0.0, 1.0}:
        assert len(left) == (4 if share else 1)
