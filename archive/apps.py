"""The archive as a Django application, and what others are called here."""

from importlib import import_module

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from archive.ingest.ocr.engines import choose


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("工会工作综述档案库")

    def ready(self) -> None:
        choose(settings.OCR_ENGINE)
        # They register themselves and need the models, which are not loaded before this point.
        import_module("archive.signals")
        import_module("archive.ledger.authority")
        import_module("archive.ledger.keeping")
        import_module("archive.checks")
        import_module("archive.alike")
        import_module("archive.storage.sqlite_values")


class ArchiveAdminConfig(AdminConfig):
    default_site = "archive.admin_site.ArchiveAdminSite"


class LockedNamesConfig(AxesConfig):  # type: ignore[misc] # it has no types
    verbose_name = _("登录锁定")
