"""The archive as a Django application, and what others are called here."""

from importlib import import_module
from typing import Any

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.utils.formats import date_format
from django.utils.timezone import localtime
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

    def ready(self) -> None:
        super().ready()
        for name in ("AccessAttempt", "AccessFailureLog", "AccessLog"):
            self.get_model(name).add_to_class("__str__", who_and_when)


def who_and_when(row: Any) -> str:
    """Of its rows, which tell it in English only: “Attempted Access: 2026-11-28 08:47:58.032695+00:00”."""
    return f"{row.username or '—'} · {date_format(localtime(row.attempt_time), 'DATETIME_FORMAT')}"
