"""An import as its page shows it: how far it is, what failed, and its articles as a table to be reviewed."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import editing
from archive.models import Article, Import, ImportContent, ImportItem, Notice, TwinPair
from archive.querysets.articles import ArticleQuerySet
from archive.querysets.imports import ImportItemQuerySet

State = ImportItem.State
SHOWN = {
    "": _("全部"),
    "settled": _("可以发布"),
    "unsure": _("待核对"),
    "published": _("已发布"),
}
"""The choices above the table, by their name in the address."""
MOST_LISTED = 200
"""So many files that are not in the table are listed at once; with those dismissed or read again, the next come up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is, in files and in articles."""

    announced: int
    arrived: int
    waiting: int
    read: int
    already: int
    failed: int
    articles: int
    settled: int
    published: int

    @property
    def is_arriving(self) -> bool:
        """Whether files are still on their way, or were lost on it."""
        return self.arrived < self.announced

    @property
    def is_done(self) -> bool:
        return not self.waiting and not self.is_arriving

    @property
    def known(self) -> int:
        """Files that there are to read: a zip counts as those in it."""
        return self.waiting + self.read + self.already + self.failed + max(0, self.announced - self.arrived)

    @property
    def done(self) -> int:
        return self.read + self.already + self.failed

    @property
    def unsure(self) -> int:
        return self.articles - self.settled - self.published


def progress_of(batch: Import) -> Progress:
    def files(*states: State) -> Count:
        return Count("pk", filter=Q(state__in=states))

    items = batch.items.aggregate(
        arrived=Count("pk", filter=Q(container=None)),
        waiting=files(State.WAITING, State.READING),
        read=files(State.READ),
        already=files(State.DUPLICATE),
        failed=files(State.FAILED),
    )
    articles = articles_of(batch)
    return Progress(
        announced=batch.announced if isinstance(batch.announced, int) else items["arrived"],
        articles=articles.count(),
        settled=articles.settled_drafts().count(),
        published=articles.published().count(),
        **items,
    )


def articles_of(batch: Import, shown: str = "") -> ArticleQuerySet:
    """The articles that came in with an import, in the order of their files."""
    articles = Article.objects.of_import(batch)
    match shown:
        case "settled":
            return articles.settled_drafts()
        case "unsure":
            return articles.unsettled_drafts()
        case "published":
            return articles.published()
    return articles


def rows(batch: Import, shown: str = "") -> ArticleQuerySet:
    """With all that a row says: place, open notices, what it may be a print of, and the file that it came from."""
    files = ImportItem.objects.filter(batch=batch, state=State.READ)
    twins = TwinPair.objects.of_kept().select_related("other").defer("other__provenance")
    return (
        articles_of(batch, shown)
        .for_list()
        .with_settledness()
        .prefetch_related(
            Prefetch("notices", Notice.objects.unsettled(), to_attr="doubts"),
            Prefetch("import_items", files, to_attr="files"),
            Prefetch("twin_pairs", twins, to_attr="twins"),
        )
        .order_by("import_items__pk", "source_item")
    )


def keys(batch: Import, shown: str = "") -> list[int]:
    """The articles of the table, in the order of its rows."""
    in_order = articles_of(batch, shown).order_by("import_items__pk", "source_item")
    return list(in_order.values_list("pk", flat=True))


def following(batch: Import, shown: str, pk: int) -> int | None:
    """The article whose row comes after this one; None behind the last."""
    return next(iter(_after(batch, shown, pk)), None)


def following_draft(batch: Import, shown: str, pk: int) -> int | None:
    """The next one after it that is still to be published; None where there is none."""
    after = _after(batch, shown, pk)
    drafts = set(articles_of(batch, shown).drafts().filter(pk__in=after).values_list("pk", flat=True))
    return next((one for one in after if one in drafts), None)


def _after(batch: Import, shown: str, pk: int) -> list[int]:
    rows = keys(batch, shown)
    return rows[rows.index(pk) + 1 :] if pk in rows else []


def far_on(batch: Import) -> list[ImportItem]:
    """Files of many pages that are being read, each with how far it is."""
    return list(batch.items.being_read().exclude(code=""))


def failures_of(batch: Import) -> list[ImportItem]:
    return list(batch.items.failures().select_related("held").defer("held__content")[:MOST_LISTED])


def already_of(batch: Import) -> list[ImportItem]:
    return list(batch.items.filter(state=State.DUPLICATE).prefetch_related("articles")[:MOST_LISTED])


def publish(batch: Import, chosen: list[int] | None, user: User) -> int:
    """Publish the settled ones among these articles of the import, or all settled ones; how many that were."""
    settled = articles_of(batch).settled_drafts()
    if chosen is not None:
        settled = settled.filter(pk__in=chosen)
    return editing.publish_among(list(settled.values_list("pk", flat=True).distinct()), by=user)


def read_again(batch: Import, chosen: list[int] | None) -> int:
    """Put failures in line once more, those whose bytes are held; how many that were."""
    failed = _chosen(batch, chosen).filter(held__isnull=False)
    return failed.update(state=State.WAITING, attempts=0, code="", values={}, reason="")


def dismiss(batch: Import, chosen: list[int] | None) -> int:
    """Failures are no longer shown, and their bytes are let go; how many that were."""
    with transaction.atomic():
        failed = list(_chosen(batch, chosen).values_list("pk", flat=True))
        ImportContent.objects.filter(item__in=failed).delete()
        return ImportItem.objects.filter(pk__in=failed).update(dismissed_at=timezone.now())


def _chosen(batch: Import, chosen: list[int] | None) -> ImportItemQuerySet:
    failed: ImportItemQuerySet = batch.items.failures()
    return failed if chosen is None else failed.filter(pk__in=chosen)
