"""Administrative divisions (行政区划) and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.addresses import address_of_page
from archive.querysets.regions import RegionQuerySet, RegionSuccessionQuerySet
from archive.regions import authority
from archive.storage.stored_fields import Reference, Year


def names_among(aliases: object) -> tuple[str, ...]:
    """The names in what a row holds as aliases, which may be any JSON: 5, [1] and [["x"]] hold none."""
    found = aliases if isinstance(aliases, list) else []
    return tuple(name for name in found if isinstance(name, str) and name.strip())


class Region(models.Model):
    """One division for one span of years. 襄樊市 and 襄阳市 are two rows of the code 420600."""

    class Level(models.TextChoices):
        PROVINCE = authority.Level.PROVINCE.value, _("省级")
        PREFECTURE = authority.Level.PREFECTURE.value, _("地市级")
        COUNTY = authority.Level.COUNTY.value, _("县级")
        ZONE = authority.Level.ZONE.value, _("开发区")

    class Origin(models.TextChoices):
        TABLE = "table", _("区划表")
        EDITOR = "editor", _("人工添加")

    code = models.CharField(
        _("代码"), max_length=12, help_text=_("国标 GB/T 2260 六位代码；开发区用自编代码")
    )
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=60)
    level = models.CharField(_("级别"), max_length=12, choices=Level)
    parent = Reference(
        "self", models.PROTECT, verbose_name=_("上级"), null=True, blank=True, related_name="children"
    )
    valid_from = Year(_("启用年份"), null=True, blank=True, help_text=_("早于区划表起始年份的留空"))
    valid_to = Year(_("终止年份"), null=True, blank=True, help_text=_("现行区划留空"))
    pinyin = models.CharField(_("拼音"), max_length=120, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=30, blank=True)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    origin = models.CharField(_("来源"), max_length=8, choices=Origin, default=Origin.EDITOR, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        ordering = ["pinyin", "code", "valid_from"]
        indexes = [models.Index(fields=["code"]), models.Index(fields=["name"])]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_once_per_span"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_from=None), name="region_once_before_table"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return address_of_page("archive:region", self.code)

    @property
    def path(self) -> list["Region"]:
        """From the province down to this division. Load with ``with_path()`` to spare the queries.

        It ends whatever the rows say: a division that stands above itself is met once.
        """
        steps: dict[int | None, Region] = {}
        step: Region | None = self
        while step is not None and step.pk not in steps:
            steps[step.pk] = step
            step = step.parent
        return list(reversed(steps.values()))

    @property
    def full_name(self) -> str:
        """``江西省 › 上饶市 › 广丰区``. Some 29 county names are shared, so a bare name is never enough."""
        return " › ".join(step.name for step in self.path)

    @property
    def other_names(self) -> tuple[str, ...]:
        return names_among(self.aliases)

    @property
    def is_former(self) -> bool:
        return self.valid_to is not None


class RegionSuccession(models.Model):
    """广丰县 361122 became 广丰区 361103 in 2015. ``whole`` is False where only a part was handed over."""

    from_region = Reference(Region, models.CASCADE, verbose_name=_("原区划"), related_name="successions")
    to_region = Reference(Region, models.CASCADE, verbose_name=_("后继区划"), related_name="precessions")
    year = Year(_("变更年份"))
    whole = models.BooleanField(_("整体变更"), default=True)

    objects = RegionSuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划沿革")
        verbose_name_plural = _("区划沿革")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["from_region", "to_region"], name="succession_once"),
        ]

    def __str__(self) -> str:
        former, later = (place.name if place else "…" for place in (self.from_region, self.to_region))
        return f"{former} → {later} ({self.year})"


class RegionScope(models.Model):
    """Which divisions' articles a division shows: its own, all below it, all that it succeeded.

    Derived from Region and RegionSuccession by ``archive.region_table.rebuild_scopes``; it makes every
    question about a subtree one join instead of a walk.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="shows")
    member = models.ForeignKey(Region, models.CASCADE, related_name="shown_by")

    class Meta:
        verbose_name = _("区划范围")
        verbose_name_plural = _("区划范围")
        constraints = [
            models.UniqueConstraint(fields=["region", "member"], name="scope_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} ⊇ {self.member_id}"
