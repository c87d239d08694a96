"""Who has an article open in the admin."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class EditingPresence(models.Model):
    """An editor who opened the form of an article, and when the form was last known to be open."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(_("打开时间"))
    seen_at = models.DateTimeField(_("最近在场时间"))

    class Meta:
        verbose_name = _("正在编辑")
        verbose_name_plural = _("正在编辑")
        ordering = ["opened_at"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="one_presence_an_editor")]

    def __str__(self) -> str:
        return str(self.user)
