"""The web servers that share a database, each with an index of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.index_change import IndexChange
from archive.querysets.indexes import ReplicaQuerySet


class Replica(models.Model):
    """The index of one web server, a copy of what the database holds that it keeps up to date by itself.

    ``built_at`` is None until it was built from the database after the server had been registered: what was changed
    before that, nobody has kept for it. ``mark`` names the state of the database that it was at when it last said so,
    ``holds`` the changes that it has brought in while others have not.
    """

    name = models.CharField(_("服务器"), max_length=500, unique=True)
    configuration = models.JSONField(_("设置"), default=dict)
    mark = models.CharField(_("标记"), max_length=32, blank=True)
    built_at = models.DateTimeField(_("建成时间"), null=True)
    seen_at = models.DateTimeField(_("最近一次露面"))
    holds = models.ManyToManyField(IndexChange, related_name="held_by", verbose_name=_("已写入的变更"))

    objects = ReplicaQuerySet.as_manager()

    class Meta:
        verbose_name = _("网站服务器")
        verbose_name_plural = _("网站服务器")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
