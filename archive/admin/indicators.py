"""Indicators: what they are is the authority's, editors add the names that are at home here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.figures.indicators import indicators
from archive.forms import IndicatorForm
from archive.models import FigureReading, Indicator


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin[Indicator]):
    """With another name every article is read again, in the background."""

    form = IndicatorForm
    list_display = ["name", "other_names", "definition"]
    search_fields = ["name__alike", "code", "aliases__alike"]
    fields = ["name", "code", "definition", "caution", "aliases"]
    readonly_fields = ["name", "code", "definition", "caution"]
    list_per_page = 200

    @admin.display(description=_("别名"))
    def other_names(self, indicator: Indicator) -> str:
        return "、".join(indicator.aliases) or "—"

    @admin.display(description=_("定义"))
    def definition(self, indicator: Indicator) -> str:
        return _of_authority(indicator, "definition")

    @admin.display(description=_("能否相比"))
    def caution(self, indicator: Indicator) -> str:
        return _of_authority(indicator, "caution")

    def save_model(self, request: HttpRequest, obj: Indicator, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "aliases" in form.changed_data:
            FigureReading.objects.all_overtaken()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _of_authority(indicator: Indicator, name: str) -> str:
    known = indicators().get(indicator.code)
    return getattr(known, name) if known else "—"
