"""``manage.py axes_reset_username NAME``: the one of axes."""

from axes.management.commands import axes_reset_username

from archive.management.of_an_archive import OfAnArchive


class Command(OfAnArchive, axes_reset_username.Command):  # type: ignore[misc]  # axes has no types
    pass
