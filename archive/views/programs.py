"""The pages of the site for programs: what they say as JSON, in the names that exports and commands have."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.coverage.gaps import Gap, gaps
from archive.coverage.shown import article_counts
from archive.coverage.states import State
from archive.coverage.table import Row, Share, table
from archive.kept import of_one_state
from archive.models import Article, Region, RegionSuccession
from archive.querysets.articles import ArticleQuerySet
from archive.representation import record, record_head
from archive.views.coverage import Asked
from archive.views.visible import private_to_editors, visible

PAGE_SIZE = 100
Json = dict[str, Any]
Absolute = Callable[[str], str]


@require_safe
@private_to_editors
def article(request: HttpRequest, pk: int) -> JsonResponse:
    """The whole article, with the address of its page."""
    found = get_object_or_404(visible(request).with_place(), pk=pk)
    return _answer({"url": request.build_absolute_uri(found.get_absolute_url())} | record(found))


@require_safe
@of_one_state()
def region(request: HttpRequest, code: str) -> JsonResponse:
    """A division with what it was and became, what lies below it, and its articles by year."""
    place = _newest_row(code)
    own = table(place, counting.archive_years()).place
    articles = Article.objects.listed().in_region(place)
    children = list(place.children.current().order_by("code"))
    counts = article_counts(children) if children else {}
    rows = Region.objects.of_code(place.code).shown_by(place)
    steps = RegionSuccession.objects.with_both()
    return _answer(
        _place(place, request.build_absolute_uri)
        | {
            "predecessors": [_step(step, step.from_region) for step in steps.into(rows)],
            "successors": [_step(step, step.to_region) for step in steps.out_of(rows)],
            "children": [
                {"code": child.code, "name": child.name, "articles": counts.get(child.pk, 0)}
                for child in children
            ],
            "missing": own.missing_years,
            "absent": {str(year): found.note for year, found in sorted(own.stand.absences.items())},
            **_years(articles),
            **_listed(request, articles),
        }
    )


@require_safe
@of_one_state()
def region_year(request: HttpRequest, code: str, year: int) -> JsonResponse:
    place = _newest_row(code)
    own = table(place, (year,)).place
    (cell,) = own.cells
    articles = Article.objects.listed().in_region(place).covering(year, year)
    absence = own.stand.absences.get(year)
    return _answer(
        _place(place, request.build_absolute_uri)
        | {"year": year, "state": cell.state, "absent": absence.note if absence else None}
        | ({"below": _share(own.below[0])} if own.below else {})
        | _listed(request, articles)
    )


@require_safe
@of_one_state()
def year(request: HttpRequest, year: int) -> JsonResponse:
    """As on its page, those of this year alone before those of several years."""
    articles = Article.objects.listed().covering(year, year)
    spanning = articles.spanning_years().count()
    counts = {"single": articles.count() - spanning, "spanning": spanning}
    return _answer({"year": year} | counts | _listed(request, articles.spans_last()))


@require_safe
@of_one_state()
def coverage(request: HttpRequest) -> JsonResponse:
    """Federations by years, as the table of coverage has them; a year in which a division was not there is left out."""
    asked = Asked.of(request.GET)
    found = table(asked.place, asked.years[::-1])
    return _answer(
        {
            "region": asked.place.code if asked.place else None,
            "years": list(found.years),
            "rows": list(map(_row, found.rows)),
        }
        | ({"wanted": list(map(_wanted, gaps(found, asked.place)))} if asked.place else {})
    )


def _wanted(gap: Gap) -> Json:
    return {"code": gap.region.code, "name": gap.region.name, "level": gap.region.level, "years": gap.years}


def _row(row: Row) -> Json:
    below = {share.year: share for share in row.below or ()}
    return {
        "code": row.region.code,
        "name": row.region.name,
        "level": row.region.level,
        "total": row.total,
        "undated": row.undated,
        "years": {
            str(cell.year): _counted(row.years.get(cell.year))
            | {"state": cell.state, "own": dict(cell.articles)}
            | ({"below": _share(below[cell.year])} if below else {})
            for cell in row.cells
            if cell.state is not State.VOID or cell.year in row.years
        },
        "missing": row.missing_years,
    }


def _counted(counted: counting.YearCount | None) -> Json:
    return {"single": counted.single if counted else 0, "spanning": counted.spanning if counted else 0}


def _share(share: Share) -> Json:
    return {"have": share.have, "of": share.of}


def _newest_row(code: str) -> Region:
    place = Region.objects.with_path().of_code(code).first()
    if place is None:
        raise Http404
    return place


def _place(place: Region, absolute: Absolute) -> Json:
    return {
        "code": place.code,
        "name": place.name,
        "path": [step.name for step in place.path],
        "level": place.level,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
        "url": absolute(place.get_absolute_url()),
    }


def _step(step: RegionSuccession, other: Region) -> Json:
    return {"code": other.code, "name": other.name, "year": step.year, "whole": step.whole}


def _years(articles: ArticleQuerySet) -> Json:
    dates = articles.by_period()
    counted = counting.year_counts(dates)
    return {
        "years": {
            str(year): {"single": cell.single, "spanning": cell.spanning} for year, cell in counted.items()
        },
        "undated": counting.undated(dates),
    }


def _listed(request: HttpRequest, articles: ArticleQuerySet) -> Json:
    """A page of articles, with the address of the next."""
    page = Paginator(articles.for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": _next(request, page),
        "articles": list(_heads(page, request.build_absolute_uri)),
    }


def _next(request: HttpRequest, page: "Page[Article]") -> str | None:
    if not page.has_next():
        return None
    return request.build_absolute_uri(f"{request.path}?page={page.next_page_number()}")


def _heads(articles: Iterable[Article], absolute: Absolute) -> Iterable[Json]:
    for found in articles:
        yield {"id": found.pk, "url": absolute(found.get_absolute_url())} | record_head(found)


def _answer(value: Json) -> JsonResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})
