"""Articles, their parts and history, and what is noticed, suspected and reported of them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from archive.querysets.noted import NotedQuerySet, Row
from archive.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from archive.models import Article, ArticleEvent, Import, Notice, PageReport, Region, TwinPair  # noqa: F401

PERIOD_KNOWN = Q(period_start__gte=FIRST_YEAR, period_end__lte=LAST_YEAR, period_start__lte=F("period_end"))
TITLE_NOTICES = ("title-missing", "title-uncertain")
REPRINT_NOTICE = "reprint-suspected"


OTHER_PRINTS = """
    (SELECT SUM(CASE print.status WHEN 'published' THEN 1 ELSE 0 END) - 1 FROM archive_article print
        WHERE print.id = COALESCE(archive_article.reprint_of_id, archive_article.id)
        OR print.reprint_of_id = COALESCE(archive_article.reprint_of_id, archive_article.id))
"""
"""In SQL: Django took longer to write the same than the database to answer, a quarter of a page of results. The status
is no condition: SQLite would go through all that is published, for each row, rather than look two numbers up."""


class ArticleQuerySet(NotedQuerySet["Article"]):
    def in_bulk(self, *args: Any, **kwargs: Any) -> Any:
        """In no order: to keep the usual one, SQLite went along the index of periods past all of 200,000 articles and
        looked for these among them."""
        return super(ArticleQuerySet, self.order_by()).in_bulk(*args, **kwargs)

    def published_in_bulk(self, numbers: Iterable[int]) -> "dict[int, Article]":
        """Those of these numbers that are published, which is looked at last: SQLite would go through all that is
        published rather than look up twenty numbers, of which it expects more than of a status."""
        found: dict[int, Article] = self.in_bulk(list(numbers))
        return {number: article for number, article in found.items() if article.is_published}

    def published(self) -> "ArticleQuerySet":
        return self.filter(status="published")

    def drafts(self) -> "ArticleQuerySet":
        return self.filter(status="draft")

    def settled_drafts(self) -> "ArticleQuerySet":
        """What may be published without a question: no open notice, its place, years and kind known."""
        return self.drafts().exclude(_unsettled())

    def unsettled_drafts(self) -> "ArticleQuerySet":
        return self.drafts().filter(_unsettled())

    def with_settledness(self) -> "ArticleQuerySet":
        """``is_settled``: whether it is a draft that may be published without a question."""
        return self.annotate(is_settled=Q(status="draft") & ~_unsettled())

    def of_import(self, batch: "Import") -> "ArticleQuerySet":
        """What was read from the files of an import, not what was there already."""
        return self.kept().filter(import_items__batch=batch, import_items__state="read")

    def listed(self) -> "ArticleQuerySet":
        """What is published, each article once: the canonical print stands for its reprints, or else the first."""
        family = Q(pk=OuterRef("reprint_of")) | Q(reprint_of=OuterRef("reprint_of"), pk__lt=OuterRef("pk"))
        earlier = self.model.objects.published().filter(family)
        return self.published().filter(Q(reprint_of=None) | ~Exists(earlier))

    def in_region(self, region: "Region") -> "ArticleQuerySet":
        """Of the division, everything below it, and the divisions that it succeeded."""
        return self.filter(region__shown_by__region=region)

    def of_places(self, rows: Iterable[int]) -> "ArticleQuerySet":
        """Of these divisions themselves, nothing below them; the newest period first, as everywhere.

        Sorted by what is no column: to spare itself the sorting of sixty, SQLite went through the index of periods and
        with it through all 200,000 articles.
        """
        periods = [(F(year) + 0).desc(nulls_last=True) for year in ("period_end", "period_start")]
        return self.filter(region__in=rows).order_by(*periods, "-pk")

    def printed_on(self, newspaper: str, day: date) -> "ArticleQuerySet":
        """By a paper whose name holds these characters, however they are written."""
        return self.filter(published_on=day, newspaper__alike=newspaper).order_by("page_label", "pk")

    def with_reprinted(self) -> "ArticleQuerySet":
        """``reprinted``: whether it is a reprint, or has one that is published."""
        reprints = self.model.objects.published().filter(reprint_of=OuterRef("pk"))
        of_family = Q(reprint_of__isnull=False) | Q(Exists(reprints))
        return self.annotate(reprinted=ExpressionWrapper(of_family, output_field=BooleanField()))

    def spanning_years(self) -> "ArticleQuerySet":
        return self.filter(period_start__lt=F("period_end"))

    def spans_last(self) -> "ArticleQuerySet":
        """By place, those that report on one year before those that report on several."""
        spans = Case(When(period_start=F("period_end"), then=0), default=1)
        return self.annotate(spans=spans).order_by(F("spans"), "region__code", "pk")

    def placed(self) -> "ArticleQuerySet":
        return self.exclude(region=None)

    def extent(self) -> dict[str, Any]:
        """How many articles there are, of which years and how many places, and when the last came."""
        return self.aggregate(
            articles=Count("pk"),
            first_year=Min("period_start"),
            last_year=Max("period_end"),
            places=Count("region", distinct=True),
            newest=Max("first_published_at"),
        )

    def filling_gaps(self) -> "ArticleQuerySet":
        """Those before which nothing was published of their division for the last of their years."""
        before = self.model.objects.published().filter(
            region=OuterRef("region"),
            period_start__lte=OuterRef("period_end"),
            period_end__gte=OuterRef("period_end"),
            first_published_at__lt=OuterRef("first_published_at"),
        )
        return self.exclude(region=None).period_known().filter(~Exists(before))

    def region_unknown(self) -> "ArticleQuerySet":
        return self.filter(region=None)

    def covering(self, start: int, end: int) -> "ArticleQuerySet":
        """Whose period overlaps these years, both inclusive."""
        return self.filter(period_start__lte=end, period_end__gte=start)

    def by_period(self) -> list[tuple[int | None, int | None, int]]:
        """(first year, last year, number of articles) of each period that some of these report on."""
        periods = self.order_by().values_list("period_start", "period_end")
        return list(periods.annotate(number=Count("pk")))

    def changed_since(self, time: datetime) -> "ArticleQuerySet":
        return self.filter(updated_at__gt=time)

    def period_unknown(self) -> "ArticleQuerySet":
        """Without a period, or with one that cannot be, which SQLite may hold."""
        return self.exclude(pk__in=self.model._base_manager.filter(PERIOD_KNOWN))

    def period_known(self) -> "ArticleQuerySet":
        return self.filter(PERIOD_KNOWN)

    def title_unsure(self) -> "ArticleQuerySet":
        """Where the reader found no title, or more than one line that could be it."""
        return self._with_open_notice(code__in=TITLE_NOTICES)

    def otherwise_doubtful(self) -> "ArticleQuerySet":
        """With an open notice that has no work list of its own."""
        return self._with_open_notice(~Q(code__in=[*TITLE_NOTICES, REPRINT_NOTICE]))

    def published_with_doubts(self) -> "ArticleQuerySet":
        return self.published()._with_open_notice()

    def drafts_from_before(self, time: datetime) -> "ArticleQuerySet":
        return self.drafts().filter(created_at__lt=time)

    def _with_open_notice(self, *conditions: Q, **wanted: Any) -> "ArticleQuerySet":
        notices = apps.get_model("archive", "Notice").objects.unsettled().filter(*conditions, **wanted)
        return self.filter(Exists(notices.filter(article=OuterRef("pk"))))

    def newest_added(self) -> "ArticleQuerySet":
        """The last to be published for the first time: a draft may have waited for long."""
        return self.order_by("-first_published_at", "-pk")

    def in_trash(self) -> "ArticleQuerySet":
        return self.filter(status="trashed")

    def lies_in_trash(self, number: str | None) -> bool:
        """Whether what an address names, which may be anything (²), is an article in the trash."""
        return number is not None and number.isdecimal() and self.in_trash().filter(pk=number).exists()

    def kept(self) -> "ArticleQuerySet":
        """All that does not lie in the trash."""
        return self.exclude(status="trashed")

    def with_day_of_trashing(self) -> "ArticleQuerySet":
        trashing = Max("events__at", filter=Q(events__what="trashed"))
        return self.annotate(trashed_at=Coalesce(trashing, "updated_at"))

    def trashed_before(self, time: datetime) -> "ArticleQuerySet":
        return self.in_trash().with_day_of_trashing().filter(Q(("trashed_at__lt", time)))

    def with_place(self) -> "ArticleQuerySet":
        return self.select_related("region__parent__parent__parent")

    def telling_scans(self) -> "ArticleQuerySet":
        """``is_machine_read``: whether a machine read its text from pictures."""
        pages = apps.get_model("archive", "ScannedPage").objects
        return self.annotate(is_machine_read=Exists(pages.filter(source=OuterRef("source"))))

    def other_prints(self, article: "Article") -> "ArticleQuerySet":
        """The article that this one is a reprint of, or its reprints, and the other reprints of the same.

        Asked of ``published()``, SQLite goes through all that is published: see ``archive.views.visible``.
        """
        if article.reprint_of is None:
            return self.filter(reprint_of=article.pk)
        family = article.reprint_of.pk
        return self.filter(Q(pk=family) | Q(reprint_of=family)).exclude(pk=article.pk)

    def with_prints(self) -> "ArticleQuerySet":
        """``prints``: how many other prints of the same published article there are for readers."""
        return self.annotate(prints=RawSQL(OTHER_PRINTS, (), IntegerField()))  # noqa: S611 - no value in it

    def for_list(self) -> "ArticleQuerySet":
        """What a line in a list shows: no provenance, no page matter."""
        return self.with_place().for_lines_of_known_places()

    def for_lines_of_known_places(self) -> "ArticleQuerySet":
        """The same without the place, which is the gazette's to give."""
        return self.defer("provenance", "furniture", "credits")

    def numbers(self) -> "models.QuerySet[Article, int]":
        """Their numbers alone: sorting thousands of rows to show a hundred, the database need not read them whole."""
        return self.values_list("pk", flat=True)

    def shown(self, numbers: Iterable[int]) -> "list[Article]":
        """These as a list shows them, in this order; one that was withdrawn a moment ago is left out."""
        wanted = list(numbers)
        found = self.for_list().with_prints().published_in_bulk(wanted)
        return [found[number] for number in wanted if number in found]

    def with_texts(self) -> "ArticleQuerySet":
        """Sections, captions and what editors said of numbers come along, in as many queries for one article as for four."""
        return self.prefetch_related("sections", "captions", "figure_decisions")

    def for_table(self) -> "ArticleQuerySet":
        """What a row of the table to take away shows: of the original, its name."""
        return self.for_list().select_related("source").defer("source__content", "source__raw_text")

    def for_line(self) -> "ArticleQuerySet":
        """What one line beside an article shows: its title and its years; its place is the gazette's to give."""
        return self.only("title", "issuer", "period_start", "period_end", "period_inferred", "region")

    def with_matter(self) -> "ArticleQuerySet":
        """The page matter comes along, which lists leave out."""
        return self.defer(None).defer("provenance")

    def with_open_notices(self) -> "ArticleQuerySet":
        return self.annotate(open_notices=Count("notices", filter=Q(notices__settled_at=None), distinct=True))


def _unsettled() -> Q:
    notices = apps.get_model("archive", "Notice").objects.unsettled().filter(article=OuterRef("pk"))
    return Q(region=None) | Q(period_start=None) | Q(kind="other") | Q(Exists(notices))


class ArticlePartQuerySet(NotedQuerySet[Row]):
    article_key = "article_id"


class ArticleEventQuerySet(models.QuerySet["ArticleEvent"]):
    def of_article(self, pk: int) -> "ArticleEventQuerySet":
        return self.filter(article_id=pk)

    def by_editor(self, user: "User") -> "ArticleEventQuerySet":
        """What somebody did, the latest first, without what was deleted for good."""
        return self.filter(user=user).exclude(what="purged").order_by("-at", "-pk").defer("state")

    def newest(self) -> "ArticleEvent | None":
        """The event that made the present version."""
        return self.order_by("-version").first()


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unsettled(self) -> "NoticeQuerySet":
        return self.filter(settled_at=None)


class TwinPairQuerySet(models.QuerySet["TwinPair"]):
    def of_kept(self) -> "TwinPairQuerySet":
        """Those of which neither article lies in the trash."""
        return self.exclude(article__status="trashed").exclude(other__status="trashed")

    def of_article(self, pk: int) -> "TwinPairQuerySet":
        return self.filter(Q(article=pk) | Q(other=pk))

    def joined(self) -> "TwinPairQuerySet":
        """Those that an editor made one family."""
        return self.filter(verdict__in=["reprint", "new_version"])

    def suspected(self) -> "TwinPairQuerySet":
        return self.filter(verdict="suspected")


class PageReportQuerySet(models.QuerySet["PageReport"]):
    def of_kept(self) -> "PageReportQuerySet":
        """Those on articles that do not lie in the trash."""
        return self.exclude(article__status="trashed")

    def unsettled(self) -> "PageReportQuerySet":
        return self.filter(is_settled=False)

    def of_article(self, article: "Article") -> "PageReportQuerySet":
        return self.filter(article=article)

    def saying(self, article: "Article", words: str) -> "PageReportQuerySet":
        return self.filter(article=article, words=words)

    def since(self, time: datetime) -> "PageReportQuerySet":
        return self.filter(at__gte=time)
