"""Set the archive up and serve it: what `make run` does after installing."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from archive.models import SourceDocument
from archive.server.first_administrator import made_where_there_is_none
from archive.server.ports import obstacle
from archive.storage.data_folder import is_only_read
from archive.storage.readiness import (
    enter_the_data_folder,
    load_divisions,
    prepare_database,
    refuse_a_damaged_database,
    refuse_a_lost_database,
    refuse_an_older_database,
)
from archive.storage.storage_faults import FULL, READ_ONLY, StorageFault, fault_of, why_only_read
from archive.web import counted_requests


class Command(BaseCommand):
    help = "准备数据库、区划表、索引和管理员，然后启动网站和索引进程"

    requires_system_checks = []  # made below; on a folder that can't be written to there is still much to read

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="库为空时不载入演示档案")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="网站进程数，默认为处理器核数"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        in_the_way = obstacle(settings.HOST, settings.PORT)
        if in_the_way:
            raise CommandError(in_the_way)
        reading = is_only_read(settings.DATABASES["default"])
        if reading:
            self._prepare_to_read(why_only_read())
        else:
            self.check()
            reading = not self._is_prepared(demo=not options["no_demo"])
        self._become_the_supervisor(options["workers"], reading=reading)

    def _is_prepared(self, *, demo: bool) -> bool:
        """False where nothing can be written, and what there is can be read."""
        try:
            self._prepare(demo=demo)
        except (CommandError, DatabaseError, OSError) as error:
            fault = fault_of(error)
            if fault is None:
                raise
            of_the_folder = fault in {FULL, READ_ONLY} and connection.vendor == "sqlite"
            if of_the_folder and self._can_be_read(fault):
                return False
            told = str(error) if isinstance(error, CommandError) else f"{fault.told}（{error}）"
            raise CommandError(f"没有启动：{told}") from error
        return True

    def _can_be_read(self, fault: StorageFault) -> bool:
        try:
            self._prepare_to_read(fault)
        except (CommandError, DatabaseError, OSError):
            return False
        return True

    def _prepare_to_read(self, fault: StorageFault) -> None:
        enter_the_data_folder()
        refuse_a_lost_database()
        refuse_a_damaged_database()
        refuse_an_older_database()
        self.stderr.write(
            f"{settings.ARCHIVE_DATA}：{fault.told}网站现在只供阅读和检索，能写入以后会自己重新启动。"
        )

    def _prepare(self, *, demo: bool) -> None:
        prepare_database()
        refuse_a_damaged_database()
        changed = load_divisions()
        if changed:
            self.stdout.write(f"行政区划表：新增或更新 {changed} 行")
        # Not where there are no articles: where there never was anything. What was deleted stays deleted.
        if demo and not SourceDocument.objects.exists() and not get_user_model().objects.exists():
            call_command("loaddemo")
        self._check_the_index()
        made = made_where_there_is_none()
        if made:
            self.stdout.write(
                "\n".join(
                    [
                        "",
                        "  已建立管理员，密码只显示这一次，请记下：",
                        f"    用户名 {made.name}",
                        f"    密码   {made.password}",
                        "",
                    ]
                )
            )

    def _check_the_index(self) -> None:
        """An index that can't be mended now is the worker's to mend: browsing needs none."""
        try:
            call_command("check_index", "--repair", "--quick")
        except CommandError as error:
            self.stderr.write(f"{error}；网站照常启动，索引进程会接着修复")

    def _room_to_count(self, workers: int) -> Path | None:
        """None where nobody asks for the numbers, and where the disk has no room for them: the site is begun all the same."""
        if not settings.METRICS_TOKEN:
            return None
        try:
            return counted_requests.make_room(workers)
        except OSError as error:
            self.stderr.write(f"{error}；网站照常启动，/metrics 里没有请求的计数")
            return None

    def _become_the_supervisor(self, workers: int, *, reading: bool) -> None:
        """What the set-up needed of memory goes with it: this process becomes another program."""
        self.stdout.flush()
        counts = None if reading else self._room_to_count(workers)
        os.execv(  # noqa: S606 - our own module
            sys.executable,
            [
                *(sys.executable, "-m", "archive.server.supervisor", "--host", settings.HOST),
                *("--port", str(settings.PORT), "--workers", str(workers)),
                *("--prefix", settings.FORCE_SCRIPT_NAME or "", "--desk", settings.ADMIN_PATH),
                *(["--reading", str(settings.ARCHIVE_DATA)] if reading else []),
                *(["--counts", str(counts)] if counts else []),
            ],
        )
