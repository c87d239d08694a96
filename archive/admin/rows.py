"""A row of an import's table as a form: corrected, and published with the next one opened, without leaving the table."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import editing
from archive.admin.numbers import number_in
from archive.admin.people import editor
from archive.forms import ArticleForm
from archive.imports import review
from archive.imports.places import NoSuchPlace, places, the_place
from archive.models import Article, Import
from archive.representation import State, plain_value

LONGEST_PLACE = 100
SENDING = ("save_publish", "save", "row")
"""What says which row was sent: a button with its number, or, where a candidate was clicked in it, the row itself."""


class RowForm(ArticleForm):
    """What stands in a row. The division is typed: by name, path, code, pinyin or initials."""

    published_on = lines = None  # type: ignore[assignment]
    made_from = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta(ArticleForm.Meta):
        fields = ["title", "period_start", "period_end", "kind", "newspaper", "issuer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["made_from"] = self.instance.version
        region = self.instance.region
        self.fields["place"] = forms.CharField(
            label=_("地区"),
            required=False,
            max_length=LONGEST_PLACE,
            initial=region.full_name if region else "",
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        )
        self.order_fields(["made_from", "title", "place"])
        for name, field in self.fields.items():
            field.widget.attrs |= {"form": "row-form", "aria-label": str(field.label)}
            if name == self._first_to_fill():
                field.widget.attrs["autofocus"] = True

    def _first_to_fill(self) -> str:
        if self.instance.region_id is None:
            return "place"
        return "period_start" if self.instance.period_start is None else "title"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = (cleaned.get("place") or "").strip()
        if "place" in self.changed_data and typed:
            try:
                cleaned["region"] = the_place(typed, cleaned.get("period_end"))
            except NoSuchPlace as reason:
                self.add_error("place", str(reason))
        if cleaned.get("made_from") != self.instance.version:
            self.add_error(None, _("这一篇刚被别人改过，没有保存。请刷新本页，核对后再改。"))
        return cleaned

    @property
    def wanted(self) -> State:
        """The values that were changed, and only they."""
        changed = [name for name in self.changed_data if name in self._meta.fields]  # type: ignore[operator]
        wanted = {name: plain_value(self.cleaned_data[name]) for name in changed}
        if {"period_start", "period_end"} & wanted.keys():
            wanted |= {name: self.cleaned_data[name] for name in ("period_start", "period_end")}
        if "place" in self.changed_data:
            wanted["region"] = plain_value(self.cleaned_data.get("region"))
        return wanted


def opened(request: HttpRequest, batch: Import) -> RowForm | None:
    """The form of the row that the address asks for; None where there is none such."""
    number = number_in(request.GET.get("edit", ""))
    if number is None:
        return None
    article = review.articles_of(batch).with_place().filter(pk=number).first()
    return RowForm(instance=article) if article else None


def saved(request: HttpRequest, batch: Import, pk: int, *, and_publish: bool) -> RowForm | None:
    """Save a row, and publish it where that was wanted; the form with what is wrong, None when all is done.

    From the look at the version to the writing nobody else changes the article.
    """
    with transaction.atomic():
        locked = review.articles_of(batch).select_for_update(of=("self",))
        return _saved(request, get_object_or_404(locked, pk=pk), and_publish=and_publish)


def _saved(request: HttpRequest, article: Article, *, and_publish: bool) -> RowForm | None:
    form = RowForm(request.POST, instance=article)
    if not form.is_valid():
        return form
    notices = article.notices.unsettled()
    # Whoever publishes has seen the notices, which stand in the row, and answers for them.
    settled = [n.pk for n in notices if and_publish or str(n.pk) in request.POST.getlist("settled")]
    editing.correct(article.pk, form.wanted, by=editor(request), settled=settled)
    if and_publish:
        try:
            editing.publish(article.pk, by=editor(request))
        except editing.NotSettled as reason:
            form.add_error(None, gettext("已保存，没有发布：%(doubts)s。") % {"doubts": reason})
            form.data = request.POST.copy()
            form.data["made_from"] = str(Article.objects.get(pk=article.pk).version)
            return form
        messages.success(request, gettext("已发布：%(title)s") % {"title": article.display_title})
    return None


def suggested(request: HttpRequest) -> JsonResponse:
    """Divisions for what has been typed so far, each with its initials, for the list below the field."""
    if not request.user.has_perm("archive.change_article"):
        raise PermissionDenied
    year = request.GET.get("year", "")
    found = places(
        request.GET.get("q", "")[:LONGEST_PLACE],
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )
    return JsonResponse(
        {"places": [{"name": one.full_name, "hint": f"{one.initials} {one.pinyin}"} for one in found]}
    )
