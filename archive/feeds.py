"""Feeds for whoever follows a part of the archive: valid Atom, the same by every host name, sent once."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from archive.files.xml_text import for_xml
from archive.models import Article
from archive.storage.identity import archive_tag, made_at

MOST_ENTRIES = 50

Absolute = Callable[[str], str]


class _Atom(Atom1Feed):
    """A feed without entries is as old as the archive, not as new as the question."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else made_at()


def atom(
    entries: Iterable[tuple[Article, Iterable[str]]],
    absolute: Absolute,
    *,
    title: str,
    subtitle: str,
    page: str,
    address: str,
) -> str:
    """Articles, each with the lines that tell of it; ``page`` is what the feed at ``address`` follows."""
    feed = _Atom(
        title=for_xml(title),
        link=absolute(page),
        description="",
        subtitle=for_xml(subtitle),
        feed_url=absolute(address),
        feed_guid=archive_tag(address),
        author_name=_("工会工作综述档案库"),
        language="zh-Hans",
    )
    for article, lines in entries:
        feed.add_item(
            title=for_xml(article.display_title),
            link=absolute(article.get_absolute_url()),
            unique_id=archive_tag(article.get_absolute_url()),
            description=for_xml("\n".join(escape(line) for line in lines)),
            author_name=for_xml(article.issuer or "、".join(article.bylines)) or None,
            pubdate=article.first_published_at,
            updateddate=article.updated_at,
        )
    return feed.writeString("utf-8")


def answer(request: HttpRequest, written: str) -> HttpResponse:
    """Whoever has the feed as it is is told so: readers of feeds ask every hour."""
    etag = f'"{hashlib.sha256(written.encode()).hexdigest()}"'
    response = HttpResponse(written, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
