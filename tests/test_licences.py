"""Whoever hands the archive on knows under which licence each package comes that it installs."""

from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import licences

ROWS = licences.written()
HERE = [row for row in ROWS if licences.is_here(row.package, row.version)]


def test_every_pinned_package_of_the_running_site_is_listed_in_its_version() -> None:
    listed = [(row.package, row.version, row.purpose) for row in ROWS]
    assert listed == list(licences.pinned()), "make licences"


def test_the_packages_that_are_always_installed_need_none_that_is_not_pinned() -> None:
    always = {canonicalize_name(row.package) for row in ROWS if row.purpose == "always"}
    asked = [Requirement(text) for row in HERE for text in metadata.requires(row.package) or ()
             if canonicalize_name(row.package) in always]  # fmt: skip
    needed = {
        canonicalize_name(one.name) for one in asked if not one.marker or one.marker.evaluate({"extra": ""})
    }
    assert needed - always == set()
    assert needed


def test_no_licence_is_left_open() -> None:
    assert [row.package for row in ROWS if row.licence == licences.UNKNOWN] == []


@pytest.mark.parametrize("row", HERE, ids=lambda row: row.package)
def test_what_is_listed_is_what_the_package_says_of_itself(row: licences.Row) -> None:
    assert licences.licence_of(row.package) == row.licence


def test_most_of_what_the_site_always_needs_is_asked_for_its_licence() -> None:
    always = [row for row in ROWS if row.purpose == "always"]
    assert 2 * len([row for row in HERE if row.purpose == "always"]) > len(always) > 10


def test_a_package_that_cannot_be_read_here_is_said_and_not_left_out() -> None:
    with pytest.raises(licences.NotInstalledError, match="no-such-package"):
        licences.licence_here("no-such-package", "1.0", {})
    kept = {("no-such-package", "1.0"): "MIT"}
    assert licences.licence_here("no-such-package", "1.0", kept) == "MIT"
