"""The numbers of an article, beside its words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.article_figures import groups_of, passages_of
from archive.figures.quantities import MOST_IN_TEXT
from archive.ledger.told_there import pieces_around, place_asked, told_at
from archive.views.visible import may_see_drafts, private_to_editors, visible


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
        },
    )
