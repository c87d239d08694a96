"""A form that was overtaken: somebody else saved the article while it was open. Both versions are shown, and neither
is lost: the editor chooses what becomes of each item."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from archive import editing
from archive.admin.numbers import number_in
from archive.admin.people import editor
from archive.admin.wanted import values_of
from archive.editing.differences import names_of_regions
from archive.editing.merging import MINE, THEIRS, choices, merged, mine_of
from archive.forms import ArticleForm
from archive.models import Article, ArticleEvent
from archive.representation import ARTICLE_FIELDS, State, fill, represent

SALT = "archive.overtaken"
BUTTONS = {"_publish_next": "_publish", "_save_next": "_save", "_settle": "_save", "_choose": "_continue"} | {
    name: name for name in ("_publish", "_withdraw", "_continue", "_save")
}
"""What each button of the form comes to when the choice is made: what stood next in a list may be another by then."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that a field did not take, with the reason."""

    label: str
    typed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with an overtaken form."""

    mine: State
    unread: list[Unread]


class SavesNothingUnseen(admin.ModelAdmin[Article]):
    """Looks at the version that a form was made from before anything of it is written."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if request.method != "POST" or object_id is None or not object_id.isdecimal():
            return super().changeform_view(request, object_id, *args, **kwargs)
        with transaction.atomic():
            article = Article.objects.select_for_update().kept().filter(pk=object_id).first()
            if article is not None and self._was_overtaken(request, article):
                return self._show_both(request, article)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def _was_overtaken(self, request: HttpRequest, article: Article) -> bool:
        made_from = number_in(request.POST.get("made_from", ""))
        return (
            made_from is not None
            and made_from != article.version
            and self.has_change_permission(request, article)
        )

    def _show_both(self, request: HttpRequest, article: Article) -> HttpResponse:
        base, version = _base(article, int(request.POST["made_from"]))
        sent, settled = read(request.POST, article, base), set(request.POST.getlist("settled"))
        kept = {
            "article": article.pk,
            "version": version,
            "mine": sent.mine,
            "settled": [n.pk for n in article.notices.unsettled() if str(n.pk) in settled],
        }
        return self._ask_which(request, article, kept, unread=sent.unread)

    def _ask_which(
        self, request: HttpRequest, article: Article, kept: dict[str, Any], **context: Any
    ) -> HttpResponse:
        base, _ = _base(article, kept["version"])
        now = represent(article)
        regions = names_of_regions([base, kept["mine"], now])
        since = ArticleEvent.objects.of_article(article.pk).filter(version__gt=kept["version"])
        answer: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        picked = _picked(request.POST)
        answer_to = reverse("admin:archive_article_reconcile", args=[article.pk])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("这一篇已被他人修改"),
            "opts": self.opts,
            "object": article,
            "choices": choices(base, kept["mine"], now, regions),
            "events": since.defer("state"),
            "kept": signing.dumps(kept, salt=SALT, compress=True),
            "button": next((does for name, does in BUTTONS.items() if name in request.POST), "_save"),
            "answer_to": add_preserved_filters(answer, answer_to),
            "picked_mine": {key for key, choice in picked.items() if choice == MINE},
            "picked_theirs": {key for key, choice in picked.items() if choice == THEIRS},
            **context,
        }
        return TemplateResponse(request, "admin/archive/article/reconcile.html", context)

    def reconcile_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The answer: mine or theirs, item by item."""
        with transaction.atomic():
            article = get_object_or_404(Article.objects.select_for_update().kept(), pk=pk)
            if request.method != "POST" or not self.has_change_permission(request, article):
                raise PermissionDenied
            kept = _kept(request.POST.get("kept", ""), pk)
            base, _ = _base(article, kept["version"])
            now, picked = represent(article), _picked(request.POST)
            open_ones = choices(base, kept["mine"], now, {})
            if _seen(request.POST) != article.version:
                messages.warning(request, gettext("刚才又有人改了这一篇，请再看一遍。"))
                return self._ask_which(request, article, kept)
            if missing := [choice.label for choice in open_ones if choice.key not in picked]:
                messages.error(request, gettext("请选择：%(items)s。") % {"items": "、".join(missing)})
                return self._ask_which(request, article, kept)
            wanted = merged(kept["mine"], now, picked)
            article = editing.correct(pk, wanted, by=editor(request), settled=kept["settled"])
            if "_continue" in request.POST:
                messages.success(request, gettext("已保存：%(title)s。") % {"title": article.display_title})
                return redirect("admin:archive_article_change", pk)
            return self.response_change(request, article)


def _base(article: Article, version: int) -> tuple[State, int]:
    """The state that a form was made from; what it is now where the history does not know that version."""
    events = ArticleEvent.objects.of_article(article.pk)
    event = events.filter(version=version).exclude(state=None).first()
    return (event.state, version) if event else (represent(article), article.version)


def _kept(signed: str, pk: int) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = signing.loads(signed, salt=SALT)
    except signing.BadSignature as error:
        raise BadRequest("not the form that was sent") from error
    if kept["article"] != pk:
        raise BadRequest("of another article")
    return kept


def _seen(posted: QueryDict) -> int:
    seen = number_in(posted.get("theirs", ""))
    return -1 if seen is None else seen


def _picked(posted: QueryDict) -> dict[str, str]:
    prefix = "choice-"
    return {
        name.removeprefix(prefix): value
        for name, value in posted.items()
        if name.startswith(prefix) and value in {MINE, THEIRS}
    }


def read(posted: QueryDict, article: Article, base: State) -> Sent:
    """The state that an editor typed, on the version that the form showed; what could not be read is told."""
    shown = Article(pk=article.pk, source_id=article.source_id)
    fill(shown, base, ARTICLE_FIELDS)
    shown._state.adding = False
    form = ArticleForm(posted, instance=shown, state=base)
    form.is_valid()
    sent = values_of(form, ARTICLE_FIELDS)
    if form.non_field_errors():  # of years in the wrong order there is no version
        sent = {name: value for name, value in sent.items() if not name.startswith("period_")}
    if "lines" in form.cleaned_data and "lines" in posted:
        sent |= form.text
    return Sent(mine_of(article, base, sent), list(_unread(form)))


def _unread(form: ArticleForm) -> Iterator[Unread]:
    """What no field took, so that nothing that was typed is lost."""
    for name, errors in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        yield Unread(label, form.data.get(form.add_prefix(name), ""), " ".join(map(str, errors)))
