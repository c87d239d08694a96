"""The editors' side of the archive."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.articles import ArticleAdmin
from archive.admin.regions import RegionAdmin
from archive.admin.sources import SourceDocumentAdmin

__all__ = ["ArticleAdmin", "RegionAdmin", "SourceDocumentAdmin"]

admin.site.site_header = _("工会工作综述档案库 · 编辑")
admin.site.site_title = _("编辑")
admin.site.index_title = _("管理")
