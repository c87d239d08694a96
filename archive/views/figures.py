"""The numbers of an article, beside its words."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from archive.article_figures import groups_of, passages_of
from archive.article_parts import Place
from archive.figures.indicators import indicators
from archive.figures.quantities import MOST_IN_TEXT
from archive.ingest.text.folding import fold
from archive.ledger.condition import value_typed
from archive.ledger.decisions import DecidedMeanwhile, IsAdded, NoSuchNumber, Verdict, take_back
from archive.ledger.decisions import decide as decide_on
from archive.ledger.naming import indicator_by_name
from archive.ledger.told_there import pieces_around, place_asked, told_at
from archive.models import Article
from archive.views.visible import may_see_drafts, private_to_editors, visible

LONGEST_WORDS = 60
TYPED = ("at", "words", "nth", "value", "indicator")
"""What an editor types of a number that was missed; it comes back where something of it is wrong."""


@require_safe
@private_to_editors
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of the text with what it stands for; a number leads to its row, a row to its number."""
    found = get_object_or_404(visible(request).with_place(), pk=pk)
    asked = place_asked(request.GET)
    passages = passages_of(found)
    groups = groups_of(passages)
    told = told_at(passages, asked) if asked else None
    listed = [numbered for group in groups for numbered in group.figures]
    used = {one.indicator.code: one.indicator for one in listed if one.indicator}
    return render(
        request,
        "archive/figures.html",
        {
            "section": "figures",
            "article": found,
            "path": found.region.path if found.region else [],
            "passages": [(passage, list(pieces_around(passage, told))) for passage in passages],
            "asked": asked,
            "is_gone": asked is not None and told is None,
            "groups": groups,
            "count": len(listed),
            "is_cut": len(listed) >= MOST_IN_TEXT,
            "indicators": sorted(used.values(), key=lambda one: one.order),
            "may_edit": may_see_drafts(request),
            "is_review": may_decide(request.user) and "review" in request.GET,
            "may_decide": may_decide(request.user),
            "names": [indicator.name for indicator in indicators().values()],
            "typed": {name: request.GET.get(name, "") for name in TYPED},
        },
    )


def may_decide(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this user may say what a number is: whoever may change articles."""
    return bool(getattr(user, "is_staff", False) and user.has_perm("archive.change_article"))  # type: ignore[union-attr]


@require_POST
@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor's word on one number, then on to the next: ``at``, ``words``, ``nth``, ``verdict``, ``indicator``, ``row``.

    ``seen`` is when that was said which the page shows. With the verdict ``added`` on one that was missed: also ``value``.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("archive:article-figures", args=[pk]))
    if not may_decide(request.user):
        raise PermissionDenied
    found = get_object_or_404(visible(request), pk=pk)
    if request.POST.get("verdict") == Verdict.ADDED:
        return _add(request, pk)
    place = place_asked(request.POST)
    if place is None:
        raise BadRequest("no number")
    try:
        _decide(request, pk, place)
    except NoSuchNumber:
        messages.error(request, _("这一句刚被改过，“%(words)s”不在原处了。") % {"words": place.words})
    except IsAdded as added:
        messages.error(request, _told_added(added))
    except DecidedMeanwhile:
        told = _("“%(words)s”刚被别人核对过；请看表里现在的结论，要改再改。")
        messages.error(request, told % {"words": place.words})
    row = _next_row(request.POST, _listed(found))
    return redirect(f"{reverse('archive:article-figures', args=[pk])}?review=1#f{row}")


def _add(request: HttpRequest, pk: int) -> HttpResponse:
    """A number that was missed; what is wrong with it is said beside what was typed."""
    sent = {name: request.POST.get(name, "").strip() for name in TYPED}
    sent["nth"] = fold(sent["nth"])
    address = reverse("archive:article-figures", args=[pk])
    try:
        problem = _problem_of_addition(request, pk, place_asked(sent), sent)
    except BadRequest:
        problem, sent["nth"] = _("“段内第几次”请写成数字，如 1。"), ""
    if problem:
        messages.error(request, problem)
        return redirect(f"{address}?{urlencode({'review': 1} | sent)}#add")
    return redirect(f"{address}?{urlencode({'review': 1} | {name: sent[name] for name in TYPED[:3]})}#told")


def _problem_of_addition(request: HttpRequest, pk: int, place: Place | None, sent: Mapping[str, str]) -> str:
    """Empty where the number was added."""
    indicator, value = indicator_by_name(sent["indicator"]), value_typed(sent["value"])
    if place is None or len(place.words) > LONGEST_WORDS:
        return _("请选段落，并照原文填写这个数字的字。")
    if indicator is None:
        return _("没有“%(name)s”这个指标，请从列表里选。") % {"name": sent["indicator"][:40]}
    if value is None:
        return _("数值请写成数字，如 50000、5万、1,200。")
    try:
        decide_on(pk, place, Verdict.ADDED, indicator=indicator, value=value, by=request.user)  # type: ignore[arg-type]
    except NoSuchNumber:
        return _("这一段里没有“%(words)s”，请照原文填写。") % {"words": place.words}
    except IsAdded as added:
        return _told_added(added)
    return ""


def _told_added(added: IsAdded) -> str:
    return _("“%(words)s”是编辑补上的；要改，请先撤销它。") % {"words": added}


def _listed(article: Article) -> list[int]:
    """The numbers of an article in the order of their table."""
    return [one.number for group in groups_of(passages_of(article)) for one in group.figures]


def _decide(request: HttpRequest, pk: int, place: Place) -> None:
    verdict, seen = request.POST.get("verdict", ""), request.POST.get("seen")
    if verdict == "undo":
        take_back(pk, place, seen=seen)
        return
    if verdict not in Verdict:
        raise BadRequest("no verdict")
    name = request.POST.get("indicator", "").strip()
    indicator = indicator_by_name(name) if name else None
    if name and indicator is None:
        messages.error(request, _("没有“%(name)s”这个指标，请从列表里选。") % {"name": name[:40]})
        return
    decide_on(pk, place, Verdict(verdict), indicator=indicator, seen=seen, by=request.user)  # type: ignore[arg-type]


def _next_row(sent: QueryDict, listed: Sequence[int]) -> int:
    """The row below the one that was confirmed or rejected; after a correction the same, for it to be seen."""
    row = sent.get("row", "")
    number = int(row) if row.isascii() and row.isdecimal() and len(row) < 6 else 1
    if number not in listed or sent.get("verdict") not in {Verdict.CONFIRMED, Verdict.REJECTED}:
        return number
    return listed[min(listed.index(number) + 1, len(listed) - 1)]
