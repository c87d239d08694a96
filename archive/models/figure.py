"""The ledger: the figures of articles, what each was read from, and what editors decided about them."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.figures import records
from archive.figures.quantities import Bound
from archive.models.article import Article
from archive.models.indicator import Indicator
from archive.models.region import Region
from archive.querysets.figures import FigureQuerySet, FigureReadingQuerySet
from archive.storage.stored_fields import Facts, Reference, Year


class FigureReading(models.Model):
    """That the figures of an article were read, by which reader, from what.

    What they were read from is gone as soon as the article changes: the transaction that changes it takes ``reader`` away,
    and the figures are shown no more until they are read again.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="figure_reading")
    reader = models.PositiveSmallIntegerField(_("读取程序的版本"), null=True)
    digest = models.CharField(_("所读内容的摘要"), max_length=64)

    objects = FigureReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("数字读取")
        verbose_name_plural = _("数字读取")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reader}"


class Figure(models.Model):
    """A number of an article with what it stands for. Derived; ``FigureDecision`` has what people said of it.

    ``anchor``, ``words`` and ``occurrence`` say where it stands in a way that edits elsewhere leave alone. ``region`` is the
    article's, and None where ``place`` names another. ``series_start`` and ``series_end`` are the years for which it may stand
    in the series of its indicator; ``is_headline`` tells the one that speaks for them in its article.
    """

    class Scope(models.TextChoices):
        STOCK = records.Scope.STOCK.value, _("存量")
        FLOW = records.Scope.FLOW.value, _("当期")
        CUMULATIVE = records.Scope.CUMULATIVE.value, _("累计")
        SHARE = records.Scope.SHARE.value, _("其中")
        GROWTH = records.Scope.GROWTH.value, _("增减")
        BEFORE = records.Scope.BEFORE.value, _("变化前")
        AFTER = records.Scope.AFTER.value, _("变化后")

    class Bound(models.TextChoices):
        EXACT = Bound.EXACT.value, _("整")
        ABOUT = Bound.ABOUT.value, _("约")
        ABOVE = Bound.ABOVE.value, _("多于")
        BELOW = Bound.BELOW.value, _("不到")
        SEVERAL = Bound.SEVERAL.value, _("几倍于")

    class Basis(models.TextChoices):
        SENTENCE = records.Basis.SENTENCE.value, _("本句写明")
        PARAGRAPH = records.Basis.PARAGRAPH.value, _("本段写明")
        ARTICLE = records.Basis.ARTICLE.value, _("同全文")

    # Without an index of its own: figure_once begins with it
    article = models.ForeignKey(Article, models.CASCADE, related_name="figures", db_index=False)
    number = models.PositiveSmallIntegerField(_("次序"))
    anchor = models.CharField(_("段落"), max_length=24)
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    words = models.TextField(_("原文"))
    occurrence = models.PositiveSmallIntegerField(_("段内第几次"))
    sentence = models.TextField(_("句子"))
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)
    low = models.DecimalField(_("下限"), max_digits=20, decimal_places=4, null=True)
    unit = models.CharField(_("单位"), max_length=12, null=True)
    bound = models.CharField(_("界限"), max_length=8, choices=Bound)
    indicator = Reference(
        Indicator, models.SET_NULL, verbose_name=_("指标"), to_field="code", null=True, db_index=False
    )
    scope = models.CharField(_("口径"), max_length=12, choices=Scope)
    part_of = models.PositiveSmallIntegerField(_("属于第几个数字"), null=True)
    planned = models.BooleanField(_("计划"))
    per = models.CharField(_("平均"), max_length=12, null=True)
    period_start = Year(_("起始年份"), null=True)
    period_end = Year(_("截止年份"), null=True)
    basis = models.CharField(_("年份依据"), max_length=10, choices=Basis)
    region = Reference(Region, models.SET_NULL, verbose_name=_("地区"), null=True, db_index=False)
    place = models.TextField(_("文中所称地方"), null=True)
    series_start = Year(_("序列起始年份"), null=True)
    series_end = Year(_("序列截止年份"), null=True)
    is_headline = models.BooleanField(_("主要数字"), default=False)
    is_confirmed = models.BooleanField(_("已核对"), default=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("数字")
        verbose_name_plural = _("数字")
        ordering = ["article", "number"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["indicator", "region", "series_end"], name="figure_of_a_cell"),
            # With all that counting asks for, so that the rows with their sentences are left alone
            models.Index(
                fields=["indicator", "value", "article", "is_headline", "bound"], name="figure_by_value"
            ),
            models.Index(fields=["value", "article", "is_headline", "bound"], name="figure_of_any_kind"),
        ]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="figure_once")]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The page of the article's numbers with this sentence marked: it holds whatever else of the article is edited."""
        return address_of(self.article_id, self.anchor, self.words, self.occurrence)

    @property
    def told_years(self) -> tuple[int | None, int | None]:
        """The years of its series, or else those in which it is told."""
        return told_years(self.series_start, self.series_end, self.period_end)


def told_years(
    series_start: int | None, series_end: int | None, period_end: int | None
) -> tuple[int | None, int | None]:
    """The years of a series, or else the one in which the number is told."""
    return (period_end, period_end) if series_end is None else (series_start, series_end)


def address_of(article: int, anchor: str, words: str, occurrence: int) -> str:
    """Where a number is shown in its sentence."""
    asked = urlencode({"at": anchor, "words": words, "nth": occurrence})
    return f"{reverse('archive:article-figures', args=[article])}?{asked}#told"


class FigureDecision(models.Model):
    """What an editor said of a number. It hangs on the words in their paragraph, not on their place, and holds whatever
    else of the article is edited and whichever reader reads it.

    ``corrected`` has what it stands for instead (``indicator``); of a number that was added also what it is worth (``value``).
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("核对无误")
        CORRECTED = "corrected", _("已更正")
        REJECTED = "rejected", _("不是数字")
        ADDED = "added", _("编辑补上")

    article = models.ForeignKey(Article, models.CASCADE, related_name="figure_decisions")
    anchor = models.CharField(_("段落"), max_length=24)
    words = models.TextField(_("原文"))
    occurrence = models.PositiveSmallIntegerField(_("段内第几次"))
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict)
    corrected = Facts(_("更正的内容"), default=dict, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("编辑"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("数字的核对")
        verbose_name_plural = _("数字的核对")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "anchor", "words", "occurrence"], name="one_decision_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_verdict_display()}"
