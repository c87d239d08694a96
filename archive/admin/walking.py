"""Through a list article by article: where an article stands in the list that its form was opened from, and what follows."""

from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict

from archive.imports import review
from archive.models import Import
from archive.web.next_page import view_of_this_site

TABLE_OF_IMPORT = "admin:archive_import_review"
KEPT = ("_changelist_filters", "back")
"""What the address of a form knows of the page that it was opened from."""


@dataclass(frozen=True, slots=True)
class Step:
    """The third of seventeen, and the number of the fourth."""

    place: int
    number: int
    following: int


def step_of(model_admin: admin.ModelAdmin[Any], request: HttpRequest, pk: int) -> Step | None:
    """None where the form was opened from no list, where the article is no longer in it, and at its end."""
    keys = _of_import(request) or _of_list(model_admin, request)
    place = keys.index(pk) + 1 if pk in keys else len(keys)
    return Step(place, len(keys), keys[place]) if place < len(keys) else None


def kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in KEPT if name in request.GET}


def _of_import(request: HttpRequest) -> list[int]:
    table = request.GET.get("back", "")
    found = view_of_this_site(request, table)
    if found is None or found.view_name != TABLE_OF_IMPORT:
        return []
    batch = Import.objects.filter(pk=found.kwargs["pk"]).first()
    return review.keys(batch, QueryDict(urlsplit(table).query).get("show", "")) if batch else []


def _of_list(model_admin: admin.ModelAdmin[Any], request: HttpRequest) -> list[int]:
    if "_changelist_filters" not in request.GET:
        return []
    listing: Any = copy(request)
    listing.GET = QueryDict(request.GET["_changelist_filters"])
    try:
        found = model_admin.get_changelist_instance(listing).queryset
    except (IncorrectLookupParameters, SuspiciousOperation):  # a filter that somebody wrote into the address
        return []
    return list(found.values_list("pk", flat=True))
