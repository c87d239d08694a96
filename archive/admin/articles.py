"""Correcting what was read, publishing."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import editing
from archive.admin import uploading
from archive.admin.history import HistoryPages
from archive.admin.notices import asked_of, put_beside
from archive.admin.numbers import number_in
from archive.admin.overtaken import SavesNothingUnseen
from archive.admin.people import editor
from archive.admin.picking import PicksRegion
from archive.admin.presence import presence, who_else
from archive.admin.publishing import PublishingActions
from archive.admin.queues import WORK_LISTS
from archive.admin.rereading import ReadsAgain
from archive.admin.tables import TakenAway
from archive.admin.trash import MovesToTrash
from archive.admin.twins import pairs_of
from archive.admin.walking import kept, step_of
from archive.admin.wanted import wanted_of
from archive.editing.lines import as_text, lines_of
from archive.forms import ArticleForm, ChineseDateField
from archive.models import Article, Caption, Section
from archive.provenance import ROLES
from archive.representation import represent
from archive.scans.original import original_of
from archive.views.articles import article_page

LOOKUPS = (
    "kicker__alike",
    "title__alike",
    "subtitle__alike",
    "issuer__alike",
    "newspaper__alike",
    "issue__alike",
    "page_label__alike",
    "bylines__alike",
    "source__name__alike",
    "region__name__alike",
    "region__parent__name__alike",
    "region__parent__parent__name__alike",
    "region__code__icontains",
)
"""What the search box of the list looks in, beside the texts of sections and captions."""

PUBLISHING = {"_publish", "_publish_next"}
ANSWERING = PUBLISHING | {"_settle"}
"""Buttons by which an editor says that all doubts, which stand in the form, were looked at."""
KINDS_OF_LINES: dict[str, tuple[str, Promise]] = {
    "正文": ("p", _("正文")),
    "小标题": ("1", _("小标题")),
    "小标题2": ("2", _("小标题，2 级")),
    "小标题3": ("3", _("小标题，3 级")),
    "小标题4": ("4", _("小标题，4 级")),
    "图片说明": ("c", _("图片说明")),
    "作者": ("b", _("作者")),
    "编校署名": ("e", _("编校署名")),
    "版面文字": ("f", _("版面文字")),
    "标题": ("t", _("标题")),
    "引题": ("q", _("引题")),
    "副标题": ("s", _("副标题")),
}
"""By the mark that the text has for it: the key that makes a line one, and what editors call it."""

YEARS = re.compile(r"(\d{4})\s*年?(?:\s*[-—–~至到]+\s*(\d{4})\s*年?)?")


def words_of(typed: str) -> Iterator[str]:
    """The words of the box, as every list of the admin reads it: "集体协商 合同" in quotation marks is one."""
    for word in smart_split(typed):
        quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
        yield unescape_string_literal(word) if quoted else word


def _shown_as(word: str) -> Q:
    """What the list shows otherwise than it is stored: 2019年, 2018—2023, 已发布, 年度综述; and days as people write them."""
    found = Q()
    for field in ("kind", "status"):
        labels: dict[Any, Any] = dict(Article._meta.get_field(field).flatchoices)  # type: ignore[union-attr] # no relation
        found |= Q((f"{field}__in", [value for value, label in labels.items() if word == label]))
    years = YEARS.fullmatch(unicodedata.normalize("NFKC", word))
    if years and years[2]:
        found |= Q(period_start=int(years[1]), period_end=int(years[2]))
    elif years:
        found |= Q(period_start__lte=int(years[1]), period_end__gte=int(years[1]))
    with suppress(ValidationError):
        found |= Q(published_on=ChineseDateField().to_python(word))
    return found


class StatusFilter(admin.SimpleListFilter):
    """What lies in the trash has a list of its own."""

    title = _("状态")
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [
            (value, str(label)) for value, label in Article.Status.choices if value != Article.Status.TRASHED
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class WorkListFilter(admin.SimpleListFilter):
    """What still lacks a title, a region, a year, an answer."""

    title = _("待办")
    parameter_name = "lack"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(work.name, str(work.label)) for work in WORK_LISTS]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        chosen = [work.among(queryset) for work in WORK_LISTS if work.name == self.value()]
        return chosen[0] if chosen else queryset.none()


@admin.register(Article)
class ArticleAdmin(
    PublishingActions, MovesToTrash, HistoryPages, ReadsAgain, TakenAway, PicksRegion, SavesNothingUnseen
):
    form = ArticleForm
    autocomplete_fields = ["region"]
    list_display = [
        "shown_title",
        "issuer",
        "shown_region",
        "shown_period",
        "kind",
        "status",
        "shown_notices",
    ]
    list_filter = [StatusFilter, WorkListFilter, "kind", "region_basis", "period_basis"]
    search_fields = LOOKUPS
    search_help_text = _(
        "标题、单位、作者、报纸、正文、图片说明、文件名、地区名称或代码、年份、刊发日期、体裁、状态；繁简、全角半角不分；草稿也查。"
    )
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    actions = ["publish", "withdraw", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["kicker", "title", "subtitle", "issuer"]}),
        (
            _("地区与年份"),
            {
                "fields": [
                    "region",
                    "region_rests_on",
                    ("period_start", "period_end"),
                    "period_rests_on",
                    "kind",
                ]
            },
        ),
        (_("刊载"), {"fields": ["newspaper", "published_on", ("issue", "page_label")]}),
        (_("全文"), {"fields": ["lines"], "classes": ["text-lines"]}),
        (_("发布"), {"fields": ["status", "original"]}),
    ]
    readonly_fields = ["region_rests_on", "period_rests_on", "status", "original"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Every word of the box somewhere in the article. Asked of parts one by one: a join took four times as long."""
        for word in words_of(search_term):
            own = Q.create([(lookup, word) for lookup in LOOKUPS], connector=Q.OR) | _shown_as(word)
            sections = Section.objects.filter(Q(heading__alike=word) | Q(text__alike=word))
            captions = Caption.objects.filter(text__alike=word)
            inside = (Exists(part.filter(article=OuterRef("pk"))) for part in (sections, captions))
            queryset = queryset.filter(reduce(or_, inside, own))
        return queryset, False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.kept().with_place().with_open_notices()

    @admin.display(description=_("标题"), ordering="title")
    def shown_title(self, article: Article) -> str:
        return article.display_title

    @admin.display(description=_("地区"), ordering="region__pinyin")
    def shown_region(self, article: Article) -> str:
        return article.region.full_name if article.region else gettext("不详")

    @admin.display(description=_("年份"), ordering="period_end")
    def shown_period(self, article: Article) -> str:
        return article.period_label

    @admin.display(description=_("存疑"), ordering="open_notices")
    def shown_notices(self, article: Any) -> str:
        return str(article.open_notices) if article.open_notices else ""

    @admin.display(description=_("地区依据"))
    def region_rests_on(self, article: Article) -> str:
        return _rests_on(article.get_region_basis_display(), article.region_evidence)

    @admin.display(description=_("年份依据"))
    def period_rests_on(self, article: Article) -> str:
        shown = _rests_on(article.get_period_basis_display(), article.period_evidence)
        return gettext("%(basis)s（推算）") % {"basis": shown} if article.period_inferred else shown

    @admin.display(description=_("正文"))
    def lines(self, article: Article) -> str:
        """For who may look only."""
        return as_text(lines_of(represent(article)))

    @admin.display(description=_("原始文件"))
    def original(self, article: Article) -> str:
        if article.source is None:
            return gettext("已缺失")
        url = reverse("archive:article-source", args=[article.pk])
        return format_html('<a href="{}" download>{}</a>', url, article.source.name)

    def get_urls(self) -> list[URLPattern]:
        own: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
            ("upload/", uploading.upload, "upload"),
            ("table.xlsx", self.xlsx_view, "xlsx"),
            ("table.csv", self.csv_view, "csv"),
            ("<int:pk>/publish/", self.publish_view, "publish"),
            ("<int:pk>/preview/", self.preview_view, "preview"),
            ("<int:pk>/region/", self.region_view, "region"),
            ("<int:pk>/undo/", self.undo_view, "undo"),
            ("<int:pk>/restore/", self.restore_view, "restore"),
            ("<int:pk>/reconcile/", self.reconcile_view, "reconcile"),
            ("<int:pk>/reread/", self.reread_view, "reread"),
            ("<int:pk>/presence/", presence, "presence"),
        ]
        views = [
            path(route, self.admin_site.admin_view(view), name=f"archive_article_{name}")
            for route, view, name in own
        ]
        return [*views, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """There is one way in, with the original kept: an article without a source is not made by hand."""
        return redirect("admin:archive_article_upload")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {"show_save_and_add_another": False, **(extra_context or {})}
        read = self.get_object(request, object_id) if object_id else None
        if read is None and Article.objects.lies_in_trash(object_id):
            return redirect("admin:archive_trashedarticle_change", object_id)
        if read is not None:
            extra["others"] = who_else(request, read) if self.has_change_permission(request, read) else []
            extra["step"] = step_of(self, request, read.pk)
            extra["twin_pairs"] = list(pairs_of(read))
            extra["original_text"] = original_of(read)
            extra["roles"] = ROLES
            extra["kinds_of_lines"] = KINDS_OF_LINES
            extra["show_save"] = False  # it stands in the bar
        shown: HttpResponse = super().changeform_view(request, object_id, form_url, extra)
        return shown

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context["original"]
        doubts = list(asked_of(article, article.notices.unsettled(), request.POST.getlist("settled")))
        context["doubts"] = doubts
        context["loose_doubts"] = put_beside(context["adminform"].form, doubts)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """What the form says, fields and text, is one correction, made in ``save_related``."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        notices = form.instance.notices.unsettled()
        settled = None if ANSWERING & request.POST.keys() else request.POST.getlist("settled")
        chosen = [n.pk for n in notices if settled is None or str(n.pk) in settled]
        editing.correct(form.instance.pk, wanted_of(form), by=editor(request), settled=chosen)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return ""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The history of articles is their events, which say more."""

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if PUBLISHING & request.POST.keys():
            return self.publish_from_form(request, obj)
        if "_choose" in request.POST:
            return self._chosen(request, obj)
        if "_save_next" in request.POST:
            messages.success(request, gettext("已保存：%(title)s。") % {"title": obj.display_title})
            return self.to_the_next(request, request.POST["_save_next"])
        if "_withdraw" in request.POST:
            editing.withdraw(obj.pk, by=editor(request))
            messages.success(request, gettext("已撤回：%(title)s。") % {"title": obj.display_title})
            return redirect("admin:archive_article_change", obj.pk)
        return super().response_change(request, obj)

    def _chosen(self, request: HttpRequest, article: Article) -> HttpResponse:
        """A candidate of a doubt, after what else was typed has been saved."""
        notice, _, value = request.POST["_choose"].partition(":")
        try:
            editing.choose(article.pk, number_in(notice) or 0, value, by=editor(request))
        except editing.NoSuchCandidate as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, gettext("已采用所选的，其余修改也已保存。"))
        form = reverse("admin:archive_article_change", args=[article.pk])
        return redirect(f"{form}?{urlencode(kept(request))}")

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as readers would see it with what is typed in the form; nothing of it is kept."""
        article = self._article_to_change(request, pk)
        form: Any = self.get_form(request, article, change=True)(request.POST, instance=article)
        if not form.is_valid():
            return self.changeform_view(request, str(pk))  # which says what is wrong
        with transaction.atomic():
            shown = editing.correct(pk, wanted_of(form), by=editor(request))
            page = article_page(request, shown, is_preview=True)
            transaction.set_rollback(True)
        return page


def _rests_on(basis: str, evidence: str | None) -> str:
    if not evidence:
        return basis
    return gettext("%(basis)s：“%(evidence)s”") % {"basis": basis, "evidence": evidence}
