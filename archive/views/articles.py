"""An article and the file that it came from."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive import described
from archive.citing.of_article import work_of
from archive.citing.styles import STYLES, gbt7714
from archive.gazette import gazette
from archive.ingest.records import UnreadableFile
from archive.kept import of_one_state
from archive.models import Article, Caption, Section, SourceDocument
from archive.neighbours import neighbours
from archive.provenance import ROLES
from archive.scans.original import original_of
from archive.section_ranks import heading_ranks
from archive.told import told
from archive.told_reasons import told_lines
from archive.views.visible import may_see_drafts, private_to_editors, visible, visible_prints
from archive.web.originals import AlteredOriginal, download

logger = logging.getLogger(__name__)


@require_safe
@private_to_editors
@of_one_state()
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """A published article; editors also see drafts and withdrawn ones, marked as such."""
    found = get_object_or_404(visible(request).with_matter().telling_scans(), pk=pk)
    gazette().give_places([found])
    prefetch_related_objects([found], "sections", "captions")
    return article_page(request, found)


def article_page(request: HttpRequest, found: Article, *, is_preview: bool = False) -> HttpResponse:
    """The page of an article; a preview shows what an editor has not saved yet."""
    sections = list(found.sections.all())
    captions = _captions(found, sections)
    other_prints = visible_prints(request, found)
    address = request.build_absolute_uri(found.get_absolute_url())
    work = work_of(found, address)
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
            "neighbours": neighbours(found, [other.pk for other in other_prints]),
            "other_prints": other_prints,
            "notices": found.notices.unsettled() if may_see_drafts(request) else [],
            "with_permalinks": "permalinks" in request.GET,
            "address": address,
            "page_title": described.titled(found),
            "description": described.described(found, _opening(sections)),
            "facts": [*described.highwire(work), *described.dublin_core(found, work)],
            "structured": described.structured([described.news_article(found, work)]),
            "references": [
                (edition.year, edition.reference(work)) for edition in (gbt7714(2025), gbt7714(2015))
            ],
            "styles": [style for style in STYLES.values() if style.suffix != "txt"],
            "may_edit": may_see_drafts(request),
            "is_preview": is_preview,
        },
    )


def _opening(sections: Iterable[Section]) -> str:
    """The first paragraph."""
    return next((section.text.split("\n", 1)[0] for section in sections if section.text), "")


def _captions(article: Article, sections: Iterable[Section]) -> dict[int | None, list[Caption]]:
    """The captions by the section that they stand in; None for those that stand in none."""
    here = {part.pk for part in sections}
    found: dict[int | None, list[Caption]] = {}
    for caption in article.captions.all():
        found.setdefault(caption.section_id if caption.section_id in here else None, []).append(caption)
    return found


@require_safe
@private_to_editors
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the original file, each character marked with the part of the article that it went to."""
    found = get_object_or_404(visible(request), pk=pk)
    shown = original_of(found)
    if shown is None or found.source is None:
        raise Http404
    context: dict[str, Any] = {
        "article": found,
        "original": shown,
        "roles": ROLES,
        "may_explain": may_see_drafts(request),
    }
    if context["may_explain"] and "explain" in request.GET:
        context |= _explained(found.source)
    return render(request, "archive/original.html", context)


def _explained(document: SourceDocument) -> dict[str, Any]:
    """What each line was read as and why, by today's reader: the text may have been read by an earlier one."""
    try:
        return {"reasons": told_lines(document)}
    except UnreadableFile as error:
        return {"unexplained": told(error.code, error.values)}


@require_safe
@private_to_editors
def source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original file, byte for byte."""
    found = get_object_or_404(visible(request).only("source_id"), pk=pk)
    try:
        return download(request, get_object_or_404(SourceDocument, articles=found))
    except AlteredOriginal:
        logger.exception(
            "original %d is not what was handed in; see manage.py check_archive", found.source_id
        )
        return render(request, "archive/error_original.html", {"article": found}, status=500)
