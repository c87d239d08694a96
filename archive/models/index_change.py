"""The outbox between database and search index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.querysets.indexes import IndexChangeQuerySet


class IndexChange(models.Model):
    """An article whose entry in the index is out of date; the row goes when the index has caught up, where several hosts
    have one each (``Replica``) the last of them.

    It names no action: whoever applies it looks the article up, and indexes it if it is published, else
    removes it. ``article_id`` is a plain number, since the article may be gone.
    """

    article_id = models.BigIntegerField(_("综述编号"))
    changed_at = models.DateTimeField(_("变更时间"), auto_now_add=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("待更新索引")
        verbose_name_plural = _("待更新索引")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.article_id)
