"""Errors of the disk and of the database, told apart by what a person can do about them."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from archive.storage.data_folder import is_only_read

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class StorageFault:
    """``status`` for the answer; ``told`` for whoever waits for it."""

    code: str
    status: int
    told: "str | _StrPromise"


FULL = StorageFault(
    "full",
    507,
    _("服务器的磁盘已满，这一次没有写入。库里已有的内容不受影响，照常可以浏览和检索；请告诉管理员腾出空间。"),
)
READ_ONLY = StorageFault(
    "read-only",
    503,
    _(
        "服务器的数据目录现在不能写入，这一次没有写入。库里已有的内容不受影响，照常可以浏览和检索；"
        "请告诉管理员检查磁盘和权限。"
    ),
)
BUSY = StorageFault("busy", 503, _("数据库正忙，这一次没有写入。请过一会儿再试。"))
DAMAGED = StorageFault(
    "damaged",
    503,
    _(
        "数据库文件读不出来，可能已损坏，这一次没有写入。请告诉管理员：停用本站，执行 manage.py check_archive，用备份恢复。"
    ),
)
AWAY = StorageFault(
    "away",
    503,
    _(
        "数据库服务现在连不上，本站暂时不能浏览、检索和写入；库里已有的内容不受影响。"
        "请过一会儿再试，并告诉管理员启动 PostgreSQL，或核对 DATABASE_URL。"
    ),
)
STANDBY = StorageFault(
    "standby",
    503,
    _(
        "数据库服务器现在只供读取（可能是备用服务器，或者账号没有写入的权限），这一次没有写入。库里已有的内容不受影响；"
        "请告诉管理员核对 DATABASE_URL。"
    ),
)
ALL = (FULL, READ_ONLY, BUSY, DAMAGED, AWAY, STANDBY)
OF_THE_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: DAMAGED,
}
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: DAMAGED,
}
"""By the primary code of a result: the low byte of the extended ones that sqlite3 gives."""
NO_ROOM = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_FSYNC,
}
"""How a full disk shows where SQLite could not tell that it is full."""
OF_POSTGRESQL = {
    "08": AWAY,  # connection exceptions
    "25006": STANDBY,  # read_only_sql_transaction
    "25P03": BUSY,  # idle_in_transaction_session_timeout
    "40001": BUSY,  # serialization_failure
    "40P01": BUSY,  # deadlock_detected
    "42501": STANDBY,  # insufficient_privilege: "permission denied for table", of a role that may only read
    "53100": FULL,  # disk_full
    "53300": AWAY,  # too_many_connections
    "53": BUSY,  # out_of_memory, configuration_limit_exceeded
    "55P03": BUSY,  # lock_not_available
    "57014": BUSY,  # query_canceled, by the server's statement_timeout
    "57P": AWAY,  # admin_shutdown, crash_shutdown, cannot_connect_now: it stops, has fallen, or is starting
    "58": DAMAGED,  # system_error, io_error, undefined_file: "could not open file base/16384/2619"
    "XX001": DAMAGED,  # data_corrupted
    "XX002": DAMAGED,  # index_corrupted
}
"""By the beginning of its SQLSTATE (appendix A of PostgreSQL's manual); the first that fits."""


def passes_by_itself(fault: StorageFault) -> bool:
    """Whether what was refused is better tried again than given up: a server of databases is begun anew in seconds, and
    of two transactions that waited for each other it ends one at once. SQLite was waited for as long as is bearable."""
    return fault is AWAY or (fault is BUSY and connection.vendor != "sqlite")


def fault_of(error: BaseException | None) -> StorageFault | None:
    """What of the storage an error comes from, itself or what caused it; None where it is another error."""
    fault = next((fault for cause in _causes(error) if (fault := _of_one(cause)) is not None), None)
    if fault is READ_ONLY and is_only_read(settings.DATABASES["default"]):
        return why_only_read()
    return fault


def why_only_read() -> StorageFault:
    """Of a folder that this site opened only to be read: where its rights let it write it is full."""
    return FULL if os.access(settings.ARCHIVE_DATA, os.W_OK) else READ_ONLY


def _of_one(error: BaseException) -> StorageFault | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return FULL if code in NO_ROOM else OF_SQLITE.get(code & 0xFF)
    if isinstance(error, OSError) and error.errno is not None:
        return OF_THE_SYSTEM.get(error.errno)
    if type(error).__module__.startswith("psycopg"):  # installed only where DATABASE_URL asks for it
        return _of_postgresql(error)
    return None


def _of_postgresql(error: BaseException) -> StorageFault | None:
    """Who never reached the server, or lost it, has no SQLSTATE: "connection failed: … Connection refused"; or its kind
    ConnectionTimeout, where nothing answers at all."""
    state = getattr(error, "sqlstate", None)
    if state is None:
        return AWAY if any(kind.__name__ == "OperationalError" for kind in type(error).__mro__) else None
    return next((fault for begin, fault in OF_POSTGRESQL.items() if state.startswith(begin)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def told(error: BaseException) -> str:
    """An error for whoever gave a command: what the storage is to blame for in words of its own."""
    fault = fault_of(error)
    return str(error) if fault is None else f"{fault.told}（{error}）"
