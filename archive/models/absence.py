"""That a federation published no review in a year, as an editor found out."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.region import Region
from archive.querysets.regions import AbsenceQuerySet
from archive.storage.stored_fields import Reference, Year


class Absence(models.Model):
    """确认无: nobody has to look for this review again. What is held of the year counts for more."""

    region = Reference(Region, models.PROTECT, verbose_name=_("地区"), related_name="absences")
    year = Year(_("年份"))
    note = models.TextField(
        _("说明"), help_text=_("怎样查实的，读者看得到。例如：查过当年十二月到次年三月的日报，也问过档案室。")
    )
    stands = models.BooleanField(
        _("成立"), default=True, help_text=_("后来找到了综述，或确认有误，就取消勾选；说明和历史都保留。")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("编辑"),
        null=True,
        blank=True,
        editable=False,
    )
    at = models.DateTimeField(_("确认时间"), auto_now=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("确认无")
        verbose_name_plural = _("确认无")
        ordering = ["-year", "region__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                name="absence_once",
                violation_error_message=_("这个地区的这一年已经确认过了。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region.full_name if self.region else '…'} · {self.year}"

    def get_absolute_url(self) -> str:
        if self.region is None or self.year is None:
            return reverse("archive:coverage")
        return reverse("archive:region-year", args=[self.region.code, self.year])
