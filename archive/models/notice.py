"""What the reader was unsure of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets.articles import NoticeQuerySet
from archive.storage.stored_fields import Facts
from archive.told import told

QUOTED = 12
"""A sentence that quotes a line quotes at least so many of its first characters."""


class Notice(models.Model):
    """A doubt, as a code with the values of its words, and what raised it; open until an editor settles it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notices")
    code = models.CharField(_("代号"), max_length=40)
    values = Facts(_("提示的内容"), default=dict, blank=True)
    message = models.TextField(_("提示"), blank=True, help_text=_("旧版存下的原话；现在存代号和数值"))
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
        return self.told

    @property
    def told(self) -> str:
        """The doubt in the language of whoever reads it; a sentence of before, as it was kept."""
        return self.message or told(self.code, self.values)

    @property
    def words(self) -> str:
        """The lines that it rests on, but for those that its sentence quotes."""
        sentence = self.told
        lines = (self.evidence or "").splitlines()
        return "\n".join(line for line in lines if line[:QUOTED] not in sentence)
