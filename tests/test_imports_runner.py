"""What was handed in is read once, by whatever process, and whatever a file does to its reader is told of that file."""

import io
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from archive import intake
from archive.imports import apart, keeping, room, runner
from archive.imports.apart import Reader
from archive.imports.handing_in import hand_in, open_import
from archive.imports.keeping import TakenByAnother, keep
from archive.imports.runner import Runner, note_step
from archive.ingest.pipeline import read_file
from archive.ingest.readers.steps import Step, tell
from archive.intake import HandedIn, Outcome
from archive.models import Article, Import, ImportContent, ImportItem, Region, SourceDocument
from archive.regions.authority import Authority
from tests.saved_as import as_mail
from tests.test_server_storage import no_room

pytestmark = pytest.mark.django_db

COUNTIES = "青禾区", "石桥县", "沙屿县"


def review(number: int = 0) -> bytes:
    """The report of one of three counties; no number's is the reprint of another's."""
    union = f"{COUNTIES[number % 3]}总工会"
    return (
        f"云川日报 2020年1月15日\n\n暖心服务聚合力\n\n——{union}2019年工作综述\n\n本报记者 周文静\n\n"
        f"2019年，{union}围绕中心、服务大局，办了{number + 3}件实事，各项工作取得新的进展。\n\n"
        f"思想引领有力度\n\n组织劳模宣讲团走进车间班组，全年开展宣讲{number + 41}场，听众{7 * number + 302}人。\n\n"
        f"维权服务有温度\n\n新建工会{number + 23}家，签订集体协议{3 * number + 86}份，接待来访{11 * number + 604}人次，"
        f"件件都有人管、事事都有回音，来过的职工说，工会的门好进、话好说、事好办。\n"
    ).encode()


def handed_in(*files: tuple[str, bytes]) -> Import:
    editor, _ = User.objects.get_or_create(username="editor")
    batch = open_import(Import.Way.UPLOAD, files[0][0], editor, len(files))
    hand_in(batch, enumerate(HandedIn(name, content) for name, content in files))
    return batch


def packed(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def worker() -> Iterator[Runner]:
    made = Runner("one", reader=Reader(seconds=20))
    yield made
    made.end()


def states() -> dict[str, str]:
    return dict(ImportItem.objects.values_list("name", "state"))


# What becomes of a file


def test_what_waits_is_read_into_drafts_and_gives_its_bytes_to_the_original(worker: Runner) -> None:
    batch = handed_in(("甲.txt", review()), ("乙.txt", review(1)))
    assert worker.run() == 2
    assert states() == {"甲.txt": "read", "乙.txt": "read"}
    assert {article.status for article in Article.objects.all()} == {"draft"}
    first = batch.items.get(name="甲.txt")
    assert not ImportContent.objects.exists()
    assert bytes(SourceDocument.objects.defer(None).get(name="甲.txt").content) == review()
    assert first.articles.get().region.name == "青禾区"


def test_a_file_that_is_there_already_names_the_article(worker: Runner) -> None:
    handed_in(("甲.txt", review()), ("又.txt", review()))
    worker.run()
    again = ImportItem.objects.get(name="又.txt")
    assert again.state == "duplicate"
    assert again.articles.get() == Article.objects.get()


def test_what_can_not_be_read_says_why_and_keeps_its_bytes(worker: Runner) -> None:
    handed_in(("程序.txt", bytes(range(256)) * 40), ("甲.txt", review()))
    worker.run()
    failed = ImportItem.objects.get(name="程序.txt")
    assert failed.state == "failed"
    assert failed.told
    assert failed.content == bytes(range(256)) * 40
    assert states()["甲.txt"] == "read"


def test_the_files_in_a_zip_become_items_of_their_own(worker: Runner) -> None:
    inner = packed(("丙.txt", review(2)))
    handed_in(("综述.zip", packed(("2019/甲.txt", review()), ("空.txt", b""), ("内.zip", inner))))
    worker.run()
    assert states() == {
        "综述.zip": "opened",
        "综述.zip/2019/甲.txt": "read",
        "综述.zip/空.txt": "failed",
        "综述.zip/内.zip/丙.txt": "read",
    }
    assert ImportContent.objects.get().item.name == "综述.zip/空.txt"


def test_the_body_and_the_attachments_of_a_mail_become_items_of_their_own(worker: Runner) -> None:
    mail = as_mail("综述见附件。", {"甲.txt": review(), "内.zip": packed(("丙.txt", review(2)))})
    handed_in(("信.eml", mail))
    worker.run()
    assert states() == {"信.eml": "opened", "信.eml/甲.txt": "read", "信.eml/内.zip/丙.txt": "read"}


def test_a_zip_that_is_dangerous_fails_as_a_whole_and_one_with_a_locked_file_names_it(worker: Runner) -> None:
    handed_in(("坏.zip", packed(("甲.txt", review()))[:-30]))
    worker.run()
    failed = ImportItem.objects.get()
    assert failed.state == "failed"
    assert "压缩包" in failed.told


def test_a_zip_whose_opening_was_cut_short_is_opened_to_its_end_and_nothing_twice(
    worker: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MEMBERS_AT_ONCE", 2)
    handed_in(("综述.zip", packed(*((f"{n}.txt", review(n)) for n in range(5)))))
    item = worker.claim()
    assert item is not None
    file = HandedIn(item.name, item.content)
    worker._bring_out(item, list(intake.open_packed(file))[:2], 0)
    ImportItem.objects.filter(pk=item.pk).update(taken_by="gone", taken_at=timezone.now() - timedelta(days=1))
    worker.run()
    assert sorted(states().values()) == ["opened"] + ["read"] * 5
    assert Article.objects.count() == 5


# One file, one reader


def test_an_item_is_taken_by_one_process_only() -> None:
    handed_in(("甲.txt", review()))
    first, second = Runner("one").claim(), Runner("two").claim()
    assert first is not None
    assert second is None


def test_what_a_process_held_when_it_ended_is_taken_up_again_by_the_next_of_its_name(worker: Runner) -> None:
    handed_in(("甲.txt", review()))
    Runner("one").claim()
    worker.run()
    assert states() == {"甲.txt": "read"}
    assert ImportItem.objects.get().attempts == 2


def test_what_another_machine_does_not_bring_to_an_end_is_taken_up_after_its_time(worker: Runner) -> None:
    handed_in(("甲.txt", review()))
    Runner("two").claim()
    worker.run()
    assert states() == {"甲.txt": "reading"}
    ImportItem.objects.update(taken_at=timezone.now() - timedelta(hours=1))
    worker.run()
    assert states() == {"甲.txt": "read"}


def test_a_process_whose_item_was_taken_up_by_another_stores_nothing() -> None:
    handed_in(("甲.txt", review()))
    slow = Runner("one").claim()
    assert slow is not None
    Runner("one").release()
    quick = Runner("one").claim()
    assert quick is not None
    file = HandedIn(slow.name, review())
    outcome = intake.read(file, Authority.load())
    with pytest.raises(TakenByAnother):
        keep(slow, file, outcome)
    assert not Article.objects.exists()
    keep(quick, file, outcome)
    assert Article.objects.count() == 1


def told_of_pages(file: HandedIn, *_: object) -> Outcome:
    tell(Step(2, 3))
    return intake.read(file, Authority.load())


def test_how_far_a_file_of_many_pages_is_stands_on_its_row_until_it_is_read(
    monkeypatch: pytest.MonkeyPatch, admin_client: Client
) -> None:
    monkeypatch.setattr(apart, "read", told_of_pages)
    batch = handed_in(("甲.txt", review()))
    shown: list[str] = []

    def look(item: ImportItem, step: Step) -> None:
        note_step(item, step)
        shown.append(admin_client.get(batch.get_absolute_url()).content.decode())

    monkeypatch.setattr(runner, "note_step", look)
    worker = Runner("one", reader=Reader(seconds=20))
    worker.run()
    worker.end()
    assert ["正在识别第 2 / 3 页" in page for page in shown] == [True]
    item = ImportItem.objects.get()
    assert (item.state, item.code, item.values) == ("read", "", {})


def test_a_process_whose_item_was_taken_up_by_another_does_not_go_on_with_its_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "read", told_of_pages)
    handed_in(("甲.txt", review()), ("乙.txt", review(1)))
    slow = Runner("one").claim()
    assert slow is not None
    ImportItem.objects.filter(pk=slow.pk).update(attempts=7)
    reader = Reader(seconds=20)
    with pytest.raises(TakenByAnother):
        reader.read(HandedIn(slow.name, review()), at_step=partial(note_step, slow))
    outcome = reader.read(HandedIn("乙.txt", review(1)))
    reader.end()
    assert outcome.name == "乙.txt", "what the first one still had to say is no answer"


def test_one_pasted_text_does_not_wait_for_all_files_of_another_import() -> None:
    handed_in(*((f"{n}.txt", review(n)) for n in range(50)))
    handed_in(("急.txt", review(99)))
    one = Runner("one")
    taken = [item.name for item in (one.claim(), one.claim()) if item]
    assert taken == ["0.txt", "急.txt"]


# What a file does to its reader


def hangs(data: bytes, name: str, **_options: object) -> None:
    if b"hang" in data:
        time.sleep(600)
    if b"die" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    raise MemoryError


def test_a_file_that_hangs_or_ends_its_reader_says_so_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.1)
    real = read_file
    monkeypatch.setattr(
        intake,
        "read_file",
        lambda data, name, **options: real(data, name, **options) if name == "好.txt" else hangs(data, name),
    )
    handed_in(("停.txt", b"hang"), ("死.txt", b"die"), ("大.txt", b"x"), ("好.txt", review()))
    worker = Runner("one", reader=Reader(seconds=3))
    try:
        worker.run()
    finally:
        worker.end()
    told = {item.name: (item.code, item.told) for item in ImportItem.objects.failures()}
    assert {name: code for name, (code, _) in told.items()} == {
        "停.txt": "reader-hung",
        "死.txt": "reader-ended",
        "大.txt": "internal",
    }
    assert "两次中断" in told["死.txt"][1]
    assert "3 秒" in told["停.txt"][1]
    assert states()["好.txt"] == "read"


def test_the_reader_is_another_process_and_ends_with_its_own(worker: Runner) -> None:
    handed_in(("甲.txt", review()))
    worker.run()
    child = worker._reader._child
    assert child is not None
    assert child.pid != os.getpid()
    worker.end()
    assert not child.is_alive()


def test_a_zone_that_an_editor_adds_is_known_with_the_next_file(worker: Runner) -> None:
    text = review().replace("青禾区总工会".encode(), "海澜空港经济区总工会".encode())
    handed_in(("先.txt", text))
    worker.run()
    city = Region.objects.get(code="990200")
    zone = {"name": "海澜空港经济区", "short_name": "海澜空港经济区", "level": "zone", "parent": city}
    Region.objects.create(code="990299", valid_from=2003, aliases=["海澜空港区"], **zone)
    handed_in(("后.txt", text + "又一段，内容是职工文化节的情况，职工都说好。\n".encode()))
    worker.run()
    found = {article.source.name: article.region_id for article in Article.objects.all()}
    assert found["先.txt"] != found["后.txt"]
    assert found["后.txt"] == Region.objects.get(code="990299").pk


def test_a_file_that_met_a_database_service_in_its_restart_is_read_with_the_next_turn(
    worker: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(("甲.txt", review()))

    def ended(*arguments: object, **options: object) -> None:
        raise OperationalError from psycopg.errors.AdminShutdown(
            "terminating connection due to administrator command"
        )

    with monkeypatch.context() as away:
        away.setattr(keeping, "store", ended)
        with pytest.raises(OperationalError):
            worker.run()
    assert states() == {"甲.txt": "reading"}
    worker.run()
    assert states() == {"甲.txt": "read"}


def test_a_file_that_met_the_database_service_away_ten_times_says_that_it_was_away(worker: Runner) -> None:
    handed_in(("甲.txt", review()))
    item = worker.claim()
    assert item is not None
    ImportItem.objects.filter(pk=item.pk).update(attempts=10)
    keeping.note_fault(ImportItem.objects.get(), psycopg.OperationalError("connection failed"))
    worker.release()
    assert (states(), ImportItem.objects.get().code) == ({"甲.txt": "failed"}, "storage-away")


def test_a_command_tells_of_the_file_for_which_the_database_service_was_away() -> None:
    away = psycopg.OperationalError("connection failed: Connection refused")
    assert keeping.not_stored("甲.txt", away, waits=False).error_code == "storage-away"
    with pytest.raises(psycopg.OperationalError):
        keeping.not_stored("甲.txt", away, waits=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite is told that its disk is full")
def test_a_disk_without_room_is_told_of_the_file_that_met_it_and_smaller_ones_come_in(worker: Runner) -> None:
    handed_in(("大.txt", review() + ("这一年，工会办了许多实事。" * 40_000).encode()), ("甲.txt", review()))
    with no_room(but_pages=60):
        worker.run()
    failed = ImportItem.objects.get(name="大.txt")
    assert (failed.state, failed.code) == ("failed", "storage-full")
    assert "磁盘已满" in failed.told
    assert states()["甲.txt"] == "read"


def test_a_zip_for_which_there_is_no_room_says_how_much_there_is(
    worker: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "free", lambda: 100)
    handed_in(("综述.zip", packed(("甲.txt", review()))))
    worker.run()
    failed = ImportItem.objects.get()
    assert (failed.state, failed.code) == ("failed", "no-room")
    assert "腾出空间" in failed.told
