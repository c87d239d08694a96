"""The admin of this site: its names, and one rule for every list and form in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from archive.list_filters import TellsItsFilters
from archive.web.next_page import page_of_this_site
from archive.web.tampering import SIGNS_OF_TAMPERING, RefusesTampering


class ArchiveAdminSite(AdminSite):
    """Users, groups and locked names are other applications' and stand under the same rule as ours."""

    site_header = _("工会工作综述档案库 · 编辑")
    site_title = _("编辑")
    index_title = _("管理")
    login_form = AuthenticationForm
    """Readers sign in here too; what is below asks for more than that."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        chosen = admin_class or ModelAdmin
        refusing = type(
            chosen.__name__, (RefusesTampering, TellsItsFilters, chosen), {"__module__": chosen.__module__}
        )
        super().register(model_or_iterable, refusing, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = path(
            "r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.on_site), name="view_on_site"
        )
        return [own if getattr(url, "name", None) == own.name else url for url in super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """From a row to its page, for whoever may see such rows: to others the number is as good as unknown."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id.isdecimal() else None
        model = kind.model_class() if kind else None
        known = self._registry.get(model) if model else None
        if known is None or not known.has_view_or_change_permission(request):
            raise Http404
        try:
            answer: HttpResponse = shortcut(request, content_type_id, object_id)
        except SIGNS_OF_TAMPERING as error:  # a number that no database holds
            raise Http404 from error
        return answer

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every account may leave and change its password; a reader has no business with the rest."""
        guarded: Callable[..., Any] = super().admin_view(view, cacheable)
        if view not in (self.logout, self.password_change, self.password_change_done):
            return guarded
        own = never_cache(csrf_protect(view))

        def of_every_account(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = own if request.user.is_authenticated else guarded
            answer: HttpResponse = asked(request, *args, **kwargs)
            return answer

        return of_every_account

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever signs in goes on to the page that was asked for, else to the index of the admin."""
        for name in ("GET", "POST"):
            sent = getattr(request, name)
            if REDIRECT_FIELD_NAME in sent:
                asked = sent.copy()
                asked[REDIRECT_FIELD_NAME] = page_of_this_site(request, sent[REDIRECT_FIELD_NAME]) or reverse(
                    "admin:index"
                )
                setattr(request, name, asked)
        if request.method == "HEAD" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))  # as GET is answered
        if self._is_for_readers(request):
            return HttpResponseRedirect(reverse("archive:home"))
        answer: HttpResponse = super().login(request, extra_context)
        return answer

    def _is_for_readers(self, request: HttpRequest) -> bool:
        """Somebody who has signed in and edits nothing was on the way to the index, which would be empty."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
        return (
            request.method in {"GET", "HEAD"}
            and request.user.is_authenticated
            and not self.has_permission(request)
            and wanted == reverse("admin:index")
        )
