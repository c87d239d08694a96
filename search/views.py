"""The pages of the search. Each reads its state from the URL, asks once, and renders."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.feeds import answer
from archive.kept import of_one_state
from archive.models import Article
from archive.web.file_names import disposition
from archive.web.typed_bytes import ADDRESS_REREAD
from search import exports, service, tables
from search.assurance import doubts, tried
from search.box.completing import place_completions
from search.box.numbers import numbers_offer
from search.box.offer import place_offer
from search.cited import cited
from search.engines.contract import Facets, IndexUnavailable, Order
from search.facets import chips, facet_groups, filters_described, years_group
from search.forms import ORDERS, SearchForm
from search.guide import EXAMPLES, PARAMETERS
from search.heartbeat import is_alive
from search.histogram import histogram
from search.lexicon import lexicon
from search.pages import pages
from search.place_pages import named, place_pages
from search.places import Places, places
from search.query import Everything, Node, literally, wanted_terms
from search.repairs import QueryRefused
from search.replicas import OtherConfiguration
from search.service import SearchResults
from search.state import PAGE_SIZES, SearchState
from search.suggestions import MOST_SUGGESTIONS, Suggestion, suggestions
from search.syntax import MAX_CHARACTERS, MAX_EXCLUSIONS, MAX_TERMS
from search.tokens import MAX_NESTING
from search.wording import described, label

LONGEST_PLACE = 60
NO_FACETS = Facets({}, {}, {}, {})
RETRY_AFTER = 60
"""Seconds after which a reader or a program may ask an index again that is being repaired."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_POSITIONS = 10_000_000

View = Callable[..., HttpResponse | StreamingHttpResponse]


def unavailable_told(view: View) -> View:
    """Say that the index is being repaired, with status 503; never that nothing was found."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IndexUnavailable as reason:
            state = SearchForm(request.GET).state()
            response = render(
                request,
                "search/unavailable.html",
                {
                    "section": "search",
                    "state": state,
                    "hidden": state.pairs_without("q"),
                    "other_configuration": isinstance(reason, OtherConfiguration),
                    "worker_is_silent": not is_alive(),
                },
                status=503,
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
        except QueryRefused as error:
            return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")

    return told


@require_safe
@unavailable_told
@of_one_state()
def search_page(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked, elsewhere = form.state(), form.question_elsewhere()
    problems = [*address_reread(request), *form.problems()]
    footnoted = cited(asked.text)
    context = {"section": "search", "problems": problems, "footnoted": footnoted, **_forms(asked)}
    if elsewhere:
        context["elsewhere"] = (elsewhere, asked.asking(elsewhere).url())
    try:
        results = service.search(asked)
    except QueryRefused as error:
        return render(request, "search/search.html", context | _refusal(asked, str(error)))
    if asked.page > results.pages:
        problems.append(_("只有 %(pages)d 页，这是最后一页。") % {"pages": results.pages})
    return render(request, "search/search.html", context | _result(results, problems, footnoted))


def address_reread(request: HttpRequest) -> list[str]:
    if ADDRESS_REREAD not in request.META:
        return []
    return [_("网址里的字不是 UTF-8，已按 GB18030（GBK）读出，请核对检索框里的字。")]


def _refusal(state: SearchState, reason: str) -> dict[str, Any]:
    """Why nothing was searched, and the way to the articles without a query."""
    return {"refusal": reason, "without_query_url": state.asking("").url()}


def _forms(state: SearchState) -> dict[str, Any]:
    """The state, and what each form of the page carries of it unseen."""
    return {
        "state": state,
        "remembered_as": state.as_listed_first().url(),
        "hidden": state.pairs_without("q"),
        "years_hidden": state.pairs_without("from", "to", "single"),
    }


def _result(results: SearchResults, problems: list[str], footnoted: list[Article]) -> dict[str, Any]:
    state, node = results.state, results.query.node
    facets = results.facets or NO_FACETS
    around = places(state.filters.regions, facets.regions)
    constraints = chips(state, node, around)
    others = service.other_readings(results)
    place, numbers = place_offer(state, results.query), numbers_offer(state, results.query)
    return _forms(state) | {
        "results": results,
        "told": told_in_words(node, state, around, wider=results.first_wider is not None),
        "chips": constraints,
        "filters_told": " · ".join(chip.label for chip in constraints if chip.narrows),
        "groups": facet_groups(state, facets, around),
        "years": years_group(state, facets.years),
        "histogram": histogram(state, facets.years),
        "relaxations": service.relaxations(constraints) if not results.total else (),
        "corrections": [
            (correction, state.asking(correction.text).url()) for correction in service.did_you_mean(results)
        ],
        "place": place,
        "numbers": numbers,
        "others": [(other, state.asking(other.text).url()) for other in others],
        "open": any(other.asked for other in others),
        "tried": tried(place),
        "doubts": [
            *doubts(results, others, place, numbers, footnoted),
            *([_("网址里有没读懂的部分，写在上面。")] if problems else []),
        ],
        "holds_terms": bool(wanted_terms(node)),
        "exact_url": state.exactly(exact=True).url(),
        "wider_url": state.exactly(exact=False).url(),
        "matter_url": state.with_matter(matter=not state.matter).url(),
        "orders": _orders(state, node),
        "sizes": [(size, state.sized(size).url(), size == state.size) for size in PAGE_SIZES],
        "pages": pages(state, results.pages),
        "feed_url": state.url("search:feed"),
        "xlsx_url": state.url("search:xlsx"),
        "csv_url": state.url("search:csv"),
        "json_url": state.url("search:json"),
        "by_place_url": state.url("search:by-place"),
        "passages_url": state.url("search:passages"),
        "originals_url": state.url("search:originals"),
        "record_url": state.url("search:record"),
    }


def _orders(state: SearchState, node: Node) -> list[tuple[str, str, bool]]:
    """(label, URL, current) of each order. Without a query nothing is more relevant: the newest period is first."""
    current, offered = state.order, list(ORDERS)
    if isinstance(node, Everything):
        current = Order.NEWEST_PERIOD if current is Order.RELEVANCE else current
        offered = [pair for pair in ORDERS if pair[0] is not Order.RELEVANCE]
    return [(str(label), state.ordered(order).url(), order is current) for order, label in offered]


def told_in_words(node: Node, state: SearchState, around: Places, *, wider: bool = False) -> str:
    """The search in words, as a sentence would have it; with ``wider`` hits in the list it claims no 含有."""
    asked = literally(node) if state.exact else node
    parts = [] if isinstance(asked, Everything) else [label(asked) if wider else described(asked)]
    matter = [_("连同版面文字")] if state.matter else []
    return _("、").join([*parts, *filters_described(state.filters, around), *matter])


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    bounds = {
        "characters": MAX_CHARACTERS,
        "terms": MAX_TERMS,
        "exclusions": MAX_EXCLUSIONS,
        "nesting": MAX_NESTING,
        "rows": exports.MOST_ROWS,
    }
    return render(
        request,
        "search/help.html",
        {"section": "search", "bounds": bounds, "examples": EXAMPLES, "parameters": PARAMETERS},
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Completions for the search box; made from the database, so they come while the index is repaired."""
    state = SearchForm(request.GET).state()
    short = len(state.text) <= MAX_CHARACTERS
    found = [*place_completions(state), *suggestions(state, lexicon())][:MOST_SUGGESTIONS] if short else []
    return _suggested(found)


def _suggested(found: Iterable[Suggestion]) -> JsonResponse:
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
def place(request: HttpRequest) -> HttpResponse:
    """To the page of the place that is typed, or to choose from where several may be meant."""
    typed = request.GET.get("q", "").strip()[:LONGEST_PLACE]
    found = named(typed, lexicon())
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "search/places.html", {"section": "regions", "typed": typed, "found": found})


@require_safe
def suggest_place(request: HttpRequest) -> JsonResponse:
    return _suggested(place_pages(request.GET.get("q", "").strip()[:LONGEST_PLACE], lexicon()))


@require_safe
@unavailable_told
@refusal_told
def hit(request: HttpRequest, position: int) -> HttpResponse:
    """To the article that stands at this position of the result."""
    state = SearchForm(request.GET).state()
    if not 1 <= position <= MOST_POSITIONS:
        raise Http404
    found, _total = service.hit_at(state, position)
    article = get_object_or_404(Article.objects.published(), pk=found and found.id)
    return redirect(service.article_url(article, state, position))


@require_safe
@unavailable_told
@refusal_told
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    chosen = selection_asked(request)
    return StreamingHttpResponse(
        tables.csv_lines(chosen, request.build_absolute_uri),
        content_type="text/csv; charset=utf-8",
        headers=headers_of(chosen, ".csv"),
    )


@require_safe
@unavailable_told
@refusal_told
def export_xlsx(request: HttpRequest) -> FileResponse:
    chosen = selection_asked(request)
    book = tables.workbook(chosen, request.build_absolute_uri, told_of(chosen))
    return FileResponse(book, content_type=XLSX, headers=headers_of(chosen, ".xlsx"))


@require_safe
@unavailable_told
@refusal_told
def export_json(request: HttpRequest) -> HttpResponse:
    chosen = selection_asked(request)
    return JsonResponse(
        exports.as_json(chosen, request.build_absolute_uri),
        json_dumps_params={"ensure_ascii": False},
        headers=headers_of(chosen, ".json", kind="inline"),
    )


def selection_asked(request: HttpRequest) -> exports.Selection:
    form = SearchForm(request.GET)
    return exports.selection(form.state(), problems=[*address_reread(request), *form.problems()])


def headers_of(
    chosen: exports.Selection, suffix: str, *, kind: str = "attachment", kind_of: str | None = None
) -> dict[str, str]:
    name = exports.file_name(told_of(chosen), suffix, kind=kind_of)
    return {"Content-Disposition": disposition(name, plain=f"reviews{suffix}", kind=kind)}


def told_of(chosen: exports.Selection) -> str:
    wider = chosen.total > chosen.count.exact
    return told_in_words(
        chosen.query.node, chosen.state, places(chosen.state.filters.regions, {}), wider=wider
    )


@require_safe
@unavailable_told
@refusal_told
def feed(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    problems = [*address_reread(request), *form.problems()]
    return answer(
        request, exports.feed(form.state(), request.build_absolute_uri, _feed_title, problems=problems)
    )


def _feed_title(node: Node, state: SearchState) -> str:
    told = told_in_words(node, state, places(state.filters.regions, {}), wider=not state.exact)
    return _("工会工作综述检索：%(told)s") % {"told": told} if told else _("工会工作综述：最近入库")
