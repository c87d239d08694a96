"""The numbers of an article, beside its words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.article_figures import groups_of, passages_of
from archive.figures.quantities import MOST_IN_TEXT
from archive.views.visible import may_see_drafts, private_to_editors, visible


@require_safe
@private_to_editors
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of the text with what it stands for; a number leads to its row, a row to its number."""
    found = get_object_or_404(visible(request).with_place(), pk=pk)
    passages = passages_of(found)
    groups = groups_of(passages)
    told = [numbered for group in groups for numbered in group.figures]
    used = {one.indicator.code: one.indicator for one in told if one.indicator}
    return render(
        request,
        "archive/figures.html",
        {
            "section": "regions",
            "article": found,
            "path": found.region.path if found.region else [],
            "passages": passages,
            "groups": groups,
            "count": len(told),
            "is_cut": len(told) >= MOST_IN_TEXT,
            "indicators": sorted(used.values(), key=lambda one: one.order),
            "may_edit": may_see_drafts(request),
        },
    )
