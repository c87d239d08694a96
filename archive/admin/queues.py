"""The daily work, as lists of articles: the filter of the list and the desk know the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Article
from archive.querysets.articles import ArticleQuerySet

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WorkList:
    """``name`` stands in the address: ``?lack=region``."""

    name: str
    label: str | Promise
    among: Callable[[ArticleQuerySet], ArticleQuerySet]


WORK_LISTS = (
    WorkList("title", _("标题存疑"), lambda articles: articles.title_unsure()),
    WorkList("region", _("缺地区"), lambda articles: articles.region_unknown()),
    WorkList("period", _("缺年份"), lambda articles: articles.period_unknown()),
    WorkList("notices", _("其他存疑提示"), lambda articles: articles.otherwise_doubtful()),
    WorkList("published", _("已发布而有存疑"), lambda articles: articles.published_with_doubts()),
    WorkList("old", _("草稿超过一周"), lambda articles: articles.drafts_from_before(timezone.now() - A_WEEK)),
)


def counts() -> dict[str, int]:
    """How many articles each list holds, asked in one query."""
    wanted = {
        work.name: Count("pk", filter=Q(pk__in=work.among(Article.objects.order_by()).values("pk")))
        for work in WORK_LISTS
    }
    found: dict[str, int] = Article.objects.kept().order_by().aggregate(**wanted)
    return found
