"""Accounts: whoever looks after them gives roles, and can't rise above the own one by it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

admin.site.unregister(User)
admin.site.unregister(Group)

MAY = {"view": _("查看"), "add": _("添加"), "change": _("修改"), "delete": _("删除")}


class PermissionsField(forms.ModelMultipleChoiceField[Permission]):
    """Django keeps the names of permissions in English: Can add article."""

    def label_from_instance(self, permission: Any) -> str:
        may, _of, _model = permission.codename.partition("_")
        model = permission.content_type.model_class()
        if may not in MAY or model is None or permission.codename != f"{may}_{model._meta.model_name}":
            return str(_(permission.name))
        what = capfirst(str(model._meta.verbose_name))
        return gettext("%(what)s：%(may)s") % {"what": what, "may": MAY[may]}


def _all_permissions() -> PermissionsField:
    return PermissionsField(
        Permission.objects.select_related("content_type"),
        label=_("权限"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TicksPermissions(admin.ModelAdmin[Any]):
    """Boxes to be ticked, where the framework moves names between two lists that need a mouse and a script."""

    filter_horizontal: ClassVar[Any] = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            return _all_permissions()
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": forms.CheckboxSelectMultiple, **kwargs}
        )


@admin.register(Group)
class RoleAdmin(TicksPermissions, GroupAdmin):
    """What each role may do."""


@admin.register(User)
class AccountAdmin(TicksPermissions, UserAdmin[User]):
    """Only superusers make superusers, change them, and give single permissions."""

    FOR_SUPERUSERS = ("is_superuser", "user_permissions")
    readonly_fields = ["last_login", "date_joined"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        known = super().get_readonly_fields(request, obj)
        return known if request.user.is_superuser else (*known, *self.FOR_SUPERUSERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_delete_permission(request, obj)


def _is_within_reach(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or request.user.is_superuser or not obj.is_superuser
