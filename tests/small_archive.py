"""A small archive in a folder of its own, made by the real commands, and what can be asked of such a folder."""

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.site_process import ROOT, environment, manage_each

TEXT = (
    "{place}总工会{year}年工作综述\n\n"
    "这一年，{place}总工会办了{year}件实事，新建户外劳动者驿站{count}个，职工都说好。\n\n"
    "一、修渠引水\n\n" + "河东的老师傅把第{count}班学徒领进了车间，一招一式都讲明白。" * 4 + "\n"
)
PLACES = ("青禾区", "云川市", "白塔县", "临江县")
PROBES = 500


def write_reviews(folder: Path, years: range) -> Path:
    folder.mkdir()
    for number, year in enumerate(years):
        text = TEXT.format(place=PLACES[number % len(PLACES)], year=year, count=year % 89 + number)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def made_archive(folder: Path) -> Path:
    """An archive with drafts, published and withdrawn articles, history, the trash and a term of its own."""
    data = folder / "data"
    reviews = write_reviews(folder / "reviews", range(2014, 2022))
    drafts = write_reviews(folder / "drafts", range(2008, 2010))
    data.mkdir()
    (data / "dictionary.txt").write_text("户外劳动者驿站\n", encoding="utf-8")
    done = manage_each(
        data,
        ("import_reviews", str(reviews), "--publish-all"),
        ("import_reviews", str(drafts)),
        (
            "shell",
            "-c",
            "from archive import editing; editing.withdraw(2, by=None); editing.trash(3, by=None)",
        ),
    )
    assert [one.returncode for one in done] == [0, 0, 0], done
    return data


def rows(folder: Path) -> dict[str, list[Any]]:
    """Everything in the database but who is signed in, and the last number that articles and sections were given."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as opened:
        tables = [
            name
            for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
        ]
        return {
            table: sorted(map(_plain, opened.execute(f"SELECT * FROM {table}")), key=repr)  # noqa: S608
            for table in tables
            if table not in {"django_session", "sqlite_sequence"}
        } | {
            "numbers": sorted(
                opened.execute(
                    "SELECT * FROM sqlite_sequence WHERE name IN ('archive_article', 'archive_section')"
                )
            )
        }


def _plain(row: tuple[Any, ...]) -> list[Any]:
    """JSON without the order of its names, which PostgreSQL does not keep."""
    return [
        json.dumps(json.loads(value), sort_keys=True)
        if isinstance(value, str) and value.startswith("{")
        else value
        for value in row
    ]


def passages(folder: Path) -> list[str]:
    """So many different ones, of two to six characters."""
    chance = random.Random(12)
    texts = [row[0] for row in ask(folder, "SELECT text FROM archive_section WHERE text<>''")]
    chosen: set[str] = set()
    while len(chosen) < PROBES:
        text = chance.choice(texts).replace("\n", "")
        start = chance.randrange(len(text) - 6)
        chosen.add(text[start : start + chance.randint(2, 6)])
    return sorted(chosen)


def ask(folder: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as opened:
        return list(opened.execute(question))


def found(folder: Path, queries: list[str], **more: str) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "manage.py", "search_reviews", "-", "--ids", "--format", "jsonl", "--limit", "0"],
        cwd=ROOT,
        env=environment(folder, **more),
        input="\n".join(queries),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [(answer["query"], sorted(answer["ids"])) for answer in answers]
