"""The rows that figures refer to follow the authority of indicators with every migration."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from archive.figures.indicators import indicators
from archive.models import Indicator


@receiver(post_migrate)
def follow_authority(app_config: Any, **kwargs: Any) -> None:
    """After migrations of the archive, which may have been back to before there was a ledger."""
    if app_config == apps.get_app_config("archive") and _is_there():
        Indicator.objects.bulk_create(
            [Indicator(code=row.code, name=row.name, order=row.order) for row in indicators().values()],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "order"],
        )


def _is_there() -> bool:
    return Indicator._meta.db_table in connection.introspection.table_names()
