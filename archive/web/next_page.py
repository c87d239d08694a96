"""Where a form says that it goes on to: a page of this site, or nothing."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve
from django.utils.http import url_has_allowed_host_and_scheme

ACTS = {"admin:login", "admin:logout", "set_language", "archive:theme"}
"""They do something and show nothing: who has just signed in is not signed out again by going on."""


def page_of_this_site(request: HttpRequest, wanted: str | None) -> str | None:
    """The address, where one of our pages answers it: ``years/``, ``//evil.example/`` and ``/nowhere/`` are none."""
    found = view_of_this_site(request, wanted)
    return None if found is None or found.view_name in ACTS else wanted


def view_of_this_site(request: HttpRequest, wanted: str | None) -> ResolverMatch | None:
    """What of ours answers an address."""
    here = {request.get_host()}
    if not wanted or not url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=here, require_https=request.is_secure()
    ):
        return None
    path, prefix = unquote(urlsplit(wanted).path), get_script_prefix()
    if not path.startswith(prefix):
        return None
    try:
        return resolve("/" + path.removeprefix(prefix))
    except Resolver404:
        return None
