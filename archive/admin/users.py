"""Accounts: whoever looks after them gives roles, and can't rise above the own one by it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

admin.site.unregister(User)
admin.site.unregister(Group)

ROLES: dict[str, Promise] = {
    "读者": _("登录后阅读已发布的综述。只在网站不对外公开时需要"),
    "编辑": _("上传、更正、发布综述，移到回收站"),
    "管理员": _("编辑能做的都能做，另加：开账号、永久删除、解锁"),
}
"""What a group that migrations made is for; what an administrator adds says so by its name."""
READING = "read_article"
"""The one permission that needs no desk."""
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


class RolesField(forms.ModelMultipleChoiceField[Group]):
    """Groups, each with what whoever has it may do."""

    def label_from_instance(self, group: Any) -> str:
        told = ROLES.get(group.name)
        return gettext("%(what)s：%(may)s") % {"what": group.name, "may": told} if told else str(group.name)


def _all_roles() -> RolesField:
    return RolesField(
        Group.objects.order_by("pk"),
        label=_("角色"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾一个就够了，要用的权限角色里都有。勾了编辑或管理员，就能进编辑后台。"),
    )


class TicksPermissions(admin.ModelAdmin[Any]):
    """Boxes to be ticked, where the framework moves names between two lists that need a mouse and a script."""

    filter_horizontal: ClassVar[Any] = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            return _all_permissions()
        if db_field.related_model is Group:
            return _all_roles()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class RoleAdmin(TicksPermissions, GroupAdmin):
    """What each role may do."""


@admin.register(User)
class AccountAdmin(TicksPermissions, UserAdmin[User]):
    """A name, a password and a role make an account. Only superusers make superusers, change them, and give single permissions."""

    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2"), "classes": ("wide",)}),
        (None, {"fields": ("groups",)}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("角色"), {"fields": ("groups", "is_active", "is_staff")}),
        (_("姓名"), {"fields": ("last_name", "first_name", "email")}),
        (_("日期"), {"fields": ("last_login", "date_joined")}),
    )
    for_superusers = (
        _("单项权限"),
        {
            "fields": ("is_superuser", "user_permissions"),
            "classes": ("collapse",),
            "description": _("一般用不着：要用的权限角色里都有。"),
        },
    )
    readonly_fields = ["last_login", "date_joined"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Whoever gives a role does not make one on the way."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.related_model is Group:
            field.widget.can_add_related = False
        return field

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        known = super().get_fieldsets(request, obj)
        return (*known, self.for_superusers) if obj is not None and request.user.is_superuser else known

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who has a role with work to do comes to the desk: nobody has to know that this is a box of its own."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        work = Permission.objects.filter(group__user=user).exclude(codename=READING)
        if not user.is_staff and work.exists():
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            messages.info(request, gettext("角色要进编辑后台，已勾上“工作人员状态”。"))

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the list: with its role the account is whole."""
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_delete_permission(request, obj)


def _is_within_reach(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or request.user.is_superuser or not obj.is_superuser
