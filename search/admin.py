"""The web servers that share the database, where there are several: which of them answer, and which are gone for good."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.models import IndexChange, Replica
from search import replicas


@admin.register(Replica)
class ReplicaAdmin(admin.ModelAdmin[Replica]):
    """They register themselves; one that is deleted holds no changes back, and is built anew should it come again."""

    list_display = ["name", "state", "shown_waiting", "seen_at"]
    fields = ("name", "state", "shown_waiting", "built_at", "seen_at")
    readonly_fields = fields

    @admin.display(description=_("检索"))
    def state(self, replica: Replica) -> str:
        return replicas.state_of(replica)

    @admin.display(description=_("等待写入"))
    def shown_waiting(self, replica: Replica) -> int:
        return IndexChange.objects.lacking_in(replica).count()

    def delete_model(self, request: HttpRequest, obj: Replica) -> None:
        Replica.objects.named(obj.name).let_go()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Replica]) -> None:
        Replica.objects.filter(pk__in=queryset).let_go()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return replicas.are_kept() and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
