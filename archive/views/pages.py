"""The home page, the page about the archive and its handbook."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from archive import handbook as book
from archive.coverage.counting import with_gaps
from archive.coverage.holdings import all_holdings
from archive.coverage.province_tree import province_tree
from archive.kept import of_one_state
from archive.models import Article
from archive.web.next_page import page_of_this_site

THEMES = ("light", "dark")
YEAR_IN_SECONDS = 365 * 86400


@require_safe
@of_one_state()
def home(request: HttpRequest) -> HttpResponse:
    held = all_holdings()
    return render(
        request,
        "archive/home.html",
        {
            "tree": province_tree,
            "years": list(reversed(with_gaps(held.years))),
            "busiest": max((cell.count for cell in held.years.values()), default=0),
            "undated": held.undated,
            "unplaced": held.unplaced,
            "newest": Article.objects.listed().newest_added().for_list().with_prints()[:8],
            "total": held.total,
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "archive/about.html")


@require_safe
def handbook(request: HttpRequest, name: str = book.COVER) -> HttpResponse:
    if name not in (book.COVER, *book.CHAPTERS):
        raise Http404
    return render(
        request,
        "archive/handbook.html",
        {"chapter": book.chapter(name), "is_cover": name == book.COVER, "chapters": book.titles()},
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light or dark, whatever the system has, kept in this browser; anything else is as the system has it."""
    response = redirect(_page_it_was_chosen_on(request))
    chosen = request.POST.get("theme")
    if chosen not in THEMES:
        response.delete_cookie("theme", path=settings.LANGUAGE_COOKIE_PATH)
        return response
    response.set_cookie(
        "theme",
        chosen,
        max_age=YEAR_IN_SECONDS,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _page_it_was_chosen_on(request: HttpRequest) -> str:
    wanted = request.POST.get("next", request.GET.get("next"))
    return (
        page_of_this_site(request, wanted)
        or page_of_this_site(request, request.headers.get("Referer"))
        or reverse("archive:home")
    )


def language(request: HttpRequest) -> HttpResponse:
    """Back to the page that the language was chosen on; Django's own view goes to / where that is another's."""
    chosen = request.POST.copy()
    chosen["next"] = _page_it_was_chosen_on(request)
    request.POST = chosen  # type: ignore[assignment]
    return set_language(request)
