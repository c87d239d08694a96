"""The original of an article read again: what today's reader says otherwise, and a choice for each part of it."""

import hashlib
import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from archive import editing, reading_again
from archive.admin.numbers import version_in
from archive.admin.people import editor
from archive.editing import rereading
from archive.editing.differences import names_of_regions
from archive.ingest.records import Reading, UnreadableFile
from archive.models import Article
from archive.representation import State, represent
from archive.told import told

NEW = "new"
PREFIX = "choice-"


class ReadsAgain(admin.ModelAdmin[Article]):
    """A page that reads the original of an article again, and takes of it what is chosen."""

    def reread_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.kept().filter(source__isnull=False), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        try:
            reading = reading_again.at_once(article)
            read = rereading.as_read_now(article, rereading.record_for(article, reading))
        except UnreadableFile as refused:
            return self._show(request, article, unread=told(refused.code, refused.values))
        except rereading.AnotherText as reason:
            return self._show(request, article, unread=str(reason))
        if request.method == "POST":
            return self._take(request, article, reading, read)
        return self._show(request, article, read)

    def _take(self, request: HttpRequest, article: Article, reading: Reading, read: State) -> HttpResponse:
        if request.POST.get("read") != _mark(read):
            messages.warning(request, gettext("读出的内容或这一篇刚有变化，请再看一遍。"))
            return self._show(request, article, read)
        clauses = [
            name.removeprefix(PREFIX)
            for name, value in request.POST.items()
            if name.startswith(PREFIX) and value == NEW
        ]
        made_from = version_in(request.POST.get("version", ""))
        try:
            rereading.take(article.pk, reading, by=editor(request), clauses=clauses, made_from=made_from)
        except (rereading.LinesLost, editing.InTrash) as reason:
            messages.error(request, str(reason))
            return self._show(request, article, read, picked=set(clauses))
        except editing.Overtaken:
            messages.warning(request, gettext("刚才又有人改了这一篇，请再看一遍。"))
            return redirect(request.path)
        messages.success(request, gettext("已按所选采用新读出的内容。"))
        return redirect("admin:archive_article_change", article.pk)

    def _show(
        self,
        request: HttpRequest,
        article: Article,
        read: State | None = None,
        *,
        picked: set[str] | None = None,
        unread: str = "",
    ) -> HttpResponse:
        offers = []
        if read is not None:
            offers = rereading.offers(article, read, names_of_regions([represent(article), read]))
        chosen = {offer.clause for offer in offers if offer.is_taken} if picked is None else picked
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": gettext("重新读取原件"),
            "subtitle": article.display_title,
            "opts": self.opts,
            "object": article,
            "offers": [(offer, offer.clause in chosen) for offer in offers],
            "read": _mark(read) if read is not None else "",
            "unread": unread,
        }
        return TemplateResponse(request, "admin/archive/article/reread.html", context)


def _mark(read: State) -> str:
    """Tells whether what is chosen from is still what was shown."""
    return hashlib.sha256(json.dumps(read, sort_keys=True, default=str).encode()).hexdigest()
