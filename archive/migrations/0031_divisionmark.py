import archive.models.state_mark
from django.db import migrations, models


def mark_the_present(apps, schema_editor):
    apps.get_model("archive", "DivisionMark").objects.create(pk=1, token=archive.models.state_mark._token())


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0030_settled_by'),
    ]

    operations = [
        migrations.CreateModel(
            name='DivisionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=archive.models.state_mark._token, editable=False, max_length=32, unique=True, verbose_name='标记')),
            ],
            options={
                'verbose_name': '区划标记',
                'verbose_name_plural': '区划标记',
            },
        ),
        migrations.RunPython(mark_the_present, migrations.RunPython.noop),
    ]
