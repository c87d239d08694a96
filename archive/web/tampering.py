"""Forms and addresses that no page of ours has: fields taken away, numbers that no database holds, foreign rows."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.alike import LONGEST_PATTERN

# _selected_action=²; id__in=999…9 (40 digits); sections-0-id left out, or that of another article's section; _to_field= of nothing.
SIGNS_OF_TAMPERING = (ValueError, OverflowError, LookupError, FieldDoesNotExist)


class RefusesTampering:
    """Answers with 400, in words, what the framework's own admin would fail at. Nothing of it is written."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(request.GET.get(SEARCH_VAR, "").encode()) > LONGEST_PATTERN:
            raise BadRequest("too long to be searched for in a list")
        return _refused(super().changelist_view, request, *args, **kwargs)  # type: ignore[misc]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "_saveasnew" in request.POST:
            raise BadRequest("no form of ours offers to save as new")
        return _refused(super().changeform_view, request, *args, **kwargs)  # type: ignore[misc]

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _refused(super().history_view, request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _refused(super().delete_view, request, *args, **kwargs)  # type: ignore[misc]


def _refused(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        response = view(request, *args, **kwargs)
        # parent=² is first looked up when the field is drawn again.
        return response.render() if isinstance(response, TemplateResponse) else response
    except SIGNS_OF_TAMPERING as error:
        raise BadRequest(f"{type(error).__name__}: {error}") from error
