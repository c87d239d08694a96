"""Accounts: whoever looks after them gives roles, and can't rise above the own one by it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Only superusers make superusers, change them, and give single permissions."""

    FOR_SUPERUSERS = ("is_superuser", "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        known = super().get_readonly_fields(request, obj)
        return known if request.user.is_superuser else (*known, *self.FOR_SUPERUSERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_delete_permission(request, obj)


def _is_within_reach(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or request.user.is_superuser or not obj.is_superuser
