"""Several web servers on one PostgreSQL: each with an index of its own, none of which ever lies."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import postgresql
from tests.host_process import Host, host
from tests.site_process import manage
from tests.small_archive import write_reviews

pytestmark = pytest.mark.slow
QUERIES = ("总工会", "驿站", "“年工作综”", "青禾", "明珠", "新来的", "题目", "地区:明珠区")


@dataclass
class Archive:
    """A database, and how a host gets a folder with the key and the dictionary of the others."""

    address: str
    common: Path
    folder: Path

    def data(self, name: str) -> Path:
        data = self.folder / name
        data.mkdir()
        for brought in ("secret_key", "dictionary.txt"):
            shutil.copy(self.common / brought, data)
        return data


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Four articles, put in by a machine that is gone."""
    lacking = postgresql.missing()
    if lacking:
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("hosts")
    reviews, data = write_reviews(folder / "reviews", range(2014, 2018)), folder / "gone"
    data.mkdir()
    (data / "dictionary.txt").write_text("户外劳动者驿站\n", encoding="utf-8")
    with postgresql.server() as server:
        address = postgresql.make_database(server.address, "shared")
        done = manage(data, "import_reviews", str(reviews), "--publish-all", DATABASE_URL=address)
        assert done.returncode == 0, done
        yield Archive(address, data, folder)


@pytest.fixture(scope="module")
def first(archive: Archive) -> Iterator[Host]:
    with host(archive.data("a"), archive.address) as begun:
        begun.does("Replica.objects.let_go()")
        begun.turns()
        yield begun


@pytest.fixture(scope="module")
def started_second(archive: Archive, first: Host) -> Iterator[Host]:
    with host(archive.data("b"), archive.address) as begun:
        yield begun


@pytest.fixture
def second(first: Host, started_second: Host) -> Host:
    """Both are up to date, and no other host of an earlier test is."""
    first.does("Replica.objects.exclude(name__regex='/[ab]$').let_go()")
    for one in (started_second, first, started_second):
        one.turns()
    return started_second


def waiting(asked: Host) -> int:
    return int(asked.does("answer = replicas.waiting().count()"))


def rows(asked: Host) -> int:
    return int(asked.does("answer = IndexChange.objects.count()"))


def retitle(on: Host, title: str) -> None:
    """Edit the second article."""
    on.does(f"editing.correct(2, {{'title': {title!r}}}, by=None)")


def found(on: Host, *queries: str) -> list[int]:
    """How many articles each finds."""
    return [len(ids) for _query, ids, *_ in on.finds(*queries)]


def assert_alike(first: Host, second: Host) -> None:
    assert second.finds(*QUERIES) == first.finds(*QUERIES)
    assert (first.is_whole(), second.is_whole()) == (True, True)


CHANGES = {
    "published": """
from hashlib import sha256
from archive.models import SourceDocument
one = Article.objects.get(pk=1)
one.source = SourceDocument.objects.create(
    name="新.txt", sha256=sha256(b"x").hexdigest(), content=b"x", size=1, media_type="text/plain", encoding="utf-8", raw_text="x"
)
one.pk, one.title = None, "新来的一篇"
one.save(force_insert=True)
Section.objects.create(article=one, order=0, text="新来的一段，说的是明珠。")
""",
    "edited": "editing.correct(2, {'title': '换过的题目'}, by=None)",
    "withdrawn": "editing.withdraw(3, by=None)",
    "renamed": "place = Article.objects.get(pk=1).region; place.name = '明珠区'; place.save()",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_on_one_is_found_alike_on_the_other_within_two_turns(
    first: Host, second: Host, change: str
) -> None:
    first.does(CHANGES[change])
    first.turns()
    assert (waiting(first), waiting(second) > 0) == (0, True), "each has what waits for itself"
    second.turns(2)
    assert_alike(first, second)
    assert rows(first) == 0, "what all have is forgotten"


def test_a_host_that_is_behind_never_vouches_that_something_is_not_there(first: Host, second: Host) -> None:
    retitle(first, "只在别处写过的一行")
    assert "有综述刚刚改动" in second.asks("/search/?q=只在别处写过")[1]
    assert "有综述刚刚改动" not in first.asks("/search/?q=没有谁写过")[1]
    second.turns()
    assert "有综述刚刚改动" not in second.asks("/search/?q=没有谁写过")[1]
    assert found(second, "“只在别处写过”") == [1]


def test_a_transaction_that_was_open_while_another_was_committed_reaches_both(
    archive: Archive, first: Host, second: Host
) -> None:
    with host(first.folder, archive.address) as editor:
        editor.does(
            "held = transaction.atomic(); held.__enter__()\n"
            "Article.objects.filter(pk=1).update(title='写得早、存得晚')"
        )
        retitle(first, "写得晚、存得早")
        for one in (first, second):
            one.turns(2)
        assert found(second, "“存得早”", "“存得晚”") == [1, 0]
        editor.does("held.__exit__(None, None, None)")
    for one in (second, first):
        one.turns(2)
    assert found(second, "“存得早”", "“存得晚”") == [1, 1]
    assert_alike(first, second)
    assert rows(first) == 0


def test_a_host_that_is_killed_in_between_catches_up_when_it_comes_back(
    archive: Archive, first: Host, second: Host
) -> None:
    data = archive.data("killed")
    for name, where in {
        "building": "replicas.built = lambda: os.kill(os.getpid(), 9)",
        "before it wrote": "engine().__class__.apply = lambda *args, **more: os.kill(os.getpid(), 9)",
        "after it wrote": "replicas.brought_in = lambda rows: os.kill(os.getpid(), 9)",
    }.items():
        with host(data, archive.address) as third:
            if name != "building":
                third.turns()
            retitle(first, f"被杀时的题目：{name}")
            third.begins(f"{where}\nworker.turn()")
            third.process.wait()
        retitle(first, f"被杀以后的题目：{name}")
        first.turns()
    with host(data, archive.address) as third:
        assert waiting(third) > 0
        third.turns(2)
        assert_alike(first, third)
        second.turns()
        assert rows(third) == 0


def test_a_new_host_answers_no_search_until_its_index_is_built_although_it_was_copied_from_another(
    archive: Archive, first: Host, second: Host
) -> None:
    shutil.copytree(first.folder, archive.folder / "copied")
    with host(archive.folder / "copied", archive.address) as new:
        for address in ("", "export.csv", "export.json", "feed/", "by-place/", "record/", "originals.zip"):
            assert new.asks(f"/search/{address}?q=总工会")[0] == 503, address
        assert new.asks("/ready") == (503, '{"ready": false, "because": "index"}')
        assert [new.asks(address)[0] for address in ("/health", "/", "/articles/1/")] == [200, 200, 200]
        new.turns()
        assert new.asks("/ready") == (200, '{"ready": true, "because": null}')
        assert_alike(first, new)


def test_nothing_is_kept_for_a_host_that_was_silent_for_long_and_it_is_built_anew_when_it_comes(
    first: Host, second: Host
) -> None:
    retitle(first, "久未露面时改的题目")
    assert rows(first) > 0
    first.does(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "Replica.objects.filter(name__endswith='/b').update(seen_at=timezone.now() - timedelta(days=8))\n"
        "Worker().turn()"
    )
    assert rows(first) == 0
    assert second.asks("/search/?q=总工会")[0] == 503
    second.turns(2)
    assert_alike(first, second)


def test_a_host_is_let_go_by_a_command(archive: Archive, first: Host, second: Host) -> None:
    retitle(first, "用命令去掉一台时的题目")
    told = first.does(COMMAND % "'web_servers'")
    assert f"{first.folder}（本机）：可用，0 " in told
    gone = first.does(COMMAND % "'web_servers', '--let-go', Replica.objects.get(name__endswith='/b').name")
    assert str(second.folder) in told
    assert str(second.folder) not in gone
    assert (rows(first), second.asks("/ready")[0]) == (0, 503)
    assert "web9" in first.does(COMMAND % "'web_servers', '--let-go', 'web9'")


COMMAND = """
from io import StringIO
from django.core.management import CommandError
said = StringIO()
try:
    call_command(%s, stdout=said)
    answer = said.getvalue()
except CommandError as error:
    answer = str(error)
"""


def test_a_host_is_let_go_on_the_desk(first: Host, second: Host) -> None:
    first.does(
        "from django.contrib.auth.models import User\n"
        "desk = Client(headers={'host': 'localhost'}); desk.force_login(User.objects.create_superuser('站长'))"
    )
    retitle(first, "在管理页去掉一台时的题目")
    listed = first.does("answer = desk.get('/admin/archive/replica/').content.decode()")
    assert (str(second.folder) in listed, listed.count("可用")) == (True, 2)
    pk = first.does("answer = Replica.objects.get(name__endswith='/b').pk")
    first.does(f"desk.post('/admin/archive/replica/{pk}/delete/', {{'post': 'yes'}})")
    assert (rows(first), second.asks("/ready")[0]) == (0, 503)


LET_GO_WHILE_IT_WRITES = """
from archive.server import this_host
applied = engine().__class__.apply
def and_let_go(*args, **more):
    applied(*args, **more)
    Replica.objects.named(this_host.name()).let_go()
engine().__class__.apply = and_let_go
editing.correct(2, {'title': '写的时候被去掉'}, by=None)
engine().__class__.apply = applied
"""


def test_a_host_that_is_let_go_while_it_writes_takes_no_change_from_the_others(
    first: Host, second: Host
) -> None:
    second.does(LET_GO_WHILE_IT_WRITES)
    assert waiting(first) > 0
    first.turns()
    assert found(first, "“写的时候被去掉”") == [1]
    second.turns(2)
    assert_alike(first, second)


def test_a_host_that_is_set_up_otherwise_than_the_first_says_so_and_answers_no_search(
    archive: Archive, first: Host, second: Host
) -> None:
    data = archive.data("other")
    (data / "dictionary.txt").write_text("别处的词\n", encoding="utf-8")
    (data / "secret_key").write_text("k" * 50, encoding="ascii")
    with host(data, archive.address) as other:
        other.turns(2)
        status, page = other.asks("/search/?q=总工会")
        assert (status, "与别的服务器不同" in page) == (503, True)
        assert other.asks("/ready") == (503, '{"ready": false, "because": "configuration"}')
        state = first.does("answer = replicas.state_of(Replica.objects.get(name__endswith='/other'))")
        assert state == "与首台不同：词典 dictionary.txt、密钥 secret_key"
    assert first.asks("/ready")[0] == 200
    for brought in ("dictionary.txt", "secret_key"):
        shutil.copy(archive.common / brought, data)
    with host(data, archive.address) as mended:
        mended.turns(2)
        assert mended.asks("/ready")[0] == 200
        assert_alike(first, mended)


def test_marks_are_kept_for_the_host_that_is_furthest_behind_and_no_longer(first: Host, second: Host) -> None:
    for number in range(4):
        retitle(first, f"第{number}次改过的题目")
    assert int(first.does("answer = StateMark.objects.count()")) >= 4
    second.turns()
    retitle(first, "最后改的题目")
    second.turns()
    assert int(first.does("answer = StateMark.objects.count()")) <= 2
    assert_alike(first, second)


def test_marks_are_kept_while_nobody_is_registered(first: Host, second: Host) -> None:
    told = "answer = StateMark.objects.count()"
    before = first.does(told)
    first.does(
        "Replica.objects.let_go()\nfrom search.binding import forget_older_marks\nforget_older_marks()"
    )
    assert first.does(told) == before
    first.turns()
    assert first.asks("/ready")[0] == 200
