"""What was done to an article, with what it changed; undone, or restored as a whole or in one clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from archive import editing
from archive.admin.gone import gone
from archive.admin.people import editor
from archive.editing.clauses import CLAUSES, NOT_RESTORED, changed, label, of
from archive.editing.deeds import deed
from archive.editing.differences import Difference, differences, names_of_regions
from archive.models import Article, ArticleEvent
from archive.representation import State, represent

EVENTS_ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what it changed; ``before`` is the version that its changes are restored from."""

    event: ArticleEvent
    deed: str
    before: int | None
    differences: tuple[tuple[Difference, bool], ...]
    may_be_restored: bool


class HistoryPages(admin.ModelAdmin[Article]):
    """The history page of articles in place of the framework's, which knows no more than names of fields."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None and Article.objects.lies_in_trash(unquote(object_id)):
            return redirect("admin:archive_trashedarticle_history", object_id)
        if article is None:
            return gone(self, request, object_id)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        events = ArticleEvent.objects.of_article(article.pk).order_by("-version")
        page = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("p"))
        may_change = self.has_change_permission(request, article)
        last = editing.last_change(article.pk) if may_change else None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("修改历史"),
            "subtitle": article.display_title,
            "opts": self.opts,
            "object": article,
            "page": page,
            "told": told(
                list(events[max(page.start_index() - 1, 0) : page.end_index() + 1]),
                len(page),
                represent(article),
            ),
            "may_change": may_change,
            "may_restore": may_change and article.status != Article.Status.TRASHED,
            "last_deed": deed(last, last.earlier_state()) if last else "",
        }
        return TemplateResponse(request, "admin/archive/article/object_history.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article_to_change(request, pk)
        try:
            editing.undo(article.pk, by=editor(request))
        except editing.NothingToUndo:
            messages.warning(request, gettext("没有可以撤销的修改。"))
        else:
            messages.success(request, gettext("已撤销上一次修改。"))
        return self._back_to_history(pk)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article_to_change(request, pk)
        asked = request.POST.get("clause", "")
        try:
            version = int(request.POST.get("version", ""))
        except ValueError as error:  # "x", 5,000 digits
            raise BadRequest("no version of ours") from error
        try:
            clauses = [asked] if asked in CLAUSES else list(CLAUSES)
            editing.restore(article.pk, version, by=editor(request), clauses=clauses)
        except (editing.NoSuchState, editing.InTrash) as reason:
            messages.error(request, str(reason))
        else:
            what = label(asked) if asked in CLAUSES else gettext("整篇")
            messages.success(request, gettext("已恢复：%(what)s。") % {"what": what})
        return self._back_to_history(pk)

    def _article_to_change(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _back_to_history(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:archive_article_history", args=[pk]))


def told(events: Sequence[ArticleEvent], number: int, now: State) -> list[Told]:
    """So many of these events, the newest first, each compared with the one that follows here."""
    regions = names_of_regions([event.state for event in events if event.state is not None])
    pairs = zip_longest(events[:number], events[1 : number + 1])
    return [_told(event, earlier, now, regions) for event, earlier in pairs]


def _told(event: ArticleEvent, earlier: ArticleEvent | None, now: State, regions: dict[int, str]) -> Told:
    before = earlier.state if earlier else None
    found: list[Difference] = []
    if before is not None and event.state is not None:
        found = differences(before, event.state, regions)
    return Told(
        event=event,
        deed=deed(event, before),
        before=earlier.version if earlier else None,
        differences=tuple((one, _differs(before or {}, now, one.clause)) for one in found),
        may_be_restored=event.state is not None and not NOT_RESTORED.issuperset(changed(event.state, now)),
    )


def _differs(state: State, now: State, clause: str) -> bool:
    return clause not in NOT_RESTORED and of(state, clause) != of(now, clause)
