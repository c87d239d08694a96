"""That a federation published no review in a year, and that editors may say so."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

roles = import_module("archive.migrations.0013_roles")
FOR_EDITORS = [f"archive.{may}_absence" for may in ("view", "add", "change")]
ROLES = {"编辑": FOR_EDITORS, "管理员": [*FOR_EDITORS, "archive.delete_absence"]}


def make_groups(apps: Any, schema_editor: Any = None) -> None:
    roles.give(apps, ROLES)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0017_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("note", models.TextField(help_text="怎样查实的，读者看得到。例如：查过当年十二月到次年三月的日报，也问过档案室。", verbose_name="说明")),
                ("stands", models.BooleanField(default=True, help_text="后来找到了综述，或确认有误，就取消勾选；说明和历史都保留。", verbose_name="成立")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="确认时间")),
                ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="archive.region", verbose_name="地区")),
                ("user", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name="编辑")),
            ],
            options={
                "verbose_name": "确认无",
                "verbose_name_plural": "确认无",
                "ordering": ["-year", "region__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "year"),
                        name="absence_once",
                        violation_error_message="这个地区的这一年已经确认过了。",
                    )
                ],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
