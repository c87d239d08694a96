"""Two articles that may be one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets.articles import TwinPairQuerySet


class TwinPair(models.Model):
    """What was found when ``article`` came in, and what an editor made of it."""

    class Verdict(models.TextChoices):
        SUSPECTED = "suspected", _("待定")
        REPRINT = "reprint", _("转载")
        NEW_VERSION = "new_version", _("新版本")
        DISTINCT = "distinct", _("不是同一篇")

    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name=_("后入库的一篇"), related_name="twin_pairs"
    )
    other = models.ForeignKey(
        Article, models.CASCADE, verbose_name=_("先入库的一篇"), related_name="later_twin_pairs"
    )
    score = models.FloatField(_("相似度"), help_text=_("0 到 1；0.45 起算可能是同一篇"))
    verdict = models.CharField(_("判断"), max_length=12, choices=Verdict, default=Verdict.SUSPECTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("判断者"), null=True, blank=True
    )
    decided_at = models.DateTimeField(_("判断时间"), null=True, blank=True)

    objects = TwinPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑似转载")
        verbose_name_plural = _("疑似转载")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="one_row_a_pair")]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}"
