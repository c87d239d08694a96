"""The reader's doubts in the form of an article: each beside the field that it concerns, with what it can be answered by."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.forms import ModelForm
from django.template.loader import render_to_string
from django.utils.html import format_html

from archive.editing.candidates import Candidate, candidates_of
from archive.models import Article, Notice

FIELDS = {
    "title": "title",
    "head": "kicker",
    "issuer": "issuer",
    "region": "region",
    "period": "period_start",
    "kind": "kind",
    "published": "published_on",
    "bylines": "lines",
    "page": "lines",
    "headings": "lines",
    "captions": "lines",
    "body": "lines",
}
"""The first word of a notice's code names the field: title-uncertain, page-matter-uncertain."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An open doubt as a form shows it."""

    notice: Notice
    candidates: list[Candidate]
    is_ticked: bool


def asked_of(article: Article, notices: Iterable[Notice], ticked: Collection[str] = ()) -> Iterator[Asked]:
    """The open doubts of an article; ``ticked`` are those that were ticked in a form that comes back."""
    return (Asked(one, candidates_of(one, article), str(one.pk) in ticked) for one in notices)


def put_beside(form: ModelForm[Article], doubts: Iterable[Asked]) -> list[Asked]:
    """Put each doubt below its field; those that concern none are left.

    The words of a field's own help get a name, so that its style can leave them out where they are not meant: those of
    the text tell how it is typed, and it is shown as a list of lines.
    """
    left = []
    for name in set(FIELDS.values()) & form.fields.keys():
        if words := form[name].help_text:
            form[name].help_text = format_html('<span class="help-words">{}</span>', words)
    for one in doubts:
        name = FIELDS.get(one.notice.code.partition("-")[0], "")
        if name in form.fields:
            told = {"one": one, "has_change_permission": True}  # else there were no such field
            below = render_to_string("admin/archive/article/_notice.html", told)
            form[name].help_text = format_html("{}{}", form[name].help_text, below)
        else:
            left.append(one)
    return left
