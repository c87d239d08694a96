"""An article and the file that it came from."""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from archive.ingest.records import UnreadableFile
from archive.models import Article, Caption, Section, SourceDocument
from archive.originals import AlteredOriginal, download
from archive.provenance import ROLES, stretches
from archive.querysets import ArticleQuerySet
from archive.told_reasons import told

logger = logging.getLogger(__name__)


def may_see_drafts(request: HttpRequest) -> bool:
    """Whether this user may look at what is not published: a permission, which being staff alone does not give."""
    user = request.user
    return user.is_staff and (
        user.has_perm("archive.view_article") or user.has_perm("archive.change_article")
    )


def _visible(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.kept() if may_see_drafts(request) else Article.objects.published()


def private_to_editors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What an editor is shown stays in no cache: not on the way, and not behind Back after signing out."""

    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if may_see_drafts(request):
            add_never_cache_headers(response)
        return response

    return kept_private


@require_safe
@private_to_editors
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """A published article; editors also see drafts and withdrawn ones, marked as such."""
    found = get_object_or_404(_visible(request).with_place(), pk=pk)
    sections = list(found.sections.all())
    captions = _captions(found, sections)
    other_prints = _visible(request).other_prints(found).order_by("published_on", "pk")
    siblings: ArticleQuerySet | list[Article] = []
    if found.region:
        others = Article.objects.listed().filter(region=found.region).exclude(pk=pk)
        siblings = others.exclude(pk__in=other_prints.values("pk")).for_list().with_prints()[:12]
    return render(
        request,
        "archive/article.html",
        {
            "section": "regions",
            "article": found,
            "path": found.region.path if found.region else [],
            "sections": [
                (part, rank, captions.get(part.pk, []))
                for part, rank in zip(sections, heading_ranks(sections), strict=True)
            ],
            "outline": [part for part in sections if part.heading],
            "loose_captions": captions.get(None, []),
            "siblings": siblings,
            "other_prints": other_prints,
            "notices": found.notices.unsettled() if may_see_drafts(request) else [],
            "with_permalinks": "permalinks" in request.GET,
            "address": request.build_absolute_uri(found.get_absolute_url()),
            "may_edit": may_see_drafts(request),
        },
    )


def _captions(article: Article, sections: Iterable[Section]) -> dict[int | None, list[Caption]]:
    """The captions by the section that they stand in; None for those that stand in none."""
    here = {part.pk for part in sections}
    found: dict[int | None, list[Caption]] = {}
    for caption in article.captions.all():
        found.setdefault(caption.section_id if caption.section_id in here else None, []).append(caption)
    return found


def heading_ranks(sections: Iterable[Section]) -> list[int]:
    """Which of HTML's headings each section has, below the title's ``h1``; no rank is ever skipped.

    （一）阵地建设 below 一、夯实基础 is an ``h3``; where a text has nothing but （一）（二）, they are ``h2``.
    """
    ranks: list[int] = []
    open_levels: list[int] = []
    for section in sections:
        if section.heading:
            open_levels = [level for level in open_levels if level < section.level] + [section.level]
        ranks.append(min(len(open_levels) + 1, 6))
    return ranks


@require_safe
@private_to_editors
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the original file, each character marked with the part of the article that it went to."""
    found = get_object_or_404(_visible(request), pk=pk)
    if found.source is None:
        raise Http404
    context: dict[str, Any] = {
        "article": found,
        "stretches": stretches(found.source.raw_text, found.provenance),
        "roles": ROLES,
        "may_explain": may_see_drafts(request),
    }
    if context["may_explain"] and "explain" in request.GET:
        context |= _explained(found.source)
    return render(request, "archive/original.html", context)


def _explained(document: SourceDocument) -> dict[str, Any]:
    """What each line was read as and why, by today's reader: the text may have been read by an earlier one."""
    try:
        return {"reasons": told(document)}
    except UnreadableFile as error:
        return {"unexplained": error.message}


@require_safe
@private_to_editors
def source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original file, byte for byte."""
    found = get_object_or_404(_visible(request).only("source_id"), pk=pk)
    try:
        return download(request, get_object_or_404(SourceDocument, articles=found))
    except AlteredOriginal:
        logger.exception(
            "original %d is not what was handed in; see manage.py check_archive", found.source_id
        )
        return render(request, "archive/error_original.html", {"article": found}, status=500)
