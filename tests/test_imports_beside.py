"""What was handed in together is read together: a line that comes again at the head or foot is known to every file."""

import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive import intake
from archive.edge_lines import MOST_TEXTS, in_archive
from archive.imports.apart import Reader
from archive.imports.beside import MOST_LOOKED_AT, beside
from archive.imports.runner import Runner
from archive.ingest.parts.seen_again import edges_of_text
from archive.intake import HandedIn
from archive.models import Article, EdgeLine
from tests.test_archive_import import Run
from tests.test_imports_runner import handed_in
from tests.test_ingest_seen_again import FOOT, HEAD, TITLES, mask, page

pytestmark = pytest.mark.django_db

NUMBERS = range(6)


def handed(count: int) -> list[HandedIn]:
    """Files of one site, each with a text of its own."""
    return [HandedIn(f"{at}.txt", page(at).encode()) for at in range(count)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for at in NUMBERS:
        (tmp_path / f"{at}.txt").write_text(page(at), encoding="utf-8")
    return tmp_path


def told(items: list[dict[str, Any]]) -> dict[str, str]:
    """What each file was read as, whatever order they came in."""
    return {Path(item["file"]).name: json.dumps(item | {"file": ""}, sort_keys=True) for item in items}


def test_the_files_of_one_call_know_each_other(folder: Path) -> None:
    for item in Run(folder, dry_run=True, format="jsonl").items:
        at = int(Path(item["file"]).stem)
        assert item["title"] == TITLES[at]
        assert {line.format(n=at + 31) for line in (*HEAD, *FOOT)} <= {*item["furniture"], *item["credits"]}


def test_their_order_makes_no_difference(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    forwards = told(Run(*paths, dry_run=True, format="jsonl").items)
    assert told(Run(*reversed(paths), dry_run=True, format="jsonl").items) == forwards
    assert told(Run(folder, format="jsonl").items).keys() == forwards.keys()
    titles = dict(Article.objects.values_list("source__name", "title"))
    assert titles == {f"{at}.txt": TITLES[at] for at in NUMBERS}


def test_so_do_the_files_of_a_zip(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "一包.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.glob("*.txt")):
            archive.write(path, path.name)
    found = Run(packed, dry_run=True, format="jsonl").items
    assert [item["title"] for item in found] == list(TITLES)


def test_some_files_stand_for_many_and_they_are_the_same_ones_in_any_order() -> None:
    files = handed(3 * MOST_LOOKED_AT)
    seen: list[str] = []

    def look(file: HandedIn) -> Any:
        seen.append(file.name)
        return intake.look(file)

    shuffled = random.Random(9).sample(files, len(files))
    one, two = beside(files, look).known(), beside(shuffled, look).known()
    edges = edges_of_text(page(0))
    assert one(edges) == two(edges)
    assert len(seen) < 2 * len(files)


def test_a_file_that_cannot_be_read_stands_for_nothing() -> None:
    files = [
        HandedIn("坏.docx", b"PK\x03\x04nothing"),
        HandedIn("没有.txt", None, "unopened", {"reason": "Permission denied"}),
        *handed(2),
    ]
    assert beside(files, intake.look).known()(edges_of_text(page(3)))


def test_what_is_uploaded_together_is_read_together() -> None:
    handed_in(*((f"{at}.txt", page(at).encode()) for at in NUMBERS))
    worker = Runner("one", reader=Reader(seconds=20))
    try:
        worker.run()
    finally:
        worker.end()
    assert dict(Article.objects.values_list("source__name", "title")) == {
        f"{at}.txt": TITLES[at] for at in NUMBERS
    }


def test_a_later_file_is_known_by_what_the_archive_has(folder: Path) -> None:
    for at in (0, 1, 2):
        Run(folder / f"{at}.txt")
    (item,) = Run(folder / "3.txt", dry_run=True, format="jsonl").items
    assert item["title"] == TITLES[3]
    assert HEAD[0] in item["furniture"]


def test_the_archive_keeps_a_bounded_number_of_texts_for_a_line(tmp_path: Path) -> None:
    for at in range(MOST_TEXTS + 3):
        (tmp_path / f"{at}.txt").write_text(page(at), encoding="utf-8")
    Run(tmp_path)
    known = in_archive(edges_of_text(page(99)))
    assert max(known.values()) == MOST_TEXTS
    around = [mask(line.format(n=1)) for line in (*HEAD, *FOOT)]
    assert EdgeLine.objects.filter(mask__in=around).count() == MOST_TEXTS * len(around)
