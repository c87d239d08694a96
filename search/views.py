"""The pages of the search. Each reads its state from the URL, asks once, and renders."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Article
from search import exports, service
from search.engines.contract import IndexUnavailable, Order
from search.facets import chips, facet_groups, filters_described, years_group
from search.forms import SearchForm
from search.histogram import histogram
from search.lexicon import lexicon
from search.pages import pages
from search.places import places
from search.query import Everything, Node
from search.state import PAGE_SIZES, SearchState
from search.suggestions import suggestions
from search.syntax import MAX_CHARACTERS, MAX_EXCLUSIONS, MAX_NESTING, MAX_TERMS, QueryTooLarge
from search.wording import described

RETRY_AFTER = 60
"""Seconds after which a reader or a program may ask an index again that is being repaired."""

View = Callable[..., HttpResponse | StreamingHttpResponse]


def unavailable_told(view: View) -> View:
    """Say that the index is being repaired, with status 503; never that nothing was found."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IndexUnavailable:
            state = SearchForm(request.GET).state()
            response = render(
                request, "search/unavailable.html", {"section": "search", "state": state}, status=503
            )
            response["Retry-After"] = str(RETRY_AFTER)
            return response

    return told


def refusal_told(view: View) -> View:
    """Answer a query past the bounds with the reason, as text and with status 400; for programs."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        try:
            return view(request, *args, **kwargs)
        except QueryTooLarge as error:
            return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")

    return told


@require_safe
@unavailable_told
def search_page(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.state()
    context: dict[str, Any] = {"section": "search", "form": form, "problems": form.problems()}
    try:
        results = service.search(asked)
    except QueryTooLarge as error:
        return render(request, "search/search.html", context | {"state": asked, "refusal": str(error)})
    state, node, facets = results.state, results.query.node, results.facets
    context |= {"state": state, "results": results, "told": _told(node, state)}
    if facets is not None:
        around = places(state.filters.regions, facets.regions)
        constraints = chips(state, node, around)
        context |= {
            "chips": constraints,
            "told": _told(node, state, filters_described(state.filters, around)),
            "groups": facet_groups(state, facets, around),
            "years": years_group(state, facets.years),
            "histogram": histogram(state, facets.years),
            "relaxations": service.relaxations(constraints) if not results.total else (),
        }
    context |= {
        "corrections": [
            (correction, state.asking(correction.text).url()) for correction in service.did_you_mean(results)
        ],
        "orders": [
            (label, state.ordered(Order(value)).url(), value == state.order) for value, label in _orders()
        ],
        "sizes": [(size, state.sized(size).url(), size == state.size) for size in PAGE_SIZES],
        "pages": pages(state, results.pages),
        "feed_url": state.url("search:feed"),
        "csv_url": state.url("search:csv"),
        "json_url": state.url("search:json"),
    }
    return render(request, "search/search.html", context)


def _orders() -> list[tuple[str, Any]]:
    return list(SearchForm.base_fields["sort"].choices)  # type: ignore[attr-defined]


def _told(node: Node, state: SearchState, filters: list[str] | None = None) -> str:
    """The search in words, as a sentence would have it."""
    parts = [] if isinstance(node, Everything) else [described(node)]
    return _("、").join([*parts, *(filters or [])])


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    bounds = {
        "characters": MAX_CHARACTERS,
        "terms": MAX_TERMS,
        "exclusions": MAX_EXCLUSIONS,
        "nesting": MAX_NESTING,
        "rows": exports.MOST_ROWS,
    }
    return render(request, "search/help.html", {"section": "search", "bounds": bounds})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Completions for the search box; made from the database, so they come while the index is repaired."""
    state = SearchForm(request.GET).state()
    found = suggestions(state, lexicon()) if len(state.text) <= MAX_CHARACTERS else []
    return JsonResponse(
        {
            "suggestions": [
                {"kind": item.kind, "label": item.label, "detail": item.detail, "url": item.url}
                for item in found
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@unavailable_told
@refusal_told
def hit(request: HttpRequest, position: int) -> HttpResponse:
    """To the article that stands at this position of the result."""
    state = SearchForm(request.GET).state()
    if position < 1:
        raise Http404
    found, _total = service.hit_at(state, position)
    article = get_object_or_404(Article.objects.published(), pk=found)
    return redirect(service.article_url(article, state, position))


@require_safe
@unavailable_told
@refusal_told
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    chosen = exports.selection(SearchForm(request.GET).state())
    return StreamingHttpResponse(
        exports.csv_lines(chosen, request.build_absolute_uri),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reviews.csv"'},
    )


@require_safe
@unavailable_told
@refusal_told
def export_json(request: HttpRequest) -> HttpResponse:
    chosen = exports.selection(SearchForm(request.GET).state())
    return JsonResponse(
        exports.as_json(chosen, request.build_absolute_uri), json_dumps_params={"ensure_ascii": False}
    )


@require_safe
@unavailable_told
@refusal_told
def feed(request: HttpRequest) -> HttpResponse:
    written = exports.feed(SearchForm(request.GET).state(), request.build_absolute_uri, _feed_title)
    return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")


def _feed_title(node: Node, state: SearchState) -> str:
    told = _told(node, state)
    return _("工会工作综述检索：%(told)s") % {"told": told} if told else _("工会工作综述：最近入库")
