"""A table with corrections that somebody handed in, row by row: checked first, written when confirmed, undone as one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.querysets.imports import CorrectionRowQuerySet, CorrectionTableQuerySet


class CorrectionTable(models.Model):
    """A file with rows of articles. Nothing of it is in the articles before somebody confirms it."""

    name = models.TextField(_("文件名"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("上传者"), null=True, blank=True
    )
    handed_in_at = models.DateTimeField(_("时间"), auto_now_add=True)
    unchanged = models.PositiveIntegerField(_("没有改动的行数"), default=0)
    unknown_heads = models.JSONField(_("不认识的列"), default=list)
    confirmed_at = models.DateTimeField(_("写入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    objects = CorrectionTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正表")
        verbose_name_plural = _("更正表")
        ordering = ["-pk"]
        default_permissions = ()  # who may change articles may change many of them

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_correctiontable_review", args=[self.pk])


class CorrectionRow(models.Model):
    """A row that is other than its article, or that can't be written and says why.

    ``before`` and ``wanted`` are parts of the article's state; ``problems`` are names of checks, each with the column
    and the values that its words need, ``refused_by`` the first of them, by which rows are counted and listed;
    ``version`` is the one that writing it made.
    """

    class State(models.TextChoices):
        READY = "ready", _("可以写入")
        REFUSED = "refused", _("不写入")
        WRITTEN = "written", _("已写入")
        OVERTAKEN = "overtaken", _("没有写入：刚被别人改过")
        UNDONE = "undone", _("已撤销")
        KEPT = "kept", _("没有撤销：写入后又有改动")

    table = models.ForeignKey(CorrectionTable, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("行"))
    article_id = models.BigIntegerField(_("编号"), null=True)
    title = models.TextField(_("标题"), blank=True)
    state = models.CharField(_("结果"), max_length=10, choices=State)
    made_from = models.PositiveIntegerField(_("版次"), null=True)
    before = models.JSONField(_("原来的"), default=dict)
    wanted = models.JSONField(_("改为"), default=dict)
    refused_by = models.CharField(_("未通过的第一项检查"), max_length=20, blank=True)
    problems = models.JSONField(_("未通过的检查"), default=list)
    version = models.PositiveIntegerField(_("写入后的版次"), null=True)

    objects = CorrectionRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正表的行")
        verbose_name_plural = _("更正表的行")
        ordering = ["table", "line"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["table", "line"], name="one_row_a_line")]
        indexes = [models.Index(fields=["table", "state", "refused_by"])]

    def __str__(self) -> str:
        return f"{self.table_id}:{self.line}"
