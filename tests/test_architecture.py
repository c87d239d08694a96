"""ARCHITECTURE.md is true: every room is on the map, what it names is there, and nothing new is left half added."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from archive.exchange.tables import NUMBERED, TABLES
from archive.ingest.readers.registry import CONTAINERS, FORMATS
from tests.fuzz_readers import TOKENS

ROOT = Path(__file__).resolve().parent.parent
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = set(re.findall(r"^\| `([\w./-]+)/` \|", MAP, re.M))
NAMED = sorted({path for path in re.findall(r"`([\w./-]+)`", MAP) if "/" in path})
# Folders whose line on the map speaks for those in them
SPEAKING = {
    "templates",
    "static",
    "fixtures",
    "tests",
    "archive/locale",
    "archive/management",
    "search/management",
}
# What no export needs: it follows from the rest, or it is work that is under way
DERIVED = {
    *(
        "Figure",
        "FigureReading",
        "Fingerprint",
        "EdgeLine",
        "IndexChange",
        "RegionScope",
        "Replica",
        "StateMark",
        "DivisionMark",
    ),
    *(
        "CorrectionTable",
        "CorrectionRow",
        "Import",
        "ImportItem",
        "ImportContent",
        "EditingPresence",
        "PageReport",
    ),
    "TrashedArticle",  # an article, seen from the trash
}


# Their files are named after what each of them is: a table, what is asked of it, a command, a format
NAMED_AFTER_THEIR_MATTER = {
    "archive/models",
    "archive/querysets",
    "archive/management/commands",
    "archive/ingest/readers",
    "search/management/commands",
}
LONG = 150  # lines of a module in which somebody will look for something: one in four has more


def folders() -> Iterator[str]:
    """Every folder of the project with a file of ours in it."""
    for path in sorted(ROOT.glob("**/*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if (
            path.is_dir()
            and not hidden
            and parts[0] != "var"
            and any(one.is_file() for one in path.iterdir())
        ):
            yield "/".join(parts)


def above(folder: str) -> Iterator[str]:
    parts = folder.split("/")
    yield from ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def test_every_room_is_on_the_map() -> None:
    unsaid = [one for one in folders() if one not in ROOMS and not SPEAKING.intersection(above(one))]
    assert unsaid == []


def test_every_long_module_is_reached_from_the_map_by_what_it_decides() -> None:
    modules = [path for room in ("archive", "search") for path in (ROOT / room).glob("**/*.py")]
    long = {
        path.relative_to(ROOT).as_posix()
        for path in modules
        if path.parent.name != "migrations"
        and path.parent.relative_to(ROOT).as_posix() not in NAMED_AFTER_THEIR_MATTER
        and len(path.read_text(encoding="utf-8").splitlines()) > LONG
    }
    assert sorted(long.difference(NAMED)) == []


def test_every_page_style_and_script_is_on_the_map() -> None:
    """Parts of pages stand beside their page, and the pages of Django's that are only changed a little beside its own."""
    pages = [path for room in ("archive", "search") for path in (ROOT / "templates" / room).glob("*.html")]
    pages += (ROOT / "templates" / "admin" / "archive").glob("*/*.html")
    named = [path for path in pages if not path.name.startswith(("_", "error_", "change_list", "below_"))]
    sheets = [*ROOT.glob("static/css/*.css"), *ROOT.glob("static/js/*.js")]
    views = [path for path in ROOT.glob("archive/views/*.py") if path.name != "__init__.py"]
    every = {path.relative_to(ROOT).as_posix() for path in (*named, *sheets, *views)}
    assert sorted(every.difference(NAMED)) == []


@pytest.mark.parametrize("path", NAMED)
def test_what_the_map_names_is_there(path: str) -> None:
    assert (ROOT / path).exists() or any((ROOT / room / path).exists() for room in ("fixtures", "templates"))


def test_every_format_is_read_by_a_module_of_its_own_and_tried_by_the_fuzzer() -> None:
    assert {suffix.lstrip(".") for suffix in (*FORMATS, *CONTAINERS)} <= set(TOKENS)
    for suffix, how in FORMATS.items():
        assert how.module in ("", f"archive.ingest.readers.{suffix[1:]}")


def test_every_table_of_the_database_is_exported_or_follows_from_what_is() -> None:
    parts = {model.__name__ for model in NUMBERED} | {table.model.__name__ for table in TABLES}
    own = {model.__name__ for model in apps.get_app_config("archive").get_models()}
    assert own - parts == DERIVED
