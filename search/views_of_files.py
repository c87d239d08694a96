"""What is made of a result for a desk: places by years, a document of passages, a record for a report, the originals."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.files.spreadsheets import CSV
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.web.file_names import disposition
from search import exports, originals_zip, passages_document, tables
from search.by_place import LEVELS, ByPlace, by_place, level_of, rows
from search.forms import SearchForm
from search.places import places
from search.record import Record, record_of, sentence
from search.views import (
    XLSX,
    address_reread,
    headers_of,
    refusal_told,
    selection_asked,
    told_in_words,
    told_of,
    unavailable_told,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_LINES = 300
"""Places on a page; the files hold all."""


@require_safe
@unavailable_told
@refusal_told
def by_place_page(request: HttpRequest) -> HttpResponse:
    """How many articles of the result each place has in each year: ``by=province``, ``prefecture`` or ``county``."""
    table = _table(request)
    state = table.state
    return render(
        request,
        "search/by_place.html",
        {
            "section": "search",
            "state": state,
            "table": table,
            "lines": table.lines[:MOST_LINES],
            "left_out": len(table.lines[MOST_LINES:]),
            "told": told_in_words(table.node, state, places(state.filters.regions, {})),
            "levels": [
                (label, f"{_with(state.url('search:by-place'))}by={level}", level == table.level)
                for level, label in LEVELS.items()
            ],
            "xlsx_url": f"{_with(state.url('search:by-place-xlsx'))}by={table.level}",
            "csv_url": f"{_with(state.url('search:by-place-csv'))}by={table.level}",
        },
    )


def _with(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}"


def _table(request: HttpRequest) -> ByPlace:
    state = SearchForm(request.GET).state()
    return by_place(state, level_of(request.GET.get("by", ""), state))


@require_safe
@unavailable_told
@refusal_told
def by_place_xlsx(request: HttpRequest) -> FileResponse:
    table, chosen = _table(request), selection_asked(request)
    book = tables.by_place_workbook(chosen, request.build_absolute_uri, told_of(chosen), rows(table))
    return FileResponse(book, content_type=XLSX, headers=headers_of(chosen, ".xlsx", kind_of=_("地区和年份")))


@require_safe
@unavailable_told
@refusal_told
def by_place_csv(request: HttpRequest) -> HttpResponse:
    table, chosen = _table(request), selection_asked(request)
    lines = BYTE_ORDER_MARK + "".join(csv_line(row) for row in rows(table))
    return HttpResponse(lines, content_type=CSV, headers=headers_of(chosen, ".csv", kind_of=_("地区和年份")))


@require_safe
@unavailable_told
@refusal_told
def passages(request: HttpRequest) -> HttpResponse:
    """The paragraphs that hold the words, with their sources, as a Word document."""
    chosen = selection_asked(request)
    content = passages_document.word_file(chosen, request.build_absolute_uri, told_of(chosen))
    return HttpResponse(content, content_type=DOCX, headers=headers_of(chosen, ".docx", kind_of=_("摘录")))


@require_safe
@unavailable_told
@refusal_told
def originals(request: HttpRequest) -> StreamingHttpResponse:
    """The original files of the result as one zip."""
    chosen = selection_asked(request)
    return StreamingHttpResponse(
        originals_zip.zipped(chosen, request.build_absolute_uri),
        content_type="application/zip",
        headers=headers_of(chosen, ".zip", kind_of=_("原始文件")),
    )


@require_safe
@unavailable_told
@refusal_told
def record(request: HttpRequest) -> HttpResponse:
    """When what was looked for in what, and with what result, to be printed or taken into a report."""
    return render(request, "search/record.html", _recorded(request))


@require_safe
@unavailable_told
@refusal_told
def record_text(request: HttpRequest) -> HttpResponse:
    """The same as a plain text."""
    told = _recorded(request)
    found: Record = told["record"]
    lines = [told["sentence"], *found.doubts, *(found.tried if found.is_unseen else ())]
    name = exports.file_name(told["told"], ".txt", kind=_("检索记录"))
    return HttpResponse(
        BYTE_ORDER_MARK + "\r\n".join(lines) + "\r\n",
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": disposition(name, plain="record.txt")},
    )


def _recorded(request: HttpRequest) -> dict[str, Any]:
    form = SearchForm(request.GET)
    found = record_of(form.state(), [*address_reread(request), *form.problems()])
    results = found.results
    wider = results.first_wider is not None
    told = told_in_words(
        results.query.node, results.state, places(results.state.filters.regions, {}), wider=wider
    )
    address = request.build_absolute_uri(results.state.url())
    return {
        "section": "search",
        "record": found,
        "results": results,
        "state": results.state,
        "told": told,
        "address": address,
        "sentence": sentence(found, told=told, address=address),
        "text_url": results.state.url("search:record-text"),
    }
