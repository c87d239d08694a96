"""What readers say is wrong, on the editors' desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.admin.people import editor
from archive.models import PageReport
from archive.querysets.articles import PageReportQuerySet


@admin.register(PageReport)
class PageReportAdmin(admin.ModelAdmin[PageReport]):
    """Readers write them, editors tick them off: who may correct articles."""

    list_display = ["words", "shown_article", "at", "is_settled", "user"]
    list_filter = ["is_settled"]
    search_fields = ["words__alike", "article__title__alike"]
    search_help_text = _("读者的话或标题里的字。")
    fields = ["words", "shown_article", "at", "is_settled", "user"]
    readonly_fields = ["words", "shown_article", "at", "user"]
    list_select_related = ["article", "user"]
    list_per_page = 50
    actions = ["settle"]

    @admin.action(description=_("标为已处理"), permissions=["change"])
    def settle(self, request: HttpRequest, chosen: PageReportQuerySet) -> None:
        chosen.unsettled().update(is_settled=True, user=editor(request))

    @admin.display(description=_("综述"), ordering="article__title")
    def shown_article(self, report: PageReport) -> SafeString:
        return format_html('<a href="{}">{}</a>', report.get_absolute_url(), report.article.display_title)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PageReport]:
        return PageReport.objects.of_kept()

    def save_model(self, request: HttpRequest, obj: PageReport, form: Any, change: bool) -> None:
        obj.user = editor(request) if obj.is_settled else None
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("archive.delete_article"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("archive.change_article"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
