"""What the reader was unsure of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets import NoticeQuerySet


class Notice(models.Model):
    """A doubt with the words that raised it; open until an editor settles it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notices")
    code = models.CharField(_("代号"), max_length=40)
    message = models.TextField(_("提示"))
    evidence = models.TextField(_("所据原文"), null=True, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("处理人"), null=True, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("存疑提示")
        verbose_name_plural = _("存疑提示")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.message
