"""What is counted once and kept: never shown of another state of the archive."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import kept
from archive.coverage.counting import archive_years
from archive.coverage.holdings import all_holdings, holdings_of
from archive.coverage.shown import article_counts
from archive.editing.trash import trash, untrash
from archive.models import Article, Region, StateMark
from tests import factories

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int, tuple[int, ...]]:
    """Of the whole archive, of 云川市 with what is below it, and the years."""
    city = factories.region("990100")
    return all_holdings().total, article_counts([city]).get(city.pk, 0), archive_years()


def test_what_is_counted_is_counted_once_for_each_state_of_the_archive(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.article(place="990102", years=(2019, 2019))
    first = counts()
    with django_assert_max_num_queries(9):  # the place; the state, before and within, of each
        assert counts() == first
    assert first == (1, 1, (2019,))


def moved(one: Article) -> None:
    one.region = factories.region("990202")
    one.save()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: factories.article(place="990202", years=(2021, 2021)), (2, 1, (2019, 2020, 2021))),
        (lambda one: Article.objects.filter(pk=one.pk).update(status="withdrawn"), (0, 0, ())),
        (lambda one: Article.objects.filter(pk=one.pk).update(period_end=2020), (1, 1, (2019, 2020))),
        (lambda one: one.delete(), (0, 0, ())),
        (moved, (1, 0, (2019,))),
        (lambda one: factories.article(place="990102", years=(2019, 2019), reprint_of=one), (1, 1, (2019,))),
    ],
    ids=["another published", "withdrawn", "years widened", "deleted", "moved", "a reprint"],
)
def test_every_change_of_an_article_is_counted_at_once(
    change: Callable[[Article], object], expected: tuple[int, int, tuple[int, ...]]
) -> None:
    one = factories.article(place="990102", years=(2019, 2019))
    assert counts() == (1, 1, (2019,))
    change(one)
    assert counts() == expected


def test_what_goes_to_the_trash_and_comes_back_is_counted_so() -> None:
    one = factories.article(place="990102", years=(2019, 2019))
    assert counts()[0] == 1
    trash(one.pk, by=None)
    assert counts()[0] == 0
    untrash(one.pk, by=None)
    assert counts()[0] == 1


def test_a_change_that_is_taken_back_leaves_the_count_of_before() -> None:
    factories.article(place="990102", years=(2019, 2019))
    before = counts()
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.article(place="990102", years=(2019, 2019))
        assert counts() == (2, 2, (2019,))
        raise RuntimeError
    assert counts() == before


def test_a_division_that_moves_takes_its_articles_along() -> None:
    factories.article(place="990102", years=(2019, 2019))
    assert counts()[1] == 1
    district = factories.region("990102")
    district.parent = factories.region("990200")
    district.save()
    assert counts()[1] == 0


def by_an_editor(city: Region) -> None:
    city.name = "云水市"
    city.save()


def with_others(city: Region) -> None:
    city.name = "云水市"
    Region.objects.bulk_update([city], ["name"])


def renamed(client: Client, name: str) -> bool:
    """Whether the page of 云川市 and the page beside it have this name for it."""
    pages = [client.get(address).content.decode() for address in ("/regions/990100/", "/regions/990102/")]
    return all(name in page for page in pages)


@pytest.mark.parametrize(
    "rename",
    [
        lambda city: Region.objects.filter(pk=city.pk).update(name="云水市"),
        by_an_editor,
        with_others,
    ],
    ids=["in the table", "by an editor", "with others"],
)
def test_a_division_has_its_new_name_at_once_though_no_article_is_of_it(
    client: Client, rename: Callable[[Region], object]
) -> None:
    assert not renamed(client, "云水市")
    rename(factories.region("990100"))
    assert renamed(client, "云水市")


def test_a_division_that_is_added_stands_below_its_city_and_goes_with_its_row(client: Client) -> None:
    city = factories.region("990100")
    assert "新设区" not in client.get("/regions/990100/").content.decode()
    row = Region.objects.create(
        code="990199", name="新设区", short_name="新设", level=Region.Level.COUNTY, parent=city
    )
    assert "新设区" in client.get("/regions/990100/").content.decode()
    row.delete()
    assert "新设区" not in client.get("/regions/990100/").content.decode()


def test_a_name_that_was_taken_back_stands_on_no_page(client: Client) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        Region.objects.filter(code="990100").update(name="云水市")
        assert renamed(client, "云水市")
        raise RuntimeError
    assert not renamed(client, "云水市")


def test_a_page_is_made_of_one_state_and_the_next_of_the_next() -> None:
    factories.article(place="990102", years=(2019, 2019))
    with kept.of_one_state():
        before = kept.state(kept.OF_BOTH)
        factories.article(place="990102", years=(2020, 2020))
        assert kept.state(kept.OF_BOTH) == before
    assert kept.state(kept.OF_BOTH) != before


def test_a_part_is_asked_for_alone_where_the_whole_is_not_at_hand() -> None:
    here, there = factories.region("990102"), factories.region("990202")
    factories.article(place="990102", years=(2019, 2019))
    factories.article(place="990202", years=(2020, 2020))
    part = holdings_of([here.pk])
    assert (part.count_of(here.pk), part.count_of(there.pk)) == (1, 0)
    all_holdings()
    whole = holdings_of([here.pk])
    assert whole.of(here.pk) == part.of(here.pk)
    assert whole.count_of(there.pk) == 1


def test_nothing_is_kept_that_was_counted_while_an_older_change_may_still_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a database with several writers the newest mark may be written before an older one."""
    factories.article(place="990102", years=(2019, 2019))
    monkeypatch.setattr(kept, "_none_is_behind", lambda marks: False)
    numbers = iter(range(10))
    counter = kept.Kept(lambda: next(numbers))
    assert (counter.get(), counter.get(), counter.at_hand()) == (0, 1, None)
    monkeypatch.setattr(kept, "_none_is_behind", lambda marks: True)
    assert (counter.get(), counter.get(), counter.at_hand()) == (2, 2, 2)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("write", "are_kept"),
    [(StateMark.objects.create, False), (lambda: User.objects.create(username="somebody"), True)],
    ids=["a change of an article", "anything else"],
)
def test_only_an_unfinished_change_of_an_article_keeps_counts_from_being_kept(
    write: Callable[[], object], are_kept: bool
) -> None:
    """Another database of the server, or a reader who signs in, is no reason to count 200,000 articles again."""
    factories.article(place="990102", years=(2019, 2019))
    written, counted = threading.Event(), threading.Event()

    def another() -> None:
        with transaction.atomic():
            write()
            written.set()
            counted.wait(30)
        connection.close()

    thread = threading.Thread(target=another)
    thread.start()
    assert written.wait(30)
    numbers = iter(range(10))
    counter = kept.Kept(lambda: next(numbers))
    try:
        assert (counter.get(), counter.get()) == ((0, 0) if are_kept else (0, 1))
    finally:
        counted.set()
        thread.join()
    assert counter.get() == counter.get() == counter.at_hand()


def test_pages_of_unchanged_archives_count_nothing_again(client: Client) -> None:
    factories.article(place="990102", years=(2019, 2019))
    for address in ("/", "/years/", "/years/2019/", "/regions/"):
        client.get(address)
        with connection.execute_wrapper(_refuse_counting):
            assert client.get(address).status_code == 200


def _refuse_counting(execute: Callable[..., object], sql: str, *arguments: object) -> object:
    assert "GROUP BY" not in sql
    return execute(sql, *arguments)


def test_divisions_without_articles_have_no_count() -> None:
    factories.article(place="990102", years=(2019, 2019))
    provinces = list(Region.objects.current().provinces())
    assert article_counts(provinces) == {factories.region("990000").pk: 1}
