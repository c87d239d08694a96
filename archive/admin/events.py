"""Every change of every article, to be looked through: who did what, and when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.editing.clauses import CLAUSES, label
from archive.models import ArticleEvent

MAY_LOOK = ("archive.view_article", "archive.change_article")


@admin.register(ArticleEvent)
class ArticleEventAdmin(admin.ModelAdmin[ArticleEvent]):
    """Nobody adds, changes or deletes a line of it."""

    list_display = ["at", "shown_who", "what", "shown_title", "shown_changes"]
    list_display_links = None
    fields = ["at", "shown_who", "what", "shown_title", "version", "shown_changes", "about"]
    list_filter = ["what", "at", ("user", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title__alike", "user_name__alike"]
    search_help_text = _("标题、姓名或综述编号。")
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleEvent]:
        return ArticleEvent.objects.defer("state")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ArticleEvent], term: str
    ) -> tuple[QuerySet[ArticleEvent], bool]:
        if term.isdecimal():
            return queryset.filter(article_id=term), False
        return super().get_search_results(request, queryset, term)

    @admin.display(description=_("编辑"), ordering="user_name")
    def shown_who(self, event: ArticleEvent) -> str:
        return event.who

    @admin.display(description=_("综述"), ordering="title")
    def shown_title(self, event: ArticleEvent) -> str:
        if event.what == ArticleEvent.What.PURGED:
            return event.title
        url = reverse("admin:archive_article_history", args=[event.article_id])
        return format_html('<a href="{}#v{}">{}</a>', url, event.version, event.title)

    @admin.display(description=_("改动的内容"))
    def shown_changes(self, event: ArticleEvent) -> str:
        return "、".join(label(clause) for clause in event.changed if clause in CLAUSES)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(map(request.user.has_perm, MAY_LOOK))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
