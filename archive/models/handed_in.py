"""What was handed in at one time, file by file, and what became of each."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets.imports import ImportItemQuerySet, ImportQuerySet
from archive.storage.stored_fields import Facts
from archive.told import told


class Import(models.Model):
    """Files handed in together: dropped on a page, pasted, or named to a command."""

    class Way(models.TextChoices):
        UPLOAD = "upload", _("上传")
        PASTE = "paste", _("粘贴")
        COMMAND = "command", _("命令")
        DEMO = "demo", _("演示档案")

    way = models.CharField(_("方式"), max_length=8, choices=Way)
    name = models.TextField(_("名称"), help_text=_("第一个文件的名称"))
    announced = models.PositiveIntegerField(
        _("文件数"), null=True, blank=True, help_text=_("上传者说有多少个文件；命令不事先说")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("上传者"), null=True, blank=True
    )
    started_at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_import_review", args=[self.pk])

    def told(self, files: int) -> str:
        """What people call it, who handed in so many files."""
        if files < 2:
            return self.name
        return gettext("%(name)s 等 %(n)d 个文件") % {"name": self.name, "n": files}


class ImportItem(models.Model):
    """One file of an import, and what became of it.

    Which of its articles could be published, and which are, is told by the articles: a copy here would be out
    of date with the next correction.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        READING = "reading", _("正在读取")
        OPENED = "opened", _("已解开")
        READ = "read", _("已读入")
        DUPLICATE = "duplicate", _("已在库中")
        FAILED = "failed", _("未入库")

    batch = models.ForeignKey(Import, models.CASCADE, verbose_name=_("导入"), related_name="items")
    container = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("压缩包"), null=True, blank=True, related_name="members"
    )
    order = models.PositiveIntegerField(_("次序"))
    name = models.TextField(_("文件名"))
    size = models.PositiveIntegerField(_("字节数"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    code = models.CharField(_("原因代号"), max_length=40, blank=True)
    values = Facts(_("原因的数值"), default=dict, blank=True)
    reason = models.TextField(_("原因"), blank=True, help_text=_("旧版存下的原话；现在存代号和数值"))
    articles = models.ManyToManyField(Article, verbose_name=_("综述"), related_name="import_items")
    taken_by = models.CharField(_("读取进程"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("开始读取"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("读取次数"), default=0)
    dismissed_at = models.DateTimeField(_("不再提示"), null=True, blank=True)

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入的文件")
        verbose_name_plural = _("导入的文件")
        ordering = ["pk"]
        constraints = [
            # Whoever did not hear that a file had arrived sends it again.
            models.UniqueConstraint(
                fields=["batch", "order"], condition=models.Q(container=None), name="handed_in_once"
            ),
            models.UniqueConstraint(
                fields=["container", "order"],
                condition=models.Q(container__isnull=False),
                name="unpacked_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["attempts", "order", "id"],
                condition=models.Q(state="waiting"),
                name="import_items_waiting",
            ),
            models.Index(fields=["state"], condition=models.Q(state="reading"), name="import_items_reading"),
            models.Index(fields=["batch", "state"], name="import_items_of_a_batch"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told(self) -> str:
        """Why it is not in the archive, and what to do, in the language of whoever reads it."""
        return self.reason or told(self.code, self.values)

    @property
    def content(self) -> bytes:
        """The bytes that are held for it; none where they are kept as an original, or lie elsewhere."""
        held = ImportContent.objects.filter(item=self).values_list("content", flat=True).first()
        return bytes(held or b"")


class ImportContent(models.Model):
    """The bytes of a file until they are kept as an original; a failure keeps its own until it is dismissed.

    They stand apart from the row of the file, which is written anew, as a whole, at each of its steps.
    """

    item = models.OneToOneField(ImportItem, models.CASCADE, primary_key=True, related_name="held")
    content = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("待读取的内容")
        verbose_name_plural = _("待读取的内容")

    def __str__(self) -> str:
        return str(self.item_id)
