"""The ledger's pages as files: the address of the page with another ending."""

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.files.spreadsheets import CSV, XLSX
from archive.ledger import asked, details, exports
from archive.ledger.left_out import left_out
from archive.ledger.listing import fulfilling, wanted_of
from archive.ledger.sheet import sheet as sheet_of
from archive.models import Figure
from archive.web.file_names import disposition

FORMS = ("xlsx", "csv", "json")


@require_safe
def sheet_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The sheet that ``/figures/sheet/`` shows for the same question."""
    _known(form)
    question = asked.question(request.GET, usual=asked.USUAL)
    shown, address, absolute = sheet_of(question), _page(request, "archive:sheet"), request.build_absolute_uri
    notes = [one.words for one in left_out(question, request.GET)]
    if form == "csv":
        return _csv(exports.sheet_csv(shown, absolute, notes), _("数字对比表"))
    if form == "json":
        return _json(exports.sheet_json(shown, absolute, asked=address, notes=notes), _("数字对比表"))
    book = exports.sheet_book(shown, absolute, asked=address, notes=notes)
    return FileResponse(book, content_type=XLSX, headers=_named(_("数字对比表"), form))


@require_safe
def numbers_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The numbers that ``/figures/`` lists for the same question, as many as a file may hold."""
    _known(form)
    wanted = wanted_of(request.GET)
    found = fulfilling(wanted) if wanted.is_understood else Figure.objects.none()
    total, address = found.count(), _page(request, "archive:numbers")
    figures = details.details_of(found[: exports.MOST_ROWS], request.build_absolute_uri)
    if form == "csv":
        return _csv(details.details_csv(figures, _notes(total)), _("数字"))
    if form == "json":
        return _json(details.details_json(figures, total=total, asked=address), _("数字"))
    book = exports.details_book(figures, asked=address, notes=_notes(total))
    return FileResponse(book, content_type=XLSX, headers=_named(_("数字"), form))


def _known(form: str) -> None:
    if form not in FORMS:
        raise Http404


def _page(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(f"{reverse(name)}?{request.GET.urlencode()}")


def _notes(total: int) -> list[str]:
    if total <= exports.MOST_ROWS:
        return []
    told = _("只列出前 %(shown)d 处，共 %(total)d 处；请缩小范围后再导出。")
    return [told % {"shown": exports.MOST_ROWS, "total": total}]


def _csv(lines: Iterator[str], kind: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type=CSV, headers=_named(kind, "csv"))


def _json(found: object, kind: str) -> HttpResponse:
    told = {"ensure_ascii": False}
    return JsonResponse(found, json_dumps_params=told, headers=_named(kind, "json", way="inline"))


def _named(kind: str, form: str, *, way: str = "attachment") -> dict[str, str]:
    name = f"{kind} {timezone.localdate().isoformat()}.{form}"
    return {"Content-Disposition": disposition(name, plain=f"figures.{form}", kind=way)}
