"""An export in open formats is read in again into an equal archive, or not at all."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site_process import manage, manage_each
from tests.small_archive import ask, found, made_archive, passages, write_reviews

pytestmark = pytest.mark.slow
EDITED = """
from django.contrib.auth.models import User
from archive import editing
from archive.models import Absence, Article, FigureDecision, Indicator, Region, TwinPair
from archive.models import ScannedPage
editor = User.objects.create_user("wang", password="a word that stays here")
User.objects.create_user("reader")
zone = Region(code="990190", name="望潮新区", short_name="望潮", level="zone", pinyin="wang chao", initials="wcxq")
zone.parent = Region.objects.get(code="990100")
zone.save()
editing.correct(1, {"region": zone.pk, "region_basis": "editor"}, by=editor)
editing.correct(4, {"title": "青禾区总工会：修渠引水 又一年"}, by=editor)
FigureDecision.objects.create(article_id=4, anchor="p1", words="2017件", occurrence=1, verdict="confirmed", user=editor)
TwinPair.objects.create(article_id=6, other_id=4, score=0.5, verdict="distinct", decided_by=editor)
Indicator.objects.filter(code=Indicator.objects.first().code).update(aliases=["建家数"])
Absence.objects.create(region=zone, year=2011, note="查过当年的日报", user=editor)
ScannedPage.objects.create(
    source_id=2, number=1, width=9, height=9, content=b"picture", lines=[["云川", 0, 97, [0] * 8, [1]]]
)
editing.trash(5, by=editor)
editing.purge(5, by=editor)
last = Article.objects.order_by("-pk").first()
editing.trash(last.pk, by=editor)
editing.purge(last.pk, by=editor)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One in which an editor corrected, typed a division, and deleted for good, the newest article too."""
    data = made_archive(tmp_path_factory.mktemp("archive"))
    done = manage(data, "shell", "-c", EDITED)
    assert (done.returncode, done.stderr) == (0, "")
    return data


@pytest.fixture(scope="module")
def export(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exports") / "whole.zip"
    done = manage_each(archive, ("export_archive", str(file)), ("export_archive", str(file)))
    assert [one.returncode for one in done] == [0, 1], done
    assert "已经存在" in done[1].stderr
    return file


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    about = json.loads(found["about.json"])
    del about["at"]
    return found | {"about.json": json.dumps(about).encode()}


def test_an_export_is_read_in_again_into_an_archive_that_exports_the_same(
    archive: Path, export: Path, tmp_path: Path
) -> None:
    data, again = tmp_path / "data", tmp_path / "again.zip"
    done = manage_each(
        data,
        ("import_archive", str(export)),
        ("export_archive", str(again)),
        ("check_index",),
        ("check_archive",),
    )
    assert [one.returncode for one in done] == [0] * 4, done
    assert contents(again) == contents(export)
    queries = passages(archive)
    assert found(data, queries) == found(archive, queries)
    reviews = write_reviews(tmp_path / "reviews", range(2023, 2024))
    assert manage(data, "import_reviews", str(reviews)).returncode == 0
    (newest,) = ask(data, "SELECT max(id) FROM archive_article")
    assert newest == (11,)  # 10 was deleted, and its number is its own for good
    (editor,) = ask(data, "SELECT password, is_active FROM auth_user WHERE username='wang'")
    assert (editor[0][0], editor[1]) == ("!", 0)


def test_other_programs_find_lines_of_json_and_the_files_as_they_were_handed_in(
    archive: Path, export: Path
) -> None:
    held = contents(export)
    articles = [json.loads(line) for line in held["articles.jsonl"].splitlines()]
    events = [json.loads(line) for line in held["history.jsonl"].splitlines()]
    originals = [json.loads(line) for line in held["originals.jsonl"].splitlines()]
    assert [article["id"] for article in articles] == [1, 2, 3, 4, 6, 7, 8, 9]
    assert articles[3]["title"] == "青禾区总工会：修渠引水 又一年"
    assert articles[3]["sections"][-1]["heading"] == "一、修渠引水"
    assert {event["user_name"] for event in events if event["article"] == 4} == {"", "wang"}
    assert len(originals) == 10
    (scanned,) = [json.loads(line) for line in held["pages.jsonl"].splitlines()]
    assert (scanned["lines"][0][0], held[f"pages/{scanned['id']}.webp"]) == ("云川", b"picture")
    first = archive.parent / "reviews" / originals[0]["name"]
    assert held[f"originals/1 {originals[0]['name']}"] == first.read_bytes()
    assert [json.loads(line)["username"] for line in held["accounts.jsonl"].splitlines()] == ["wang"]
    assert not [name for name, content in held.items() if b"pbkdf2" in content]


def rewritten(export: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    held = contents(export)
    change(held)
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in held.items():
            packed.writestr(name, content)
    return target


def test_what_is_damaged_or_no_export_is_told_and_nothing_of_it_is_kept(export: Path, tmp_path: Path) -> None:
    def other_bytes(held: dict[str, bytes]) -> None:
        held[next(name for name in held if name.startswith("originals/"))] = b"other"

    def cut(held: dict[str, bytes]) -> None:
        held["history.jsonl"] = held["history.jsonl"][:-20]

    def shorter(held: dict[str, bytes]) -> None:
        held["history.jsonl"] = b"".join(held["history.jsonl"].splitlines(keepends=True)[:-1])

    def nonsense(held: dict[str, bytes]) -> None:
        held["articles.jsonl"] = b'{"id": 1}\n[]\n'

    def gone(held: dict[str, bytes]) -> None:
        del held["pairs.jsonl"]

    changes = (other_bytes, cut, shorter, nonsense, gone)
    files = [rewritten(export, tmp_path / f"{change.__name__}.zip", change) for change in changes]
    (tmp_path / "text.zip").write_text("工作综述", encoding="utf-8")
    (tmp_path / "short.zip").write_bytes(export.read_bytes()[:5000])
    files += [tmp_path / name for name in ("text.zip", "short.zip", "missing.zip")]
    data = tmp_path / "data"
    done = manage_each(data, *(("import_archive", str(file)) for file in files))
    assert [one.returncode for one in done] == [1] * len(files), done
    assert [one for one in done if "没有读入" not in one.stderr or "Traceback" in one.stderr] == []
    for table in ("archive_article", "archive_sourcedocument", "archive_articleevent", "auth_user"):
        assert ask(data, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608


def test_an_export_is_never_mixed_with_what_is_there(archive: Path, export: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    done = manage(data, "import_archive", str(export))
    assert (done.returncode, "空的档案库" in done.stderr) == (1, True)
    for table in ("archive_article", "archive_section", "archive_sourcedocument", "archive_articleevent"):
        question = f"SELECT * FROM {table} ORDER BY id"  # noqa: S608
        assert ask(data, question) == ask(archive, question)
