"""Publishing and withdrawing in the admin; what is not settled is asked about first."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import editing, outbox
from archive.admin.numbers import number_in
from archive.admin.people import editor
from archive.admin.walking import kept
from archive.models import Article
from archive.querysets.articles import ArticleQuerySet
from archive.web.next_page import page_of_this_site

MOST_LISTED = 200
"""Articles that the question names one by one; of thousands nobody reads more."""


class PublishingActions(admin.ModelAdmin[Article]):
    """The list's actions, and the question that they and the form ask."""

    @admin.action(description=_("发布所选综述"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: ArticleQuerySet) -> HttpResponse | None:
        chosen = Article.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        answer = request.POST.get("answer")
        doubtful = [] if answer else list(editing.doubts_among(chosen))
        if doubtful:
            return self._ask_about_list(request, doubtful, settled=len(chosen) - len(doubtful))
        with outbox.held_back():
            pks = list(chosen.values_list("pk", flat=True))
            done = editing.publish_among(pks, by=editor(request), anyway=answer == "all")
        outbox.tell()
        self._tell(request, done, Article.Status.PUBLISHED)
        return None

    @admin.action(description=_("撤回所选综述"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: ArticleQuerySet) -> None:
        published = list(queryset.published().values_list("pk", flat=True))
        with outbox.held_back():
            for pk in published:
                editing.withdraw(pk, by=editor(request))
        outbox.tell()
        self._tell(request, len(published), Article.Status.WITHDRAWN)

    def _ask_about_list(
        self, request: HttpRequest, doubtful: list[editing.NotSettled], *, settled: int
    ) -> HttpResponse:
        ids = request.POST.getlist(ACTION_CHECKBOX_NAME)
        all_across = request.POST.get("select_across") == "1"
        here = request.get_full_path()
        chosen = {"ids": ids[:1] if all_across else ids, "all_across": all_across, "settled": settled}
        return self._ask(request, doubtful, answer_to=here, back=here, **chosen)

    def publish_from_form(self, request: HttpRequest, article: Article) -> HttpResponse:
        """What was corrected is saved; publishing it goes on, or asks."""
        try:
            return self._published(request, editing.publish(article.pk, by=editor(request)))
        except editing.NotSettled as reason:
            messages.success(request, gettext("已保存，尚未发布。"))
            following = {"next": request.POST["_publish_next"]} if "_publish_next" in request.POST else {}
            asked_by = urlencode(kept(request) | following)
            answer_to = f"{reverse('admin:archive_article_publish', args=[article.pk])}?{asked_by}"
            return self._ask(request, [reason], answer_to=answer_to, back=self.where_it_was_opened(request))

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The answer to the question that the form asked."""
        article = get_object_or_404(Article.objects.kept(), pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, article):
            raise PermissionDenied
        return self._published(request, editing.publish(pk, by=editor(request), anyway=True))

    def _published(self, request: HttpRequest, article: Article) -> HttpResponse:
        link = format_html('<a href="{}">{}</a>', article.get_absolute_url(), gettext("查看页面"))
        messages.success(request, format_html(gettext("已发布：{} {}"), article.display_title, link))
        return self.to_the_next(request, request.POST.get("_publish_next") or request.GET.get("next") or "")

    def to_the_next(self, request: HttpRequest, typed: str) -> HttpResponse:
        """The form of the article of that number; without one, where this one was opened."""
        following = number_in(typed)
        if following is not None and Article.objects.kept().filter(pk=following).exists():
            form = reverse("admin:archive_article_change", args=[following])
            return HttpResponseRedirect(f"{form}?{urlencode(kept(request))}")
        return HttpResponseRedirect(self.where_it_was_opened(request))

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.where_it_was_opened(request))

    def where_it_was_opened(self, request: HttpRequest) -> str:
        """The table of an import, where the form was opened from one; else the list with its filter."""
        table = page_of_this_site(request, request.GET.get("back"))
        return table or self.list_as_it_was(request)

    def list_as_it_was(self, request: HttpRequest) -> str:
        kept: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(kept, reverse("admin:archive_article_changelist"))

    def _ask(self, request: HttpRequest, doubtful: list[editing.NotSettled], **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("发布前请核对"),
            "opts": self.opts,
            "doubtful": doubtful[:MOST_LISTED],
            "number": len(doubtful),
            **context,
        }
        return TemplateResponse(request, "admin/archive/article/publish.html", context)

    def _tell(self, request: HttpRequest, number: int, status: Article.Status) -> None:
        self.message_user(request, gettext("%(n)s 篇：%(status)s") % {"n": number, "status": status.label})
