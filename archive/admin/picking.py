"""Which part of a scanned page is the article: an editor ticks the blocks that were found on it, or draws around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from archive import editing
from archive.admin.numbers import version_in
from archive.admin.people import editor
from archive.ingest.records import UnreadableFile
from archive.models import Article
from archive.scans.blocks import Block, Frame, blocks_of, frame_of
from archive.scans.original import Original, Page, original_of
from archive.scans.regions import NothingChosen, others_of, read_region
from archive.told import told

AREA = re.compile(r"(\d{1,5}):(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})")
"""A page and two corners in its pixels: 1:120,80,900,1400."""
MOST_AREAS = 50


@dataclass(frozen=True, slots=True)
class Offered:
    """A block with the number by which the list and the picture name it. ``others`` are articles in which it stands, too."""

    number: int
    block: Block
    is_ticked: bool
    others: tuple[Article, ...]


class PicksRegion(admin.ModelAdmin[Article]):
    """The page on which the part of a scan is chosen that is read."""

    def region_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.kept(), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        original = original_of(article)
        if original is None or not original.pages:
            raise Http404
        if request.method == "POST" and self._was_read(request, article, original):
            return redirect("admin:archive_article_change", article.pk)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": gettext("选文章的范围"),
            "opts": self.opts,
            "object": article,
            "pages": list(_offered(original, request.POST.getlist("block") if request.POST else None)),
        }
        return TemplateResponse(request, "admin/archive/article/region.html", context)

    def _was_read(self, request: HttpRequest, article: Article, original: Original) -> bool:
        lines = set(_chosen(original.pages, request.POST.getlist("block"), request.POST.getlist("area")))
        made_from = version_in(request.POST.get("made_from", ""))
        try:
            read_region(article, lines, by=editor(request), made_from=made_from)
        except UnreadableFile as refused:
            messages.error(request, told(refused.code, refused.values))
        except (NothingChosen, editing.InTrash) as reason:
            messages.error(request, str(reason))
        except editing.Overtaken:
            messages.error(request, gettext("您打开之后，别人保存了这一篇；没有重新读取。请看过再选。"))
        else:
            messages.success(
                request,
                gettext("“%(title)s”已按所选范围重新读取，其余文字在版面文字里。")
                % {"title": Article.objects.get(pk=article.pk).display_title},
            )
            for other in others_of(article):
                if lines & original.lines_of(other):
                    messages.warning(
                        request,
                        gettext("选中的文字也在“%(title)s”（编号 %(number)d）里，那一篇没有改，请核对。")
                        % {"title": other.display_title, "number": other.pk},
                    )
            return True
        return False


def _offered(original: Original, ticked: Sequence[str] | None) -> Iterator[tuple[Page, list[Offered]]]:
    """The blocks of each page; those are ticked that were sent, or of which something is of the article now."""
    number = 0
    now = original.lines_of_it
    others = [(other, original.lines_of(other)) for other in others_of(original.article)]
    for page in original.pages:
        offered = []
        for block in blocks_of(page):
            number += 1
            mine = any(line.key in now for line in block.lines) if ticked is None else block.key in ticked
            keys = {line.key for line in block.lines}
            offered.append(
                Offered(number, block, mine, tuple(other for other, theirs in others if keys & theirs))
            )
        yield page, offered


def _chosen(pages: Sequence[Page], blocks: Sequence[str], areas: Sequence[str]) -> Iterator[str]:
    """The keys of the lines in these blocks and areas. Raises BadRequest for an area that is none."""
    drawn = [_area(area) for area in areas[:MOST_AREAS]]
    for page in pages:
        for block in blocks_of(page):
            if block.key in blocks:
                yield from (line.key for line in block.lines)
        frames = [frame for number, frame in drawn if number == page.number]
        for line in page.lines:
            if any(frame.holds(frame_of(line)) for frame in frames):
                yield line.key


def _area(typed: str) -> tuple[int, Frame]:
    found = AREA.fullmatch(typed)
    if found is None:
        raise BadRequest("no area of a page")
    number, *corners = map(int, found.groups())
    return number, Frame(*map(float, corners))
