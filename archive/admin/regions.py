"""Divisions: those of the table are read-only, editors add zones and whatever the table lacks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from archive.models import Region, RegionSuccession
from archive.regions.reading import initials, pinyin


class SuccessionInline(admin.TabularInline):
    model = RegionSuccession
    fk_name = "to_region"
    autocomplete_fields = ["from_region"]
    extra = 0


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "level", "parent", "valid_from", "valid_to", "origin"]
    list_filter = ["level", "origin"]
    list_select_related = ["parent__parent__parent"]
    search_fields = ["name", "code", "pinyin", "initials"]
    fields = ["code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "aliases"]
    autocomplete_fields = ["parent"]
    inlines = [SuccessionInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_path()

    def get_readonly_fields(self, request: HttpRequest, obj: Region | None = None) -> list[str]:
        # The table is loaded anew with each version of the site: a change made here would be lost.
        return self.fields if obj and obj.origin == Region.Origin.TABLE else []

    def has_delete_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        if obj and obj.origin == Region.Origin.TABLE:
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        obj.pinyin = pinyin(obj.name, obj.short_name)
        obj.initials = initials(obj.name)
        super().save_model(request, obj, form, change)
