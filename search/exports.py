"""Results to take away: a table for Excel, JSON for programs, a feed to follow a search by."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from archive.models import Article
from search.engines import engine
from search.engines.contract import Order, Request
from search.query import Node
from search.service import SearchResults, search
from search.state import SearchState
from search.syntax import parse

MOST_ROWS = 10_000
CHUNK = 500
FEED_ENTRIES = 50
BYTE_ORDER_MARK = "\ufeff"
"""Without it Chinese Excel reads a table in UTF-8 as GB18030."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is run by Excel as a formula."""
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, not even escaped: one U+FFFF of a broken font and no reader takes the feed."""

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Selection:
    """All articles of a result in its order. ``truncated``: there are more than a file may hold."""

    state: SearchState
    canonical: str
    total: int
    ids: tuple[int, ...]

    @property
    def truncated(self) -> bool:
        return self.total > len(self.ids)

    def articles(self) -> Iterator[Article]:
        """One chunk of them in memory at a time."""
        for start in range(0, len(self.ids), CHUNK):
            chunk = self.ids[start : start + CHUNK]
            found = Article.objects.published().for_list().in_bulk(list(chunk))
            yield from (found[pk] for pk in chunk if pk in found)


def selection(state: SearchState) -> Selection:
    """Raises QueryTooLarge and IndexUnavailable, as the page does."""
    query = parse(state.text)
    answer = engine().find(Request(query.node, filters=state.filters, order=state.order, limit=MOST_ROWS))
    return Selection(state, query.canonical, answer.total, tuple(hit.id for hit in answer.hits))


def columns() -> dict[str, Callable[[Article], object]]:
    """Head of each column of the table, and what stands in it; unknown is an empty cell."""
    return {
        _("编号"): lambda article: article.pk,
        _("标题"): lambda article: article.display_title,
        _("引题"): lambda article: article.kicker,
        _("副标题"): lambda article: article.subtitle,
        _("单位"): lambda article: article.issuer,
        _("地区"): lambda article: article.region.full_name if article.region else None,
        _("区划代码"): lambda article: article.region.code if article.region else None,
        _("起始年份"): lambda article: article.period_start,
        _("截止年份"): lambda article: article.period_end,
        _("年份依据"): lambda article: article.get_period_basis_display(),
        _("体裁"): lambda article: article.get_kind_display(),
        _("报纸"): lambda article: article.newspaper,
        _("刊发日期"): lambda article: article.published_on,
        _("版面"): lambda article: article.page_label,
        _("作者"): lambda article: "；".join(article.bylines),
    }


def csv_lines(chosen: Selection, absolute: Absolute) -> Iterator[str]:
    """The table line by line, with the link of each article in the last column."""
    head = columns()
    yield BYTE_ORDER_MARK + _line([*head, _("链接")])
    for article in chosen.articles():
        cells = [read(article) for read in head.values()]
        yield _line([*cells, absolute(article.get_absolute_url())])
    if chosen.truncated:
        told = _("只列出前 %(shown)d 篇，共 %(total)d 篇；请缩小范围后再导出。")
        yield _line([told % {"shown": len(chosen.ids), "total": chosen.total}])


def _line(cells: list[Any]) -> str:
    written = StringIO()
    csv.writer(written).writerow([_safe(cell) for cell in cells])
    return written.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_json(chosen: Selection, absolute: Absolute) -> dict[str, Any]:
    """The same articles for programs, in the names of ``import_reviews --format jsonl``."""
    return {
        "query": chosen.canonical,
        "url": absolute(chosen.state.url()),
        "total": chosen.total,
        "truncated": chosen.truncated,
        "articles": [_record(article, absolute) for article in chosen.articles()],
    }


def _record(article: Article, absolute: Absolute) -> dict[str, Any]:
    region = article.region
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "kind": article.kind,
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "issuer": article.issuer,
        "region": region
        and {
            "code": region.code,
            "path": [step.name for step in region.path],
            "basis": article.region_basis,
        },
        "period": {
            "start": article.period_start,
            "end": article.period_end,
            "basis": article.period_basis,
        },
        "published_on": article.published_on,
        "newspaper": article.newspaper,
        "issue": article.issue,
        "page": article.page_label,
        "bylines": article.bylines,
    }


def feed(state: SearchState, absolute: Absolute, title: Callable[[Node, SearchState], str]) -> str:
    """The newest articles of a search as Atom, the most recently added first."""
    newest = replace(state, order=Order.ADDED, page=1, size=FEED_ENTRIES)
    results: SearchResults = search(newest, want_facets=False)
    link = absolute(state.url())
    atom = Atom1Feed(
        title=_for_xml(title(results.query.node, state)),
        link=link,
        description="",
        feed_url=absolute(state.url("search:feed")),
        feed_guid=link,
        language="zh-Hans",
    )
    for hit in results.hits:
        address = absolute(hit.article.get_absolute_url())
        atom.add_item(
            title=_for_xml(hit.article.display_title),
            link=address,
            unique_id=address,
            description=_for_xml("\n".join(passage.text for passage in hit.passages)),
            author_name=_for_xml(hit.article.issuer or "") or None,
            pubdate=hit.article.created_at,
            updateddate=hit.article.updated_at,
        )
    return atom.writeString("utf-8")


def _for_xml(text: str) -> str:
    return NOT_IN_XML.sub("", text)
