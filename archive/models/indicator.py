"""What a figure may stand for, as far as editors have a say in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.querysets.figures import IndicatorQuerySet
from archive.storage.stored_fields import Texts


class Indicator(models.Model):
    """One indicator of the authority (``archive/figures/indicators.tsv``), which has its definition and its words.

    The row is there for figures to refer to and for the names that editors add; it follows the authority with every
    migration (``archive.ledger.authority``).
    """

    code = models.CharField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(_("次序"))
    aliases = Texts(
        _("别名"), default=list, blank=True, help_text=_("本地的其他叫法，一行一个，如“工会驿站”")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标")
        verbose_name_plural = _("指标")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
