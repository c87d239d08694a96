"""Three groups: readers, editors, administrators. What each may do is the table of "Roles" in the README."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

READER = ["archive.read_article"]
EDITOR = [
    *READER,
    *(f"archive.{may}_article" for may in ("view", "add", "change")),
    *(f"archive.{may}_{part}" for part in ("section", "caption") for may in ("view", "add", "change", "delete")),
    *(f"archive.view_{kept}" for kept in ("sourcedocument", "articleevent", "trashedarticle")),
    *(f"archive.{may}_import" for may in ("view", "add")),
    *(f"archive.{may}_twinpair" for may in ("view", "change")),
    *(f"archive.{may}_region" for may in ("view", "add", "change")),
    *(f"archive.{may}_regionsuccession" for may in ("view", "add", "change", "delete")),
]
ADMINISTRATOR = [
    *EDITOR,
    *(f"archive.delete_{what}" for what in ("article", "trashedarticle", "region")),
    *(f"auth.{may}_user" for may in ("view", "add", "change", "delete")),
    "auth.view_group",
    *(f"axes.{may}_accessattempt" for may in ("view", "delete")),
    "axes.view_accesslog",
    "axes.view_accessfailurelog",
]
ROLES = {"读者": READER, "编辑": EDITOR, "管理员": ADMINISTRATOR}


def make_groups(apps: Any, schema_editor: Any = None) -> None:
    give(apps, ROLES)


def give(apps: Any, roles: dict[str, list[str]]) -> None:
    """Permissions are made only when all migrations have run, so those that are named here are made now."""
    for label in ("archive", "auth", "axes"):
        _make_permissions(apps, label)
    for name, permissions in roles.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*(_permission(apps, permission) for permission in permissions))


def _make_permissions(apps: Any, label: str) -> None:
    config = apps.get_app_config(label)
    config.models_module = getattr(config, "models_module", True)  # a migration's stub has none
    create_contenttypes(config, verbosity=0, apps=apps)
    create_permissions(config, verbosity=0, apps=apps)
    if config.models_module is True:
        config.models_module = None


def _permission(apps: Any, permission: str) -> Any:
    label, codename = permission.split(".")
    return apps.get_model("auth", "Permission").objects.get(content_type__app_label=label, codename=codename)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0012_joined"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(name="article", options={
            "ordering": ["-period_end", "-period_start", "-pk"],
            "permissions": [("read_article", "可以阅读已发布的综述")],
            "verbose_name": "综述",
            "verbose_name_plural": "综述",
        }),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
