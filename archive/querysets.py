"""The words in which the rest of the site asks for rows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models, transaction
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
from django.db.models.functions import Coalesce, Now

from archive import outbox
from archive.years import FIRST_YEAR, LAST_YEAR

PERIOD_KNOWN = Q(period_start__gte=FIRST_YEAR, period_end__lte=LAST_YEAR, period_start__lte=F("period_end"))

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from archive.models import (  # noqa: F401 - the names that stand in quotes below
        Absence,
        Article,
        ArticleEvent,
        CorrectionRow,
        CorrectionTable,
        Figure,
        FigureReading,
        Import,
        ImportItem,
        IndexChange,
        Indicator,
        Notice,
        PageReport,
        Region,
        RegionSuccession,
        Replica,
        SourceDocument,
        TwinPair,
    )

Row = TypeVar("Row", bound=models.Model)

TITLE_NOTICES = ("title-missing", "title-uncertain")
REPRINT_NOTICE = "reprint-suspected"


class RegionQuerySet(models.QuerySet["Region"]):
    def current(self) -> "RegionQuerySet":
        return self.filter(valid_to=None)

    def provinces(self) -> "RegionQuerySet":
        return self.filter(level="province")

    def upper_levels(self) -> "RegionQuerySet":
        """Provinces and what stands directly below them."""
        return self.filter(Q(level="province") | Q(parent__level="province"))

    def along(self, path: Iterable[models.Model]) -> "RegionQuerySet":
        """What stands directly below each step of a path, and the provinces."""
        return self.filter(Q(level="province", parent=None) | Q(parent__in=[step.pk for step in path]))

    def shown_by(self, region: "Region") -> "RegionQuerySet":
        """The division, everything below it, and what all these were before."""
        return self.filter(shown_by__region=region)

    def with_path(self) -> "RegionQuerySet":
        """Parents come along: four levels are the deepest (省 › 市 › 县 › 开发区)."""
        return self.select_related("parent__parent__parent")

    def standing_in_place(self) -> dict[int, Any]:
        """All of these by their numbers, each with what stands above it, in one query."""
        found = self.only("code", "name", "parent").order_by().in_bulk()
        for region in found.values():
            region.parent = found.get(region.parent_id)
        return found

    def codes_among(self, codes: Iterable[str]) -> set[str]:
        """Those of the codes that some division has or had."""
        return set(self.filter(code__in=codes).values_list("code", flat=True))

    def newest_of_codes(self, codes: Iterable[str]) -> dict[str, Any]:
        """The newest row of each of these codes, as far as there is one."""
        found: dict[str, Any] = {}
        for region in (
            self.with_path().filter(code__in=list(codes)).order_by(F("valid_from").desc(nulls_last=True))
        ):
            found.setdefault(region.code, region)
        return found

    def of_rows(self, numbers: Iterable[int]) -> "RegionQuerySet":
        return self.filter(pk__in=list(numbers))

    def named_among(self, names: Iterable[str]) -> "RegionQuerySet":
        """Those of which one of these is the code, the name or the short name."""
        wanted = list(names)
        by_name = Q(name__in=wanted) | Q(short_name__in=wanted) | Q(code__in=wanted)
        return self.with_path().filter(by_name)

    def of_code(self, code: str) -> "RegionQuerySet":
        """All rows of a code, the newest first."""
        return self.filter(code=code).order_by(F("valid_from").desc(nulls_last=True))


class RegionSuccessionQuerySet(models.QuerySet["RegionSuccession"]):
    def of(self, rows: Iterable[int]) -> "RegionSuccessionQuerySet":
        """What these came from and what they became."""
        return self.filter(Q(to_region__in=rows) | Q(from_region__in=rows))

    def whole_of(self, before: Iterable[int], after: Iterable[int]) -> "RegionSuccessionQuerySet":
        """The steps by which something became one of the first as a whole, or one of the second something else."""
        return self.filter(Q(to_region__in=before) | Q(from_region__in=after), whole=True)

    def whole_with_years(self) -> "models.QuerySet[RegionSuccession, Any]":
        """(from, to, last year of the one, first year of the other) of each step that was whole."""
        years = ("from_region__valid_to", "to_region__valid_from")
        return self.filter(whole=True).values_list("from_region_id", "to_region_id", *years)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        return self.filter(stands=True)

    def for_table(self) -> "AbsenceQuerySet":
        return self.only("region_id", "year", "note").order_by()

    def with_place(self) -> "AbsenceQuerySet":
        return self.select_related("region__parent__parent__parent", "user")

    def in_region(self, region: "Region") -> "AbsenceQuerySet":
        return self.filter(region__shown_by__region=region)


class NotedQuerySet(models.QuerySet[Row]):
    """Bulk operations send no signals, so they write the outbox themselves, in the same transaction."""

    article_key = "pk"

    def _article_ids(self) -> list[int]:
        return list(self.order_by().values_list(self.article_key, flat=True).distinct())

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            # Ids first: the update may change what the filter matches.
            ids = self._article_ids()
            changed = super().update(**kwargs)
            outbox.note(ids)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            outbox.note(self._ids_of(created))
        return created

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            objs = list(objs)
            changed = super().bulk_update(objs, *args, **kwargs)
            outbox.note(self._ids_of(objs))
        return changed

    def _ids_of(self, objs: Iterable[Any]) -> list[int]:
        attribute = "pk" if self.article_key == "pk" else "article_id"
        return [getattr(obj, attribute) for obj in objs]


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

    def beside(self, region: "Region") -> "ArticleQuerySet":
        """Of the divisions that stand directly below the same one; looked up by these, not by all of the year."""
        # SQLite may hold anything there, which is no division.
        parent = region.parent_id if isinstance(region.parent_id, int) else None
        beside = apps.get_model("archive", "Region").objects.filter(parent=parent).exclude(pk=region.pk)
        return self.filter(region__in=beside.order_by())

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
        family = (article.reprint_of or article).pk
        return self.filter(Q(pk=family) | Q(reprint_of=family)).exclude(pk=article.pk)

    def with_prints(self) -> "ArticleQuerySet":
        """``prints``: how many other prints of the same published article there are for readers."""
        return self.annotate(prints=RawSQL(OTHER_PRINTS, (), IntegerField()))  # noqa: S611 - no value in it

    def for_list(self) -> "ArticleQuerySet":
        """What a line in a list shows: no provenance, no page matter."""
        return self.with_place().defer("provenance", "furniture", "credits")

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
        """What one line beside an article shows: its title, its years and its place by name."""
        shown = ("title", "issuer", "period_start", "period_end", "period_inferred", "region__name")
        return self.select_related("region").only(*shown)

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


class SourceDocumentManager(models.Manager["SourceDocument"]):
    """Leaves the bytes and the text in the database until they are asked for: they can be megabytes."""

    def get_queryset(self) -> models.QuerySet["SourceDocument"]:
        return super().get_queryset().defer("content", "raw_text")


class ImportQuerySet(models.QuerySet["Import"]):
    def with_counts(self) -> "ImportQuerySet":
        """How many files came, wait, failed and were there already."""

        def files(**wanted: Any) -> Count:
            return Count("items", filter=Q(**wanted))

        return self.annotate(
            files=files(items__container=None),
            waiting=files(items__state__in=["waiting", "reading"]),
            already=files(items__state="duplicate"),
            failed=files(items__state="failed", items__dismissed_at=None),
        )

    def with_failures(self) -> "ImportQuerySet":
        failures = apps.get_model("archive", "ImportItem").objects.failures()
        return self.filter(Exists(failures.filter(batch=OuterRef("pk"))))


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def in_turn(self) -> "ImportItemQuerySet":
        """What waits to be read: the first file of every import before the second of any, so that one pasted
        text does not wait for five thousand files; what a reader was ended at comes last."""
        return self.filter(state="waiting").order_by("attempts", "order", "pk")

    def being_read(self) -> "ImportItemQuerySet":
        return self.filter(state="reading")

    def unfinished(self) -> "ImportItemQuerySet":
        return self.filter(state__in=["waiting", "reading"])

    def failures(self) -> "ImportItemQuerySet":
        """Those that nobody has dismissed."""
        return self.filter(state="failed", dismissed_at=None)


class CorrectionTableQuerySet(models.QuerySet["CorrectionTable"]):
    def with_row_count(self) -> "CorrectionTableQuerySet":
        return self.annotate(row_count=Count("rows"))


class CorrectionRowQuerySet(models.QuerySet["CorrectionRow"]):
    def in_state(self, state: str) -> "CorrectionRowQuerySet":
        return self.filter(state=state)

    def refused_by(self, check: str) -> "CorrectionRowQuerySet":
        return self.filter(state="refused", refused_by=check)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows there are by state and, of the refused, by check."""
        counted = self.order_by().values_list("state", "refused_by").annotate(Count("pk"))
        return {(state, check): count for state, check, count in counted}


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def with_aliases(self) -> "IndicatorQuerySet":
        """Those to which editors added names."""
        return self.exclude(aliases=[]).order_by("order")


class FigureReadingQuerySet(models.QuerySet["FigureReading"]):
    def all_overtaken(self) -> None:
        """What figures are read by has changed: every article waits to be read again."""
        self.exclude(reader=None).update(reader=None)

    def overtaken(self, articles: Iterable[int]) -> None:
        """These articles have changed: what was read of them is to be read again."""
        self.filter(article_id__in=list(articles)).exclude(reader=None).update(reader=None)

    def by_reader(self, version: int) -> "FigureReadingQuerySet":
        return self.filter(reader=version)


class FigureQuerySet(models.QuerySet["Figure"]):
    def for_readers(self, reader: int) -> "FigureQuerySet":
        """Of published articles as they are now; a reprint counts only where what it is a print of is not there.

        What is not shown is left out, as that is little: so a database keeps to the indexes of figures.
        """
        articles = apps.get_model("archive", "Article").objects.order_by()
        unread = articles.exclude(status="published", figure_reading__reader=reader)
        prints = articles.filter(reprint_of__status="published")
        return self.exclude(article__in=unread.values("pk")).exclude(article__in=prints.values("pk"))

    def in_series(self) -> "FigureQuerySet":
        """What speaks for a place and its years."""
        return self.filter(is_headline=True)

    def of_indicators(self, codes: Iterable[str]) -> "FigureQuerySet":
        return self.filter(indicator__in=list(codes))

    def of_places(self, regions: Iterable[int]) -> "FigureQuerySet":
        """Of these divisions themselves, nothing below them."""
        return self.filter(region__in=list(regions))

    def in_region(self, region: "Region") -> "FigureQuerySet":
        """Of the division, everything below it, and the divisions that it succeeded."""
        return self.filter(region__shown_by__region=region)

    def covering(self, start: int, end: int) -> "FigureQuerySet":
        """Of series in these years, or told of them."""
        in_series = Q(series_start__lte=end, series_end__gte=start)
        return self.filter(in_series | Q(series_end=None, period_end__gte=start, period_end__lte=end))

    def of_cells(
        self, indicators: Iterable[str], regions: Iterable[int], start: int, end: int
    ) -> "FigureQuerySet":
        """All that is told of these indicators in these places and years, in series or not."""
        return self.of_indicators(indicators).of_places(regions).covering(start, end)

    def busiest_places(
        self, indicators: Iterable[str], start: int, end: int
    ) -> "models.QuerySet[Figure, Any]":
        """Numbers of present divisions, those first of which the most is told."""
        wanted = self.of_indicators(indicators).covering(start, end).filter(region__valid_to=None)
        told = Count("series_end", distinct=True)
        counted = wanted.exclude(region=None).order_by().values("region").annotate(told=told)
        return counted.order_by("-told", "region").values_list("region", flat=True)

    def of_single_years(self) -> "FigureQuerySet":
        """Not for spans of years."""
        return self.filter(series_start=F("series_end"))

    def of_year(self, year: int) -> "FigureQuerySet":
        """For just this year."""
        return self.filter(series_start=year, series_end=year)

    def of_level(self, level: str) -> "FigureQuerySet":
        return self.filter(region__level=level)

    def places_by_year(self) -> "models.QuerySet[Figure, Any]":
        """(year, number of divisions), the newest first."""
        counted = self.order_by().values("series_end").annotate(places=Count("region", distinct=True))
        return counted.order_by("-series_end").values_list("series_end", "places")

    def of_rows(self, numbers: Iterable[int]) -> "FigureQuerySet":
        return self.filter(pk__in=list(numbers))

    def of_articles(self, numbers: Iterable[int]) -> "FigureQuerySet":
        return self.filter(article__in=list(numbers))

    def articles(self) -> "models.QuerySet[Figure, int]":
        """The numbers of the articles that tell these, each once."""
        return self.order_by().values_list("article", flat=True).distinct()

    def in_order_of(self, numbers: Iterable[int]) -> list[Any]:
        """These rows in this order, as a list shows them."""
        wanted = list(numbers)
        found = self.for_list().in_bulk(wanted)
        return [found[number] for number in wanted if number in found]

    def for_ranking(self) -> "FigureQuerySet":
        """No words, only what ranks."""
        return self.only("article", "region", "value", "is_headline", "is_confirmed", "basis").order_by()

    def at_least(self, value: Any, *, above: bool) -> "FigureQuerySet":
        """``above``: more than the value; 5万余人 are more than 5万.

        Told as a range without some of its end: a condition of two halves keeps a database from reading its index in order.
        """
        found = self.filter(value__gte=value)
        return found.exclude(Q(value=value) & ~Q(bound="above")) if above else found

    def at_most(self, value: Any, *, below: bool) -> "FigureQuerySet":
        """``below``: less than the value; 近5万人 are less than 5万."""
        found = self.filter(value__lte=value)
        return found.exclude(Q(value=value) & ~Q(bound="below")) if below else found

    def for_list(self) -> "FigureQuerySet":
        """What a line in a list of numbers shows, the greatest first."""
        shown = self.select_related("article", "indicator", "region__parent__parent__parent")
        heavy = ("provenance", "furniture", "credits")
        ordered = shown.order_by("-value", "-series_end", "article", "number")
        return ordered.defer("indicator__aliases", *(f"article__{name}" for name in heavy))


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


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def lacking_in(self, replica: "Replica | None") -> "IndexChangeQuerySet":
        """What an index has not brought in; where it is the only one, and for one that nobody knows, all that is there."""
        return self if replica is None else self.exclude(held_by=replica)

    def held_by_all(self) -> "IndexChangeQuerySet":
        """What every registered index has brought in. Where none is registered nobody waits for anything."""
        lacking = apps.get_model("archive", "Replica").objects.exclude(holds=OuterRef("pk"))
        return self.filter(~Exists(lacking))

    def brought_in(self, replica: "Replica", rows: Iterable[int]) -> None:
        """This index has these; they go when the last one has.

        The rows are locked in their order, so that of two that say so at the same time the second knows of the first.
        """
        with transaction.atomic():
            kept = list(
                self.filter(pk__in=rows).order_by("pk").select_for_update().values_list("pk", flat=True)
            )
            replica.holds.add(*kept)
            self.filter(pk__in=kept).held_by_all().delete()


class ReplicaQuerySet(models.QuerySet["Replica"]):
    def named(self, name: str) -> "ReplicaQuerySet":
        return self.filter(name=name)

    def built(self) -> "ReplicaQuerySet":
        return self.exclude(built_at=None)

    def silent_for(self, time: timedelta) -> "ReplicaQuerySet":
        """By the database's clock, which all hosts share."""
        return self.filter(seen_at__lt=Now() - time)

    def let_go(self) -> int:
        """Nothing is kept for these any more: one that comes back is a new one, and built anew. How many they were."""
        with transaction.atomic():
            _rows, gone = self.delete()
            apps.get_model("archive", "IndexChange").objects.held_by_all().delete()
        return gone.get("archive.Replica", 0)
