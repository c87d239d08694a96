"""Editors may add names to indicators."""

from importlib import import_module
from typing import Any

from django.db import migrations

roles = import_module("archive.migrations.0013_roles")
FOR_EDITORS = [f"archive.{may}_indicator" for may in ("view", "change")]
ROLES = {"编辑": FOR_EDITORS, "管理员": FOR_EDITORS}


def make_groups(apps: Any, schema_editor: Any = None) -> None:
    roles.give(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [("archive", "0019_region_index")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False)]
