"""A full, read-only or damaged disk has words, and what was typed comes back with them."""

import errno
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib import messages
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from archive.models import Article, Import, ImportItem
from archive.storage.storage_faults import fault_of
from archive.web.told_when_done import ToldWhenDoneMiddleware
from tests.import_worker import read_what_waits

pytestmark = pytest.mark.django_db

# SQLite takes a whole transaction back where it is full; a test's own would go with it.
really_written = pytest.mark.django_db(transaction=True)

sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="SQLite itself is told that it is full, read-only, or to refuse"
)

TEXT = "青禾区总工会的一年\n" + "这一年，工会办了许多实事。" * 30


@contextmanager
def no_room(*, but_pages: int = 0) -> Iterator[None]:
    """SQLite itself says that it is full: the database may not grow by a page, or by so many."""
    with connection.cursor() as cursor:
        # Pages that an earlier test's rows have left free are room, too.
        cursor.execute("PRAGMA freelist_count")
        (free,) = cursor.fetchone()
        cursor.execute("CREATE TABLE filler (content BLOB)")
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free * 4096])
        cursor.execute("PRAGMA page_count")
        (count,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={count + but_pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
            cursor.execute("DROP TABLE filler")


@contextmanager
def read_only() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=0")


@sqlite_only
@really_written
@pytest.mark.parametrize(
    ("state", "status", "said"), [(no_room, 507, "磁盘已满"), (read_only, 503, "不能写入")]
)
def test_a_pasted_text_comes_back_with_the_reason(
    admin_client: Client, state: Callable[[], Any], status: int, said: str
) -> None:
    admin_client.raise_request_exception = False
    with state():
        answer = admin_client.post("/admin/archive/article/upload/", {"text": TEXT * 200})
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert TEXT.splitlines()[1] in page
    assert 'name="text"' in page
    assert 'action="/admin/archive/article/upload/"' in page
    assert re.search(r"css/layout\.[0-9a-f]+\.css", page)


@sqlite_only
@really_written
def test_files_for_which_there_is_no_room_are_refused_together_before_any_is_read(
    admin_client: Client,
) -> None:
    admin_client.raise_request_exception = False
    files = [
        SimpleUploadedFile("先到.txt", TEXT.encode()),
        SimpleUploadedFile("后到.txt", (TEXT * 800).encode()),
    ]
    with no_room(but_pages=60):
        answer = admin_client.post("/admin/archive/article/upload/", {"files": files})
    assert answer.status_code == 507
    assert "磁盘已满" in answer.content.decode()
    assert not Import.objects.exists()


@sqlite_only
def test_when_the_disk_fills_up_midway_what_is_in_and_what_is_not_are_told(admin_client: Client) -> None:
    files = [
        SimpleUploadedFile("先到.txt", TEXT.encode()),
        SimpleUploadedFile("后到.txt", (TEXT * 200).encode()),
    ]
    answer = admin_client.post("/admin/archive/article/upload/", {"files": files})
    with no_room(but_pages=40):
        read_what_waits()
    page = admin_client.get(answer["Location"]).content.decode()
    assert "读入 1 篇" in page
    assert "1 个文件未入库" in page
    assert "磁盘已满" in page
    assert [article.source.name for article in Article.objects.all()] == ["先到.txt"]


@sqlite_only
def test_what_cannot_stand_in_the_history_is_not_stored_either(admin_client: Client) -> None:
    admin_client.post("/admin/archive/article/upload/", {"text": TEXT})
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_history BEFORE INSERT ON archive_articleevent BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    try:
        with pytest.raises(IntegrityError):
            read_what_waits()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_history")
    assert not Article.objects.exists()
    assert ImportItem.objects.get().state == "reading"


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_what_the_commit_failed_to_store_is_not_said_to_be_stored(admin_client: Client) -> None:
    """A full disk is often told at the commit, when the framework has noted “已成功” already."""
    admin_client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_commit AFTER INSERT ON django_admin_log BEGIN"
            ' INSERT INTO archive_section (article_id, "order", level, text, anchors)'
            " VALUES (987654, 1, 1, '', '[]'); END"
        )
    try:
        answer = admin_client.post("/admin/auth/group/add/", {"name": "来宾"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_commit")
    assert answer.status_code == 500, answer.content.decode()[:2000]
    assert not Group.objects.filter(name="来宾").exists()
    assert "成功" not in admin_client.get("/admin/").content.decode()


def test_an_answer_of_refusal_takes_what_was_noted_of_success_with_it(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    middleware = ToldWhenDoneMiddleware(lambda _: HttpResponse())
    middleware.process_request(request)
    messages.success(request, "已经保存")
    middleware.process_exception(request, PermissionDenied())
    assert list(messages.get_messages(request)) == []


@sqlite_only
def test_reading_goes_on_while_nothing_can_be_written(admin_client: Client) -> None:
    with read_only():
        for path in ("/", "/regions/", "/years/", "/coverage/", "/admin/", "/admin/archive/article/"):
            assert admin_client.get(path).status_code == 200


@sqlite_only
def test_a_password_never_comes_back() -> None:
    client = Client(raise_request_exception=False)
    with read_only():
        answer = client.post("/admin/login/", {"username": "x", "password": "secret-of-mine"})
    assert answer.status_code == 503
    assert "secret-of-mine" not in answer.content.decode()


def raised(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("words differ by version")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x"), "full"),
        (OSError(errno.EDQUOT, "x"), "full"),
        (OSError(errno.EROFS, "x"), "read-only"),
        (raised(sqlite3.SQLITE_FULL), "full"),
        (raised(sqlite3.SQLITE_IOERR_WRITE), "full"),
        (raised(sqlite3.SQLITE_READONLY_DIRECTORY), "read-only"),
        (raised(sqlite3.SQLITE_BUSY), "busy"),
        (raised(sqlite3.SQLITE_CORRUPT), "damaged"),
        (raised(sqlite3.SQLITE_NOTADB), "damaged"),
        (raised(sqlite3.SQLITE_ERROR), None),
        (psycopg.OperationalError("connection failed: Connection refused"), "away"),
        (psycopg.errors.AdminShutdown("terminating connection"), "away"),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), "away"),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), "away"),
        (psycopg.errors.DiskFull("could not extend file"), "full"),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "standby"),
        (psycopg.errors.ConnectionTimeout("connection timeout expired"), "away"),
        (psycopg.errors.IoError("could not read block"), "damaged"),
        (psycopg.errors.InsufficientPrivilege("permission denied for table archive_article"), "standby"),
        (psycopg.errors.OutOfMemory("out of memory"), "busy"),
        (psycopg.errors.QueryCanceled("canceling statement due to statement timeout"), "busy"),
        (psycopg.errors.UndefinedFile("could not open file"), "damaged"),
        (psycopg.errors.DeadlockDetected("deadlock detected"), "busy"),
        (psycopg.errors.DataCorrupted("invalid page in block"), "damaged"),
        (psycopg.errors.UndefinedColumn("column does not exist"), None),
        (psycopg.InterfaceError("the cursor is closed"), None),
        (ValueError("x"), None),
        (FileNotFoundError(errno.ENOENT, "x"), None),
    ],
)
def test_faults_of_the_storage_are_told_apart(error: Exception, code: str | None) -> None:
    fault = fault_of(error)
    assert (fault.code if fault else None) == code


def test_a_fault_is_known_behind_what_it_caused() -> None:
    try:
        try:
            raise raised(sqlite3.SQLITE_FULL)
        except sqlite3.Error as cause:
            raise OperationalError("database or disk is full") from cause
    except OperationalError as error:
        fault = fault_of(error)
    assert fault is not None
    assert fault.code == "full"
