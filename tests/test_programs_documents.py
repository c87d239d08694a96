"""What scripts read and write is documented: every field of the JSON, every parameter of an address, every option."""

import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.test import Client

from archive.coverage.states import State
from archive.figures.quantities import Bound
from archive.figures.records import Basis, Scope
from archive.models import Absence, Article, Region
from archive.twins.find import Relation
from search import lexicon, outbox
from search.documents import BlockField
from search.engines.contract import Order
from search.forms import SearchForm
from search.guide import PARAMETERS
from tests import factories
from tests.test_archive_documents import READMES, ROOT, commands

pytestmark = pytest.mark.django_db

DOCUMENT = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")
DEMO = ROOT / "fixtures" / "demo"
# Counted things by their own name: 2019, 990103, 云川日报, a place in a list
BY_NAME = {"years", "regions", "newspapers", "kinds", "own", "absent"}
READ = re.compile(
    r"""(?:GET|query|sent|parameters|data)\.(?:get|getlist)\(\s*"([a-z]+)"|"([a-z]+)" in request\.GET"""
)
OF_FORMS = {"row", "verdict"}
"""Sent by a form of the page that shows them, and no part of an address."""


def rows_of(part: str) -> list[str]:
    """The rows of the tables below this heading."""
    section = DOCUMENT.split(f"\n## {part}")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def names_in(rows: Iterable[str]) -> set[str]:
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def told(*parts: str) -> set[str]:
    """The fields that these parts explain: those of a row of their own, and those that stand in it as parts of another."""
    return {name for part in parts for name in names_in(rows_of(part))}


def told_parameters() -> set[str]:
    return names_in(row.split(" | ")[0] for row in rows_of("Parameters of addresses"))


def fields(value: Any) -> Iterator[str]:
    """The names of the fields in it, those of its parts too, and not the years or codes by which it counts."""
    if isinstance(value, list):
        for one in value:
            yield from fields(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from fields(list(one.values()) if name in BY_NAME and isinstance(one, dict) else one)


@pytest.fixture
def archive() -> Iterator[Article]:
    lexicon.forget()
    factories.article(place="990103", years=(2018, 2019), title="跨年的一篇")
    factories.article(place="990121", years=(2013, 2013))
    Absence.objects.create(region=factories.region("990103"), year=2015, note="查过当年的日报。")
    article = factories.article(
        place="990103",
        captions=["图为技能比武现场。"],
        sections=[(None, "导语。"), ("集体协商", "签订协议60份。")],
    )
    outbox.rebuild(lock_seconds=10)
    yield article
    lexicon.forget()


def printed(*arguments: str, **options: Any) -> list[Any]:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines() if line.startswith(("{", "["))]


@pytest.mark.parametrize(
    "address",
    [
        *("/articles/{}.json", "/regions/990103.json", "/regions/990121.json", "/regions/990100/2019.json"),
        *("/years/2019.json", "/coverage.json", "/coverage.json?region=990100", "/search/export.json?q=协商"),
    ],
)
def test_every_field_that_a_page_gives_to_programs_is_documented(
    client: Client, archive: Article, address: str
) -> None:
    answer = client.get(address.format(archive.pk))
    assert answer.status_code == 200
    known = told("The record of an article", "Lists", "A search")
    assert set(fields(json.loads(answer.getvalue()))) - known == set()


def test_every_field_that_the_import_prints_is_documented() -> None:
    lines = printed(
        "import_reviews", str(DEMO / "gulou-2019.txt"), format="jsonl", explain=True, dry_run=True
    )
    assert {"title", "figures", "lines"} <= set(fields(lines))
    assert set(fields(lines)) - told("The record of an article") == set()


def test_every_field_that_the_search_prints_is_documented(archive: Article) -> None:
    lines = [
        line
        for query in ("协商", "协商；签订", "临江区2019年", "(((协商", "未见此词", "会员总数>5万")
        for line in printed("search_reviews", query, format="jsonl", ids=True)
    ]
    assert {"offer", "numbers", "readings", "repairs", "snippets"} <= set(fields(lines))
    assert set(fields(lines)) - told("A search", "The record of an article") == set()


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("The record of an article", Article.Kind),
        ("The record of an article", Article.RegionBasis),
        ("The record of an article", Article.PeriodBasis),
        ("The record of an article", Bound),
        ("The record of an article", Scope),
        ("The record of an article", Basis),
        ("The record of an article", Relation),
        ("Lists", State),
        ("Lists", Region.Level),
        ("A search", BlockField),
        ("Parameters of addresses", Order),
        ("Parameters of addresses", Article.Kind),
        ("Parameters of addresses", Region.Level),
    ],
)
def test_every_word_that_a_field_or_a_parameter_may_hold_is_documented(
    part: str, values: type[StrEnum]
) -> None:
    assert {value.value for value in values} - told(part) == set()


def parameters() -> set[str]:
    """What the code of the pages reads from an address, and the search form."""
    pages = [
        path
        for folder in ("archive", "search")
        for path in (ROOT / folder).rglob("*.py")
        if not {"admin", "management", "ingest", "imports", "exchange", "editing", "migrations"}
        & set(path.parts)
    ]
    read = {
        name
        for path in pages
        for pair in READ.findall(path.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    return read - OF_FORMS | set(SearchForm(QueryDict()).fields)


def test_every_parameter_of_an_address_is_documented() -> None:
    assert parameters() - told_parameters() == set()


def test_no_parameter_is_documented_that_no_page_reads() -> None:
    assert told_parameters() - parameters() <= {
        "least",
        "most",
        "region",
        "from",
        "to",
        "article",
    }


def test_the_help_page_explains_every_parameter_of_the_search() -> None:
    assert {name for name, _meaning in PARAMETERS} == set(SearchForm(QueryDict()).fields)


def options(name: str) -> set[str]:
    """The options that this command has and others have not."""
    app = "archive" if (ROOT / "archive" / "management" / "commands" / f"{name}.py").exists() else "search"
    return _long(load_command_class(app, name)) - _long(BaseCommand()) - OF_SERVE


def _long(command: BaseCommand) -> set[str]:
    parser = command.create_parser("manage.py", "")
    return {
        option for action in parser._actions for option in action.option_strings if option.startswith("--")
    }


OF_SERVE = {"--beat"}
"""Given by ``serve`` to the processes that it starts; a person has no use for it."""
OF_HAYSTACK = {"rebuild_index", "update_index", "clear_index"}


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", sorted(commands() - OF_HAYSTACK))
def test_every_option_of_a_command_stands_beside_it_in_both_readmes(name: str, readme: str) -> None:
    rows = [line for line in READMES[readme].splitlines() if re.search(rf"manage\.py {name}\b", line)]
    assert rows
    assert {option for option in options(name) if not any(option in row for row in rows)} == set()
