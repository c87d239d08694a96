"""An archive that an older version made: this version brings it up to date and back, and nothing of it is lost."""

import json
import random
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests import postgresql
from tests.site_process import ROOT, environment, manage, manage_each
from tests.small_archive import found

pytestmark = pytest.mark.slow

OLDER = {
    "sqlite": ("e64f9ce56d54c7cacc13a8db0b8315267d610145", "0017"),  # the last without backups and PostgreSQL
    "postgresql": ("89a74902d93d988533db792c86752fc1db2243a8", "0019"),  # the first on PostgreSQL
}
"""By database: a version of this program, and the newest migration that it has."""

AT_WORK = """
from archive import editing
from archive.models import Article, Notice
first, second, third, fourth = Article.objects.published().order_by("pk").values_list("pk", flat=True)[:4]
editing.correct(first, {"title": "改过的标题"}, by=None)
editing.withdraw(second, by=None)
editing.trash(third, by=None)
editing.settle(fourth, list(Notice.objects.filter(article=fourth).values_list("pk", flat=True)), by=None)
"""
"""What an office does: corrected, withdrawn, thrown away, looked at."""

EVERY_ROW = """
import hashlib, json, zlib
from django.db import connection
def plain(value):
    if not isinstance(value, (bytes, memoryview)):
        return str(value)
    try:
        return zlib.decompress(value).decode()
    except (zlib.error, UnicodeDecodeError):
        return hashlib.sha256(value).hexdigest()
tables = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        names = [column[0] for column in cursor.description]
        tables[table] = [dict(zip(names, map(plain, row))) for row in cursor]
print(json.dumps(tables))
"""

SEEN = """
from django.contrib.auth.models import User
from django.test import Client
from archive.models import Article
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.create_superuser("看的人"))
changed = Article.objects.get(title="改过的标题").pk
pages = ("/ready", "/search/?q=工会", f"/articles/{changed}/", f"/admin/archive/article/{changed}/history/", "/coverage/")
print([client.get(page).status_code for page in pages])
"""

UNDONE = """
from archive import editing
from archive.models import Article
changed = Article.objects.get(title="改过的标题")
editing.undo(changed.pk, by=None)
print(Article.objects.get(pk=changed.pk).title)
"""

MADE_ANEW = {
    "archive_statemark": "counts changes, and an update is one",
    "archive_divisionmark": "says which divisions there are, and an update brings its own",
    "archive_indexchange": "what the index has to bring in",
    "archive_figure": "read from the texts anew",
    "archive_figurereading": "read from the texts anew",
    "archive_notice": "codes where there were sentences",
    "archive_region": "the table of divisions of this version",
    "archive_regionsuccession": "the table of divisions of this version",
    "archive_regionscope": "the table of divisions of this version",
    "auth_group_permissions": "the roles of this version",
    "auth_permission": "of the models of this version",
    "django_content_type": "of the models of this version",
    "django_migrations": "what an update notes",
}
PASSAGES = 60

Tables = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Older:
    """A version of this program in a folder of its own, and an archive that it made."""

    program: Path
    data: Path
    shared: dict[str, str]
    newest_migration: str

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.program,
            env=environment(self.data, **self.shared),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def every_row(self) -> Tables:
        return told(self.run("shell", "-c", EVERY_ROW))


def told(said: str) -> Tables:
    """The shell of later versions says first what it imported."""
    tables: Tables = json.loads(said.splitlines()[-1])
    return tables


def unpack(commit: str, folder: Path) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"the history of this checkout does not reach back to {commit[:7]}")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as opened:
        opened.extractall(folder, filter="data")


@contextmanager
def address_on(database: str) -> Iterator[dict[str, str]]:
    if database == "sqlite":
        yield {}
        return
    lacking = postgresql.missing()
    if lacking:
        pytest.skip(lacking)
    with postgresql.server() as server:
        yield {"DATABASE_URL": postgresql.make_database(server.address, "older")}


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Older]:
    commit, newest = OLDER[request.param]
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    unpack(commit, tmp_path / "program")
    data = tmp_path / "data"
    data.mkdir()
    with address_on(request.param) as shared:
        made = Older(tmp_path / "program", data, {"BACKUP_KEEP": "0", **shared}, newest)
        made.run("loaddemo")
        made.run("shell", "-c", AT_WORK)
        yield made


def kept(tables: Tables, before: Tables) -> Tables:
    """What both have of what an update leaves alone: the same tables, the same columns."""
    return {
        table: [
            {name: without_notices(row[name]) for name in row if name in before[table][0]} for row in rows
        ]
        for table, rows in tables.items()
        if before.get(table) and table not in MADE_ANEW
    }


def without_notices(value: str) -> Any:
    """What the history keeps of an article, but for its notices: these have codes where they had sentences."""
    if not value.startswith("{"):
        return value
    return {name: part for name, part in json.loads(value).items() if name != "notices"}


def notices(tables: Tables) -> list[tuple[str, ...]]:
    """All of each but its sentence, which the way back writes in today's words."""
    columns = ("id", "article_id", "code", "evidence", "settled_at")
    return [tuple(row[name] for name in columns) for row in tables["archive_notice"]]


def passages(tables: Tables) -> list[tuple[str, int]]:
    """Characters side by side in what is published, with the article in which they stand."""
    published = {row["id"] for row in tables["archive_article"] if row["status"] == "published"}
    runs = [
        (run, int(row["article_id"]))
        for row in tables["archive_section"]
        if row["article_id"] in published
        for run in re.findall(r"[一-鿿]{4,8}", row["text"])
    ]
    return random.Random(12).sample(runs, PASSAGES)


def test_an_archive_of_an_older_version_comes_up_to_date_and_back_whole_and_is_found(
    older: Older, tmp_path: Path
) -> None:
    before = older.every_row()
    assert {row["what"] for row in before["archive_articleevent"]} > {"corrected", "withdrawn", "trashed"}

    def today(*commands: tuple[str, ...]) -> list[Any]:
        done = manage_each(older.data, *commands, **older.shared)
        assert not any(one.returncode for one in done), done
        return done

    after = told(today(("migrate",), ("shell", "-c", EVERY_ROW))[-1].stdout)
    assert kept(after, before) == kept(before, before)
    assert notices(after) == notices(before)
    today(("migrate", "archive", older.newest_migration))
    back = older.every_row()
    assert kept(back, before) == kept(before, before)
    assert notices(back) == notices(before)
    assert all(row["message"] for row in back["archive_notice"])

    *_brought_up, seen, undone, _indexed = today(
        ("migrate",),
        ("index_worker", "--once"),
        ("check_index",),
        ("check_archive",),
        ("shell", "-c", SEEN),
        ("shell", "-c", UNDONE),
        ("index_worker", "--once"),
    )
    assert seen.stdout.splitlines()[-1] == "[200, 200, 200, 200, 200]"
    assert undone.stdout.splitlines()[-1] != "改过的标题"
    asked = passages(before)
    answers = found(older.data, [run for run, _article in asked], **older.shared)
    missed = [run for (run, article), (_query, ids) in zip(asked, answers, strict=True) if article not in ids]
    assert missed == []
    assert manage(older.data, "backup", str(tmp_path / "backup.zip"), **older.shared).returncode == 0
