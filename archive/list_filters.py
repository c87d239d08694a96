"""The lists of the admin say what they show: the name of what they list, and filters that stand in the address alone."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, PAGE_VAR, ChangeList
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

NO_CONDITIONS = {*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG, "_changelist_filters"}


class TellsItsFilters:
    """``?status=foo`` and ``?lack=nothing`` list nothing, or not what anybody chose: it is said why."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        titled = {"title": self.opts.verbose_name_plural, **(extra_context or {})}  # type: ignore[attr-defined]
        response: HttpResponse = super().changelist_view(request, titled)  # type: ignore[misc]
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown and request.method == "GET":
            for condition in _unchosen(shown["cl"], request):
                told = gettext("网址里的条件“%(condition)s”不在筛选项里；列表是按它筛过的。")
                messages.warning(request, told % {"condition": condition})
        return response


def _unchosen(listed: ChangeList, request: HttpRequest) -> Iterator[str]:
    """The conditions of the address that no choice beside the list stands for."""
    asked = {name for name in request.GET if name not in NO_CONDITIONS}
    if listed.date_hierarchy:
        asked -= {name for name in asked if name.startswith(f"{listed.date_hierarchy}__")}
    for spec in listed.filter_specs:
        own = asked & set(spec.expected_parameters())
        if any(choice["selected"] for choice in spec.choices(listed)):
            asked -= own
    for name in sorted(asked):
        yield f"{name}={request.GET[name]}"[:80]
