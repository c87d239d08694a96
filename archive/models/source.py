"""The files as they were handed in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.querysets.imports import SourceDocumentManager


class SourceDocument(models.Model):
    """The uploaded bytes and the text read from them. Never changed, never deleted with the article."""

    name = models.TextField(_("文件名"))
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content = models.BinaryField(_("原始内容"))
    size = models.PositiveIntegerField(_("字节数"))
    media_type = models.CharField(_("格式"), max_length=100)
    encoding = models.CharField(_("编码"), max_length=40, null=True, blank=True)
    raw_text = models.TextField(_("原文"))
    text_key = models.CharField(
        _("文字校验值"),
        max_length=64,
        default="",
        db_index=True,
        editable=False,
        help_text=_("文字相同而编码、换行不同的文件相同"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("上传者"), null=True, blank=True
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = SourceDocumentManager()

    class Meta:
        verbose_name = _("原始文件")
        verbose_name_plural = _("原始文件")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
