"""Pages of originals that a machine read from pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.source import SourceDocument
from archive.storage.stored_fields import Rows


class ScannedPage(models.Model):
    """A page as a picture made anew from the original, and its lines with their places in it and in the raw text."""

    source = models.ForeignKey(
        SourceDocument, models.CASCADE, verbose_name=_("原始文件"), related_name="pages"
    )
    number = models.PositiveSmallIntegerField(_("页码"))
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    content = models.BinaryField(_("页面图片"))
    lines = Rows(_("识别的行"), default=list, help_text=_("见 archive/ingest/ocr/pages.py"))

    class Meta:
        verbose_name = _("页面图片")
        verbose_name_plural = _("页面图片")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="scanned_page_once")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"
