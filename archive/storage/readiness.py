"""A database that can be written to: its tables made, the divisions loaded. Commands call it before they write."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from archive.models import Region
from archive.region_table import load_regions
from archive.regions.importer import BadTable
from archive.site_authority import history_file, site_authority
from archive.storage.data_folder import (
    RESTORING,
    database_file,
    has_lost_its_database,
    holds_a_database,
    is_only_read,
    secret_key,
)
from archive.storage.occupied import Occupied, stay
from archive.storage.storage_faults import fault_of, why_only_read

RESTORE = "请停用本站，用最近的备份恢复数据目录（见 README“备份与恢复”）"


def prepare_database() -> None:
    """Make or update the tables; load the table of divisions where there is none. Quick when all is there."""
    enter_the_data_folder()
    refuse_a_lost_database()
    refuse_an_archive_left_behind()
    refuse_reading_only()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        secret_key(settings.ARCHIVE_DATA, settings.SECRET_KEY)
        if not Region.objects.exists():
            load_divisions()
    except (DatabaseError, OSError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        where = f"{settings.ARCHIVE_DATA}：" if connection.vendor == "sqlite" else ""
        raise CommandError(f"{where}{fault.told}（{' '.join(str(error).split())}）") from error


def enter_the_data_folder() -> None:
    """For as long as this process lives nobody exchanges what is in the folder for a backup."""
    folder = settings.ARCHIVE_DATA
    try:
        stay(folder)
    except Occupied as occupied:
        raise CommandError(str(occupied)) from occupied
    refuse_an_unfinished_restore()


def refuse_an_unfinished_restore() -> None:
    """Whatever else is missing there meanwhile is not what is to be told."""
    folder = settings.ARCHIVE_DATA
    if (folder / RESTORING).exists():
        raise CommandError(
            f"数据目录 {folder} 里有一次没有做完的恢复，没有启动。请再执行一次 manage.py restore 备份文件；"
            f"原有的内容没有删除（在原处，或在 {RESTORING}/replaced）"
        )


def refuse_a_lost_database() -> None:
    """A folder that has lost its database is no new one: an empty archive in its place would hide the loss."""
    folder = settings.ARCHIVE_DATA
    if _is_to_hold_the_database(folder) and has_lost_its_database(folder):
        raise CommandError(
            f"数据目录 {folder} 里有密钥或索引，却没有数据库（archive.sqlite3 不见了，或是空文件）。"
            f"这不是第一次启动，没有建立空库。{RESTORE}；确要从空库开始，请先移走其中的 secret_key 和 index"
        )


def refuse_where_no_archive_is() -> None:
    """A command that was given no ARCHIVE_DATA looks in ``var``: that an archive is not there is no fault of the disk."""
    refuse_an_unfinished_restore()
    refuse_a_lost_database()
    folder = settings.ARCHIVE_DATA
    if _is_to_hold_the_database(folder) and not holds_a_database(folder):
        raise CommandError(
            f"数据目录 {folder} 里没有档案库。网站启动时写了 ARCHIVE_DATA=… 的，这条命令前面也要写同样的"
        )


def _is_to_hold_the_database(folder: Path) -> bool:
    return connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]) == database_file(folder)


def refuse_an_archive_left_behind() -> None:
    """An empty shared database beside a folder with an archive: an empty site in its place would hide it."""
    if connection.vendor == "sqlite" or not holds_a_database(settings.ARCHIVE_DATA):
        return
    raise CommandError(
        f"设置了 DATABASE_URL，而数据目录 {settings.ARCHIVE_DATA} 里还有 SQLite 的数据库。请执行 manage.py "
        "move_to_postgresql 把它搬过去，或先把 archive.sqlite3 移走"
    )


def refuse_reading_only() -> None:
    """Whatever writes, or stays, begins when it can write; what reads works meanwhile."""
    if is_only_read(connection.settings_dict):
        raise CommandError(f"{settings.ARCHIVE_DATA}：{why_only_read().told}")


def refuse_an_older_database() -> None:
    """Its tables are another version's, and can't be brought to this one's where nothing can be written."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            f"数据库 {settings.DATABASES['default']['NAME']} 的表要先更新，而现在不能写入；请先腾出空间或改好权限"
        )


def refuse_a_damaged_database() -> None:
    """A look at the structure of every page of the database: seconds for 20,000 articles."""
    if connection.vendor != "sqlite":
        return  # other databases keep checksums of their own
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            (found,) = cursor.fetchone()
    except DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise CommandError(f"数据库 {settings.DATABASES['default']['NAME']} 已损坏（{found}）。{RESTORE}")


def load_divisions() -> int:
    """The table of divisions with what the user and the editors added; how many rows changed."""
    try:
        return load_regions(site_authority())
    except (BadTable, UnicodeDecodeError, OSError) as error:
        raise CommandError(f"{history_file()}：不是可用的区划表（{error}）；改好或移走后再启动") from error
