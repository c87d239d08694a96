"""Years and levels that cannot be are refused by the database; those that stand there become unknown, and are told.

A row of before may say 0—0, half a period or, in SQLite, any text: texts are greater than every number there.
"""

import logging

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.db.models import F, Q

logger = logging.getLogger(__name__)

FIRST_YEAR, LAST_YEAR = 1900, 2100
DEEPEST_LEVEL = 4
NO_PERIOD = Q(period_start=None, period_end=None)
PERIOD = Q(
    period_end__isnull=False,
    period_start__gte=FIRST_YEAR,
    period_end__lte=LAST_YEAR,
    period_start__lte=F("period_end"),
)


def mend(apps, schema_editor):
    _mend_levels(apps, schema_editor.connection.alias)  # of which the index knows nothing
    mended = _mend_periods(apps, schema_editor.connection.alias)
    if mended:
        changes = apps.get_model("archive", "IndexChange").objects
        changes.bulk_create([changes.model(article_id=pk) for pk in sorted(mended)])
        apps.get_model("archive", "StateMark").objects.create()


def _mend_periods(apps, alias):
    articles = apps.get_model("archive", "Article").objects.using(alias).order_by()
    sound = set(articles.filter(NO_PERIOD | PERIOD).values_list("pk", flat=True))
    broken = {pk: years for pk, *years in articles.values_list("pk", "period_start", "period_end") if pk not in sound}
    for pk, years in broken.items():
        logger.warning("article %s: the period %s cannot be; it is unknown now", pk, "-".join(map(str, years)))
        articles.filter(pk=pk).update(
            period_start=None, period_end=None, period_basis="unknown", period_evidence=None, period_inferred=False
        )
    return set(broken)


def _mend_levels(apps, alias):
    sections = apps.get_model("archive", "Section").objects.using(alias).order_by()
    sound = set(sections.filter(level__gte=1, level__lte=DEEPEST_LEVEL).values_list("pk", flat=True))
    broken = [row for row in sections.values_list("pk", "article_id", "level") if row[0] not in sound]
    for pk, article, level in broken:
        logger.warning("article %s: no section has level %s; it is brought into 1-%s", article, level, DEEPEST_LEVEL)
        level = level if isinstance(level, int) else 1
        sections.filter(pk=pk).update(level=min(max(level, 1), DEEPEST_LEVEL))


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_presence")]
    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.RemoveConstraint("article", "period_in_order"),
        migrations.AddConstraint(
            "article",
            models.CheckConstraint(
                condition=NO_PERIOD | PERIOD,
                name="period_in_order",
                violation_error_message="起始年份和截止年份要么都填、要么都不填，且起始不能晚于截止。",
            ),
        ),
        migrations.AlterField(
            "section",
            "level",
            models.PositiveSmallIntegerField(
                default=1,
                help_text="1 最高，最低 4：“一、”在“（一）”之上",
                validators=[
                    MinValueValidator(1, "层级是 1 到 4 的整数。"),
                    MaxValueValidator(DEEPEST_LEVEL, "层级是 1 到 4 的整数。"),
                ],
                verbose_name="层级",
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=DEEPEST_LEVEL),
                name="level_of_a_heading",
                violation_error_message="层级是 1 到 4 的整数。",
            ),
        ),
    ]
