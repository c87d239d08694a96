"""What stands at the head and the foot of a file, by which the page around a later text is told from the text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.source import SourceDocument


class EdgeLine(models.Model):
    """One masked line of one text (see ``archive.ingest.parts.seen_again``); another print of the text adds none."""

    mask = models.CharField(_("行的校验值"), max_length=16)
    text = models.CharField(_("所在文字的校验值"), max_length=16)
    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="edge_lines")

    class Meta:
        verbose_name = _("页头页脚行")
        verbose_name_plural = _("页头页脚行")
        constraints = [models.UniqueConstraint(fields=["mask", "text"], name="edge_line_once_a_text")]

    def __str__(self) -> str:
        return self.mask
