"""A reader tells the editors of a wrong page."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from archive.citing.of_article import words_at
from archive.models.page_report import LONGEST_WORDS
from archive.reporting import Taken, take
from archive.views.visible import private_to_editors, visible


class ReportForm(forms.Form):
    """``address`` is in nobody's sight: only a program fills it in, and nothing of its form is kept."""

    words = forms.CharField(
        label=_("哪里不对，应当怎样"),
        min_length=2,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("请写明哪里不对。"),
            "min_length": _("请写明哪里不对。"),
            "max_length": _("最多 %(limit_value)d 个字，现在有 %(show_value)d 个。"),
        },
    )
    address = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@private_to_editors
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, with ``?at=p12`` on one paragraph; what was sent is thanked for under an address of its own."""
    article = get_object_or_404(visible(request).with_place(), pk=pk)
    anchor = request.GET.get("at", "")[:24]
    quoted = words_at(article, anchor) if anchor else None
    form = ReportForm(request.POST if request.method == "POST" else None)
    taken = None
    if form.is_valid():
        sent = form.cleaned_data
        is_program = bool(sent["address"])
        taken = (
            Taken.KEPT if is_program else take(article, words=sent["words"], anchor=anchor if quoted else "")
        )
        if taken is Taken.KEPT:
            return HttpResponseRedirect(f"{reverse('archive:report', args=[pk])}?sent=1")
    return render(
        request,
        "archive/report.html",
        {
            "section": "regions",
            "article": article,
            "path": article.region.path if article.region else [],
            "form": form,
            "quoted": quoted,
            "sent": "sent" in request.GET and request.method != "POST",
            "enough": taken is Taken.ENOUGH,
            "too_many": taken is Taken.TOO_MANY,
        },
        status=429 if taken is Taken.TOO_MANY else 200,
    )
