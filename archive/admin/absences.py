"""Editors say that a federation published no review in a year, and how they found out."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.people import editor
from archive.models import Absence


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin[Absence]):
    """Who said so stands with it; what was changed since is in its history."""

    list_display = ["shown_region", "year", "stands", "note", "user", "at"]
    list_display_links = ["shown_region", "year"]
    list_filter = ["stands", "year"]
    search_fields = ["region__name__alike", "region__code", "note__alike"]
    search_help_text = _("地区、区划代码或说明里的字。")
    fields = ["region", "year", "note", "stands"]
    autocomplete_fields = ["region"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        return Absence.objects.with_place()

    @admin.display(description=_("地区"), ordering="region__code")
    def shown_region(self, absence: Absence) -> str:
        return absence.region.full_name if absence.region else "…"

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        obj.user = editor(request)
        super().save_model(request, obj, form, change)
