"""Divisions: those of the table are read-only, editors add zones and whatever the table lacks."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.forms import RegionForm, SuccessionForm, SuccessionFormSet
from archive.models import Region, RegionScope, RegionSuccession
from archive.regions.pinyin import initials, pinyin


class SuccessionInline(admin.StackedInline[RegionSuccession, Region]):
    model = RegionSuccession
    form = SuccessionForm
    formset = SuccessionFormSet
    fk_name = "to_region"
    autocomplete_fields = ["from_region"]
    extra = 0


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin[Region]):
    form = RegionForm
    list_display = ["name", "code", "level", "parent", "valid_from", "valid_to", "origin"]
    list_filter = ["level", "origin"]
    list_select_related = ["parent__parent__parent"]
    search_fields = ["name__alike", "code", "pinyin", "initials"]
    fields = ["name", "short_name", "level", "parent", "code", "valid_from", "valid_to", "aliases"]
    TABLE_FIELDS = [*fields[:-1], "other_names"]
    autocomplete_fields = ["parent"]
    inlines = [SuccessionInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Region.objects.with_path()

    def get_readonly_fields(self, request: HttpRequest, obj: Region | None = None) -> Any:
        # The table is loaded anew with each version of the site: a change made here would be lost.
        return self.TABLE_FIELDS if _is_of_the_table(obj) else []

    def get_fields(self, request: HttpRequest, obj: Region | None = None) -> Any:
        return self.TABLE_FIELDS if _is_of_the_table(obj) else self.fields

    @admin.display(description=_("别名"))
    def other_names(self, region: Region) -> str:
        return "、".join(region.other_names) or "—"

    def has_delete_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        if _is_of_the_table(obj):
            return False
        return super().has_delete_permission(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if _is_of_the_table(self.get_object(request, object_id)):
            messages.error(request, gettext("区划表里的区划不能删除：它随网站的每个版本重新载入。"))
            return redirect("admin:archive_region_change", object_id)
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without the rows that are derived from it."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(str(RegionScope._meta.verbose_name_plural), None)
        names = [region.full_name for region in objs]
        return (names if len(counts) < 2 else deleted), counts, needed, protected

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        if not _is_of_the_table(obj):
            obj.pinyin = pinyin(obj.name, obj.short_name)[: _longest("pinyin")]
            obj.initials = initials(obj.name)[: _longest("initials")]
        super().save_model(request, obj, form, change)


def _is_of_the_table(region: Region | None) -> bool:
    return region is not None and region.origin == Region.Origin.TABLE


def _longest(field: str) -> int:
    return getattr(Region._meta.get_field(field), "max_length", None) or 0
