"""The list of articles as a table, out and in: corrections are looked through row by row before they are written."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.sites import site
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.admin.people import editor
from archive.files.spreadsheets import CSV, XLSX
from archive.forms import TableForm
from archive.imports.reasons import MEGABYTE
from archive.models import Article, CorrectionTable
from archive.querysets.articles import ArticleQuerySet
from archive.tables import review, room, writing
from archive.tables.checks import REFUSED
from archive.tables.reading import UnreadableTable
from archive.web.tampering import SIGNS_OF_TAMPERING

MAY_CHANGE = "archive.change_article"
ROWS = 100


class TakenAway(admin.ModelAdmin[Article]):
    """The list with its filter, its search and its order, as a file."""

    @method_decorator(require_safe)
    def xlsx_view(self, request: HttpRequest) -> HttpResponseBase:
        book = writing.workbook(self._listed(request), request.build_absolute_uri)
        return FileResponse(book, content_type=XLSX, headers=_named(".xlsx"))

    @method_decorator(require_safe)
    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        lines = writing.csv_lines(self._listed(request), request.build_absolute_uri)
        return StreamingHttpResponse(lines, content_type=CSV, headers=_named(".csv"))

    def _listed(self, request: HttpRequest) -> ArticleQuerySet:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            listed: ArticleQuerySet = self.get_changelist_instance(request).queryset
        except (IncorrectLookupParameters, *SIGNS_OF_TAMPERING) as error:
            raise BadRequest("no filter of the list") from error
        return listed


def _named(suffix: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, writing.file_name(suffix)) or ""}


@admin.register(CorrectionTable)
class CorrectionTableAdmin(admin.ModelAdmin[CorrectionTable]):
    """Who may change articles may change many of them by a table."""

    list_display = ["name", "shown_rows", "shown_state", "handed_in_by", "handed_in_at"]
    list_select_related = ["handed_in_by"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[CorrectionTable]:
        return CorrectionTable.objects.with_row_count()

    @admin.display(description=_("有改动或不写入的行"))
    def shown_rows(self, table: Any) -> int:
        return int(table.row_count)

    @admin.display(description=_("结果"))
    def shown_state(self, table: CorrectionTable) -> str:
        if table.undone_at:
            return gettext("已撤销")
        return gettext("已写入") if table.confirmed_at else gettext("待确认")

    def get_urls(self) -> list[URLPattern]:
        view = path("<int:pk>/", site.admin_view(self.review_view), name="archive_correctiontable_review")
        return [view, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A file is chosen and read; what it would change is shown, and nothing is changed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                return HttpResponseRedirect(_handed_in(file, editor(request)).get_absolute_url())
            except UnreadableTable as reason:
                form.add_error("file", str(REFUSED[reason.code]) % reason.values)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("上传更正表"),
            "opts": self.opts,
            "form": form,
            "most": room.MOST_CORRECTIONS,
        }
        return TemplateResponse(request, "admin/archive/correctiontable/add.html", context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not object_id.isascii() or not object_id.isdigit():
            raise Http404
        return redirect("admin:archive_correctiontable_review", int(object_id))

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        table = get_object_or_404(CorrectionTable.objects.select_related("handed_in_by"), pk=pk)
        if request.method == "POST":
            return _acted(request, table)
        choices = review.choices(table)
        shown = request.GET.get("show", "")
        page = Paginator(review.rows(table, shown), ROWS).get_page(request.GET.get("page"))
        counts = {choice.name: choice.count for choice in choices}
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("更正表：%(name)s") % {"name": table.name},
            "opts": self.opts,
            "table": table,
            "choices": choices,
            "shown": shown if shown in counts else "",
            "page": page,
            "rows": review.told_rows(page),
            "ready": counts.get("ready", 0),
            "written": counts.get("written", 0),
            "total": sum(counts.values()),
        }
        return TemplateResponse(request, "admin/archive/correctiontable/review.html", context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(MAY_CHANGE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_CHANGE))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _handed_in(file: Any, user: Any) -> CorrectionTable:
    if file.size > settings.UPLOAD_MAX_BYTES:
        megabytes = -(-file.size // MEGABYTE)
        raise UnreadableTable("large", megabytes=megabytes, most=settings.UPLOAD_MAX_BYTES // MEGABYTE)
    return room.hand_in(file.name, file.read(), user)


def _acted(request: HttpRequest, table: CorrectionTable) -> HttpResponse:
    """What a button of the page does."""
    if "write" in request.POST:
        room.write(table, editor(request))
        messages.success(request, gettext("已写入。整批可以在本页撤销。"))
    elif "undo" in request.POST:
        room.undo(table, editor(request))
        messages.success(request, gettext("已撤销这份表写入的改动。"))
    elif "let_go" in request.POST:
        if room.let_go(table):
            messages.success(request, gettext("已放弃“%(name)s”，什么都没有写入。") % {"name": table.name})
            return redirect("admin:archive_correctiontable_changelist")
        messages.error(request, gettext("这份表已经写入，不能放弃；可以撤销。"))
    else:
        raise BadRequest("no button of this page")
    return HttpResponseRedirect(table.get_absolute_url())
