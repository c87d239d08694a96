"""What stands at the head and the foot of each file, by which the pages of later ones are told from their texts."""

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from archive.ingest.parts.seen_again import edges_of_text

MOST_TEXTS = 8


def of_what_is_there(apps: Any, schema_editor: Any) -> None:
    EdgeLine = apps.get_model("archive", "EdgeLine")
    documents = apps.get_model("archive", "SourceDocument").objects.order_by("pk").values_list("pk", "raw_text")
    texts: Counter[str] = Counter()
    for pk, raw_text in documents.iterator():
        edges = edges_of_text(raw_text)
        rare = sorted(mask for mask in edges.lines if texts[mask] < MOST_TEXTS)
        texts.update(rare)
        EdgeLine.objects.bulk_create(
            (EdgeLine(mask=mask, text=edges.text, document_id=pk) for mask in rare), ignore_conflicts=True
        )


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0014_corrections'),
    ]

    operations = [
        migrations.CreateModel(
            name='EdgeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mask', models.CharField(max_length=16, verbose_name='行的校验值')),
                ('text', models.CharField(max_length=16, verbose_name='所在文字的校验值')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edge_lines', to='archive.sourcedocument')),
            ],
            options={
                'verbose_name': '页头页脚行',
                'verbose_name_plural': '页头页脚行',
                'constraints': [models.UniqueConstraint(fields=('mask', 'text'), name='edge_line_once_a_text')],
            },
        ),
        migrations.RunPython(of_what_is_there, migrations.RunPython.noop),
    ]
