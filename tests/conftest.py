"""What every test has: state in a folder of its own, quick passwords, the table of divisions."""

from collections import Counter
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from archive.models import DivisionMark, Region, RegionScope, RegionSuccession, Replica, StateMark
from archive.region_table import load_regions
from archive.regions.authority import Authority
from archive.web.static_names import StaticFilesMiddleware
from search import analysis, replicas

# No test judges how long something takes: the machine may have other work. What is slow is measured by benchmarks/.
hypothesis.settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cluster", action="store_true", help="start a search cluster and ask it, too")


LONGEST_FIRST = (
    "test_backup",
    "test_reliability",
    "test_editing_property",
    "test_hostile_files",
    "test_search_fuzz",
    "test_search_truth",
    "test_roles",
    "test_upgrade",
    "test_exchange",
    "test_server_full_disk",
    "test_search_page_matter",
    "test_archive_tampering",
)
"""Files with few tests that take long; pytest-xdist, which counts tests, would begin them when the others are through."""


def in_an_order_that_ends_together(items: list[pytest.Item]) -> None:
    """The longest files first, then those with the most tests: no process works on alone at the end."""
    tests_of = Counter(item.path for item in items)
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: (place.get(item.path.stem, len(place)), -tests_of[item.path]))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    for item in items:
        if asks_the_database(item):
            item.add_marker("database")
    if not config.getoption("--cluster"):
        needs_one = pytest.mark.skip(reason="asks a search cluster, which make cluster-test starts")
        for item in items:
            if item.get_closest_marker("cluster"):
                item.add_marker(needs_one)
    yield
    in_an_order_that_ends_together(items)


WHAT_OPENS_THE_DATABASE = {"db", "django_db_setup", "live_server", "transactional_db"}
"""Fixtures of pytest-django: every other one that gives a test a database asks for one of them."""


def asks_the_database(item: pytest.Item) -> bool:
    """So that ``-m database`` runs, on another database, what a database can change: by what the test asks for, not by a list."""
    asked_for = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked_for & WHAT_OPENS_THE_DATABASE)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the folder that the site itself uses."""
    folder = tmp_path_factory.mktemp("archive-data")
    settings.ARCHIVE_DATA = folder
    settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(folder / "index")
    settings.BACKUP_KEEP = 0  # whoever wants backups of this process's database says so
    analysis.keep_state_in(folder)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield folder


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once() -> Iterator[None]:
    """Every client has middleware of its own, which looks up some 200 files: longer than most pages take to answer."""
    listed: dict[tuple[str, int], dict[str, Any]] = {}
    look_them_up = StaticFilesMiddleware.add_files_from_finders

    def add_files(self: StaticFilesMiddleware) -> None:
        told = (self.static_prefix, self.max_age)
        if told not in listed:
            look_them_up(self)
            listed[told] = self.files
        self.files = listed[told]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesMiddleware, "add_files_from_finders", add_files)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database in a file, as the site has it.

    One in memory is shared by threads under SQLite's shared cache, where a writer's "database table is locked" comes
    at once and waits for nobody: a live server and its test then fail each other by chance. Nobody needs this one
    after a crash, so nothing waits for the disk.
    """
    settings_of = connection.settings_dict
    if connection.vendor != "sqlite":
        return
    settings_of["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    settings_of["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The table of divisions is loaded once; every test then sees it."""
    with django_db_blocker.unblock():
        load_regions(Authority.load())
        keep_the_divisions()
        know_this_host()


def know_this_host() -> None:
    """Where several hosts could share the database (PostgreSQL), this process is one of them, its index built."""
    if replicas.are_kept():
        replicas.register()
        Replica.objects.update(built_at=timezone.now(), configuration=replicas.configuration())


# What load_regions fills, in an order in which each row finds the rows that it names (the names are our own: S608).
TABLES_OF_DIVISIONS = [Region._meta.db_table, RegionSuccession._meta.db_table, RegionScope._meta.db_table]


def keep_the_divisions() -> None:
    """Copies of the tables that hold the divisions, in tables of no model: a flush leaves them alone."""
    with connection.cursor() as cursor:
        for table in TABLES_OF_DIVISIONS:
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608


def bring_the_divisions_back() -> None:
    """As load_regions leaves them, a second sooner: a hundred tests have real transactions."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES_OF_DIVISIONS:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608


@pytest.fixture(autouse=True)
def what_a_flush_took(request: pytest.FixtureRequest) -> None:
    """A test with real transactions empties every table behind it; the next test finds what every archive has."""
    if {"transactional_db", "live_server"} & set(request.fixturenames) or (
        (marker := request.node.get_closest_marker("django_db")) and marker.kwargs.get("transaction")
    ):
        request.getfixturevalue("transactional_db")
    elif "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
    else:
        return
    if not Region.objects.exists():
        bring_the_divisions_back()
        DivisionMark.objects.renew()
    if not StateMark.objects.exists():  # the migration makes the first
        StateMark.objects.create()
        know_this_host()
    if not Group.objects.exists():
        for migration in ("0013_roles", "0018_absence", "0020_indicator_names", "0025_replica"):
            import_module(f"archive.migrations.{migration}").make_groups(apps)
