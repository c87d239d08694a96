"""What a reader says is wrong on an article's page. Nothing is kept of who said so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets.articles import PageReportQuerySet
from archive.storage.stored_fields import Reference

LONGEST_WORDS = 1_000


class PageReport(models.Model):
    """Open until an editor ticks it off; ``anchor`` names the paragraph that it is about, where it is about one."""

    article = Reference(Article, models.CASCADE, verbose_name=_("综述"), related_name="reports")
    anchor = models.CharField(_("段落"), max_length=24, blank=True)
    words = models.TextField(_("读者的话"), max_length=LONGEST_WORDS)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    is_settled = models.BooleanField(_("已处理"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        editable=False,
    )

    objects = PageReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("读者报错")
        verbose_name_plural = _("读者报错")
        ordering = ["is_settled", "-at", "-pk"]

    def __str__(self) -> str:
        return self.words[:40]

    def get_absolute_url(self) -> str:
        """The page that it is about, at the paragraph."""
        address = self.article.get_absolute_url()
        return f"{address}#{self.anchor}" if self.anchor else address
