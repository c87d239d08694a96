"""Articles that may be one: both beside each other, and what an editor makes of them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import editing
from archive.admin.gone import gone
from archive.admin.people import editor
from archive.editing.differences import compared
from archive.models import Article, TwinPair
from archive.twins.shelves import text_of
from archive.twins.side_by_side import laid_beside

Verdict = TwinPair.Verdict


def pairs_of(article: Article) -> Iterator[tuple[TwinPair, Article]]:
    """Every pair that can be looked at and that an article is one of, with the other one."""
    pairs = TwinPair.objects.of_kept().of_article(article.pk)
    for pair in pairs.select_related("article", "other"):
        yield pair, pair.other if pair.article_id == article.pk else pair.article


@admin.register(TwinPair)
class TwinPairAdmin(admin.ModelAdmin[TwinPair]):
    """Pairs are found by the reader; an editor only decides."""

    list_display = ["shown_later", "shown_earlier", "shown_score", "verdict"]
    list_filter = ["verdict"]
    list_select_related = ["article", "other"]
    ordering = ["-pk"]
    list_per_page = 50

    @admin.display(description=_("后入库的一篇"), ordering="article__title")
    def shown_later(self, pair: TwinPair) -> str:
        return pair.article.display_title

    @admin.display(description=_("先入库的一篇"), ordering="other__title")
    def shown_earlier(self, pair: TwinPair) -> str:
        return pair.other.display_title

    @admin.display(description=_("相似度"), ordering="score")
    def shown_score(self, pair: TwinPair) -> str:
        return f"{pair.score:.0%}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TwinPair]:
        return TwinPair.objects.of_kept()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("archive.change_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        pair = self.get_object(request, unquote(object_id)) if object_id else None
        if pair is None:
            return gone(self, request, str(object_id))
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST":
            return self._decided(request, pair)
        earlier, later = laid_beside(text_of(pair.other_id), text_of(pair.article_id))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("是不是同一篇"),
            "opts": self.opts,
            "pair": pair,
            "prints": [(_("先入库的一篇"), pair.other), (_("后入库的一篇"), pair.article)],
            "lines": list(compared(earlier, later)),
            "verdicts": VERDICTS,
            "may_decide": self.has_change_permission(request, pair),
        }
        return TemplateResponse(request, "admin/archive/twinpair/change_form.html", context)

    def _decided(self, request: HttpRequest, pair: TwinPair) -> HttpResponse:
        if not self.has_change_permission(request, pair):
            raise PermissionDenied
        asked = request.POST.get("verdict", "")
        if asked not in dict(VERDICTS):
            raise BadRequest("no verdict of ours")
        try:
            editing.decide(pair, Verdict(asked), by=editor(request))
        except editing.InTrash as reason:
            messages.error(request, str(reason))
        else:
            messages.success(
                request, gettext("已记下：%(verdict)s。") % {"verdict": pair.get_verdict_display()}
            )
        return HttpResponseRedirect(reverse("admin:archive_article_change", args=[pair.article_id]))


VERDICTS = (
    (Verdict.REPRINT.value, _("后一篇是前一篇的转载")),
    (Verdict.NEW_VERSION.value, _("后一篇是前一篇的新版本")),
    (Verdict.DISTINCT.value, _("不是同一篇，都保留")),
)
"""What the buttons say, for the earlier article first."""
