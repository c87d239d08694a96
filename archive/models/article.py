"""An article, its sections and its captions."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.addresses import address_of_page
from archive.anchors import named, realign
from archive.ingest import records
from archive.models.region import Region
from archive.models.source import SourceDocument
from archive.querysets.articles import ArticlePartQuerySet, ArticleQuerySet
from archive.regions import clues
from archive.storage.stored_fields import Facts, Numbers, Reference, Texts, Year
from archive.years import FIRST_YEAR, LAST_YEAR, is_period


class Article(models.Model):
    """One review. What is unknown is None, never an empty string or a made-up year."""

    class Kind(models.TextChoices):
        ANNUAL_REVIEW = records.Kind.ANNUAL_REVIEW.value, _("年度综述")
        MULTI_YEAR_REVIEW = records.Kind.MULTI_YEAR_REVIEW.value, _("多年综述")
        PLAN = records.Kind.PLAN.value, _("工作计划")
        OTHER = records.Kind.OTHER.value, _("其他")

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        WITHDRAWN = "withdrawn", _("已撤回")
        TRASHED = "trashed", _("在回收站")

    class RegionBasis(models.TextChoices):
        ISSUER = clues.RegionBasis.ISSUER.value, _("据署名单位")
        TITLE = clues.RegionBasis.TITLE.value, _("据标题")
        NEWSPAPER = clues.RegionBasis.NEWSPAPER.value, _("据报纸")
        TEXT = clues.RegionBasis.TEXT.value, _("据正文")
        PAGE = clues.RegionBasis.PAGE.value, _("据版面文字")
        NAME = clues.RegionBasis.NAME.value, _("据文件名")
        EDITOR = clues.RegionBasis.EDITOR.value, _("编辑确定")
        UNKNOWN = clues.RegionBasis.UNKNOWN.value, _("不详")

    class PeriodBasis(models.TextChoices):
        TITLE = records.PeriodBasis.TITLE.value, _("据标题")
        SUBTITLE = records.PeriodBasis.SUBTITLE.value, _("据副标题")
        TEXT = records.PeriodBasis.TEXT.value, _("据正文")
        PUBLISHED = records.PeriodBasis.PUBLISHED.value, _("据刊发日期推算")
        NAME = records.PeriodBasis.NAME.value, _("据文件名")
        EDITOR = records.PeriodBasis.EDITOR.value, _("编辑确定")
        UNKNOWN = records.PeriodBasis.UNKNOWN.value, _("不详")

    kicker = models.TextField(_("引题"), null=True, blank=True)
    title = models.TextField(_("标题"), null=True, blank=True)
    subtitle = models.TextField(_("副标题"), null=True, blank=True)
    issuer = models.TextField(_("单位"), null=True, blank=True, help_text=_("文中写法，如“广丰区总工会”"))
    region = Reference(
        Region, models.PROTECT, verbose_name=_("地区"), null=True, blank=True, related_name="articles"
    )
    region_basis = models.CharField(
        _("地区依据"), max_length=12, choices=RegionBasis, default=RegionBasis.UNKNOWN
    )
    region_evidence = models.TextField(_("地区所据原文"), null=True, blank=True)
    period_start = Year(_("起始年份"), null=True, blank=True)
    period_end = Year(_("截止年份"), null=True, blank=True)
    period_basis = models.CharField(
        _("年份依据"), max_length=12, choices=PeriodBasis, default=PeriodBasis.UNKNOWN
    )
    period_inferred = models.BooleanField(_("年份系推算"), default=False)
    period_evidence = models.TextField(_("年份所据原文"), null=True, blank=True)
    kind = models.CharField(_("体裁"), max_length=20, choices=Kind, default=Kind.OTHER)
    published_on = models.DateField(_("刊发日期"), null=True, blank=True)
    newspaper = models.TextField(_("报纸"), null=True, blank=True)
    issue = models.TextField(_("期号"), null=True, blank=True)
    page_label = models.TextField(_("版面"), null=True, blank=True)
    bylines = Texts(_("作者"), default=list, blank=True)
    credits = Texts(_("编校署名"), default=list, blank=True)
    furniture = Texts(
        _("版面文字"), default=list, blank=True, help_text=_("报头、导航、页脚等不属于文章的文字")
    )
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.DRAFT)
    source = Reference(SourceDocument, models.PROTECT, verbose_name=_("原始文件"), related_name="articles")
    source_item = models.PositiveSmallIntegerField(
        _("文件内序号"), default=0, help_text=_("一个文件含多篇时，从 0 起的次序")
    )
    reprint_of = Reference(
        "self",
        models.SET_NULL,
        verbose_name=_("转载自"),
        null=True,
        blank=True,
        related_name="reprints",
        editable=False,
    )
    provenance = Facts(_("出处"), default=dict, blank=True, editable=False)
    next_anchor = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(_("版次"), default=0, editable=False)
    created_at = models.DateTimeField(_("入库时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)
    first_published_at = models.DateTimeField(_("首次发布时间"), null=True, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("综述")
        verbose_name_plural = _("综述")
        permissions = [("read_article", _("可以阅读已发布的综述"))]  # what it gives where PUBLIC_READING=no
        # A period that nobody knows comes last; PostgreSQL by itself has it first.
        ordering = [
            models.F("period_end").desc(nulls_last=True),
            models.F("period_start").desc(nulls_last=True),
            "-pk",
        ]
        indexes = [
            models.Index(fields=["status", "period_end", "period_start"]),
            models.Index(fields=["status", "first_published_at"]),
            models.Index(fields=["status", "region", "period_end", "period_start"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_start=None, period_end=None)
                | models.Q(
                    # "Not null" is said: an unknown end would make the whole condition unknown, which passes.
                    period_end__isnull=False,
                    period_start__gte=FIRST_YEAR,
                    period_end__lte=LAST_YEAR,
                    period_start__lte=models.F("period_end"),
                ),
                name="period_in_order",
                violation_error_message=_("起始年份和截止年份要么都填、要么都不填，且起始不能晚于截止。"),
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def get_absolute_url(self) -> str:
        return address_of_page("archive:article", self.pk)

    @property
    def is_review(self) -> bool:
        """What most are, and what is not said of each."""
        return self.kind in REVIEW_KINDS

    @property
    def display_title(self) -> str:
        return shown_title(self.title, self.issuer)

    @property
    def period_label(self) -> str:
        """``2019 年``, ``2018—2023 年`` or 年份不详."""
        if not self.has_period:
            return gettext("年份不详")
        if self.period_start == self.period_end:
            return gettext("%(year)s 年") % {"year": self.period_start}
        return gettext("%(start)s—%(end)s 年") % {"start": self.period_start, "end": self.period_end}

    @property
    def furniture_lines(self) -> list[tuple[str, str]]:
        """(anchor, text) of what stands on the page and is not of the article, in the order of the page."""
        return _lines("f", self.furniture)

    @property
    def credit_lines(self) -> list[tuple[str, str]]:
        """(anchor, text) of each line on who edited, proofread and laid out."""
        return _lines("e", self.credits)

    @property
    def page_matter(self) -> list[tuple[str, str]]:
        """Everything printed that no part of the article holds; a search looks through it apart."""
        return self.furniture_lines + self.credit_lines

    @property
    def has_period(self) -> bool:
        """Not where a row holds half a period, or years that cannot be."""
        return is_period(self.period_start, self.period_end)

    @property
    def spans_years(self) -> bool:
        return bool(self.period_start != self.period_end)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED


def shown_title(title: str | None, issuer: str | None) -> str:
    """The title, or who reports where there is none."""
    return title or gettext("（无题）%(issuer)s") % {"issuer": issuer or ""}


def _lines(letter: str, stored: object) -> list[tuple[str, str]]:
    """The texts of a stored list with their anchors, whatever else a row may hold there."""
    texts = stored if isinstance(stored, list) else []
    return [(f"{letter}{n}", text) for n, text in enumerate(texts, start=1) if isinstance(text, str) and text]


DEEPEST_LEVEL = 4
"""编、章、节、目: the deepest headings that a text of the genre could have; real pages have two or three."""


REVIEW_KINDS = frozenset((Article.Kind.ANNUAL_REVIEW, Article.Kind.MULTI_YEAR_REVIEW))


class Section(models.Model):
    """A heading (None for the lead) with the paragraphs below it, one a line."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("次序"))
    level = models.PositiveSmallIntegerField(
        _("层级"),
        default=1,
        validators=[
            MinValueValidator(1, _("层级是 1 到 4 的整数。")),
            MaxValueValidator(DEEPEST_LEVEL, _("层级是 1 到 4 的整数。")),
        ],
        help_text=_("1 最高，最低 4：“一、”在“（一）”之上"),
    )
    heading = models.TextField(_("小标题"), null=True, blank=True, help_text=_("导语留空"))
    text = models.TextField(_("正文"), blank=True, help_text=_("一行一段"))
    anchors = Numbers(default=list, editable=False)

    objects = ArticlePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("小节")
        verbose_name_plural = _("小节")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=DEEPEST_LEVEL),
                name="level_of_a_heading",
                violation_error_message=_("层级是 1 到 4 的整数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or gettext("导语")

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            self._align_anchors()
            super().save(*args, **kwargs)

    def _align_anchors(self) -> None:
        self.text = "\n".join(line.strip() for line in self.text.splitlines() if line.strip())
        stored = Section.objects.filter(pk=self.pk).first() if self.pk else None
        old = stored.text.splitlines() if stored else []
        old_anchors = stored.anchors if stored else []
        article = Article.objects.select_for_update().only("next_anchor").get(pk=self.article_id)
        self.anchors, next_anchor = realign(
            old, old_anchors, self.text.splitlines(), next_anchor=article.next_anchor
        )
        if next_anchor != article.next_anchor:
            Article.objects.filter(pk=self.article_id).update(next_anchor=next_anchor)

    @property
    def anchor(self) -> str:
        return f"s{self.pk}"

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """(anchor, text) of each paragraph: ``[("p12", "……"), …]``."""
        return list(named(self.text.splitlines(), self.anchors, section=self.anchor))


class Caption(models.Model):
    """Words under a picture (图片说明), taken out of the sentences that they interrupted."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="captions")
    order = models.PositiveSmallIntegerField(_("次序"))
    text = models.TextField(_("文字"))
    section = Reference(
        Section,
        models.SET_NULL,
        verbose_name=_("所在小节"),
        null=True,
        blank=True,
        related_name="captions",
    )

    objects = ArticlePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("图片说明")
        verbose_name_plural = _("图片说明")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def anchor(self) -> str:
        return f"c{self.pk}"
