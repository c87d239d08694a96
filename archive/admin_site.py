"""The admin of this site: its names, and one rule for every list and form in it."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.next_page import page_of_this_site
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

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever signs in goes on to the page that was asked for, else to the index of the admin."""
        for name in ("GET", "POST"):
            sent = getattr(request, name)
            if REDIRECT_FIELD_NAME in sent:
                asked = sent.copy()
                asked[REDIRECT_FIELD_NAME] = page_of_this_site(request, sent[REDIRECT_FIELD_NAME]) or reverse(
                    "admin:index"
                )
                setattr(request, name, asked)
        answer: HttpResponse = super().login(request, extra_context)
        return answer
