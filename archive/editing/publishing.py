"""Publishing, by whatever way: what is not settled is not published unless somebody answers for it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum, StrEnum, auto
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.editing.room import InTrash, What, changing
from archive.models import Article
from archive.querysets.articles import ArticleQuerySet


class Publish(Enum):
    """Which of the articles that were read are published at once; the others are drafts."""

    NOTHING = auto()
    SETTLED = auto()
    ALL = auto()


class Doubt(StrEnum):
    """What keeps an article from being settled."""

    NOTICES = "notices"
    REGION = "region"
    PERIOD = "period"
    KIND = "kind"

    @property
    def label(self) -> str:
        return str(DOUBTS[self])


DOUBTS: dict[Doubt, str | Promise] = {
    Doubt.NOTICES: _("有存疑提示"),
    Doubt.REGION: _("缺地区"),
    Doubt.PERIOD: _("缺年份"),
    Doubt.KIND: _("体裁为“其他”"),
}


class NotSettled(Exception):
    """Published by nobody's decision it would be; ``doubts`` says what to look at first."""

    def __init__(self, article: Article, doubts: tuple[Doubt, ...]) -> None:
        super().__init__("、".join(doubt.label for doubt in doubts))
        self.article = article
        self.doubts = doubts


def doubts_among(articles: ArticleQuerySet) -> Iterator[NotSettled]:
    """Those of these drafts that are not settled, each with its doubts; what is published already is passed by."""
    drafts: Iterable[Any] = articles.exclude(status=Article.Status.PUBLISHED).with_open_notices().for_list()
    for article in drafts:
        if doubts := _doubts(article, has_open_notices=article.open_notices > 0):
            yield NotSettled(article, doubts)


def doubts_of(article: Article) -> tuple[Doubt, ...]:
    """Why an article is not settled; nothing where it may be published without asking."""
    return _doubts(article, has_open_notices=article.notices.unsettled().exists())


def _doubts(article: Article, *, has_open_notices: bool) -> tuple[Doubt, ...]:
    found = {
        Doubt.NOTICES: has_open_notices,
        Doubt.REGION: article.region_id is None,
        Doubt.PERIOD: article.period_start is None,
        Doubt.KIND: article.kind == Article.Kind.OTHER,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def publish(pk: int, *, by: User | None, anyway: bool = False) -> Article:
    """Show an article to readers. Raises NotSettled, unless somebody has looked and wants it ``anyway``."""
    with changing(pk, What.PUBLISHED, by=by) as article:
        doubts = () if anyway or article.is_published else doubts_of(article)
        if doubts:
            raise NotSettled(article, doubts)
        article.status = Article.Status.PUBLISHED
        article.first_published_at = article.first_published_at or timezone.now()
    return article


def publish_among(pks: Iterable[int], *, by: User | None, anyway: bool = False) -> int:
    """Publish those of these articles that are settled, or all ``anyway``, each by itself; how many that were."""
    published = 0
    for pk in pks:
        with suppress(Article.DoesNotExist, InTrash, NotSettled):  # changed since they were chosen
            publish(pk, by=by, anyway=anyway)
            published += 1
    return published


def publish_new(
    articles: Iterable[Article], which: Publish, *, by: User | None
) -> Iterator[Article | NotSettled]:
    """Articles that were just read, published or as they are, or why one that was to be published is not settled."""
    for article in articles:
        if which is Publish.NOTHING:
            yield article
            continue
        try:
            yield publish(article.pk, by=by, anyway=which is Publish.ALL)
        except NotSettled as reason:
            yield reason


def withdraw(pk: int, *, by: User | None) -> Article:
    """Take a published article from readers' eyes at once; it keeps its number and its links for later."""
    with changing(pk, What.WITHDRAWN, by=by) as article:
        if article.is_published:
            article.status = Article.Status.WITHDRAWN
    return article
