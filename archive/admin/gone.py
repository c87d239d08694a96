"""What an address of the admin names and what is not there any more."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse


def gone(pages: ModelAdmin[Any], request: HttpRequest, number: str) -> HttpResponse:
    """To the first page of the admin, which says so in the framework's own words."""
    told: HttpResponse = pages._get_obj_does_not_exist_redirect(request, pages.opts, number)  # type: ignore[attr-defined] # Django's types leave out what is private
    return told
