"""What is counted once and kept: never shown of another state of the archive."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from html import unescape
from itertools import count

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
from search import outbox
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


@contextmanager
def somebody_writing(write: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Another transaction, open until it is told to end, or with the block."""
    written, may_end = threading.Event(), threading.Event()

    def another() -> None:
        with transaction.atomic():
            write()
            written.set()
            may_end.wait(30)
        connection.close()

    thread = threading.Thread(target=another)

    def end() -> None:
        may_end.set()
        thread.join()

    thread.start()
    assert written.wait(30)
    try:
        yield end
    finally:
        end()


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
    numbers = iter(range(10))
    counter = kept.Kept(lambda: next(numbers))
    with somebody_writing(write):
        assert (counter.get(), counter.get()) == ((0, 0) if are_kept else (0, 1))
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


KEPT_PAGES = ("/", "/years/", "/years/2019/", "/coverage/?region=990000")


def as_read(client: Client, address: str) -> str:
    """The page without the tokens of its forms, which are others every time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", client.get(address).content.decode())


@pytest.mark.parametrize("address", KEPT_PAGES)
def test_a_part_that_was_put_together_asks_nothing_of_the_articles_again(
    client: Client, address: str
) -> None:
    factories.article(place="990102", years=(2019, 2019))
    first = as_read(client, address)
    with connection.execute_wrapper(_refuse_articles):
        assert as_read(client, address) == first


def _refuse_articles(execute: Callable[..., object], sql: str, *arguments: object) -> object:
    assert 'FROM "archive_article"' not in sql
    return execute(sql, *arguments)


@pytest.mark.parametrize("address", KEPT_PAGES)
def test_a_kept_part_is_another_as_soon_as_an_article_or_a_division_is(client: Client, address: str) -> None:
    one = factories.article(place="990102", years=(2019, 2019))
    before = as_read(client, address)
    factories.article(place="990103", years=(2019, 2019))
    with_another = as_read(client, address)
    assert with_another != before
    Article.objects.exclude(pk=one.pk).update(status="withdrawn")
    assert as_read(client, address) == before
    Region.objects.filter(code="990000").update(name="示范省")
    assert ("示范省" in as_read(client, address)) is (address != "/years/")


def test_a_kept_part_speaks_the_language_of_its_reader(client: Client) -> None:
    factories.article(place="990102", years=(2019, 2019))
    chinese = as_read(client, "/years/2019/")
    client.cookies["django_language"] = "en"
    english = as_read(client, "/years/2019/")
    assert "只写这一年" in chinese and "只写这一年" not in english


def test_parts_that_nobody_asks_for_make_room_for_others() -> None:
    factories.article()
    parts: kept.KeptParts[str] = kept.KeptParts(10, len)
    made: list[str] = []

    def put_together(key: str) -> str:
        made.append(key)
        return key * 4

    def get(key: str) -> str:
        return parts.get(key, partial(put_together, key))

    with kept.of_one_state():
        for key in "ababc":
            assert get(key) == key * 4
        get("b"), get("a")
    assert made == ["a", "b", "c", "a"]


def test_nothing_is_kept_of_a_page_that_did_not_ask_for_the_state_first() -> None:
    factories.article()
    numbers = iter(range(10))
    parts: kept.KeptParts[str] = kept.KeptParts(10, len)
    assert [parts.get("a", lambda: str(next(numbers))) for _ in range(2)] == ["0", "1"]


def test_parts_of_many_are_put_together_at_once_where_they_are_not_kept() -> None:
    factories.article()
    parts: kept.KeptParts[str] = kept.KeptParts(10, len)
    asked: list[list[str]] = []

    def put_together(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: key * 2 for key in keys}

    with kept.of_one_state():
        assert parts.get_all("ab", put_together) == {"a": "aa", "b": "bb"}
        assert parts.get_all("cab", put_together) == {"a": "aa", "b": "bb", "c": "cc"}
    assert asked == [["a", "b"], ["c"]]


def test_the_passages_of_a_result_are_those_of_the_text_as_it_is_now(client: Client) -> None:
    article = factories.article(sections=[(None, "这一年办了驿站八家。")])
    outbox.rebuild(lock_seconds=10)

    def passages() -> str:
        return unescape(re.sub("<[^>]+>", "", client.get("/search/?q=驿站").content.decode()))

    assert "驿站八家" in passages()
    with connection.execute_wrapper(_refuse_texts):
        assert "驿站八家" in passages()
    section = article.sections.get()
    section.text = "这一年办了驿站九家。"
    section.save()
    assert "驿站九家" in passages() and "驿站八家" not in passages()


def _refuse_texts(execute: Callable[..., object], sql: str, *arguments: object) -> object:
    assert 'FROM "archive_section"' not in sql
    return execute(sql, *arguments)


def test_those_who_wait_while_it_is_worked_out_share_what_was_begun_after_they_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where somebody writes all the time nothing may be kept, and each of fifty readers would work it out in turn."""
    come = threading.Semaphore(0)

    def state(marks: kept.Marks) -> kept.State:
        come.release()
        return ("1",)

    monkeypatch.setattr(kept, "state", state)
    monkeypatch.setattr(kept, "_none_is_behind", lambda marks: False)
    numbers = count(1)
    begun, end = threading.Event(), threading.Event()

    def work_out() -> int:
        begun.set()
        end.wait(30)
        return next(numbers)

    worked = kept.Kept(work_out)
    with ThreadPoolExecutor(9) as readers:
        first = readers.submit(worked.get)
        assert begun.wait(30)
        others = [readers.submit(worked.get) for _ in range(8)]
        assert all(come.acquire(timeout=30) for _ in range(9))  # they wait, too
        end.set()
        assert first.result() == 1
        assert 1 not in {other.result() for other in others}
    assert next(numbers) <= 4


def test_what_is_worked_out_within_a_change_is_shared_with_nobody() -> None:
    """A change that is not committed may never be; who waited while it was made asks again."""
    numbers = count(1)
    worked = kept.Kept(lambda: next(numbers))
    worked._of((None,), 0)  # within the transaction of this test
    assert worked._of((None,), 0) == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_what_a_page_read_while_a_change_was_under_way_is_not_kept_when_it_ended_in_between() -> None:
    article = factories.article(place="990102", years=(2019, 2019))

    def retitle() -> None:
        Article.objects.filter(pk=article.pk).update(title="全新的标题")
        StateMark.objects.create()

    parts: kept.KeptParts[str] = kept.KeptParts(100, len)
    with somebody_writing(retitle) as end:
        StateMark.objects.create()  # a later mark, which is seen earlier
        with kept.of_one_state():
            title = str(Article.objects.get(pk=article.pk).title)
            end()
            assert parts.get("title", lambda: title) == title
    with kept.of_one_state():
        assert parts.get("title", lambda: str(Article.objects.get(pk=article.pk).title)) == "全新的标题"


def test_results_and_articles_have_the_new_name_of_their_division_at_once(client: Client) -> None:
    article = factories.article(place="990102", sections=[(None, "这一年办了驿站八家。")])
    outbox.rebuild(lock_seconds=10)
    pages = ("/search/?q=驿站", article.get_absolute_url())
    assert all("云川市 › 青禾区" in client.get(page).content.decode() for page in pages)
    by_an_editor(factories.region("990100"))
    assert all("云水市 › 青禾区" in client.get(page).content.decode() for page in pages)
