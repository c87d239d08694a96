"""A sample of an article's text, by which its twins are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class Fingerprint(models.Model):
    """One sampled run of characters of one article, as a number (see ``archive.twins.profile``)."""

    value = models.PositiveBigIntegerField(_("指纹"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="fingerprints")

    class Meta:
        verbose_name = _("文字指纹")
        verbose_name_plural = _("文字指纹")
        indexes = [models.Index(fields=["value", "article"])]

    def __str__(self) -> str:
        return f"{self.value:08x}"
