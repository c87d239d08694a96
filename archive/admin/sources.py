"""Originals can be looked at and downloaded; nobody changes or deletes one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.ingest.readers.registry import name_of
from archive.models import SourceDocument

SHOWN = (
    "name",
    "sha256",
    "size",
    "kind_of_file",
    "encoding",
    "uploaded_by",
    "uploaded_at",
    "read_as",
    "raw_text",
)


@admin.register(SourceDocument)
class SourceDocumentAdmin(admin.ModelAdmin[SourceDocument]):
    list_display = ["name", "kind_of_file", "encoding", "size", "uploaded_by", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    search_fields = ["name__alike", "sha256"]
    fields = SHOWN
    readonly_fields = SHOWN

    @admin.display(description=_("格式"), ordering="media_type")
    def kind_of_file(self, document: SourceDocument) -> str:
        """By the name that people have for it; its media type for whoever points at it."""
        return format_html(
            '<span title="{}">{}</span>', document.media_type, gettext(name_of(document.media_type))
        )

    @admin.display(description=_("读成"))
    def read_as(self, document: SourceDocument) -> str:
        links = [
            format_html(
                '<a href="{}">{}</a>', reverse("admin:archive_article_change", args=[a.pk]), a.display_title
            )
            for a in document.articles.all()
        ]
        return format_html("{}" + "<br>{}" * (len(links) - 1), *links) if links else "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
