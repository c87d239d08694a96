"""The indexes of several web servers are registered; administrators let go those that are gone for good."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

roles = import_module("archive.migrations.0013_roles")
ROLES = {"管理员": [f"archive.{may}_replica" for may in ("view", "delete")]}


def make_groups(apps: Any, schema_editor: Any = None) -> None:
    roles.give(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0024_notices_as_codes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Replica',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=500, unique=True, verbose_name='服务器')),
                ('configuration', models.JSONField(default=dict, verbose_name='设置')),
                ('mark', models.CharField(blank=True, max_length=32, verbose_name='标记')),
                ('built_at', models.DateTimeField(null=True, verbose_name='建成时间')),
                ('seen_at', models.DateTimeField(verbose_name='最近一次露面')),
                ('holds', models.ManyToManyField(related_name='held_by', to='archive.indexchange', verbose_name='已写入的变更')),
            ],
            options={
                'verbose_name': '网站服务器',
                'verbose_name_plural': '网站服务器',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
