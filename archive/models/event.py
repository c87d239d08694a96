"""What was done to articles, by whom and when, with what each article was after it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.querysets.articles import ArticleEventQuerySet
from archive.storage.compact_json import CompactJSONField


class ArticleEvent(models.Model):
    """One change of one article. What the article was before it is the state of the event before it.

    It outlives its article, whose number is never given to another: the list of all changes says who deleted it.
    """

    class What(models.TextChoices):
        FOUND = "found", _("原有内容")
        IMPORTED = "imported", _("导入")
        CORRECTED = "corrected", _("修改")
        RESECTIONED = "resectioned", _("重分小节")
        SETTLED = "settled", _("核对存疑")
        PUBLISHED = "published", _("发布")
        WITHDRAWN = "withdrawn", _("撤回")
        TRASHED = "trashed", _("移到回收站")
        UNTRASHED = "untrashed", _("从回收站取回")
        UNDONE = "undone", _("撤销修改")
        RESTORED = "restored", _("恢复旧版")
        JOINED = "joined", _("归并转载")
        REREAD = "reread", _("重新读取")
        PURGED = "purged", _("永久删除")

    article = models.ForeignKey(
        Article, models.DO_NOTHING, verbose_name=_("综述"), related_name="events", db_constraint=False
    )
    version = models.PositiveIntegerField(_("版次"))
    title = models.TextField(_("标题"))
    what = models.CharField(_("事项"), max_length=12, choices=What)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("编辑"), null=True, blank=True
    )
    user_name = models.TextField(_("姓名"), blank=True, help_text=_("账号删除后仍留姓名；空为命令行或系统"))
    changed = models.JSONField(_("改动的内容"), default=list)
    about = models.PositiveIntegerField(_("所指版次"), null=True, blank=True)
    state = CompactJSONField(null=True)

    objects = ArticleEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("修改记录")
        verbose_name_plural = _("修改记录")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="one_event_a_version")]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.title} · {self.get_what_display()}"

    def earlier(self) -> "ArticleEvent | None":
        """The event before it: what it holds is what this one changed."""
        before = ArticleEvent.objects.filter(article_id=self.article_id, version__lt=self.version)
        return before.newest()

    def earlier_state(self) -> dict[str, Any] | None:
        before = self.earlier()
        return before.state if before else None

    @property
    def who(self) -> str:
        """The editor's name as it was then; what nobody signed in for came from the command line or a clock."""
        return self.user_name or (
            gettext("系统") if self.what in {self.What.PURGED, self.What.FOUND} else gettext("命令行")
        )
