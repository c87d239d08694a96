"""The parts in which an article is compared and restored: what belongs together changes together."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Article
from archive.representation import State

CLAUSES: dict[str, tuple[str, ...]] = {
    "kicker": ("kicker",),
    "title": ("title",),
    "subtitle": ("subtitle",),
    "issuer": ("issuer",),
    "region": ("region", "region_basis", "region_evidence"),
    "period": ("period_start", "period_end", "period_basis", "period_inferred", "period_evidence"),
    "kind": ("kind",),
    "newspaper": ("newspaper",),
    "published_on": ("published_on",),
    "issue": ("issue",),
    "page_label": ("page_label",),
    "bylines": ("bylines",),
    "credits": ("credits",),
    "furniture": ("furniture",),
    "sections": ("sections",),
    "captions": ("captions",),
    "notices": ("notices",),
    "reprint_of": ("reprint_of",),
    "status": ("status",),
}
"""A region goes with the words that it rests on, and so do years: neither is restored without the other."""

ABOUT = {
    "title": "title",
    "head": "kicker",
    "issuer": "issuer",
    "region": "region",
    "period": "period",
    "kind": "kind",
    "newspaper": "newspaper",
    "published": "published_on",
    "bylines": "bylines",
    "page": "furniture",
    "headings": "sections",
    "captions": "captions",
    "body": "sections",
}
"""The clause that a doubt is about, by the first word of its code; of any other it is the file."""

LABELS: dict[str, str | Promise] = {
    "period": _("年份"),
    "sections": _("正文"),
    "captions": _("图片说明"),
    "notices": _("存疑提示"),
}
NOT_RESTORED = {"status"}
"""Publishing and withdrawing have rules of their own; only an undo goes back over them."""


def label(clause: str) -> str:
    return str(LABELS[clause] if clause in LABELS else Article._meta.get_field(clause).verbose_name)  # type: ignore[union-attr]


def of(state: State, clause: str) -> State:
    """What a state says of a clause; a state of an older version of the site may lack some of it."""
    return {name: state[name] for name in CLAUSES[clause] if name in state}


def clause_of(code: str) -> str | None:
    """What the doubt of this code is about."""
    return ABOUT.get(code.partition("-")[0])


def changed(before: State, after: State) -> Iterator[str]:
    """The clauses in which two states differ, in the order of the form."""
    return (clause for clause in CLAUSES if of(before, clause) != of(after, clause))
