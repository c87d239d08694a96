"""When an article was published for the first time; those of before go by the day on which they came in."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def from_the_upload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    articles = apps.get_model("archive", "Article").objects.using(schema_editor.connection.alias)
    articles.exclude(status="draft").update(first_published_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_state_mark")]
    operations = [
        migrations.AddField(
            "article",
            "first_published_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="首次发布时间"),
        ),
        migrations.RunPython(from_the_upload, migrations.RunPython.noop),
        migrations.RemoveIndex("article", "archive_art_status_b0b243_idx"),
        migrations.AddIndex(
            "article",
            models.Index(fields=["status", "first_published_at"], name="archive_art_status_9b9e3c_idx"),
        ),
    ]
