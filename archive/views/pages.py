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
from archive.coverage.shown import article_counts
from archive.models import Article, Region
from archive.web.next_page import page_of_this_site

THEMES = ("light", "dark")
YEAR_IN_SECONDS = 365 * 86400
MOST_CITIES = 40
"""On the home page; at 5,000 articles there were 340, and nobody found one among them."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    held = all_holdings()
    places = list(Region.objects.upper_levels())
    tree = cut(tree_of(places, article_counts(places)))
    return render(
        request,
        "archive/home.html",
        {
            "tree": tree,
            "names_cities": any(cities for _province, cities in tree),
            "years": list(reversed(with_gaps(held.years))),
            "busiest": max((cell.count for cell in held.years.values()), default=0),
            "undated": held.undated,
            "unplaced": held.unplaced,
            "newest": Article.objects.listed().newest_added().for_list().with_prints()[:8],
            "total": held.total,
        },
    )


Counted = tuple[Region, int]
Tree = list[tuple[Counted, list[Counted]]]


def cut(tree: Tree) -> Tree:
    """Provinces alone where there are too many cities to look through: the box knows every place by its name."""
    many = sum(len(cities) for _province, cities in tree) > MOST_CITIES and len(tree) > 1
    return [(province, []) for province, _cities in tree] if many else tree


def tree_of(places: list[Region], counts: dict[int, int]) -> Tree:
    """Provinces with articles, each with those of its divisions that have any, and how many that are."""
    below: dict[int | None, list[Counted]] = {}
    for place in places:
        if place.pk in counts:
            below.setdefault(place.parent_id, []).append((place, counts[place.pk]))
    return [(province, below.get(province[0].pk, [])) for province in below.get(None, [])]


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
