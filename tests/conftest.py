"""What every test has: state in a folder of its own, quick passwords, the table of divisions."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group

from archive.models import Region, StateMark
from archive.region_table import load_regions
from archive.regions.authority import Authority
from search import analysis


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the folder that the site itself uses."""
    folder = tmp_path_factory.mktemp("archive-data")
    settings.ARCHIVE_DATA = folder
    settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(folder / "index")
    analysis.keep_state_in(folder)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The table of divisions is loaded once; every test then sees it."""
    with django_db_blocker.unblock():
        load_regions(Authority.load())


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
        load_regions(Authority.load())
    if not StateMark.objects.exists():  # the migration makes the first
        StateMark.objects.create()
    if not Group.objects.exists():
        import_module("archive.migrations.0013_roles").make_groups(apps)
