"""A database that can be written to: its tables made, the divisions loaded. Commands call it before they write."""

from django.core.management import call_command

from archive.models import Region
from archive.region_table import load_regions
from archive.site_authority import site_authority


def prepare_database() -> None:
    """Make or update the tables; load the table of divisions where there is none. Quick when all is there."""
    call_command("migrate", verbosity=0, interactive=False)
    if not Region.objects.exists():
        load_regions(site_authority())
