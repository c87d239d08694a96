"""Two who write at one time: the second waits, and sees what the first wrote."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from archive.imports.keeping import keep
from archive.intake import HandedIn, Outcome, read
from archive.models import Article, Import, ImportItem, Region, RegionScope, Section
from archive.regions.authority import Authority
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "青禾区总工会2019年工作综述\n\n" + "这一年，工会修渠引水，办了许多实事，职工都说好。\n" * 12


def while_another(waits: Callable[[], object], first: Callable[[], object]) -> None:
    """What comes second begins before the first has ended its transaction, and must not end before it."""

    def second() -> None:
        try:
            waits()
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive()
    thread.join()


def test_one_text_handed_in_twice_at_one_time_is_in_the_archive_once() -> None:
    batch = Import.objects.create(way=Import.Way.UPLOAD, name="one")
    outcomes: list[Outcome] = []

    def hand_in(encoding: str) -> Callable[[], None]:
        file = HandedIn(f"{encoding}.txt", TEXT.encode(encoding))
        reading = read(file, Authority.load())
        return lambda: outcomes.append(
            keep(ImportItem(batch=batch, order=len(encoding), name=file.name), file, reading)
        )

    first, second = hand_in("utf-8"), hand_in("gb18030")
    while_another(second, first)
    assert [outcome.duplicate_of is not None for outcome in outcomes] == [False, True]
    assert Article.objects.count() == 1


def test_two_sections_written_at_one_time_give_no_anchor_twice() -> None:
    article = factories.article()

    def add(order: int) -> Callable[[], Section]:
        return lambda: Section.objects.create(article=article, order=order, text="一段\n又一段")

    while_another(add(2), add(1))
    anchors = [anchor for section in article.sections.all() for anchor in section.anchors]
    assert len(set(anchors)) == len(anchors) == 5


def test_two_divisions_moved_at_one_time_both_show_what_is_below_them() -> None:
    county, town = factories.region("990102"), factories.region("990103")
    zone = Region.objects.create(
        code="990195", name="甲区", short_name="甲", level="zone", pinyin="jia", initials="j"
    )

    def move(region: Region) -> Callable[[], None]:
        region.parent = zone
        return region.save

    while_another(move(town), move(county))
    shown = set(RegionScope.objects.filter(region=zone).values_list("member", flat=True))
    assert {county.pk, town.pk} <= shown
