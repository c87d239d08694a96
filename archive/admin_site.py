"""The admin of this site: its names, and one rule for every list and form in it."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.utils.translation import gettext_lazy as _

from archive.tampering import RefusesTampering


class ArchiveAdminSite(AdminSite):
    """Users, groups and locked names are other applications' and stand under the same rule as ours."""

    site_header = _("工会工作综述档案库 · 编辑")
    site_title = _("编辑")
    index_title = _("管理")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        chosen = admin_class or ModelAdmin
        refusing = type(chosen.__name__, (RefusesTampering, chosen), {"__module__": chosen.__module__})
        super().register(model_or_iterable, refusing, **options)
