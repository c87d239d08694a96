"""Whoever hands the archive on knows under which licence each package comes that it installs."""

from importlib import metadata

import pytest

from tests import licences

ROWS = licences.written()


def test_every_pinned_package_of_the_running_site_is_listed_in_its_version() -> None:
    listed = [(row.package, row.version, row.purpose) for row in ROWS]
    assert listed == list(licences.pinned()), "make licences"


def test_no_licence_is_left_open() -> None:
    assert [row.package for row in ROWS if row.licence == licences.UNKNOWN] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.package)
def test_what_is_listed_is_what_the_package_says_of_itself(row: licences.Row) -> None:
    try:
        if metadata.version(row.package) != row.version:
            pytest.skip("another version is installed, as a tool of developers")
    except metadata.PackageNotFoundError:
        pytest.skip("not installed here")
    assert licences.licence_of(row.package) == row.licence


def test_a_package_that_cannot_be_read_here_is_said_and_not_left_out() -> None:
    with pytest.raises(licences.NotInstalledError, match="no-such-package"):
        licences.licence_here("no-such-package", "1.0", {})
    kept = {("no-such-package", "1.0"): "MIT"}
    assert licences.licence_here("no-such-package", "1.0", kept) == "MIT"
