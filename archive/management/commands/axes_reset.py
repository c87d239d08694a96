"""``manage.py axes_reset``: the one of axes."""

from axes.management.commands import axes_reset

from archive.management.of_an_archive import OfAnArchive


class Command(OfAnArchive, axes_reset.Command):  # type: ignore[misc]  # axes has no types
    pass
