"""The divisions that this site knows: the project's table, a longer history of the user's, editors' own rows."""

import logging
from collections.abc import Hashable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from archive.models import Region
from archive.region_rules import problems
from archive.regions.authority import Authority, Division, Level
from archive.regions.importer import read_csv

logger = logging.getLogger(__name__)


def history_file() -> Path:
    """Where a table lies that the user brought to extend the history (``load_regions --history``)."""
    folder: Path = settings.ARCHIVE_DATA
    return folder / "divisions.csv"


def site_authority() -> Authority:
    """Everything that is known of divisions here. The project's own table knows its years best."""
    authority = Authority.load()
    if history_file().exists():
        history = read_csv(history_file())
        authority = authority.with_divisions(history.divisions, history.successions)
    added = _editors_divisions()
    return authority.with_divisions(added) if added else authority


def authority_mark() -> Hashable:
    """Another one when ``site_authority`` would give other divisions: what the user brought, what editors typed."""
    brought = history_file().stat().st_mtime_ns if history_file().exists() else None
    typed = Region.objects.filter(origin=Region.Origin.EDITOR).order_by("pk").values_list()
    return brought, repr(list(typed))


def _editors_divisions() -> list[Division]:
    if Region._meta.db_table not in connection.introspection.table_names():
        return []  # a dry run before anything was set up: there are no editors yet
    return [
        Division(
            code=region.code,
            name=region.name,
            short_name=region.short_name,
            level=Level(region.level),
            parent_code=region.parent.code if region.parent else None,
            valid_from=region.valid_from,
            valid_to=region.valid_to,
            pinyin=region.pinyin,
            initials=region.initials,
            aliases=region.other_names,
        )
        for region in _that_fit()
    ]


def _that_fit() -> Iterator[Region]:
    """Rows that were stored before they were checked, or past the form, are left out and named in the log."""
    for region in Region.objects.filter(origin=Region.Origin.EDITOR).with_path():
        found = [f"{field}: {message}" for field, message in problems(region)]
        if found:
            logger.warning(
                "the division %s %s (%s) is left out: %s",
                region.code,
                region.name,
                region.pk,
                "; ".join(found),
            )
        else:
            yield region
