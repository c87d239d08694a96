"""Imports: the list of them, and each one's page, where what was read is reviewed and published."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.sites import site
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from archive import editing
from archive.admin import rows, uploading
from archive.admin.notices import asked_of
from archive.admin.numbers import number_in
from archive.admin.people import editor
from archive.imports import review
from archive.imports.storing import file_name
from archive.models import Import, ImportItem
from archive.server import heartbeat

ROWS = 100


class FailuresFilter(admin.SimpleListFilter):
    title = _("待办")
    parameter_name = "lack"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("files", gettext("有未入库的文件"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        failed = Import.objects.with_failures().values("pk")
        return queryset.filter(pk__in=failed) if self.value() == "files" else queryset.none()


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin[Import]):
    """Who may see drafts may see how they came in; who may add and change them may do so here."""

    list_display = [
        "shown_name",
        "way",
        "shown_files",
        "shown_waiting",
        "shown_failed",
        "started_by",
        "started_at",
    ]
    list_filter = [FailuresFilter, "way"]
    list_select_related = ["started_by"]
    search_fields = ["name__alike", "items__name__alike"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        return Import.objects.with_counts()

    @admin.display(description=_("名称"), ordering="name")
    def shown_name(self, batch: Any) -> str:
        return str(batch.told(batch.files))

    @admin.display(description=_("文件"))
    def shown_files(self, batch: Any) -> str:
        return str(batch.files)

    @admin.display(description=_("等待读取"))
    def shown_waiting(self, batch: Any) -> str:
        return str(batch.waiting or "")

    @admin.display(description=_("未入库"))
    def shown_failed(self, batch: Any) -> str:
        return str(batch.failed or "")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("begin/", site.admin_view(uploading.begin), name="archive_import_begin"),
            path("page-sets/", site.admin_view(uploading.page_sets), name="archive_import_page_sets"),
            path("places/", site.admin_view(rows.suggested), name="archive_import_places"),
            path("<int:pk>/", site.admin_view(review_view), name="archive_import_review"),
            path("<int:pk>/files/", site.admin_view(uploading.files), name="archive_import_files"),
            path("<int:pk>/files/<int:item>/", site.admin_view(held_file), name="archive_import_file"),
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return redirect("admin:archive_article_upload")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        number = number_in(object_id)
        if number is None:
            raise Http404
        return redirect("admin:archive_import_review", number)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("archive.add_article"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def may_see(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.has_perm("archive.view_article") or user.has_perm("archive.change_article"))


def review_view(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, what failed and what to do about it, and its articles as a table."""
    if not may_see(request):
        raise PermissionDenied
    batch = get_object_or_404(Import.objects.select_related("started_by"), pk=pk)
    row = rows.opened(request, batch) if request.user.has_perm("archive.change_article") else None
    if request.method == "POST":
        if not any(name in request.POST for name in rows.SENDING):
            return _acted(request, batch)
        saved = _row_saved(request, batch)
        if isinstance(saved, HttpResponse):
            return saved
        row = saved
    progress = review.progress_of(batch)
    if request.GET.get("then") == "article" and progress.is_done:
        return _to_the_only_article(request, batch, progress)
    shown = _shown(request)
    page: Page[Any] = Paginator(review.rows(batch, shown), ROWS).get_page(request.GET.get("page"))
    for article in page:
        article.asked = list(asked_of(article, article.doubts))
    may_publish = request.user.has_perm("archive.change_article")
    context = {
        **site.each_context(request),
        "title": gettext("导入 %(number)d：%(name)s")
        % {"number": batch.pk, "name": batch.told(progress.announced)},
        "opts": Import._meta,
        "batch": batch,
        "progress": progress,
        "far_on": review.far_on(batch) if progress.waiting else [],
        "failures": review.failures_of(batch) if progress.failed else [],
        "already": review.already_of(batch) if progress.already else [],
        "page": page,
        "row": row,
        "shown": shown,
        "choices": _choices(progress),
        "worker_is_alive": heartbeat.is_alive(heartbeat.IMPORT_WORKER),
        "may_publish": may_publish,
        "may_tick": may_publish and any(article.is_settled for article in page),
        "may_add": request.user.has_perm("archive.add_article"),
    }
    template = "_live.html" if request.GET.get("live") else "review.html"
    response = TemplateResponse(request, f"admin/archive/import/{template}", context)
    response["X-Import-Done"] = "yes" if progress.is_done else "no"
    return response


def _shown(request: HttpRequest) -> str:
    shown = request.GET.get("show", "")
    return shown if shown in review.SHOWN else ""


def _row_saved(request: HttpRequest, batch: Import) -> HttpResponse | rows.RowForm:
    """A corrected row is stored and the next one opened; where something is wrong, its form says what."""
    _require(request, "archive.change_article")
    and_publish = "save_publish" in request.POST
    (pk,) = _numbers([next(request.POST[name] for name in rows.SENDING if name in request.POST)])
    following = review.following_draft(batch, _shown(request), pk)
    form = rows.saved(request, batch, pk, and_publish=and_publish)
    if form is not None:
        return form
    query = request.GET.copy()
    if "choose" in request.POST:  # the row stays open: there may be more to choose
        _choose(request, batch)
    else:
        query.pop("edit", None)
    if and_publish and following is not None:
        query["edit"] = str(following)
        return _at_row(request, batch, following, query)
    return _at_row(request, batch, pk, query)


def _at_row(request: HttpRequest, batch: Import, pk: int, query: QueryDict) -> HttpResponse:
    """To a row of the table, on the page on which it stands by now; what is no longer in the table has no page."""
    keys = review.keys(batch, _shown(request))
    if pk in keys:
        query["page"] = str(keys.index(pk) // ROWS + 1)
    if query.get("page") == "1":
        del query["page"]
    asked = f"?{query.urlencode()}" if query else ""
    return HttpResponseRedirect(f"{batch.get_absolute_url()}{asked}#row-{pk}")


def _choose(request: HttpRequest, batch: Import) -> int:
    """A candidate of a doubt is taken; the number of its article."""
    notice, _, value = request.POST["choose"].partition(":")
    (number,) = _numbers([notice])
    article = get_object_or_404(review.articles_of(batch), notices=number)
    try:
        chosen = editing.choose(article.pk, number, value, by=editor(request))
    except editing.NoSuchCandidate as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, gettext("已采用：%(value)s") % {"value": chosen.label})
    return int(article.pk)


def _to_the_only_article(request: HttpRequest, batch: Import, progress: review.Progress) -> HttpResponse:
    """Where one text was handed in and one article read: straight to it; else the page without the wish."""
    article = review.articles_of(batch).first() if progress.articles == 1 and not progress.failed else None
    if article is None or request.GET.get("live"):
        response: HttpResponse = HttpResponseRedirect(batch.get_absolute_url())
        return response
    messages.success(request, gettext("已读入为草稿，请核对后发布。"))
    return redirect("admin:archive_article_change", article.pk)


def _choices(progress: review.Progress) -> list[tuple[str, str, int]]:
    counts = {
        "": progress.articles,
        "settled": progress.settled,
        "unsure": progress.unsure,
        "published": progress.published,
    }
    return [(value, str(label), counts[value]) for value, label in review.SHOWN.items()]


def _acted(request: HttpRequest, batch: Import) -> HttpResponse:
    """What a button of the page does; the page comes back as it was, at the row that comes next."""
    wanted, row = request.POST, None
    if "choose" in wanted:
        _require(request, "archive.change_article")
        return _at_row(request, batch, _choose(request, batch), request.GET.copy())
    if "publish" in wanted or "publish_all" in wanted:
        _require(request, "archive.change_article")
        chosen = None if "publish_all" in wanted else _numbers(wanted.getlist("article"))
        row = review.following(batch, _shown(request), chosen[0]) if chosen and len(chosen) == 1 else None
        n = review.publish(batch, chosen, editor(request))
        told = ngettext("已发布 %(n)d 篇。", "已发布 %(n)d 篇。", n) % {"n": n}
    elif "again" in wanted or "again_all" in wanted:
        _require(request, "archive.add_article")
        n = review.read_again(batch, None if "again_all" in wanted else _numbers(wanted.getlist("again")))
        told = ngettext("%(n)d 个文件重新排队读取。", "%(n)d 个文件重新排队读取。", n) % {"n": n}
    elif "dismiss" in wanted or "dismiss_all" in wanted:
        _require(request, "archive.add_article")
        n = review.dismiss(batch, None if "dismiss_all" in wanted else _numbers(wanted.getlist("dismiss")))
        told = ngettext("%(n)d 个文件不再提示。", "%(n)d 个文件不再提示。", n) % {"n": n}
    else:
        raise BadRequest("no button of this page")
    messages.success(request, told)
    if row is not None:
        return _at_row(request, batch, row, request.GET.copy())
    return HttpResponseRedirect(request.get_full_path())


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _numbers(values: list[str]) -> list[int]:
    numbers = [n for value in values if (n := number_in(value)) is not None]
    if len(numbers) < len(values):
        raise BadRequest("no numbers of rows")
    return numbers


def held_file(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The bytes of a file that could not be read, as they came; always as a download."""
    if not may_see(request):
        raise PermissionDenied
    found = get_object_or_404(ImportItem.objects.failures(), batch=pk, pk=item, held__isnull=False)
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file_name(found.name))
    response["X-Content-Type-Options"] = "nosniff"
    return response
