"""Deleting in two steps: an editor moves a review to the trash, and only from there it is deleted for good."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import editing, outbox
from archive.admin.gone import gone
from archive.admin.history import HistoryPages
from archive.admin.people import editor
from archive.models import Article, TrashedArticle

MAY_CHANGE, MAY_DELETE = "archive.change_article", "archive.delete_article"

SHOWN = ("shown_title", "issuer", "shown_region", "shown_period", "trashed_at", "kept_until")


class MovesToTrash(admin.ModelAdmin[Article]):
    """What the framework's buttons call deleting, for articles."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change an article may move it to the trash, and take it out again."""
        return self.has_change_permission(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return gone(self, request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if request.method == "POST":
            return self._moved(request, article)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("移到回收站"),
            "opts": self.opts,
            "object": article,
            "days": settings.TRASH_DAYS,
        }
        return TemplateResponse(request, "admin/archive/article/delete_confirmation.html", context)

    def _moved(self, request: HttpRequest, article: Article) -> HttpResponse:
        editing.trash(article.pk, by=editor(request))
        self._tell_moved(request, article.display_title)
        return HttpResponseRedirect(reverse("admin:archive_article_changelist"))

    @admin.action(description=_("把所选综述移到回收站"), permissions=["change"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        with outbox.held_back():
            for pk in chosen:
                editing.trash(pk, by=editor(request))
        outbox.tell()
        self._tell_moved(request, gettext("%(n)s 篇") % {"n": len(chosen)})

    def _tell_moved(self, request: HttpRequest, what: str) -> None:
        trash = format_html(
            '<a href="{}">{}</a>', reverse("admin:archive_trashedarticle_changelist"), gettext("回收站")
        )
        told = gettext("已移到{}：{}。{} 天内可以取回。")
        messages.success(request, format_html(told, trash, what, settings.TRASH_DAYS))


@admin.register(TrashedArticle)
class TrashAdmin(HistoryPages):
    """What lies in the trash can be looked at, taken out, and by whoever may, deleted for good."""

    list_display = SHOWN
    search_fields = ["title__alike", "issuer__alike", "source__name__alike"]
    ordering = ["-pk"]
    actions = ["untrash"]
    view_on_site = False  # nobody sees it there
    fields = SHOWN
    readonly_fields = SHOWN

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        titled = {"title": self.opts.verbose_name, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, titled)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.in_trash().with_place().with_day_of_trashing()

    @admin.display(description=_("标题"), ordering="title")
    def shown_title(self, article: Article) -> str:
        return article.display_title

    @admin.display(description=_("地区"))
    def shown_region(self, article: Article) -> str:
        return article.region.full_name if article.region else gettext("不详")

    @admin.display(description=_("年份"))
    def shown_period(self, article: Article) -> str:
        return article.period_label

    @admin.display(description=_("移入时间"), ordering="trashed_at")
    def trashed_at(self, article: Any) -> str:
        return date_format(timezone.localtime(article.trashed_at), "Y-m-d H:i")

    @admin.display(description=_("自动删除日期"))
    def kept_until(self, article: Any) -> str:
        return date_format(
            timezone.localtime(article.trashed_at) + timedelta(days=settings.TRASH_DAYS), "Y-m-d"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # nothing is corrected in the trash

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MAY_CHANGE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MAY_DELETE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an article is its own: nobody has to read the numbers of its fingerprint."""
        titles = [article.display_title for article in objs]
        return titles, {self.opts.verbose_name_plural: len(titles)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        editing.purge(obj.pk, by=editor(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        with outbox.held_back():
            for pk in list(queryset.values_list("pk", flat=True)):
                editing.purge(pk, by=editor(request))
        outbox.tell()

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The history of articles is their events."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.untrash_view)
        return [path("<int:pk>/untrash/", view, name="archive_trashedarticle_untrash"), *super().get_urls()]

    @admin.action(description=_("取回所选综述"), permissions=["view"])
    def untrash(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        with outbox.held_back():
            for pk in chosen:
                editing.untrash(pk, by=editor(request))
        outbox.tell()
        messages.success(
            request, gettext("已取回：%(what)s。") % {"what": gettext("%(n)s 篇") % {"n": len(chosen)}}
        )

    def untrash_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk)
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        editing.untrash(pk, by=editor(request))
        messages.success(request, gettext("已取回：%(what)s。") % {"what": article.display_title})
        return redirect("admin:archive_article_change", pk)
