"""A dated record of a search for a report: what was asked, what of, and with what result. Above all that nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Article
from search.assurance import doubts, tried
from search.box.numbers import numbers_offer
from search.box.offer import place_offer
from search.cited import cited
from search.query import Everything
from search.service import SearchResults, other_readings, search
from search.state import SearchState


@dataclass(frozen=True, slots=True)
class Extent:
    """The archive at that time, as far as it is published."""

    articles: int
    first_year: int | None
    last_year: int | None
    places: int
    newest: datetime | None

    @property
    def told(self) -> str:
        """26 篇综述，2012—2024 年，涉及 14 个地区，最近一篇 2024-05-01 入库."""
        parts = [_("%(articles)d 篇综述") % {"articles": self.articles}]
        if self.first_year and self.last_year:
            parts.append(_("%(first)d—%(last)d 年") % {"first": self.first_year, "last": self.last_year})
        parts.append(_("涉及 %(places)d 个地区") % {"places": self.places})
        if self.newest:
            parts.append(_("最近一篇 %(day)s 入库") % {"day": timezone.localdate(self.newest).isoformat()})
        return _("，").join(parts)


@dataclass(frozen=True, slots=True)
class Record:
    """``doubts``: why, where nothing was found, 未见 may not be written all the same."""

    at: datetime
    results: SearchResults
    extent: Extent
    doubts: Sequence[str]
    tried: Sequence[str]

    @property
    def is_unseen(self) -> bool:
        return not self.results.count.anywhere and not self.doubts and not self.asks_for_all

    @property
    def asks_for_all(self) -> bool:
        return isinstance(self.results.query.node, Everything)

    @property
    def finding(self) -> str:
        if self.is_unseen:
            return _("未见")
        return str(self.results.count) if self.results.count.total else _("没有查到，但还不能写作“未见”")


def record_of(state: SearchState, problems: Sequence[str]) -> Record:
    """Raises QueryRefused and IndexUnavailable, as the page does."""
    results = search(state.on_page(1), want_facets=False)
    place = place_offer(state, results.query)
    numbers = numbers_offer(state, results.query)
    found = doubts(results, other_readings(results), place, numbers, cited(state.text))
    return Record(
        timezone.localtime(),
        results,
        Extent(**Article.objects.published().extent()),
        [*found, *problems],
        tried(place),
    )


def sentence(record: Record, *, told: str, address: str) -> str:
    """One sentence for a report's text or footnote."""
    return _("%(at)s 在工会工作综述档案库（%(extent)s）检索%(told)s：%(finding)s。%(address)s") % {
        "at": record.at.strftime("%Y-%m-%d %H:%M"),
        "extent": record.extent.told,
        "told": told or _("全部综述"),
        "finding": record.finding,
        "address": address,
    }
